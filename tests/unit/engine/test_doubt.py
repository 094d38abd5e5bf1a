"""With a limit set, and what was spent not known, nothing that costs is asked; and the user hears why."""

from __future__ import annotations

import math
import time
from dataclasses import replace

import pytest

from mmassist.backends import catalogue
from mmassist.backends.embedded import EmbeddedBackend
from mmassist.dialogue import presets
from mmassist.engine.brains import EMBEDDED, Brain
from mmassist.engine.choosing import Choice, Choosing, Known, Rules
from mmassist.engine.record import Request
from mmassist.errors import MmassistError
from mmassist.privacy.policy import Rule
from mmassist.privacy.policy import Rules as Sending
from tests.fakes import windows
from tests.fakes.remote import FakeRemote

DOUBT = MmassistError("unread", "The record of turns can't be opened.", "Check the rights of metrics.db.")
LIMITED = Rules(order=("work", EMBEDDED), sending=Sending(Rule.ALLOW), day_limit=5.0)


async def choice(rules: Rules, *doubts: MmassistError | None, bills: bool = True, send: str = "") -> Choice:
    """The last one, after as many presses as there are `doubts`."""
    rows, _ = catalogue.load()
    told = list(doubts)
    work = Brain("work", "openai", FakeRemote(name="work"), rows.default("openai"), bills=bills)

    async def spent() -> tuple[float, float]:
        return 0.0, 0.0

    known = Known(lambda brain: True, lambda brain: "", spent, lambda name: None, lambda: told.pop(0))
    choosing = Choosing([work, Brain(EMBEDDED, EMBEDDED, EmbeddedBackend())], rules, presets.load(), known)
    for _ in doubts:
        chosen = await choosing.choose(Request(time.monotonic(), send=send), windows.file_manager())
    return chosen


def names(chosen: Choice) -> list[str]:
    return [brain.name for brain in chosen.steps]


@pytest.mark.parametrize("send", ["", "work"])
async def test_what_costs_is_not_asked_and_that_is_said_with_a_remedy(send: str) -> None:
    chosen = await choice(LIMITED, DOUBT, send=send)
    assert names(chosen) == [EMBEDDED]
    assert "what was spent is not known" in chosen.notice
    assert chosen.notice.endswith(DOUBT.remedy)


async def test_a_limit_of_the_month_alone_is_one_too() -> None:
    assert names(await choice(replace(LIMITED, day_limit=math.inf, month_limit=5.0), DOUBT)) == [EMBEDDED]


async def test_without_a_limit_it_is_asked() -> None:
    assert names(await choice(replace(LIMITED, day_limit=math.inf), DOUBT)) == ["work", EMBEDDED]


async def test_what_costs_nothing_is_asked() -> None:
    assert names(await choice(LIMITED, DOUBT, bills=False)) == ["work", EMBEDDED]


async def test_once_it_is_known_again_it_is_asked_again() -> None:
    chosen = await choice(LIMITED, DOUBT, None)
    assert names(chosen) == ["work", EMBEDDED]
    assert chosen.notice == ""
