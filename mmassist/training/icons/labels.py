"""The set of names that icons are told by, and the tables that map the training sets' and freedesktop's names to it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
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


def load_desktop(labels: Labels, path: Path = _HERE / "desktop.toml") -> dict[str, int]:
    """The same by all names that trainings know: the specification's, and those that desktops use beyond it."""
    return _table(labels, path) | load_freedesktop(labels)


def _table(labels: Labels, path: Path) -> dict[str, int]:
    table = tomllib.loads(path.read_text("utf-8"))["icons"]
    strangers = sorted(set(table.values()) - set(labels.names))
    if strangers:
        raise TrainingError(f"{path.name}: no such labels: {strangers}")
    return {icon: labels.names.index(name) for icon, name in table.items()}
