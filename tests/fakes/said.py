"""Speech for recognisers, made by a synthetic voice."""

from __future__ import annotations

import functools
import io
import subprocess
import wave

import numpy as np
import soxr

from mmassist.values import SAMPLE_RATE, AudioClip, Samples


@functools.cache
def said(text: str, voice: str = "en-us", rate: int = 160) -> AudioClip:
    """`text` by espeak-ng at `rate` words a minute, with a quarter of a second of faint noise before and after it."""
    made = subprocess.run(["espeak-ng", "-v", voice, "-s", str(rate), "--stdout", text], capture_output=True, check=True).stdout
    with wave.open(io.BytesIO(made)) as file:
        rate_of_voice = file.getframerate()
    # Written to a pipe, the header does not know how long the sound is.
    spoken = np.frombuffer(made[44:], "<i2").astype(np.float32) / np.float32(32768)
    padded = np.pad(soxr.resample(spoken, rate_of_voice, SAMPLE_RATE), SAMPLE_RATE // 4)
    samples: Samples = padded + np.random.default_rng(1).normal(0, 0.001, len(padded)).astype(np.float32)
    samples.flags.writeable = False
    return AudioClip(samples, 0.0, "espeak-ng")
