"""What is done at a command."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from mmassist.dialogue.commands import Certainty, Match, commands
from mmassist.engine.conversing import Conversation
from mmassist.engine.doing import Doing, Manner, States
from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.recalling import Step
from mmassist.engine.turn import Options
from mmassist.values import Channel, Priority, Target, TargetKind, Turn
from tests.fakes.commanded import NoHelper, nobody
from tests.fakes.parts import FakeParts


@dataclass
class FakeWishes:
    wished: list[str] = field(default_factory=list)
    ended: int = 0

    def wish(self, text: str) -> bool:
        self.wished.append(text)
        return "scam" not in text

    def watch_with(self, camera: str) -> None: ...

    def end(self) -> None:
        self.ended += 1


@dataclass
class Stage:
    fakes: FakeParts
    engine: Engine
    doing: Doing
    wishes: FakeWishes
    turns: list[Turn]
    left_safe_mode: list[bool]
    steps: list[Step]

    async def hear(self, name: str, rest: str = "") -> None:
        """Does it, and waits until the turn that it may have started is over."""
        self.doing.do(Match(name, name, Certainty.SURE, rest), time.monotonic())
        await self.over()

    async def over(self) -> None:
        for task in asyncio.all_tasks():
            if task.get_name().startswith("turn "):
                await asyncio.wait([task])

    def system(self) -> list[str]:
        return self.fakes.mouth.texts(Channel.SYSTEM)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    fakes, wishes = FakeParts(), FakeWishes()
    turns: list[Turn] = []
    engine = Engine(fakes.parts(), Listeners(spoken=lambda spoken: None, turn=turns.append), Options())
    fakes.mouth.on_started = engine.heard
    left: list[bool] = []
    steps: list[Step] = []
    doing = Doing(
        engine,
        fakes.parts(),
        Manner(),
        wishes,
        States(
            lambda: left.append(True),
            Conversation(False, ""),
            steps.append,
            lambda: ["D: describe.", "Escape leaves."],
            nobody,
            (NoHelper(),),
        ),
    )
    yield Stage(fakes, engine, doing, wishes, turns, left, steps)
    await engine.aclose()


async def test_every_command_that_can_be_heard_can_be_done(stage: Stage) -> None:
    assert {one.name for one in commands().commands} == stage.doing.names


async def test_what_changed_is_asked_of_who_was_shown_how_it_was(stage: Stage) -> None:
    await stage.hear("describe")
    await stage.hear("changed")
    assert stage.turns[-1].backend == "embedded"
    assert "I see no change since this was described" in stage.turns[-1].text


async def test_the_history_is_stepped_through(stage: Stage) -> None:
    for name in ("history", "history-previous", "history-next"):
        await stage.hear(name)
    assert stage.steps == [Step.NEWEST, Step.OLDER, Step.NEWER]


async def test_the_keys_are_told_one_after_the_other_in_place_of_what_is_said(stage: Stage) -> None:
    await stage.hear("describe")
    await stage.hear("keys")
    assert stage.system()[-2:] == ["D: describe.", "Escape leaves."]


async def test_what_is_to_be_heard_meanwhile_goes_before_the_next_line_of_a_list(stage: Stage) -> None:
    await stage.hear("keys")
    assert {utterance.priority for utterance in stage.fakes.mouth.said} == {Priority.NORMAL}
    stage.engine.announce("Copied, 4 characters.")
    assert stage.fakes.mouth.said[-1].priority is Priority.NEXT


async def test_safe_mode_is_left(stage: Stage) -> None:
    await stage.hear("leave-safe")
    assert stage.left_safe_mode == [True]


async def test_describe_begins_a_turn(stage: Stage) -> None:
    await stage.hear("describe")
    assert [turn.fault for turn in stage.turns] == [None]


async def test_the_whole_screen_is_another_target(stage: Stage) -> None:
    await stage.hear("screen")
    scene = stage.turns[0].scene
    assert scene is not None
    assert scene.target == Target(TargetKind.SCREEN)


@pytest.mark.parametrize("name", ["monitor", "pointer", "focus", "clipboard"])
async def test_a_command_names_its_target(stage: Stage, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[Target] = []
    monkeypatch.setattr(stage.engine, "describe", lambda request: begun.append(request.target))
    await stage.hear(name)
    assert begun == [Target(TargetKind(name))]


async def test_louder_is_louder_and_says_how_loud(stage: Stage) -> None:
    before = stage.fakes.mouth.voice.volume
    await stage.hear("louder")
    assert stage.fakes.mouth.voice.volume > before
    assert stage.system() == [f"Volume {stage.fakes.mouth.voice.volume} percent."]


async def test_repeat_says_the_last_answer_again(stage: Stage) -> None:
    await stage.hear("describe")
    said = [utterance.text for utterance in stage.fakes.mouth.said if utterance.channel is not Channel.SYSTEM]
    stage.fakes.mouth.said.clear()
    await stage.hear("again")
    assert [utterance.text for utterance in stage.fakes.mouth.said] == said


async def test_repeat_before_anything_was_said_says_so(stage: Stage) -> None:
    await stage.hear("again")
    assert stage.system() == ["Nothing was said yet."]


async def test_walking_before_anything_was_seen_is_said_with_a_remedy(stage: Stage) -> None:
    await stage.hear("next-button")
    assert stage.system() == ["Nothing has been described yet. Describe a window first."]


async def test_what_is_on_the_screen_is_never_told_as_the_apps_own(stage: Stage) -> None:
    await stage.hear("describe")
    stage.fakes.mouth.said.clear()
    await stage.hear("next")
    assert all(utterance.channel is Channel.DETAIL for utterance in stage.fakes.mouth.said)


async def test_yes_without_a_question_accepts_nothing(stage: Stage) -> None:
    await stage.hear("yes")
    assert stage.turns == []
    assert stage.system() == ["I did not ask anything."]


async def test_a_wish_is_handed_on_as_it_was_said(stage: Stage) -> None:
    await stage.hear("watch", "the download is done")
    assert stage.wishes.wished == ["watch the download is done"]


async def test_a_question_is_asked_of_the_window_in_front(stage: Stage) -> None:
    stage.doing.ask("What does it cost?", 0.8, time.monotonic())
    await stage.over()
    assert [turn.question for turn in stage.turns] == ["What does it cost?"]


@pytest.mark.parametrize(("later", "kind"), [(5.0, TargetKind.POINTER), (120.0, TargetKind.WINDOW)])
async def test_a_question_is_asked_of_the_part_that_was_described_just_now(
    stage: Stage, later: float, kind: TargetKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stage.hear("pointer")
    begun: list[Target] = []
    monkeypatch.setattr(stage.engine, "describe", lambda request: begun.append(request.target))
    stage.doing.ask("What is it?", None, time.monotonic() + later)
    assert begun == [Target(kind)]


async def test_stop_ends_the_turn(stage: Stage) -> None:
    stage.fakes.mouth.pace = 5
    stage.doing.do(Match("describe", "describe", Certainty.SURE), time.monotonic())
    await asyncio.sleep(0.1)
    await stage.hear("stop")
    assert stage.turns == []
    assert stage.fakes.mouth.silenced >= 1
