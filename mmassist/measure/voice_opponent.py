"""faster-whisper, given the same work as our recogniser."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np

from mmassist.inference.runtime import without_telemetry
from mmassist.measure.series import RoundFailed
from mmassist.perception.hearing.devices import threads
from mmassist.values import SAMPLE_RATE, Samples

TOKENS, BEAM = 20, 5
"""Of each text: what five seconds of English have."""
SAMENESS = (
    "Same weights (random, whisper-tiny's size, int8), sound and language, each with the number of threads that is quickest for it, "
    f"beam of {BEAM}, {TOKENS} tokens; temperature 0, no second tries; one after the other, round by round."
)
_TRIAL: Samples = np.random.default_rng(1).normal(0, 0.1, 5 * SAMPLE_RATE).astype(np.float32)
_FIRST = 4  # tokens that stand before the text


class FasterWhisper:
    """One loaded `WhisperModel`, with one thread or several, whichever is quicker here; `milliseconds` blocks."""

    def __init__(self, model: Path) -> None:
        without_telemetry()
        from faster_whisper import WhisperModel

        spent = {}
        for count in {1, threads()}:
            self._model = WhisperModel(str(model), device="cpu", compute_type="int8", cpu_threads=count)
            spent[count] = min(self.milliseconds(_TRIAL) for _ in range(3))
        self.threads = min(spent, key=lambda count: spent[count])
        self._model = WhisperModel(str(model), device="cpu", compute_type="int8", cpu_threads=self.threads)
        self.milliseconds(_TRIAL)

    def milliseconds(self, samples: Samples) -> float:
        """From the call to the whole text. Raises RoundFailed where it has not the same number of tokens."""
        began = time.monotonic()
        segments, _ = self._model.transcribe(
            samples,
            language="en",
            beam_size=BEAM,
            temperature=0.0,
            compression_ratio_threshold=None,
            log_prob_threshold=None,
            no_speech_threshold=None,
            condition_on_previous_text=False,
            without_timestamps=True,
            max_new_tokens=2 * TOKENS - _FIRST,  # the library takes half of the greatest length as the most tokens
        )
        tokens = sum(len(segment.tokens) for segment in segments)
        spent = (time.monotonic() - began) * 1000
        if tokens != TOKENS:
            raise RoundFailed(f"faster-whisper wrote {tokens} tokens, not {TOKENS}")
        return spent
