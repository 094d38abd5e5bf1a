"""A recording of any length as one transcript: only where somebody speaks, in pieces that are understood at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from mmassist.perception.hearing.base import LONGEST, Hints, Transcriber
from mmassist.perception.hearing.endpoint import WINDOW_SECONDS
from mmassist.perception.hearing.vad import WINDOW, Detector
from mmassist.values import SAMPLE_RATE, AudioClip, Transcript

_SPEECH = 0.4
_EDGE = 0.3  # seconds that belong to speech before it is known for it, and after
_SHORTEST = 2 * WINDOW_SECONDS


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a recording, in seconds; `voiced`: how much of it is speech."""

    begin: float
    end: float
    voiced: float


async def transcribed(transcriber: Transcriber, detector: Detector, clip: AudioClip, hints: Hints) -> Transcript:
    """Times are from the clip's start; the text is empty where nobody speaks. Raises as the transcriber does."""
    spans = pieces(probabilities(detector, clip))
    found: list[tuple[Span, Transcript]] = []
    language = hints.language
    for span in spans:
        samples = clip.samples[round(span.begin * SAMPLE_RATE) : round(span.end * SAMPLE_RATE)]
        async for transcript in transcriber.transcribe(samples, replace(hints, language=language, voiced=span.voiced)):
            if transcript.final:
                found.append((span, transcript))
                language = language or transcript.language  # a recording is in one language
    return _joined(found, clip, transcriber.name)


def probabilities(detector: Detector, clip: AudioClip) -> list[float]:
    """Of speech, window by window; the last is filled up with silence. Blocks: a minute of sound takes some 0.3 s."""
    detector.reset()
    padded = np.pad(clip.samples, (0, -len(clip.samples) % WINDOW))
    return [detector.probability(padded[start : start + WINDOW]) for start in range(0, len(padded), WINDOW)]


def pieces(heard: Sequence[float], longest: float = LONGEST) -> list[Span]:
    """Where somebody speaks, in as few pieces as may be, none over `longest` seconds; cut where the pause is longest."""
    spans: list[Span] = []
    for span in _spans(heard):
        before = spans[-1] if spans else None
        if before is not None and span.end - before.begin <= longest:
            spans[-1] = Span(before.begin, span.end, before.voiced + span.voiced)
        else:
            spans.append(span)
    return [part for span in spans for part in _cut(span, heard, longest)]


def _spans(heard: Sequence[float]) -> list[Span]:
    """Runs of speech with their edges; those that touch are one."""
    found: list[Span] = []
    total = len(heard) * WINDOW_SECONDS
    begin = None
    for place, probability in enumerate([*heard, 0.0]):
        if probability >= _SPEECH and begin is None:
            begin = place
        elif probability < _SPEECH and begin is not None:
            voiced = (place - begin) * WINDOW_SECONDS
            span = Span(max(0.0, begin * WINDOW_SECONDS - _EDGE), min(total, place * WINDOW_SECONDS + _EDGE), voiced)
            begin = None
            if found and span.begin <= found[-1].end:
                found[-1] = Span(found[-1].begin, span.end, found[-1].voiced + voiced)
            else:
                found.append(span)
    return [span for span in found if span.voiced >= _SHORTEST]


def _cut(span: Span, heard: Sequence[float], longest: float) -> list[Span]:
    """Speech without any long pause is cut where it is weakest, late in each piece."""
    if span.end - span.begin <= longest:
        return [span]
    first, last = round((span.begin + longest * 0.6) / WINDOW_SECONDS), round((span.begin + longest * 0.95) / WINDOW_SECONDS)
    at = min(range(first, last), key=lambda place: heard[place]) * WINDOW_SECONDS
    share = (at - span.begin) / (span.end - span.begin)
    head, tail = Span(span.begin, at, span.voiced * share), Span(at, span.end, span.voiced * (1 - share))
    return [head, *_cut(tail, heard, longest)]


def _joined(found: Sequence[tuple[Span, Transcript]], clip: AudioClip, recogniser: str) -> Transcript:
    said = [transcript for _, transcript in found]
    seconds = sum(transcript.seconds for transcript in said)
    timings: Counter[str] = Counter()
    for transcript in said:
        timings.update(transcript.timings)
    return Transcript(
        text=" ".join(transcript.text for transcript in said if transcript.text),
        words=tuple(
            replace(word, begin=round(word.begin + span.begin, 2), end=round(word.end + span.begin, 2))
            for span, transcript in found
            for word in transcript.words
        ),
        language=said[0].language if said else "",
        confidence=sum(one.confidence * one.seconds for one in said) / seconds if seconds else 0.0,
        seconds=clip.seconds,
        recogniser=recogniser,
        language_confidence=said[0].language_confidence if said else 0.0,
        timings={name: round(spent, 2) for name, spent in timings.items()},
    )
