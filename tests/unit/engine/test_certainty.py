"""The key for what must be right: who is asked at each press, and what is said of both answers."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest

from mmassist.dialogue.commands import Certainty as Sureness
from mmassist.dialogue.commands import Match
from mmassist.engine.certainty import Certainty
from mmassist.engine.choosing import Rules
from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.record import Request
from mmassist.engine.turn import Options
from mmassist.errors import NoModel, Unreachable
from mmassist.privacy.policy import Rule
from mmassist.privacy.policy import Rules as Sending
from mmassist.values import Verbosity
from tests.fakes.answering import FakeAnswering
from tests.fakes.parts import FakeOutlines, FakeParts, FakeTexts
from tests.fakes.remote import FakeRemote
from tests.unit.engine.test_answering import TOTAL
from tests.unit.engine.test_turn import EDITOR


@dataclass
class Stage:
    """`invited`: how often a person was asked."""

    models: tuple[FakeRemote, ...]
    agreed: frozenset[str]
    invited: int = 0
    fakes: FakeParts = field(default_factory=FakeParts)

    def __post_init__(self) -> None:
        self.fakes.outlines, self.fakes.texts = FakeOutlines(EDITOR, kept_warm=True), FakeTexts((TOTAL,))
        names = tuple(model.name for model in self.models)
        rules = Rules(order=(*names, "embedded"), sending=Sending(Rule.ASK))
        self.fakes.answering = FakeAnswering(self.models, rules, set(self.agreed))
        self.engine = Engine(self.fakes.parts(), Listeners(lambda spoken: None, lambda turn: None), Options())
        self.fakes.mouth.on_started = self.engine.heard
        first, second = (*names, "", "")[:2]
        self.certainty = Certainty(self.engine, lambda: (first, second), lambda: Verbosity.NORMAL, self._invite)

    def _invite(self) -> None:
        self.invited += 1

    async def press(self) -> list[str]:
        """What is said then."""
        self.fakes.mouth.said.clear()
        self.certainty.actions["need-right"](Match("need-right", "", Sureness.SURE), time.monotonic())
        await self.certainty.idle()
        await self.engine.over()
        return [utterance.text for utterance in self.fakes.mouth.said]


Make = Callable[..., Stage]


@pytest.fixture
async def make() -> AsyncIterator[Make]:
    made: list[Stage] = []

    def stage(*models: FakeRemote, agreed: tuple[str, ...] = ("gpt", "claude")) -> Stage:
        made.append(Stage(models, frozenset(agreed)))
        return made[-1]

    yield stage
    for one in made:
        await one.certainty.aclose()
        await one.engine.aclose()


async def test_the_second_model_is_asked_the_same_about_the_same_picture_and_the_difference_is_told(make: Make) -> None:
    gpt, claude = FakeRemote("It is 12.50 EUR.", name="gpt"), FakeRemote("It is 15.20 EUR.", name="claude")
    stage = make(gpt, claude)
    await stage.engine.describe(Request(time.monotonic(), question="What does it cost?"))
    said = await stage.press()
    assert said[-1] == "Press again to ask a second model."
    stage.fakes.windows.window = None  # what is there now does not matter any more
    said = await stage.press()
    assert said[-1] == "Press again for a person."
    assert said[-2].startswith("They differ. Only gpt says: 12.50 EUR. Only claude says: 15.20 EUR.")
    assert gpt.sent.question == claude.sent.question == "What does it cost?"


async def test_agreement_is_told_as_such(make: Make) -> None:
    stage = make(FakeRemote("Yes, 12.50 EUR.", name="gpt"), FakeRemote("Yes: it is 12.50 EUR.", name="claude"))
    await stage.press()
    assert (await stage.press())[-2] == "They agree. Both say yes. Both say: 12.50 EUR."


async def test_the_third_press_invites_a_person(make: Make) -> None:
    stage = make(FakeRemote("Yes.", name="gpt"), FakeRemote("No.", name="claude"))
    for _ in range(3):
        await stage.press()
    assert stage.invited == 1


async def test_without_a_second_model_that_is_said_and_the_next_press_is_for_a_person(make: Make) -> None:
    stage = make(FakeRemote("Yes.", name="gpt"))
    await stage.press()
    with pytest.raises(NoModel, match="no second model"):
        await stage.press()
    await stage.press()
    assert stage.invited == 1


async def test_without_any_model_that_is_said(make: Make) -> None:
    with pytest.raises(NoModel):
        await make().press()


async def test_who_has_looked_at_something_else_begins_anew(make: Make) -> None:
    gpt, claude = FakeRemote("Yes.", name="gpt"), FakeRemote("No.", name="claude")
    stage = make(gpt, claude)
    await stage.press()
    await stage.engine.describe(Request(time.monotonic()))
    await stage.press()
    assert claude.prompts == []


async def test_who_walks_through_the_answer_meanwhile_goes_on_all_the_same(make: Make) -> None:
    claude = FakeRemote("No.", name="claude")
    stage = make(FakeRemote("Yes.", name="gpt"), claude)
    await stage.press()
    stage.engine.make_way()
    await stage.press()
    assert len(claude.prompts) == 1


async def test_a_second_model_that_fails_is_compared_with_nothing(make: Make) -> None:
    stage = make(FakeRemote("Yes.", name="gpt"), FakeRemote(name="claude", error=Unreachable("down")))
    await stage.press()
    said = await stage.press()
    assert not any("agree" in text or "differ" in text for text in said)
    await stage.press()
    assert stage.invited == 1


async def test_nothing_is_sent_to_a_vendor_that_was_not_agreed_to(make: Make) -> None:
    gpt, claude = FakeRemote("Yes.", name="gpt"), FakeRemote("No.", name="claude")
    stage = make(gpt, claude, agreed=("gpt",))
    await stage.press()
    said = await stage.press()
    assert claude.prompts == []
    assert any("claude" in text or "agree" in text for text in said)


async def test_an_answer_that_breaks_off_half_way_is_compared_with_nothing_whoever_gives_it(make: Make) -> None:
    half = FakeRemote("It is 12.50", " EUR.", name="claude", error=Unreachable("gone"))
    stage = make(FakeRemote("It is 12.50 EUR.", name="gpt"), half)
    await stage.press()
    said = await stage.press()
    assert "claude has not answered to the end, so nothing is compared." in said
    assert said[-1] == "Press again for a person."
    assert not any("agree" in text or "differ" in text for text in said)


async def test_where_the_first_fails_the_second_is_asked_at_the_next_press_and_a_person_then(make: Make) -> None:
    claude = FakeRemote("It is 12.50 EUR.", name="claude")
    stage = make(FakeRemote("It is", name="gpt", error=Unreachable("gone")), claude)
    said = await stage.press()
    assert said[-2:] == ["gpt has not answered to the end, so nothing is compared.", "Press again to ask a second model."]
    said = await stage.press()
    assert said[-2:] == ["Only claude has answered, so nothing is compared.", "Press again for a person."]
    await stage.press()
    assert stage.invited == 1


@pytest.mark.parametrize(
    "refusal",
    ["I'm sorry, but I can't help with that.", "Ich kann das Bild leider nicht lesen.", "Lo siento, no puedo ayudarle con eso."],
)
async def test_a_refusal_is_no_answer_that_could_agree_or_differ(make: Make, refusal: str) -> None:
    stage = make(FakeRemote("It is 12.50 EUR.", name="gpt"), FakeRemote(refusal, name="claude"))
    await stage.press()
    said = await stage.press()
    assert "claude can't tell, or does not want to, so nothing is compared." in said
    assert not any("agree" in text or "differ" in text for text in said)


async def test_an_answer_in_another_language_is_compared(make: Make) -> None:
    stage = make(FakeRemote("Yes, it is 12.50 EUR.", name="gpt"), FakeRemote("Nein, es sind 15,20 EUR.", name="claude"))
    await stage.press()
    assert (await stage.press())[-2].startswith("They differ. gpt says yes, claude says no.")
