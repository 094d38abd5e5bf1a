"""Where a training stands, on disk: weights, averaged weights, the optimiser's moments and the step. No pickle: safetensors only.

The batches are functions of seed and step, so that the step is all there is to know of the data's position.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save

from mmassist.training.faults import TrainingError
from mmassist.training.shards import write_whole

_LIST = "checkpoints.json"
_KEPT = 2


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """`step` steps were done, in `seconds`, on `machines`, the first one first; `tensors` by name. The optimiser's moments are those of the
    steps since `warmed`."""

    step: int
    seconds: float
    tensors: Mapping[str, torch.Tensor]
    warmed: int = 0
    machines: tuple[str, ...] = ()


def save_checkpoint(folder: Path, checkpoint: Checkpoint) -> None:
    """Written whole, then named in the list, then all but the last two are removed."""
    content = save({name: tensor.detach().cpu().contiguous() for name, tensor in checkpoint.tensors.items()})
    folder.mkdir(parents=True, exist_ok=True)
    file = f"{checkpoint.step:09d}.safetensors"
    write_whole(folder / file, content)
    row = {
        "file": file,
        "step": checkpoint.step,
        "seconds": checkpoint.seconds,
        "warmed": checkpoint.warmed,
        "machines": checkpoint.machines,
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    rows = [row, *(old for old in _rows(folder) if old["file"] != file)][:_KEPT]
    write_whole(folder / _LIST, json.dumps(rows, indent=1).encode())
    kept = {one["file"] for one in rows}
    for old_file in folder.glob("*.safetensors"):
        if old_file.name not in kept:
            old_file.unlink()


def load_checkpoint(folder: Path) -> Checkpoint | None:
    """The newest one that is whole; None where there is none yet. Raises TrainingError where there are some, but none is whole."""
    rows = _rows(folder)
    for row in rows:
        try:
            content = (folder / row["file"]).read_bytes()
            if hashlib.sha256(content).hexdigest() == row["sha256"]:
                return Checkpoint(row["step"], row["seconds"], load(content), row.get("warmed", 0), tuple(row.get("machines", ())))
        except (OSError, SafetensorError):
            continue
    if rows:
        raise TrainingError(f"no checkpoint in {folder} is whole: remove the folder to begin anew")
    return None


def _rows(folder: Path) -> list[dict[str, Any]]:
    try:
        rows: list[dict[str, Any]] = json.loads((folder / _LIST).read_text("utf-8"))
    except FileNotFoundError:
        return []
    except ValueError as error:
        raise TrainingError(f"{folder / _LIST} can't be read: {error}") from error
    return rows
