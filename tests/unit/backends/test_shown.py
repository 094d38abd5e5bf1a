"""Where pictures stand in a conversation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.backends.shown import Said, Shown, arranged, check_clips
from mmassist.errors import RequestRejected
from mmassist.values import Clip, Exchange, FusedPrompt
from tests.contract.remote import picture, prompt

PICTURES = (picture(), picture(b"\x89PNG second", 320))


def told(turn_id: int) -> Exchange:
    return Exchange(turn_id, f"question {turn_id}", f"answer {turn_id}")


def asked(turn_id: int, *exchanges: Exchange, follows: int = 0) -> FusedPrompt:
    return prompt(turn_id, pictures=PICTURES, conversation=exchanges, follows=follows)


def place(messages: list[Said]) -> str:
    """The text of the message that the pictures stand in."""
    [shown] = [message for message in messages if message.pictures]
    assert shown.role == "user" and shown.pictures == PICTURES
    return shown.text


def test_new_pictures_stand_in_what_is_asked() -> None:
    assert "Save changes?" in place(Shown().messages(asked(7, told(5), told(6))))


def test_in_a_follow_up_they_stand_where_they_were_first_shown() -> None:
    shown = Shown()
    shown.messages(asked(7, told(5)))
    assert place(shown.messages(asked(8, told(5), told(7), follows=7))) == "question 7"


def test_they_keep_that_place_in_a_chain_of_follow_ups() -> None:
    shown = Shown()
    shown.messages(asked(7))
    shown.messages(asked(8, told(7), follows=7))
    assert place(shown.messages(asked(9, told(7), told(8), follows=8))) == "question 7"


def test_sent_again_it_is_the_same() -> None:
    shown = Shown()
    shown.messages(asked(7))
    again = asked(8, told(7), follows=7)
    assert shown.messages(again) == shown.messages(again)


def test_where_that_turn_is_not_told_any_more_they_are_shown_now() -> None:
    shown = Shown()
    shown.messages(asked(7))
    assert "Save changes?" in place(shown.messages(asked(9, told(8), follows=7)))


def test_where_that_turn_was_not_answered_they_are_shown_now() -> None:
    shown = Shown()
    shown.messages(asked(7))
    assert "Save changes?" in place(shown.messages(asked(8, Exchange(7, "question 7", ""), follows=7)))


def test_recordings_stand_in_what_is_asked() -> None:
    clips = (Clip(b"RIFF", "audio/wav"),)
    messages = arranged(prompt(8, conversation=(told(7),), clips=clips, pictures=PICTURES, follows=7), 7)
    assert [message.clips for message in messages] == [(), (), clips]


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=6), st.integers(0, 7))
def test_turns_alternate_and_pictures_are_shown_once(exchanges: list[tuple[bool, bool]], first: int) -> None:
    conversation = tuple(
        Exchange(number, "question" * has_question, "answer" * has_answer) for number, (has_question, has_answer) in enumerate(exchanges, 1)
    )
    messages = arranged(prompt(9, conversation=conversation, pictures=PICTURES, follows=first), first)
    assert [message.role for message in messages] == (["user", "assistant"] * len(messages))[: len(messages)]
    assert messages[-1].role == "user" and all(message.text.strip() for message in messages)
    assert [message.pictures for message in messages if message.pictures] == [PICTURES]


@pytest.mark.parametrize(("media_type", "what"), [("audio/wav", "sound"), ("video/mp4", "video"), ("application/zip", "recordings")])
def test_a_recording_that_the_model_does_not_take_is_said_before_it_is_sent(media_type: str, what: str) -> None:
    with pytest.raises(RequestRejected) as caught:
        check_clips(prompt(clips=(Clip(b"...", media_type),)), frozenset({"image"}), "mine")
    assert what in caught.value.spoken and "nothing was sent" in caught.value.spoken


def test_a_recording_that_it_takes_is_let_through() -> None:
    check_clips(prompt(clips=(Clip(b"...", "audio/wav"),)), frozenset({"image", "audio"}), "mine")
