"""The text of a scripted desktop session, a frame a second: what reading it costs, beside reading each frame from the beginning."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from functools import partial
from random import Random

from mmassist.evaluation.metrics.answers import anls
from mmassist.measure.eyes_desk import Desk
from mmassist.measure.eyes_reading import Fresh, everything
from mmassist.measure.eyes_timed import timed
from mmassist.measure.series import Asked, Series, tell
from mmassist.values import Pixels, TextLine

LESS, LEAST = 20, 99
"""So many times less time than reading each frame, and at least so many percent of its lines."""
_SEED = 2034
_EVERY = 7
"""Each so manieth frame is also read from the beginning, and counts for so many."""
_ALIKE = 0.9
_NOTE = (
    "1920x1080, a frame a second. Each minute: 18 seconds of typing, a dialog that comes and goes, a chat of three new lines, another "
    f"window and a page that is scrolled four times, back again; a clock, and a caret that blinks. Each {_EVERY}th frame is also read "
    "from the beginning and counts for as many."
)

ASKED = (
    Asked(
        "kept", "text of a frame of the session", "ms", None, (("anew", "the same models, reading each frame from the beginning"),), _NOTE
    ),
    Asked("share session", "text of a session: of the time of reading each frame", "%", 100 / LESS),
    Asked("lost", "lines of the frames read from the beginning that are not there", "%", 100 - LEAST, (), "Nine letters of ten are alike."),
    Asked("otherwise session", "... that are not there, or differ in a letter", "%", None),
)


def measure(series: Series, minutes: int) -> None:
    fresh = Fresh()
    known = fresh.reader()
    found = Counter[str]()
    examples: list[str] = []
    processor = {"kept": 0.0, "anew": 0.0}
    for number, pixels in enumerate(frames(minutes)):
        spent, lines = timed(partial(everything, known, pixels))
        series.add("kept", spent.clock)
        processor["kept"] += spent.processor
        if number % _EVERY == 0:
            anew, whole = timed(partial(everything, fresh.reader(), pixels))
            series.add("anew", anew.clock)
            processor["anew"] += _EVERY * anew.processor
            for line in whole:
                there = _there(line, lines)
                found[there] += 1
                examples += [line.text] if there == "lost" else []
        if number % 60 == 0:
            tell(f"  minute {number // 60}")
    total = found.total()
    series.add("share session", 100 * sum(series.values["kept"]) / (_EVERY * sum(series.values["anew"])))
    series.add("lost", 100 * found["lost"] / total)
    series.add("otherwise session", 100 * (total - found["same"]) / total)
    series.details["lost"] = {**found, "lines": total, "examples": examples[:10]}
    series.details["share session"] = {"processor_share": round(100 * processor["kept"] / processor["anew"], 2)}


def _there(line: TextLine, lines: list[TextLine]) -> str:
    """Whether the `same` text stands there, one that is nearly alike, or it is `lost`."""
    near = [other.text for other in lines if other.box.intersection(line.box)]
    if line.text in near or not line.text:
        return "same"
    return "alike" if near and anls(line.text, near, _ALIKE) else "lost"


def frames(minutes: int) -> Iterator[Pixels]:
    desk = Desk(Random(_SEED))  # noqa: S311 - no secret
    for second in itertools.islice(itertools.count(), 60 * minutes):
        desk.act(second)
        yield desk.shown(second)
