"""Loads a Whisper on the graphics card if it really works there, else on the processor."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from mmassist.inference.cores import usable
from mmassist.perception.hearing.faults import model_corrupt, model_missing, no_memory

if TYPE_CHECKING:
    from ctranslate2.models import Whisper

log = logging.getLogger(__name__)

_FILES = ("model.bin", "config.json", "tokenizer.json")
_THREADS = 4  # more gain nothing at the lengths of a question, and take from the voice
_TRIED = 600_000_000  # bytes
_FRAMES, _TOKENS = 600, 12  # of a try: six seconds
_ENDS = (50_256, 50_257)  # the token that ends a text, in the English models and in the multilingual ones


@dataclass(frozen=True, slots=True)
class Loaded:
    """`device`: "cpu" or "cuda". `refused`: why the graphics card is not used though there is one, else empty."""

    model: Whisper
    device: str
    refused: str = ""


def load(folder: Path, wanted: str = "auto") -> Loaded:
    """A model in CTranslate2's layout. `wanted`: "auto" or "cpu". Raises ModelMissing, ModelCorrupt or PerceptionError (memory)."""
    for name in _FILES:
        if not (folder / name).is_file():
            raise model_missing(f"{name} is not in {folder.name}")
    refused = ""
    if wanted == "auto" and _cards() > 0:
        try:
            return Loaded(_tried(_on_card(folder)), "cuda")
        except (RuntimeError, ValueError, MemoryError) as error:
            refused = f"{type(error).__name__}: {error}"
            log.warning("the graphics card does not work for speech: %s", refused)
    try:
        return Loaded(_tried(_on_processor(folder)), "cpu", refused)
    except MemoryError as error:
        raise no_memory(f"{folder.name} does not fit into memory") from error
    except (RuntimeError, ValueError) as error:
        raise model_corrupt(f"{folder.name} can't be loaded: {error}") from error


def threads() -> int:
    return max(1, min(_THREADS, len(usable())))


def _cards() -> int:
    from ctranslate2 import get_cuda_device_count

    return get_cuda_device_count()


def _on_card(folder: Path) -> Whisper:
    from ctranslate2.models import Whisper

    return Whisper(str(folder), device="cuda", compute_type="int8_float16")


def _on_processor(folder: Path) -> Whisper:
    """With as many threads as are quickest here: on cores that are not whole ones, as of many virtual machines, one decodes twice as fast
    as two, and no count of cores tells that. So both are tried, but for a model of which two would not fit well into memory."""
    from ctranslate2.models import Whisper

    most = threads()
    model = Whisper(str(folder), device="cpu", compute_type="int8", intra_threads=most)
    if most == 1 or (folder / "model.bin").stat().st_size > _TRIED:
        return model
    alone = Whisper(str(folder), device="cpu", compute_type="int8", intra_threads=1)
    return alone if _seconds(alone) < _seconds(model) else model


def _seconds(model: Whisper) -> float:
    """For a question of some words: the shorter of two tries, the first of which also warms it."""
    from ctranslate2 import StorageView

    noise = np.random.default_rng(1).standard_normal((1, model.n_mels, _FRAMES), np.float32)
    spent = []
    for _ in range(2):
        began = time.monotonic()
        encoded = model.encode(StorageView.from_array(noise))
        model.generate(encoded, [[_START]], beam_size=5, max_length=_TOKENS, suppress_tokens=list(_ENDS))
        spent.append(time.monotonic() - began)
    return min(spent)


def _tried(model: Whisper) -> Whisper:
    """A driver that is there may still miss its libraries: only a decoded token tells. It also warms the model."""
    from ctranslate2 import StorageView

    silence = StorageView.from_array(np.zeros((1, model.n_mels, 200), np.float32))
    model.generate(model.encode(silence), [[_START]], beam_size=1, max_length=4)
    return model


_START = 50258
"""Of a transcript, in the multilingual models; in the English ones it is a language that they never say, which does for a try."""
