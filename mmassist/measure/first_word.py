"""From the key press to the first word of a model's answer, streamed through the whole app, beside the straight way with urllib."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from functools import partial
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
{rate}earcons = 0
[answers]
order = ["replay"]
[backends.replay]
kind = "chat"
model = "replay"
base_url = "{url}"
own = true
"""
_RATES = {"first word": "", "first word fast": "rate = 900\n"}
_THEIRS = "urllib for the whole answer + pyttsx3"
_NOTE = (
    f"A server on this machine replays {TOKENS} tokens: the first after {FIRST * 1000:.0f} ms, then {PER_SECOND} a second. Ours: the "
    "running app, from the key press; the screen was seen before, its answer never heard to the end. The opponent begins with Pillow's "
    "grab, without a key: PNG, base64, urllib for the whole answer, pyttsx3. Both in the recording of the same sink; how long after the "
    "first sound our answer begins in it, the app tells."
)
_AFTER_GIST = "Before the answer the app says in a few words what is in front, at its default of 300 words a minute."
_QUICK = "The same at 900 words a minute, so that what is said before is short and the stream decides."
_SHARE = "of the opponent's time in the same round"


def _asked(key: str, name: str, note: str) -> tuple[Asked, Asked]:
    limit = 100 / TIMES
    return (
        Asked(key, name, "ms", None, ((f"urllib {key}", _THEIRS),), f"{_NOTE} {note}"),
        Asked(f"{key} share", f"{name}: {_SHARE}", "%", limit, (), note),
    )


ASKED = (
    *_asked("first sound", "key press to the first sound", "The first of all that is said, which is what is in front."),
    *_asked("first word", "key press to the first word of the answer", _AFTER_GIST),
    *_asked("first word fast", "key press to the first word of the answer, fast speech", _QUICK),
)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a round is made. All times are `time.monotonic()`."""

    server: ReplayServer
    keyboard: Keyboard
    sink: Sink
    app: RunningApp


def measure(series: Series, rounds: int) -> None:
    """Needs the virtual desktop with sound. Raises what `MISHAPS` lists."""
    with (
        tempfile.TemporaryDirectory(prefix="mmassist-home-") as folder,
        ReplayServer() as server,
        Keyboard() as keyboard,
        Sink() as sink,
        Commanded("mmassist.measure.shown_picture") as shown,
    ):
        _show(shown, Path(folder))
        for key, rate in _RATES.items():
            home = Path(folder) / key.replace(" ", "-")
            (home / "config").mkdir(parents=True)
            (home / "config" / "settings.toml").write_text(_SETTINGS.format(url=server.url, rate=rate), "utf-8")
            with RunningApp(home) as app:
                app.wait_for(lambda event: event.kind == "spoken", timeout=15)
                place = _Place(server, keyboard, sink, app)
                _ours(place)  # the first turn opens the connection and reads the screen
                series.rounds(rounds, partial(_compare, series, key, place))


def _compare(series: Series, key: str, place: _Place, number: int) -> None:
    """One round; who comes first changes."""
    if number % 2:
        theirs = _opponent(place.server.url, place.sink)
        sound, word = _ours(place)
    else:
        sound, word = _ours(place)
        theirs = _opponent(place.server.url, place.sink)
    for name, own in (("first sound", sound), (key, word)) if key == "first word" else ((key, word),):
        series.add(name, own)
        series.add(f"urllib {name}", theirs)
        series.add(f"{name} share", 100 * own / theirs)


def _ours(place: _Place) -> tuple[float, float]:
    """Milliseconds from the key press to the first sound, and to the first word of the answer."""
    keys = default_keys()
    place.sink.silence(place.keyboard.press(keys["stop"]), lasting=0.45, threshold=AUDIBLE)
    before, pressed = place.server.streamed, place.keyboard.press(keys["describe"])
    sounded = place.sink.onset(pressed, AUDIBLE, timeout=15)
    begun = place.app.wait_for(lambda event: event.kind == "spoken" and event.at >= pressed, timeout=15)
    first = _first_detail(place.app, pressed)
    # an answer that was stopped is not kept, so that the next press asks again
    place.keyboard.press(keys["stop"])
    if place.server.streamed != before + 1:
        raise RoundFailed(f"the server was asked {place.server.streamed - before} times")
    return (sounded - pressed) * 1000, (sounded + first.at - begun.at - pressed) * 1000


def _first_detail(app: RunningApp, pressed: float) -> Event:
    """The first utterance of the answer. Raises RoundFailed where it is not the server's."""
    first = app.wait_for(lambda event: event.kind == "spoken" and event.at >= pressed and event.channel == Channel.DETAIL, timeout=30)
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
