"""What is known of a window's tree from its last reading, and what of it is still so. Belongs to the loop of the one who reads."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mmassist.desktop import atspi
from mmassist.desktop.atspi import Bus, Ref, Request
from mmassist.desktop.details import length_of, text_within
from mmassist.desktop.harvest import where
from mmassist.desktop.nodes import PASSWORD, Raw, extents, number
from mmassist.desktop.placement import Extents
from mmassist.values import Box, Outline, State, Window


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`change`: the number of the last change heard of when its reading began. `fields`: what holds text, and what it held, and password
    fields: no event that is followed tells when a program changes that, or moves them. `root`: from which their places are counted.
    `is_of_more`: it was read as a whole, and serves who asks for that alone. `texts`: what fields held when they were asked anew."""

    window: Window
    outline: Outline
    refs: tuple[Ref, ...]
    change: int
    root: Raw | None = None
    fields: tuple[Raw, ...] = ()
    is_of_more: bool = False
    texts: Mapping[Ref, str] = field(default_factory=dict)

    def serves(self, *, whole: bool) -> bool:
        return self.outline.complete if whole else not self.is_of_more

    def outline_at(self, box: Box) -> Outline | None:
        """Where the window is in that place now; None where it is of another size."""
        there = self.window.box
        if (box.width, box.height) != (there.width, there.height):
            return None
        return _moved(self.outline, box.x - there.x, box.y - there.y)

    def refocused(self, ref: Ref) -> Snapshot:
        """With the focus on one of `refs`."""
        return dataclasses.replace(self, outline=_refocused(self.outline, self.refs.index(ref)))

    async def asked(self, bus: Bus, window: Window, focus: Ref | None) -> Mapping[Ref, str] | None:
        """What the fields hold now, that in `focus` first, of those that are where and what they were: what has become a password field
        meanwhile is not asked for its text. None where the window's places are no longer told from where it is. In two round trips: a
        program answers each only when it has drawn what it has to. Raises ProgramGone."""
        root, fields = self.root, sorted(self.fields, key=lambda raw: raw.ref != focus)
        if root is None:
            return {}
        about = [(where(raw), Request(*raw.ref, atspi.ACCESSIBLE, "GetRole"), length_of(raw)) for raw in fields]
        place, *replies = await bus.ask_all([where(root), *itertools.chain(*about)])
        origin = extents(place)
        if _beside(origin, window) != _beside(root.extents, self.window):
            return None
        texts: dict[Ref, str] = {}

        async def ask(known: tuple[Raw, Any, Any, Any]) -> None:
            raw, place, role, length = known
            now = _within(extents(place), origin, raw.moved)
            if now is not None and now == _within(raw.extents, root.extents) and role == raw.role:
                texts[raw.ref] = raw.text if role == PASSWORD else await text_within(bus, raw, number(length, 0))

        await atspi.in_parallel(list(zip(fields, replies[::3], replies[1::3], replies[2::3], strict=True)), ask)
        return texts

    def with_texts(self, texts: Mapping[Ref, str]) -> Snapshot | None:
        """None unless all fields answered, and what changed can be put into the outline: fields whose value is nothing but their text.

        A field that holds nothing any more may also be one that does not answer: the tree is read for that.
        """
        told, before = dict(zip(self.refs, self.outline.nodes, strict=True)), {raw.ref: raw.text for raw in self.fields} | dict(self.texts)
        for raw in self.fields:
            now, was = texts.get(raw.ref), before[raw.ref]
            if now != was and not (now and told[raw.ref].value == was):
                return None
        changed = {ref: now for ref, now in texts.items() if now != before[ref]}
        nodes = tuple(dataclasses.replace(node, value=changed[ref]) if ref in changed else node for ref, node in told.items())
        return dataclasses.replace(self, outline=dataclasses.replace(self.outline, nodes=nodes), texts=texts)


def _within(place: Extents | None, origin: Extents | None, moved: tuple[int, int] = (0, 0)) -> Extents | None:
    """A place as counted from a window's corner: it stays the same while the window moves. `moved`: how far that place is to be moved."""
    return (
        (place[0] + moved[0] - origin[0], place[1] + moved[1] - origin[1], *place[2:]) if place is not None and origin is not None else None
    )


def _beside(place: Extents | None, window: Window) -> Extents | None:
    """A place as counted from where the window is."""
    return _within(place, (window.box.x, window.box.y, 0, 0))


def _moved(outline: Outline, dx: int, dy: int) -> Outline:
    if not dx and not dy:
        return outline

    def moved(box: Box | None) -> Box | None:
        return box.moved(dx, dy) if box else None

    return dataclasses.replace(outline, nodes=tuple(dataclasses.replace(node, box=moved(node.box)) for node in outline.nodes))


def _refocused(outline: Outline, focus: int) -> Outline:
    nodes = list(outline.nodes)
    if outline.focus >= 0:
        nodes[outline.focus] = dataclasses.replace(nodes[outline.focus], states=nodes[outline.focus].states - {State.FOCUSED})
    nodes[focus] = dataclasses.replace(nodes[focus], states=nodes[focus].states | {State.FOCUSED})
    return dataclasses.replace(outline, nodes=tuple(nodes), focus=focus)
