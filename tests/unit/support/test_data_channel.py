"""What goes through the data channel: strict, and no longer than it may be, either way."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from mmassist.errors import SignallingFailed
from mmassist.support import data_channel
from mmassist.support.data_channel import (
    LONGEST,
    LONGEST_ADVICE,
    LONGEST_CHAT,
    Advice,
    Advise,
    Bye,
    Chat,
    Click,
    FromHelper,
    FromOwner,
    Granted,
    Point,
    Press,
    Quality,
    Refused,
    Rights,
    Scroll,
    Shown,
    Spoken,
    Type,
    from_helper,
    from_owner,
    packed,
)
from mmassist.support.roles import Right


@pytest.mark.parametrize(
    "message",
    [
        data_channel.Ask(right=Right.CONTROL),
        Point(x=0.0, y=1.0),
        Chat(text="Press “OK” ✓"),
        Click(x=0.5, y=0.5, button="right", times=2),
        Scroll(x=0.5, y=0.5, steps=-3),
        Type(text="ä b"),
        Press(key="F5"),
        Press(key="a", held=("Control", "Shift")),
        Advise(act="send", number=3, text="Press Save."),
        Advise(act="drop", number=3),
        Quality(fps=9.5, lost=0.01, rtt=40.0),
        Bye(),
    ],
)
def test_what_a_helper_says_arrives(message: FromHelper) -> None:
    assert from_helper(packed(message)) == message


@pytest.mark.parametrize(
    "message",
    [
        Rights(granted=(Granted(right=Right.VIEW, seconds=14_400),), may_ask=(Right.CONTROL, Right.POINT)),
        Shown(sharing="live", title="Save as", passwords=1, windows=2, checking=True),
        Spoken(text="Ada points at Save, button"),
        Advice(state="open", number=3, text="Press Save.", problem="It is not saved.", news="Done."),
        Advice(state="none"),
        Chat(text="thanks"),
        Refused(why="no-right", right=Right.POINT),
        Refused(why="too-many"),
        Bye(),
    ],
)
def test_what_the_owner_says_arrives(message: FromOwner) -> None:
    assert from_owner(packed(message)) == message


def test_what_the_one_says_the_other_can_not() -> None:
    for data in (packed(Rights()), packed(Shown(sharing="live")), packed(Spoken(text="a")), packed(Refused(why="no"))):
        with pytest.raises(SignallingFailed):
            from_helper(data)
    with pytest.raises(SignallingFailed):
        from_owner(packed(Click(x=0, y=0)))


def test_a_window_s_title_is_cut_and_a_chat_that_is_too_long_is_refused() -> None:
    shown = Shown(sharing="live", title="t" * 5000)
    assert shown.title == "t" * 199 + "…"
    assert len(Spoken(text="w" * 5000).text) == 500
    with pytest.raises(ValidationError):
        Chat(text="c" * (LONGEST_CHAT + 1))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=LONGEST_CHAT))
def test_no_text_is_so_wide_that_it_does_not_fit(text: str) -> None:
    try:
        data = packed(Chat(text=text))
    except SignallingFailed:
        assert any(ord(char) < 32 for char in text)  # as six bytes each, and nobody types them
    else:
        assert len(data.encode()) <= LONGEST


def test_the_longest_suggestion_of_wide_letters_fits() -> None:
    longest = Advice(state="open", number=1_000_000, text="𝄞" * 5000, problem="𝄞" * 5000, news="𝄞" * 5000)
    assert from_owner(packed(longest)) == longest
    assert len(longest.text) == LONGEST_ADVICE


def test_a_suggestion_in_words_that_show_nothing_is_refused() -> None:
    with pytest.raises(SignallingFailed):
        from_helper(packed(Advise(act="send", number=1, text="\u200b\u202e")))


def test_the_longest_chat_of_wide_letters_fits() -> None:
    assert from_helper(packed(Chat(text="𝄞" * LONGEST_CHAT))) == Chat(text="𝄞" * LONGEST_CHAT)


@pytest.mark.parametrize("data", ["", "[]", "null", "{", '{"kind":"bye","x":1}', "[" * 4000, json.dumps({"kind": "bye"}) + "\ud800"])
def test_what_is_no_message_is_refused_with_a_sentence(data: str) -> None:
    for read in (from_helper, from_owner):
        with pytest.raises(SignallingFailed) as refused:
            read(data)
        assert refused.value.spoken
