"""Going through what was seen, one thing after another: what is a stop, and what is said of it."""

from __future__ import annotations

from enum import StrEnum

from mmassist.backends.describer.controls import control
from mmassist.backends.describer.detail import context_of
from mmassist.backends.describer.view import BUTTONS, CHOICES, FIELDS
from mmassist.values import Item, Role, Scene

_CONTROLS = FIELDS | CHOICES | {Role.TEXT_AREA}
_FRAMEWORK = frozenset({Role.SEPARATOR, Role.SCROLL_BAR, Role.GROUP, Role.WINDOW, Role.DIALOG, Role.APPLICATION, Role.TOOL_BAR})


class Kind(StrEnum):
    """What to stop at, in the word that is spoken."""

    ITEM = "item"
    BUTTON = "button"
    FIELD = "field"


def stops(scene: Scene, kind: Kind) -> tuple[int, ...]:
    """Indices into the scene's items, in reading order."""
    return tuple(index for index, item in enumerate(scene.items) if _is(item, kind))


def told(scene: Scene, index: int, language: str = "en") -> str:
    """What is said of one item: its name, role, value and states."""
    return control(context_of(scene, language=language), index)


def _is(item: Item, kind: Kind) -> bool:
    if kind is Kind.BUTTON:
        return item.role in BUTTONS
    if kind is Kind.FIELD:
        return item.role in _CONTROLS
    return item.role not in _FRAMEWORK and bool(item.name or item.value or item.role in BUTTONS | _CONTROLS)
