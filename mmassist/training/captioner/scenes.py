"""Windows to ask questions about: what the app's own eyes see of each, beside what is there; as they are kept in shards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mmassist.backends.captioner.memory import MOST_THINGS, ROLES, STATES, Thing
from mmassist.perception.watching.words import folded, same_name
from mmassist.training.shards import Shards

TRAINED, JUDGED = "scenes", "scenes-judged"
PROGRAMS, PROGRAMS_JUDGED = "program-scenes", "program-scenes-judged"
"""The folders of the shards, below the run's: of rendered windows, and of those of real programs."""

_KEPT = 2 * MOST_THINGS
"""Things of a window that are kept: those that were seen, and what was missed."""

_LABEL = 64
"""Bytes of a label that are kept."""

CAPTIONED = frozenset({"text field", "combo box", "slider", "switch", "progress bar"})
"""Their words stand beside them, and the rendered truth does not have them. Trees do."""

_SOME = 3
"""Letters of a name that must be seen at least."""

_NOTHING = Thing("", "", (0.0, 0.0, 0.0, 0.0))


@dataclass(frozen=True, slots=True)
class Scene:
    """`things`: what the captioner is told. `true`: what each of them is; without a role where there is none, without a label where it is
    called otherwise; boxes are those that were seen. `missed`: what is there and was not seen."""

    things: tuple[Thing, ...]
    true: tuple[Thing, ...]
    missed: tuple[Thing, ...] = ()


def known(thing: Thing, present: Thing | None, nameless: frozenset[str] = CAPTIONED) -> Thing:
    """What is so of a thing that was seen, where `present` is there, or nothing. `nameless`: roles whose names the truth may lack, so that
    they are called what was seen."""
    if present is None:
        return replace(_NOTHING, box=thing.box)
    is_called = _is_called(thing.label, present) if present.label else present.role in nameless
    return Thing(present.role, thing.label if is_called else "", thing.box, present.states)


def _is_called(label: str, present: Thing) -> bool:
    """Whether it has that name, or that is what is to be seen of a name that does not fit in."""
    seen = folded(label)
    return same_name(label, present.label) or (len(seen) >= _SOME and seen in folded(present.label))


def arrays_of(scenes: Sequence[Scene]) -> dict[str, NDArray[Any]]:
    """All have the axes scenes and _KEPT first; what was missed follows what was seen, and has a sureness of 0.

    What was seen: `roles`, -1 for none, `states`, a bit for each, `boxes` [.., 4], `labels` [.., bytes], UTF-8, `sure` [.., 3]: that it is
    there, that it is called so, and whether that is a guess. What is so: `true_roles`, -1 where there is nothing, `true_states`, and
    `named`, whether the label is so.
    """
    shape = len(scenes), _KEPT
    roles, true_roles = np.full(shape, -1, np.int32), np.full(shape, -1, np.int32)
    states, true_states = np.zeros(shape, np.uint8), np.zeros(shape, np.uint8)
    boxes, sure = np.zeros((*shape, 4), np.float32), np.zeros((*shape, 3), np.float32)
    labels, named = np.zeros((*shape, _LABEL), np.uint8), np.zeros(shape, np.uint8)
    for row, scene in enumerate(scenes):
        missed = [(replace(thing, sure=0.0), thing) for thing in scene.missed]
        for at, (thing, true) in enumerate([*zip(scene.things, scene.true, strict=True), *missed][:_KEPT]):
            roles[row, at], states[row, at] = ROLES.index(thing.role), _bits(thing)
            boxes[row, at], sure[row, at] = thing.box, (thing.sure, thing.named, thing.guessed)
            written = thing.label.encode()[:_LABEL]
            labels[row, at, : len(written)] = np.frombuffer(written, np.uint8)
            if true.role:
                true_roles[row, at], true_states[row, at] = ROLES.index(true.role), _bits(true)
                named[row, at] = true.label == thing.label
    seen: dict[str, NDArray[Any]] = {"roles": roles, "states": states, "boxes": boxes, "labels": labels, "sure": sure}
    return {**seen, "true_roles": true_roles, "true_states": true_states, "named": named}


def scenes_below(folder: Path) -> list[Scene]:
    """All of a folder's; none where nothing was put there. Raises TrainingError where a shard is damaged."""
    return list(read_scenes(Shards(folder))) if folder.is_dir() else []


def read_scenes(shards: Shards) -> Iterator[Scene]:
    """All of them, in order."""
    seen = ("roles", "states", "boxes", "labels", "sure")
    columns = (shards.whole(name) for name in (*seen, "true_roles", "true_states", "named"))
    for roles, *rows in zip(*columns, strict=True):
        count = int((roles >= 0).sum())
        pairs = [_pair(*row) for row in zip(roles[:count], *(row[:count] for row in rows), strict=True)]
        told = [(thing, true) for thing, true in pairs if thing.sure > 0]
        missed = tuple(true for thing, true in pairs if not thing.sure)
        yield Scene(tuple(thing for thing, _ in told), tuple(true for _, true in told), missed)


def _pair(role: int, bits: int, box: Any, label: Any, sure: Any, true_role: int, true_bits: int, named: int) -> tuple[Thing, Thing]:
    called = bytes(label).rstrip(b"\0").decode("utf-8", "ignore")
    there, so, guessed = sure.tolist()
    thing = Thing(ROLES[role], called, tuple(box.tolist()), _states(bits), there, so, bool(guessed))
    if true_role < 0:
        return thing, replace(_NOTHING, box=thing.box)
    return thing, Thing(ROLES[true_role], called if named else "", thing.box, _states(true_bits))


def _bits(thing: Thing) -> int:
    return sum(1 << bit for bit, state in enumerate(STATES) if state in thing.states)


def _states(bits: int) -> frozenset[str]:
    return frozenset(state for bit, state in enumerate(STATES) if int(bits) >> bit & 1)
