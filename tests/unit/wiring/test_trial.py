"""A backend tried by itself: its cost is told and recorded, and the limits hold for it too."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from mmassist.backends import catalogue
from mmassist.engine.brains import Brain
from mmassist.engine.metrics import TRIAL, Figures, Row, Stats, stats_of
from mmassist.engine.metrics_store import MetricsStore
from mmassist.engine.stats_report import sentences
from mmassist.errors import BackendError, BudgetSpent, MmassistError, Refused, Unreachable
from mmassist.settings import Settings
from mmassist.values import BackendEvent, Finished, FusedPrompt, TextDelta, Usage
from mmassist.wiring import asking
from mmassist.wiring.answers import metrics_file
from mmassist.wiring.trial import try_out
from tests.fakes.remote import FakeRemote

MILLION = 1_000_000


class Counting(FakeRemote):
    """Bills a million tokens each way; then ends with `error`, if there is one. `asked`: is set once it is."""

    def __init__(self, name: str) -> None:
        super().__init__(name=name)
        self.asked = asyncio.Event()

    async def stream(self, prompt: FusedPrompt) -> AsyncGenerator[BackendEvent, None]:
        self.prompts.append(prompt)
        self.asked.set()
        await asyncio.sleep(self.pause)
        yield TextDelta(prompt.turn_id, "Hello.")
        if self.error is not None:
            raise self.error
        yield Finished(prompt.turn_id, "model-9", Usage(MILLION, MILLION))


@pytest.fixture
def remote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Counting:
    """The backend `work`, whose vendor was agreed to."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    rows, _ = catalogue.load()
    remote = Counting(name="work")
    brain = Brain("work", "openai", remote, rows.default("openai"))
    monkeypatch.setattr(asking, "make_brain", lambda name, settings, rows: brain)
    asking.agree("work", Settings())
    return remote


def price() -> float:
    """US dollars of what `Counting` bills."""
    rows, _ = catalogue.load()
    cost = catalogue.cost(rows.default("openai"), Usage(MILLION, MILLION))
    assert cost
    return cost


def limited(dollars: float) -> Settings:
    return Settings.model_validate({"answers": {"day_limit": dollars}})


def stats() -> Stats:
    store = MetricsStore(metrics_file(), lambda error: pytest.fail(str(error)))
    try:
        return store.stats(0.0)
    finally:
        store.close()


def figures() -> Figures:
    [one] = stats().backends
    return one


def nothing(error: MmassistError) -> None:
    pytest.fail(str(error))


async def test_it_says_what_it_cost(remote: Counting) -> None:
    told = await try_out("work", Settings(), nothing)
    assert told["cost"] == pytest.approx(price())
    assert (told["model"], told["text"]) == ("model-9", "Hello.")


async def test_it_counts_as_spent_and_as_no_turn(remote: Counting) -> None:
    await try_out("work", Settings(), nothing)
    assert stats().turns == 0
    assert (figures().tests, figures().requests) == (1, 0)
    assert figures().spend == pytest.approx(price())


async def test_the_figures_say_that_it_was_a_test(remote: Counting) -> None:
    await try_out("work", Settings(), nothing)
    assert sentences(stats())[1].startswith("work: tested once, ")


async def test_one_that_would_pass_the_limit_is_not_asked(remote: Counting) -> None:
    with pytest.raises(BudgetSpent) as raised:
        await try_out("work", limited(0.000001), nothing)
    assert remote.prompts == []
    assert raised.value.spoken.startswith("work is not asked: it would pass your limit of ")


async def test_a_second_one_is_not_asked_where_the_first_has_spent_the_limit(remote: Counting) -> None:
    await try_out("work", limited(0.01), nothing)
    with pytest.raises(BudgetSpent):
        await try_out("work", limited(0.01), nothing)
    assert len(remote.prompts) == 1


async def test_under_a_limit_it_is_not_asked_while_what_was_spent_is_not_known(remote: Counting) -> None:
    metrics_file().write_bytes(b"rubbish" * 1000)
    told: list[MmassistError] = []
    with pytest.raises(BudgetSpent, match="unknown"):
        await try_out("work", limited(5.0), told.append)
    assert remote.prompts == []
    assert "was damaged" in told[0].spoken


@pytest.mark.parametrize(("error", "bills"), [(Unreachable("no route"), False), (Refused("no"), True)])
async def test_one_that_fails_costs_what_it_may_bill(remote: Counting, error: BackendError, bills: bool) -> None:
    remote.error = error
    with pytest.raises(type(error)):
        await try_out("work", Settings(), nothing)
    assert (figures().spend > 0) is bills
    assert figures().tests == 1


async def test_one_that_is_broken_off_is_counted(remote: Counting) -> None:
    remote.pause = 60
    trying = asyncio.ensure_future(try_out("work", Settings(), nothing))
    await remote.asked.wait()
    trying.cancel()
    await asyncio.wait([trying])
    assert figures().tests == 1
    assert figures().spend > 0


def test_no_turn_is_timed_by_a_test() -> None:
    rows = [Row(1.0, "work", total_ms=900.0), Row(2.0, "work", preset=TRIAL, total_ms=5.0)]
    assert stats_of(rows, 0.0).backends[0].total.p50 == 900.0
