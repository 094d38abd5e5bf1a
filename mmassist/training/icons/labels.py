"""The set of names that icons are told by, and the tables that map the training sets' and freedesktop's names to it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import translate
from pathlib import Path

from mmassist.training.faults import TrainingError

UNLABELLED = -1
"""The label of an icon that shows none of the things in the table."""

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Labels:
    """`names` in the order of the model's outputs; `also` other words for each; `icons` the label's index by an icon's bare name.

    `strangers`, by set, are icons whose name means something else in that set.
    """

    names: tuple[str, ...]
    also: tuple[tuple[str, ...], ...]
    icons: Mapping[str, int]
    strangers: Mapping[str, tuple[str, ...]]

    def of(self, icon: str, icon_set: str = "") -> int:
        """The index of the label that an icon of this bare name has, UNLABELLED where it has none."""
        return UNLABELLED if icon in self.strangers.get(icon_set, ()) else self.icons.get(icon, UNLABELLED)

    def texts(self, label: int) -> tuple[str, ...]:
        """All that a label is called, its spoken name first."""
        return (self.names[label], *self.also[label])


@dataclass(frozen=True, slots=True)
class Names:
    """What a theme's icons are called: the label's index by name; and what is called something that has none."""

    labels: Mapping[str, int]
    others: re.Pattern[str] | None = None

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and (name in self.labels or bool(self.others and self.others.match(name)))

    def of(self, name: str) -> int:
        """The index of the label, UNLABELLED where it has none."""
        return self.labels.get(name, UNLABELLED)


def load_labels(path: Path = _HERE / "labels.toml") -> Labels:
    """Raises TrainingError where one icon is claimed by two labels, or another word belongs to no label."""
    table = tomllib.loads(path.read_text("utf-8"))
    names = tuple(table["names"])
    icons: dict[str, int] = {}
    for label, name in enumerate(names):
        for icon in table["names"][name]:
            if icon in icons:
                raise TrainingError(f"{path.name}: {icon!r} is claimed by {names[icons[icon]]!r} and {name!r}")
            icons[icon] = label
    strangers = sorted(set(table["also"]) - set(names))
    if strangers:
        raise TrainingError(f"{path.name}: other words for no label: {strangers}")
    others = {icon_set: tuple(found) for icon_set, found in table["strangers"].items()}
    return Labels(names, tuple(tuple(table["also"].get(name, ())) for name in names), icons, others)


def load_freedesktop(labels: Labels, path: Path = _HERE / "freedesktop.toml") -> dict[str, int]:
    """Labels by the names of freedesktop's icon naming specification. Raises TrainingError where a row names no label."""
    return _table(labels, path)


def load_desktop(labels: Labels, program: str = "", path: Path = _HERE / "desktop.toml") -> Names:
    """All names that trainings know: the specification's, those that desktops use beyond it, and those of the table `program` of
    programs.toml, where one is named. Raises TrainingError where a row names no label."""
    known = _table(labels, path) | load_freedesktop(labels)
    if not program:
        return Names(known)
    table = tomllib.loads((_HERE / "programs.toml").read_text("utf-8"))[program]
    own = _indices(labels, {icon: name for name, icons in table["names"].items() for icon in icons}, program)
    return Names(known | own, re.compile("|".join(map(translate, table["others"]))) if table["others"] else None)


def _table(labels: Labels, path: Path) -> dict[str, int]:
    return _indices(labels, tomllib.loads(path.read_text("utf-8"))["icons"], path.name)


def _indices(labels: Labels, names: Mapping[str, str], where: str) -> dict[str, int]:
    strangers = sorted(set(names.values()) - set(labels.names))
    if strangers:
        raise TrainingError(f"{where}: no such labels: {strangers}")
    return {icon: labels.names.index(name) for icon, name in names.items()}
