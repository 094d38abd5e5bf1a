"""The worker process that recognises speech: `inference.serve` runs it, `whisper_transcriber` talks to it.

`load`: `folder` and `device`; replies with `device` and `refused`. `transcribe` and `partial`: the same, `hints` and `options`, and the
samples as the body (float32); each reply holds a `transcript`, but for one that holds `refused` where the graphics card failed and all is
begun anew on the processor. A model is loaded by the first request that names it.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from mmassist.inference.messages import Message
from mmassist.perception.hearing.base import Hints
from mmassist.perception.hearing.decoding import Options
from mmassist.perception.hearing.faults import no_memory, not_understood
from mmassist.perception.hearing.hallucinations import may_be_made_up
from mmassist.perception.hearing.whisper import Whisper
from mmassist.values import Samples, Transcript

log = logging.getLogger(__name__)


class WhisperHandler:
    """Holds one model at a time."""

    def __init__(self) -> None:
        self._whisper: Whisper | None = None
        self._loaded: tuple[str, str] = "", ""

    def handle(self, request: Message, cancelled: Callable[[], bool]) -> Iterator[Message]:
        fields = request.fields
        whisper = self._model(str(fields["folder"]), str(fields["device"]))
        if fields["op"] == "load":
            yield Message({"device": whisper.loaded.device, "refused": whisper.loaded.refused})
            return
        if cancelled():
            return
        samples: Samples = np.frombuffer(request.body, np.float32)
        try:
            yield from self._replies(whisper, samples, fields, cancelled)
        except MemoryError as error:
            raise no_memory("recognition ran out of memory") from error
        except (RuntimeError, ValueError) as error:
            raise not_understood(f"recognition failed: {type(error).__name__}: {error}") from error

    def _replies(self, whisper: Whisper, samples: Samples, fields: dict[str, Any], cancelled: Callable[[], bool]) -> Iterator[Message]:
        """A graphics card that fails at its work is given up for good, and what was said is not lost."""
        try:
            yield from _transcripts(whisper, samples, fields, cancelled)
        except RuntimeError as error:
            if whisper.loaded.device == "cpu":
                raise
            log.warning("the graphics card failed at its work: %s", error)
            yield Message({"refused": f"{type(error).__name__}: {error}"})
            del whisper
            self._whisper = None  # what it holds of the card is let go before
            self._whisper = Whisper(Path(str(fields["folder"])), "cpu")
            yield from _transcripts(self._whisper, samples, fields, cancelled)

    def _model(self, folder: str, device: str) -> Whisper:
        if self._whisper is None or self._loaded != (folder, device):
            self._whisper = None  # two at once may be more than fits
            self._whisper = Whisper(Path(folder), device)
            self._loaded = folder, device
        return self._whisper


def _transcripts(whisper: Whisper, samples: Samples, fields: dict[str, Any], cancelled: Callable[[], bool]) -> Iterator[Message]:
    for transcript in _understood(whisper, samples, fields):
        yield Message({"transcript": asdict(transcript)})
        if cancelled():
            return


def _understood(whisper: Whisper, samples: Samples, fields: dict[str, Any]) -> Iterator[Transcript]:
    options = Options(**{**fields["options"], "temperatures": tuple(fields["options"]["temperatures"])})
    hints = Hints(**{**fields["hints"], "words": tuple(fields["hints"]["words"])})
    if fields["op"] == "partial":
        yield whisper.glance(samples, hints, options)
    else:
        yield from whisper.understand(samples, hints, options)


def open_handler() -> WhisperHandler:
    """Imports what is slow to import; no model yet."""
    # Threads that wait by spinning for milliseconds, as they do by themselves, steal the cores from speech and from each other; those that
    # sleep at once are woken a thousand times in a text. Some 0.1 ms bridge the gaps between two layers. Read when the library is loaded.
    os.environ["GOMP_SPINCOUNT"] = "5000"
    import ctranslate2  # noqa: F401
    import tokenizers  # noqa: F401

    # Its list is read, and what reads it imported, now: in the midst of a recognition there may be no memory for it.
    may_be_made_up("")
    return WhisperHandler()
