"""`mmassist bench voice`: from the end of speech to its transcript, beside faster-whisper; the detector's cost; where utterances end.

The weights are random, of the size of whisper-tiny: only speed means anything. Speech is made by espeak-ng while it is needed.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mmassist.measure import figures as measured
from mmassist.measure.figures import Verdict
from mmassist.measure.series import Asked, Series, tell
from mmassist.measure.voice_ends import UTTERANCES, counted, early_times
from mmassist.measure.voice_in_use import in_use
from mmassist.measure.voice_model import TINY, make
from mmassist.measure.voice_opponent import SAMENESS, TOKENS
from mmassist.measure.voice_speed import detector_share, race

TIMES_SOONER = 4.0
_OPPONENT = "faster_whisper.WhisperModel.transcribe"
_SHARE = 100 / TIMES_SOONER
_IN_USE = (
    Asked(
        "held",
        "5 s of speech in real time, key let go with the last sample: to the final transcript",
        "ms",
        None,
        (("held-opponent", f"{_OPPONENT}, called at that moment"),),
        f"{SAMENESS} faster-whisper gets the clip that our transcript is of. Ours has looked at what was said before the end; nothing of "
        "that is used for the final transcript, which is made from the beginning.",
    ),
    Asked("held-ratio", "... share of faster-whisper's time", "%", _SHARE),
    Asked(
        "free",
        "the same, hands-free: from the moment at which silence has told the end",
        "ms",
        None,
        (("free-opponent", f"{_OPPONENT}, called at that moment"),),
        "The whole transcript is made in the silence that must pass before the end is known.",
    ),
    Asked("free-ratio", "... share of faster-whisper's time", "%", _SHARE),
    Asked("held-looks", "recogniser while somebody speaks, key held, share of one core", "%", None, (), "Of all its threads."),
    Asked("free-looks", "... hands-free", "%", None, (), "It looks at what was said with each first silence."),
)
_COLD = (
    Asked("cold", "a file of 5 s to its text", "ms", None, (("cold-opponent", _OPPONENT),), "Nothing was looked at before."),
    Asked("cold-ratio", "... share of faster-whisper's time", "%", None),
    Asked(
        "words",
        "a file of 5 s to its text with the times of words",
        "ms",
        None,
        (),
        "As before; faster-whisper reads a part of the sound twice when it is asked for words, and is no measure here.",
    ),
)
_DETECTOR = Asked("detector", "speech detector, share of one core", "%", 1.0, (), "Processor time of this process over the sound's length.")
_EARLY = Asked(
    "early",
    "last sound of an utterance to its early transcript",
    "ms",
    250.0,
    (),
    "In real time, with pauses to think; of the early transcript that held. The sound's end is known from its making.",
)
_LAST = Asked(
    "last", "last sound of an utterance to the final transcript, hands-free", "ms", None, (), "The silence that tells the end is in it."
)


def measure(rounds: int = 20, utterances: int = UTTERANCES) -> dict[str, Any]:
    """`rounds` of each time, and where `utterances` end. Takes some minutes; wants a quiet machine. Raises MmassistError."""
    load = os.getloadavg()[0]
    series = Series()
    with tempfile.TemporaryDirectory(prefix="mmassist-bench-") as folder:
        tell("making a model of random weights")
        model = make(Path(folder) / "whisper-tiny-random", TINY, endless=True)
        tell("beside faster-whisper, in real time")
        asyncio.run(in_use(model, rounds, series))
        tell("beside faster-whisper, from files")
        asyncio.run(race(model, rounds, series))
        detector_share(rounds, series)
        tell("early transcripts, in real time")
        asyncio.run(early_times(model, rounds, series))
    tell("where utterances end")
    ends = asyncio.run(counted(utterances))
    found = [series.figure(asked) for asked in (*_IN_USE, _EARLY, _LAST, *_COLD, _DETECTOR)]
    return {
        "command": f"mmassist bench voice --rounds {rounds} --utterances {utterances}",
        "machine": {"cores": os.cpu_count(), "load_before": round(load, 2), "load_after": round(os.getloadavg()[0], 2)},
        "rounds": rounds,
        "met": ends["met"] and all(figure.verdict in (Verdict.MET, Verdict.PUBLISHED) for figure in found),
        "figures": [figure.as_json() for figure in found],
        "utterances": ends,
    }


def table(report: Mapping[str, Any]) -> str:
    """The report for eyes and ears that prefer lines."""
    machine, ends = report["machine"], report["utterances"]
    head = (
        f"{machine['cores']} cores; load {machine['load_before']} before, {machine['load_after']} after; {report['rounds']} rounds of "
        f"{TOKENS} tokens."
    )
    last = (
        f"Of {ends['count']} utterances with pauses of up to {ends['longest_pause_ms']} ms {ends['split']} were split, "
        f"{ends['unfinished']} did not end, {ends['answered_early']} were answered too early; "
        f"{ends['withdrawn']} early transcripts were withdrawn."
    )
    return f"{head}\n\n{measured.table(report['figures'])}\n\n{last}"
