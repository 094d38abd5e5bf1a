from __future__ import annotations

import pytest

from mmassist.backends.remote import material
from mmassist.errors import RequestRejected
from mmassist.values import Clip, Exchange
from tests.contract.remote import clip, prompt

HEARS = frozenset({"image", "audio"})


def test_an_earlier_description_was_asked_for_too() -> None:
    assert material.turns((Exchange(1, "", "A dialog."),)) == [("user", "Describe what is on the screen."), ("assistant", "A dialog.")]


def test_what_was_not_answered_is_not_told() -> None:
    assert material.turns((Exchange(1, "What is this?", " "),)) == []


def test_there_is_always_something_asked() -> None:
    assert [material.asked(prompt(text="T")), material.asked(prompt(text=" ", question="Q"))] == ["T", "Q"]
    assert material.asked(prompt(text="", question=""))


def test_a_recording_is_named_as_openai_names_it() -> None:
    told = material.sounds(prompt(clips=(clip(), Clip(b"x", "audio/mpeg; rate=16000"))), HEARS)
    assert [each["format"] for each in told] == ["wav", "mp3"]


@pytest.mark.parametrize("kind", ["audio/ogg", "video/mp4", "", "text/plain"])
def test_a_recording_of_another_kind_is_refused_rather_than_left_out(kind: str) -> None:
    with pytest.raises(RequestRejected):
        material.sounds(prompt(clips=(Clip(b"x", kind),)), HEARS)


def test_a_model_that_does_not_listen_is_said_not_to() -> None:
    with pytest.raises(RequestRejected) as caught:
        material.sounds(prompt(clips=(clip(),)), frozenset({"image"}))
    assert "does not take recordings" in caught.value.spoken
