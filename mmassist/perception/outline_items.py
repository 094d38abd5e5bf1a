"""From the nodes of an outline to the items of a scene: what is in the picture, without what is only structure. Pure.

This is the one place where boxes go from the desktop's space to the picture's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from mmassist.perception.agreement import squeezed
from mmassist.values import Box, Item, Node, Outline, Role, Source, State
from mmassist.values.scene import column_letters

_STRUCTURE = frozenset({Role.GROUP, Role.UNKNOWN, Role.CANVAS, Role.PARAGRAPH, Role.LABEL, Role.TEXT, Role.IMAGE, Role.ICON})
FIELDS = frozenset({Role.TEXT_FIELD, Role.TEXT_AREA, Role.PASSWORD, Role.COMBO_BOX, Role.SPIN_BOX, Role.SLIDER, Role.PROGRESS_BAR})
CHOICES = frozenset({Role.CHECK_BOX, Role.RADIO, Role.SWITCH})
# Letters; what is longer is a sentence.
_CAPTION = 40
_ADDRESS = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")
LABELS = frozenset({Role.LABEL, Role.TEXT, Role.PARAGRAPH})


@dataclass(frozen=True, slots=True)
class Kept:
    """Items in the outline's order, parents before children; `focus` is an index into them or -1. `nodes`: each one's in the outline.

    `captions`: labels that became the names of fields. They are no items any more, but the pixels still show them.
    """

    items: tuple[Item, ...]
    focus: int
    captions: tuple[Item, ...] = ()
    nodes: tuple[int, ...] = ()


def items_of(outline: Outline, frame_box: Box) -> Kept:
    """The outline's items in a picture that lies at `frame_box` on the desktop."""
    nodes = outline.nodes
    places = [_in_picture(node.box, frame_box) for node in nodes]
    trust = _Trust(nodes)
    secret = _inside_passwords(nodes) | _inside_shadows(nodes)
    captions = _captions(nodes, places)
    rows = _rows(nodes)
    index: dict[int, int] = {}
    items: list[Item] = []
    for at, node in enumerate(nodes):
        if at != outline.focus and (at in secret or at in captions.used or not trust.shows(node, places[at]) or _is_noise(node)):
            continue
        index[at] = len(items)
        above = index.get(_kept_above(node.parent, nodes, index), -1)
        items.append(_item(node, places[at], above, captions.names.get(at, ""), rows[at]))
    ghosts = tuple(_item(nodes[at], places[at], -1, "", -1) for at in sorted(captions.used) if at not in index)
    return Kept(tuple(items), index.get(outline.focus, -1), ghosts, tuple(index))


def _in_picture(box: Box | None, frame: Box) -> Box | None:
    """`box` in the picture's space, cut off at its edges; None where no part of it is inside."""
    return box.moved(-frame.x, -frame.y).intersection(Box(0, 0, frame.width, frame.height)) if box else None


class _Trust:
    """How far this outline's states and boxes tell what is on the screen. Toolkits differ: GTK 4 says `showing` of few things."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        boxed = [node for node in nodes if node.box]
        self._boxes = 2 * len(boxed) >= len(nodes)
        self._states = 2 * sum(State.SHOWING in node.states for node in boxed) >= len(boxed)

    def shows(self, node: Node, place: Box | None) -> bool:
        if node.box is not None:
            return place is not None and (not self._states or State.SHOWING in node.states or node.parent < 0)
        return not self._boxes or bool(node.states & {State.SHOWING, State.FOCUSED}) or node.parent < 0


def _is_noise(node: Node) -> bool:
    if node.role is Role.SEPARATOR:
        return True
    if node.role is Role.SCROLL_BAR:
        return not node.value
    return node.role in _STRUCTURE and not (node.name.strip() or node.value.strip() or node.labelled_by.strip() or node.description.strip())


def _kept_above(parent: int, nodes: Sequence[Node], index: dict[int, int]) -> int:
    """The nearest ancestor that was kept. A parent stands before its child, so a number that does not is none."""
    while parent >= 0 and parent not in index:
        above = nodes[parent].parent if parent < len(nodes) else -1
        parent = above if above < parent else -1
    return parent


def _item(node: Node, place: Box | None, parent: int, caption: str, row: int) -> Item:
    name, value, address = node.name or node.labelled_by or caption, node.value, ""
    if _is_addressed(node):
        name, value, address = node.value, "", node.name
    return Item(
        role=node.role,
        name=name,
        source=Source.OUTLINE,
        states=node.states,
        value="" if node.role is Role.PASSWORD else value,
        description=node.description,
        box=place,
        parent=parent,
        level=node.level,
        row=row,
        column=node.column,
        address=address,
    )


def _is_addressed(node: Node) -> bool:
    """Whether it is a cell of a spreadsheet, which is called by its place."""
    if node.role is not Role.CELL or not _ADDRESS.fullmatch(node.name):
        return False
    if node.row < 0 or node.column < 0:
        return node.value not in ("", node.name)
    return node.name == f"{column_letters(node.column)}{node.row + 1}"


def _rows(nodes: Sequence[Node]) -> list[int]:
    """The row of each node, counted as people do: web pages count rows of column headers too, and tell so or hold them in rows."""
    tables: list[int] = []
    heads: dict[int, int] = {}
    parents = {node.parent for node in nodes}
    bodies = {node.parent for node in nodes if node.role is not Role.COLUMN_HEADER}
    for at, node in enumerate(nodes):
        tables.append(at if node.role is Role.TABLE else tables[node.parent] if 0 <= node.parent < at else -1)
        if node.role is Role.COLUMN_HEADER and node.row >= 0:
            heads[tables[at]] = max(heads.get(tables[at], 0), node.row + 1)
    held = Counter(tables[at] for at, node in enumerate(nodes) if node.role is Role.ROW and at in parents - bodies)
    above = [heads.get(table, held[table]) if table >= 0 else 0 for table in tables]
    return [-1 if node.row < above[at] else node.row - above[at] for at, node in enumerate(nodes)]


def _inside_passwords(nodes: Sequence[Node]) -> set[int]:
    """All that stands below a password field: a toolkit may put its text there."""
    inside: set[int] = set()
    for at, node in enumerate(nodes):
        if 0 <= node.parent < at and (nodes[node.parent].role is Role.PASSWORD or node.parent in inside):
            inside.add(at)
    return inside


def _inside_shadows(nodes: Sequence[Node]) -> set[int]:
    """A menu bar without a place beside one that has one, and all in it: LibreOffice keeps such a one behind the system's."""
    bars = [at for at, node in enumerate(nodes) if node.role is Role.MENU_BAR]
    inside = {at for at in bars if nodes[at].box is None} if any(nodes[at].box for at in bars) else set()
    for at, node in enumerate(nodes):
        if 0 <= node.parent < at and node.parent in inside:
            inside.add(at)
    return inside


@dataclass(frozen=True, slots=True)
class _Captions:
    """`used`: labels that are the name of a field, and so no items; `names`: what a nameless field is called by one beside it."""

    used: set[int]
    names: dict[int, str]


def _captions(nodes: Sequence[Node], places: Sequence[Box | None]) -> _Captions:
    labels = {at: node for at, node in enumerate(nodes) if node.role in LABELS and node.name.strip() and places[at]}
    captions = _Captions(set(), {})
    by_text: dict[str, list[int]] = {}
    for at, label in labels.items():
        by_text.setdefault(squeezed(label.name) or label.name, []).append(at)
    nameless: list[int] = []
    for at, node in enumerate(nodes):
        if node.role not in FIELDS | CHOICES or places[at] is None:
            continue
        if named := squeezed(node.labelled_by):
            free = [label for label in by_text.get(named, ()) if label not in captions.used]
            if free:
                captions.used.add(min(free, key=lambda label: _distance(places[label], places[at])))
        elif not node.name.strip():
            nameless.append(at)
    for at in nameless:
        taken = captions.used | set(captions.names)
        free_places = {
            label: place
            for label, about in labels.items()
            if label not in taken and (place := places[label]) and _is_caption(about.name.strip(), nodes[at].role)
        }
        if (found := beside(places[at], free_places, after=nodes[at].role in CHOICES)) is not None:
            captions.used.add(found)
            captions.names[at] = labels[found].name
    return captions


def _is_caption(text: str, role: Role) -> bool:
    """Whether a label that the program ties to nothing may be a field's name: short, no sentence; above a text area, "Notes:"."""
    return text.endswith(":") or (role is not Role.TEXT_AREA and len(text) <= _CAPTION and not text.endswith((".", "!", "?")))


def _distance(one: Box | None, other: Box | None) -> float:
    if one is None or other is None:
        return float("inf")
    (x1, y1), (x2, y2) = one.centre, other.centre
    return abs(x1 - x2) + 2 * abs(y1 - y2)


def beside(field: Box | None, labels: dict[int, Box], *, after: bool) -> int | None:
    """Which label belongs to a field by its place: level with it on the left (`after`: on the right), else right above it."""
    if field is None:
        return None
    best: tuple[float, int] | None = None
    for at, label in labels.items():
        gap = label.x - field.right if after else field.x - label.right
        level = label.y < field.centre[1] < label.bottom or field.y < label.centre[1] < field.bottom
        above = field.y - label.bottom
        if level and -4 <= gap <= 4 * label.height:
            cost = float(max(0, gap))
        elif not after and -4 <= above <= label.height and abs(label.x - field.x) <= 2 * label.height:
            cost = 1000.0 + max(0, above)
        else:
            continue
        if best is None or cost < best[0]:
            best = cost, at
    return best[1] if best else None
