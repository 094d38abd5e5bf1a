"""Speaking over the app in the virtual desktop: whether it interrupts itself in a long reading, and whether a user is noticed, how soon.

The app's own speech, microphone and judge are real; what the speaker plays comes back into the microphone (`measure.room`), and a second
synthetic voice is played into it. When that voice began is found in a recording of its own, not told by who plays it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import asdict, dataclass, field

import numpy as np

from mmassist.capture.microphone import Microphone, Options
from mmassist.capture.microphone_barge_in import BargeIn, Reference, without_echo
from mmassist.capture.microphone_own_speech import OwnSpeech
from mmassist.engine.hearing import Blocks
from mmassist.engine.overhearing import Ear, Overhearing
from mmassist.measure.own_desktop import in_desktop, print_report
from mmassist.measure.room import CABLE, Room, Way
from mmassist.measure.series import tell
from mmassist.perception.hearing.vad import SileroDetector
from mmassist.speech.output import Output
from mmassist.speech.queue import Options as SpeechOptions
from mmassist.speech.queue import Speaker
from mmassist.speech.voices.base import VoiceOptions
from mmassist.speech.voices.espeak import EspeakVoice
from mmassist.values import SAMPLE_RATE, AudioBlock, Channel, Priority, Samples, Utterance

WAYS = (Way(0.03, 0.02), Way(0.1, 0.1), Way(0.3, 0.02), Way(0.3, 0.3), Way(1.0, 0.05))
_TEXTS = (
    "Do you want to keep the changes of this letter? Keep, button, default. Discard, button. Go back, button.",
    "The list has nine entries. The first is a message from the library, about two books that are due on Friday.",
    "Settings window, page Display. Brightness, slider, forty percent. Night light, switch, off.",
    "Dear neighbours, on Tuesday the water will be turned off from nine to eleven. Please fill a bucket before.",
)
_QUESTIONS = ("What is written below the picture?", "Stop reading.", "Go on with the second entry, please.", "How much does it cost?")
_VOICES = (VoiceOptions(voice="de", rate=160, pitch=70), VoiceOptions(voice="en-us+f3", rate=170))
_LOUDNESS = 0.05  # root mean square of the second voice
_WARM_UP = 5.0  # seconds of speech in which the way is learnt
_WITHIN = 2.0  # seconds from the first sound of the voice within which it is noticed, or not


@dataclass(slots=True)
class Found:
    """`spoken`: seconds of reading; `false`: interruptions without anybody speaking. `soon`: seconds from a voice's first sound
    to the interruption, None where there was none."""

    spoken: float = 0.0
    false: int = 0
    soon: list[float | None] = field(default_factory=list)


@dataclass(slots=True)
class _Stage:
    speaker: Speaker
    microphone: Microphone
    taken: list[float]
    blocks: list[AudioBlock]


def found(seconds: int) -> list[Found]:
    """For each of `WAYS`: `seconds` of reading alone, and as long with a second voice. Raises DesktopError."""
    if "MMASSIST_DESKTOP" not in os.environ:
        return [Found(**row) for row in in_desktop("mmassist.measure.speaking_over", seconds)["rows"]]
    return [_told(way, asyncio.run(_measured(way, seconds))) for way in WAYS]


def _told(way: Way, one: Found) -> Found:
    tell(f"echo {way.loudness} after {way.delay} s: {one.false} false in {one.spoken:.0f} s, noticed after {one.soon}")
    return one


@contextlib.asynccontextmanager
async def _stage() -> AsyncIterator[_Stage]:
    reference, own, taken = Reference(), OwnSpeech(), list[float]()
    microphone = Microphone(Options(silent_after=0))
    output = Output()
    output.listen_in(reference)
    speaker = Speaker(
        output,
        [EspeakVoice()],
        SpeechOptions(VoiceOptions(rate=220)),
        on_started=lambda spoken: own.started(spoken.at),
        on_finished=lambda spoken: own.ended(time.monotonic()),
        on_cut=lambda: own.ended(time.monotonic()),
    )
    barge_in = BargeIn(reference)

    def take(at: float, blocks: Blocks, nothing: Callable[[], None]) -> bool:
        taken.append(at)
        return False

    over = Overhearing(Ear(microphone, lambda blocks: without_echo(blocks, barge_in), SileroDetector), own, take, lambda fault: None)
    await microphone.start()
    await speaker.start()
    own.on_change = over.changed
    heard: list[AudioBlock] = []
    recording = asyncio.create_task(_record(microphone, heard))
    try:
        yield _Stage(speaker, microphone, taken, heard)
    finally:
        recording.cancel()
        await asyncio.wait([recording])
        await over.aclose()
        await speaker.aclose()
        await microphone.aclose()


async def _record(microphone: Microphone, heard: list[AudioBlock]) -> None:
    async with microphone.open() as blocks:
        async for block in blocks:
            heard.append(block)  # noqa: PERF401 - it is looked at while it grows


async def _measured(way: Way, seconds: int) -> Found:
    one = Found()
    voices = [await _said(text, _VOICES[number % len(_VOICES)]) for number, text in enumerate(_QUESTIONS)]
    with Room([way]):
        async with _stage() as stage:
            reading = asyncio.create_task(_read(stage.speaker))
            try:
                await asyncio.sleep(_WARM_UP)
                stage.taken.clear()
                await asyncio.sleep(seconds)
                one.false, one.spoken = len(stage.taken), seconds
                end, number = time.monotonic() + seconds, 0
                while time.monotonic() < end:
                    one.soon.append(await _noticed(stage, voices[number % len(voices)]))
                    number += 1
            finally:
                reading.cancel()
                await asyncio.wait([reading])
    return one


async def _read(speaker: Speaker) -> None:
    """Reads for ever, as long answers are: some sentences, a pause."""
    turn = 0
    while True:
        turn += 1
        for text in _TEXTS:
            speaker.say(Utterance(turn, text, Channel.DETAIL, Priority.NORMAL))
        await speaker.drained(turn)
        await asyncio.sleep(0.4)


async def _noticed(stage: _Stage, voice: Samples) -> float | None:
    """Says it into the microphone, and tells how long after its first sound it was noticed."""
    stage.taken.clear()
    begin = len(stage.blocks)
    played = (np.clip(voice, -1, 1) * 32767).astype("<i2").tobytes()
    kind = ["--playback", f"--device={CABLE}", "--format=s16le", f"--rate={SAMPLE_RATE}", "--channels=1", "--latency-msec=20"]
    player = await asyncio.create_subprocess_exec("pacat", *kind, stdin=asyncio.subprocess.PIPE)
    await player.communicate(played)
    await asyncio.sleep(_WITHIN)
    at = _began(stage.blocks[begin:], voice)
    soon = [taken - at for taken in stage.taken if 0 < taken - at < len(voice) / SAMPLE_RATE + _WITHIN]
    return round(min(soon), 3) if soon else None


def _began(blocks: Sequence[AudioBlock], voice: Samples) -> float:
    """When the voice's first sample was taken up: where the recording is most like it."""
    heard = np.concatenate([block.samples for block in blocks])
    size = 1 << (len(heard) + len(voice)).bit_length()
    cross = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(voice, size))
    place = int(np.argmax(np.abs(np.fft.irfft(cross / (np.abs(cross) ** 0.7 + 1e-9)))[: len(heard)]))
    return blocks[0].at + place / SAMPLE_RATE


async def _said(text: str, options: VoiceOptions) -> Samples:
    """At `_LOUDNESS`, from its first sound on."""
    import soxr

    voice = EspeakVoice()
    await voice.start()
    made = b"".join([piece async for piece in voice.synthesise(text, options)])
    await voice.aclose()
    samples = np.frombuffer(made, np.int16).astype(np.float32) / np.float32(32768)
    samples = samples[int(np.flatnonzero(np.abs(samples) > 0.01)[0]) :]
    at_rate = np.asarray(soxr.resample(samples, voice.sample_rate, SAMPLE_RATE), np.float32)
    return np.asarray(at_rate * (_LOUDNESS / np.sqrt(np.mean(np.square(at_rate)))), np.float32)


if __name__ == "__main__":
    raise SystemExit(print_report(lambda seconds: {"rows": [asdict(one) for one in found(seconds)]}))
