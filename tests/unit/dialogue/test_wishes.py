from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.dialogue.wishes import Wishes, WishKind

WISHES = Wishes.load()


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("tell me when the download ends", WishKind.PROGRESS_ENDS),
        ("let me know when the copying of the files is finished", WishKind.PROGRESS_ENDS),
        ("tell me when the progress bar reaches 100 percent", WishKind.PROGRESS_ENDS),
        ("tell me when it is finished", WishKind.PROGRESS_ENDS),
        ("tell me when a dialog opens", WishKind.DIALOG_OPENS),
        ("Tell me when it asks something.", WishKind.DIALOG_OPENS),
        ("tell me when the title changes", WishKind.TITLE_CHANGES),
        ("tell me when this window closes", WishKind.WINDOW_CLOSES),
        ("tell me when it stops", WishKind.STOPS),
        ("tell me when nothing has changed for 30 seconds", WishKind.STOPS),
        ("tell me when someone is at the door", WishKind.PERSON_ENTERS),
        ("tell me when a person enters the room", WishKind.PERSON_ENTERS),
        ("tell me when the text changes", WishKind.TEXT_CHANGES),
        ("tell me when any text appears", WishKind.TEXT_APPEARS),
        ("tell me when the text goes away", WishKind.TEXT_GOES),
        ("read what is new", WishKind.NEW_TEXT),
        ("watch this window", WishKind.NEW_TEXT),
        ("", WishKind.NEW_TEXT),
        ("tell me when the cat jumps on the table", WishKind.FREE),
        ("tell me when the meeting is over", WishKind.FREE),
    ],
)
def test_a_wish_is_understood(said: str, kind: WishKind) -> None:
    assert WISHES.parse(said).kind is kind


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ('tell me when it says "Done" or "Error"', ("Done", "Error")),
        ("tell me when it says done", ("done",)),
        ("tell me when you see gate 14", ("gate 14",)),
        ("tell me when Gate 14 appears", ("Gate 14",)),
        ("tell me when “Tea or coffee?” appears", ("Tea or coffee?",)),
        ("tell me when the price is 5 euros", ("5 euros",)),
    ],
)
def test_the_words_that_are_waited_for(said: str, words: tuple[str, ...]) -> None:
    wish = WISHES.parse(said)
    assert (wish.kind, wish.words) == (WishKind.TEXT_APPEARS, words)


def test_the_words_that_must_go() -> None:
    wish = WISHES.parse('tell me when "Loading" disappears')
    assert (wish.kind, wish.words) == (WishKind.TEXT_GOES, ("Loading",))


@pytest.mark.parametrize(
    "said", ["tell me every time a dialog opens", "whenever a dialog opens", "tell me each time a dialog opens", "read what is new"]
)
def test_a_wish_for_each_time_goes_on(said: str) -> None:
    assert WISHES.parse(said).every


def test_a_wish_is_for_once_unless_it_says_otherwise() -> None:
    assert not WISHES.parse("tell me when a dialog opens").every


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ("tell me when the download ends in the window Downloads", "Downloads"),
        ("tell me when a message appears in the Chat window", "Chat"),
        ("tell me when the window Terminal closes", "Terminal"),
        ("tell me when the download ends in this window", ""),
        ('tell me when "in the window" appears', ""),
    ],
)
def test_the_window_that_a_wish_names(said: str, where: str) -> None:
    assert WISHES.parse(said).where == where


@pytest.mark.parametrize(
    ("said", "seconds"), [("nothing changes for two minutes", 120.0), ("nothing changes for 30 seconds", 30.0), ("it stops", 5.0)]
)
def test_how_long_nothing_must_change(said: str, seconds: float) -> None:
    assert WISHES.parse(f"tell me when {said}").seconds == seconds


@pytest.mark.parametrize(
    ("said", "pace"), [("at most every 10 seconds", 10.0), ("at most once every minute", 60.0), ("", 1.0), ("every two minutes", 120.0)]
)
def test_how_often_it_is_told(said: str, pace: float) -> None:
    assert WISHES.parse(f"read what is new {said}").pace == pace


@given(st.text(max_size=600))
def test_anything_is_some_wish(said: str) -> None:
    wish = WISHES.parse(said)
    assert wish.said == said
    assert wish.pace > 0
    assert wish.seconds > 0
