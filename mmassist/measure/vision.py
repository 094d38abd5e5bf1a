"""`mmassist bench vision`: how long a vision model of a real one's size takes on this machine, beside the loop of its model card.

The weights are random, in int8: they take as long as real ones, and what they say means nothing. The opponent does what the card of SmolVLM
shows: all squares at once, all of the question at once with the logits of each token, and what is remembered through numpy for each token.
"""

from __future__ import annotations

import os
import resource
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from mmassist.inference.runtime import CPU_ONLY
from mmassist.inference.store import advice, load, look
from mmassist.inference.vlm import Asked, Said, Speaker, Stop, Stopped, VisionModel, Waited, Word
from mmassist.inference.vlm.opening import assembled
from mmassist.measure import figures as measured
from mmassist.measure.eyes_vit import int8
from mmassist.measure.figures import Verdict
from mmassist.measure.series import Asked as Figured
from mmassist.measure.series import RoundFailed, Series, tell
from mmassist.measure.vision_model import FILES, make
from mmassist.measure.vision_opponent import CardsLoop
from mmassist.measure.vision_weights import SMOLVLM_256M, SMOLVLM_500M, Size

SIZES: Mapping[str, Size] = {"smolvlm-256m": SMOLVLM_256M, "smolvlm-500m": SMOLVLM_500M}
TOKENS = 30
GIVEN_UP_MS = 50.0

_CARD = "the loop of the model card"
_WIDTH, _HEIGHT = 1920, 1080
_FIGURES = (
    Figured("first", "from a question about a new picture, seen in one square, to the first word", "ms", None, (("card-first", _CARD),)),
    Figured("each", "each token after it", "ms", None, (("card-each", _CARD),)),
    Figured("again", "from a second question about it to the first word", "ms", None, (("card-first", f"{_CARD}, which begins anew"),)),
    Figured("square", "one square of 512 pixels seen", "ms", None),
    Figured("given-up", "an answer given up in the middle of a square, until nothing runs", "ms", GIVEN_UP_MS),
)


def measure(rounds: int = 5, name: str = "smolvlm-256m") -> dict[str, Any]:
    """`name`: of a row of the models' list. Takes some minutes on two cores, and up to 3 GB of memory. Raises KeyError for another name."""
    size, before = SIZES[name], os.getloadavg()[0]
    series = Series()
    with tempfile.TemporaryDirectory(prefix="mmassist-vision-") as folder:
        tell("    making the weights")
        made = make(Path(folder), size, dense=int8)
        _ours(made, rounds, series)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        _cards(made, size, rounds, series)
    figures = [series.figure(asked) for asked in _FIGURES]
    estimate = next(one for one in advice(look(), load()) if one.model.name == name)
    first = measured.percentile(series.values["first"], 50) / 1000
    return {
        "command": f"mmassist bench vision --rounds {rounds} --model {name}",
        "machine": {"cores": os.cpu_count(), "load_before": round(before, 2), "load_after": round(os.getloadavg()[0], 2)},
        "estimate": {
            "seconds": None if estimate.seconds is None else round(estimate.seconds, 2),
            "true_by_estimate": None if not estimate.seconds else round(first / estimate.seconds, 2),
            "words_a_second": None if estimate.words is None else round(estimate.words, 1),
        },
        "peak_megabytes": {
            "ours": round(peak / 1000),
            "with_the_opponent": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000),
        },
        "met": all(figure.verdict in (Verdict.MET, Verdict.PUBLISHED) for figure in figures),
        "figures": [figure.as_json() for figure in figures],
    }


def table(report: Mapping[str, Any]) -> str:
    """The report for eyes and ears that prefer lines."""
    machine, estimate, peak = report["machine"], report["estimate"], report["peak_megabytes"]
    head = f"{machine['cores']} cores; load {machine['load_before']} before, {machine['load_after']} after."
    times = f"the true time was {estimate['true_by_estimate']} times that."
    guess = f"The list of models estimates {estimate['seconds']} seconds to the first word: {times}"
    memory = f"Memory at most {peak['ours']} MB; {peak['with_the_opponent']} MB with the opponent."
    return "\n".join([head, "", measured.table(report["figures"]), "", guess, memory])


def _asked(number: int, text: str) -> Asked:
    """About a picture of noise that was not seen before, in one square."""
    pixels = np.random.default_rng(number).integers(0, 256, (_HEIGHT // 4, _WIDTH // 4, 3), np.uint8).repeat(4, 0).repeat(4, 1)
    return Asked((Said(Speaker.USER, text, shows=True),), _png(pixels), TOKENS, patience=0.0)


def _png(pixels: np.ndarray[Any, np.dtype[np.uint8]]) -> bytes:
    from PIL import Image

    written = BytesIO()
    Image.fromarray(pixels).save(written, "PNG", compress_level=1)
    return written.getvalue()


def _ours(folder: Path, rounds: int, series: Series) -> None:
    vision = assembled(lambda file: (folder / file).read_bytes(), lambda part: f"onnx/{FILES[part]}.onnx", CPU_ONLY)
    for number in range(-1, rounds):  # the first is not counted: it prepares what the others use
        asked = _asked(number + 1, "What is this?")
        first, each, seen = _timed(vision, asked)
        again, _, _ = _timed(
            vision, replace(asked, turns=(*asked.turns, Said(Speaker.ASSISTANT, "It is."), Said(Speaker.USER, "And now?")))
        )
        given_up = _given_up(vision, number + 1, 0.6 * seen)
        if number >= 0:
            for key, value in (("first", first), ("each", each), ("square", seen), ("again", again), ("given-up", given_up)):
                series.add(key, value * 1000)
            tell(f"    round {number + 1}: first word after {first:.1f} s, {each * 1000:.0f} ms a token")


def _cards(folder: Path, size: Size, rounds: int, series: Series) -> None:
    loop = CardsLoop(folder, size)
    for number in range(-1, rounds):
        found = loop.answer(_asked(number + 1, "What is this?"), size.tile)
        if number >= 0:
            series.add("card-first", found.first * 1000)
            series.add("card-each", found.each * 1000)


def _timed(vision: VisionModel, asked: Asked) -> tuple[float, float, float]:
    """Seconds to the first word, for each token after it, and for the square."""
    began = time.monotonic()
    words, seen = [], 0.0
    for step in vision.answer(asked, Stop()):
        if isinstance(step, Waited):
            seen = seen or time.monotonic() - began
        elif isinstance(step, Word):
            words.append(time.monotonic())
    if len(words) < 2:
        raise RoundFailed("hardly a word was said")
    return words[0] - began, (words[-1] - words[0]) / (len(words) - 1), seen


def _given_up(vision: VisionModel, number: int, after: float) -> float:
    """Seconds from the word to stop, `after` the question, while the square is looked at, until it has."""
    stop, stopped_at = Stop(), [0.0]

    def give_up() -> None:
        stopped_at[0] = time.monotonic()
        stop.set()

    threading.Timer(after, give_up).start()
    try:
        for _ in vision.answer(_asked(1000 + number, "What is this?"), stop):
            pass
    except Stopped:
        return time.monotonic() - stopped_at[0]
    raise RoundFailed("it was ready before it was given up")
