"""Fakes of the rooms that a turn works with: each does what its contract says, as slowly or as badly as it is told."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from mmassist.engine.parts import Parts
from mmassist.errors import ActRefused, DesktopError, MmassistError
from mmassist.perception.elements.finder import Element, Found
from mmassist.perception.elements.naming import Icon
from mmassist.speech.voices.base import VoiceOptions
from mmassist.translation import ENGLISH, Translation
from mmassist.values import Box, Channel, Earcon, Frame, Outline, Pixels, Spoken, Target, TargetKind, TextLine, Utterance, Window
from tests.fakes.answering import FakeAnswering

WINDOW = Window(id=7, title="Untitled 1", program="Mousepad", pid=42, box=Box(100, 50, 400, 300))


class FakeWindows:
    def __init__(self, window: Window | None = WINDOW) -> None:
        self.window = window
        self.alive = True
        self.others: tuple[Window, ...] = ()
        self.minimised: tuple[Window, ...] = ()

    def in_front(self) -> Window | None:
        return self.window

    def pointer(self) -> tuple[int, int]:
        return (0, 0)

    def all(self) -> tuple[Window, ...]:
        return (*self.others, *((self.window,) if self.window else ()))

    def is_alive(self, window: Window) -> bool:
        return self.alive

    def is_listed(self, window: Window) -> bool:
        return any(one.id == window.id for one in (*self.all(), *self.minimised))


class FakeOutlines:
    """`outline` after `delay` seconds, or at once where it is `kept_warm`."""

    def __init__(self, outline: Outline | None = None, *, delay: float = 0.0, kept_warm: bool = False) -> None:
        self.outline = outline
        self.delay = delay
        self.kept_warm = kept_warm
        self.error: Exception | None = None
        self.reads = 0
        self.gives_focus = self.presses = True
        self.focused: list[str] = []
        self.pressed: list[str] = []

    def warm(self, window: Window) -> Outline | None:
        return self.outline if self.kept_warm else None

    async def read(self, window: Window, *, deadline: float = 0.3, anew: bool = False, whole: bool = False) -> Outline | None:
        self.reads += 1
        await asyncio.sleep(min(self.delay, deadline))
        if self.error is not None:
            raise self.error
        return self.outline if self.delay <= deadline else None

    async def focus(self, outline: Outline, at: int) -> bool:
        if self.gives_focus and self.outline is not None:
            self.focused.append(outline.nodes[at].name)
            self.outline = replace(self.outline, focus=at)
        return self.gives_focus

    async def press(self, outline: Outline, at: int) -> bool:
        if self.presses:
            self.pressed.append(outline.nodes[at].name)
        return self.presses


@dataclass
class FakeHand:
    """`did`: what it was asked to do, in order. `brings`: what then comes to the front."""

    did: list[tuple[str, tuple[int, int]]] = field(default_factory=list)
    held: bool = False
    error: MmassistError | None = None
    brings: Callable[[Window], None] = lambda window: None

    def point(self, x: int, y: int) -> None:
        if self.error is not None:
            raise self.error
        self.did.append(("point", (x, y)))

    def click(self, x: int, y: int) -> None:
        self.did.append(("click", (x, y)))

    def is_held(self) -> bool:
        return self.held

    def bring(self, window: Window) -> None:
        self.brings(window)


@dataclass
class FakeRemoteInput:
    """`did`: what was done with it, in order, since it was opened. `touched`: the user has pressed something."""

    did: list[tuple[object, ...]] = field(default_factory=list)
    touched: bool = False
    opened: int = 0
    is_open: bool = False

    def open(self) -> None:
        self.opened += 1
        self.is_open = True

    def click(self, x: int, y: int, button: str, times: int) -> None:
        self._do("click", x, y, button, times)

    def turn(self, x: int, y: int, clicks: int) -> None:
        self._do("turn", x, y, clicks)

    def press(self, keysym: str, modifiers: tuple[str, ...]) -> None:
        self._do("press", keysym, modifiers)

    def type(self, character: str) -> None:
        self._do("type", character)

    def is_held(self) -> bool:
        return False

    def is_touched(self) -> bool:
        return self.touched

    def close(self) -> None:
        self.is_open = False

    def _do(self, *act: object) -> None:
        if not self.is_open:
            raise DesktopError("closed")
        if self.touched:
            raise ActRefused("the user's own hands")
        self.did.append(act)


@dataclass
class FakeUnder:
    """`found` lies on top everywhere; None: the window in front."""

    found: Window | None = None

    def at(self, x: int, y: int) -> Window | None:
        return self.found or WINDOW

    def popups(self) -> tuple[Window, ...]:
        return ()


class FakeGrabber:
    def __init__(self) -> None:
        pixels = np.full((300, 400, 4), 255, np.uint8)
        pixels[100:110, 20:200:3] = 0
        self.pixels = pixels
        self.error: Exception | None = None

    def open(self) -> None:
        pass

    def grab(self, target: Target, window: Window | None, pointer: tuple[int, int]) -> Frame:
        if self.error is not None:
            raise self.error
        origin = (window.box.x, window.box.y) if window else (0, 0)
        if target.kind is TargetKind.MONITOR and not target.monitor:
            target = replace(target, monitor=1)
        return Frame(self.pixels, origin, target, time.monotonic())

    def close(self) -> None:
        pass


class FakeTexts:
    """Each line after a further `delay` seconds; `error` at the end."""

    def __init__(self, lines: tuple[TextLine, ...] = (), *, delay: float = 0.0, error: Exception | None = None) -> None:
        self.lines = lines
        self.delay = delay
        self.error = error
        self.closed = 0
        self.complete = False
        self.no_text: tuple[Box, ...] = ()

    async def read(self, frame: Frame, first: Box | None = None) -> AsyncGenerator[tuple[TextLine, ...], None]:
        try:
            for line in self.lines:
                await asyncio.sleep(self.delay)
                yield (line,)
            if self.error is not None:
                raise self.error
            self.complete = True
        finally:
            self.closed += 1

    def unread(self, frame: Frame) -> tuple[Box, ...]:
        return () if self.complete else (Box(0, 0, frame.width, frame.height),)

    def illegible(self, frame: Frame) -> tuple[Box, ...]:
        return self.no_text


@dataclass
class FakeEyes:
    """Finds `found`, in `delay` seconds, holds the whole for each of `kinds` with that chance, and knows `names` by the left edge of the
    box; or fails with `error`."""

    found: tuple[Element, ...] = ()
    names: Mapping[int, str] = field(default_factory=dict)
    delay: float = 0.0
    error: MmassistError | None = None
    usable: bool = True
    kinds: Mapping[str, float] = field(default_factory=dict)
    looks: int = 0
    asked: list[Box] = field(default_factory=list)

    async def look(self, pixels: Pixels) -> Found:
        self.looks += 1
        await asyncio.sleep(self.delay)
        if self.error is not None:
            raise self.error
        return Found(self.found, self.kinds)

    async def icons(self, pixels: Pixels, boxes: Mapping[int, Box]) -> dict[int, Icon]:
        self.asked += boxes.values()
        return {at: Icon(self.names[box.x], 0.9) for at, box in boxes.items() if box.x in self.names}


@dataclass
class FakeMouth:
    """Says an utterance in `pace` seconds; keeps what was begun and what was silenced."""

    pace: float = 0.0
    said: list[Utterance] = field(default_factory=list)
    silenced: int = 0
    heard_out: int = 0
    caught_up: int = 0
    withdrawn: list[str] = field(default_factory=list)
    voice: VoiceOptions = field(default_factory=lambda: VoiceOptions(rate=300, volume=50))
    on_started: Callable[[Spoken], None] = lambda spoken: None

    def say(self, utterance: Utterance) -> None:
        self.said.append(utterance)
        self.on_started(Spoken(utterance, time.monotonic()))

    def hush(self) -> None:
        self.silenced += 1

    def make_way(self) -> None:
        self.silenced += 1

    def give_ear(self) -> None:
        self.silenced += 1

    def hear_out(self) -> None:
        self.heard_out += 1

    def catch_up(self) -> None:
        self.caught_up += 1

    def withdraw(self, text: str) -> None:
        self.withdrawn.append(text)

    async def drained(self, turn_id: int) -> None:
        await asyncio.sleep(self.pace)

    def sounds(self, turn_id: int) -> bool:
        """An utterance is over as soon as it was begun."""
        return False

    def adjust(self, *, rate: int = 0, volume: int = 0) -> VoiceOptions:
        self.voice = replace(self.voice, rate=self.voice.rate + rate, volume=self.voice.volume + volume)
        return self.voice

    def speak_as(self, voice: VoiceOptions) -> None:
        self.voice = voice

    def texts(self, channel: Channel) -> list[str]:
        return [utterance.text for utterance in self.said if utterance.channel is channel]


@dataclass
class FakeParts:
    """All fakes of one turn together; `parts` is what the engine takes."""

    windows: FakeWindows = field(default_factory=FakeWindows)
    outlines: FakeOutlines = field(default_factory=FakeOutlines)
    grabber: FakeGrabber = field(default_factory=FakeGrabber)
    texts: FakeTexts = field(default_factory=FakeTexts)
    mouth: FakeMouth = field(default_factory=FakeMouth)
    earcons: list[Earcon] = field(default_factory=list)
    answering: FakeAnswering = field(default_factory=FakeAnswering)
    eyes: FakeEyes | None = None
    hand: FakeHand = field(default_factory=FakeHand)
    remote: FakeRemoteInput | None = None
    under: FakeUnder | None = None
    translation: Translation = ENGLISH

    async def camera(self, source: str) -> Frame:
        if self.grabber.error is not None:
            raise self.grabber.error
        return Frame(self.grabber.pixels, (0, 0), Target(TargetKind.CAMERA, path=source), time.monotonic())

    def parts(self) -> Parts:
        from mmassist.capture.files import read_image

        return Parts(
            windows=self.windows,
            outlines=self.outlines,
            grabber=self.grabber,
            read_image=read_image,
            look=self.camera,
            texts=self.texts,
            mouth=self.mouth,
            play=self.earcons.append,
            answering=self.answering.answering(),
            eyes=self.eyes,
            hand=lambda: self.hand,
            remote_input=(lambda remote: lambda: remote)(self.remote) if self.remote is not None else None,
            under=self.under,
            translation=self.translation,
        )
