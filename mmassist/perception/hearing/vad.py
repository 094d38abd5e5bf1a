"""Whether somebody speaks, window by window: Silero VAD (MIT), whose file is carried by the faster-whisper package."""

from __future__ import annotations

import hashlib
from importlib import util
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from mmassist.errors import ModelCorrupt
from mmassist.inference.runtime import CPU_ONLY, Session
from mmassist.perception.hearing.faults import detector_broken, detector_missing
from mmassist.values import Samples

WINDOW = 512
"""Samples that are judged at a time: 32 ms."""

_FILE = Path("assets") / "silero_vad_v6.onnx"
_SHA256 = "4cbf549b8326f60f80f2536d9eefeb450a9abe83365a098031c89719f1be17d2"
_CONTEXT = 64  # samples of the window before, which the model sees again
_STATE = (1, 1, 128)


class Detector(Protocol):
    """Judges one recording, window after window."""

    def probability(self, window: Samples) -> float:
        """That there is speech in it: 0 to 1. `window`: float32, shape (WINDOW,), the one after the last. Takes about 0.1 ms."""
        ...

    def reset(self) -> None:
        """Before another recording."""
        ...


class SileroDetector:
    """Keeps the model's memory from window to window. Used from one thread at a time; onnxruntime runs on the CPU, on one thread."""

    def __init__(self, file: Path | None = None) -> None:
        """Loads the model, which blocks for some 0.3 s the first time. Raises ModelMissing or ModelCorrupt."""
        try:
            self._session = Session(_load(file), 1, CPU_ONLY)
        except ModelCorrupt as error:
            raise detector_broken(str(error)) from error
        self.reset()

    def reset(self) -> None:
        self._memory: tuple[NDArray[np.float32], NDArray[np.float32]] = (np.zeros(_STATE, np.float32), np.zeros(_STATE, np.float32))
        self._input = np.zeros((1, _CONTEXT + WINDOW), np.float32)

    def probability(self, window: Samples) -> float:
        self._input[0, :_CONTEXT] = self._input[0, -_CONTEXT:]
        self._input[0, _CONTEXT:] = window
        hidden, cell = self._memory
        speech, hidden, cell = self._session.run_named({"input": self._input, "h": hidden, "c": cell})
        self._memory = hidden, cell
        return float(speech.ravel()[0])


def _load(file: Path | None) -> bytes:
    path = file or _packaged()
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise detector_missing(f"{path.name} is not in the faster-whisper package") from error
    if hashlib.sha256(content).hexdigest() != _SHA256:
        raise detector_broken(f"{path.name} is not the file it should be (SHA-256 differs)")
    return content


def _packaged() -> Path:
    """Found, not imported: the package's own code brings a decoder of videos along."""
    spec = util.find_spec("faster_whisper")
    if spec is None or not spec.submodule_search_locations:
        raise detector_missing("the package faster-whisper is not installed")
    return Path(next(iter(spec.submodule_search_locations))) / _FILE
