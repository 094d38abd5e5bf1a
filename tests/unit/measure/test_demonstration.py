"""What the demonstration takes for heard."""

from __future__ import annotations

import pytest

from mmassist.measure.demonstration import Heard, Listening, missing
from mmassist.measure.running import Event

WHOLE = "Save Changes, Mousepad dialog. Do you want to save the changes before closing? Buttons: Cancel, Don't Save, and Save, the default."


def listening(text: str, *, level: float = -20.0, earcon: float | None = 0.02) -> Listening:
    event = Event("spoken", {"text": text, "turn_id": 1, "channel": "gist"}, 0.0)
    return Listening(0.0, earcon, (Heard(0.1, level, event),), 3.0)


def test_the_whole_description_lacks_nothing() -> None:
    assert missing(listening(WHOLE)) == []


@pytest.mark.parametrize(
    ("taken_away", "named"),
    [
        ("Do you want to save the changes before closing?", "question"),
        ("Cancel", "Cancel"),
        ("Don't Save", "Don't Save"),
        (", and Save, the default", "default"),
        (", the default", "default"),
        ("Mousepad", "Mousepad"),
    ],
)
def test_each_part_that_was_not_said_is_named(taken_away: str, named: str) -> None:
    assert any(named in part for part in missing(listening(WHOLE.replace(taken_away, "")))), taken_away


def test_words_without_sound_are_not_heard() -> None:
    assert any("sound for" in part for part in missing(listening(WHOLE, level=-70.0)))


def test_a_key_press_without_a_sound_is_named() -> None:
    assert missing(listening(WHOLE, earcon=None)) == ["a sound at the key press"]


def test_nothing_at_all_is_not_taken_for_a_description() -> None:
    assert len(missing(Listening(0.0, None, (), 0.0))) == 6
