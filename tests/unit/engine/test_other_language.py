"""The engine in another language, with fakes at the edges: what is the app's own is said in it, what is a screen's as it stands."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from mmassist.backends.describer.walk import Kind
from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.record import Request
from mmassist.engine.turn import Options
from mmassist.engine.walking import Walk
from mmassist.errors import MmassistError, WorkerLost
from mmassist.plurals import counted
from mmassist.sayings import saying
from mmassist.settings import Settings
from mmassist.translation import LiveTranslation, translation
from mmassist.values import Channel, Target, TargetKind
from mmassist.wiring.language import translation_of
from tests.fakes.parts import FakeParts


@pytest.fixture
def fakes() -> FakeParts:
    return FakeParts()


@pytest.fixture
async def engine(fakes: FakeParts) -> AsyncIterator[Engine]:
    parts = replace(fakes.parts(), translation=translation("de"))
    made = Engine(parts, Listeners(spoken=lambda spoken: None, turn=lambda turn: None), Options())
    fakes.mouth.on_started = made.heard
    yield made
    await made.aclose()


async def test_what_goes_wrong_in_a_turn_is_said_and_shown(fakes: FakeParts, engine: Engine) -> None:
    fakes.windows.window = None
    turn = await engine.describe(Request(time.monotonic()))
    assert turn.fault is not None
    assert turn.fault.spoken == "Kein Fenster ist im Vordergrund."
    assert turn.fault.remedy == "Wechseln Sie zu einem Fenster, und drücken Sie die Taste noch einmal."
    assert fakes.mouth.texts(Channel.SYSTEM) == [f"{turn.fault.spoken} {turn.fault.remedy}"]


async def test_a_warning_is_said_and_shown(fakes: FakeParts, engine: Engine) -> None:
    fakes.grabber.pixels[:] = 0
    turn = await engine.describe(Request(time.monotonic(), Target(TargetKind.SCREEN)))
    assert turn.fault is not None
    assert turn.fault.spoken == "Der Bildschirm ist leer: Ist ein Bildschirmvorhang an?"


async def test_the_window_is_told_in_it(fakes: FakeParts, engine: Engine) -> None:
    await engine.describe(Request(time.monotonic(), Target(TargetKind.MONITOR, 1)))
    assert fakes.mouth.said[0].text == "Bildschirm 1."


async def test_announcements_faults_and_what_is_the_app_s_own_among_what_is_told(fakes: FakeParts, engine: Engine) -> None:
    engine.announce("I did not ask anything.")
    engine.fault(WorkerLost("lost", "The voice stopped.", "Try again."))
    engine.tell(saying("{items}.", items=counted(3, "item")))
    engine.tell("Try again.")
    assert [utterance.text for utterance in fakes.mouth.said] == [
        "Ich habe nichts gefragt.",
        "Die Stimme ist stehen geblieben. Versuchen Sie es noch einmal.",
        "3 Einträge.",
        "Try again.",
    ]


async def test_another_language_is_spoken_from_the_next_turn_on(fakes: FakeParts) -> None:
    words = LiveTranslation(translation("en"))
    engine = Engine(replace(fakes.parts(), translation=words), Listeners(lambda spoken: None, lambda turn: None), Options())
    fakes.mouth.on_started = engine.heard
    for language in ("en", "de"):
        words.now = translation(language)
        await engine.describe(Request(time.monotonic(), Target(TargetKind.MONITOR, 1)))
        engine.announce("I did not ask anything.")
    await engine.aclose()
    told = [utterance.text for utterance in fakes.mouth.said]
    assert [text for text in told if text in ("Monitor 1.", "Bildschirm 1.", "I did not ask anything.", "Ich habe nichts gefragt.")] == [
        "Monitor 1.",
        "I did not ask anything.",
        "Bildschirm 1.",
        "Ich habe nichts gefragt.",
    ]


async def test_the_end_of_what_was_seen_is_said(fakes: FakeParts, engine: Engine) -> None:
    walk = Walk("de")
    walk.follow(await engine.describe(Request(time.monotonic())))
    engine.tell(walk.step(Kind.BUTTON, forward=True))
    assert fakes.mouth.said[-1].text == "Hier ist keine Schaltfläche."


@pytest.mark.parametrize(
    ("voice", "language"), [("de", "de"), ("de-at", "de"), ("es-419", "es"), ("fr+f2", "fr"), ("en-us", "en"), ("it", "en")]
)
def test_the_language_is_the_voice_s_where_the_app_speaks_it(voice: str, language: str) -> None:
    settings = Settings.model_validate({"speech": {"language": voice}})
    assert settings.own_language() == language
    assert translation_of(settings, []).language == language


def test_a_translation_that_can_t_be_used_is_said_and_the_app_speaks_english(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(language: str) -> None:
        raise ValueError("damaged")

    monkeypatch.setattr("mmassist.wiring.language.translation", broken)
    problems: list[MmassistError] = []
    found = translation_of(Settings.model_validate({"speech": {"language": "de"}}), problems)
    assert found("I did not ask anything.") == "I did not ask anything."
    assert [str(problem.told) for problem in problems] == ["The translation can't be used, so I speak English. Install mmassist again."]
