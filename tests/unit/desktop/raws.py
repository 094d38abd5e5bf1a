"""Accessible objects in AT-SPI's own terms, as if they had been read."""

from __future__ import annotations

import itertools

from mmassist.desktop.nodes import Raw

_numbers = itertools.count()
ENABLED = 1 << 8 | 1 << 24 | 1 << 25


def raw(role: int, name: str = "", *children: Raw, states: int = 0, **more: str) -> Raw:
    """`role`: AtspiRole's number; `children` get it as their parent."""
    made = Raw((":1.1", f"/{next(_numbers)}"), None, True, True, role, ENABLED | states, name, extents=(1, 1, 9, 9))
    for child in children:
        child.parent = made
        made.children.append(child)
    for field, value in more.items():
        setattr(made, field, value)
    return made
