"""`mmassist bench speech`: how soon a streamed answer sounds, how soon each voice falls silent, and what is heard when voices die.

In a private virtual desktop, its own where it is not in one already; every time is taken from the recording of the sink.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from mmassist.errors import DesktopError
from mmassist.measure import speech_deaths
from mmassist.measure.commanded import Commanded
from mmassist.measure.own_desktop import in_desktop, print_report
from mmassist.measure.replay_server import FIRST, PER_SECOND, tokens
from mmassist.measure.series import tell
from mmassist.measure.sink import NothingHeard, Sink
from mmassist.measure.speech_server import ServerFailed, SpeechServer
from mmassist.speech.output import Options as OutputOptions
from mmassist.speech.output import Output
from mmassist.speech.queue import Options, Speaker
from mmassist.speech.sentences import SentenceSplitter
from mmassist.speech.voices import registry
from mmassist.speech.voices.base import VoiceOptions
from mmassist.values import Channel, Utterance

SOONER = 5
"""Times that the first sample of a streamed answer should come sooner than with all of it waited for."""
WITHIN = 2.0
"""Seconds from a voice's death to the next word."""
ROUNDS = 10
_OPTIONS = VoiceOptions(voice="en-us", rate=300)
_LONG = "The quick brown fox jumps over the lazy dog. " * 10


def measure(deaths: int) -> Mapping[str, Any]:
    """Raises DesktopError."""
    if "MMASSIST_DESKTOP" not in os.environ:
        return in_desktop("mmassist.measure.speech", deaths)
    try:
        with _speech_dispatcher() as voices, Sink() as sink:
            first = _first_samples(sink)
            stops = {voice: asyncio.run(_stops(voice, sink)) for voice in voices}
        died = speech_deaths.found(deaths)
    except (NothingHeard, ServerFailed, OSError) as error:
        raise DesktopError(str(error), "The speech could not be measured.", "Run mmassist doctor.") from error
    sooner = statistics.median(first["theirs"]) / statistics.median(first["ours"])
    met = sooner >= SOONER and died.late <= WITHIN and not died.lost and not died.doubled
    return {
        "met": met,
        "first sample": {"ours_ms": _spread(first["ours"]), "theirs_ms": _spread(first["theirs"]), "times_sooner": round(sooner, 1)},
        "silence": {voice: {"last_sample_ms": _spread(times)} for voice, times in stops.items()},
        "deaths": asdict(died),
    }


def table(report: Mapping[str, Any]) -> str:
    """The report in words."""
    first, died = report["first sample"], report["deaths"]
    ours, theirs = first["ours_ms"], first["theirs_ms"]
    rows = [
        f"first sample of a streamed answer ({FIRST * 1000:.0f} ms to the first token, {PER_SECOND} a second, {len(tokens())} tokens)",
        f"  mmassist                          median {ours['median']:7.0f} ms, p95 {ours['p95']:7.0f} ms",
        f"  the whole answer, then pyttsx3    median {theirs['median']:7.0f} ms, p95 {theirs['p95']:7.0f} ms",
        f"  sooner by                         {first['times_sooner']} times",
        "from stop to the last sample",
        *(
            f"  {voice:33} median {row['last_sample_ms']['median']:7.1f} ms, p95 {row['last_sample_ms']['p95']:7.1f} ms"
            for voice, row in report["silence"].items()
        ),
        f"voices killed {died['deaths'] - died['stopped']} times, stopped {died['stopped']} times, in {died['sentences']} sentences",
        f"  next word after {died['late']:.2f} s at most; longest silence, of several deaths in a row: {died['gap']:.2f} s",
        f"  words lost {len(died['lost'])}; sentences said twice {len(died['doubled'])}; words said again by another voice {died['again']}",
    ]
    return "\n".join(rows)


@contextlib.contextmanager
def _speech_dispatcher() -> Iterator[list[str]]:
    """Names of the voices; speech-dispatcher's only where it is installed, with the module that it comes with."""
    names = ["espeak", "pyttsx3"]
    if next(voice.fault for voice in registry.available() if voice.name == "speechd") is not None:
        yield names
        return
    with SpeechServer(noting=False) as server:
        before = dict(os.environ)
        os.environ |= server.environment
        try:
            yield [*names, "speechd"]
        finally:
            os.environ.clear()
            os.environ.update(before)


def _first_samples(sink: Sink) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {"ours": [], "theirs": []}
    for number in range(ROUNDS):
        found["ours"].append(asyncio.run(_ours(sink)))
        found["theirs"].append(_theirs(sink))
        tell(f"  answer {number + 1}: {found['ours'][-1]:.0f} ms, the other way {found['theirs'][-1]:.0f} ms")
    return found


async def _ours(sink: Sink) -> float:
    """Milliseconds from the question to the first sample."""
    splitter = SentenceSplitter()
    speaker = await _speaker("espeak")
    asked = time.monotonic()
    for index, token in enumerate(tokens()):
        await asyncio.sleep(max(0.0, asked + FIRST + index / PER_SECOND - time.monotonic()))
        for piece in splitter.feed(token):
            speaker.say(Utterance(1, piece, Channel.DETAIL))
    sounded = await asyncio.to_thread(sink.onset, asked)
    await speaker.aclose()
    await asyncio.to_thread(sink.silence, time.monotonic(), 0.3)
    return (sounded - asked) * 1000


def _theirs(sink: Sink) -> float:
    """The same for who waits for the whole answer and then says it by pyttsx3, whose engine is there already."""
    with Commanded("mmassist.measure.opponents", "pyttsx3") as other:
        other.answer()
        asked = time.monotonic()
        time.sleep(FIRST + (len(tokens()) - 1) / PER_SECOND)
        other.ask("".join(tokens()).strip())
        sounded = sink.onset(asked, timeout=15)
    # it can't be stopped before all is said, but it was ended
    sink.silence(time.monotonic(), 0.3)
    return (sounded - asked) * 1000


async def _stops(name: str, sink: Sink) -> list[float]:
    """Milliseconds from the stop to the last sample."""
    speaker, chance = await _speaker(name), random.Random(name)  # noqa: S311 - no secret
    times = []
    for turn in range(1, ROUNDS + 1):
        before = time.monotonic()
        speaker.say(Utterance(turn, _LONG, Channel.DETAIL))
        await asyncio.to_thread(sink.onset, before)
        await asyncio.sleep(0.4 + 0.3 * chance.random())
        stop = time.monotonic()
        speaker.silence()
        await asyncio.sleep(0.5)
        times.append((await asyncio.to_thread(sink.silence, stop - 0.02, 0.25) - stop) * 1000)
    await speaker.aclose()
    return times


async def _speaker(name: str) -> Speaker:
    speaker = Speaker(Output(OutputOptions(earcons=0)), [registry.create(name)], Options(_OPTIONS))
    await speaker.start()
    await asyncio.sleep(0.3)
    return speaker


def _spread(values: Sequence[float]) -> dict[str, float]:
    ordered = sorted(values)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    return {"median": round(statistics.median(ordered), 1), "p95": round(p95, 1), "n": len(ordered)}


if __name__ == "__main__":
    raise SystemExit(print_report(measure))
