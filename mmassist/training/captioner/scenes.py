"""Whole windows to ask questions about: what is known of their controls, and what the icon encoder makes of each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from mmassist.backends.captioner.memory import MOST_THINGS, ROLES, STATES, Thing
from mmassist.backends.captioner.scenes import LEVEL
from mmassist.training.config import Config
from mmassist.training.degrade import resized
from mmassist.training.faults import TrainingError
from mmassist.training.icons.labels import load_labels
from mmassist.training.pretrain import FOLDER as PRETRAINED
from mmassist.training.progress import Progress
from mmassist.training.qt import need_qt
from mmassist.training.screens.render import APART, drawings, toolkits
from mmassist.training.screens.truth import Element, Screen
from mmassist.training.shards import Shards, ShardWriter
from mmassist.training.tower import IconModel, ImageTower
from mmassist.training.trainer import averaged_model

TRAINED, JUDGED = "scenes", "scenes-judged"
"""The folders of the shards, below the run's."""

_LABEL = 64
"""Bytes of a label that are kept."""

_ROLE = {"icon button": "button"}


@dataclass(frozen=True, slots=True)
class Scene:
    """`looks` [things, dimensions], one row for each of `things`."""

    things: tuple[Thing, ...]
    looks: NDArray[np.float32]


def render_scenes(config: Config, write: Callable[[str], None]) -> None:
    """Goes on where it was stopped. On the main thread; raises TrainingError where no icon encoder is trained yet."""
    need_qt()
    plan = config.scenes
    tower, trained_for = _tower(config)
    for part, name, count in ((TRAINED, "windows to ask about", plan.count), (JUDGED, "windows to judge by", plan.judged)):
        icons = drawings(config, part == JUDGED)
        made = {**json.loads(json.dumps(asdict(plan))), "seed": config.run.seed, "icons": len(icons), "encoder": trained_for}
        writer = ShardWriter(config.folder / part, made)
        progress = Progress(name, count, write)
        done = sum(shard.length for shard in writer.shards)
        apart = APART if part == JUDGED else 0
        with toolkits(config.screens) as drawing:
            while done < count:
                numbers = range(done, min(done + plan.shard, count))
                rows = []
                for number in numbers:
                    rng = np.random.default_rng([config.run.seed + apart, number, 3])
                    rows.append(scene_of(drawing(number)(int(rng.integers(2**31)), 1, icons), tower, config.icons.size))
                writer.add(arrays_of(rows))
                done = numbers.stop
                progress.at(done)


def scene_of(screen: Screen, tower: ImageTower, side: int) -> Scene:
    """The controls in reading order, and what `tower` makes of their pixels."""
    height, width = screen.picture.shape[:2]
    chosen = sorted(screen.elements, key=lambda element: (element.box[1] // LEVEL, element.box[0]))[:MOST_THINGS]
    things = tuple(_thing(element, width, height) for element in chosen)
    if not chosen:
        return Scene((), np.zeros((0, tower.project.out_features), np.float32))
    crops = [resized(_cut(screen, element), side, side) for element in chosen]
    with torch.no_grad():
        looks = tower(torch.from_numpy(np.stack(crops)).permute(0, 3, 1, 2).float()).numpy()
    return Scene(things, looks)


def arrays_of(scenes: Sequence[Scene]) -> dict[str, NDArray[Any]]:
    """All have the axes scenes and MOST_THINGS first. `roles`: -1 for none; `states`: a bit for each; `boxes` [.., 4]; `labels`
    [.., bytes], UTF-8; `looks` [.., dimensions]."""
    count = len(scenes)
    roles = np.full((count, MOST_THINGS), -1, np.int32)
    states = np.zeros((count, MOST_THINGS), np.uint8)
    boxes = np.zeros((count, MOST_THINGS, 4), np.float32)
    labels = np.zeros((count, MOST_THINGS, _LABEL), np.uint8)
    looks = np.zeros((count, MOST_THINGS, scenes[0].looks.shape[1]), np.float32)
    for row, scene in enumerate(scenes):
        looks[row, : len(scene.things)] = scene.looks
        for at, thing in enumerate(scene.things):
            roles[row, at] = ROLES.index(thing.role)
            states[row, at] = sum(1 << bit for bit, state in enumerate(STATES) if state in thing.states)
            boxes[row, at] = thing.box
            written = thing.label.encode()[:_LABEL]
            labels[row, at, : len(written)] = np.frombuffer(written, np.uint8)
    return {"roles": roles, "states": states, "boxes": boxes, "labels": labels, "looks": looks}


def read_scenes(shards: Shards) -> Iterator[Scene]:
    """All of them, in order."""
    columns = (shards.whole(name) for name in ("roles", "states", "boxes", "labels", "looks"))
    for roles, states, boxes, labels, looks in zip(*columns, strict=True):
        count = int((roles >= 0).sum())
        things = tuple(
            Thing(ROLES[role], bytes(label).rstrip(b"\0").decode("utf-8", "ignore"), tuple(box.tolist()), _states(int(bits)))
            for role, bits, box, label in zip(roles[:count], states[:count], boxes[:count], labels[:count], strict=True)
        )
        yield Scene(things, looks[:count])


def _states(bits: int) -> frozenset[str]:
    return frozenset(state for bit, state in enumerate(STATES) if bits >> bit & 1)


def _thing(element: Element, width: int, height: int) -> Thing:
    x, y, wide, high = element.box
    box = (x / width, y / height, (x + wide) / width, (y + high) / height)
    return Thing(_ROLE.get(element.role, element.role), element.label, box, element.states)


def _cut(screen: Screen, element: Element) -> NDArray[np.uint8]:
    x, y, wide, high = element.box
    return np.ascontiguousarray(screen.picture[y : y + high, x : x + wide])


def _tower(config: Config) -> tuple[ImageTower, int]:
    """The icon encoder's image tower, and for how many steps it was trained."""
    found = averaged_model(IconModel(config.tower, config.icons.size, len(load_labels().names)), config.folder / PRETRAINED)
    if found is None:
        raise TrainingError("the captioner looks through the icon encoder: run `mmassist train pretrain` first")
    return found[0].image, found[1].step
