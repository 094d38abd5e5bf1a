"""Buttons of real programs that show nothing but an icon, and which labels mean what their programs call them. By them it is set how sure a
name must be: a program's icons are not those of a set alone, and half of its buttons do what no label says.

The programs are those that the detector and the captioner learn from or are judged by; evaluations look at others. Their icons are those of
themes that are held out, and their own.
"""

from __future__ import annotations

import asyncio
import dataclasses
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mmassist.errors import MmassistError
from mmassist.evaluation.eyes.programs import means
from mmassist.evaluation.eyes.tree import Control, controls_of
from mmassist.measure.looking import Dress, Entry, Shown, entries, look_at
from mmassist.measure.programs import ProgramFailed
from mmassist.perception.elements.icons import square
from mmassist.perception.encoder_scaling import scaled
from mmassist.training.config import Config
from mmassist.training.faults import TrainingError
from mmassist.training.icons.labels import Labels, load_labels
from mmassist.training.icons.render import BUTTONS
from mmassist.training.icons.sets import Theme, load_themes
from mmassist.training.progress import Progress
from mmassist.training.screens.dress import some_dress
from mmassist.training.screens.programs import TABLE, need_desktop
from mmassist.training.shards import ShardWriter

_TABLES = (TABLE, *(TABLE.parents[1] / "captioner" / name for name in ("programs.toml", "programs-judged.toml")))
_LEAST, _MOST, _WIDE = 12, 64, 1.7
"""A button's height in pixels, and how many times as wide it may be: a wider one has words on it."""

_WINDOW = (800, 1400), (500, 900)
_PATIENCE = 60.0
_SYSTEM = Path("/usr/share")


@dataclass(frozen=True, slots=True)
class Button:
    """`picture` [side, side, 3], RGB, as the encoder gets it; `name`: as its program says."""

    name: str
    picture: NDArray[np.uint8]


def look_at_buttons(config: Config, write: Callable[[str], None]) -> None:
    """One look at each window of the programs that are installed; what fails is said, and left out.

    In `packaging/virtual-desktop.sh`, for it presses keys. Raises TrainingError.
    """
    themes = [theme for theme in load_themes() if theme.name in config.icons.held_out]
    if not config.icons.themes or not themes:
        raise TrainingError("buttons are shown with icons of themes that are held out: [icons] names none")
    need_desktop("buttons")
    wanted = [one for table in _TABLES for one in entries(table) if one.is_installed and not one.menu and not one.text]
    if not wanted:
        raise TrainingError("none of the programs is installed: packaging/debian-programs.txt, packaging/debian-scenes.txt")
    with _data_folder(themes, Path(config.icons.themes)) as data:
        asyncio.run(_looked(config, wanted, [theme.folder for theme in themes], data, write))


async def _looked(config: Config, wanted: Sequence[Entry], themes: Sequence[str], data: Path, write: Callable[[str], None]) -> None:
    labels, progress, known = load_labels(), Progress("looks at buttons", len(wanted), write), set[tuple[str, str, bytes]]()
    side, found = config.icons.size, list[Button]()
    for at, entry in enumerate(wanted):
        progress.at(at)
        try:
            shown = await asyncio.wait_for(
                look_at(entry, _dress(np.random.default_rng([config.run.seed, at, 12]), themes, data)), _PATIENCE
            )
        except (ProgramFailed, MmassistError, TimeoutError) as error:
            write(f"left out: {entry.name}: {(str(error) or 'it takes too long').splitlines()[0]}")
            continue
        for button in buttons_of(shown, side):
            # windows of one program share their bars
            key = (entry.package, button.name, button.picture.tobytes())
            if key not in known:
                known.add(key)
                found.append(button)
    progress.at(len(wanted))
    if not found:
        raise TrainingError("no button was found that shows nothing but an icon")
    meant = np.stack([meaning(button.name, labels) for button in found])
    origin: Mapping[str, Any] = {"size": side, "seed": config.run.seed, "themes": list(themes), "windows": [entry.name for entry in wanted]}
    ShardWriter(config.folder / BUTTONS, origin).add({"pictures": np.stack([button.picture for button in found]), "meant": meant})
    write(f"{len(found):,} buttons that show nothing but an icon; {int(meant.any(1).sum()):,} of them do what some label says")


def buttons_of(shown: Shown, side: int) -> Iterator[Button]:
    """Those that are no wider than an icon is, as far as they are seen whole and anything is drawn on them."""
    for control in controls_of(shown.outline, shown.frame.box, shown.frame.pixels, ()):
        if _is_icon(control):
            pixels = square(shown.frame.pixels, control.box)
            if (pixels != pixels[:1, :1]).any():
                yield Button(control.name, scaled(pixels, side, side))


def meaning(name: str, labels: Labels) -> NDArray[np.bool_]:
    """[labels]: those of which a word stands in a program's own name, as evaluations judge it."""
    return np.array([means(label, name, {label: labels.texts(at)}) for at, label in enumerate(labels.names)])


def _is_icon(control: Control) -> bool:
    box = control.box
    return (
        control.kind == "icon button" and bool(control.name) and _LEAST <= box.height <= _MOST and _LEAST <= box.width <= _WIDE * box.height
    )


def _dress(rng: np.random.Generator, themes: Sequence[str], data: Path) -> Dress:
    dress = some_dress(rng, data, themes)
    size = int(rng.integers(*_WINDOW[0])), int(rng.integers(*_WINDOW[1]))
    return dataclasses.replace(dress, environment={**dress.environment, "XDG_DATA_DIRS": str(data)}, size=size)


@contextmanager
def _data_folder(themes: Sequence[Theme], unpacked: Path) -> Iterator[Path]:
    """All that programs share on this system, but with no icon themes other than those: what these lack would be drawn from Adwaita, by
    which models are evaluated."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        for one in _SYSTEM.iterdir():
            if one.name != "icons":
                (data / one.name).symlink_to(one)
        (data / "icons").mkdir()
        (data / "icons/hicolor").symlink_to(_SYSTEM / "icons/hicolor")
        for theme in themes:
            (data / "icons" / theme.folder).symlink_to(theme.place(unpacked).resolve())
        yield data
