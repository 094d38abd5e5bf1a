"""Our Whisper beside faster-whisper's, one after the other on the same sound and weights; and what the detector costs."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from mmassist.evaluation.hearing import synthesis
from mmassist.measure.series import RoundFailed, Series
from mmassist.perception.hearing.base import Hints
from mmassist.perception.hearing.decoding import Options as DecodingOptions
from mmassist.perception.hearing.devices import threads
from mmassist.perception.hearing.vad import WINDOW, SileroDetector
from mmassist.perception.hearing.whisper_transcriber import Options, WhisperTranscriber
from mmassist.values import SAMPLE_RATE, Samples

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

TOKENS, BEAM = 20, 5
"""Of each text: what five seconds of English have."""
SAMENESS = (
    f"Same weights (random, whisper-tiny's size, int8), sound, threads and language, beam of {BEAM}, {TOKENS} tokens; temperature 0, no "
    "second tries; alternating in one run. Nothing of the sound was looked at before its end: in use most of the work is done in the pause."
)
_SECONDS = 5.0
_FIRST = 4  # tokens that stand before the text


def decoding() -> DecodingOptions:
    """As the app decodes, but for a fixed number of tokens and no second tries."""
    return DecodingOptions(beam=BEAM, temperatures=(0.0,), log_probability=None, compression=None, no_speech=None, tokens=TOKENS)


async def race(model: Path, rounds: int, series: Series) -> None:
    """Adds `final`, `words`, `final-opponent` and the `ratio` in percent. Raises RoundFailed where the work was not the same."""
    opponent = _opponent(model)
    ours = WhisperTranscriber(model, Options(device="cpu", decoding=decoding()))
    try:
        await ours.start()
        for number in range(-1, rounds):  # the first warms both up
            samples = utterance(number + 1)
            text, words = await _ours(ours, samples)
            theirs = _theirs(opponent, samples)
            if number >= 0:
                for key, value in (("final", text), ("words", words), ("final-opponent", theirs)):
                    series.add(key, value)
                series.add("ratio", 100 * text / theirs)
    finally:
        await ours.aclose()


def utterance(number: int) -> Samples:
    """Five seconds of speech."""
    parts: list[Samples] = []
    while sum(map(len, parts)) < _SECONDS * SAMPLE_RATE:
        said = synthesis.generate(synthesis.PUBLISHED_SEED, number + len(parts), pauses=False)
        parts.append(said.samples[round(said.begin * SAMPLE_RATE) : round(said.end * SAMPLE_RATE)])
    return np.concatenate(parts)[: round(_SECONDS * SAMPLE_RATE)]


def detector_share(rounds: int, series: Series) -> None:
    """Adds `detector`: percent of one core, of a minute of speech in real time each."""
    detector = SileroDetector()
    spoken = [synthesis.generate(synthesis.PUBLISHED_SEED, number).samples for number in range(10)]
    sound = np.concatenate(spoken)
    starts = range(0, len(sound) - WINDOW + 1, WINDOW)
    for _ in range(rounds):
        detector.reset()
        began = time.process_time()
        for start in starts:
            detector.probability(sound[start : start + WINDOW])
        series.add("detector", 100 * (time.process_time() - began) / (len(sound) / SAMPLE_RATE))


async def _ours(transcriber: WhisperTranscriber, samples: Samples) -> tuple[float, float]:
    """Milliseconds to the text, and to the text with words."""
    began = time.monotonic()
    times = [(time.monotonic() - began) * 1000 async for transcript in transcriber.transcribe(samples, Hints("en")) if transcript.text]
    if len(times) != 2:
        raise RoundFailed("no text, or none with words")
    return times[0], times[1]


def _opponent(model: Path) -> WhisperModel:
    from mmassist.inference.runtime import without_telemetry

    without_telemetry()
    from faster_whisper import WhisperModel

    return WhisperModel(str(model), device="cpu", compute_type="int8", cpu_threads=threads())


def _theirs(model: WhisperModel, samples: Samples) -> float:
    """Milliseconds. The library takes half of the greatest length as the most tokens."""
    began = time.monotonic()
    segments, _ = model.transcribe(
        samples,
        language="en",
        beam_size=BEAM,
        temperature=0.0,
        compression_ratio_threshold=None,
        log_prob_threshold=None,
        no_speech_threshold=None,
        condition_on_previous_text=False,
        without_timestamps=True,
        max_new_tokens=2 * TOKENS - _FIRST,
    )
    tokens = sum(len(segment.tokens) for segment in segments)
    spent = (time.monotonic() - began) * 1000
    if tokens != TOKENS:
        raise RoundFailed(f"faster-whisper wrote {tokens} tokens, not {TOKENS}")
    return spent
