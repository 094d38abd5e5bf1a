"""The list of the models that are shipped: each file with its size, its SHA-256, and what it was made by."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path

import tomli_w

from mmassist.training.shards import write_whole

FILE = "manifest.toml"


@dataclass(frozen=True, slots=True)
class Entry:
    """`kind`: icons or elements. `precision`: float32 or int8. `recipe`: the name of the configuration that it was made by."""

    name: str
    kind: str
    precision: str
    file: str
    bytes: int
    sha256: str
    licence: str
    recipe: str


def entry(name: str, kind: str, precision: str, content: bytes, recipe: str) -> Entry:
    digest = hashlib.sha256(content).hexdigest()
    return Entry(name, kind, precision, f"{name}.onnx", len(content), digest, "GPL-3.0-or-later", recipe)


def read_manifest(folder: Path) -> tuple[Entry, ...]:
    """What is listed in a folder; nothing where there is no list."""
    path = folder / FILE
    if not path.exists():
        return ()
    return tuple(Entry(**row) for row in tomllib.loads(path.read_text("utf-8"))["models"])


def add_to_manifest(folder: Path, made: Entry, content: bytes) -> None:
    """Writes the file, then the list with this entry in place of one of the same name."""
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / made.file, content)
    rows = sorted([*(old for old in read_manifest(folder) if old.name != made.name), made], key=lambda one: one.name)
    write_whole(folder / FILE, tomli_w.dumps({"models": [asdict(row) for row in rows]}).encode())
