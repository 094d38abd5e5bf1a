"""A helper's hands: none without the user's yes, in that window alone, each act heard, and gone at a key of the user's own."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

import pytest

from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.support import control, giving
from mmassist.engine.support.advising import Advising, Peers
from mmassist.engine.support.control import Control
from mmassist.engine.support.giving import PEER, Giving
from mmassist.engine.support.question import Questions
from mmassist.engine.support.voices import Voices
from mmassist.engine.turn import Options as TurnOptions
from mmassist.errors import ConsentRevoked, SupportError
from mmassist.privacy.masking import Options as Masks
from mmassist.support.consent import Consent
from mmassist.support.data_channel import FromOwner, Press, Rights
from mmassist.support.reception import Reception
from mmassist.support.remote_keys import allowed
from mmassist.support.roles import Right
from mmassist.values import Box, Channel, Item, Node, Outline, Role, Scene, Source, Target, Window
from tests.fakes.broker import until
from tests.fakes.guided import guide_on
from tests.fakes.parts import WINDOW, FakeOutlines, FakeParts, FakeRemoteInput
from tests.fakes.sending import FakeSender

FORM = Outline(
    (
        Node(Role.BUTTON, "Save", -1, box=Box(400, 300, 80, 30)),
        Node(Role.TEXT_FIELD, "Name", -1, box=Box(120, 100, 100, 20)),
        Node(Role.PASSWORD, "Password", -1, box=Box(120, 150, 100, 20)),
    ),
    1,
    True,
    0.0,
)
NAME, PASSWORD = 1, 2
CLICK = {"kind": "click", "x": 340 / 400, "y": 265 / 300}
ASK = {"kind": "ask", "right": "control"}


@dataclass
class Stage:
    fakes: FakeParts
    remote: FakeRemoteInput
    giving: Giving
    consent: Consent
    reception: Reception
    questions: Questions
    shared: list[Window]
    told: list[FromOwner] = field(default_factory=list)
    hands: list[Window] = field(default_factory=list)

    def send(self, **message: Any) -> None:
        """As the visitor takes it. Raises SupportError where it is not taken."""
        taken = self.reception.take(json.dumps(message))
        if taken is not None and message["kind"] == "ask":
            self.giving.ask(taken.right)  # type: ignore[union-attr]
        elif taken is not None:
            self.giving.act(taken)  # type: ignore[arg-type]

    async def hears(self, part: str) -> None:
        await until(lambda: any(part in text for text in self.heard))

    @property
    def heard(self) -> list[str]:
        return self.fakes.mouth.texts(Channel.SYSTEM)

    async def granted(self) -> None:
        self.send(**ASK)
        await self.hears("Ada asks to use your keyboard and mouse in Untitled 1 for two minutes. To allow it: key of admit.")
        self.questions.answer(yes=True)
        await until(lambda: self.remote.is_open)


@pytest.fixture
async def stage(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    monkeypatch.setattr(control, "_SETTLING", 0.001)
    monkeypatch.setattr(control, "_SUMMED", 0.1)
    remote = FakeRemoteInput()
    fakes = FakeParts(outlines=FakeOutlines(FORM), remote=remote)
    boxed = [(node, node.box) for node in FORM.nodes if node.box is not None]
    items = tuple(Item(node.role, node.name, Source.OUTLINE, box=box.moved(-100, -50)) for node, box in boxed)
    scene = Scene(target=Target(), window=WINDOW, items=items, size=(400, 300), origin=(100, 50))
    sharing = SimpleNamespace(scene=scene, outward=scene)
    engine = Engine(fakes.parts(), Listeners(lambda spoken: None, lambda turn: None), TurnOptions())
    consent = Consent(lambda entry: None, time.monotonic, lambda ended: None)
    questions, told, made_hands = Questions(engine), list[FromOwner](), list[Window]()

    def hands(window: Window) -> Control:
        made_hands.append(window)

        def may() -> bool:
            return consent.allows(PEER, Right.CONTROL, str(window.id))

        return Control(engine, fakes.parts(), sharing, remote, window, "Ada", may, told.append)  # type: ignore[arg-type]

    advising = Advising(guide_on(engine, fakes.parts()), Peers(consent, PEER, "Ada"), told.append, engine.own, lambda: WINDOW, Masks())
    voices = Voices(lambda right: consent.allows(PEER, right), lambda: False)
    voices.let_in(FakeSender())
    shared = [WINDOW]
    own = told.append, lambda: shared[0], hands, advising, voices
    made = Giving(engine, consent, questions, "Ada", lambda command: f"key of {command}", *own)
    made.let_in()
    expiring = asyncio.create_task(made.expire())
    here = Stage(fakes, remote, made, consent, Reception(consent, PEER, lambda: str(shared[0].id)), questions, shared, told, made_hands)
    yield here
    made.close()
    expiring.cancel()
    await asyncio.wait([expiring])
    await engine.aclose()


async def test_without_a_yes_nothing_is_ever_done(stage: Stage) -> None:
    """Whatever a page sends, in any order, while the user says no or nothing."""
    random_ = random.Random(8)
    acts = (CLICK, {"kind": "type", "text": "a"}, {"kind": "press", "key": "Enter"}, {"kind": "scroll", "x": 0, "y": 0, "steps": 1}, ASK)
    refused = 0
    for _ in range(300):
        try:
            stage.send(**random_.choice(acts))
        except SupportError:
            refused += 1
        if random_.random() < 0.2:
            stage.questions.answer(yes=False)
        await asyncio.sleep(0)
    assert refused > 100
    assert (stage.hands, stage.remote.opened, stage.remote.did) == ([], 0, [])


async def test_the_user_gives_it_unasked_and_is_asked_first(stage: Stage) -> None:
    stage.giving.offer_control()
    await stage.hears("Ada would use your keyboard and mouse in Untitled 1 for two minutes. To allow it: key of admit.")
    assert not stage.remote.is_open
    with pytest.raises(ConsentRevoked, match="no control now"):
        stage.giving.offer_control()
    stage.questions.answer(yes=True)
    await until(lambda: stage.remote.is_open)


async def test_a_click_a_key_letters_and_the_wheel_are_done_and_heard(stage: Stage) -> None:
    await stage.granted()
    stage.send(**CLICK)
    await stage.hears("Ada clicks:")
    await until(lambda: any(text.startswith("Save, button") for text in stage.fakes.mouth.texts(Channel.DETAIL)))
    stage.send(kind="type", text="Hello")
    await stage.hears("Ada types 5 characters.")
    stage.send(kind="press", key="a", held=["Control"])
    await stage.hears("Ada presses Control A.")
    stage.send(kind="scroll", x=0.5, y=0.5, steps=2)
    await stage.hears("Ada scrolls down.")
    letters = [("type", letter) for letter in "Hello"]
    assert stage.remote.did == [("click", 440, 315, "left", 1), *letters, ("press", "a", ("Control",)), ("turn", 300, 200, 2)]


async def test_a_key_of_the_users_own_ends_it(stage: Stage) -> None:
    await stage.granted()
    stage.remote.touched = True
    await stage.hears("Ada can't use them any more.")
    assert not stage.remote.is_open
    with pytest.raises(ConsentRevoked):
        stage.send(**CLICK)
    assert stage.remote.did == []


async def test_the_stop_key_and_a_refusal_end_it(stage: Stage) -> None:
    for end in (stage.giving.take_control_back, stage.giving.take_back):
        stage.reception = Reception(stage.consent, PEER, lambda: str(WINDOW.id))
        stage.fakes.mouth.said.clear()
        await stage.granted()
        end()
        await stage.hears("Ada is no longer allowed to use keyboard and mouse.")
        assert stage.fakes.mouth.withdrawn[-1].startswith("Ada now uses your keyboard and mouse")
        await until(lambda: not stage.remote.is_open)
        with pytest.raises(ConsentRevoked):
            stage.send(**CLICK)
        await asyncio.sleep(0.05)


async def test_its_time_ends_it(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(giving, "_CONTROLLED", 0.3)
    await stage.granted()
    await until(lambda: not stage.remote.is_open)
    with pytest.raises(ConsentRevoked):
        stage.send(**CLICK)


async def test_nothing_is_done_in_another_window_nor_where_it_has_moved(stage: Stage) -> None:
    await stage.granted()
    stage.fakes.windows.window = replace(WINDOW, id=9, title="My bank")
    stage.send(kind="press", key="Enter")
    await stage.hears("Another window is in front now")
    stage.fakes.windows.window = replace(WINDOW, box=WINDOW.box.moved(50, 0))
    stage.send(**CLICK)
    await stage.hears("not as they see it")
    assert stage.remote.did == []


async def test_a_dialog_is_another_window_and_asked_about_anew(stage: Stage) -> None:
    await stage.granted()
    dialog = replace(WINDOW, id=9, title="Save as", dialog=True)
    stage.shared[0] = stage.fakes.windows.window = dialog
    stage.giving.seen()
    assert isinstance(rights := stage.told[-1], Rights)
    assert Right.CONTROL not in [granted.right for granted in rights.granted]
    assert Right.CONTROL in rights.may_ask
    with pytest.raises(ConsentRevoked):
        stage.send(**CLICK)
    stage.reception = Reception(stage.consent, PEER, lambda: str(stage.shared[0].id))  # as ten seconds later
    stage.send(**ASK)
    await stage.hears("Ada asks to use your keyboard and mouse in Save as for two minutes.")
    stage.questions.answer(yes=True)
    await until(lambda: stage.hands == [WINDOW, dialog] and stage.remote.opened == 2)
    stage.send(kind="press", key="Tab")
    await stage.hears("Ada presses Tab.")
    stage.shared[0] = stage.fakes.windows.window = WINDOW
    stage.giving.seen()
    with pytest.raises(ConsentRevoked):
        stage.send(kind="press", key="Tab")


async def test_back_from_a_dialog_keyboard_and_mouse_are_theirs_as_before(stage: Stage) -> None:
    await stage.granted()
    await until(lambda: isinstance(stage.told[-1], Rights))
    before = stage.told[-1]
    for window in (replace(WINDOW, id=9, title="Save as"), WINDOW):
        stage.shared[0] = window
        stage.giving.seen()
    assert stage.told[-1] == before
    stage.send(kind="press", key="Tab")
    await stage.hears("Ada presses Tab.")


async def test_nothing_is_written_where_a_password_is_asked_for(stage: Stage) -> None:
    await stage.granted()
    stage.fakes.outlines.outline = replace(FORM, focus=PASSWORD)
    stage.send(kind="type", text="secret")
    await stage.hears("A password is asked for there")
    stage.send(kind="press", key="v", held=["Control"])
    stage.send(kind="click", x=70 / 400, y=110 / 300)
    stage.send(kind="press", key="Tab")
    await stage.hears("Ada presses Tab.")
    assert stage.remote.did == [("press", "Tab", ())]
    stage.fakes.outlines.outline = None
    stage.send(kind="type", text="secret")
    await stage.hears("does not tell whether it asks for a password")
    assert len(stage.remote.did) == 1


async def test_what_fails_while_hands_are_let_go_of_is_heard(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    await stage.granted()

    def fails() -> None:
        raise RuntimeError("a secret of the screen")

    monkeypatch.setattr(stage.remote, "close", fails)
    stage.giving.take_back()
    await stage.hears("Something went wrong.")
    assert "secret" not in " ".join(stage.fakes.mouth.texts(Channel.SYSTEM))


async def test_nothing_is_clicked_where_a_field_may_be_that_was_not_read(stage: Stage) -> None:
    await stage.granted()
    stage.fakes.outlines.outline = replace(FORM, nodes=FORM.nodes[:2], complete=False)
    stage.send(**CLICK)
    await stage.hears("does not tell whether it asks for a password")
    assert stage.remote.did == []


@pytest.mark.parametrize(
    ("key", "held"),
    [
        ("F4", ("Alt",)),
        ("Tab", ("Alt",)),
        ("Tab", ("Control", "Alt")),
        ("F7", ("Control", "Shift")),
        ("x", ("Control", "Alt")),
        (" ", ("Alt",)),
    ],
)
def test_keys_of_the_desktop_are_not_pressed(key: str, held: tuple[Any, ...]) -> None:
    assert allowed(Press(key=key, held=held)) is None
