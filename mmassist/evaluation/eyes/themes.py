"""Icon themes as a system has them: which of their files are the icons that freedesktop's specification names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SYSTEM = Path("/usr/share/icons")
THEMES = ("Adwaita", "breeze")
"""Folders of the themes of Debian's adwaita-icon-theme and breeze-icon-theme."""

_SYMBOLIC = "-symbolic"
# An icon that is drawn for fewer pixels is a simpler one; this is the size that is shown most.
_USUAL = 22


@dataclass(frozen=True, slots=True)
class ThemeIcon:
    """`style`: "symbolic" for those that take the colour of the text, "full" for the others; `name`: as the specification has it."""

    theme: str
    style: str
    name: str
    path: Path


def icons_of(theme: str, names: Mapping[str, int], folder: Path = SYSTEM) -> list[ThemeIcon]:
    """At most one of each style for each of `names`, as SVG: drawn for 22 pixels or the next more, else the largest; sorted by name."""
    found: dict[tuple[str, str], list[tuple[tuple[bool, int], Path]]] = {}
    for path in sorted((folder / theme).rglob("*.svg")):
        within = path.relative_to(folder / theme).parts
        style = "symbolic" if path.stem.endswith(_SYMBOLIC) or "symbolic" in within else "full"
        name = path.stem.removesuffix(_SYMBOLIC)
        if name in names and path.is_file():
            found.setdefault((name, style), []).append((_rank(within), path))
    return [ThemeIcon(theme, style, name, min(ranked)[1]) for (name, style), ranked in sorted(found.items())]


def _rank(within: tuple[str, ...]) -> tuple[bool, int]:
    size = _size(within)
    return size < _USUAL, abs(size - _USUAL)


def _size(within: tuple[str, ...]) -> int:
    """For how many pixels: themes have a folder for each ("22", "22x22", "scalable")."""
    for part in reversed(within[:-1]):
        digits = part.partition("x")[0].partition("@")[0]
        if digits.isdigit():
            return int(digits)
    return 512 if "scalable" in within else _USUAL
