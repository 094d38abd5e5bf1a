"""Renders whole windows, and looks at them with the app's own eyes: the detector, the recogniser of text, the encoder of icons."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from mmassist.backends.captioner.memory import MOST_THINGS, Thing
from mmassist.backends.captioner.scenes import of_pixels, things_of
from mmassist.inference import shipped
from mmassist.perception.elements.eyes import Eyes
from mmassist.perception.elements.process import KIND as ELEMENTS
from mmassist.perception.elements.sight import Sight
from mmassist.perception.encoder import Options as EncoderOptions
from mmassist.perception.text import Options, TextReader
from mmassist.perception.watching.words import same_name
from mmassist.training.captioner.scenes import CAPTIONED, JUDGED, TRAINED, Scene, arrays_of, known
from mmassist.training.config import Config
from mmassist.training.degrade import degraded
from mmassist.training.progress import Progress
from mmassist.training.qt import need_qt
from mmassist.training.screens.render import APART, drawings, toolkits
from mmassist.training.screens.truth import Element, Screen
from mmassist.training.shards import ShardWriter
from mmassist.values import Box, Frame, Item, Target

_ROLE = {"icon button": "button"}
_UNTITLED = "window title"
"""Eyes don't tell it, for no tree says which heading is one."""

_OVERLAP = 0.5


def render_scenes(config: Config, models: Path, write: Callable[[str], None]) -> None:
    """Goes on where it was stopped. On the main thread. `models`: the eyes' folder. Raises TrainingError, ModelMissing or ModelCorrupt.

    Icons are those of the sets held out, in both parts: the encoder knows those that it learnt from better than it will know others.
    """
    need_qt()
    plan, icons = config.scenes, drawings(config, judged=True)
    rendered = {"count": plan.count, "judged": plan.judged, "shard": plan.shard}
    origin = {**rendered, "seed": config.run.seed, "icons": len(icons), "eyes": eyes_of(models)}
    with toolkits(config.screens) as drawing, _looking(models) as look:
        for part, name, count in ((JUDGED, "windows to judge by", plan.judged), (TRAINED, "windows to ask about", plan.count)):
            writer = ShardWriter(config.folder / part, origin)
            progress = Progress(name, count, write)
            done = sum(shard.length for shard in writer.shards)
            apart = APART if part == JUDGED else 0
            while done < count:
                numbers = range(done, min(done + plan.shard, count))
                rows = []
                for number in numbers:
                    rng = np.random.default_rng([config.run.seed + apart, number, 3])
                    screen = drawing(number)(int(rng.integers(2**31)), 1, icons)
                    rows.append(scene_of(screen, look(_frame(screen, rng))))
                writer.add(arrays_of(rows))
                done = numbers.stop
                progress.at(done)


def eyes_of(models: Path) -> list[str]:
    """Which models see: their checksums. Raises ModelMissing or ModelCorrupt."""
    return sorted(row.sha256 for kind in (ELEMENTS, EncoderOptions().kind) for row in shipped.rows(kind, models))


@contextlib.contextmanager
def _looking(models: Path) -> Iterator[Callable[[Frame], list[Item]]]:
    """What the eyes see in a picture. They have a loop on a thread of their own: the browser that draws pages keeps this thread's."""
    eyes, reader = Eyes(models), TextReader(Options())
    sight = Sight(reader, eyes)
    with ThreadPoolExecutor(1) as thread:
        runner = asyncio.Runner()
        try:
            yield lambda frame: [control.item for control in thread.submit(runner.run, sight.see(frame)).result().controls]
        finally:
            for closing in (reader.aclose(), eyes.aclose()):
                thread.submit(runner.run, closing).result()
            thread.submit(runner.close).result()


def scene_of(screen: Screen, seen: Sequence[Item], nameless: frozenset[str] = CAPTIONED) -> Scene:
    """What was seen in the picture of a screen, beside what is there. Each thing that is there is found once at most, the surest first.
    `nameless`: as `known` takes it."""
    height, width = screen.picture.shape[:2]
    ordered = of_pixels(seen, (width, height))
    things, _ = things_of(ordered) or things_of(of_pixels(ordered.items[:MOST_THINGS], (width, height))) or ((), ())
    present = [_thing(element, width, height) for element in screen.elements if element.role != _UNTITLED]
    boxes = [_in_pixels(thing, width, height) for thing in present]
    found: dict[int, int] = {}
    for at in sorted(range(len(things)), key=lambda one: -things[one].sure):
        box = _in_pixels(things[at], width, height)
        near = [
            (box.iou(other), things[at].role == present[which].role, which)
            for which, other in enumerate(boxes)
            if which not in found.values() and (box.iou(other) >= _OVERLAP or (box.iou(other) and _alike(things[at], present[which])))
        ]
        if near:
            found[at] = max(near, key=lambda one: (one[1], one[0]))[2]
    true = tuple(known(thing, present[found[at]] if at in found else None, nameless) for at, thing in enumerate(things))
    missed = tuple(thing for which, thing in enumerate(present) if which not in found.values())
    return Scene(things, true, missed)


def _alike(thing: Thing, present: Thing) -> bool:
    """In role and name: often only a part of a check box is seen, or of an entry."""
    return thing.role == present.role and same_name(thing.label, present.label)


def _frame(screen: Screen, rng: np.random.Generator) -> Frame:
    """As a screen may be seen: half of them a little worse than they were drawn."""
    picture = degraded(screen.picture, rng)
    opaque = np.full((*picture.shape[:2], 1), 255, np.uint8)
    return Frame(np.ascontiguousarray(np.concatenate([picture[:, :, ::-1], opaque], 2)), (0, 0), Target(), 0.0)


def _thing(element: Element, width: int, height: int) -> Thing:
    x, y, wide, high = element.box
    box = (x / width, y / height, (x + wide) / width, (y + high) / height)
    return Thing(_ROLE.get(element.role, element.role), element.label, box, element.states)


def _in_pixels(thing: Thing, width: int, height: int) -> Box:
    left, top, right, bottom = (round(part * side) for part, side in zip(thing.box, (width, height, width, height), strict=True))
    return Box(left, top, right - left, bottom - top)
