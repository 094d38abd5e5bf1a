"""Earcons: short tones with a meaning, computed from `resources/earcons.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from mmassist.values import Earcon

Samples: TypeAlias = NDArray[np.float32]

_ONSET, _RELEASE = 0.002, 0.004


def render(sample_rate: int, volume: float = 1.0) -> Mapping[Earcon, Samples]:
    """All earcons as float32 mono samples in -1 to 1. `volume`: 0 to 1, on top of each sound's own gain."""
    table = tomllib.loads(resources.files("mmassist.resources").joinpath("earcons.toml").read_text("utf-8"))
    return MappingProxyType({earcon: _tone(table[earcon.value], sample_rate, volume) for earcon in Earcon})


def _tone(sound: Mapping[str, object], rate: int, volume: float) -> Samples:
    partials = sound["partials"]
    gain = sound["gain"]
    if not isinstance(partials, list) or not isinstance(gain, float):
        raise TypeError("an earcon has a gain and a list of partials")
    length = max(start + duration for _, start, duration, _, _ in partials)
    samples = np.zeros(round(length * rate / 1000), np.float64)
    for frequency, start, duration, strength, decay in partials:
        wave = _partial(frequency, duration / 1000, decay / 1000, rate) * strength
        at = round(start * rate / 1000)
        samples[at : at + len(wave)] += wave[: len(samples) - at]
    scaled: Samples = (samples * (gain * volume / np.abs(samples).max())).astype(np.float32)
    return scaled


def _partial(frequency: float, duration: float, decay: float, rate: int) -> NDArray[np.float64]:
    time = np.arange(round(duration * rate)) / rate
    envelope = np.exp(-time / decay) * np.minimum(1, time / _ONSET) * np.minimum(1, (duration - time) / _RELEASE)
    return np.asarray(np.sin(2 * np.pi * frequency * time) * envelope, np.float64)
