"""What is new in a scene and what is gone from it, compared with the scene before. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from mmassist.dialogue.seen import STRUCTURE, Seen, squeezed
from mmassist.dialogue.untrusted import one_line, quoted
from mmassist.values import Item, Role, Scene

_MOST_GONE = 20
_MOST_NEW = 0.6  # of all items: beyond that it is another page, and everything is new
_TEXT = 120


@dataclass(frozen=True, slots=True)
class Difference:
    """`new`: indices of items; `gone`: lines fit for a prompt; `uncounted`: how many more are gone."""

    new: frozenset[int] = frozenset()
    gone: tuple[str, ...] = ()
    uncounted: int = 0


def difference(before: Scene | None, now: Scene) -> Difference:
    """Nothing where there was no scene before, or it was of another window, or nearly all is new."""
    if before is None or _identity(before) != _identity(now):
        return Difference()
    old, current = _things(before), _things(now)
    new = frozenset(index for key, indices in current.items() if key not in old for index in indices)
    if len(new) > _MOST_NEW * max(1, sum(map(len, current.values()))):
        return Difference()
    gone = [_line(before.items[indices[0]]) for key, indices in old.items() if key not in current]
    return Difference(new, tuple(gone[:_MOST_GONE]), max(0, len(gone) - _MOST_GONE))


def _identity(scene: Scene) -> tuple[object, ...]:
    return scene.target, scene.window.id if scene.window else 0


def _things(scene: Scene) -> dict[tuple[str, str, str], list[int]]:
    seen = Seen(scene)
    found: dict[tuple[str, str, str], list[int]] = {}
    for index, item in enumerate(scene.items):
        if index in seen.secret or item.role in STRUCTURE or seen.is_unseen(item) or not (item.name.strip() or item.value.strip()):
            continue
        value = "" if item.role is Role.PASSWORD else squeezed(item.value)
        found.setdefault((item.role.value, squeezed(item.name), value), []).append(index)
    return found


def _line(item: Item) -> str:
    value = "" if item.role is Role.PASSWORD else one_line(item.value, _TEXT)
    name = one_line(item.name, _TEXT)
    return " ".join(part for part in (item.role.value, quoted(name) if name else "", f"= {quoted(value)}" if value else "") if part)
