"""What is seen of the controls of a real program's window: what its accessibility tree says, less what a tree does not know. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mmassist.evaluation.eyes.tree import Control, controls_of, ink
from mmassist.measure.looking import Shown
from mmassist.perception.watching.parts import joined
from mmassist.values import Box, Outline, Pixels, Role, State, TextLine

_TITLE_HEIGHT = 64
"""How far from the top of a window its own title bar reaches, at most."""

_EDGE = 6
"""Of a menu, around its entries."""

_SIGNS = 2
"""A name this short is what is drawn on the button; text this short, on one with a longer name, was read from an icon."""

_WIDE = (1.5, 3.0)
"""How many times as wide as high switches are."""

_LISTS = frozenset({Role.TABLE, Role.TREE, Role.LIST})
_SEEN = 0.4
"""Of a control that something lies over, the part that must be seen for it to count."""


def seen_of(shown: Shown, lines: Sequence[TextLine]) -> tuple[Control, ...]:
    """In the picture's space. `lines`: the text in the picture."""
    place, pixels = shown.frame.box, shown.frame.pixels
    menus, switches = _menus(shown.outline, place), _switches(shown, lines)
    found = [*_whole_rows(controls_of(shown.outline, place, pixels, lines), shown), *_title(shown)]
    seen = []
    for control in found:
        if _is_menu(control, found):
            continue
        box = _uncovered(control, menus)
        if box is not None and _is_drawn(pixels[box.y : box.bottom, box.x : box.right, :3]):
            kind = "switch" if control.box in switches else _kind(control, lines)
            seen.append(replace(control, kind=kind, box=box))
    return tuple(seen)


def _whole_rows(controls: Sequence[Control], shown: Shown) -> Iterator[Control]:
    """Rows as far as their list reaches, and the cells of one as one. GTK's are as wide as the list: their cells lie beside what they show
    where there are branches to open."""
    place, is_gtk = shown.frame.box, shown.outline.toolkit.casefold() == "gtk"
    lists = [(node.box.moved(-place.x, -place.y), node.role) for node in shown.outline.nodes if node.role in _LISTS and node.box]
    rows: dict[tuple[Box, int], Control] = {}
    for control in controls:
        corner = control.box.x + 1, control.box.y + control.box.height / 2
        around = min((one for one in lists if one[0].contains(*corner)), key=lambda one: one[0].area, default=None)
        seen = control.box.intersection(around[0]) if around else None
        if control.kind != "list item" or around is None or seen is None:
            yield control
        elif around[1] is Role.LIST:
            yield replace(control, box=seen)
        else:
            row = Box(around[0].x, seen.y, around[0].width, seen.height) if is_gtk else seen
            before = rows.get((around[0], seen.y), Control("list item", row, ""))
            name = f"{before.name} {control.name}".strip()
            rows[around[0], seen.y] = Control("list item", joined(before.box, row), name, before.states | control.states)
    yield from rows.values()


def _switches(shown: Shown, lines: Sequence[TextLine]) -> set[Box]:
    """What GTK calls a toggle button and gives no words, where none are on it, unless it is a square with an icon."""
    if shown.outline.toolkit.casefold() != "gtk":
        return set()
    nodes = [node for node in shown.outline.nodes if node.role is Role.TOGGLE_BUTTON and not node.name]
    boxes = {node.box.moved(-shown.frame.box.x, -shown.frame.box.y) for node in nodes if node.box}
    return {box for box in boxes if _WIDE[0] <= box.width / box.height <= _WIDE[1] and _read_on(box, lines) <= _SIGNS}


def _kind(control: Control, lines: Sequence[TextLine]) -> str:
    """Which buttons show an icon alone: those without a name, too, unless some text is on them; not those whose name is a part of a longer
    line, for a row of them was read as one; and a recogniser reads a letter or two from some icons."""
    if control.kind == "button" and not 0 < len(control.name) <= _SIGNS:
        return "button" if _read_on(control.box, lines) > _SIGNS else "icon button"
    if control.kind == "check box" and control.name and control.box.width < 2 * control.box.height:
        # Qt says so of tools that can be switched on
        return "check box" if _read_on(control.box, lines) > _SIGNS else "icon button"
    if control.kind == "icon button" and any(_says(line, control) for line in lines):
        return "button"
    return control.kind


def _read_on(box: Box, lines: Sequence[TextLine]) -> int:
    """How many letters and digits."""
    return sum(sign.isalnum() for line in lines if box.contains(*line.box.centre) for sign in line.text)


def _says(line: TextLine, control: Control) -> bool:
    common = line.box.intersection(control.box)
    return common is not None and 2 * common.height > line.box.height and control.name.casefold() in line.text.casefold()


def _title(shown: Shown) -> Iterator[Control]:
    """What a program that draws its own title bar says of it is a text like others."""
    place = shown.frame.box
    for node in shown.outline.nodes:
        if node.role in {Role.LABEL, Role.TEXT} and node.box is not None and node.name == shown.window.title and node.name:
            box = node.box.moved(-place.x, -place.y).intersection(Box(0, 0, place.width, min(place.height, _TITLE_HEIGHT)))
            if State.SHOWING in node.states and box is not None and box.area >= _SEEN * node.box.area:
                yield Control("window title", ink(shown.frame.pixels, box), node.name)


def _menus(outline: Outline, place: Box) -> list[Box]:
    """Where menus lie open over the rest."""
    entries: dict[int, list[Box]] = {}
    for node in outline.nodes:
        inside = 0 <= node.parent < len(outline.nodes) and outline.nodes[node.parent].role is Role.MENU
        if inside and node.box is not None and State.SHOWING in node.states and "menu item" in node.role.value:
            entries.setdefault(node.parent, []).append(node.box)
    menus = []
    for boxes in entries.values():
        x, y = min(box.x for box in boxes), min(box.y for box in boxes)
        right, bottom = max(box.right for box in boxes), max(box.bottom for box in boxes)
        menus.append(Box(x - _EDGE - place.x, y - _EDGE - place.y, right - x + 2 * _EDGE, bottom - y + 2 * _EDGE))
    return menus


def _is_menu(control: Control, found: Sequence[Control]) -> bool:
    """Whether it is what the entries of a menu lie on: Qt's trees have it as an entry of its own."""
    return control.kind == "menu item" and any(
        one.kind == "menu item" and one.box != control.box and one.box.intersection(control.box) == one.box for one in found
    )


def _uncovered(control: Control, menus: Sequence[Box]) -> Box | None:
    """What is seen of a control beside menus that are open, as far as that is one box; None where that is too little."""
    box: Box | None = control.box
    for menu in menus:
        common = menu.intersection(box) if box else None
        if box is None or common is None or (control.kind == "menu item" and common == box):
            continue
        left, right = Box(box.x, box.y, menu.x - box.x, box.height), Box(menu.right, box.y, box.right - menu.right, box.height)
        above, below = Box(box.x, box.y, box.width, menu.y - box.y), Box(box.x, menu.bottom, box.width, box.bottom - menu.bottom)
        largest = max((left, right, above, below), key=lambda part: part.area)
        box = largest if largest.area >= _SEEN * control.box.area else None
    return box


def _is_drawn(pixels: Pixels) -> bool:
    """Whether anything is seen there."""
    return bool((pixels != pixels[:1, :1]).any())
