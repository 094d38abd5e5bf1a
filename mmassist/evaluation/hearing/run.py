"""Judges a speech model: `mmassist evaluate speech --json`; on synthetic voices, and on recordings that lie beside their texts."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

from mmassist.capture.recordings import read_recording
from mmassist.errors import ClipUnreadable
from mmassist.evaluation.hearing import synthesis
from mmassist.evaluation.hearing.report import Finding, SpeechReport
from mmassist.evaluation.hearing.scoring import errors
from mmassist.perception.hearing.base import LONGEST, Hints
from mmassist.perception.hearing.decoding import Options as DecodingOptions
from mmassist.perception.hearing.vad import SileroDetector
from mmassist.perception.hearing.whisper_transcriber import Options, WhisperTranscriber
from mmassist.perception.hearing.whole import transcribed
from mmassist.values import AudioClip, Transcript

PUBLISHED_SEED = synthesis.PUBLISHED_SEED


def run(
    model: Path, count: int, seed: int, recordings: Path | None = None, progress: Callable[[str], None] = lambda _: None
) -> SpeechReport:
    """`count` synthetic utterances, and each `NAME.wav` (or other sound) of `recordings` that has a `NAME.txt`. Raises MmassistError."""
    return asyncio.run(_run(model, count, seed, pairs(recordings) if recordings else [], progress))


def pairs(folder: Path) -> list[tuple[Path, str]]:
    """Recordings and what is said in them. Raises ClipUnreadable where there is none."""
    texts = sorted(folder.glob("*.txt")) if folder.is_dir() else []
    found = [(sound, text.read_text("utf-8").strip()) for text in texts for sound in sorted(folder.glob(f"{text.stem}.*")) if sound != text]
    if not found:
        raise ClipUnreadable(
            f"no pairs in {folder.name}", "That folder holds no recording with its text.", "Put NAME.txt beside each NAME.wav."
        )
    return found


class _Judge:
    def __init__(self, model: Path, language: str) -> None:
        self._detector = SileroDetector()
        self._hints = Hints(language)
        self.fitted = WhisperTranscriber(model)
        self.whole = WhisperTranscriber(model, Options(decoding=DecodingOptions(pad=LONGEST)))

    async def examined(self, source: str, clip: AudioClip, said: str, group: dict[str, str]) -> Finding:
        began = time.monotonic()
        fitted = await self._understood(self.fitted, clip)
        spent = (time.monotonic() - began) * 1000
        whole = await self._understood(self.whole, clip)
        return Finding(source, group, said, fitted.text, errors(said, fitted.text), errors(said, whole.text), spent)

    async def _understood(self, transcriber: WhisperTranscriber, clip: AudioClip) -> Transcript:
        return await transcribed(transcriber, self._detector, clip, self._hints)

    async def aclose(self) -> None:
        await self.fitted.aclose()
        await self.whole.aclose()


async def _run(model: Path, count: int, seed: int, recorded: list[tuple[Path, str]], progress: Callable[[str], None]) -> SpeechReport:
    judge, found = _Judge(model, "en"), list[Finding]()
    own, recordings = _Judge(model, ""), list[Finding]()
    try:
        for number in range(count):
            spoken = synthesis.generate(seed, number, pauses=number % 2 == 1)
            group = {"noise": spoken.noise.name, "speed": str(spoken.speed), "voice": spoken.voice}
            found.append(await judge.examined(str(number), AudioClip(spoken.samples, 0.0), spoken.text, group))
            progress(found[-1].line())
        for sound, text in recorded:
            recordings.append(await own.examined(sound.name, read_recording(sound), text, {}))
            progress(recordings[-1].line())
    finally:
        await judge.aclose()
        await own.aclose()
    return SpeechReport(model.name, seed, tuple(found), tuple(recordings))
