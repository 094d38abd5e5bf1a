"""What the accessibility tree of a real program says is there, in the words of the element detector. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mmassist.perception.watching.parts import INK, part
from mmassist.values import Box, Node, Outline, Pixels, Role, State, TextLine

KINDS = {
    Role.BUTTON: "button",
    Role.TOGGLE_BUTTON: "button",
    Role.CHECK_BOX: "check box",
    Role.RADIO: "radio button",
    Role.SWITCH: "switch",
    Role.TEXT_FIELD: "text field",
    Role.TEXT_AREA: "text field",
    Role.PASSWORD: "text field",
    Role.SPIN_BOX: "text field",
    Role.COMBO_BOX: "combo box",
    Role.SLIDER: "slider",
    Role.TAB: "tab",
    Role.MENU: "menu item",
    Role.MENU_ITEM: "menu item",
    Role.CHECK_MENU_ITEM: "menu item",
    Role.RADIO_MENU_ITEM: "menu item",
    Role.LIST_ITEM: "list item",
    Role.TREE_ITEM: "list item",
    Role.ROW: "list item",
    Role.LINK: "link",
    Role.IMAGE: "image",
    Role.PROGRESS_BAR: "progress bar",
    Role.SCROLL_BAR: "scroll bar",
}
"""Cells of a table are put together to rows."""

# What is drawn in them is theirs: their parts are no controls of their own.
_WHOLE = frozenset({Role.BUTTON, Role.TOGGLE_BUTTON, Role.COMBO_BOX, Role.SPIN_BOX, Role.SCROLL_BAR, Role.SLIDER, Role.LINK})
# Toolkits say of these that they fill the width of their place; what is seen of them is their ink.
_LOOSE = frozenset({"check box", "radio button", "link", "image"})
_LEAST, _PICTURE = 5, 16
# A name this short is what is drawn on the button: recognisers seldom read a lone sign.
_SIGNS = 2
_INSIDE = 0.6
_STATES = {State.CHECKED: "checked", State.SELECTED: "selected", State.DISABLED: "disabled", State.FOCUSED: "focused"}
# Their focus looks like the choice of them.
_CHOSEN = frozenset({"tab", "list item", "menu item"})


@dataclass(frozen=True, slots=True)
class Control:
    """`kind`: one of `elements.vocabulary.ROLES`; `box`: picture's space; `name`: as the program says; `states`: among
    `elements.vocabulary.STATES`."""

    kind: str
    box: Box
    name: str
    states: frozenset[str] = frozenset()


def controls_of(outline: Outline, frame_box: Box, pixels: Pixels, lines: Sequence[TextLine]) -> tuple[Control, ...]:
    """All that is seen of the controls of a window that lies at `frame_box`. `lines`: the text in the picture, to tell which buttons show
    nothing but an icon."""
    inside = _inside_wholes(outline.nodes)
    found = []
    for at, node in enumerate(outline.nodes):
        if at in inside or node.role not in KINDS or State.SHOWING not in node.states or node.box is None:
            continue
        box = node.box.moved(-frame_box.x, -frame_box.y).intersection(Box(0, 0, frame_box.width, frame_box.height))
        if box is None or min(box.width, box.height) < _LEAST or box.area < 0.6 * node.box.area:
            continue
        kind = KINDS[node.role]
        if kind == "image" and min(box.width, box.height) < _PICTURE:
            continue
        if kind == "button" and len(node.name) > _SIGNS and not any(_share(line.box, box) > _INSIDE for line in lines):
            kind = "icon button"
        seen = ink(pixels, box) if kind in _LOOSE else box
        found.append(Control(kind, seen, node.name or node.labelled_by, _states(kind, [node])))
    return (*found, *_rows(outline.nodes, frame_box))


def _states(kind: str, nodes: Sequence[Node]) -> frozenset[str]:
    """What is said of one of the nodes that a control is made of, as far as the detector can tell it."""
    said = frozenset(_STATES[state] for node in nodes for state in node.states if state in _STATES)
    if any(node.role is Role.TOGGLE_BUTTON and State.PRESSED in node.states for node in nodes):
        said |= {"checked"}
    return said - {"focused"} if kind in _CHOSEN else said


def _inside_wholes(nodes: Sequence[Node]) -> set[int]:
    inside: set[int] = set()
    for at, node in enumerate(nodes):
        if 0 <= node.parent < at and (nodes[node.parent].role in _WHOLE or node.parent in inside):
            inside.add(at)
    return inside


def _rows(nodes: Sequence[Node], frame_box: Box) -> list[Control]:
    """Tables that have cells and no rows: what is level in one table is a row."""
    rows: dict[tuple[int, int], list[Node]] = {}
    for node in nodes:
        if node.role is Role.CELL and node.box is not None and State.SHOWING in node.states:
            if 0 <= node.parent < len(nodes) and nodes[node.parent].role is Role.ROW:
                continue
            rows.setdefault((node.parent, node.box.y), []).append(node)
    found = []
    for cells in rows.values():
        boxes = [cell.box for cell in cells if cell.box is not None]
        x, y = min(box.x for box in boxes), min(box.y for box in boxes)
        whole = Box(x, y, max(box.right for box in boxes) - x, max(box.bottom for box in boxes) - y).moved(-frame_box.x, -frame_box.y)
        seen = whole.intersection(Box(0, 0, frame_box.width, frame_box.height))
        if seen is not None and seen.area >= 0.6 * whole.area and min(seen.width, seen.height) >= _LEAST:
            name = " ".join(cell.name for cell in cells if cell.name)
            found.append(Control("list item", seen, name, _states("list item", cells)))
    return found


def ink(pixels: Pixels, box: Box) -> Box:
    """What differs from the ground along the box's edge; the whole box where nothing does."""
    seen = pixels[part(box)][:, :, :3].astype(np.int16)
    edge = np.concatenate([seen[0], seen[-1], seen[:, 0], seen[:, -1]])
    differs = (np.abs(seen - np.median(edge, axis=0)) > INK).any(axis=2)
    rows, columns = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
    if not rows.size:
        return box
    return Box(box.x + int(columns[0]), box.y + int(rows[0]), int(columns[-1] - columns[0]) + 1, int(rows[-1] - rows[0]) + 1)


def _share(line: Box, box: Box) -> float:
    common = line.intersection(box)
    return common.area / line.area if common and line.area else 0.0
