"""The models that come with mmassist: `mmassist/models/manifest.toml` names each file with its size and digest.

Nothing is loaded that the manifest does not name, and nothing that differs from it by a byte.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mmassist.errors import ModelCorrupt, ModelMissing
from mmassist.inference.store import disk

FOLDER = Path(__file__).parents[1] / "models"
MANIFEST = "manifest.toml"

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LARGEST = 512 << 20
_PRECISIONS = ("int8", "float16", "float32")
_REMEDY = "Install mmassist again. Until then it works without this model."


@dataclass(frozen=True, slots=True)
class Shipped:
    """One row. `kind`: what it is for, such as "icons"; `precision`: "int8", "float16" or "float32"; `bytes`: how many its file has;
    `recipe`: the configuration that it was trained by."""

    name: str
    kind: str
    precision: str
    file: str
    bytes: int
    sha256: str
    licence: str
    recipe: str = ""


def rows(kind: str, folder: Path = FOLDER) -> list[Shipped]:
    """All models of a kind, in the manifest's order. Raises ModelMissing where there is none, ModelCorrupt for a bad manifest."""
    found = [row for row in _manifest(folder) if row.kind == kind]
    if not found:
        raise ModelMissing(f"no model for {kind} in the manifest", "A model that comes with mmassist is missing.", _REMEDY)
    return found


def every(folder: Path = FOLDER) -> list[Shipped]:
    """All of all kinds, in the manifest's order. Raises as `rows` does."""
    return _manifest(folder)


def card(row: Shipped, folder: Path = FOLDER) -> str:
    """How the model was made, in Markdown; empty where its maker wrote nothing. Raises ModelCorrupt where it can't be read."""
    try:
        # one card for all that one training gave: halves of a network, and its int8 form
        return (folder / f"{row.kind.partition('-')[0]}.md").read_text("utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise _damaged(f"the card of {row.file} can't be read ({type(error).__name__})") from error


def load(row: Shipped, folder: Path = FOLDER) -> bytes:
    """The model's bytes, checked. The very bytes that were checked are those that run: there is no second read.

    Raises ModelMissing, or ModelCorrupt for a file that is not what the manifest says, or none that belongs to us alone.
    """
    try:
        with disk.opened(folder, row.file, links=0) as opened:  # installers may link a package's files
            content = opened.read(row.bytes + 1)
    except FileNotFoundError as error:
        raise ModelMissing(f"{row.file} is not there", "A model that comes with mmassist is missing.", _REMEDY) from error
    except OSError as error:
        raise _damaged(f"{row.file} can't be read: {error.strerror}") from error
    if len(content) != row.bytes or hashlib.sha256(content).hexdigest() != row.sha256:
        raise _damaged(f"{row.file} is not the file that it should be")
    return content


def _manifest(folder: Path) -> list[Shipped]:
    try:
        with disk.opened(folder, MANIFEST, links=0) as opened:
            tables = tomllib.loads(opened.read(1 << 20).decode())
        found = [_row(table) for table in tables["models"]]
    except FileNotFoundError as error:
        raise ModelMissing("no manifest", "The models that come with mmassist are missing.", _REMEDY) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise _damaged(f"the manifest can't be used ({type(error).__name__})") from error
    if len({row.name for row in found}) < len(found):
        raise _damaged("a name is in the manifest twice")
    return found


def _row(table: Mapping[str, Any]) -> Shipped:
    row = Shipped(**table)
    sound = _NAME.fullmatch(row.name) and _NAME.fullmatch(row.file) and _SHA256.fullmatch(row.sha256) and 0 < row.bytes <= _LARGEST
    if not sound or row.precision not in _PRECISIONS:
        raise ValueError(row.name)
    return row


def _damaged(message: str) -> ModelCorrupt:
    return ModelCorrupt(message, "A model that comes with mmassist is damaged.", _REMEDY)
