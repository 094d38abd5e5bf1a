"""A checkpoint as one small file: half precision, with its own checksum, to go on from on another machine.

Weights and averaged weights are float16, the optimiser's moments, which may be left out, bfloat16: squares of gradients are too small for
float16. Without them the averaged weights stand for both, and the rate rises again from nothing.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor

from mmassist.training.checkpoints import Checkpoint, load_checkpoint, save_checkpoint
from mmassist.training.faults import TrainingError
from mmassist.training.shards import write_whole

_MOMENTS, _AVERAGED, _WEIGHTS = "optimiser.", "averaged.", "model."
_MARK = b"mmassist checkpoint 2\n"


def write_portable(checkpoint: Checkpoint, path: Path) -> int:
    """All there is to know, in half precision. Returns the bytes that it takes."""
    return _write(path, checkpoint, checkpoint.warmed, {name: _half(name, one) for name, one in checkpoint.tensors.items()})


def write_weights(checkpoint: Checkpoint, path: Path) -> int:
    """The averaged weights alone, a quarter of it. Returns the bytes that it takes."""
    kept = {name: _half(name, one) for name, one in checkpoint.tensors.items() if name.startswith(_AVERAGED)}
    return _write(path, checkpoint, checkpoint.step, kept)


def read_portable(path: Path) -> Checkpoint:
    """In float32. Raises TrainingError where the file is missing, damaged, or something else."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise TrainingError(f"{path} can't be read: {error.strerror}") from error
    mark, digest, body = content[: len(_MARK)], content[len(_MARK) : len(_MARK) + 32], content[len(_MARK) + 32 :]
    if mark != _MARK or hashlib.sha256(body).digest() != digest:
        raise TrainingError(f"{path} is no checkpoint, or is damaged")
    length = int.from_bytes(body[:4], "little")
    about = json.loads(body[4 : 4 + length])
    try:
        tensors = {name: _whole(one) for name, one in load(body[4 + length :]).items()}
    except SafetensorError as error:
        raise TrainingError(f"{path} can't be read: {error}") from error
    for name in [name for name in tensors if name.startswith(_AVERAGED)]:
        tensors.setdefault(_WEIGHTS + name.removeprefix(_AVERAGED), tensors[name].clone())
    return Checkpoint(about["step"], about["seconds"], tensors, about["warmed"], tuple(about["machines"]))


def begin_from(path: Path, folder: Path) -> Checkpoint | None:
    """Makes the file the checkpoint of a folder, unless that is as far or further by itself: then None."""
    found, held = read_portable(path), load_checkpoint(folder)
    if held is not None and held.step >= found.step:
        return None
    save_checkpoint(folder, found)
    return found


def averaged_in(path: Path) -> tuple[int, dict[str, Tensor]]:
    """The step of what a file holds, and its averaged weights by name. Raises as `read_portable`."""
    found = read_portable(path)
    weights = {name.removeprefix(_AVERAGED): one for name, one in found.tensors.items() if name.startswith(_AVERAGED)}
    return found.step, weights


def _write(path: Path, of: Checkpoint, warmed: int, tensors: dict[str, Tensor]) -> int:
    about = json.dumps({"step": of.step, "seconds": of.seconds, "warmed": warmed, "machines": of.machines}).encode()
    body = len(about).to_bytes(4, "little") + about + save(tensors)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, _MARK + hashlib.sha256(body).digest() + body)
    return len(_MARK) + 32 + len(body)


def _half(name: str, tensor: Tensor) -> Tensor:
    """Counters stay as they are; of the moments, so does the number of steps."""
    if not tensor.is_floating_point() or name.endswith("/step"):
        return tensor.detach().cpu().contiguous()
    return tensor.detach().cpu().to(torch.bfloat16 if name.startswith(_MOMENTS) else torch.float16).contiguous()


def _whole(tensor: Tensor) -> Tensor:
    return tensor.to(torch.float32) if tensor.is_floating_point() else tensor
