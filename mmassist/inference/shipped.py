"""The models that come with mmassist: `mmassist/models/manifest.toml` names each file, its digest, and what goes in and comes out.

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
_REMEDY = "Install mmassist again. Until then it works without this model."


@dataclass(frozen=True, slots=True)
class Shipped:
    """One row. `kind`: what uses it, such as "encoder"; `precision`: "int8", "fp16" or "fp32"; `outputs`: their names, in order.

    `input`: the shape of a picture model's input, 0 for any number: [n, height, width, 3] takes uint8 RGB, [n, 3, height, width] float32
    RGB, from which `mean` was taken and which was divided by `std` (of values from 0 to 1). Empty for a model that takes no picture.
    """

    name: str
    kind: str
    precision: str
    file: str
    size: int
    sha256: str
    licence: str
    input: tuple[int, ...] = ()
    mean: tuple[float, ...] = (0.5, 0.5, 0.5)
    std: tuple[float, ...] = (0.5, 0.5, 0.5)
    outputs: tuple[str, ...] = ()

    @property
    def takes_bytes(self) -> bool:
        """Whether pictures go in as they are, uint8, to be scaled inside the model."""
        return self.input[-1:] == (3,)

    @property
    def picture(self) -> tuple[int, int]:
        """Width and height of the picture that it takes. Raises ModelCorrupt where it takes none."""
        if not self.input:
            raise _damaged(f"{self.name} takes no picture")
        height, width = self.input[1:3] if self.takes_bytes else self.input[2:4]
        return width, height


def rows(kind: str, folder: Path = FOLDER) -> list[Shipped]:
    """All models of a kind, in the manifest's order. Raises ModelMissing where there is none, ModelCorrupt for a bad manifest."""
    found = [row for row in _manifest(folder) if row.kind == kind]
    if not found:
        raise ModelMissing(f"no {kind} in the manifest", "A model that comes with mmassist is missing.", _REMEDY)
    return found


def load(row: Shipped, folder: Path = FOLDER) -> bytes:
    """The model's bytes, checked. The very bytes that were checked are those that run: there is no second read.

    Raises ModelMissing, or ModelCorrupt for a file that is not what the manifest says, or none that belongs to us alone.
    """
    try:
        with disk.opened(folder, row.file, links=0) as opened:  # installers may link a package's files
            content = opened.read(row.size + 1)
    except FileNotFoundError as error:
        raise ModelMissing(f"{row.file} is not there", "A model that comes with mmassist is missing.", _REMEDY) from error
    except OSError as error:
        raise _damaged(f"{row.file} can't be read: {error.strerror}") from error
    if len(content) != row.size or hashlib.sha256(content).hexdigest() != row.sha256:
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
    lists = {name: tuple(table[name]) for name in ("input", "mean", "std", "outputs") if name in table}
    row = Shipped(**{**table, **lists})
    sound = (
        _NAME.fullmatch(row.name)
        and _NAME.fullmatch(row.file)
        and _SHA256.fullmatch(row.sha256)
        and 0 < row.size <= _LARGEST
        and (not row.input or _is_picture(row.input))
        and len(row.mean) == len(row.std) == 3
        and all(part > 0 for part in row.std)
    )
    if not sound:
        raise ValueError(row.name)
    return row


def _is_picture(shape: tuple[int, ...]) -> bool:
    """Whether it is a batch of RGB pictures of one size, the channel last or second."""
    return len(shape) == 4 and (shape[3] == 3 or shape[1] == 3) and all(0 < side <= 4096 for side in shape[1:])


def _damaged(message: str) -> ModelCorrupt:
    return ModelCorrupt(message, "A model that comes with mmassist is damaged.", _REMEDY)
