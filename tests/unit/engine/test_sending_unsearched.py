"""What must not leave of a window that exposes nothing, while its controls are not known yet."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable

import pytest

from mmassist.engine.brains import EMBEDDED
from mmassist.engine.choosing import Rules
from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.record import Reads, Request
from mmassist.engine.turn import Options
from mmassist.errors import PerceptionError
from mmassist.perception.elements.finder import Element
from mmassist.privacy.policy import Rule
from mmassist.privacy.policy import Rules as Sending
from mmassist.values import Box, Node, Outline, Role, TextLine, Turn, Window
from tests.fakes.answering import FakeAnswering
from tests.fakes.parts import WINDOW, FakeEyes, FakeOutlines, FakeParts, FakeTexts
from tests.fakes.remote import FakeRemote
from tests.unit.engine.test_sending import Own, all_sent
from tests.unit.engine.test_viewing import shown, tree

FIELD = Element("text field", Box(120, 100, 200, 28), frozenset(), 0.9)
# No rule of privacy's knows it: beside the word for it, it might be any word.
WORD = "sunshine"
LINES = (
    TextLine("Welcome back", Box(20, 30, 120, 14), 0.99),
    TextLine("Password", Box(20, 106, 80, 14), 0.99),
    TextLine(WORD, Box(125, 106, 60, 14), 0.99),
)
HURRIED = Options(model=0.1, eyes=0.2)
KEPT_BACK = "What only the picture shows is not sent, because fields for passwords are still looked for in it."


@pytest.fixture
def fakes() -> FakeParts:
    fakes = FakeParts(texts=FakeTexts(LINES), eyes=FakeEyes((FIELD,)))
    fakes.grabber.pixels[99:101, 110:330] = 0
    return fakes


Make = Callable[..., Engine]


@pytest.fixture
async def make(fakes: FakeParts) -> AsyncIterator[Make]:
    made: list[Engine] = []

    def one(remote: FakeRemote, options: Options) -> Engine:
        rules = Rules(order=(remote.name, "embedded"), sending=Sending(Rule.ALLOW))
        fakes.answering = FakeAnswering((remote,), rules, {remote.name})
        made.append(Engine(fakes.parts(), Listeners(lambda spoken: None, lambda turn: None), options))
        fakes.mouth.on_started = made[-1].heard
        return made[-1]

    yield one
    for each in made:
        await each.aclose()


async def describe(engine: Engine, *, preview: bool = False) -> Turn:
    return await engine.describe(Request(time.monotonic(), preview=preview))


async def test_a_model_is_asked_once_it_is_known_which_fields_are_for_passwords(fakes: FakeParts, make: Make) -> None:
    assert fakes.eyes is not None
    fakes.eyes.delay = 0.4
    remote = FakeRemote("A form.")
    turn = await describe(make(remote, Options(model=0.1, eyes=5.0)))
    assert WORD not in all_sent(remote)
    assert "Welcome back" in all_sent(remote)
    assert remote.sent.pictures
    assert any(item.role is Role.PASSWORD for item in remote.sent.scene.items)
    assert turn.keepable is False


async def test_what_may_be_a_password_is_kept_back_where_that_takes_too_long(fakes: FakeParts, make: Make) -> None:
    assert fakes.eyes is not None
    fakes.eyes.delay = 5.0
    remote = FakeRemote("A form.")
    turn = await describe(make(remote, HURRIED))
    assert WORD not in all_sent(remote)
    assert not remote.sent.pictures
    assert KEPT_BACK in [utterance.text for utterance in fakes.mouth.said]
    assert turn.keepable is False


async def test_what_the_tree_tells_is_sent_while_a_canvas_in_it_is_looked_at(fakes: FakeParts, make: Make) -> None:
    assert fakes.eyes is not None
    fakes.eyes.delay = 5.0
    box = WINDOW.box
    bar = shown(Role.BUTTON, "Disconnect", 0, Box(box.x, box.y, box.width, 60))
    canvas = shown(Role.CANVAS, "", 0, Box(box.x, box.y + 60, box.width, box.height - 60))
    fakes.outlines = tree(bar, canvas)
    remote = FakeRemote("A form.")
    await describe(make(remote, HURRIED))
    assert "Disconnect" in all_sent(remote)
    assert "Welcome back" in all_sent(remote)
    assert WORD not in all_sent(remote)


async def test_a_model_on_this_computer_is_given_the_whole_and_not_waited_for(fakes: FakeParts, make: Make) -> None:
    assert fakes.eyes is not None
    fakes.eyes.delay = 600.0
    own = Own("A form.", name="own")
    async with asyncio.timeout(60):
        await describe(make(own, Options(model=0.1, eyes=300.0)))
    assert WORD in all_sent(own)


async def test_where_the_tree_tells_all_a_model_is_asked_at_once(fakes: FakeParts, make: Make) -> None:
    assert fakes.eyes is not None
    fakes.eyes.delay = 600.0
    field = shown(Role.PASSWORD, "Password", 0, FIELD.box.moved(WINDOW.box.x, WINDOW.box.y))
    fakes.outlines = tree(shown(Role.TEXT_AREA, "", 0, WINDOW.box), field, shown(Role.BUTTON, "", 0, Box(120, 300, 28, 28)))
    remote = FakeRemote("A form.")
    async with asyncio.timeout(60):
        await describe(make(remote, Options(model=0.1, eyes=300.0)))
    assert remote.sent.pictures
    assert WORD not in all_sent(remote)


async def test_a_preview_tells_what_would_be_sent_then(fakes: FakeParts, make: Make) -> None:
    assert fakes.eyes is not None
    fakes.eyes.delay = 0.4
    turn = await describe(make(FakeRemote("A form."), Options(model=0.1, eyes=5.0)), preview=True)
    assert turn.preview is not None
    assert WORD not in repr(turn.preview)
    assert "Welcome back" in turn.preview.text


async def test_where_nobody_can_look_the_turn_goes_on_as_without_eyes(fakes: FakeParts, make: Make) -> None:
    fakes.eyes = FakeEyes(error=PerceptionError("broken", "Controls could not be found.", "Try again."))
    remote = FakeRemote("A form.")
    turn = await describe(make(remote, HURRIED))
    assert "Controls could not be found." in turn.warnings
    assert "Welcome back" in all_sent(remote)


class Cut(FakeOutlines):
    """A tree with more controls than are read of one, among which is a field for a password. `slow`: it is not found in time; `quiet`: the
    program tells nothing more when it is asked again."""

    slow = quiet = False

    async def read(self, window: Window, *, deadline: float = 0.3, anew: bool = False, whole: bool = False) -> Outline | None:
        if whole and self.quiet:
            return None
        box = WINDOW.box
        button = shown(Role.BUTTON, "Save", 0, Box(box.x, box.y, 60, 20))
        field = shown(Role.PASSWORD, "Password", 0, FIELD.box.moved(box.x, box.y))
        nodes = (Node(Role.WINDOW, WINDOW.title, -1, box=box), button, *((field,) if whole and not self.slow else ()))
        return Outline(nodes, -1, whole and not self.slow, time.monotonic())


@pytest.mark.parametrize(("slow", "quiet"), [(False, False), (True, False), (True, True)])
async def test_a_password_beyond_the_controls_that_are_read_of_a_window_is_not_sent(
    fakes: FakeParts, make: Make, slow: bool, quiet: bool
) -> None:
    fakes.eyes, fakes.outlines = None, Cut()
    fakes.outlines.slow, fakes.outlines.quiet = slow, quiet
    remote = FakeRemote("A form.")
    turn = await describe(make(remote, Options(model=0.5)))
    assert turn.fault is None
    assert WORD not in all_sent(remote)
    assert ("Welcome back" in all_sent(remote), bool(remote.sent.pictures)) == (not slow, not slow)
    assert (KEPT_BACK in [utterance.text for utterance in fakes.mouth.said]) is slow
    assert turn.keepable is False


@pytest.mark.parametrize("again", [False, True], ids=["a question", "from mmassist's own window"])
async def test_nor_is_it_where_a_model_is_only_asked_about_what_was_told_without_one(fakes: FakeParts, make: Make, again: bool) -> None:
    fakes.eyes, fakes.outlines = None, Cut()
    remote = FakeRemote("A form.")
    engine = make(remote, Options(model=0.5))
    assert not (await engine.describe(Request(time.monotonic(), send=EMBEDDED))).fault
    turn = await engine.describe(Request(time.monotonic(), question="What is asked?", send=remote.name, again=again))
    assert turn.backend == remote.name
    assert WORD not in all_sent(remote)
    assert ("Welcome back" in all_sent(remote), KEPT_BACK in [utterance.text for utterance in fakes.mouth.said]) == (not again, again)


async def test_nor_where_the_window_was_read_aloud_before(fakes: FakeParts, make: Make) -> None:
    remote = FakeRemote("A form.")
    engine = make(remote, Options(model=0.5))
    await engine.describe(Request(time.monotonic(), read=Reads.ALL))
    await engine.describe(Request(time.monotonic(), question="What is asked?", send=remote.name, again=True))
    assert remote.prompts
    assert WORD not in all_sent(remote)
