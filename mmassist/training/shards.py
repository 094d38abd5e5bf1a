"""What is rendered, on disk: files of equally long arrays, each with its checksum in one list. Written once, mapped into memory to be read.

A shard is a safetensors file (no code in it can run). `index.json` names the shards in order with their lengths and SHA-256, and what they
were made from, so that a rendering that was broken off goes on, and one that was made otherwise is noticed.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mmassist.training.faults import TrainingError

INDEX = "index.json"
_DTYPES = {"U8": np.uint8, "I8": np.int8, "I32": np.int32, "F32": np.float32, "BOOL": np.bool_}

Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Shard:
    file: str
    length: int
    sha256: str


class ShardWriter:
    """Adds shards to a folder. `origin` says what they are made from: a folder of another origin is not added to."""

    def __init__(self, folder: Path, origin: Mapping[str, Any]) -> None:
        """Raises TrainingError where the folder holds shards of another origin."""
        self._folder = folder
        self._origin = dict(origin)
        self.shards: list[Shard] = []
        if (folder / INDEX).exists():
            found_origin, self.shards = _index(folder)
            if found_origin != self._origin:
                raise TrainingError(f"{folder} was rendered otherwise ({found_origin}): remove it, or write to another folder")
        folder.mkdir(parents=True, exist_ok=True)

    def add(self, arrays: Arrays) -> None:
        """Writes one shard, whole or not at all. All arrays have the same length."""
        from safetensors.numpy import save

        lengths = {len(array) for array in arrays.values()}
        if len(lengths) != 1:
            raise TrainingError(f"the arrays of a shard have the lengths {sorted(lengths)}")
        content = save({name: np.ascontiguousarray(array) for name, array in arrays.items()})
        file = f"{len(self.shards):05d}.safetensors"
        write_whole(self._folder / file, content)
        self.shards.append(Shard(file, lengths.pop(), hashlib.sha256(content).hexdigest()))
        rows = [{"file": shard.file, "length": shard.length, "sha256": shard.sha256} for shard in self.shards]
        write_whole(self._folder / INDEX, json.dumps({"origin": self._origin, "shards": rows}, indent=1).encode())


class Shards:
    """All shards of a folder as one long set of arrays."""

    def __init__(self, folder: Path) -> None:
        """Checks every shard. Raises TrainingError where one is missing or is not what was written."""
        _, shards = _index(folder)
        self._parts = [_mapped(folder / shard.file, shard) for shard in shards]
        self._starts = np.cumsum([0, *(shard.length for shard in shards)])

    def __len__(self) -> int:
        return int(self._starts[-1])

    def whole(self, name: str) -> NDArray[Any]:
        """One array of all shards, copied into memory: for what is small."""
        return np.concatenate([part[name] for part in self._parts])

    def take(self, name: str, indices: Sequence[int] | NDArray[np.integer[Any]]) -> NDArray[Any]:
        """The rows at `indices`, in that order, copied."""
        shards = np.searchsorted(self._starts, np.asarray(indices), side="right") - 1
        return np.stack(
            [self._parts[shard][name][index - self._starts[shard]] for shard, index in zip(shards, np.asarray(indices), strict=True)]
        )


def write_whole(path: Path, content: bytes) -> None:
    """So that a reader, or a run after a power cut, finds the old file or the new one, never a half."""
    fresh = path.with_name(path.name + ".part")
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _index(folder: Path) -> tuple[dict[str, Any], list[Shard]]:
    try:
        content = json.loads((folder / INDEX).read_text("utf-8"))
        return content["origin"], [Shard(**row) for row in content["shards"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TrainingError(f"{folder} holds no shards: {error}") from error


def _mapped(path: Path, shard: Shard) -> dict[str, NDArray[Any]]:
    """The arrays of one file, mapped. The layout is safetensors': a length, a JSON header, the bytes."""
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            if digest != shard.sha256:
                raise TrainingError(f"{path} is not the file that was written (SHA-256 differs)")
            file.seek(0)
            header_length = int.from_bytes(file.read(8), "little")
            header = json.loads(file.read(header_length))
    except OSError as error:
        raise TrainingError(f"{path} can't be read: {error.strerror}") from error
    content = np.memmap(path, np.uint8, "r", offset=8 + header_length)
    return {
        name: content[slice(*row["data_offsets"])].view(_DTYPES[row["dtype"]]).reshape(row["shape"])
        for name, row in header.items()
        if name != "__metadata__"
    }
