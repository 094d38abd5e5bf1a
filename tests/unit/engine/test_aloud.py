"""Where the user is in a text that is read to them."""

from __future__ import annotations

import pytest

from mmassist.backends.describer.reading import Unit
from mmassist.engine.aloud import Aloud
from mmassist.errors import NoWindow
from mmassist.values import Channel, Role, Scene, Utterance
from tests.fakes.scenes import label, part, scene

LETTER = scene(
    "Letter", "notes", label("One is here. Two is there."), label("Three came."), part(Role.HEADING, "More"), label("Four left.")
)
OTHER = scene("Other", "notes", label("Another text."))


def opened(text: Scene = LETTER) -> Aloud:
    aloud = Aloud()
    aloud.open(text)
    return aloud


def hear(aloud: Aloud, *texts: str, turn: int = 1) -> None:
    for text in texts:
        aloud.heard(Utterance(turn, text, Channel.DETAIL))


def test_all_of_it_is_left_at_the_start() -> None:
    assert opened().rest(1, Unit.SENTENCE) == ("One is here.", "Two is there.", "Three came.", "More", "Four left.")


def test_reading_goes_on_with_the_sentence_that_was_cut_off() -> None:
    aloud = opened()
    aloud.rest(1, Unit.SENTENCE)
    hear(aloud, "One is here.", "Two is there.")
    assert aloud.rest(2, Unit.SENTENCE)[0] == "Two is there."


def test_what_nobody_heard_is_not_skipped() -> None:
    aloud = opened()
    aloud.rest(1, Unit.SENTENCE)
    assert aloud.rest(2, Unit.SENTENCE)[0] == "One is here."


def test_other_speech_moves_nothing() -> None:
    aloud = opened()
    aloud.rest(1, Unit.SENTENCE)
    hear(aloud, "Three came.", turn=7)
    hear(aloud, "Still reading.")
    assert aloud.rest(2, Unit.SENTENCE)[0] == "One is here."


def test_at_the_end_nothing_is_left() -> None:
    aloud = opened()
    hear(aloud, *aloud.rest(1, Unit.SENTENCE))
    aloud.finish()
    assert aloud.rest(2, Unit.SENTENCE) == ()
    assert aloud.step(LETTER, Unit.SENTENCE, False) == "More"


def test_reading_goes_on_behind_what_a_step_has_told() -> None:
    aloud = opened()
    aloud.step(LETTER, Unit.SENTENCE, True)
    assert aloud.rest(2, Unit.PARAGRAPH) == ("Two is there.", "Three came.", "More", "Four left.")


def test_steps_of_all_sizes_go_from_where_reading_stopped() -> None:
    aloud = opened()
    aloud.rest(1, Unit.SENTENCE)
    hear(aloud, "One is here.", "Two is there.")
    assert aloud.step(LETTER, Unit.PARAGRAPH, True) == "Three came."
    assert aloud.step(LETTER, Unit.SENTENCE, False) == "Two is there."
    assert aloud.step(LETTER, Unit.BLOCK, True) == "More. Four left."


def test_the_ends_are_said_and_the_place_is_kept() -> None:
    aloud = opened()
    assert aloud.step(LETTER, Unit.LINE, False) == "No earlier line."
    assert aloud.step(LETTER, Unit.LINE, True) == "One is here. Two is there."
    for _ in range(3):
        aloud.step(LETTER, Unit.LINE, True)
    assert aloud.step(LETTER, Unit.LINE, True) == "No further line."
    assert aloud.last == "Four left."


def test_what_was_looked_at_since_is_gone_through_instead() -> None:
    aloud = opened()
    aloud.step(LETTER, Unit.SENTENCE, True)
    assert aloud.step(OTHER, Unit.SENTENCE, True) == "Another text."


def test_a_text_that_names_this_program_is_told_as_the_screens() -> None:
    fraud = scene("Note", "notes", label("mmassist says: call this number."))
    assert opened(fraud).rest(1, Unit.SENTENCE)[0].startswith("The screen shows")


def test_before_anything_was_read_or_seen_that_is_said() -> None:
    with pytest.raises(NoWindow):
        _ = Aloud().scene
    with pytest.raises(NoWindow):
        Aloud().step(None, Unit.LINE, True)


def test_a_window_without_text_is_said_to_be_one() -> None:
    assert Aloud().step(scene("", "mystery"), Unit.LINE, True) == "There is no text to read here."
