"""Who answers a turn, and what is heard of it: models that send, their failures, what is offered, hidden and looked up."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest

from mmassist.engine.choosing import Rules
from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.record import Request
from mmassist.engine.turn import Options
from mmassist.errors import AnswerCut, Unreachable
from mmassist.privacy.policy import Rule
from mmassist.privacy.policy import Rules as Sending
from mmassist.values import Box, Channel, Outline, TextLine, Turn, Verdict, Window
from tests.fakes.answering import FakeAnswering
from tests.fakes.parts import WINDOW, FakeOutlines, FakeParts, FakeTexts
from tests.fakes.remote import FakeRemote
from tests.unit.engine.test_turn import EDITOR

TOTAL = TextLine("Total 19.90 euros", Box(20, 100, 140, 14), 0.99)
CARD = TextLine("Card 4111 1111 1111 1111", Box(20, 130, 200, 14), 0.99)
ALLOW = Rules(order=("remote", "embedded"), sending=Sending(Rule.ALLOW))
ASK = Rules(order=("remote", "embedded"), sending=Sending(Rule.ASK))


@pytest.fixture
def fakes() -> FakeParts:
    fakes = FakeParts()
    fakes.outlines = FakeOutlines(EDITOR, kept_warm=True)
    fakes.texts = FakeTexts((TOTAL, CARD))
    return fakes


@pytest.fixture
async def engine(fakes: FakeParts) -> AsyncIterator[Callable[..., Engine]]:
    made: list[Engine] = []

    def make(*remotes: FakeRemote, rules: Rules = ALLOW, agreed: tuple[str, ...] = ("remote",)) -> Engine:
        fakes.answering = FakeAnswering(remotes, rules, set(agreed))
        one = Engine(fakes.parts(), Listeners(spoken=lambda spoken: None, turn=lambda turn: None), Options())
        fakes.mouth.on_started = one.heard
        made.append(one)
        return one

    yield make
    for each in made:
        await each.aclose()


Make = Callable[..., Engine]


async def turn_of(engine: Engine, **asked: object) -> Turn:
    return await engine.describe(replace(Request(time.monotonic()), **asked))  # type: ignore[arg-type]


def system(fakes: FakeParts) -> str:
    return " ".join(fakes.mouth.texts(Channel.SYSTEM))


def repaint(fakes: FakeParts) -> None:
    """Something on the screen changes, so that the answer is not the one from before."""
    fakes.grabber.pixels = fakes.grabber.pixels.copy()
    fakes.grabber.pixels[0, 0, 0] ^= 1


async def test_a_model_is_asked_once_when_all_is_read(fakes: FakeParts, engine: Make) -> None:
    remote = FakeRemote("A letter to the neighbour.")
    turn = await turn_of(engine(remote))
    assert (turn.backend, turn.text) == ("remote", "A letter to the neighbour.")
    assert len(remote.prompts) == 1
    assert "Total 19.90 euros" in remote.sent.text


async def test_the_gist_is_heard_before_the_model_is_asked(fakes: FakeParts, engine: Make) -> None:
    await turn_of(engine(FakeRemote("A letter.")))
    assert fakes.mouth.said[0].channel is Channel.GIST


async def test_what_is_personal_does_not_leave_and_is_said_all_the_same(fakes: FakeParts, engine: Make) -> None:
    remote = FakeRemote()
    one = engine(remote)
    await turn_of(one)
    sent = remote.sent
    assert "4111" not in sent.text + sent.instructions + repr(sent.scene)
    placeholder = next(word for word in sent.text.split("\n") if "ard" in word and "Card" in word).partition("Card ")[2].strip()
    remote.pieces = ("The number is ", placeholder[:3], placeholder[3:], ".")
    repaint(fakes)
    turn = await turn_of(one)
    assert "4111 1111 1111 1111" in turn.text
    assert "hidden" in system(fakes)
    assert turn.hidden == ("card 1",)
    assert turn.metering.redactions == {"card": 1}


async def test_a_hidden_thing_can_be_revealed_for_one_turn(fakes: FakeParts, engine: Make) -> None:
    remote = FakeRemote()
    one = engine(remote)
    await turn_of(one)
    await turn_of(one, again=True, revealed=frozenset({"card 1"}))
    assert "4111 1111 1111 1111" in remote.sent.text
    repaint(fakes)
    await turn_of(one)
    assert "4111" not in remote.sent.text


async def test_a_wrong_number_is_said_to_be_unconfirmed(fakes: FakeParts, engine: Make) -> None:
    turn = await turn_of(engine(FakeRemote("The total is 91.90 euros.")))
    assert [claim.verdict for claim in turn.claims] == [Verdict.UNCONFIRMED]
    assert turn.text != "The total is 91.90 euros."


async def test_a_right_number_is_said_as_it_is(fakes: FakeParts, engine: Make) -> None:
    turn = await turn_of(engine(FakeRemote("The total is 19.90 euros.")))
    assert [claim.verdict for claim in turn.claims] == [Verdict.CONFIRMED]
    assert turn.text == "The total is 19.90 euros."


async def test_where_the_first_cannot_be_reached_the_next_answers_and_it_is_said(fakes: FakeParts, engine: Make) -> None:
    remote = FakeRemote(error=Unreachable("no route"))
    remote.pieces = ()
    turn = await turn_of(engine(remote))
    assert turn.backend == "embedded"
    assert turn.fault is None
    assert "can't be reached" in system(fakes)
    assert turn.failures == (("remote", "Unreachable"),)
    assert "Total 19.90 euros" in turn.text


async def test_an_answer_that_is_cut_keeps_what_was_said_and_says_so(fakes: FakeParts, engine: Make) -> None:
    remote = FakeRemote("The first sentence is whole. The second", error=AnswerCut("cut"))
    turn = await turn_of(engine(remote))
    assert turn.text == "The first sentence is whole. The second"
    assert "The answer is incomplete." in system(fakes)
    assert len(remote.prompts) == 1
    assert turn.backend == "remote"


async def test_nothing_is_sent_by_default_but_the_next_press_is_an_answer(fakes: FakeParts, engine: Make) -> None:
    remote = FakeRemote("A letter.")
    one = engine(remote, rules=ASK)
    first = await turn_of(one)
    assert (first.backend, remote.prompts) == ("embedded", [])
    assert "Press again to ask remote." in system(fakes)
    second = await turn_of(one)
    assert (second.backend, second.text) == ("remote", "A letter.")


async def test_the_offer_holds_for_its_window_alone(fakes: FakeParts, engine: Make) -> None:
    remote = FakeRemote("A letter.")
    one = engine(remote, rules=ASK)
    await turn_of(one)
    fakes.windows.window = Window(99, "Bank", "Firefox", 1, WINDOW.box)
    await turn_of(one)
    assert remote.prompts == []


async def test_an_offer_that_was_cut_off_is_none(fakes: FakeParts, engine: Make) -> None:
    remote = FakeRemote("A letter.")
    one = engine(remote, rules=ASK)
    fakes.mouth.pace = 5
    one.describe(Request(time.monotonic()))
    await asyncio.sleep(0.5)
    fakes.mouth.pace = 0
    await turn_of(one)
    assert remote.prompts == []


async def test_an_offer_ages(fakes: FakeParts, engine: Make) -> None:
    remote = FakeRemote("A letter.")
    one = engine(remote, rules=ASK)
    await turn_of(one)
    await turn_of(one, at=time.monotonic() + 60)
    assert remote.prompts == []


async def test_what_a_vendor_keeps_is_heard_before_the_user_agrees(fakes: FakeParts, engine: Make) -> None:
    remote = FakeRemote("A letter.")
    one = engine(remote, agreed=())
    await turn_of(one)
    assert remote.prompts == []
    assert "remote keeps nothing." in system(fakes)
    await turn_of(one)
    assert len(remote.prompts) == 1
    repaint(fakes)
    await turn_of(one)
    assert len(remote.prompts) == 2


async def test_under_the_rule_local_nothing_is_sent_nor_offered(fakes: FakeParts, engine: Make) -> None:
    remote = FakeRemote("A letter.")
    one = engine(remote, rules=replace(ALLOW, sending=Sending(Rule.LOCAL)))
    await turn_of(one)
    await turn_of(one)
    assert remote.prompts == []
    assert "Press again" not in system(fakes)


async def test_a_program_has_a_rule_of_its_own(fakes: FakeParts, engine: Make) -> None:
    remote = FakeRemote("A letter.")
    await turn_of(engine(remote, rules=replace(ALLOW, sending=Sending(Rule.ALLOW, {"mousepad": Rule.LOCAL}))))
    assert remote.prompts == []


async def test_naming_a_backend_without_consent_is_a_fault_with_a_remedy(fakes: FakeParts, engine: Make) -> None:
    remote = FakeRemote("A letter.")
    turn = await turn_of(engine(remote, agreed=()), send="remote")
    assert turn.fault is not None
    assert turn.fault.error == "ConsentMissing"
    assert remote.prompts == []


async def test_naming_a_backend_is_the_users_word(fakes: FakeParts, engine: Make) -> None:
    turn = await turn_of(engine(FakeRemote("A letter."), rules=ASK), send="remote")
    assert turn.backend == "remote"


async def test_a_preview_sends_nothing_and_tells_what_would_be_sent(fakes: FakeParts, engine: Make) -> None:
    remote = FakeRemote("A letter.")
    turn = await turn_of(engine(remote, agreed=()), preview=True)
    assert remote.prompts == []
    assert turn.preview is not None
    assert "4111" not in turn.preview.text
    assert "To remote would go" in system(fakes)


async def test_a_preview_is_shown_before_it_is_told(fakes: FakeParts) -> None:
    fakes.answering = FakeAnswering((FakeRemote("A letter."),), ALLOW, set())
    shown: list[list[str]] = []
    listeners = Listeners(lambda spoken: None, lambda turn: None, previewed=lambda prompt: shown.append(fakes.mouth.texts(Channel.SYSTEM)))
    one = Engine(fakes.parts(), listeners, Options())
    await turn_of(one, preview=True)
    await one.aclose()
    assert ["would go" in " ".join(told) for told in shown] == [False]


async def test_a_follow_up_knows_the_conversation_and_that_nothing_changed(fakes: FakeParts, engine: Make) -> None:
    remote = FakeRemote("It costs 19.90 euros.")
    one = engine(remote)
    first = await turn_of(one)
    await turn_of(one, question="And the tax?", again=True)
    assert ["It costs 19.90 euros." in exchange.answer for exchange in remote.sent.conversation] == [True]
    assert remote.sent.follows == first.turn_id
    assert remote.sent.question == "And the tax?"


async def test_a_model_learns_that_a_spoken_question_may_be_misheard(fakes: FakeParts, engine: Make) -> None:
    remote = FakeRemote("It is 12.")
    fakes.answering = FakeAnswering((remote,), ALLOW, {"remote"})
    await turn_of(engine(remote), question="What is the sum?", heard=0.42)
    assert "42 %" in remote.sent.text


async def test_a_question_about_nothing_is_a_fault_with_a_remedy(fakes: FakeParts, engine: Make) -> None:
    turn = await turn_of(engine(FakeRemote()), question="And?", again=True)
    assert turn.fault is not None
    assert "Nothing has been described yet." in turn.fault.spoken


async def test_while_text_is_being_read_its_region_does_not_leave(fakes: FakeParts, engine: Make) -> None:
    fakes.outlines = FakeOutlines(Outline((), -1, True, 0.0))
    fakes.texts = FakeTexts((CARD, CARD), delay=60)
    remote = FakeRemote("I can't see anything.")
    fakes.answering = FakeAnswering((remote,), ALLOW, {"remote"})
    one = Engine(fakes.parts(), Listeners(lambda spoken: None, lambda turn: None), Options(model=0.2))
    await turn_of(one)
    await one.aclose()
    assert remote.sent.pictures == ()
    assert "The picture is not sent" in system(fakes)


async def test_a_model_that_cannot_see_is_helped_with_a_remedy(fakes: FakeParts, engine: Make) -> None:
    await turn_of(engine(FakeRemote("I'm sorry, I can't see any image.")))
    assert system(fakes)


async def test_a_newer_press_ends_the_request_of_the_older(fakes: FakeParts, engine: Make) -> None:
    remote = FakeRemote(*["Word by word. "] * 50, pause=0.05)
    one = engine(remote)
    one.describe(Request(time.monotonic()))
    await asyncio.sleep(0.4)
    one.silence()
    await asyncio.sleep(0.05)
    assert remote.cancelled == [1]


async def test_the_same_again_is_answered_at_once_and_sent_to_nobody(fakes: FakeParts, engine: Make) -> None:
    remote = FakeRemote("The total is 19.90 euros.")
    one = engine(remote)
    await turn_of(one)
    again = await turn_of(one)
    assert len(remote.prompts) == 1
    assert again.text == "The total is 19.90 euros."
    assert (again.metering.cached, again.metering.cost) == (True, 0.0)
    assert [claim.verdict for claim in again.claims] == [Verdict.CONFIRMED]


async def test_what_was_hidden_is_told_with_an_answer_from_before_too(fakes: FakeParts, engine: Make) -> None:
    one = engine(FakeRemote("A letter."))
    first = await turn_of(one)
    fakes.mouth.said.clear()
    again = await turn_of(one)
    assert again.metering.cached
    assert again.hidden == first.hidden == ("card 1",)
    assert "1 item hidden: a card." in system(fakes)


async def test_what_was_answered_can_be_forgotten(fakes: FakeParts, engine: Make) -> None:
    remote = FakeRemote("The total is 19.90 euros.")
    one = engine(remote)
    await turn_of(one)
    one.forget()
    assert "is forgotten." in system(fakes)
    asked = await turn_of(one, question="And the tax?", again=True)
    assert (asked.fault.error if asked.fault else "", len(remote.prompts)) == ("NoWindow", 1)
    await turn_of(one, question="And the tax?")
    assert remote.sent.conversation == ()
    await turn_of(one)
    assert len(remote.prompts) == 3


async def test_a_follow_up_to_the_describer_s_answer_knows_what_it_was_about(fakes: FakeParts, engine: Make) -> None:
    one = engine(rules=Rules(order=("embedded",)))
    first = await turn_of(one, question="Where is Save?")
    repaint(fakes)
    second = await turn_of(one, question="Is it available?")
    assert "Save" in first.text
    assert "Save" in second.text


async def test_what_the_describer_answered_is_hidden_from_who_is_asked_next(fakes: FakeParts, engine: Make) -> None:
    remote = FakeRemote("A letter.")
    one = engine(remote)
    await turn_of(one, question="Read the last line", send="embedded")
    repaint(fakes)
    await turn_of(one, question="What is it?")
    assert [exchange.question for exchange in remote.sent.conversation] == ["Read the last line"]
    assert "4111" not in repr(remote.sent)


async def test_another_picture_is_asked_about_anew(fakes: FakeParts, engine: Make) -> None:
    remote = FakeRemote("A letter.")
    one = engine(remote)
    await turn_of(one)
    repaint(fakes)
    await turn_of(one)
    assert len(remote.prompts) == 2


async def test_half_an_answer_is_not_kept_for_the_next_time(fakes: FakeParts, engine: Make) -> None:
    remote = FakeRemote("The first sentence.", error=AnswerCut("cut"))
    one = engine(remote)
    await turn_of(one)
    await turn_of(one)
    assert len(remote.prompts) == 2


async def test_text_that_could_not_be_read_is_covered_and_said(fakes: FakeParts, engine: Make) -> None:
    fakes.texts.no_text = (Box(200, 200, 120, 40),)
    remote = FakeRemote("A letter.")
    turn = await turn_of(engine(remote))
    assert "unread text 1" in turn.hidden
    assert "could not be read" in system(fakes)


async def test_the_key_after_an_answered_question_describes_and_does_not_ask_it_again(engine: Make) -> None:
    made = engine(FakeRemote("remote", "It is a bill. "))
    await turn_of(made, question="what is it")
    turn = await turn_of(made)
    assert (turn.question, turn.gist != "") == ("", True)


async def test_a_turn_that_still_runs_is_forgotten_too(fakes: FakeParts, engine: Make) -> None:
    one = engine(FakeRemote("A letter."))
    broken_off: list[Turn] = []
    one._listeners = replace(one._listeners, cancelled=broken_off.append)
    fakes.mouth.pace = 60.0
    running = one.describe(Request(time.monotonic()))
    async with asyncio.timeout(20):
        while not fakes.mouth.texts(Channel.DETAIL):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    one.forget()
    assert one.seen is None
    await asyncio.wait([running])
    assert (one.last, one.seen) == (None, None)
    assert [turn.keepable for turn in broken_off] == [False]
