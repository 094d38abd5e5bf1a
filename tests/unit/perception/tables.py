"""A big table, as a program tells it and as it is read."""

from __future__ import annotations

import random

from mmassist.values import Box, Node, Outline, Role, State, TextLine

SHOWN = frozenset({State.SHOWING})


def table(rows: int) -> tuple[Box, Outline, list[TextLine]]:
    """Ten cells a row; of five cells one is read as it is, one otherwise, three are not read."""
    chosen = random.Random(1)
    words = ["alpha", "beta", "gamma", "delta", "invoice", "total", "window", "figure", "report"]
    screen = Box(0, 0, 1920, 21 * rows)
    nodes, lines = [Node(Role.TABLE, "", -1, SHOWN, box=screen)], []
    for at in range(10 * rows):
        box = Box(at % 10 * 190, at // 10 * 21, 180, 20)
        name = " ".join(chosen.choices(words, k=3)) + f" {at}"
        nodes.append(Node(Role.CELL, name, 0, SHOWN, box=box))
        if at % 5 < 2:
            lines.append(TextLine(name if at % 5 else " ".join(chosen.choices(words, k=4)), box, 0.98))
    return screen, Outline(tuple(nodes), -1, True, 0.0), lines
