from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

class Segment:
    text: str
    tokens: list[int]

class TranscriptionInfo:
    language: str

class WhisperModel:
    def __init__(self, model_size_or_path: str, device: str = "auto", *, compute_type: str = "default", cpu_threads: int = 0) -> None: ...
    def transcribe(
        self,
        audio: NDArray[np.float32],
        language: str | None = None,
        *,
        beam_size: int = 5,
        temperature: float | Sequence[float] = ...,
        compression_ratio_threshold: float | None = 2.4,
        log_prob_threshold: float | None = -1.0,
        no_speech_threshold: float | None = 0.6,
        condition_on_previous_text: bool = True,
        without_timestamps: bool = False,
        word_timestamps: bool = False,
        max_new_tokens: int | None = None,
    ) -> tuple[Iterable[Segment], TranscriptionInfo]: ...
