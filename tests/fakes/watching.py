"""A desktop to be watched that is drawn by the test: windows, pixels, and a reader that knows what was drawn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from mmassist.engine.watch.contract import Damaged, DeskNews, Opened, Senses, Standing, Stirred, WatchTarget
from mmassist.engine.watch.sight import Look
from mmassist.engine.watch.watch import Voice
from mmassist.engine.watch.watches import Watches
from mmassist.errors import CaptureError, MmassistError
from mmassist.translation import translation
from mmassist.values import Box, Channel, Frame, Target, TextLine, Utterance, Window
from tests.fakes import virtual_time

WINDOW = Window(7, "Chat", "Talk", 42, Box(100, 50, 400, 320))
LINE = 20


class DrawnDesk:
    """One window that is drawn line by line. Changing it tells of it, as X does."""

    def __init__(self) -> None:
        self.tells_damage = True
        self.window: Window | None = WINDOW
        self.shown = True
        self.covered: tuple[Box, ...] = ()
        self.pixels = np.full((400, 600, 4), 240, np.uint8)
        self.texts: dict[bytes, str] = {}
        self.dark = False
        self.broken = False
        self.grabbed = 0
        self.followed: list[int] = []
        self._heard: list[Callable[[DeskNews], None]] = []
        self.write(0, "Welcome")

    def subscribe(self, heard: Callable[[DeskNews], None]) -> None:
        self._heard.append(heard)

    def follow(self, window: int) -> None:
        self.followed.append(window)

    def unfollow(self, window: int) -> None:
        self.followed.remove(window)

    def standing(self, window: int) -> Standing | None:
        return Standing(self.window, self.shown, self.covered) if self.window else None

    def renew(self) -> None:
        """Each stroke is told."""

    def tell(self, news: DeskNews) -> None:
        for heard in self._heard:
            heard(news)

    def write(self, row: int, text: str) -> None:
        """A line of text in the window; "" wipes it."""
        part = self._row(row)
        part[:] = 240
        if text:
            chance = np.random.default_rng(abs(hash(text)) % (1 << 32))
            part[4:16, 10:210, :3] = np.where(chance.random((12, 200, 1)) < 0.4, 0, 240)
            self.texts[part[4:16, 10:210].tobytes()] = text
        if self.tells_damage:
            self.tell(Damaged((self._box.moved(0, row * LINE),)))

    def stir(self, **changes: Any) -> None:
        """The window is another: its title, its place."""
        if self.window is not None:
            self.window = replace(self.window, **changes)
        self.tell(Stirred())

    def open(self, window: Window) -> None:
        self.tell(Opened(window))

    @property
    def _box(self) -> Box:
        return self.window.box if self.window else WINDOW.box

    def _row(self, row: int) -> np.ndarray[Any, np.dtype[np.uint8]]:
        box = self._box
        top = box.y + row * LINE
        return self.pixels[top : top + LINE, box.x : box.right]

    # as a grabber

    def grab_box(self, box: Box) -> Frame:
        self.grabbed += 1
        if self.broken:
            raise CaptureError("broken")
        seen = self.pixels[box.y : box.bottom, box.x : box.right].copy()
        return Frame(np.zeros_like(seen) if self.dark else seen, (box.x, box.y), Target(), 0.0)

    def is_dark(self) -> bool:
        return self.dark

    def close(self) -> None:
        pass

    # as a reader

    async def read(self, frame: Frame, first: Box | None = None) -> AsyncGenerator[tuple[TextLine, ...], None]:
        """Finds the lines that were drawn, wherever they stand in the picture."""
        await asyncio.sleep(0.1)
        dark = (frame.pixels[:, :, :3] == 0).all(axis=2).any(axis=1)
        at = 0
        while at + 12 <= len(dark):
            if not dark[at]:
                at += 1
                continue
            left = int(np.flatnonzero((frame.pixels[at : at + 12, :, :3] == 0).all(axis=2).any(axis=0))[0])
            found = [
                (x, t)
                for x in range(max(0, left - 12), left + 1)
                if (t := self.texts.get(frame.pixels[at : at + 12, x : x + 200].tobytes()))
            ]
            if found:
                yield (TextLine(found[0][1], Box(found[0][0], at, 200, 12), 0.99),)
            at += 12 if found else 1


class AtOnce:
    """Looks without a thread: virtual time has none."""

    async def look(self, work: Callable[[], Look]) -> Look:
        return work()

    async def standing(self, work: Callable[[], Standing | None]) -> Standing | None:
        return work()

    def close(self, last: Callable[[], None]) -> None:
        last()


@dataclass
class HeardMouth:
    """Says an utterance in `pace` seconds."""

    pace: float = 0.0
    said: list[tuple[float, Utterance]] = field(default_factory=list)
    _until: float = 0.0

    def say(self, utterance: Utterance) -> None:
        now = asyncio.get_running_loop().time()
        self._until = max(self._until, now) + self.pace
        self.said.append((now, utterance))

    async def drained(self, turn_id: int) -> None:
        await asyncio.sleep(max(0.0, self._until - asyncio.get_running_loop().time()))


@dataclass
class Watched:
    """Watches on a drawn desk, and what was heard of them."""

    desk: DrawnDesk
    mouth: HeardMouth
    told: list[str]
    faults: list[MmassistError]
    watches: Watches
    target: WatchTarget = field(default_factory=lambda: WatchTarget(window=WINDOW))

    @property
    def announced(self) -> list[str]:
        assert all(utterance.channel is Channel.DETAIL for _, utterance in self.mouth.said)
        return [utterance.text for _, utterance in self.mouth.said]

    async def start(self, *wishes: str) -> None:
        for wish in wishes:
            self.watches.start(wish, self.target)
        await self.watches.ready()
        await asyncio.sleep(0.5)


def watching(script: Callable[[Watched], Coroutine[Any, Any, None]], pace: float = 0.0, language: str = "en", **senses: Any) -> Watched:
    """Runs `script` in virtual time. `language`: that wishes are made in."""

    async def run() -> Watched:
        desk, mouth = DrawnDesk(), HeardMouth(pace)
        told: list[str] = []
        faults: list[MmassistError] = []
        all_senses = Senses(**{"desk": desk, "grabber": desk, "texts": desk, "outlines": None, "camera": None, "ask": None, **senses})
        watches = Watches(all_senses, Voice(mouth, told.append, faults.append, translation=translation(language)), AtOnce())
        watched = Watched(desk, mouth, told, faults, watches)
        try:
            await script(watched)
        finally:
            await watches.aclose()
        return watched

    return virtual_time.run(run())
