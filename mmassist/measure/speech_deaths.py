"""Voices that are killed or stopped while they speak: what was really played, held against what should have been.

The voices are processes like those of espeak and pyttsx3, under the same rules, but their words can be read from the recording of the sink
(`measure.tone_voice`).
"""

from __future__ import annotations

import asyncio
import itertools
import os
import random
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from mmassist.errors import MmassistError
from mmassist.measure import tone_voice
from mmassist.measure.series import tell
from mmassist.measure.sink import RATE, Sink
from mmassist.measure.tone_voice import SENTENCES, WORDS
from mmassist.speech.output import Options as OutputOptions
from mmassist.speech.output import Output
from mmassist.speech.queue import Speaker
from mmassist.speech.voices.worker_voice import WorkerVoice
from mmassist.values import Channel, Spoken, Utterance

_PAUSE = (0.8, 2.4)  # seconds between two deaths
_BACK = 10  # deaths after which a voice that was replaced comes back, as the supervisor has it
_AGAIN = 4  # words that may come again where another voice goes on: it can't know the very place
_SEED = 19


@dataclass(slots=True)
class Found:
    """Of one run. `late`: the longest time from a death, or from the word before where that came later, to the next word, in seconds;
    `gap`: the longest silence between two words, however many died in it; `lost`: words that were not heard; `again`: those that were heard
    twice; `doubled`: sentences of which more than `_AGAIN` words in a row were."""

    deaths: int = 0
    stopped: int = 0
    replaced: int = 0
    sentences: int = 0
    late: float = 0.0
    gap: float = 0.0
    again: int = 0
    doubled: list[int] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def found(deaths: int) -> Found:
    """So many deaths, half of them by SIGKILL, half by SIGSTOP. Needs a sound server."""
    return asyncio.run(_found(deaths))


async def _found(deaths: int) -> Found:
    result, chance = Found(), random.Random(_SEED)  # noqa: S311 - no secret
    voices = [WorkerVoice(name, tone_voice.__name__, 1.5) for name in ("first", "second")]
    said: list[Spoken] = []
    faults: list[MmassistError] = []
    died: list[float] = []
    with Sink(keep=3600) as sink:
        began = time.monotonic()
        speaker = Speaker(Output(OutputOptions(earcons=0)), voices, on_started=said.append, on_fault=faults.append)
        await speaker.start()
        while result.deaths < deaths or result.sentences < 3:
            while result.sentences < len(said) + 3:
                speaker.say(Utterance(1, tone_voice.text(result.sentences), Channel.DETAIL))
                result.sentences += 1
            await asyncio.sleep(chance.uniform(*_PAUSE))
            died += _die(voices, chance, result)
            if result.deaths % _BACK == 0:
                speaker.bring_back()
            if result.deaths % 50 == 0:
                tell(f"  {result.deaths} deaths, {len(said)} sentences")
        await speaker.drained(1)
        await speaker.aclose()
        await asyncio.sleep(0.2)
        result.replaced = len(faults)
        samples = sink.between(began, time.monotonic())
    await asyncio.to_thread(judge, result, samples, RATE, [at - began for at in died])
    return result


def _die(voices: Sequence[WorkerVoice], chance: random.Random, result: Found) -> list[float]:
    """One that runs, the first rather than the second; and when, where one did."""
    if (pid := next((voice.pid for voice in voices if voice.pid), None)) is None:
        return []
    stop = chance.random() < 0.5
    try:
        os.kill(pid, signal.SIGSTOP if stop else signal.SIGKILL)
    except ProcessLookupError:
        return []
    result.deaths += 1
    result.stopped += stop
    return [time.monotonic()]


def judge(result: Found, samples: NDArray[np.int16], rate: int = RATE, died: Sequence[float] = ()) -> None:
    """Fills in what was heard of sentences 0 to `result.sentences`. `died`: seconds from the beginning at which a voice did."""
    number, place = 0, -1  # what was heard last
    sounded: float | None = None
    heard: set[tuple[int, int]] = set()
    # A frame between two words tells of neither, so that two are needed; a silence between them cuts a word that is heard all the same.
    frames = [frame for frame in tone_voice.read(samples, rate) if frame[1] is not None]
    for (_, *before), (at, sentence, word) in itertools.pairwise(frames):
        if sentence is None or word is None or [sentence, word] != before:
            continue
        if sounded is not None:
            result.gap = max(result.gap, at - sounded)
            result.late = max(result.late, at - max([sounded, *(one for one in died if sounded < one < at)]))
        sounded = at
        whose = number + (sentence - number) % SENTENCES
        if whose > number + 1:
            whose -= SENTENCES  # it was said before
        if (whose, word) == (number, place):
            continue
        if (whose, word) in heard:
            result.again += 1
            if (number - whose) * WORDS + place - word >= _AGAIN:
                result.doubled.append(whose)
        heard.add((whose, word))
        number, place = whose, word
    wanted = {(number, word) for number in range(result.sentences) for word in range(WORDS)}
    result.lost = [f"{number}.{word}" for number, word in sorted(wanted - heard)]
