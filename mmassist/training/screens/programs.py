"""Pictures of real programs with what their accessibility trees say, for the element detector. No evaluation looks at these programs."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import json
import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from mmassist.errors import MmassistError
from mmassist.measure.looking import Entry, Shown, entries, look_at
from mmassist.measure.programs import ProgramFailed
from mmassist.perception.text import Options, TextReader
from mmassist.training.config import Config
from mmassist.training.faults import TrainingError
from mmassist.training.progress import Progress
from mmassist.training.screens.dress import some_dress
from mmassist.training.screens.trees import screen_of
from mmassist.training.screens.truth import PROGRAMS, Screen, arrays_of, cut
from mmassist.training.screens.window import on_desktop
from mmassist.training.shards import ShardWriter
from mmassist.values import Frame, TextLine

TABLE = Path(__file__).with_name("programs.toml")

_GROUP = 8
"""Looks that a shard is made of, at most."""

_TABS = 3
SOME = 3
"""Controls that a tree must have, or else it is none."""


def render_programs(config: Config, write: Callable[[str], None], table: Path = TABLE) -> None:
    """All looks at all programs of the table that are installed. Goes on where it was stopped; what fails is said, and left out.

    In `packaging/virtual-desktop.sh`, for it presses keys. Raises TrainingError.
    """
    if not config.programs.looks or not config.programs.cuts:
        raise TrainingError("the configuration asks for no looks at real programs: [programs]")
    need_desktop("programs")
    asyncio.run(_rendered(config, write, installed(table, "debian-programs.txt", write)))


def need_desktop(command: str) -> None:
    """Raises TrainingError on a user's own desktop, where no keys are pressed. `command`: of `mmassist train`."""
    if "MMASSIST_DESKTOP" not in os.environ:
        raise TrainingError(f"real programs are shown in a desktop of their own: packaging/virtual-desktop.sh mmassist train {command} ...")


def installed(table: Path, packages: str, write: Callable[[str], None]) -> list[Entry]:
    """The windows of a table whose programs are installed; `packages`: which list of packaging/ has them. Raises TrainingError where none
    is."""
    every = entries(table)
    wanted = [entry for entry in every if entry.is_installed]
    absent = sorted({entry.package for entry in every} - {entry.package for entry in wanted})
    if absent:
        write(f"not installed, and left out: {', '.join(absent)}")
    if not wanted:
        raise TrainingError(f"none of the programs is installed: packaging/{packages}")
    return wanted


async def dressed(entry: Entry, themes: Path, rng: np.random.Generator) -> Shown:
    """One look at a window, dressed by chance. `themes`: as `some_dress` takes them. Raises ProgramFailed, DesktopError or CaptureError."""
    dress = some_dress(rng, themes)
    # the first key makes GTK show where the focus is; in a menu it would close that
    keys = entry.keys if entry.menu else (*entry.keys, *("Tab",) * int(rng.integers(1, _TABS)))
    shown = await look_at(dataclasses.replace(entry, keys=keys), dress)
    if not shown.outline.complete:
        raise ProgramFailed("its tree was not read to the end")
    return shown


async def _rendered(config: Config, write: Callable[[str], None], wanted: Sequence[Entry]) -> None:
    total = len(wanted) * config.programs.looks
    writer = ShardWriter(config.folder / PROGRAMS, _origin(config, wanted))
    groups = np.array_split(np.arange(total), -(-total // _GROUP))
    progress, made = Progress("looks at real programs", total, write), Counter[str]()
    async with contextlib.aclosing(TextReader(Options())) as reader:
        for group in groups[len(writer.shards) :]:
            progress.at(int(group[0]))
            screens: list[Screen] = []
            for number in group:
                screens += await _pieces(config, int(number), wanted[number % len(wanted)], reader, write)
            if not screens:
                raise TrainingError(f"of {len(group)} programs none came up: see the lines above")
            writer.add(arrays_of(screens))
            made.update(element.role for screen in screens for element in screen.elements)
    progress.at(total)
    write(f"elements: {', '.join(f'{role} {count:,}' for role, count in made.most_common())}")


def _origin(config: Config, wanted: Sequence[Entry]) -> dict[str, object]:
    """What decides the pictures, as JSON gives it back."""
    plan, windows = config.programs, json.loads(json.dumps([asdict(entry) for entry in wanted]))
    return {"looks": plan.looks, "cuts": plan.cuts, "size": config.screens.size, "seed": config.run.seed, "windows": windows}


async def _pieces(config: Config, number: int, entry: Entry, reader: TextReader, write: Callable[[str], None]) -> list[Screen]:
    """What is cut out of one look; nothing where that fails."""
    rng = np.random.default_rng([config.run.seed, number, 4])
    try:
        shown = await dressed(entry, Path(config.icons.themes), rng)
        screen = screen_of(shown, await _lines(reader, shown.frame))
        if len(screen.elements) < SOME:
            raise ProgramFailed("its tree has next to no controls")
    except (ProgramFailed, MmassistError) as error:
        write(f"left out: {entry.name}: {str(error).splitlines()[0]}")
        return []
    wide = on_desktop(screen, config.screens.size, rng)
    return [cut(wide, config.screens.size, rng) for _ in range(config.programs.cuts)]


async def _lines(reader: TextReader, frame: Frame) -> tuple[TextLine, ...]:
    async with contextlib.aclosing(reader.read(frame)) as batches:
        return tuple([line async for batch in batches for line in batch])
