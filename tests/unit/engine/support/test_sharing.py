"""What a helper gets of a window whose password field moves, appears and is written in while it is looked through."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncGenerator, Callable
from dataclasses import replace

import numpy as np
import pytest

from mmassist.engine.screen import Screen
from mmassist.engine.support import sharing, stills
from mmassist.engine.support.sharing import Sharing, Shown
from mmassist.engine.support.veil import places, touches
from mmassist.privacy import masking
from mmassist.support.sender import Patch
from mmassist.values import Box, Frame, Node, Outline, Role, Target, TextLine, Window
from tests.fakes.parts import WINDOW, FakeGrabber, FakeOutlines, FakeParts, FakeTexts, FakeUnder
from tests.fakes.sending import FakeSender

SECRET = (11, 22, 233)  # BGR of what is typed in the field
FRAMES = 1000


class Desk:
    """A window of 400 by 300 in which a password field moves now and then; all who look see the same."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.field: Box | None = None
        self.moved = 0

    def stir(self) -> None:
        if self.random.random() < 0.03:
            self.moved += 1
            x, y = self.random.randrange(0, 280), self.random.randrange(0, 260)
            self.field = Box(x, y, 100, 24) if self.random.random() < 0.8 else None


class Grabber(FakeGrabber):
    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.count = 0

    def grab(self, target: Target, window: Window | None, pointer: tuple[int, int]) -> Frame:
        self.desk.stir()
        self.count += 1
        pixels = np.full((300, 400, 4), 255, np.uint8)
        if (field := self.desk.field) is not None:
            pixels[field.y + 4 : field.bottom - 4, field.x + 4 : field.right - 4, :3] = SECRET
        return Frame(pixels, (100, 50), target, time.monotonic())


class Outlines(FakeOutlines):
    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    async def read(self, window: Window, *, deadline: float = 0.3, anew: bool = False, whole: bool = False) -> Outline | None:
        self.desk.stir()
        field = self.desk.field
        nodes = [Node(Role.BUTTON, "Save", -1, box=Box(120, 70, 60, 20))]
        if field is not None:
            nodes.append(Node(Role.PASSWORD, "Password", -1, box=field.moved(100, 50)))
        return Outline(tuple(nodes), -1, True, time.monotonic())


class Watcher(FakeSender):
    """A helper who keeps every picture in which the secret shows."""

    def __init__(self) -> None:
        super().__init__()
        self.leaks = 0
        self.clear = 0

    async def draw(self, width: int, height: int, patches: tuple[Patch, ...]) -> None:
        await super().draw(width, height, patches)
        assert self.picture is not None
        self.leaks += bool((self.picture[..., :3] == SECRET[::-1]).all(axis=2).any())
        self.clear += bool((self.picture[..., :3] == 255).all(axis=2).any())


@pytest.mark.parametrize("seed", [1, 2])
async def test_a_password_is_in_none_of_a_thousand_pictures(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "_EVERY", 0.0005)
    monkeypatch.setattr(sharing, "_AGAIN", 1)
    monkeypatch.setattr(sharing, "_SETTLING", 0.001)
    desk = Desk(seed)
    fakes = FakeParts(outlines=Outlines(desk), grabber=Grabber(desk))
    screen, watcher, told = Screen(fakes.grabber), Watcher(), list[Shown]()
    shared = Sharing(fakes.parts(), screen, masking.Options(), lambda: True, told.append)
    running = asyncio.create_task(shared.run(replace(WINDOW), watcher))
    async with asyncio.timeout(60):
        while watcher.drawn < FRAMES:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.wait([running])
    screen.close()
    assert watcher.leaks == 0
    assert desk.moved > 20
    assert watcher.clear > FRAMES / 4  # and it is not so because nothing was ever shown


async def test_without_the_right_to_see_the_picture_is_black(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "_EVERY", 0.01)
    fakes, allowed = FakeParts(), [True]
    screen, watcher = Screen(fakes.grabber), Watcher()
    shared = Sharing(fakes.parts(), screen, masking.Options(), lambda: allowed[0], lambda shown: None)
    running = asyncio.create_task(shared.run(WINDOW, watcher))
    async with asyncio.timeout(20):
        while not watcher.clear:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        allowed[0] = False
        while watcher.picture is None or watcher.picture[..., :3].any():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.wait([running])
    screen.close()


class Film(FakeGrabber):
    """A window of which the left changes with each picture, until it is over."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        self.is_over = False

    def grab(self, target: Target, window: Window | None, pointer: tuple[int, int]) -> Frame:
        self.count += not self.is_over
        pixels = np.full((80, 120, 4), 255, np.uint8)
        pixels[:, :40, :3] = self.count % 251
        return Frame(pixels, (0, 0), target, time.monotonic())


async def test_a_film_is_withheld_without_being_read_and_seen_when_it_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "_EVERY", 0.02)
    film = Film()
    fakes = FakeParts(grabber=film)
    screen, watcher = Screen(film), Watcher()
    shared = Sharing(fakes.parts(), screen, masking.Options(), lambda: True, lambda shown: None)
    running = asyncio.create_task(shared.run(replace(WINDOW), watcher))

    async def until(condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not condition():  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    await until(lambda: watcher.picture is not None and bool((watcher.picture[:, 80:, :3] == 255).all()))
    began, read = film.count, fakes.texts.closed
    await until(lambda: film.count > began + 60)
    assert fakes.texts.closed - read < 10
    assert watcher.picture is not None
    assert (watcher.picture[:, :40, :3] == 96).all()
    film.is_over = True
    await until(lambda: watcher.picture is not None and bool((watcher.picture[:, :40, :3] == film.count % 251).all()))
    running.cancel()
    await asyncio.wait([running])
    screen.close()


class Lamp(FakeGrabber):
    """A window of one colour."""

    def __init__(self) -> None:
        super().__init__()
        self.level = 250
        self.flickers = False
        self.grabbed = 0

    def grab(self, target: Target, window: Window | None, pointer: tuple[int, int]) -> Frame:
        self.grabbed += 1
        level = self.grabbed % 251 if self.flickers else self.level
        return Frame(np.full((80, 120, 4), level, np.uint8), (0, 0), target, time.monotonic())


async def test_a_change_is_sent_before_the_next_picture_is_due_and_what_changes_all_the_time_and_is_withheld_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sharing, "_EVERY", 300)
    monkeypatch.setattr(sharing, "_LOOK", 0.01)
    lamp = Lamp()
    screen, watcher = Screen(lamp), Watcher()
    shared = Sharing(FakeParts(grabber=lamp).parts(), screen, masking.Options(), lambda: True, lambda shown: None)
    running = asyncio.create_task(shared.run(replace(WINDOW), watcher))

    async def until(condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not condition():  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    await until(lambda: watcher.drawn == 1)
    looked = lamp.grabbed
    await until(lambda: lamp.grabbed > looked + 5)
    assert watcher.drawn == 1
    lamp.level = 90
    await until(lambda: watcher.drawn == 2)
    lamp.level = 170  # right after a change
    await until(lambda: watcher.drawn > 2)
    lamp.flickers = True
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(5):
            await until(lambda: watcher.drawn > 40)
    running.cancel()
    await asyncio.wait([running])
    screen.close()


CARD = "4111 1111 1111 1111"
PLACE = Box(20, 200, 200, 20)  # of the card, in the picture
TURNED = 40  # pictures


class Card(FakeGrabber):
    """A window with a card in it. `turns`: something turned at one half of its place before it came."""

    def __init__(self, *, turns: bool = False) -> None:
        super().__init__()
        self.turns = turns
        self.count = 0

    def grab(self, target: Target, window: Window | None, pointer: tuple[int, int]) -> Frame:
        self.count += 1
        pixels = np.full((300, 400, 4), 255, np.uint8)
        if not self.turns or self.count > TURNED:
            pixels[PLACE.y : PLACE.bottom, PLACE.x : PLACE.right, :3] = SECRET
        if self.turns:
            pixels[200:240, 120:160, :3] = self.count % 251
        return Frame(pixels, (100, 50), target, time.monotonic())


class MovedLabel(FakeOutlines):
    """The program tells late where its label is."""

    async def read(self, window: Window, *, deadline: float = 0.3, anew: bool = False, whole: bool = False) -> Outline | None:
        self.reads += 1
        y = 60 if self.reads % 3 == 2 else 250  # three readings a look: before the picture, after it, and some time later
        return Outline((Node(Role.LABEL, CARD, -1, box=Box(120, y, 200, 20)),), -1, True, time.monotonic())


async def watched(fakes: FakeParts, pictures: int) -> Watcher:
    screen, watcher = Screen(fakes.grabber), Watcher()
    shared = Sharing(fakes.parts(), screen, masking.Options(), lambda: True, lambda shown: None)
    running = asyncio.create_task(shared.run(replace(WINDOW), watcher))
    async with asyncio.timeout(60):
        while watcher.drawn < pictures or not watcher.clear:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.wait([running])
    screen.close()
    return watcher


async def test_a_label_of_which_its_program_tells_late_where_it_is_is_hidden_there_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "_EVERY", 0.01)
    monkeypatch.setattr(sharing, "_SETTLING", 0.001)
    watcher = await watched(FakeParts(grabber=Card(), outlines=MovedLabel()), 60)
    assert watcher.leaks == 0


async def test_of_a_number_that_goes_on_into_what_turns_nothing_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left of it is no number of a card."""
    monkeypatch.setattr(sharing, "_EVERY", 0.01)
    monkeypatch.setattr(sharing, "_SETTLING", 0.001)
    watcher = await watched(FakeParts(grabber=Card(turns=True), texts=Halves()), 3 * TURNED)
    assert watcher.leaks == 0


class Halves(FakeTexts):
    """Reads of the card what is left of it."""

    async def read(self, frame: Frame, first: Box | None = None) -> AsyncGenerator[tuple[TextLine, ...], None]:
        is_cut = bool((frame.pixels[200:240, 120:160, :3] == 96).all())
        is_there = bool((frame.pixels[PLACE.y + 1, PLACE.x + 1, :3] == SECRET).all())
        halves = TextLine("4111 1111", Box(20, 200, 100, 20), 0.99), TextLine("1111", Box(160, 200, 60, 20), 0.99)
        self.lines = () if not is_there else halves if is_cut else (TextLine(CARD, PLACE, 0.99),)
        async for lines in super().read(frame, first):
            yield lines


class Spinner(FakeGrabber):
    """A window in which something turns, and never looks as before."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def grab(self, target: Target, window: Window | None, pointer: tuple[int, int]) -> Frame:
        self.count += 1
        pixels = np.full((300, 400, 4), 255, np.uint8)
        pixels[5:35, 5:35, :3] = 100 + self.count % 149
        return Frame(pixels, (100, 50), target, time.monotonic())


class Drifting(FakeOutlines):
    """A label that is elsewhere at each look."""

    async def read(self, window: Window, *, deadline: float = 0.3, anew: bool = False, whole: bool = False) -> Outline | None:
        self.reads += 1
        place = Box(300, 200 + 5 * (self.reads // 3 % 20), 100, 20)
        return Outline((Node(Role.LABEL, "Hello", -1, box=place),), -1, True, time.monotonic())


@pytest.mark.parametrize("label_moves", [False, True])
async def test_what_turns_is_seen_as_a_still_unless_something_else_moves_too(monkeypatch: pytest.MonkeyPatch, label_moves: bool) -> None:
    monkeypatch.setattr(sharing, "_EVERY", 0.01)
    monkeypatch.setattr(sharing, "_SETTLING", 0.001)
    monkeypatch.setattr(stills, "_EVERY", 0.1)
    monkeypatch.setattr(stills, "_STEADY", 0.3)
    fakes = FakeParts(grabber=Spinner(), outlines=Drifting() if label_moves else FakeOutlines())
    screen, watcher = Screen(fakes.grabber), Watcher()
    shared = Sharing(fakes.parts(), screen, masking.Options(), lambda: True, lambda shown: None)
    running = asyncio.create_task(shared.run(replace(WINDOW), watcher))
    seen: set[int] = set()
    async with asyncio.timeout(60):
        while watcher.drawn < 90 and len(seen) < 3:
            await asyncio.sleep(0.01)
            if watcher.drawn > 60 and watcher.picture is not None:
                seen.add(int(watcher.picture[20, 20, 0]))
    running.cancel()
    await asyncio.wait([running])
    screen.close()
    assert seen == {96} if label_moves else len(seen) == 3


class Hesitant(FakeOutlines):
    """A program that does not answer in time at the end of the first looks."""

    async def read(self, window: Window, *, deadline: float = 0.3, anew: bool = False, whole: bool = False) -> Outline | None:
        self.reads += 1
        return Outline((), -1, False, time.monotonic()) if self.reads in (3, 6, 9) else None


async def test_a_window_whose_program_did_not_answer_at_first_is_looked_through_again_without_any_change(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sharing, "_EVERY", 0.01)
    monkeypatch.setattr(sharing, "_PATIENCE", 0.05)
    watcher = await watched(FakeParts(grabber=FakeGrabber(), outlines=Hesitant()), 1)
    assert watcher.clear


class Under(FakeUnder):
    """A menu of another program lies over the window."""

    def popups(self) -> tuple[Window, ...]:
        return (Window(id=99, title="", program="Chat", pid=99, box=Box(120, 70, 200, 60)),)


async def test_what_another_program_shows_over_the_window_is_not_told_either_where_a_helper_points_at_it() -> None:
    texts = FakeTexts((TextLine("Meet at nine", Box(30, 40, 100, 16), 0.99), TextLine("Dear Ann", Box(30, 200, 100, 16), 0.99)))
    fakes = FakeParts(texts=texts, under=Under())
    screen = Screen(fakes.grabber)
    shared = Sharing(fakes.parts(), screen, masking.Options(), lambda: True, lambda shown: None)
    running = asyncio.create_task(shared.run(replace(WINDOW), Watcher()))
    async with asyncio.timeout(30):
        while shared.outward is None or shared.scene is None:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.wait([running])
    screen.close()
    for scene in (shared.scene, shared.outward):
        assert [line.text for line in scene.lines] == ["Dear Ann"]
        assert not any("nine" in item.name for item in scene.items)


class Beside(FakeUnder):
    """A menu of another program lies over the right of the window."""

    def popups(self) -> tuple[Window, ...]:
        return (Window(id=99, title="", program="Chat", pid=99, box=Box(220, 70, 200, 60)),)


async def test_a_text_that_another_program_s_window_cuts_off_is_not_seen_beside_it() -> None:
    """Its words can't be judged any more: a recogniser reads on into what lies there."""
    lines = (TextLine("Password: hunter2 Meet at nine", Box(20, 40, 180, 16), 0.99), TextLine("Dear Ann", Box(20, 200, 100, 16), 0.99))
    fakes, watcher = FakeParts(texts=FakeTexts(lines), under=Beside()), Watcher()
    screen = Screen(fakes.grabber)
    shared = Sharing(fakes.parts(), screen, masking.Options(), lambda: True, lambda shown: None)
    running = asyncio.create_task(shared.run(replace(WINDOW), watcher))
    async with asyncio.timeout(30):
        while not watcher.clear:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.wait([running])
    screen.close()
    assert watcher.picture is not None
    assert (watcher.picture[205:210, 30:100, :3] == 255).all()
    assert not (watcher.picture[42:54, 30:118, :3] == 255).any()


def test_a_box_touches_the_tiles_that_it_shares_anything_with() -> None:
    random_ = random.Random(5)
    for _ in range(300):
        tiles = np.array([[random_.random() < 0.1 for _ in range(9)] for _ in range(6)])
        box = Box(random_.randrange(-60, 380), random_.randrange(-60, 260), random_.randrange(1, 120), random_.randrange(1, 60))
        assert touches(tiles, box) == any(box.intersection(place) for place in places(tiles))
