"""A helper beside the assistant: they see its suggestions, masked and about what they see alone, and the user hears what they send."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace

import pytest

from mmassist.dialogue.troubleshooting.steps import Check, Step, What
from mmassist.engine.support.advising import AGENT, Advising, Peers
from mmassist.engine.support.giving import PEER
from mmassist.engine.troubleshooting.companion import as_changed
from mmassist.privacy.masking import Options as Masks
from mmassist.privacy.vault import placeholder
from mmassist.support.consent import Consent
from mmassist.support.data_channel import Advice, Advise, FromOwner, Spoken
from mmassist.support.roles import Right, Role
from mmassist.values import Box, Node, Window
from mmassist.values import Role as Control
from tests.fakes.backend import FakeBackend
from tests.fakes.broker import until
from tests.fakes.guided import DIALOG, ERROR, SHOWN, Guided, form, outline
from tests.fakes.parts import WINDOW

CARD = "4539 1488 0343 6467"
LOOKS = "Ada looks at what the assistant suggests. You hear what they send of it."


@dataclass
class Stage:
    guided: Guided
    consent: Consent
    advising: Advising
    sent: list[FromOwner]
    shared: list[Window | None]

    @property
    def state(self) -> str:
        return self.now.state

    @property
    def now(self) -> Advice:
        """What the helper's page shows."""
        return [one for one in self.sent if isinstance(one, Advice)][-1]

    async def decided(self, act: str, text: str | None = None, number: int | None = None) -> list[str]:
        """What the user hears of the helper's word."""
        said = self.guided.fakes.mouth.said
        said.clear()
        self.advising.take(Advise.model_validate({"act": act, "number": self.now.number if number is None else number, "text": text}))
        await self.guided.guide.idle()
        await asyncio.sleep(0.01)
        return [utterance.text for utterance in said]


Make = Callable[..., Awaitable[Stage]]


@pytest.fixture
async def make() -> AsyncIterator[Make]:
    made: list[Guided] = []

    async def stage(*backends: FakeBackend) -> Stage:
        guided, sent = Guided(backends), list[FromOwner]()
        made.append(guided)
        consent = Consent(lambda entry: None, lambda: 0.0, lambda ended: None)
        consent.admit(PEER, Role.HELPER, "Ada")
        consent.grant(PEER, Right.ADVISE, 60)
        shared: list[Window | None] = [WINDOW]
        peers = Peers(consent, PEER, "Ada")
        advising = Advising(guided.guide, peers, sent.append, guided.engine.own, lambda: shared[0], Masks(excluded=("Bank",)))
        advising.begin(60)
        await guided.guide.idle()
        return Stage(guided, consent, advising, sent, shared)

    yield stage
    for one in made:
        await one.guide.aclose()
        await one.engine.aclose()


@pytest.fixture
async def stage(make: Make) -> Stage:
    return await make()


async def test_the_user_hears_a_suggestion_once_it_was_sent_and_what_comes_of_it_by_itself(stage: Stage) -> None:
    assert await stage.guided.hear("troubleshoot") == [LOOKS]
    assert (stage.state, stage.now.text, stage.now.problem) == ("open", "Correct Postcode.", f"The window says: {ERROR}")
    assert await stage.decided("send") == ["Ada, with the assistant:", "Step 1: Correct Postcode."]
    assert (stage.state, stage.now.text) == ("sent", "Correct Postcode.")
    assert stage.sent[-1] == Spoken(text="Ada, with the assistant: Correct Postcode.")
    assert await stage.guided.change(form("53111", ERROR)) == ["Done.", LOOKS]
    assert (stage.state, stage.now.text, stage.now.news) == ("open", "Press Save.", "Done.")


async def test_while_it_waits_the_user_is_told_so_and_of_what_is_dropped_hears_nothing(stage: Stage) -> None:
    await stage.guided.hear("troubleshoot")
    for command in ("step-again", "step-done", "step-failed", "troubleshoot"):
        assert await stage.guided.hear(command) == [LOOKS]
    assert await stage.decided("drop") == []
    assert stage.state == "dropped"
    assert await stage.guided.hear("step-again") == ["There is no step to repeat."]
    assert await stage.decided("again") == [LOOKS]
    assert stage.state == "open"


async def test_a_suggestion_that_waits_no_more_is_not_told(stage: Stage) -> None:
    await stage.guided.hear("troubleshoot")
    before = stage.now.number
    assert await stage.decided("again") == [LOOKS]
    assert await stage.decided("send", number=before) == []
    assert stage.sent[-1] == stage.now
    assert stage.state == "open"


async def test_what_the_user_has_done_meanwhile_is_suggested_no_more(stage: Stage) -> None:
    await stage.guided.hear("troubleshoot")
    assert await stage.guided.change(form("53111")) == [LOOKS]
    assert (stage.state, stage.now.text) == ("open", "Press Save.")


async def test_who_may_no_more_sees_nothing_and_what_has_waited_is_told(stage: Stage) -> None:
    await stage.guided.hear("troubleshoot")
    stage.guided.fakes.mouth.said.clear()
    stage.consent.revoke(PEER, Right.ADVISE)
    stage.advising.end()
    assert [one.text for one in stage.guided.fakes.mouth.said] == [f"The window says: {ERROR}", "Step 1: Correct Postcode."]
    assert not stage.consent.grants(AGENT)
    count = len(stage.sent)
    assert await stage.guided.change(form("53111", ERROR)) == ["Done.", "Step 2: Press Save."]
    assert len(stage.sent) == count


async def test_what_is_told_already_is_seen_by_who_comes_later(stage: Stage) -> None:
    stage.advising.end()
    await stage.guided.hear("troubleshoot")
    stage.advising.begin(60)
    await until(lambda: stage.state == "sent")
    assert stage.now.text == "Correct Postcode."


async def test_of_a_program_that_they_do_not_see_they_see_no_suggestion_and_the_user_hears_it(stage: Stage) -> None:
    stage.shared[0] = replace(WINDOW, id=77, pid=77)
    assert (await stage.guided.hear("troubleshoot"))[-1] == "Step 1: Correct Postcode."
    assert {one.state for one in stage.sent if isinstance(one, Advice)} <= {"none", "thinking"}
    assert stage.state == "none"


async def test_of_an_excluded_window_they_see_none_either(stage: Stage) -> None:
    stage.guided.shows(form("12", ERROR), replace(WINDOW, title="My Bank"))
    assert (await stage.guided.hear("troubleshoot"))[-1] == "Step 1: Correct Postcode."
    assert stage.state == "none"


async def test_what_is_personal_in_it_is_masked_for_them_and_whole_for_the_user(stage: Stage) -> None:
    told = Node(Control.LABEL, f"Could not charge the card {CARD}.", 0, SHOWN, box=Box(120, 80, 300, 30))
    stage.guided.shows(outline(told, Node(Control.BUTTON, "Close", 0, SHOWN, box=Box(400, 310, 80, 30))), DIALOG)
    stage.shared[0] = DIALOG
    await stage.guided.hear("troubleshoot")
    assert stage.now.problem == f"A message says: Could not charge the card {placeholder('card 1')}."
    assert not any(CARD in one.model_dump_json() for one in stage.sent)
    said = await stage.decided("send", f"Close it, the card {placeholder('card 1')} is refused.")
    assert said[-1] == f"Step 1: Close it, the card {CARD} is refused."


async def test_the_stop_key_while_it_is_thought_of_leaves_them_to_ask_again(make: Make) -> None:
    stage = await make(FakeBackend("{}", pause=30))
    stage.guided.guide.begin()
    await until(lambda: stage.state == "thinking")
    stage.guided.guide.hush()
    await stage.guided.guide.idle()
    assert stage.state == "dropped"


async def test_the_end_is_the_end_for_them_too(stage: Stage) -> None:
    await stage.guided.hear("troubleshoot")
    await stage.guided.hear("troubleshoot-end")
    assert stage.now == Advice(state="none")
    assert await stage.decided("send", number=1) == []
    assert await stage.decided("again") == []


def test_a_step_in_other_words_is_proven_only_where_it_is_about_the_same_control() -> None:
    step = Step("Correct Postcode.", (Check(What.VALUE, "Postcode", "53111"),), "Postcode")
    assert as_changed(step, "Type 53111 into Postcode").checks == step.checks
    assert as_changed(step, "Press Cancel").checks == ()
    assert as_changed(None, "Press F5") == Step("Press F5")
