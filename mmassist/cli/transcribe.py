"""`mmassist transcribe`: a recording as text, with words, times and how sure each is."""

from __future__ import annotations

import asyncio
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mmassist.cli.common import Json, faults, print_json

if TYPE_CHECKING:
    from mmassist.values import Transcript


def transcribe(
    file: Annotated[Path, typer.Argument(help="Any sound file or video.", show_default=False)],
    model: Annotated[str, typer.Option("--model", help="As mmassist models list names it, or a folder. Empty: the best here.")] = "",
    language: Annotated[str, typer.Option("--language", help="What is spoken, such as en. Empty: find out.")] = "",
    as_json: Json = False,
) -> None:
    """Write down what is said in a recording. Nothing leaves this computer."""
    with faults(as_json):
        transcript = asyncio.run(_transcribed(file, model, language))
    if as_json:
        print_json(_report(transcript))
    else:
        typer.echo(transcript.text)


def model_folder(model: str, language: str = "") -> Path:
    """As `hearing.installed.chosen`, from the user's store."""
    from mmassist.perception.hearing.installed import chosen
    from mmassist.wiring.models import open_store

    return chosen(open_store(), model, language)


async def _transcribed(file: Path, model: str, language: str) -> Transcript:
    from dataclasses import replace

    from mmassist.capture.recordings import read_recording
    from mmassist.perception.hearing.base import Hints
    from mmassist.perception.hearing.vad import SileroDetector
    from mmassist.perception.hearing.whisper_transcriber import WhisperTranscriber
    from mmassist.perception.hearing.whole import transcribed

    clip = read_recording(file)
    transcriber = WhisperTranscriber(model_folder(model, language))
    began = time.monotonic()
    try:
        await transcriber.start()
        ready = time.monotonic()
        transcript = await transcribed(transcriber, SileroDetector(), clip, Hints(language))
    finally:
        await transcriber.aclose()
    whole = {"load": _milliseconds(began, ready), "recognise": _milliseconds(ready, time.monotonic())}
    return replace(transcript, timings={**whole, **transcript.timings})


def _milliseconds(begin: float, end: float) -> float:
    return round((end - begin) * 1000, 1)


def _report(transcript: Transcript) -> dict[str, Any]:
    fields = asdict(transcript)
    return {
        name: fields[name]
        for name in ("text", "words", "language", "language_confidence", "confidence", "seconds", "recogniser", "timings")
    }
