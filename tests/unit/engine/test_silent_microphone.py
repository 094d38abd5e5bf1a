"""When it is told that a microphone gives only silence."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from mmassist.engine.silent_microphone import SilentMicrophone
from mmassist.errors import NothingHeard
from mmassist.values import Earcon
from tests.fakes import virtual_time

SILENT = NothingHeard("digital silence", "The microphone gives only silence.", "Check its switch.")
SENTENCE = "The microphone gives only silence. Check its switch."


def heard(script: Callable[[SilentMicrophone], None], *further: Callable[[SilentMicrophone], None]) -> list[str]:
    """All that is heard; three seconds pass after each script."""
    told: list[str] = []

    async def run() -> None:
        microphone = SilentMicrophone(lambda earcon: told.append(earcon.name), told.append)
        microphone.listened()
        for each in (script, *further):
            each(microphone)
            await asyncio.sleep(3)

    virtual_time.run(run())
    return told


def test_one_that_was_never_heard_is_told_by_a_sound_and_then_a_sentence() -> None:
    assert heard(lambda microphone: microphone.is_silent(SILENT)) == [Earcon.ERROR.name, SENTENCE]


def test_it_is_told_once() -> None:
    assert heard(lambda microphone: microphone.is_silent(SILENT), lambda microphone: microphone.is_silent(SILENT)) == [
        Earcon.ERROR.name,
        SENTENCE,
    ]


def opens_up(microphone: SilentMicrophone) -> None:
    microphone.is_silent(SILENT)
    microphone.spoke()


def silent_again(microphone: SilentMicrophone) -> None:
    microphone.listened()
    microphone.is_silent(SILENT)
    assert microphone.reason is SILENT
    assert not microphone.is_told


def test_who_speaks_after_all_is_not_told() -> None:
    assert heard(opens_up) == [Earcon.ERROR.name]


def test_one_that_has_opened_up_before_is_given_time() -> None:
    assert heard(opens_up, silent_again) == [Earcon.ERROR.name]


def test_another_one_in_its_place_is_not() -> None:
    assert heard(opens_up, SilentMicrophone.replaced, silent_again_of_another) == [Earcon.ERROR.name, Earcon.ERROR.name, SENTENCE]


def silent_again_of_another(microphone: SilentMicrophone) -> None:
    microphone.listened()
    microphone.is_silent(SILENT)


def test_after_the_end_nothing_is_told() -> None:
    def ends(microphone: SilentMicrophone) -> None:
        microphone.is_silent(SILENT)
        microphone.ended()

    assert heard(ends) == [Earcon.ERROR.name]
