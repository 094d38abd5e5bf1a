"""Small models for the tests of the store: a catalogue of one, and its files as if they had been pulled."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping
from pathlib import Path

from mmassist.inference.store import Catalogue, Model, Store
from mmassist.inference.store.manifest import NAME, Check, Kept, Manifest, encode

MODEL = Model(
    name="small-thing",
    kind="test",
    title="Small thing",
    files=("config.json", "onnx/model.bin"),
    megabytes=1,
    licence="MIT",
    repository="someone/small-thing",
    choices=(("vocabulary.txt", "vocabulary.json"),),
    optional=("preprocessor_config.json",),
)
CATALOGUE = Catalogue((MODEL,))


def contents(size: int = 300_000, seed: int = 1) -> dict[str, bytes]:
    """The files of `MODEL`, the largest of `size` bytes."""
    return {
        "config.json": b'{"small": true}',
        "vocabulary.txt": b"one\ntwo\n",
        "onnx/model.bin": random.Random(seed).randbytes(size),
    }


def install(folder: Path, files: Mapping[str, bytes] | None = None) -> Store:
    """A store in `folder` that has `MODEL`."""
    files = contents() if files is None else files
    place = folder / MODEL.name
    for name, content in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
    kept = {name: Kept(len(content), hashlib.sha256(content).hexdigest(), Check.RECORDED) for name, content in files.items()}
    (place / NAME).write_bytes(encode(Manifest(MODEL.name, "hub.example", "", "2026-11-25", kept)))
    return Store(folder, CATALOGUE)
