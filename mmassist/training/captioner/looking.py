"""Looks at windows of real programs with the app's own eyes, beside their accessibility trees. The detector learnt from other programs, and
evaluations look at others still."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from mmassist.backends.captioner.memory import MOST_THINGS
from mmassist.errors import MmassistError
from mmassist.measure.looking import Entry
from mmassist.measure.programs import ProgramFailed
from mmassist.perception.elements.eyes import Eyes
from mmassist.perception.elements.sight import Sight
from mmassist.perception.text import Options, TextReader
from mmassist.training.captioner.scenes import PROGRAMS, PROGRAMS_JUDGED, Scene, arrays_of
from mmassist.training.captioner.seeing import eyes_of, scene_of
from mmassist.training.config import Config
from mmassist.training.faults import TrainingError
from mmassist.training.progress import Progress
from mmassist.training.screens.programs import SOME, dressed, installed, need_desktop
from mmassist.training.screens.trees import screen_of
from mmassist.training.shards import ShardWriter

TABLE, JUDGED_TABLE = (Path(__file__).with_name(name) for name in ("programs.toml", "programs-judged.toml"))
PACKAGES = "debian-scenes.txt"

_GROUP = 8
"""Looks that a shard is made of, at most."""

_NAMELESS: frozenset[str] = frozenset()
"""A field that a tree calls nothing may have any name."""


def look_at_programs(config: Config, models: Path, write: Callable[[str], None]) -> None:
    """All looks at the programs of both tables that are installed, those to judge by first. Goes on where it was stopped; what fails is
    said, and left out. `models`: the eyes' folder.

    In `packaging/virtual-desktop.sh`, for it presses keys. Raises TrainingError, ModelMissing or ModelCorrupt.
    """
    if not config.scenes.looks:
        raise TrainingError("the configuration asks for no looks at real programs: [scenes] looks")
    need_desktop("program-scenes")
    asyncio.run(_all_seen(config, models, write))


async def _all_seen(config: Config, models: Path, write: Callable[[str], None]) -> None:
    eyes, reader = Eyes(models), TextReader(Options())
    async with contextlib.aclosing(eyes), contextlib.aclosing(reader):
        for part, table in ((PROGRAMS_JUDGED, JUDGED_TABLE), (PROGRAMS, TABLE)):
            wanted = installed(table, PACKAGES, write)
            windows = json.loads(json.dumps([asdict(entry) for entry in wanted]))
            origin = {"looks": config.scenes.looks, "seed": config.run.seed, "windows": windows, "eyes": eyes_of(models)}
            await _seen(config, ShardWriter(config.folder / part, origin), wanted, Sight(reader, eyes), write)


async def _seen(config: Config, writer: ShardWriter, wanted: Sequence[Entry], sight: Sight, write: Callable[[str], None]) -> None:
    total = len(wanted) * config.scenes.looks
    groups = np.array_split(np.arange(total), -(-total // _GROUP))
    progress = Progress("looks at real programs", total, write)
    for group in groups[len(writer.shards) :]:
        progress.at(int(group[0]))
        scenes = [await _scene(config, int(number), wanted[number % len(wanted)], sight, write) for number in group]
        known = [scene for scene in scenes if scene is not None]
        if not known:
            raise TrainingError(f"of {len(group)} programs none came up: see the lines above")
        writer.add(arrays_of(known))
    progress.at(total)


async def _scene(config: Config, number: int, entry: Entry, sight: Sight, write: Callable[[str], None]) -> Scene | None:
    """One look; None where that fails, or where more controls are seen than the captioner is ever told of."""
    rng = np.random.default_rng([config.run.seed, number, 8])
    try:
        shown = await dressed(entry, Path(config.icons.themes), rng)
        seen = await sight.see(shown.frame)
        screen = screen_of(shown, seen.lines)
        if len(screen.elements) < SOME:
            raise ProgramFailed("its tree has next to no controls")
        if len(seen.controls) > MOST_THINGS:
            raise ProgramFailed("it has more controls than the captioner is told of")
    except (ProgramFailed, MmassistError) as error:
        write(f"left out: {entry.name}: {str(error).splitlines()[0]}")
        return None
    return scene_of(screen, [control.item for control in seen.controls], _NAMELESS)
