"""A tiny Whisper of random weights in the real layout, made once a run: the real loading and decoding code runs on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmassist.measure.voice_model import Size, make

NAME = "whisper-random"
SIZE = Size(width=64, heads=2, layers=2)


def made(factory: pytest.TempPathFactory) -> Path:
    """The model's folder; takes a second the first time."""
    folder = factory.getbasetemp() / NAME
    return folder if (folder / "preprocessor_config.json").exists() else make(folder, SIZE)
