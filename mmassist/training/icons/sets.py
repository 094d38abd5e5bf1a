"""Finds the icons of the training sets and themes: each file with its set, its bare name and the words its set gives for it."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mmassist.training.faults import TrainingError


@dataclass(frozen=True, slots=True)
class IconSet:
    """One row of sets.toml."""

    name: str
    package: str
    licence: str
    files: tuple[str, ...]
    suffixes: tuple[str, ...]
    tags: str
    prefixes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Theme:
    """One row of the themes in sets.toml. `folder`: below usr/share of what the package unpacks to, and there in `root`; `names`: the table
    of programs.toml that its names are looked up in too, without any of `prefixes`; `without`: files in it, without their endings, that
    show what a theme shows that models are judged by."""

    name: str
    package: str
    folder: str
    licence: str
    root: str = "icons"
    names: str = ""
    prefixes: tuple[str, ...] = ()
    without: frozenset[str] = frozenset()

    def place(self, unpacked: Path) -> Path:
        return unpacked / "usr/share" / self.root / self.folder


@dataclass(frozen=True, slots=True)
class Icon:
    """One file: SVG, of some themes PNG. `name` is what the drawing shows, without the style: "home" for home-outline-24.svg;
    `words` are its set's tags."""

    set: str
    name: str
    path: Path
    words: tuple[str, ...] = ()


_TABLE = Path(__file__).parent / "sets.toml"
ALIKE_FILES = Path(__file__).parent / "alike.toml"
_SYMBOLIC = "-symbolic"
_LARGEST = 64


def load_sets(path: Path = _TABLE) -> tuple[IconSet, ...]:
    rows: list[dict[str, Any]] = tomllib.loads(path.read_text("utf-8"))["sets"]
    return tuple(IconSet(**_with_tuples(row)) for row in rows)


def _with_tuples(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}


def load_themes(path: Path = _TABLE, alike: Path = ALIKE_FILES) -> tuple[Theme, ...]:
    without: dict[str, list[str]] = tomllib.loads(alike.read_text("utf-8"))
    rows: list[dict[str, Any]] = tomllib.loads(path.read_text("utf-8"))["themes"]
    return tuple(Theme(**_with_tuples(row), without=frozenset(without.get(row["name"], ()))) for row in rows)


def bare_name(stem: str, suffixes: tuple[str, ...]) -> str:
    """An icon's name without what tells its style: as many of `suffixes` are taken off as stand at the end."""
    name = stem.lower().replace("_", "-").replace("--", "-")
    while True:
        ending = next((suffix for suffix in suffixes if name.endswith(suffix) and name != suffix), "")
        if not ending:
            return name
        name = name.removesuffix(ending)


def icons_of(one: IconSet, folder: Path) -> Iterator[Icon]:
    """The set's icons in the order of their paths, `folder` being the one that holds packages. Raises TrainingError where it is missing."""
    root = folder / one.package
    if not root.is_dir():
        raise TrainingError(f"the icon set {one.package} is not in {folder}")
    words = _words(root, one.tags)
    for pattern in one.files:
        for path in sorted(root.glob(pattern)):
            name = bare_name(_without_prefix(path.stem, one.prefixes), one.suffixes)
            yield Icon(one.name, name, path, words.get(path.stem, words.get(name, ())))


def icons_of_theme(theme: Theme, folder: Path, names: Container[str]) -> Iterator[Icon]:
    """Of those that bear one of `names`, symbolic or not, in all sizes; a drawing that lies there twice once. PNG up to 64 pixels: larger
    ones are the same again.

    `folder`: what the packages were unpacked to. Raises TrainingError where the theme is missing.
    """
    root = theme.place(folder)
    if not root.is_dir():
        raise TrainingError(f"the icon theme {theme.package} is not in {folder}")
    seen = set()
    for path in sorted(found for found in root.rglob("*") if found.suffix in {".svg", ".png"}):
        name = _without_prefix(path.stem.removesuffix(_SYMBOLIC), theme.prefixes)
        if name in names and path.is_file() and not _is_large(path):
            drawing = (name, hashlib.sha256(path.read_bytes()).digest())
            if drawing not in seen:
                seen.add(drawing)
                if str(path.relative_to(root).with_suffix("")) not in theme.without:
                    yield Icon(theme.name, name, path)


def _without_prefix(stem: str, prefixes: tuple[str, ...]) -> str:
    return stem.removeprefix(next((prefix for prefix in prefixes if stem.startswith(prefix)), ""))


def _is_large(path: Path) -> bool:
    """Whether it is a PNG of more pixels than tool bars show; by its header."""
    if path.suffix != ".png":
        return False
    with path.open("rb") as file:
        return int.from_bytes(file.read(20)[16:], "big") > _LARGEST


def _words(root: Path, file: str) -> Mapping[str, tuple[str, ...]]:
    """The words a set gives for each of its icons; the three sets that have any keep them in three ways."""
    if not file:
        return {}
    content: Any = json.loads((root / file).read_text("utf-8"))
    if isinstance(content, list):
        return {row["name"]: tuple(alias.replace("-", " ") for alias in row["aliases"]) for row in content}
    return {name: tuple(str(word) for word in (value["tags"] if isinstance(value, dict) else value)) for name, value in content.items()}
