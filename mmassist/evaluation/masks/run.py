"""Runs the windows, shares them as a session does, and looks at each picture that a helper would get."""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from mmassist.engine.engine import Listeners
from mmassist.engine.parts import Parts, Texts
from mmassist.engine.screen import Screen
from mmassist.engine.support.sharing import Sharing
from mmassist.engine.support.veil import dimmed
from mmassist.errors import DesktopError
from mmassist.evaluation.masks import plan
from mmassist.evaluation.show import SYSTEM_PYTHON, require_display
from mmassist.privacy import masking
from mmassist.settings import Settings
from mmassist.support.sender import Patch
from mmassist.values import Frame, Pixels, Target, Window
from mmassist.wiring.rooms import open_rooms

PUBLISHED_SEED = 20261127
_TITLES = {"GTK window": "Account settings", "Qt window": "Bank account"}
_MONITOR = "monitor"
_COMING_UP = 40.0  # seconds
_SLOWEST = 3.0  # seconds for one picture
_READ = 30  # pictures of each kind that are read
_SEEN = 0.1  # of the pictures that must show what may be seen, or the test shows nothing


@dataclass(slots=True)
class Kind:
    """What came of sharing in one way. `clear`: pictures in which was seen what may be. `turning`: those in which was seen what turns, as a
    still. `colours`, `words`: pictures in which something was seen that must not be, by its colour in all of them and by its words in those
    that were `read`."""

    name: str
    frames: int = 0
    clear: int = 0
    turning: int = 0
    colours: int = 0
    read: int = 0
    words: int = 0


@dataclass(slots=True)
class Report:
    seed: int
    kinds: list[Kind] = field(default_factory=list)
    acts: int = 0
    seconds: float = 0.0

    @property
    def met(self) -> bool:
        return all(kind.colours == kind.words == 0 and kind.clear > _SEEN * kind.frames for kind in self.kinds)

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "met": self.met}

    def table(self) -> str:
        return "\n".join(
            (
                f"Seed {self.seed}, {self.seconds:.0f} s, in which the windows did {self.acts} things.",
                *(
                    f"Shared {kind.name}: {kind.frames} pictures, {kind.clear} in which was seen what may be, {kind.turning} with a still "
                    f"of what turns; secrets seen by colour in {kind.colours}, by words in {kind.words} of {kind.read} that were read."
                    for kind in self.kinds
                ),
            )
        )


class Watcher:
    """What the canvas of a helper's browser would hold, and what is wrong with it. `keep`: a folder for pictures that show a secret."""

    def __init__(self, kind: Kind, chance: random.Random, keep: Path | None) -> None:
        self.kind, self._chance, self._keep = kind, chance, keep
        self._picture: Pixels = np.zeros((2, 2, 4), np.uint8)
        self.sample: list[Pixels] = []

    async def draw(self, width: int, height: int, patches: tuple[Patch, ...]) -> None:
        if self._picture.shape[:2] != (height, width):
            self._picture = np.zeros((height, width, 4), np.uint8)
        for patch in patches:
            high, wide = patch.pixels.shape[:2]
            self._picture[patch.y : patch.y + high, patch.x : patch.x + wide] = patch.pixels
        await asyncio.to_thread(self._look)

    def _look(self) -> None:
        kind = self.kind
        kind.frames += 1
        colours = np.ascontiguousarray(self._picture).view(np.uint32)[..., 0] & 0xFFFFFF
        kind.clear += bool((colours == _number(plan.PUBLIC)).any())
        kind.turning += bool((colours == _stilled(plan.TURNING)).any())
        secrets = [as_seen(secret) for secret in (plan.PASSWORD, plan.CARD, plan.VAULT) for as_seen in (_number, _stilled)]
        if any((colours == secret).any() for secret in secrets):
            kind.colours += 1
            if self._keep is not None:
                _write(self._picture, self._keep / f"{kind.name} {kind.frames}.png")
        at = kind.frames - 1 if len(self.sample) < _READ else self._chance.randrange(kind.frames)
        if at < _READ:  # each picture with the same chance
            self.sample[at : at + 1] = [self._picture.copy()]

    async def read(self, texts: Texts) -> None:
        """Looks for words in a sample."""
        for picture in self.sample:
            frame = Frame(np.ascontiguousarray(picture[..., [2, 1, 0, 3]]), (0, 0), Target(), time.monotonic())
            said = " ".join([line.text async for lines in texts.read(frame) for line in lines])
            self.kind.read += 1
            self.kind.words += plan.VAULT_WORD in said or plan.CARD_DIGITS[:9] in said


def run(frames: int, seed: int, keep: Path | None, tell: Callable[[str], None]) -> Report:
    """So many pictures, a third of each kind. Raises DesktopError."""
    require_display()
    report, began = Report(seed), time.monotonic()
    asyncio.run(_run(report, frames, keep, tell))
    report.seconds = time.monotonic() - began
    return report


async def _run(report: Report, frames: int, keep: Path | None, tell: Callable[[str], None]) -> None:
    listeners = Listeners(spoken=lambda said: None, turn=lambda turn: None)
    async with open_rooms(Settings().with_backend("embedded"), listeners, speak=False) as rooms, _actors(report):
        screen = rooms.engine.screen
        for name in (*_TITLES, _MONITOR):
            kind = Kind(name)
            report.kinds.append(kind)
            watcher = Watcher(kind, random.Random(report.seed), keep)  # noqa: S311 # no secrets
            window = await _window(rooms.parts, _TITLES.get(name, _TITLES["GTK window"]))
            await _share(rooms.parts, screen, window, watcher, -(-frames // 3))
            await watcher.read(rooms.parts.texts)
            tell(f"{name}: {kind.frames} pictures, {kind.clear} clear, {kind.colours} with a secret")


async def _share(parts: Parts, screen: Screen, window: Window, watcher: Watcher, frames: int) -> None:
    options = masking.Options(excluded=(plan.VAULT_TITLE,))
    sharing = Sharing(parts, screen, options, lambda: True, lambda shown: None)
    running = asyncio.create_task(sharing.run(window, watcher))
    await asyncio.sleep(0)
    if watcher.kind.name == _MONITOR:
        sharing.show_monitor(1)
    try:
        async with asyncio.timeout(_COMING_UP + _SLOWEST * frames):
            while watcher.kind.frames < frames and not running.done():  # noqa: ASYNC110
                await asyncio.sleep(0.05)
    finally:
        running.cancel()
        await asyncio.wait([running])
    if not running.cancelled():
        running.result()


async def _window(parts: Parts, title: str) -> Window:
    """Raises DesktopError where it does not come up."""
    try:
        async with asyncio.timeout(_COMING_UP):
            while True:
                shown = await asyncio.to_thread(parts.windows.all) if parts.windows is not None else ()
                if (found := next((one for one in shown if one.title == title), None)) is not None:
                    return found
                await asyncio.sleep(0.1)
    except TimeoutError as error:
        raise DesktopError(f"{title}: it did not come up") from error


@asynccontextmanager
async def _actors(report: Report) -> AsyncIterator[None]:
    own = Path(__file__).parent.parent.parent
    gtk = {**os.environ, "GDK_BACKEND": "x11", "PYTHONPATH": str(own), "PYTHONDONTWRITEBYTECODE": "1", "NO_AT_BRIDGE": "0"}
    qt = {**os.environ, "QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    first = [SYSTEM_PYTHON, "-m", "evaluation.masks.gtk_actor", str(report.seed)]
    second = [sys.executable, "-m", "mmassist.evaluation.masks.qt_actor", str(report.seed + 1)]
    with _actor(first, gtk) as one, _actor(second, qt) as other:
        counting = [asyncio.create_task(_count(each, report)) for each in (one, other)]
        try:
            yield
        finally:
            for each in (one, other):
                if each.stdin is not None:
                    each.stdin.close()
            await asyncio.wait(counting)


@contextmanager
def _actor(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
    try:
        yield process
    finally:
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


async def _count(actor: subprocess.Popen[bytes], report: Report) -> None:
    if actor.stdout is not None:
        while await asyncio.to_thread(actor.stdout.readline):
            report.acts += 1


def _number(colour: str) -> int:
    """As the bytes of RGBA are read as one number."""
    return _packed(_values(colour))


def _stilled(colour: str) -> int:
    """As it is in a still."""
    return _packed(dimmed(_values(colour)))


def _values(colour: str) -> Pixels:
    return np.frombuffer(bytes.fromhex(colour.removeprefix("#")), np.uint8)


def _packed(values: Pixels) -> int:
    red, green, blue = map(int, values)
    return red | green << 8 | blue << 16


def _write(picture: Pixels, file: Path) -> None:
    import cv2

    file.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(file), cv2.cvtColor(picture, cv2.COLOR_RGBA2BGR))
