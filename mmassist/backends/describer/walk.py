"""Going through what was seen, one thing after another: what is a stop, and what is said of it."""

from __future__ import annotations

from enum import StrEnum

from mmassist.backends.describer.controls import control, position
from mmassist.backends.describer.detail import context_of
from mmassist.backends.describer.places import place
from mmassist.backends.describer.view import BUTTONS, CHOICES, FIELDS, TEXTS, Placed, View, role_of
from mmassist.values import Item, Role, Scene

_CONTROLS = FIELDS | CHOICES | {Role.TEXT_AREA}
_TEXTS = TEXTS | {Role.HEADING, Role.ALERT, Role.STATUS_BAR}
_FRAMEWORK = frozenset({Role.SEPARATOR, Role.SCROLL_BAR, Role.GROUP, Role.WINDOW, Role.DIALOG, Role.APPLICATION, Role.TOOL_BAR})


class Kind(StrEnum):
    """What to stop at, in the word that is spoken."""

    ITEM = "item"
    BUTTON = "button"
    FIELD = "field"
    TEXT = "text"
    HEADING = "heading"
    LINK = "link"


_ROLES = {Kind.HEADING: Role.HEADING, Kind.LINK: Role.LINK}


def stops(scene: Scene, kind: Kind) -> tuple[int, ...]:
    """Indices into the scene's items of what is visible in the dialog or window, in reading order."""
    return tuple(placed.index for placed in View(scene).placed if _is(placed, kind))


def told(scene: Scene, index: int, language: str = "en", among: tuple[int, ...] = ()) -> str:
    """What is said of one item: its name, role, value and states, the how-manieth of `among` it is, and where in the picture it stands:
    "Save, button, 3 of 7, at the bottom right"."""
    context = context_of(scene, language=language)
    parts = [control(context, index), context.phrases.say("by_its_look") if scene.items[index].is_by_look else ""]
    if index in among and not position(context, index):  # an entry says already which of its list it is
        parts.append(context.phrases.say("position", index=among.index(index) + 1, total=len(among)))
    item = scene.items[index]
    parts.append(place(context, [Placed(0, index, item, role_of(item), -1, -1)]))
    return context.phrases.clauses(parts)


def content(scene: Scene, index: int, language: str = "en") -> str:
    """The text of one item, to be copied or spelled: what a field holds, else its name. Always "" for a password field."""
    item = scene.items[index]
    if item.role is Role.PASSWORD:
        return ""
    if item.value and (item.role in FIELDS or item.role is Role.TEXT_AREA):
        return item.value
    return item.name or item.value or context_of(scene, language=language).name(index)


def _is(placed: Placed, kind: Kind) -> bool:
    if kind is Kind.BUTTON:
        return placed.role in BUTTONS
    if kind is Kind.FIELD:
        return placed.role in _CONTROLS
    if kind in _ROLES:
        return placed.role is _ROLES[kind] and _says(placed.item)
    if kind is Kind.TEXT:
        return placed.role in _TEXTS and _says(placed.item)
    return placed.role not in _FRAMEWORK and (_says(placed.item) or placed.role in BUTTONS | _CONTROLS)


def _says(item: Item) -> bool:
    return bool(item.name.strip() or item.value.strip())
