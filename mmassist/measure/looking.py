"""Looks at the windows of real programs once they have come to rest: the picture, and what the accessibility tree says at that moment."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import time
import tomllib
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mmassist.capture.screen import ScreenGrabber
from mmassist.desktop.outline import OutlineReader
from mmassist.desktop.windows import WindowTracker
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.programs import ProgramFailed, program
from mmassist.values import Frame, Outline, Target, TargetKind, Window

_SETTLED = 1.5
_LOOKS = 8
"""How often, at most, it is looked whether a window is at rest."""

_BLINKING = 400
"""Pixels that may differ in a window at rest: a caret's."""

_DEADLINE = 5.0  # seconds for a tree
_SHOWN = {"QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One window to be looked at, as a table tells of it. `package`: Debian's. `title`: a pattern. `keys` are pressed one after the other
    once the window is there; `menu`: they leave a menu open. `text`: nothing in it is a control; it need not have a tree."""

    name: str
    package: str
    argv: tuple[str, ...]
    title: str
    keys: tuple[str, ...] = ()
    menu: bool = False
    text: bool = False

    @property
    def is_installed(self) -> bool:
        return shutil.which(self.argv[0]) is not None


@dataclass(frozen=True, slots=True)
class Dress:
    """How a program is shown: `environment` beside the desktop's, `files` of settings by their paths in its own folder of configuration,
    `size` of its first window in pixels, None for its own."""

    environment: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    size: tuple[int, int] | None = None


PLAIN = Dress()


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A window in front, and its picture."""

    window: Window
    outline: Outline
    frame: Frame


def entries(table: Path) -> tuple[Entry, ...]:
    """All windows of a table."""
    rows: list[dict[str, Any]] = tomllib.loads(table.read_text("utf-8"))["windows"]
    return tuple(
        Entry(
            row["name"],
            row["package"],
            tuple(row["argv"]),
            row["title"],
            tuple(row.get("keys", ())),
            row.get("menu", False),
            row.get("text", False),
        )
        for row in rows
    )


async def look_at(entry: Entry, dress: Dress = PLAIN) -> Shown:
    """Starts the program, looks, and ends it. In a desktop with a window manager, whose keys and pointer it takes.

    Raises ProgramFailed where it does not come up or come to rest, or shows no tree; DesktopError and CaptureError where the desktop fails.
    """
    tracker, reader, grabber = WindowTracker(), OutlineReader(), ScreenGrabber()
    environment = {**_SHOWN, **dress.environment}
    with program(entry.argv, entry.title, environment=environment, files=dress.files) as running, Keyboard() as keyboard:
        tracker.start()
        try:
            await reader.start()
            _arrange(running.window, dress.size)
            await _rest(grabber)
            for chord in entry.keys:
                keyboard.press(chord)
                await _rest(grabber)
            window = tracker.in_front()
            if window is None:
                raise ProgramFailed("no window is in front")
            outline = await reader.read(window, deadline=_DEADLINE)
            if outline is None and not entry.text:
                raise ProgramFailed("it shows no accessibility tree")
            outline = outline or Outline((), -1, True, time.monotonic())
            return Shown(window, outline, grabber.grab(Target(), window, (0, 0)))
        finally:
            await reader.aclose()
            tracker.close()
            grabber.close()


async def looked_at(wanted: Iterable[Entry], failed: list[str]) -> AsyncIterator[tuple[Entry, Shown]]:
    """Each of them that is installed, one after the other; `failed` gets a line for each that shows no window."""
    for entry in wanted:
        if not entry.is_installed:
            continue
        try:
            shown = await look_at(entry)
        except ProgramFailed as error:
            failed.append(f"{entry.name}: {str(error).splitlines()[0]}")
        else:
            yield entry, shown


async def _rest(grabber: ScreenGrabber) -> None:
    """Until nothing on the screen has changed for a while."""
    before = grabber.grab(Target(TargetKind.SCREEN), None, (0, 0))
    for _ in range(_LOOKS):
        await asyncio.sleep(_SETTLED)
        now = grabber.grab(Target(TargetKind.SCREEN), None, (0, 0))
        if _differing(before, now) <= _BLINKING:
            return
        before = now
    raise ProgramFailed("it does not come to rest")


def _differing(one: Frame, other: Frame) -> int:
    if one.pixels.shape != other.pixels.shape:
        return one.width * one.height
    return int((one.pixels[:, :, :3] != other.pixels[:, :, :3]).any(axis=2).sum())


def _arrange(window: int, size: tuple[int, int] | None) -> None:
    """The window gets its size, and the pointer leaves it, or what is under it would be lit, and tell its tool tip."""
    if size is not None:
        _xdotool("windowsize", str(window), str(size[0]), str(size[1]))
    _xdotool("mousemove", "1", "1")


def _xdotool(*arguments: str) -> None:
    subprocess.run(["xdotool", *arguments], check=False, capture_output=True)
