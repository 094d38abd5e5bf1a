"""What was said before, per window: bounded, and never changed in place."""

from __future__ import annotations

import pytest

from mmassist.dialogue.conversation import MOST_EXCHANGES, MOST_TARGETS, Conversation, Conversations, identity
from mmassist.values import Exchange, Target, TargetKind
from tests.fakes.scenes import window


def talk(turn: int, answer: str = "yes") -> Exchange:
    return Exchange(turn, f"q{turn}", answer)


def of(*turns: int) -> Conversation:
    conversation = Conversation()
    for turn in turns:
        conversation = conversation.add(talk(turn), "gemini", f"pictures {turn}")
    return conversation


def test_adding_makes_a_new_value() -> None:
    before = of(1)
    assert before.add(talk(2)).exchanges == (talk(1), talk(2))
    assert before.exchanges == (talk(1),)


def test_the_oldest_go_when_there_are_too_many() -> None:
    kept = of(*range(1, MOST_EXCHANGES + 6)).exchanges
    assert [one.turn_id for one in kept] == list(range(6, MOST_EXCHANGES + 6))


def test_a_turn_without_an_answer_is_no_exchange() -> None:
    assert of(1).add(talk(2, " \n")).exchanges == (talk(1),)


def test_a_second_answer_of_a_turn_replaces_the_first() -> None:
    assert of(1, 2).add(talk(2, "no")).exchanges == (talk(1), talk(2, "no"))


def test_recent_are_the_newest_that_fit_without_a_gap() -> None:
    conversation = of(1).add(talk(2, "long words " * 50)).add(talk(3)).add(talk(4))
    assert [one.turn_id for one in conversation.recent(80)] == [3, 4]


@pytest.mark.parametrize("limit", [0, -5, 10])
def test_nothing_is_recent_without_room(limit: int) -> None:
    assert of(1, 2).recent(limit) == ()


def test_the_same_pictures_for_the_same_backend_follow_up() -> None:
    assert of(1, 2).follows("gemini", "pictures 2") == 2


@pytest.mark.parametrize(("backend", "pictures"), [("claude", "pictures 2"), ("gemini", "pictures 1"), ("gemini", "")])
def test_other_pictures_or_another_backend_follow_nothing(backend: str, pictures: str) -> None:
    assert of(1, 2).follows(backend, pictures) == 0


def test_a_first_turn_follows_nothing() -> None:
    assert Conversation().follows("", "") == 0


def test_each_window_has_a_conversation_of_its_own() -> None:
    both = Conversations().add("a", talk(1)).add("b", talk(2)).add("a", talk(3))
    assert both.about("a").exchanges == (talk(1), talk(3))
    assert both.about("b").exchanges == (talk(2),)
    assert both.about("c").exchanges == ()


def test_of_too_many_the_one_silent_for_longest_goes() -> None:
    many = Conversations()
    for number in range(MOST_TARGETS):
        many = many.add(f"window {number}", talk(number))
    many = many.add("window 0", talk(99)).add("new", talk(100))
    assert many.about("window 0").exchanges
    assert not many.about("window 1").exchanges


def test_a_conversation_can_be_forgotten() -> None:
    assert Conversations().add("a", talk(1)).without("a") == Conversations()


def test_a_window_is_the_same_under_another_title() -> None:
    assert identity(Target(), window("Inbox", "mail")) == identity(Target(), window("Sent", "mail"))


def test_images_and_monitors_are_not_windows() -> None:
    keys = {
        identity(Target(), window("a", "b")),
        identity(Target(), None),
        identity(Target(TargetKind.IMAGE, path="a.png"), None),
        identity(Target(TargetKind.IMAGE, path="b.png"), None),
        identity(Target(TargetKind.MONITOR, monitor=2), window("a", "b")),
    }
    assert len(keys) == 5
