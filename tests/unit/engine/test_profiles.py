"""What is otherwise in single programs."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.profiles import Profile, ProfileBook, Speaks
from mmassist.engine.record import Request
from mmassist.engine.turn import Options
from mmassist.settings import PrivacySettings, ProfileSettings, Settings
from mmassist.speech.voices.base import VoiceOptions
from mmassist.values import Turn, Verbosity
from mmassist.wiring.answers import rules_of
from mmassist.wiring.rooms import profiles_of
from tests.fakes.answering import FakeAnswering
from tests.fakes.backend import FakeBackend
from tests.fakes.parts import WINDOW, FakeParts
from tests.unit.engine.test_turn import EDITOR

PROFILES = {"mousepad": Profile(Verbosity.BRIEF, "", 500, "de")}
ELSEWHERE = replace(WINDOW, id=8, program="Firefox", title="News")
USUAL = VoiceOptions(voice="en-us", rate=300, volume=50)


class Stage:
    def __init__(self, fakes: FakeParts) -> None:
        self.fakes = fakes
        self.engine = Engine(
            replace(fakes.parts(), profiles=ProfileBook(PROFILES)), Listeners(lambda spoken: None, lambda turn: None), Options()
        )

    async def turn(self, request: Request | None = None) -> Turn:
        return await self.engine.describe(request or Request(time.monotonic()))


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    fakes = FakeParts()
    fakes.outlines.outline = EDITOR
    fakes.mouth.voice = USUAL
    stage = Stage(fakes)
    yield stage
    await stage.engine.aclose()


async def test_a_program_is_told_of_as_its_profile_says_and_others_as_usual(stage: Stage) -> None:
    for window, rate, voice in ((WINDOW, 500, "de"), (ELSEWHERE, 300, "en-us"), (WINDOW, 500, "de")):
        stage.fakes.windows.window = window
        await stage.turn()
        assert (stage.fakes.mouth.voice.rate, stage.fakes.mouth.voice.voice) == (rate, voice)


async def test_who_answers_hears_how_much_is_wanted(stage: Stage) -> None:
    backend = FakeBackend()
    stage.fakes.answering = FakeAnswering((backend,))
    engine = Stage(stage.fakes).engine
    await engine.describe(Request(time.monotonic()))
    await engine.describe(Request(time.monotonic(), verbosity=Verbosity.FULL, exact=True))
    await engine.aclose()
    assert [prompt.verbosity for prompt in backend.prompts] == [Verbosity.BRIEF, Verbosity.FULL]


def test_what_was_meant_exactly_so_is_not_changed() -> None:
    speaks = Speaks(ProfileBook(PROFILES))
    asked = Request(0.0, verbosity=Verbosity.FULL, preset="form")
    assert speaks.suited(asked, WINDOW) == replace(asked, verbosity=Verbosity.BRIEF)
    assert speaks.suited(replace(asked, exact=True), WINDOW) == replace(asked, exact=True)
    assert speaks.suited(asked, None) == asked


def test_faster_that_was_said_in_a_program_with_a_profile_stays() -> None:
    speaks = Speaks(ProfileBook(PROFILES))
    there = speaks.voice(USUAL, WINDOW)
    faster = replace(there, rate=there.rate + 40)
    assert speaks.voice(faster, ELSEWHERE) == faster


def test_from_one_profile_to_another_what_is_usual_is_not_forgotten() -> None:
    speaks = Speaks(ProfileBook({**PROFILES, "firefox": Profile(rate=200)}))
    now = speaks.voice(USUAL, WINDOW)
    now = speaks.voice(now, ELSEWHERE)
    assert now == replace(USUAL, rate=200)
    assert speaks.voice(now, None) == USUAL


def test_profiles_are_read_from_the_settings_and_the_strictest_rule_holds() -> None:
    settings = Settings(
        profiles={
            "Firefox": ProfileSettings(verbosity="full", preset="table", rate=200, language="fr", sending="allow"),
            "KeePass": ProfileSettings(sending="local"),
        },
        privacy=PrivacySettings.model_validate({"programs": {"firefox": "ask"}}),
    )
    assert profiles_of(settings)["firefox"] == Profile(Verbosity.FULL, "table", 200, "fr")
    rules = rules_of(settings).sending
    assert (rules.of("Firefox"), rules.of("keepass"), rules.of("Mousepad")) == ("ask", "local", "ask")
