"""From the key press to the first word of a model's answer, streamed through the whole app, beside the straight way with urllib."""

from __future__ import annotations

import tempfile
from pathlib import Path

from mmassist.desktop.chords import default_keys
from mmassist.measure.commanded import Commanded
from mmassist.measure.desk import AUDIBLE
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.replay_server import FIRST, PER_SECOND, TOKENS, ReplayServer, tokens
from mmassist.measure.running import Event, RunningApp
from mmassist.measure.screens import FULL, dialog
from mmassist.measure.series import Asked, RoundFailed, Series
from mmassist.measure.sink import Sink
from mmassist.values import Channel

TIMES = 5
_SEED = 40
_SETTINGS = """version = 2
[speech]
rate = 900
earcons = 0
[answers]
order = ["replay"]
[backends.replay]
kind = "chat"
model = "replay"
base_url = "{url}"
own = true
"""
_NOTE = (
    f"A server on this machine replays {TOKENS} tokens: the first after {FIRST * 1000:.0f} ms, then {PER_SECOND} a second. Ours: from the "
    "key press in the running app to the moment when the first utterance of the answer is handed to the sound device, after the gist; "
    "the screen was seen before, its answer never heard to the end. The opponent begins with Pillow's grab, without a key: PNG, base64, "
    "urllib for the whole answer, pyttsx3; heard in the recording."
)
ASKED = (
    Asked(
        "first word", "key press to the first word of the answer", "ms", None, (("urllib", "urllib for the whole answer + pyttsx3"),), _NOTE
    ),
    Asked("first word share", "key press to the first word: of the opponent's time in the same round", "%", 100 / TIMES, (), _NOTE),
)


def measure(series: Series, rounds: int) -> None:
    """Needs the virtual desktop with sound. Raises what `MISHAPS` lists."""
    with (
        tempfile.TemporaryDirectory(prefix="mmassist-home-") as folder,
        ReplayServer() as server,
        Keyboard() as keyboard,
        Sink() as sink,
        Commanded("mmassist.measure.shown_picture") as shown,
    ):
        home = Path(folder)
        (home / "config").mkdir()
        (home / "config" / "settings.toml").write_text(_SETTINGS.format(url=server.url), "utf-8")
        with RunningApp(home) as app:
            app.wait_for(lambda event: event.kind == "spoken", timeout=15)
            keys = default_keys()

            def ours() -> float:
                sink.silence(keyboard.press(keys["stop"]), lasting=0.45, threshold=AUDIBLE)
                before, pressed = server.streamed, keyboard.press(keys["describe"])
                first = _first_detail(app, pressed)
                # an answer that was stopped is not kept, so that the next press asks again
                keyboard.press(keys["stop"])
                if server.streamed != before + 1:
                    raise RoundFailed(f"the server was asked {server.streamed - before} times")
                series.details["first word"].setdefault("utterances", []).append(first.text)
                return (first.at - pressed) * 1000

            def one(number: int) -> None:
                own, theirs = ours(), _opponent(server.url, sink)
                series.add("first word", own)
                series.add("urllib", theirs)
                series.add("first word share", 100 * own / theirs)

            _show(shown, home)
            ours()  # the first turn opens the connection and reads the screen
            series.details["first word"].clear()
            series.rounds(rounds, one)


def _first_detail(app: RunningApp, pressed: float) -> Event:
    """The first utterance of the answer. Raises RoundFailed where it is not the server's."""
    first = app.wait_for(lambda event: event.kind == "spoken" and event.at >= pressed and event.channel == Channel.DETAIL, timeout=15)
    if not "".join(tokens()).startswith(first.text.strip().rstrip(".,")[:20]):
        raise RoundFailed(f"not the server's answer: {first.text!r}")
    return first


def _opponent(url: str, sink: Sink) -> float:
    """Milliseconds from its grab to its first sound; then it is ended, since it can't be stopped before all is said."""
    with Commanded("mmassist.measure.urllib_opponent", url) as urllib:
        urllib.answer()
        asked = float(urllib.ask("go")["asked"])
        return (sink.onset(asked + 0.1, timeout=15) - asked) * 1000


def _show(shown: Commanded, home: Path) -> None:
    from PIL import Image

    path = home / "screen.png"
    Image.fromarray(dialog(_SEED, FULL).pixels[:, :, 2::-1]).save(path)
    shown.ask(str(path))
