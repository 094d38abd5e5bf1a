"""Where in a window the wheel is turned, so that it scrolls the page and changes no value. Pure."""

from __future__ import annotations

from mmassist.values import Box, Outline, Role

# Over these a wheel chooses or sets something instead.
_TURNED = frozenset({Role.COMBO_BOX, Role.SPIN_BOX, Role.SLIDER, Role.TAB, Role.TAB_LIST})
_PAGES = frozenset({Role.DOCUMENT, Role.TEXT_AREA, Role.TERMINAL, Role.LIST, Role.TABLE, Role.TREE})
# Of the page's width, the first that will do.
_COLUMNS = (1 / 2, 1 / 4, 3 / 4, 1 / 8, 7 / 8, 1 / 16, 15 / 16)


def wheel_place(window: Box, outline: Outline | None) -> tuple[int, int] | None:
    """In the desktop's space: in the middle of the largest page, list or table that the tree tells of, else of the window. None where every
    place would come over a control that a wheel changes, which is so wherever one stands above or below, for it moves."""
    nodes = outline.nodes if outline else ()
    pages = [box for node in nodes if node.role in _PAGES and node.box and (box := node.box.intersection(window))]
    page = max((box for box in pages if 4 * box.area >= window.area), key=lambda box: box.area, default=window)
    turned = [node.box for node in nodes if node.role in _TURNED and node.box]
    for share in _COLUMNS:
        x = page.x + int(share * page.width)
        if not any(box.x <= x < box.right for box in turned):
            return x, int(page.centre[1])
    return None
