"""`mmassist bench eyes`: what seeing costs, in one run, each figure beside a named opponent in the same rounds.

Four parts: where two frames differ, from a frame to its embedding, one changed line to text, and the text of a whole session; a fifth,
with an onnxruntime that knows graphics cards: a large tower there. All of it runs in this process, on painted screens; no display is
needed.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from typing import Any

from mmassist.inference.runtime import CUDA, available
from mmassist.measure import eyes_card, eyes_change, eyes_encode, eyes_reading, eyes_session
from mmassist.measure import figures as measured
from mmassist.measure.figures import Verdict
from mmassist.measure.prompts import Part, figures_of


def parts(minutes: int) -> tuple[Part, ...]:
    return (
        Part(eyes_change.ASKED, eyes_change.measure),
        Part(eyes_encode.ASKED, eyes_encode.measure),
        Part(eyes_reading.ASKED, eyes_reading.measure),
        Part(eyes_session.ASKED, lambda series, _: eyes_session.measure(series, minutes)),
        *([Part(eyes_card.ASKED, eyes_card.measure)] if available((CUDA,)) else ()),
    )


def measure(rounds: int = 12, minutes: int = 10) -> dict[str, Any]:
    """Measures all figures over `rounds` rounds each, the session over `minutes` of it. Says on standard error how far it is.

    A part that fails is reported as failed, and the others go on.
    """
    began, load = time.monotonic(), os.getloadavg()[0]
    found = [figure for part in parts(minutes) for figure in figures_of(part, rounds)]
    return {
        "command": f"mmassist bench eyes --rounds {rounds} --minutes {minutes}",
        "machine": {"cores": os.cpu_count(), "load_before": round(load, 2), "load_after": round(os.getloadavg()[0], 2)},
        "rounds": rounds,
        "seconds": round(time.monotonic() - began, 1),
        "met": all(figure.verdict in (Verdict.MET, Verdict.MEDIAN_MET, Verdict.PUBLISHED) for figure in found),
        "figures": [figure.as_json() for figure in found],
    }


def table(report: Mapping[str, Any]) -> str:
    """The report for eyes and ears that prefer lines."""
    machine = report["machine"]
    load = f"load {machine['load_before']} before, {machine['load_after']} after"
    head = f"{machine['cores']} cores; {load}; {report['rounds']} rounds in {report['seconds']:.0f} s."
    return f"{head}\n\n{measured.table(report['figures'])}"
