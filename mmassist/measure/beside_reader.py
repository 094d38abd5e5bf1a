"""`mmassist bench screen-reader`: Orca and mmassist side by side, turn after turn: does ever one speak into the other?

Each turn is a press of the describe key over a real dialog, and in most of them a key to the dialog while mmassist speaks, which Orca
answers. All goes through a real speech-dispatcher that notes what is said (`measure.speech_server`); what mmassist plays by itself is
recorded. Beside it, the same with a voice of mmassist's own.
"""

from __future__ import annotations

import itertools
import os
import random
import re
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mmassist.desktop.chords import default_keys
from mmassist.errors import DesktopError
from mmassist.measure import programs
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.own_desktop import in_desktop, print_report
from mmassist.measure.programs import ProgramFailed
from mmassist.measure.running import AppFailed, RunningApp
from mmassist.measure.series import tell
from mmassist.measure.sink import RATE, Sink
from mmassist.measure.speech_server import Said, ServerFailed, SpeechServer

OPPONENT = 10
"""Turns with a voice of the app's own, each of which would be enough."""
_AUDIBLE = 100  # of 32768: -50 dBFS
_FRAME = 0.02  # seconds
_KEYS = ("Tab", "Tab", "shift+Tab", "")
_SEED = 7


@dataclass(slots=True)
class Beside:
    """What was heard in so many turns. `both`: seconds in which both spoke; `moments`: how often. `cut`: texts of ours that Orca cut short;
    `wrong`: turns in which a sentence was lost, said twice or out of order, in words."""

    turns: int = 0
    both: float = 0.0
    moments: int = 0
    orca: int = 0
    ours: int = 0
    cut: int = 0
    wrong: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            **{"turns": self.turns, "moments_with_both": self.moments, "seconds_with_both": round(self.both, 2)},
            **{"orca_texts": self.orca, "our_texts": self.ours, "cut_by_orca": self.cut, "wrong": self.wrong},
        }


def measure(turns: int) -> Mapping[str, Any]:
    """Raises DesktopError."""
    if "MMASSIST_DESKTOP" not in os.environ:
        return in_desktop("mmassist.measure.beside_reader", turns)
    try:
        through, alone = beside(turns, "auto"), beside(min(turns, OPPONENT), "espeak")
    except (ServerFailed, ProgramFailed, AppFailed) as error:
        raise DesktopError(str(error), "Orca could not be run beside mmassist.", "Install packaging/debian-tests.txt.") from error
    met = through.turns == turns and not through.moments and not through.wrong and through.orca > 0
    return {"met": met, "through the screen reader": through.as_json(), "with a voice of its own": alone.as_json()}


def table(report: Mapping[str, Any]) -> str:
    """The report in words."""
    rows = [f"{'':26}{'turns':>7}{'moments with both':>19}{'seconds':>9}{'texts of Orca':>15}{'cut by Orca':>13}{'wrong':>7}"]
    for name in ("through the screen reader", "with a voice of its own"):
        row = report[name]
        figures = row["turns"], row["moments_with_both"], row["seconds_with_both"], row["orca_texts"], row["cut_by_orca"], len(row["wrong"])
        rows.append(f"{name:26}" + "".join(f"{one:>{width}}" for one, width in zip(figures, (7, 19, 9, 15, 13, 7), strict=True)))
        rows += [f"  {wrong}" for wrong in row["wrong"]]
    return "\n".join(rows)


def beside(turns: int, voice: str) -> Beside:
    """So many turns with that voice of the settings. In a virtual desktop. Raises ServerFailed, ProgramFailed or AppFailed."""
    heard, chance = Beside(), random.Random(_SEED)  # noqa: S311 - no secret
    settings = {"MMASSIST_SPEECH__VOICE": voice, "MMASSIST_SPEECH__EARCONS": "0", "MMASSIST_SPEECH__RATE": "440"}
    settings["MMASSIST_DESCRIBE__VERBOSITY"] = "brief"
    with SpeechServer() as server, Keyboard() as keyboard, Sink() as speaker, tempfile.TemporaryDirectory() as home:
        server.start_orca()
        with (
            programs.save_prompt("Dear Ann", keyboard),
            RunningApp(Path(home), environment={**server.environment, **settings}) as app,
        ):
            app.wait_spoken("mmassist is ready", timeout=60)
            _rest(server)
            for number in range(turns):
                pressed = keyboard.press(default_keys()["describe"])
                _disturb(keyboard, chance)
                app.wait_turn(pressed, 60)
                ended = _rest(server)
                _judge(heard, app, server.said(pressed), speaker, pressed, ended, through=voice == "auto")
                if number % 10 == 9:
                    tell(f"  {voice}: {heard.turns} turns, both at {heard.moments} moments, {len(heard.wrong)} wrong")
    return heard


def _disturb(keyboard: Keyboard, chance: random.Random) -> None:
    """Keys to the dialog, at moments that differ."""
    for _ in range(chance.choice((1, 1, 1, 2))):
        time.sleep(chance.uniform(0.1, 1.0))
        if key := chance.choice(_KEYS):
            keyboard.press(key)


def _rest(server: SpeechServer, lasting: float = 0.3) -> float:
    """Returns when the server has been quiet for so long; `time.monotonic()` seconds."""
    while True:
        said = server.said()
        last = said[-1].end if said else 0.0
        if not server.speaks and time.monotonic() - last > lasting:
            return time.monotonic()
        time.sleep(0.05)


def _judge(heard: Beside, app: RunningApp, said: Sequence[Said], speaker: Sink, pressed: float, ended: float, *, through: bool) -> None:
    orca, ours = [one for one in said if not one.ours], [one for one in said if one.ours]
    heard.turns += 1
    heard.orca += len(orca)
    heard.ours += len(ours)
    heard.cut += sum(not one.whole for one in ours)
    spans = [_common(before, after) for before, after in itertools.pairwise(said)]
    spans += [_sounding(speaker, one.begin, one.end) for one in orca]
    heard.moments += sum(span > 0 for span in spans)
    heard.both += sum(spans)
    if through:
        sentences = [event.text for event in app.spoken(pressed) if event.at <= ended]
        if (wrong := astray(sentences, ours)) is not None:
            heard.wrong.append(wrong)


def _common(before: Said, after: Said) -> float:
    return max(0.0, before.end - after.begin)


def _sounding(speaker: Sink, begin: float, end: float) -> float:
    """Seconds within a span in which the app's own output was heard."""
    samples = abs(speaker.between(begin, end).astype(int))
    step = int(_FRAME * RATE)
    return _FRAME * sum(bool((samples[start : start + step] > _AUDIBLE).any()) for start in range(0, len(samples), step))


def astray(sentences: Sequence[str], said: Sequence[Said]) -> str | None:
    """What is wrong with how the sentences were said: each must be said once to its end, in order; what was cut short goes on at or
    before that place. None if nothing is."""
    left = [_words(one.text) for one in said]
    for sentence in sentences:
        words, whole = _words(sentence), False
        while left and not whole:
            part, whole = left.pop(0), said[len(said) - len(left) - 1].whole
            if not part or part != words[len(words) - len(part) :]:
                return f"{' '.join(part)!r} was said where {sentence!r} was to be"
        if not whole:
            return f"{sentence!r} was not said to its end"
    return f"{' '.join(left[0])!r} was said and not to be" if left else None


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower())


if __name__ == "__main__":
    raise SystemExit(print_report(measure))
