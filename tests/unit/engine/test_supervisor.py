"""What the supervisor makes heard of parts that die, and when it switches one off. Time is virtual."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.supervisor import Audience, Options, Supervisor, Wording
from mmassist.engine.turn import Options as TurnOptions
from mmassist.errors import NothingHeard, WorkerLost
from mmassist.values import Earcon
from tests.fakes import virtual_time
from tests.fakes.parts import FakeParts

KINDS = tuple(Wording.load().parts)


class Ear:
    """All that was heard, with the time of it, and what is off."""

    def __init__(self) -> None:
        self.faults: list[tuple[float, str]] = []
        self.announced: list[str] = []
        self.off: list[tuple[str, ...]] = []

    def audience(self) -> Audience:
        return Audience(self._fault, self.announced.append, self.off.append)

    def _fault(self, error: WorkerLost) -> None:
        self.faults.append((asyncio.get_running_loop().time(), f"{error.spoken} {error.remedy}"))

    @property
    def sentences(self) -> list[str]:
        return [sentence for _, sentence in self.faults]


Story = Callable[[Supervisor, Ear], Awaitable[None]]


def told(story: Story) -> Ear:
    ear = Ear()

    async def tell() -> None:
        await story(Supervisor(ear.audience(), Options()), ear)
        await asyncio.sleep(1)

    virtual_time.run(tell())
    return ear


def test_a_loss_is_told_at_once_and_once() -> None:
    async def story(supervisor: Supervisor, ear: Ear) -> None:
        began = asyncio.get_running_loop().time()
        assert supervisor.part("text").lost("killed") == 0.0
        await asyncio.sleep(5)
        assert ear.faults[0][0] - began < 1

    ear = told(story)
    assert len(ear.faults) == 1
    assert ear.sentences[0].startswith("The text recogniser stopped and is being restarted.")


def test_losses_in_a_burst_are_told_once() -> None:
    async def story(supervisor: Supervisor, ear: Ear) -> None:
        part = supervisor.part("text")
        part.lost("killed")
        await asyncio.sleep(2)
        part.lost("killed again")

    assert len(told(story).faults) == 1


def test_what_is_lost_again_once_it_was_back_is_told_again() -> None:
    async def story(supervisor: Supervisor, ear: Ear) -> None:
        part = supervisor.part("text")
        part.lost("killed")
        await asyncio.sleep(7)
        part.lost("killed again")

    assert len(told(story).faults) == 2


def test_a_microphone_that_is_off_is_not_to_be_spoken_to() -> None:
    async def story(supervisor: Supervisor, ear: Ear) -> None:
        part = supervisor.part("microphone")
        for _ in range(3):
            part.lost("killed")
        assert part.refusal is not None
        assert "say" not in part.refusal.remedy.lower().split()

    assert "say leave" not in told(story).sentences[-1]


def test_what_is_lost_together_is_told_in_one_go() -> None:
    async def story(supervisor: Supervisor, ear: Ear) -> None:
        for kind in ("text", "speech"):
            supervisor.part(kind).lost("out of memory")

    [sentence] = told(story).sentences
    assert "text recogniser" in sentence
    assert "speech recogniser" in sentence


def test_the_third_crash_in_ten_minutes_switches_off_and_says_what_still_works() -> None:
    async def story(supervisor: Supervisor, ear: Ear) -> None:
        part = supervisor.part("text")
        assert [part.lost("killed") for _ in range(3)] == [0.0, 0.0, None]
        assert part.refusal is not None
        assert supervisor.off == ("text recogniser",)

    ear = told(story)
    assert "outline alone" in ear.sentences[-1]
    assert "leave safe mode" in ear.sentences[-1]
    assert ear.off == [("text recogniser",)]


def test_crashes_that_lie_far_apart_switch_nothing_off() -> None:
    async def story(supervisor: Supervisor, ear: Ear) -> None:
        part = supervisor.part("text")
        for _ in range(5):
            assert part.lost("killed") == 0.0
            await asyncio.sleep(301)
        assert part.refusal is None

    assert len(told(story).faults) == 5


def test_crashes_of_two_parts_are_not_added_up() -> None:
    async def story(supervisor: Supervisor, ear: Ear) -> None:
        for part in 2 * [supervisor.part("text"), supervisor.part("voice")]:
            part.lost("killed")
        assert supervisor.off == ()

    told(story)


def test_who_can_not_be_spared_is_never_switched_off_but_tried_at_a_slower_pace() -> None:
    async def story(supervisor: Supervisor, ear: Ear) -> None:
        part = supervisor.part("last-voice", spared=False)
        pauses = [part.lost("killed") for _ in range(9)]
        assert pauses == [0.0, 0.0, 10.0, 20.0, 40.0, 80.0, 160.0, 320.0, 320.0]
        assert part.refusal is None
        part.works()
        assert part.lost("killed") == 10.0

    assert sum("tried again and again" in sentence for sentence in told(story).sentences) == 1


def test_leaving_safe_mode_starts_what_was_off_and_says_so() -> None:
    started: list[str] = []

    async def story(supervisor: Supervisor, ear: Ear) -> None:
        part = supervisor.part("text")
        part.on_again = lambda: started.append("text")
        for _ in range(3):
            part.lost("killed")
        supervisor.leave()
        assert part.refusal is None
        assert part.lost("killed") == 0.0

    ear = told(story)
    assert started == ["text"]
    assert ear.announced == ["Safe mode is left. Started again: text recogniser."]
    assert ear.off[-1] == ()


def test_leaving_what_was_not_entered_is_answered() -> None:
    async def story(supervisor: Supervisor, ear: Ear) -> None:
        supervisor.part("text")
        supervisor.leave()

    assert told(story).announced == ["Nothing is switched off."]


@pytest.mark.parametrize(("seconds", "announced"), [(1, []), (8, ["The text recogniser works again."])])
def test_only_a_part_that_was_long_away_is_told_to_be_back(seconds: float, announced: list[str]) -> None:
    async def story(supervisor: Supervisor, ear: Ear) -> None:
        part = supervisor.part("text")
        part.works()
        part.lost("killed")
        await asyncio.sleep(seconds)
        part.works()

    assert told(story).announced == announced


def test_a_part_that_is_silent_and_then_killed_is_told_once() -> None:
    async def story(supervisor: Supervisor, ear: Ear) -> None:
        part = supervisor.part("microphone")
        part.silent()
        await asyncio.sleep(2)
        part.lost("silent")

    [sentence] = told(story).sentences
    assert sentence.startswith("The microphone does not answer.")


def test_what_was_switched_off_by_hand_is_off_without_a_word() -> None:
    stopped: list[None] = []

    async def story(supervisor: Supervisor, ear: Ear) -> None:
        part = supervisor.part("microphone")
        part.on_off = lambda: stopped.append(None)
        part.switch_off()
        assert part.lost("killed") is None

    ear = told(story)
    assert ear.faults == []
    assert ear.off == [("microphone",)]
    assert len(stopped) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_every_part_has_a_sentence_and_a_remedy_for_all_that_can_happen(kind: str) -> None:
    async def story(supervisor: Supervisor, ear: Ear) -> None:
        part = supervisor.part(kind)
        missed = part.failed("lost")
        part.switch_off()
        refused = part.refusal
        assert refused is not None
        assert all((missed.spoken, missed.remedy, refused.spoken, refused.remedy))
        assert missed.spoken != refused.spoken

    told(story)


@pytest.mark.parametrize("kind", KINDS)
def test_a_single_command_is_tried_again_by_starting_it_again(kind: str) -> None:
    async def story() -> None:
        ear = Ear()
        part = Supervisor(ear.audience(), Options(crashes=1), Wording.load().of_a_command()).part(kind)
        part.lost("killed")
        await asyncio.sleep(1)
        assert ear.sentences[0].endswith("To try it again, end the command and start it again.")

    virtual_time.run(story())


async def test_that_a_part_was_lost_and_is_back_is_news_that_no_key_press_wipes_out() -> None:
    fakes = FakeParts()
    engine = Engine(fakes.parts(), Listeners(lambda spoken: None, lambda turn: None), TurnOptions())
    engine.fault(WorkerLost("killed", "The text recogniser stopped.", "Nothing is to be done."))
    engine.fault(NothingHeard("silence"))
    engine.news("The text recogniser works again.")
    await engine.aclose()
    assert [said.lasting for said in fakes.mouth.said] == [True, False, True]
    assert fakes.earcons == [Earcon.ERROR, Earcon.ERROR]
