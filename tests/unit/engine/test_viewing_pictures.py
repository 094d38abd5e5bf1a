"""Turns that tell what kind of picture it is: an image file or a window without a tree, by its look."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from mmassist.backends.base import Capabilities
from mmassist.engine.choosing import Rules
from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.record import Request
from mmassist.engine.turn import Options
from mmassist.errors import PerceptionError
from mmassist.perception.elements.finder import Element, Found
from mmassist.perception.elements.vocabulary import KINDS
from mmassist.perception.elements.whole import LONGEST
from mmassist.privacy.policy import Rule
from mmassist.privacy.policy import Rules as Sending
from mmassist.values import (
    Box,
    Channel,
    Frame,
    Node,
    Outline,
    PictureKind,
    Pixels,
    Role,
    State,
    Target,
    TargetKind,
    TextLine,
    Turn,
    Verbosity,
)
from tests.fakes.answering import FakeAnswering
from tests.fakes.parts import WINDOW, FakeEyes, FakeOutlines, FakeParts, FakeTexts
from tests.fakes.remote import FakeRemote

SALES = TextLine("Sales by region", Box(40, 10, 200, 14), 0.99)
BUTTON = Element("button", Box(20, 100, 90, 28), frozenset(), 0.9)


class Eyes(FakeEyes):
    """Keeps the sizes of what it was shown."""

    sizes: tuple[tuple[int, int], ...] = ()

    async def look(self, pixels: Pixels) -> Found:
        self.sizes += (pixels.shape[:2],)
        return await super().look(pixels)


def surely(kind: str) -> dict[str, float]:
    return {each: float(each == kind) for each in KINDS}


@pytest.fixture
def fakes() -> FakeParts:
    return FakeParts(texts=FakeTexts((SALES,)), eyes=Eyes(kinds=surely("chart")))


Make = Callable[..., Engine]


@pytest.fixture
async def make(fakes: FakeParts) -> AsyncIterator[Make]:
    made: list[Engine] = []

    def one(options: Options | None = None) -> Engine:
        made.append(Engine(fakes.parts(), Listeners(spoken=lambda spoken: None, turn=lambda turn: None), options or Options()))
        fakes.mouth.on_started = made[-1].heard
        return made[-1]

    yield one
    for each in made:
        await each.aclose()


@pytest.fixture
def image(tmp_path: Path) -> Target:
    picture = Image.new("RGB", (1600, 1200), "white")
    ImageDraw.Draw(picture).text((40, 40), "Sales by region", fill="black")
    picture.save(tmp_path / "sales.png")
    return Target(TargetKind.IMAGE, path=str(tmp_path / "sales.png"))


async def describe(engine: Engine, target: Target | None = None, verbosity: Verbosity = Verbosity.NORMAL) -> Turn:
    return await engine.describe(Request(time.monotonic(), target or Target(), verbosity=verbosity))


@pytest.mark.parametrize("verbosity", list(Verbosity))
async def test_of_a_picture_it_is_told_what_it_probably_is_and_then_its_text(make: Make, image: Target, verbosity: Verbosity) -> None:
    turn = await describe(make(), image, verbosity)
    assert turn.fault is None
    assert "Probably a chart. Sales by region." in turn.text
    assert turn.scene is not None
    assert turn.scene.looks_like is PictureKind.CHART


async def test_it_is_looked_at_once_and_smaller(fakes: FakeParts, make: Make, image: Target) -> None:
    await describe(make(), image)
    assert isinstance(fakes.eyes, Eyes)
    assert fakes.eyes.sizes == ((600, LONGEST),)


async def test_where_it_is_not_sure_it_is_not_told(fakes: FakeParts, make: Make, image: Target) -> None:
    fakes.eyes = FakeEyes(kinds={each: 1 / len(KINDS) for each in KINDS})
    turn = await describe(make(), image)
    assert "robably" not in turn.text


async def test_a_look_that_takes_long_does_not_keep_the_text_back(fakes: FakeParts, make: Make, image: Target) -> None:
    fakes.eyes = FakeEyes(kinds=surely("chart"), delay=0.5)
    turn = await describe(make(Options(text=0.1)), image)
    assert turn.text.index("Sales by region") < turn.text.index("Probably a chart")
    assert turn.text.count("Sales by region") == 1


async def test_while_a_long_text_is_read_the_kind_is_heard_already(fakes: FakeParts, make: Make, image: Target) -> None:
    class Slow(FakeTexts):
        async def read(self, frame: Frame, first: Box | None = None) -> AsyncGenerator[tuple[TextLine, ...], None]:
            for _ in range(1000):
                if fakes.mouth.texts(Channel.DETAIL):
                    break
                await asyncio.sleep(0.01)
            yield self.lines
            self.complete = True

    fakes.texts = Slow((SALES,))
    turn = await asyncio.wait_for(describe(make(), image), 20)
    assert turn.text.endswith("Probably a chart. Sales by region.")


async def test_a_question_waits_for_the_text(fakes: FakeParts, make: Make, image: Target) -> None:
    fakes.texts = FakeTexts((SALES,), delay=0.3)
    await make(Options(text=0.1)).describe(Request(time.monotonic(), image, question="What is it about?"))
    assert fakes.mouth.texts(Channel.DETAIL)[0] == "Probably a chart."
    assert "Sales by region." in fakes.mouth.texts(Channel.DETAIL)


async def test_a_look_that_fails_is_said_and_the_text_is_told(fakes: FakeParts, make: Make, image: Target) -> None:
    fakes.eyes = FakeEyes(error=PerceptionError("gone"))
    turn = await describe(make(), image)
    assert "Sales by region" in turn.text
    assert turn.warnings == (PerceptionError("gone").spoken,)


async def test_where_no_text_is_either_both_are_told(fakes: FakeParts, make: Make, image: Target) -> None:
    fakes.texts, fakes.eyes = FakeTexts(()), FakeEyes(kinds=surely("photo"))
    turn = await describe(make(), image)
    assert "Probably a photo or a drawing. I see no text." in turn.text


async def test_a_window_is_not_said_to_be_a_picture_of_one(fakes: FakeParts, make: Make) -> None:
    fakes.eyes = FakeEyes(tuple([BUTTON] * 12), kinds=surely("form"))
    turn = await describe(make())
    assert turn.scene is not None
    assert turn.scene.looks_like is None


async def test_a_window_without_a_tree_is_known_by_its_look(make: Make) -> None:
    assert "Probably a chart." in (await describe(make())).text


async def test_a_window_with_a_tree_is_not(fakes: FakeParts, make: Make) -> None:
    text = Node(Role.TEXT_AREA, "Text", 0, frozenset({State.SHOWING}), value="Dear Anna", box=Box(100, 100, 600, 400))
    root = Node(Role.WINDOW, "Untitled 1", -1, frozenset({State.SHOWING}), box=WINDOW.box)
    fakes.outlines = FakeOutlines(Outline((root, text), -1, True, time.monotonic()), kept_warm=True)
    turn = await describe(make())
    assert turn.scene is not None
    assert turn.scene.looks_like is None


class Blind(FakeRemote):
    """A model that takes no pictures."""

    capabilities = Capabilities(images=False, audio=False, streaming=True, local=True)


async def test_a_chart_goes_to_a_model_that_takes_pictures_and_is_asked_about_as_one(fakes: FakeParts, make: Make, image: Target) -> None:
    blind, remote = Blind("Text.", name="blind"), FakeRemote("Sales rise.")
    rules = Rules(order=("blind", "remote", "embedded"), sending=Sending(Rule.ALLOW))
    fakes.answering = FakeAnswering((blind, remote), rules, {"remote"})
    turn = await describe(make(), image)
    assert turn.backend == "remote"
    assert blind.prompts == []
    assert "axes" in remote.sent.instructions
    assert any("blind" in line and "no pictures" in line for line in turn.explanation)


class Near(Blind):
    capabilities = Capabilities(images=True, audio=False, streaming=True, local=True)


async def test_why_it_is_another_model_is_said_though_the_kind_is_known_late(fakes: FakeParts, make: Make, image: Target) -> None:
    rules = Rules(order=("remote", "near", "embedded"), sending=Sending(Rule.ALLOW), day_limit=0.0)
    fakes.answering = FakeAnswering((FakeRemote("Sales rise."), Near("Text.", name="near")), rules, {"remote"})
    turn = await describe(make(), image)
    assert turn.backend == "near"
    assert any("Your limit" in spoken.utterance.text for spoken in turn.spoken)
