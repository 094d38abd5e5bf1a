"""What a turn costs is counted, however it ends: a limit that a cut or a cancelled answer could pass would be none."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import replace

import pytest

from mmassist.engine.choosing import Rules
from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.metrics import failed_rows, row_of
from mmassist.engine.record import Request
from mmassist.engine.turn import Options
from mmassist.errors import AnswerCut, BackendError, BadAnswer, Unreachable
from mmassist.privacy.policy import Rule
from mmassist.privacy.policy import Rules as Sending
from mmassist.values import BackendEvent, Finished, FusedPrompt, TextDelta, Turn, Usage
from tests.fakes.answering import FakeAnswering
from tests.fakes.parts import FakeOutlines, FakeParts, FakeTexts
from tests.fakes.remote import FakeRemote
from tests.unit.engine.test_answering import TOTAL
from tests.unit.engine.test_turn import EDITOR

ALLOW = Rules(order=("remote", "second", "embedded"), sending=Sending(Rule.ALLOW))


class Counted(FakeRemote):
    """Tells what it used, and then maybe that something was wrong."""

    async def stream(self, prompt: FusedPrompt) -> AsyncGenerator[BackendEvent, None]:
        self.prompts.append(prompt)
        for piece in self.pieces:
            yield TextDelta(prompt.turn_id, piece)
        yield Finished(prompt.turn_id, "counted", Usage(1_000_000, 1_000_000))


class Heard:
    """Turns that ended, and turns that were cancelled."""

    def __init__(self) -> None:
        self.turns: list[Turn] = []
        self.cancelled: list[Turn] = []


@pytest.fixture
def fakes() -> FakeParts:
    fakes = FakeParts()
    fakes.outlines = FakeOutlines(EDITOR, kept_warm=True)
    fakes.texts = FakeTexts((TOTAL,))
    return fakes


@pytest.fixture
def heard() -> Heard:
    return Heard()


Make = Callable[..., Engine]


@pytest.fixture
async def engine(fakes: FakeParts, heard: Heard) -> AsyncIterator[Make]:
    made: list[Engine] = []

    def make(*remotes: FakeRemote, rules: Rules = ALLOW) -> Engine:
        fakes.answering = FakeAnswering(remotes, rules, {remote.name for remote in remotes})
        listeners = Listeners(lambda spoken: None, heard.turns.append, heard.cancelled.append)
        made.append(Engine(fakes.parts(), listeners, Options()))
        return made[-1]

    yield make
    for each in made:
        await each.aclose()


async def turn_of(engine: Engine, **asked: object) -> Turn:
    return await engine.describe(replace(Request(time.monotonic()), **asked))  # type: ignore[arg-type]


async def cancelled_after(engine: Engine, seconds: float) -> None:
    task = engine.describe(Request(time.monotonic()))
    await asyncio.sleep(seconds)
    engine.silence()
    await asyncio.wait([task])


async def test_a_cancelled_request_is_told_with_what_it_may_have_cost(fakes: FakeParts, engine: Make, heard: Heard) -> None:
    await cancelled_after(engine(FakeRemote(*["Word by word. "] * 50, pause=0.05)), 0.4)
    [turn] = heard.cancelled
    row = row_of(turn, turn.metering.kind, turn.metering.preset)
    assert (row.backend, row.outcome) == ("remote", "Cancelled")
    assert row.cost is not None
    assert row.cost > 0


async def test_a_whole_answer_that_is_silenced_costs_what_the_service_counted(fakes: FakeParts, engine: Make, heard: Heard) -> None:
    fakes.mouth.pace = 5
    await cancelled_after(engine(Counted("A letter.")), 0.4)
    [turn] = heard.cancelled
    assert turn.metering.usage.input == 1_000_000
    assert turn.metering.cost is not None
    assert turn.metering.cost > 1


async def test_a_turn_that_was_cancelled_before_anything_was_sent_says_so(fakes: FakeParts, engine: Make, heard: Heard) -> None:
    fakes.texts = FakeTexts((TOTAL,), delay=60)
    await cancelled_after(engine(FakeRemote("A letter.")), 0.2)
    assert ["sent" in turn.timings for turn in heard.cancelled] == [False]


async def test_a_turn_that_ended_is_not_told_as_cancelled(fakes: FakeParts, engine: Make, heard: Heard) -> None:
    await turn_of(engine(FakeRemote("A letter.")))
    assert (len(heard.turns), heard.cancelled) == (1, [])


async def test_an_answer_without_a_count_costs_by_estimate(engine: Make) -> None:
    turn = await turn_of(engine(FakeRemote("A letter.")))
    assert turn.metering.usage.input is None
    assert turn.metering.cost is not None
    assert turn.metering.cost > 0


async def test_a_cut_answer_costs_by_estimate(engine: Make) -> None:
    turn = await turn_of(engine(FakeRemote("The first sentence is whole. The", error=AnswerCut("cut"))))
    assert turn.metering.cost is not None
    assert turn.metering.cost > 0


async def test_what_one_billed_before_another_answered_is_in_its_own_row(engine: Make) -> None:
    remote = FakeRemote(error=BadAnswer("empty"))
    remote.pieces = ()
    turn = await turn_of(engine(remote))
    assert turn.backend == "embedded"
    assert turn.metering.cost == 0.0
    [row] = failed_rows(turn)
    assert row.cost is not None
    assert row.cost > 0


async def test_who_was_never_reached_billed_nothing(engine: Make) -> None:
    remote = FakeRemote(error=Unreachable("no route"))
    remote.pieces = ()
    [row] = failed_rows(await turn_of(engine(remote)))
    assert not row.cost


async def test_a_structured_answer_that_is_none_was_billed_all_the_same(engine: Make) -> None:
    turn = await turn_of(engine(Counted("no JSON at all")), preset="document")
    assert turn.failures == (("remote", "BadAnswer"),)
    [row] = failed_rows(turn)
    assert row.cost is not None
    assert row.cost > 1


async def test_what_is_still_being_asked_counts_against_the_limit_of_the_next(fakes: FakeParts, engine: Make) -> None:
    remote = FakeRemote(*["Word by word. "] * 50, pause=0.05)
    one = engine(remote)
    one.describe(Request(time.monotonic()))
    await asyncio.sleep(0.3)
    assert fakes.answering.made is not None
    assert fakes.answering.made.unsettled > 0
    one.silence()
    await asyncio.sleep(0.1)
    fakes.answering.made.settled(1)
    assert fakes.answering.made.unsettled == 0


@pytest.mark.parametrize("error", [BackendError("?"), AnswerCut("cut")])
async def test_the_next_backend_has_figures_of_its_own(engine: Make, error: BackendError) -> None:
    first = FakeRemote(error=error)
    first.pieces = ()
    turn = await turn_of(engine(first, Counted("A letter.", name="second")))
    assert (turn.backend, turn.metering.model, turn.metering.usage.input) == ("second", "counted", 1_000_000)
