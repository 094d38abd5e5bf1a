"""Whether a model's folder holds what its manifest says, file by file.

A file of up to `ALWAYS` bytes is hashed at every load: that takes a second at most, and whoever loads it reads it from memory
afterwards. A larger one is hashed at the first load, and whenever its size, times or inode differ from those that were noted then. What
that can't see: a bit that tipped on the disk itself, behind the file system's back, or that was changed by someone who can set the
clock. `Store.verify` sees both.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from mmassist.inference.store import disk
from mmassist.inference.store.manifest import NAME, Kept, Manifest
from mmassist.inference.store.sealed import SealBroken, seal, unseal

ALWAYS = 600_000_000

Stamps = Mapping[str, list[int]]


class State(StrEnum):
    """Of one file. `UNKNOWN`: it is there, but the manifest does not name it: whoever loads the folder might take it for a part."""

    WHOLE = "whole"
    MISSING = "missing"
    CHANGED = "changed"
    UNFIT = "not a plain file"
    UNKNOWN = "not part of the model"


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one file; `stamp` is size, times and inode of a whole one, as `stamps` keeps them."""

    file: str
    state: State
    stamp: tuple[int, ...] = ()


def examine(folder: Path, manifest: Manifest, seen: Stamps) -> Iterator[Finding]:
    """One finding a file. `seen`: stamps under which a large file need not be hashed; empty: each is. Blocks for the disk."""
    for file, kept in manifest.files.items():
        yield _examined(folder, file, kept, seen.get(file))
    for file in sorted(listing(folder) - set(manifest.files) - {NAME}):
        yield Finding(file, State.UNKNOWN)


def pinned(folder: Path, manifest: Manifest) -> Iterator[Finding]:
    """The same for what came with the package, always by hashing. Installers may link its files, and put others beside them."""
    for file, kept in manifest.files.items():
        yield _examined(folder, file, kept, None, links=0)


def listing(folder: Path) -> set[str]:
    """All that is below `folder` but folders, as relative POSIX paths. Links are named, not followed. Raises OSError."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()}


def _examined(folder: Path, file: str, kept: Kept, seen: list[int] | None, links: int = 1) -> Finding:
    try:
        with disk.opened(folder, file, links=links) as opened:
            stamp = _stamp(os.fstat(opened.fileno()))
            if stamp[0] != kept.size:
                return Finding(file, State.CHANGED)
            known = kept.size > ALWAYS and seen == list(stamp)
            whole = known or disk.digest(opened) == kept.sha256
    except FileNotFoundError:
        return Finding(file, State.MISSING)
    except OSError:
        return Finding(file, State.UNFIT)
    return Finding(file, State.WHOLE, stamp) if whole else Finding(file, State.CHANGED)


def _stamp(found: os.stat_result) -> tuple[int, ...]:
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_dev


def stamps(path: Path) -> Stamps:
    """What `note` wrote; nothing where it is missing or damaged, so that all is hashed."""
    try:
        value = unseal(path.read_bytes())
    except (OSError, SealBroken):
        return {}
    return value if isinstance(value, dict) else {}


def note(path: Path, findings: list[Finding]) -> None:
    """Keeps the stamps of whole files for the next load. Raises OSError."""
    disk.folder(path.parent)
    disk.write(path, seal({finding.file: list(finding.stamp) for finding in findings if finding.state is State.WHOLE}))
