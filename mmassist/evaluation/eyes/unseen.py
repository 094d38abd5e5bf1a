"""What a turn would tell of windows that expose nothing: real programs, seen without their trees, and judged by them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mmassist.engine.look import Reading, scene_of
from mmassist.engine.viewing import Viewing
from mmassist.evaluation.eyes.tree import Control
from mmassist.evaluation.eyes.truth import seen_of
from mmassist.measure.looking import Entry, entries, looked_at
from mmassist.perception.elements.eyes import Eyes
from mmassist.perception.elements.naming import ROLES
from mmassist.perception.text import Options, TextReader
from mmassist.perception.watching.words import same_name
from mmassist.values import Frame, Item, Role, TextLine, Window

_OVERLAP = 0.5
_HOLDERS = frozenset({Role.MENU_BAR, Role.MENU, Role.TAB_LIST, Role.LIST})
# They say nothing to whom they are told.
_UNTOLD = frozenset({Role.SCROLL_BAR})
# Where a field is for a password only its dots and its name tell; one for a number is a text field in what is true (`tree.py`).
_SAME = {Role.PASSWORD: Role.TEXT_FIELD, Role.SPIN_BOX: Role.TEXT_FIELD}


@dataclass(frozen=True, slots=True)
class Judged:
    """One window. `told`: controls that are told by their look; of them `right` are there, in that role; of these `named` have a name
    in the tree, and `called` are told by it. `present`: controls that the tree tells. `false`: what is told and not there, in words."""

    window: str
    is_text: bool
    told: int
    right: int
    called: int
    named: int
    present: int
    false: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnseenReport:
    """`absent`: packages that are not installed."""

    windows: tuple[Judged, ...]
    absent: tuple[str, ...]
    failed: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {"command": "mmassist evaluate unseen", **asdict(self)}

    def table(self) -> str:
        rows = [_row(one) for one in self.windows]
        for is_text, of in ((False, "windows with controls"), (True, "windows of mere text")):
            group = [one for one in self.windows if one.is_text == is_text]
            told, right, present = (sum(getattr(one, key) for one in group) for key in ("told", "right", "present"))
            if not group:
                continue
            if is_text:
                rows.append(f"{len(group)} {of}: {told} controls told, which is {told / len(group):.1f} a window; none is there.")
                continue
            named, called = sum(one.named for one in group), sum(one.called for one in group)
            rows.append(
                f"{len(group)} {of}: of {told} controls told {right / max(1, told):.0%} are there in that role; of {present} there "
                f"{right / max(1, present):.0%} are told; of {named} right ones that have a name {called / max(1, named):.0%} by that name."
            )
        rows += [f"not installed here: {package}." for package in self.absent]
        return "\n".join([*rows, *(f"failed: {line}" for line in self.failed)])


def _row(one: Judged) -> str:
    false = f" Not there: {'; '.join(one.false[:8])}{' and more' if len(one.false) > 8 else ''}." if one.false else ""
    return f"{one.window}: {one.told} told, {one.right} of them right, {one.present} there.{false}"


async def examine(models: Path, progress: Callable[[str], None]) -> UnseenReport:
    """In a desktop with a window manager. Raises as `Eyes.look` and `TextReader.read`."""
    judged, failed = list[Judged](), list[str]()
    rows = wanted()
    async with contextlib.AsyncExitStack() as stack:
        texts, eyes = TextReader(Options()), Eyes(models)
        stack.push_async_callback(texts.aclose)
        stack.push_async_callback(eyes.aclose)
        async for entry, shown in looked_at(rows, failed):
            told, lines = await _told(shown.frame, shown.window, texts, eyes)
            present = () if entry.text else seen_of(shown, lines)
            judged.append(judge(entry.name, told, present, is_text=entry.text))
            progress(_row(judged[-1]))
    absent = sorted({entry.package for entry in rows if not entry.is_installed})
    return UnseenReport(tuple(judged), tuple(absent), tuple(failed))


def wanted() -> tuple[Entry, ...]:
    """All of unseen.toml."""
    return entries(Path(__file__).with_name("unseen.toml"))


async def _told(frame: Frame, window: Window, texts: TextReader, eyes: Eyes) -> tuple[list[Item], tuple[TextLine, ...]]:
    """As a turn sees a window that has no tree."""
    reading = Reading(texts, frame, None)
    first = scene_of(frame, window, None, None)
    viewing = Viewing(eyes, frame, first, reading)
    await viewing.wait()
    for part in (reading, viewing):
        if part.error is not None:
            raise part.error
    scene = scene_of(frame, window, None, reading, viewing.controls)
    return [item for item in scene.items if item.is_by_look and item.role not in _HOLDERS | _UNTOLD], reading.lines


def judge(window: str, told: Sequence[Item], present: Sequence[Control], *, is_text: bool = False) -> Judged:
    """Each control of the tree is found once, by the one that lies nearest. Pure."""
    left = [(ROLES[one.kind], one) for one in present if ROLES[one.kind] not in _UNTOLD]
    count, right, called, named, false = len(left), 0, 0, 0, []
    for item in sorted(told, key=lambda item: -item.confidence):
        role = _SAME.get(item.role, item.role)
        near = [(item.box.iou(one.box), at) for at, (of, one) in enumerate(left) if of is role and item.box]
        best = max(near, default=(0.0, -1))
        if best[0] < _OVERLAP:
            false.append(" ".join(part for part in (item.role.value, item.name[:40]) if part))
            continue
        one = left.pop(best[1])[1]
        right += 1
        named += bool(one.name)
        called += bool(one.name) and bool(item.name) and same_name(item.name, one.name)
    return Judged(window, is_text, len(told), right, called, named, count, tuple(false))
