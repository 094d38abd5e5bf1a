"""A tiny vision-language model of random weights in the hub's layout, made once a run, and a store that has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmassist.inference.runtime import CPU_ONLY
from mmassist.inference.store import Folder, Store, load
from mmassist.inference.vlm import VisionModel
from mmassist.inference.vlm.opening import assembled
from mmassist.inference.vlm.session import StoppableSession
from mmassist.measure.vision_model import FILES, make

NAME = "smolvlm-256m"
"""Of the catalogue: the tiny one takes its place."""


def made(factory: pytest.TempPathFactory) -> Path:
    """The model's folder."""
    folder = factory.getbasetemp() / "vision-random"
    return folder if (folder / "onnx" / f"{FILES['decoder_model_merged']}.onnx").exists() else make(folder)


def session(folder: Path, part: str) -> StoppableSession:
    return StoppableSession((folder / "onnx" / f"{FILES[part]}.onnx").read_bytes(), CPU_ONLY)


def loaded(folder: Path) -> VisionModel:
    """Without a store."""
    return assembled(lambda file: (folder / file).read_bytes(), lambda part: f"onnx/{FILES[part]}.onnx", CPU_ONLY)


def on_the_hub(folder: Path) -> dict[str, bytes]:
    """The files as a hub has them."""
    model = load().model(NAME)
    return {f"{model.repository}/{file}": (folder / file).read_bytes() for file in model.files}


async def installed(folder: Path, models: Path) -> Store:
    """A store at `models` that has the model in `folder`."""
    store = Store(models, load())
    await store.pull(NAME, Folder(folder), lambda progress: None)
    return store
