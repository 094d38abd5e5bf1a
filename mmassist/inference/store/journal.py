"""What has come so far of a model that is being pulled: one line for each block that was written, so that a kill costs a block at most.

A line is JSON and the beginning of its own SHA-256. Reading ends at the first line that is torn or changed; what stood before it counts.
A block counts only if its bytes on the disk still have the digest in its line: no order of writing needs to be forced onto the disk.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from mmassist.inference.store import disk

_CHECK = 16
_MOST = 64 << 20


@dataclass(frozen=True, slots=True)
class Facts:
    """What a source said of a file when it began. `total`: bytes, -1 where it did not say. `identity`: a strong validator, or empty.

    `sha256` and `git`: digests that the source itself named (the second is Git's, of a blob), or empty. `revision`: the repository's state.
    `source`: its name.
    """

    source: str
    total: int = -1
    identity: str = ""
    sha256: str = ""
    git: str = ""
    revision: str = ""

    def same_file(self, other: Facts) -> bool:
        """Whether both speak, beyond doubt, of the same bytes."""
        if self.total >= 0 and other.total >= 0 and self.total != other.total:
            return False
        if self.sha256 and other.sha256:
            return self.sha256 == other.sha256
        if self.git and other.git:
            return self.git == other.git
        return bool(self.identity) and (self.source, self.identity) == (other.source, other.identity)


@dataclass(frozen=True, slots=True)
class Block:
    """`length` bytes that follow the block before, and their SHA-256."""

    length: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Begun:
    """A file that has begun to come. `done`: all of it has come, and was what it should be."""

    facts: Facts
    blocks: tuple[Block, ...] = ()
    done: bool = False


@dataclass(slots=True)
class Journal:
    """Appends to the journal at `path`; `begun` is what it said when it was opened. One writer at a time."""

    path: Path
    begun: Mapping[str, Begun] = field(default_factory=dict)
    _handle: int = -1

    def open(self) -> None:
        """Reads what is there, and cuts off what can't be read. Raises OSError."""
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | disk.flags("O_NOFOLLOW")
        self._handle = os.open(self.path, flags, 0o600)
        with open(self._handle, "rb", closefd=False) as file:
            self.begun, good = parse(file.read(_MOST))
        os.ftruncate(self._handle, good)

    def begin(self, file: str, facts: Facts) -> None:
        """From here on blocks are those of `file`; what was noted of it before counts no more. Raises OSError."""
        self._append({"begin": file, **asdict(facts)})

    def go_on(self, file: str, blocks: int) -> None:
        """From here on blocks are those of `file`, after its first `blocks`."""
        self._append({"go_on": file, "blocks": blocks})

    def block(self, length: int, sha256: str) -> None:
        self._append({"length": length, "sha256": sha256})

    def done(self, file: str) -> None:
        self._append({"done": file})

    def _append(self, entry: Mapping[str, Any]) -> None:
        line = _line(entry)
        if os.write(self._handle, line) != len(line):
            raise OSError(28, "no space left")

    def close(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


def _line(entry: Mapping[str, Any]) -> bytes:
    body = json.dumps(entry, separators=(",", ":"), sort_keys=True).encode()
    return body + b" " + hashlib.sha256(body).hexdigest()[:_CHECK].encode() + b"\n"


def parse(data: bytes) -> tuple[dict[str, Begun], int]:
    """The files in the journal, and how many of its bytes are good."""
    files: dict[str, Begun] = {}
    blocks: dict[str, list[Block]] = {}
    good, current = 0, ""
    for line in data.splitlines(keepends=True):
        try:
            current = _entered(_entry(line), files, blocks, current)
        except (ValueError, KeyError, TypeError):
            break
        good += len(line)
    return {name: replace(begun, blocks=tuple(blocks[name])) for name, begun in files.items()}, good


def _entry(line: bytes) -> dict[str, Any]:
    body, _, check = line.rpartition(b" ")
    if hashlib.sha256(body).hexdigest()[:_CHECK].encode() + b"\n" != check:
        raise ValueError("torn or changed")
    entry = json.loads(body)
    if not isinstance(entry, dict):
        raise ValueError("no entry")
    return entry


def _entered(entry: dict[str, Any], files: dict[str, Begun], blocks: dict[str, list[Block]], current: str) -> str:
    if "begin" in entry:
        current = str(entry.pop("begin"))
        files[current] = Begun(Facts(**entry))
        blocks[current] = []
    elif "go_on" in entry:
        current = str(entry["go_on"])
        del blocks[current][int(entry["blocks"]) :]
        files[current] = replace(files[current], done=False)
    elif "done" in entry:
        files[current] = replace(files[str(entry["done"])], done=True)
    else:
        blocks[current].append(Block(int(entry["length"]), str(entry["sha256"])))
    return current
