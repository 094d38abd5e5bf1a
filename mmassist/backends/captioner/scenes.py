"""A scene as the captioner takes it: its controls, in the roles that it knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mmassist.backends.captioner.memory import MOST_THINGS, STATES, Thing
from mmassist.values import Item, Role, Scene, Source, Target

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

TITLE = (0.0, 0.0, 1.0, 0.05)
"""Where a title stands: the tree does not tell."""


_LONGEST_NAME = 80
"""Characters of a name that are heard; one that is longer is a text, which the describer reads."""

LEVEL = 16
"""Pixels within which the tops of controls in one row lie."""


def of_pixels(items: Iterable[Item], size: tuple[int, int]) -> Scene:
    """A picture of that size without a tree, in which only these controls were seen."""
    ordered = sorted(items, key=lambda item: (item.box.y // LEVEL, item.box.x) if item.box else (0, 0))
    return Scene(Target(), None, size, tuple(ordered))


def things_of(scene: Scene) -> tuple[tuple[Thing, ...], tuple[str, ...]] | None:
    """Its controls, and what each is called when it is spoken. What is nowhere in the picture is left out.

    None where not all are known, or they are too many: what there are, how many, and that there is none, could not be told truly.
    """
    things, names = [], []
    if scene.window is not None and scene.window.title:
        things.append(Thing("window title", scene.window.title[:_LONGEST_NAME], TITLE))
        names.append(things[0].label)
    for item in scene.items:
        role, box = _ROLES.get(item.role), _box(item, scene)
        if role is not None and box is not None:
            states = frozenset(state.value for state in item.states) & set(STATES)
            name = item.name[:_LONGEST_NAME]
            things.append(Thing(role, name, box, frozenset(states), *_sureness(item), item.guessed))
            names.append(f"probably {name}" if item.guessed else name)
    return (tuple(things), tuple(names)) if scene.outline_complete and len(things) <= MOST_THINGS else None


def _sureness(item: Item) -> tuple[float, float]:
    """That it is there, and that it is called that. What a tree tells is there, even where only the pixels tell its name."""
    if item.source is not Source.PIXELS:
        return 1.0, item.confidence
    return min(1.0, item.confidence / item.named) if item.named else 0.0, item.named


def _box(item: Item, scene: Scene) -> tuple[float, float, float, float] | None:
    """In parts of the picture's sides; None where none of it is in the picture."""
    width, height = scene.size
    if item.box is None or width <= 0 or height <= 0:
        return None
    left, top, right, bottom = item.box.x / width, item.box.y / height, item.box.right / width, item.box.bottom / height
    if right <= 0 or bottom <= 0 or left >= 1 or top >= 1:
        return None
    return max(0.0, left), max(0.0, top), min(1.0, right), min(1.0, bottom)
