"""What may leave of a part of the desktop: the rules of all programs on it hold."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

import pytest

from mmassist.engine.choosing import Rules
from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.record import Request
from mmassist.engine.turn import Options
from mmassist.privacy import masking
from mmassist.privacy.policy import Rule
from mmassist.privacy.policy import Rules as Sending
from mmassist.values import Box, Target, TargetKind, TextLine, Window
from tests.fakes.answering import FakeAnswering
from tests.fakes.parts import FakeOutlines, FakeParts, FakeTexts
from tests.fakes.remote import FakeRemote
from tests.unit.engine.test_aiming import FRONT, Desk, Finder, PointedWindows
from tests.unit.engine.test_sending import Own, all_sent

KEEPASS = Window(8, "Passwords", "KeePassXC", 1, Box(450, 100, 300, 200))
STRICT = Rules(order=("remote", "embedded"), sending=Sending(Rule.ALLOW, {"keepassxc": Rule.LOCAL}))
ALLOW = Rules(order=("remote", "embedded"), sending=Sending(Rule.ALLOW))
BESIDE, WITHIN = Target(TargetKind.REGION, region=Box(110, 60, 200, 100)), Target(TargetKind.REGION, region=Box(300, 120, 300, 100))
POINTER = Target(TargetKind.POINTER)

Send = Callable[..., Awaitable[FakeRemote]]


@pytest.fixture
async def send() -> AsyncIterator[Send]:
    made: list[Engine] = []

    async def run(
        target: Target, rules: Rules, *, at: tuple[int, int] = (0, 0), menu: Window | None = None, excluded: tuple[str, ...] = ()
    ) -> FakeRemote:
        windows, remote = PointedWindows(FRONT), FakeRemote("A letter.")
        windows.at, windows.others = at, (KEEPASS,)
        lines = (TextLine("Left alone", Box(5, 5, 60, 12), 0.99), TextLine("Tiger Lily", Box(210, 40, 60, 12), 0.99))
        fakes = FakeParts(windows=windows, grabber=Desk(), outlines=FakeOutlines(None), texts=FakeTexts(lines))
        fakes.answering = FakeAnswering((remote,), rules, {"remote"}, hiding=masking.Options(excluded=excluded))
        under = Finder(*windows.all(), *((menu,) if menu else ()))
        made.append(Engine(replace(fakes.parts(), under=under), Listeners(lambda spoken: None, lambda turn: None), Options()))
        fakes.mouth.on_started = made[-1].heard
        turn = await made[-1].describe(Request(time.monotonic(), target))
        assert turn.fault is None
        return remote

    yield run
    for each in made:
        await each.aclose()


@pytest.mark.parametrize(("target", "at"), [(WITHIN, (0, 0)), (POINTER, (430, 150)), (POINTER, (600, 150))])
async def test_the_strictest_rule_of_the_programs_on_it_holds(send: Send, target: Target, at: tuple[int, int]) -> None:
    remote = await send(target, STRICT, at=at)
    assert remote.prompts == []


async def test_a_program_elsewhere_has_no_say(send: Send) -> None:
    remote = await send(BESIDE, STRICT)
    assert len(remote.prompts) == 1


async def test_the_rule_of_a_program_holds_for_its_menu_too(send: Send) -> None:
    menu = Window(11, "", "KeePassXC", 1, Box(150, 100, 100, 100))
    remote = await send(POINTER, STRICT, at=(200, 150), menu=menu)
    assert remote.prompts == []


@pytest.mark.parametrize("target", [BESIDE, Target(TargetKind.SCREEN), Target(TargetKind.MONITOR, monitor=1)])
async def test_a_menu_that_only_lies_on_it_counts(send: Send, target: Target) -> None:
    menu = Window(11, "", "Diary", 1, Box(120, 65, 20, 20))
    rules = replace(ALLOW, sending=Sending(Rule.ALLOW, {"diary": Rule.LOCAL}))
    remote = await send(target, rules, menu=menu)
    assert remote.prompts == []


async def test_what_was_said_of_a_program_that_stays_here_does_not_leave_with_a_question_about_another() -> None:
    windows, own, remote = PointedWindows(FRONT), Own("The entry is Tiger Lily.", name="own"), FakeRemote("A letter.")
    windows.others = (KEEPASS,)
    fakes = FakeParts(windows=windows, grabber=Desk(), outlines=FakeOutlines(None))
    fakes.answering = FakeAnswering((own, remote), replace(STRICT, order=("own", "remote", "embedded")), {"remote"})
    engine = Engine(replace(fakes.parts(), under=Finder(*windows.all())), Listeners(lambda spoken: None, lambda turn: None), Options())
    fakes.mouth.on_started = engine.heard
    windows.at = (600, 150)
    await engine.describe(Request(time.monotonic(), POINTER, question="What is it?"))
    windows.at = (200, 150)
    await engine.describe(Request(time.monotonic(), POINTER, question="And this?", send="remote"))
    await engine.aclose()
    assert "What is it?" in all_sent(own)
    assert "And this?" in all_sent(remote)
    assert "Tiger" not in all_sent(remote)


async def test_an_excluded_window_is_taken_out_of_what_leaves(send: Send) -> None:
    remote = await send(WITHIN, ALLOW, excluded=("keepass",))
    assert "Left alone" in all_sent(remote)
    assert "Tiger" not in all_sent(remote)
    assert "Passwords" not in all_sent(remote)


async def test_nothing_of_an_excluded_window_under_the_pointer_leaves(send: Send) -> None:
    remote = await send(POINTER, ALLOW, at=(600, 200), excluded=("keepass",))
    assert not any(text in all_sent(remote) for text in ("Tiger", "Left alone", "Passwords"))
