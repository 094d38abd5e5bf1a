"""A whole turn without a desktop: stand-ins at the edges, and everything between them as in the app."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager

import numpy as np

from mmassist.backends import catalogue
from mmassist.backends.base import Capabilities
from mmassist.backends.embedded import EmbeddedBackend
from mmassist.capture.cameras import look
from mmassist.capture.files import read_image
from mmassist.dialogue import presets
from mmassist.dialogue.cache import AnswerCache
from mmassist.dialogue.cache import Options as CacheOptions
from mmassist.engine.answer import Answering
from mmassist.engine.border import Border
from mmassist.engine.brains import EMBEDDED, Brain
from mmassist.engine.choosing import Choosing, Known, Rules
from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.parts import Parts
from mmassist.engine.record import Request
from mmassist.engine.turn import Options
from mmassist.privacy import masking
from mmassist.privacy.policy import Rule
from mmassist.privacy.policy import Rules as Sending
from mmassist.speech.queue import Options as SpeechOptions
from mmassist.speech.queue import Speaker
from mmassist.speech.sink import NullOutput
from mmassist.speech.voices.base import VoiceOptions
from mmassist.values import (
    BackendEvent,
    Box,
    Finished,
    Frame,
    FusedPrompt,
    Node,
    Outline,
    Role,
    Spoken,
    State,
    Target,
    TextDelta,
    TextLine,
    Turn,
    Usage,
    Window,
)

WINDOW = Window(id=7, title="Letters", program="Mail", pid=1, box=Box(0, 0, 640, 400))
_SHOWING = frozenset({State.SHOWING})


class Puppet:
    """A backend that answers with the pieces it is given, and keeps the prompt that it got. Nothing of it leaves the process."""

    name = "puppet"
    capabilities = Capabilities(images=True, audio=False, streaming=True, local=False)

    def __init__(self) -> None:
        self.pieces: Sequence[str] = ()
        self.prompt: FusedPrompt | None = None

    async def stream(self, prompt: FusedPrompt) -> AsyncGenerator[BackendEvent, None]:
        self.prompt = prompt
        for piece in self.pieces:
            yield TextDelta(prompt.turn_id, piece)
        yield Finished(prompt.turn_id, "puppet", Usage(100, 100))

    async def aclose(self) -> None:
        """Nothing is held open."""


class Scenery:
    """Window, tree, picture and text of one screen. `texts`: what is written on it, in the tree and in the picture by turns."""

    def __init__(self) -> None:
        self.texts: Sequence[str] = ()
        pixels = np.full((400, 640, 4), 245, np.uint8)
        pixels[40:44, 20:400] = 30
        pixels.flags.writeable = False
        self._frame = Frame(pixels, (0, 0), Target(), time.monotonic())

    def in_front(self) -> Window | None:
        return WINDOW

    def pointer(self) -> tuple[int, int]:
        return 0, 0

    def is_alive(self, window: Window) -> bool:
        return True

    def is_listed(self, window: Window) -> bool:
        return True

    def all(self) -> tuple[Window, ...]:
        return (WINDOW,)

    def warm(self, window: Window) -> Outline | None:
        root = Node(Role.WINDOW, WINDOW.title, -1, _SHOWING, box=WINDOW.box)
        entry = Node(Role.TEXT_FIELD, "Subject", 0, _SHOWING | {State.FOCUSED}, value="Holiday", box=Box(20, 60, 300, 24))
        save = Node(Role.BUTTON, "Save", 0, _SHOWING, box=Box(20, 360, 80, 28))
        named = [Node(Role.LABEL, text, 0, _SHOWING, box=Box(20, 100 + 30 * at, 500, 20)) for at, text in enumerate(self.texts[::2])]
        return Outline((root, entry, save, *named), 1, True, time.monotonic(), "gtk")

    async def read(self, window: Window, *, deadline: float = 0.3, anew: bool = False, whole: bool = False) -> Outline | None:
        return self.warm(window)

    async def focus(self, outline: Outline, at: int) -> bool:
        raise RuntimeError("an answer moved the focus")

    async def press(self, outline: Outline, at: int) -> bool:
        raise RuntimeError("an answer pressed a control")

    def grab(self, target: Target, window: Window | None, pointer: tuple[int, int]) -> Frame:
        return self._frame

    def open(self) -> None:
        """There is no screen to be opened."""

    def close(self) -> None:
        """Nor to be closed."""


class Letters:
    """The recogniser's stand-in: what is written in the picture."""

    def __init__(self, scenery: Scenery) -> None:
        self._scenery = scenery

    async def read(self, frame: Frame, first: Box | None = None) -> AsyncGenerator[tuple[TextLine, ...], None]:
        yield tuple(TextLine(text, Box(20, 115 + 30 * at, 500, 14), 0.97) for at, text in enumerate(self._scenery.texts[1::2]))

    def unread(self, frame: Frame) -> tuple[Box, ...]:
        return ()

    def illegible(self, frame: Frame) -> tuple[Box, ...]:
        return ()


class Stage:
    """Plays turns one after the other on the running loop."""

    def __init__(self, engine: Engine, puppet: Puppet, scenery: Scenery) -> None:
        self.puppet = puppet
        self.scenery = scenery
        self._engine = engine

    async def play(self, *, on_screen: Sequence[str] = (), answer: Sequence[str] = ()) -> Turn:
        self.scenery.texts, self.puppet.pieces = on_screen, answer
        return await self._engine.describe(Request(time.monotonic()))


async def _nothing() -> tuple[float, float]:
    return 0.0, 0.0


@asynccontextmanager
async def open_stage() -> AsyncIterator[Stage]:
    """The engine as the app wires it, with a model that may be asked without asking the user."""
    puppet, scenery = Puppet(), Scenery()
    rows, _ = catalogue.load(None)
    built_in = presets.load()
    brains = [Brain("puppet", "openai", puppet, rows.default("openai")), Brain(EMBEDDED, EMBEDDED, EmbeddedBackend())]
    rules = Rules(order=("puppet", EMBEDDED), sending=Sending(Rule.ALLOW), day_limit=1e9, month_limit=1e9)
    known = Known(consented=lambda brain: True, terms=lambda brain: "", spent=_nothing, first_token=lambda name: None)
    cache = AnswerCache(CacheOptions(entries=0))  # each turn asks anew
    answering = Answering(Border(masking.Options(), built_in, "en"), Choosing(brains, rules, built_in, known), cache, lambda brain: None)
    speech = SpeechOptions(VoiceOptions(voice="en", rate=300, pitch=50, volume=90))
    heard: list[Spoken] = []
    speaker = Speaker(NullOutput(), [], speech, on_started=lambda spoken: engine.heard(spoken))
    parts = Parts(scenery, scenery, scenery, read_image, look, Letters(scenery), speaker, lambda earcon: None, answering)
    engine = Engine(parts, Listeners(heard.append, lambda turn: None), Options())
    await speaker.start()
    try:
        yield Stage(engine, puppet, scenery)
    finally:
        await engine.aclose()
        await speaker.aclose()
        await asyncio.sleep(0)
