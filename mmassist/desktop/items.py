"""Controls as an accessibility API of Windows or macOS told them, and the outline that is made of them."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mmassist.values import Box, Node, Outline, State


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """`node`: what is known, but for its parent; FOCUSED is a claim. `above`: the control that it lies in. `is_structure`: a container that
    means nothing to a person unless it has a name: its children move up to its parent. `handle`: the API's own object, to be acted on."""

    node: Node
    above: Item | None = None
    is_structure: bool = False
    handle: Any = None


@dataclass(frozen=True, slots=True)
class Harvested:
    """`items`: parents before their children, in document order. `complete`: false if time or number cut them short."""

    items: tuple[Item, ...]
    complete: bool
    toolkit: str = ""


def outline_of(found: Harvested) -> tuple[Outline, tuple[Item, ...]]:
    """Without empty containers, and with one focus: of several that claim it the innermost. And the item of each node."""
    focused = max((item for item in found.items if State.FOCUSED in item.node.states), key=_depth, default=None)
    places: dict[Item, int] = {}
    nodes: list[Node] = []
    for item in found.items:
        if item.is_structure and item.above is not None and item is not focused and not (item.node.name or item.node.value):
            continue
        places[item] = len(nodes)
        states = item.node.states if item is focused else item.node.states - {State.FOCUSED}
        nodes.append(dataclasses.replace(item.node, parent=_kept_above(item, places), states=states))
    return Outline(tuple(nodes), places[focused] if focused else -1, found.complete, time.monotonic(), found.toolkit), tuple(places)


def _kept_above(item: Item, places: dict[Item, int]) -> int:
    above = item.above
    while above is not None and above not in places:
        above = above.above
    return places[above] if above is not None else -1


def _depth(item: Item) -> int:
    depth = 0
    while item.above is not None:
        item, depth = item.above, depth + 1
    return depth


def in_sight(box: Box | None, window: Box) -> bool:
    """Whether a control without a box, or with this one, may be seen in its window."""
    return box is None or box.intersection(window) is not None


def box_of(sides: Sequence[float]) -> Box | None:
    """Left, top, width and height as a box; None where they can't be one."""
    if len(sides) != 4 or not all(abs(side) < 1 << 20 for side in sides):
        return None
    x, y, width, height = (round(side) for side in sides)
    return Box(x, y, width, height) if width > 0 and height > 0 else None


def in_order(items: Sequence[Item], filled: Mapping[Item, Node]) -> tuple[Item, ...]:
    """Read breadth first, told depth first; with the nodes of `filled` in their items' place."""
    below: dict[Item | None, list[Item]] = {}
    for item in items:
        below.setdefault(item.above, []).append(item)
    found: list[Item] = []
    stack: list[tuple[Item, Item | None]] = [(item, None) for item in reversed(below.get(None, []))]
    while stack:
        item, above = stack.pop()
        told = Item(filled.get(item, item.node), above, item.is_structure, item.handle)
        found.append(told)
        stack += [(child, told) for child in reversed(below.get(item, []))]
    return tuple(found)
