"""Our Whisper beside faster-whisper's on a sound that neither has heard before, and what the detector costs."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np

from mmassist.evaluation.hearing import synthesis
from mmassist.measure.series import RoundFailed, Series
from mmassist.measure.voice_opponent import BEAM, TOKENS, FasterWhisper
from mmassist.perception.hearing.base import Hints
from mmassist.perception.hearing.decoding import Options as DecodingOptions
from mmassist.perception.hearing.vad import WINDOW, SileroDetector
from mmassist.perception.hearing.whisper_transcriber import Options, WhisperTranscriber
from mmassist.values import SAMPLE_RATE, Samples

_SECONDS = 5.0


def decoding() -> DecodingOptions:
    """As the app decodes, but for a fixed number of tokens and no second tries."""
    return DecodingOptions(beam=BEAM, temperatures=(0.0,), log_probability=None, compression=None, no_speech=None, tokens=TOKENS)


async def race(model: Path, rounds: int, series: Series) -> None:
    """Adds `cold`, `words`, `cold-opponent` and the `cold-ratio` in percent. Raises RoundFailed where the work was not the same."""
    opponent = FasterWhisper(model)
    ours = WhisperTranscriber(model, Options(device="cpu", decoding=decoding()))
    try:
        await ours.start()
        for number in range(-1, rounds):  # the first warms both up
            samples = utterance(number + 1)
            text, words = await _ours(ours, samples)
            theirs = opponent.milliseconds(samples)
            if number >= 0:
                for key, value in (("cold", text), ("words", words), ("cold-opponent", theirs)):
                    series.add(key, value)
                series.add("cold-ratio", 100 * text / theirs)
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
