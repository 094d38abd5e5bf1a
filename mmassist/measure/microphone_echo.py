"""`mmassist bench echo`: how much of the app's own voice is left in what its microphone hears, and whether a user is heard over it.

Once in rooms that are made, and once in the virtual desktop, with all that takes part (`measure.speaking_over`).
Rooms are made: decaying noise as an impulse response, with noise, a clock that drifts and times that jitter. Both voices are espeak-ng's.
Speech is what the detector of speech takes for it, which is what would end the app's own.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mmassist.capture.microphone_barge_in import BargeIn, Reference
from mmassist.errors import MmassistError
from mmassist.measure import figures as measured
from mmassist.measure import speaking_over
from mmassist.measure.figures import Figure, Verdict
from mmassist.measure.series import MISHAPS, Asked, Series, tell
from mmassist.perception.hearing.vad import WINDOW, SileroDetector
from mmassist.speech.voices.base import VoiceOptions
from mmassist.speech.voices.espeak import EspeakVoice
from mmassist.values import SAMPLE_RATE, AudioBlock, Samples

PUBLISHED_SEED = 2026
_TEXTS = (
    "Do you want to keep the changes of this letter? Keep, button, default. Discard, button. Go back, button.",
    "The list has nine entries. The first is a message from the library, about two books that are due on Friday.",
    "Settings window, page Display. Brightness, slider, forty percent. Night light, switch, off.",
)
_QUESTIONS = ("What is written below the picture?", "Stop reading.", "Go on with the second entry, please.")
_ROOMS = ((0.15, 0.3), (0.15, 1.0), (0.3, 0.3), (0.3, 1.0), (0.5, 0.3), (0.5, 1.0))
"""Seconds until the echo is 60 dB down, and its loudness beside the voice that is played."""
_SETTLED = 3.0  # seconds after which the way should be known
_BEGIN = 1000.0
_ASKED = (
    Asked("before", "own voice taken for speech, as it is heard", "% of the time", None),
    Asked("after", "own voice taken for speech, what is left of it", "% of the time", 1.0),
    Asked("first", "the same in the first three seconds, before the way is known", "% of the time", 1.0),
    Asked("reduced", "own voice made quieter (ERLE and what is turned down)", "dB", None),
    Asked("over", "speech of a user over the app's that is heard as speech", "% of the time", None),
    Asked("cost", "processor time", "% of a core", None),
)
_OVER = (
    Asked("false", "virtual desktop: interruptions by nobody", "an hour of own speech", 0.0),
    Asked("noticed", "virtual desktop: users who speak over the app and are noticed", "%", None),
    Asked("soon", "virtual desktop: from a user's first sound to the interruption", "ms", 300.0, note="Of those who were noticed."),
)
_OVER_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Room:
    """`way`: the impulse response. `drift`: of the microphone's clock. `late`: seconds by which the output's time is wrong."""

    way: Samples
    drift: float
    late: float
    noise: float
    seed: int


def measure(seed: int = PUBLISHED_SEED) -> dict[str, Any]:
    """Six rooms, a minute and more of speech in each; then five echoes in the virtual desktop. About eight minutes."""
    load, series = os.getloadavg()[0], Series()
    played, rate = asyncio.run(_spoken(_TEXTS * 3, VoiceOptions(rate=220)))
    user, user_rate = asyncio.run(_spoken(_QUESTIONS, VoiceOptions(voice="de", rate=160, pitch=70)))
    user = _at_rate(user, user_rate)
    random = np.random.default_rng(seed)
    for decay, loudness in _ROOMS:
        tell(f"{decay} s, {loudness}")
        _in_room(series, _room(random, decay, loudness), (played, rate), user)
    found = [*(series.figure(asked) for asked in _ASKED), *_over(series)]
    return {
        "command": f"mmassist bench echo --seed {seed}",
        "machine": {"cores": os.cpu_count(), "load_before": round(load, 2), "load_after": round(os.getloadavg()[0], 2)},
        "seed": seed,
        "met": all(figure.verdict in (Verdict.MET, Verdict.PUBLISHED) for figure in found),
        "figures": [figure.as_json() for figure in found],
    }


def _over(series: Series) -> list[Figure]:
    failure = ""
    try:
        for row in speaking_over.found(_OVER_SECONDS):
            soon = [one for one in row.soon if one is not None]
            series.add("false", row.false * 3600 / row.spoken)
            series.add("noticed", 100 * len(soon) / len(row.soon))
            for one in soon:
                series.add("soon", 1000 * one)
    except (*MISHAPS, MmassistError) as error:
        failure = f"{type(error).__name__}: {error}"
        tell(f"  {failure}")
    return [series.figure(asked, failure) for asked in _OVER]


def table(report: Mapping[str, Any]) -> str:
    """The report for eyes and ears that prefer lines."""
    machine = report["machine"]
    head = f"{machine['cores']} cores; load {machine['load_before']} before, {machine['load_after']} after; seed {report['seed']}."
    return f"{head}\n\n{measured.table(report['figures'])}"


async def _spoken(texts: Sequence[str], options: VoiceOptions) -> tuple[Samples, int]:
    voice = EspeakVoice()
    await voice.start()
    parts: list[Samples] = []
    for text in texts:
        said = b"".join([piece async for piece in voice.synthesise(text, options)])
        parts += [np.frombuffer(said, np.int16).astype(np.float32) / np.float32(32768), np.zeros(voice.sample_rate // 3, np.float32)]
    await voice.aclose()
    return np.concatenate(parts), voice.sample_rate


def _at_rate(samples: Samples, rate: float) -> Samples:
    import soxr

    return np.asarray(soxr.resample(samples, rate, SAMPLE_RATE), np.float32)


def _room(random: np.random.Generator, decay: float, loudness: float) -> Room:
    tail = int(decay * SAMPLE_RATE)
    way = random.standard_normal(tail) * 10 ** (-3 * np.arange(tail) / tail)
    way *= loudness / np.sqrt((way**2).sum())
    delay = int(random.uniform(0.005, 0.06) * SAMPLE_RATE)
    late = random.uniform(-0.02, 0.03)
    drift = random.uniform(-60e-6, 60e-6)
    return Room(np.concatenate((np.zeros(delay), way)).astype(np.float32), drift, late, 10 ** (-30 / 20), int(random.integers(1 << 30)))


def _in_room(series: Series, room: Room, played: tuple[Samples, int], user: Samples) -> None:
    random = np.random.default_rng(room.seed)
    sound = _at_rate(played[0], played[1] * (1 - room.drift))
    echo = np.convolve(sound, room.way)[: len(sound)]
    heard = (echo + room.noise * _loudness(echo) * random.standard_normal(len(echo))).astype(np.float32)
    began = time.process_time()
    left = _cleaned(heard, played, room)
    series.add("cost", (time.process_time() - began) / (len(heard) / SAMPLE_RATE) * 100)
    settled = int(_SETTLED * SAMPLE_RATE)
    series.add("before", 100 * float(_speech(heard).mean()))
    after = _speech(left)
    series.add("after", 100 * float(after[settled // WINDOW :].mean()))
    series.add("first", 100 * float(after[: settled // WINDOW].mean()))
    series.add("reduced", 20 * float(np.log10(_loudness(heard[settled : len(left)]) / (_loudness(left[settled:]) + 1e-9))))
    over = np.zeros_like(heard)
    begin = len(over) // 2
    over[begin : begin + len(user)] = user[: len(over) - begin] * (_loudness(echo) / _loudness(user))
    alone = _speech(over)
    both = _speech(_cleaned(heard + over, played, room))
    series.add("over", 100 * float(both[alone[: len(both)]].mean()))


def _loudness(samples: Samples) -> float:
    return float(np.sqrt(np.mean(np.square(samples))))


def _cleaned(heard: Samples, played: tuple[Samples, int], room: Room) -> Samples:
    """Played samples are handed over 0.15 s ahead, in pieces of 20 ms."""
    samples, rate = played
    reference, random = Reference(), np.random.default_rng(room.seed)
    taker, fed, size = BargeIn(reference), 0, rate // 50
    left: list[Samples] = []
    for start in range(0, len(heard) - WINDOW + 1, WINDOW):
        at = start / SAMPLE_RATE * (1 - room.drift)
        while fed < len(samples) and fed / rate < at + 0.15:
            reference.played(samples[fed : fed + size], _BEGIN + fed / rate - room.late, rate)
            fed += size
        block = AudioBlock(heard[start : start + WINDOW], _BEGIN + at + random.uniform(-0.001, 0.001))
        left.append(taker.clean(block).block.samples)
    return np.concatenate(left)


def _speech(samples: Samples) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Whether each window holds speech."""
    detector = SileroDetector()
    windows = range(0, len(samples) - WINDOW + 1, WINDOW)
    return np.array([detector.probability(samples[start : start + WINDOW]) > 0.5 for start in windows])
