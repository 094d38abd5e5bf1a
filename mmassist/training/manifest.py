"""The list of the models that are shipped: each file with its size, its SHA-256, and what it was made by."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import tomlkit

from mmassist.inference.shipped import Shipped
from mmassist.training.shards import write_whole

FILE = "manifest.toml"


def entry(name: str, kind: str, precision: str, content: bytes, recipe: str) -> Shipped:
    digest = hashlib.sha256(content).hexdigest()
    return Shipped(name, kind, precision, f"{name}.onnx", len(content), digest, "GPL-3.0-or-later", recipe)


def read_manifest(folder: Path) -> tuple[Shipped, ...]:
    """What is listed in a folder; nothing where there is no list."""
    path = folder / FILE
    if not path.exists():
        return ()
    return tuple(Shipped(**row) for row in tomllib.loads(path.read_text("utf-8"))["models"])


def add_to_manifest(folder: Path, made: Shipped, content: bytes) -> None:
    """Writes the file, then the list with this entry in place of one of the same name."""
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / made.file, content)
    _list(folder, [*(old for old in read_manifest(folder) if old.name != made.name), made])


def take_from_manifest(folder: Path, name: str) -> None:
    """The entry of that name, where there is one, and its file."""
    rows = read_manifest(folder)
    _list(folder, [row for row in rows if row.name != name])
    for row in rows:
        if row.name == name:
            (folder / row.file).unlink(missing_ok=True)


def _list(folder: Path, rows: Iterable[Shipped]) -> None:
    ordered = sorted(rows, key=lambda one: one.name)
    write_whole(folder / FILE, tomlkit.dumps({"models": [asdict(row) for row in ordered]}).encode())
