"""Which part of the desktop is looked at: around the pointer, around the focus, by numbers, on which monitor. Pure.

All boxes are in the desktop's space, physical pixels; monitors may lie left of or above its origin.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mmassist.values import Box, Node, Outline, Role, State

# Around the pointer: this share of its monitor, so that it holds as much on a fine screen as on a coarse one, and at least so many pixels.
_SHARE = (4, 3)
_LEAST = (480, 360)
# A container that is told alone: smaller ones hold little but the control itself.
_CONTAINER = (300, 120)
# ... and how many times as large the next larger one is.
_MORE = 1.3
# Pixels left around what is too small to be told alone, and by which a box may stand over its region.
_MARGIN, _TOLERANCE = 24, 2
_NO_CONTAINERS = frozenset({Role.APPLICATION, Role.WINDOW, Role.DIALOG, Role.ALERT})
_LONG = 160  # letters; a shorter text is told whole though it is cut off
_TEXTS = frozenset({Role.TEXT_AREA, Role.DOCUMENT, Role.TERMINAL, Role.PARAGRAPH, Role.LABEL, Role.TEXT, Role.HEADING})


def number_at(monitors: Sequence[Box], x: int, y: int) -> int:
    """The monitor that a point is on, or nearest to, counted from 1; of two that show the same the first. `monitors` is not empty."""
    return 1 + min(range(len(monitors)), key=lambda at: _distance(monitors[at], x, y))


def _distance(box: Box, x: int, y: int) -> int:
    """In pixels, squared, from a point to a box; 0 inside."""
    dx = max(box.x - x, 0, x - box.right + 1)
    dy = max(box.y - y, 0, y - box.bottom + 1)
    return dx * dx + dy * dy


def around_pointer(monitors: Sequence[Box], x: int, y: int) -> Box:
    """Some hundred pixels around the pointer, cut off at the edges of its monitor. `monitors` is not empty."""
    monitor = monitors[number_at(monitors, x, y) - 1]
    width, height = max(_LEAST[0], monitor.width // _SHARE[0]), max(_LEAST[1], monitor.height // _SHARE[1])
    return Box(x - width // 2, y - height // 2, width, height).intersection(monitor) or monitor


def around_focus(outline: Outline, window: Box) -> Box | None:
    """The smallest container of the focus that is large enough to make sense, else a part of the window around the focused control.

    None where the tree does not tell what has the focus, or where that is.
    """
    if not 0 <= outline.focus < len(outline.nodes) or (focus := outline.nodes[outline.focus].box) is None:
        return None
    for node in (outline.nodes[at] for at in _path(outline.nodes, outline.focus)):
        box = node.box.intersection(window) if node.box else None
        if box and node.role not in _NO_CONTAINERS and box.width >= _CONTAINER[0] and box.height >= _CONTAINER[1] and _holds(box, focus):
            return box
    wide = max(_LEAST[0], focus.width + 2 * _MARGIN)
    high = max(_LEAST[1], focus.height + 2 * _MARGIN)
    x, y = round(focus.centre[0] - wide / 2), round(focus.centre[1] - high / 2)
    return Box(x, y, wide, high).intersection(window)


def beyond(region: Box, outline: Outline, window: Box) -> Box | None:
    """The smallest container of the focus that holds much more than `region` does; None where that is the window."""
    if not 0 <= outline.focus < len(outline.nodes):
        return None
    for node in (outline.nodes[at] for at in _path(outline.nodes, outline.focus)):
        box = node.box.intersection(window) if node.box else None
        if box and node.role not in _NO_CONTAINERS and box.area >= _MORE * region.area and _holds(box, region):
            return box
    return None


def _path(nodes: Sequence[Node], at: int) -> list[int]:
    """The node and its ancestors, from the inside out. A parent stands before its child, so a number that does not is none."""
    path = [at]
    while 0 <= (parent := nodes[at].parent) < at:
        at = parent
        path.append(at)
    return path


def _holds(box: Box, other: Box) -> bool:
    common = box.intersection(other)
    return common is not None and 2 * common.area >= other.area


def cut_to(outline: Outline, region: Box, above: Sequence[Box] = ()) -> Outline:
    """The outline as it is told of a region: of a long text that goes on beyond it only what the picture shows is told, not all its words,
    and what holds it without a name of its own is not called by these words. What is `above` hides what is wholly behind it."""
    holders: set[int] = set()
    for at, node in enumerate(outline.nodes):
        if _goes_on(node, region):
            holders.add(at)
            over = _path(outline.nodes, at)[1:]
            holders.update(one for one in over if not outline.nodes[one].name.strip() and outline.nodes[one].role not in _NO_CONTAINERS)
    nodes = [replace(node, role=Role.GROUP, value="") if at in holders else node for at, node in enumerate(outline.nodes)]
    return replace(outline, nodes=tuple(_hidden(node) if _is_behind(node, region, above) else node for node in nodes))


def _is_behind(node: Node, region: Box, above: Sequence[Box]) -> bool:
    common = node.box.intersection(region) if node.box else None
    return common is not None and any(common.intersection(box) == common for box in above)


def _hidden(node: Node) -> Node:
    return replace(node, box=None, states=node.states - {State.SHOWING, State.FOCUSED})


def _goes_on(node: Node, region: Box) -> bool:
    common = node.box.intersection(region) if node.box else None
    if node.box is None or common is None or node.role not in _TEXTS or len(node.value or node.name) <= _LONG:
        return False
    return node.box.width > common.width + _TOLERANCE or node.box.height > common.height + _TOLERANCE
