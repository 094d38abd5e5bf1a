"""How fast speech is, as the speaker plays it: `packaging/virtual-desktop.sh .venv/bin/python -m tests.integration.speech_figures`.

Every time is taken from the recording of the sink (`mmassist.measure.sink`), 30 rounds each. The floor is a bare PulseAudio stream that
has been playing silence all along and then writes a click (`mmassist.measure.floor`), in the same run.
"""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import sys
import threading
import time
from collections.abc import Sequence

import pyttsx3

from mmassist.measure.floor import floor
from mmassist.measure.sink import NothingHeard, Sink
from mmassist.speech.output import Output
from mmassist.speech.queue import Speaker
from mmassist.speech.voices.espeak import EspeakVoice
from mmassist.speech.voices.pyttsx3 import Pyttsx3Voice
from mmassist.values import Channel, Earcon, Spoken, Utterance

ROUNDS = 30
TEXT = "Save changes to report.txt before closing?"
LONG = "The quick brown fox jumps over the lazy dog. " * 10


def show(what: str, seconds: Sequence[float]) -> None:
    ordered = sorted(seconds)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    sys.stdout.write(f"{what:58} {statistics.median(ordered) * 1000:7.1f} {p95 * 1000:7.1f} ms\n")
    sys.stdout.flush()


async def earcons(output: Output, sink: Sink, what: str, pause: float) -> None:
    delays = []
    for _ in range(ROUNDS):
        await asyncio.sleep(pause + random.random() * 0.03)
        before = time.monotonic()
        # On a thread, as the hotkey's does.
        threading.Thread(target=output.play, args=(Earcon.START,)).start()
        delays.append(await asyncio.to_thread(sink.onset, before) - before)
    show(what, delays)


async def speech(voice: EspeakVoice | Pyttsx3Voice, sink: Sink) -> None:
    started: asyncio.Queue[Spoken] = asyncio.Queue()
    speaker = Speaker(Output(), [voice], on_started=started.put_nowait)
    await speaker.start()
    await asyncio.sleep(0.5)
    first: list[float] = []
    stopped: list[float] = []
    gaps: list[float] = []
    for turn in range(1, ROUNDS + 1):
        await asyncio.sleep(0.4 + random.random() * 0.03)
        before = time.monotonic()
        speaker.say(Utterance(turn, TEXT, Channel.GIST))
        speaker.say(Utterance(turn, LONG, Channel.DETAIL))
        first.append(await asyncio.to_thread(sink.onset, before) - before)
        await started.get()
        seam = (await started.get()).at
        await asyncio.sleep(0.3 + random.random() * 0.1)
        before = time.monotonic()
        speaker.silence()
        await asyncio.sleep(0.4)
        stopped.append(await asyncio.to_thread(sink.silence, before - 0.02, 0.2) - before)
        gaps.append(quiet_around(sink, seam))
    await speaker.aclose()
    show(f"{voice.name}: say() to the first sample", first)
    show(f"{voice.name}: silence() to the last sample", stopped)
    show(f"{voice.name}: longest silence between two utterances", gaps)


def quiet_around(sink: Sink, seam: float) -> float:
    """The silence that holds `seam`, within 200 ms."""
    end = sink.onset(seam, -55.0)
    start = end
    while start > seam - 0.2 and sink.level(start - 0.002, start) < -55:
        start -= 0.001
    return end - start if start < end else 0.0


def plain_pyttsx3(sink: Sink) -> None:
    engine = pyttsx3.init()
    delays = []
    for _ in range(ROUNDS):
        before = time.monotonic()
        engine.say(TEXT)
        engine.runAndWait()
        try:
            delays.append(sink.onset(before) - before)
        except NothingHeard:  # now and then it says nothing at all
            continue
        sink.silence(time.monotonic() - 0.1, 0.3)
        time.sleep(0.1)
    sys.stdout.write(f"{'plain pyttsx3: texts that were not said':58} {ROUNDS - len(delays):7} of {ROUNDS}\n")
    show("plain pyttsx3: say() + runAndWait() to the first sample", delays)


async def idle(output: Output) -> None:
    def used() -> float:
        times = os.times()
        return times.user + times.system

    await asyncio.sleep(2)
    before = used()
    await asyncio.sleep(10)
    sys.stdout.write(f"{'idle CPU of this process, stream open':58} {(used() - before) / 10 * 100:7.2f} %\n")
    sys.stdout.flush()


class Nobody:
    """Listens to no report."""

    def sounding(self, tag: object, at: float) -> None: ...

    def sounded(self, tag: object, at: float) -> None: ...

    def sink_back(self) -> None: ...

    def sink_moved(self, error: object) -> None: ...

    def sink_lost(self, error: object) -> None: ...


async def main() -> None:
    sys.stdout.write(f"{'':58} {'median':>7} {'p95':>7}\n")
    output = Output()
    output.open(Nobody())
    await idle(output)
    with Sink() as sink:
        measured = await asyncio.to_thread(floor, sink, ROUNDS)
        sys.stdout.write(f"{'floor of the sink':58} {measured.median * 1000:7.1f} {measured.p95 * 1000:7.1f} ms\n")
        await earcons(output, sink, "play() to the earcon, after 1 s of silence (stopped)", 1.0)
        await earcons(output, sink, "play() to the earcon, 0.25 s after the one before (running)", 0.25)
        await asyncio.to_thread(output.close)
        await speech(EspeakVoice(), sink)
        await speech(Pyttsx3Voice(), sink)
        await asyncio.to_thread(plain_pyttsx3, sink)


if __name__ == "__main__":
    asyncio.run(main())
