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
from mmassist.measure.voice_model import TINY, make
from mmassist.measure.voice_speed import SAMENESS, TOKENS, detector_share, race

TIMES_SOONER = 4.0
_FINAL = Asked(
    "final",
    "end of a 5 s utterance to its final text",
    "ms",
    None,
    (("final-opponent", "faster_whisper.WhisperModel.transcribe"),),
    SAMENESS,
)
_WORDS = Asked(
    "words",
    "end of a 5 s utterance to its final text with the times of words",
    "ms",
    None,
    (),
    "As before; faster-whisper reads a part of the sound twice when it is asked for words, and is no measure here.",
)
_RATIO = Asked(
    "ratio", "share of faster-whisper's time that the final text takes", "%", 100 / TIMES_SOONER, (), "Round by round, one after the other."
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
_HELD = Asked(
    "held", "last sound of an utterance to the final transcript, hands-free", "ms", None, (), "The silence that tells the end is in it."
)


def measure(rounds: int = 20, utterances: int = UTTERANCES) -> dict[str, Any]:
    """`rounds` of each time, and where `utterances` end. Takes some minutes; wants a quiet machine. Raises MmassistError."""
    load = os.getloadavg()[0]
    series = Series()
    with tempfile.TemporaryDirectory(prefix="mmassist-bench-") as folder:
        tell("making a model of random weights")
        model = make(Path(folder) / "whisper-tiny-random", TINY, endless=True)
        tell("alternating with faster-whisper")
        asyncio.run(race(model, rounds, series))
        detector_share(rounds, series)
        tell("early transcripts, in real time")
        asyncio.run(early_times(model, rounds, series))
    tell("where utterances end")
    ends = asyncio.run(counted(utterances))
    found = [series.figure(asked) for asked in (_FINAL, _WORDS, _RATIO, _DETECTOR, _EARLY, _HELD)]
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
