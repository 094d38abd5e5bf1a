"""What is called wrong in how a turn was said beside a screen reader."""

from __future__ import annotations

from mmassist.measure.beside_reader import astray
from mmassist.measure.speech_server import Said

SENTENCES = ("Save Changes, dialog.", "Focus on Save, button.")


def said(*texts: str) -> list[Said]:
    """Texts as they were said; those that end with a dash were cut short."""
    return [Said(text.rstrip("-"), True, 0.0, 1.0, not text.endswith("-")) for text in texts]


def test_each_once_and_in_order_is_right() -> None:
    assert astray(SENTENCES, said(*SENTENCES)) is None


def test_what_was_cut_goes_on_from_there() -> None:
    assert astray(SENTENCES, said("Save Changes, dialog.-", "Changes, dialog.", "Focus on Save, button.")) is None


def test_what_was_cut_and_does_not_go_on_is_lost() -> None:
    assert astray(SENTENCES, said("Save Changes, dialog.-", "Focus on Save, button.")) is not None


def test_what_is_never_said_is_lost() -> None:
    assert astray(SENTENCES, said("Save Changes, dialog.")) is not None


def test_what_is_said_twice_is_wrong() -> None:
    assert astray(SENTENCES, said("Save Changes, dialog.", "dialog.", "Focus on Save, button.")) is not None
    assert astray(SENTENCES, said(*SENTENCES, "button.")) is not None
