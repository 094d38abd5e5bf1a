"""A scene as the captioner takes it: its controls, in the roles that it knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mmassist.backends.captioner.memory import MOST_THINGS, STATES, Thing
from mmassist.values import Box, Item, Role, Scene

_ROLES: Mapping[Role, str] = {
    Role.BUTTON: "button",
    Role.TOGGLE_BUTTON: "button",
    Role.CHECK_BOX: "check box",
    Role.CHECK_MENU_ITEM: "check box",
    Role.RADIO: "radio button",
    Role.RADIO_MENU_ITEM: "radio button",
    Role.SWITCH: "switch",
    Role.TEXT_FIELD: "text field",
    Role.PASSWORD: "text field",
    Role.TEXT_AREA: "text field",
    Role.SPIN_BOX: "text field",
    Role.COMBO_BOX: "combo box",
    Role.SLIDER: "slider",
    Role.TAB: "tab",
    Role.MENU_ITEM: "menu item",
    Role.MENU: "menu item",
    Role.LIST_ITEM: "list item",
    Role.TREE_ITEM: "list item",
    Role.LINK: "link",
    Role.IMAGE: "image",
    Role.PROGRESS_BAR: "progress bar",
    Role.SCROLL_BAR: "scroll bar",
}

_TITLE = (0.0, 0.0, 1.0, 0.05)
"""Where a title stands: the tree does not tell."""


def things_of(scene: Scene) -> tuple[tuple[Thing, ...], tuple[str, ...]]:
    """Its first controls in reading order, and what each is called when it is spoken. What is nowhere in the picture is left out."""
    things, names = [], []
    if scene.window is not None and scene.window.title:
        things.append(Thing("window title", scene.window.title, _TITLE))
        names.append(scene.window.title)
    for item in scene.items:
        role, box = _ROLES.get(item.role), _box(item, scene)
        if role is not None and box is not None and len(things) < MOST_THINGS:
            states = frozenset(state.value for state in item.states) & set(STATES)
            things.append(Thing(role, item.name, box, frozenset(states)))
            names.append(f"probably {item.name}" if item.guessed else item.name)
    return tuple(things), tuple(names)


def boxes_of(things: Sequence[Thing], size: tuple[int, int]) -> tuple[Box, ...]:
    """Their boxes in a picture of that size, none of them empty."""
    width, height = size
    found = []
    for thing in things:
        left, top = min(width - 1, int(thing.box[0] * width)), min(height - 1, int(thing.box[1] * height))
        right, bottom = max(left + 1, round(thing.box[2] * width)), max(top + 1, round(thing.box[3] * height))
        found.append(Box(left, top, right - left, bottom - top))
    return tuple(found)


def _box(item: Item, scene: Scene) -> tuple[float, float, float, float] | None:
    """In parts of the picture's sides; None where none of it is in the picture."""
    width, height = scene.size
    if item.box is None or width <= 0 or height <= 0:
        return None
    left, top, right, bottom = item.box.x / width, item.box.y / height, item.box.right / width, item.box.bottom / height
    if right <= 0 or bottom <= 0 or left >= 1 or top >= 1:
        return None
    return max(0.0, left), max(0.0, top), min(1.0, right), min(1.0, bottom)
