"""Lays the controls that are seen over the items that the tree tells: the tree wins on names, pixels fill in what it lacks. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mmassist.perception.elements.naming import ROLES, Named
from mmassist.perception.elements.plausible import rows_of
from mmassist.values import Box, Item, Role, Source, State

_SAME = 0.5
_INSIDE = 0.7
# A state that the pixels deny must be seen surely.
_SURE = 0.7

# What a tree calls so may be any control: the pixels tell which.
_VAGUE = frozenset({Role.UNKNOWN, Role.GROUP, Role.CANVAS, Role.ICON, Role.IMAGE})
# Their parts are drawings.
_LEAVES = frozenset(ROLES.values()) - {Role.LIST_ITEM, Role.TAB} | {Role.TOGGLE_BUTTON, Role.PASSWORD, Role.TEXT_AREA}
# A tree's name for the same thing as the pixels'.
# What holds those that stand side by side, and those that stand under each other.
_HOLDERS = {
    "menu item": (Role.MENU_BAR, Role.MENU),
    "tab": (Role.TAB_LIST, Role.TAB_LIST),
    "list item": (Role.LIST, Role.LIST),
}
_ALIKE = {
    Role.BUTTON: {Role.TOGGLE_BUTTON},
    Role.TEXT_FIELD: {Role.TEXT_AREA, Role.PASSWORD, Role.SPIN_BOX},
    Role.SPIN_BOX: {Role.TEXT_FIELD, Role.COMBO_BOX},
    Role.LIST_ITEM: {Role.TREE_ITEM, Role.ROW, Role.CELL},
    Role.MENU_ITEM: {Role.MENU, Role.CHECK_MENU_ITEM, Role.RADIO_MENU_ITEM},
    Role.IMAGE: {Role.ICON},
}


def with_controls(items: Sequence[Item], controls: Sequence[Named]) -> list[Item]:
    """`items` in their order, then those that only the pixels show. Boxes in the picture's space.

    An item without a name gets what is seen in its place; one of a vague role becomes what it looks like; where a box looks checked and
    the tree denies it, `pixels_say` tells. Nothing is added in a password field, nor in a control whose parts are drawings.
    """
    merged = list(items)
    added: list[Named] = []
    for control in sorted(controls, key=lambda one: -one.element.confidence):
        at = _same(merged[: len(items)], control)
        if at is not None:
            merged[at] = _filled(merged[at], control)
        elif not any(_holds(item, control.element.box) for item in items):
            added.append(control)
    return [*merged, *_held(added, items, len(merged))]


def _held(added: Sequence[Named], items: Sequence[Item], first: int) -> list[Item]:
    """Those that only the pixels show, and behind them what holds those that belong together. `first`: the index that they begin with."""
    found = [replace(control.item, parent=_parent(items, control.element.box)) for control in added]
    for row in rows_of([control.element for control in added]):
        if len(row.members) > 1:
            boxes = [added[at].element.box for at in row.members]
            left, top = min(box.x for box in boxes), min(box.y for box in boxes)
            around = Box(left, top, max(box.right for box in boxes) - left, max(box.bottom for box in boxes) - top)
            sure = min(found[at].confidence for at in row.members)
            role = _HOLDERS[added[row.members[0]].element.role][row.upright]
            for at in row.members:
                found[at] = replace(found[at], parent=first + len(found))
            found.append(Item(role, "", Source.PIXELS, box=around, parent=_parent(items, around), confidence=sure))
    return found


def _same(items: Sequence[Item], control: Named) -> int | None:
    """The item that is this control: of its role, or else of a vague one."""
    near = [(item.box.iou(control.element.box), at) for at, item in enumerate(items) if item.box]
    role = ROLES[control.element.role]
    fit = {role, *_ALIKE.get(role, ())}
    for wanted in (fit, _VAGUE):
        found = [(overlap, at) for overlap, at in near if overlap >= _SAME and items[at].role in wanted]
        if found:
            return max(found)[1]
    return None


def _filled(item: Item, control: Named) -> Item:
    seen = control.item
    role = seen.role if item.role in _VAGUE else item.role
    filled = replace(item, role=role, pixels_say=item.pixels_say or _denied(item, control), source=Source.BOTH)
    if item.name.strip() or not seen.name:
        return filled
    return replace(filled, name=seen.name, confidence=seen.confidence, guessed=seen.guessed)


def _denied(item: Item, control: Named) -> str:
    if State.CHECKABLE not in item.states or control.element.confidence < _SURE or State.CHECKABLE not in control.item.states:
        return ""
    told, seen = State.CHECKED in item.states, State.CHECKED in control.element.states
    return "" if told == seen or State.MIXED in item.states else "checked" if seen else "not checked"


def _holds(item: Item, box: Box) -> bool:
    """Whether what is seen there is a part of this item."""
    common = item.box.intersection(box) if item.box and item.role in _LEAVES else None
    return common is not None and common.area >= _INSIDE * box.area


def _parent(items: Sequence[Item], box: Box) -> int:
    """The smallest item around it, of those of one size the innermost; -1 for none."""
    around = [
        (item.box.area, -at)
        for at, item in enumerate(items)
        if item.box and (common := item.box.intersection(box)) and common.area >= _INSIDE * box.area
    ]
    return -min(around, default=(0, 1))[1]
