"""Where in a window the wheel is turned, so that it scrolls the page and changes no value. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from mmassist.values import Box, Node, Outline, Role, State

# Over these a wheel chooses or sets something instead.
_TURNED = frozenset({Role.COMBO_BOX, Role.SPIN_BOX, Role.SLIDER, Role.TAB, Role.TAB_LIST})
_PAGES = frozenset({Role.DOCUMENT, Role.TEXT_AREA, Role.TERMINAL, Role.LIST, Role.TABLE, Role.TREE})
# Of the page's width, the first that will do.
_COLUMNS = (1 / 2, 1 / 4, 3 / 4, 1 / 8, 7 / 8, 1 / 16, 15 / 16)


def wheel_place(window: Box, outline: Outline | None) -> tuple[int, int] | None:
    """In the desktop's space: in the middle of the largest page, list or table that the tree tells of, else of the window. None where every
    place would come over a control in it that a wheel changes, which is so wherever one stands above or below, for it moves."""
    nodes = outline.nodes if outline else ()
    pages = [(box, at) for at, node in enumerate(nodes) if node.role in _PAGES and (box := _in_sight(node, window))]
    page, holder = max(((box, at) for box, at in pages if 4 * box.area >= window.area), key=lambda one: one[0].area, default=(window, -1))
    inside = _inside(nodes, holder)
    turned = [node.box for at, node in enumerate(nodes) if node.role in _TURNED and node.box and at in inside]
    for share in _COLUMNS:
        x = page.x + int(share * page.width)
        if not any(box.x <= x < box.right for box in turned):
            return x, int(page.centre[1])
    return None


def _in_sight(node: Node, window: Box) -> Box | None:
    """Firefox may not tell where its page is: it takes up nearly all of the window."""
    if node.box is None:
        return window if node.role is Role.DOCUMENT and State.SHOWING in node.states else None
    return node.box.intersection(window)


def _inside(nodes: Sequence[Node], holder: int) -> set[int]:
    """What is in it; all, where it is none. A parent stands before its child."""
    if holder < 0:
        return set(range(len(nodes)))
    inside = {holder}
    for at, node in enumerate(nodes):
        if node.parent in inside:
            inside.add(at)
    return inside
