"""The frameworks that dress pages: their style sheets, from npm's packages, and how each writes a control."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mmassist.training.faults import TrainingError

_TABLE = Path(__file__).with_name("frameworks.toml")
_IMPORT = re.compile(r"@import[^;]*;")


@dataclass(frozen=True, slots=True)
class Framework:
    """`files` are below the folder of packages; `dark` and `light` are attributes of a page's root; `parts` are markup by what it makes.

    `own` names what the framework writes in its own way.
    """

    name: str
    files: tuple[str, ...]
    active: str
    parts: Mapping[str, Sequence[str]]
    dark: Mapping[str, str] = field(default_factory=dict)
    light: Mapping[str, str] = field(default_factory=dict)
    own: frozenset[str] = frozenset()


def load_frameworks(path: Path = _TABLE) -> tuple[Framework, ...]:
    """All of the table, and before them `plain`, which has no style sheet."""
    content: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    plain = content["plain"]
    made = [Framework("plain", (), "active", plain)]
    for row in content["frameworks"]:
        own = row.get("parts", {})
        made.append(
            Framework(
                name=row["name"],
                files=tuple(row["files"]),
                active=row["active"],
                parts={**plain, **own},
                dark=row.get("dark", {}),
                light=row.get("light", {}),
                own=frozenset(own),
            )
        )
    return tuple(made)


def sheets_of(frameworks: Sequence[Framework], folder: Path) -> dict[str, str]:
    """The style sheet of each framework, in which nothing is fetched from elsewhere. Raises TrainingError where a package is missing."""
    return {one.name: "\n".join(_read(folder / file) for file in one.files) for one in frameworks}


def _read(path: Path) -> str:
    try:
        return _IMPORT.sub("", path.read_text("utf-8"))
    except OSError as error:
        raise TrainingError(f"the style sheet {path} is not there: packaging/setup.sh train fetches requirements/pages") from error
