"""What a model's folder holds, written down when it was complete: by this every later load is judged."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from mmassist.inference.store.catalogue import is_safe
from mmassist.inference.store.sealed import SealBroken, seal, unseal

NAME = "manifest"
MOST = 1 << 20
"""Bytes: a longer one is none."""

_SHA256 = re.compile(r"[0-9a-f]{64}")


class Check(StrEnum):
    """What a file was held to when it came.

    `PINNED`: a figure of the publisher's in the catalogue. `SERVER`: the digest that the server itself named. `KNOWN`: what an earlier
    pull, or the folder it was copied from, had recorded. `RECORDED`: nothing was known; what came was written down.
    """

    PINNED = "pinned"
    SERVER = "server"
    KNOWN = "known"
    RECORDED = "recorded"


@dataclass(frozen=True, slots=True)
class Kept:
    """One file: its length in bytes, its SHA-256, and what that was checked against at the pull."""

    size: int
    sha256: str
    check: Check


@dataclass(frozen=True, slots=True)
class Manifest:
    """`source`: a host's name, or "folder". `revision`: the repository's state, empty where the source has none. `pulled`: ISO date."""

    model: str
    source: str
    revision: str
    pulled: str
    files: Mapping[str, Kept]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(kept.size for kept in self.files.values())


def encode(manifest: Manifest) -> bytes:
    files = {name: {"size": kept.size, "sha256": kept.sha256, "check": kept.check.value} for name, kept in manifest.files.items()}
    return seal(
        {
            "version": 1,
            "model": manifest.model,
            "source": manifest.source,
            "revision": manifest.revision,
            "pulled": manifest.pulled,
            "files": files,
        }
    )


def decode(data: bytes) -> Manifest:
    """Raises SealBroken for what `encode` did not write."""
    value = unseal(data)
    try:
        if value["version"] != 1:
            raise SealBroken("another version")
        files = {str(name): _kept(row) for name, row in value["files"].items()}
        manifest = Manifest(str(value["model"]), str(value["source"]), str(value["revision"]), str(value["pulled"]), files)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise SealBroken("not a manifest") from error
    if not all(map(is_safe, files)):
        raise SealBroken("a name that is none")
    return manifest


def _kept(row: Mapping[str, Any]) -> Kept:
    kept = Kept(int(row["size"]), str(row["sha256"]), Check(row["check"]))
    if kept.size < 0 or not _SHA256.fullmatch(kept.sha256):
        raise ValueError("size or digest")
    return kept
