"""How much text is searched, and sent: what is more than any screen shows is left out. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mmassist.values import Box, Scene

# Signs of one text that are searched and that are sent: so much is searched beyond, for what begins before the end and goes over it.
SEARCHED, SENT = 100_000, 95_000
# Signs of all texts together.
_IN_ALL = 200_000
REST = "…"
"""Stands for what is left out."""


@dataclass(frozen=True, slots=True)
class Bounded:
    """`boxes`: where something stands in the picture that was not searched whole."""

    scene: Scene
    texts: tuple[str, ...]
    boxes: tuple[Box, ...] = ()


def bounded(scene: Scene, texts: tuple[str, ...]) -> Bounded:
    """Texts no longer than `SEARCHED`; those that would be too many are left out."""
    shown = sum(len(item.name) + len(item.value) + len(item.description) + len(item.pixels_say) for item in scene.items)
    title = scene.window.title if scene.window else ""
    if shown + sum(len(line.text) for line in scene.lines) + sum(map(len, texts)) + len(title) + len(scene.target.path) <= SENT:
        return Bounded(scene, texts)
    budget = _Budget()
    kept = tuple(map(budget.of, texts))
    window, target = scene.window, scene.target
    if window is not None:
        window = replace(window, title=budget.of(window.title))
    target = replace(target, path=budget.of(target.path))
    boxes: list[Box] = []
    items, lines = list(scene.items), list(scene.lines)
    for at, item in enumerate(scene.items):
        told = item.name, item.value, item.description, item.pixels_say
        if (cut := tuple(map(budget.of, told))) != told:
            name, value, description, said = cut
            items[at] = replace(item, name=name, value=value, description=description, pixels_say=said)
            boxes += [item.box] if item.box else []
    for at, line in enumerate(scene.lines):
        if (text := budget.of(line.text)) != line.text:
            lines[at] = replace(line, text=text)
            boxes.append(line.box)
    return Bounded(replace(scene, window=window, target=target, items=tuple(items), lines=tuple(lines)), kept, tuple(boxes))


class _Budget:
    def __init__(self) -> None:
        self._left = _IN_ALL

    def of(self, text: str) -> str:
        searched = text[:SEARCHED]
        if len(searched) > self._left:
            return REST
        self._left -= len(searched)
        return searched
