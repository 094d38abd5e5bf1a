from __future__ import annotations

import pytest

from mmassist.dialogue.wishes import Wishes
from mmassist.engine.watch.contract import WatchTarget
from mmassist.engine.watch.judges import Judge, judge_of
from mmassist.engine.watch.notices import (
    BarSeen,
    Moved,
    PersonSeen,
    Said,
    TextKnown,
    TextSeen,
    TimePassed,
    Titled,
    WindowGone,
    WindowOpened,
)
from mmassist.engine.watch.pacing import Pacer
from mmassist.perception.watching.news import News
from mmassist.values import Box, Window

WISHES = Wishes.load()
WINDOW = Window(7, "Downloads", "Browser", 42, Box(0, 0, 400, 300))


def judge(said: str) -> Judge:
    return judge_of(WISHES.parse(f"tell me when {said}" if said else ""), WatchTarget(window=WINDOW), 0.0)


def seen(*new: str, replaced: tuple[tuple[str, str], ...] = (), gone: tuple[str, ...] = (), now: tuple[str, ...] = ()) -> TextSeen:
    return TextSeen(News(new, replaced, gone), now)


def test_new_text_is_all_that_came() -> None:
    assert judge("").hear(seen("Ann: hello", "Bob: hi"), 1) == Said("news", ("Ann: hello", "Bob: hi"))


def test_a_clock_is_no_new_text() -> None:
    assert judge("").hear(seen(replaced=(("12:00:01", "12:00:02"),)), 1) is None


def test_of_a_line_that_grows_only_the_rest_is_new() -> None:
    assert judge("").hear(seen(replaced=(("The answer", "The answer is yes"),)), 1) == Said("news", ("is yes",))


def test_only_the_words_that_are_waited_for_count() -> None:
    waiting = judge('it says "build finished"')
    assert waiting.hear(seen("compiling 3 of 9"), 1) is None
    assert waiting.hear(seen("BUILD FINISHED in 3 s", "bye"), 2) == Said("appeared", ("BUILD FINISHED in 3 s",))


def test_words_that_were_there_do_not_appear_when_their_line_changes() -> None:
    assert judge('it says "Done"').hear(seen(replaced=(("Done 1", "Done 2"),)), 1) is None


def test_words_that_are_there_already_are_said_to_be() -> None:
    waiting = judge('it says "Done"')
    assert waiting.hear(TextKnown(("Start", "Done")), 0) == Said("there", ("Done",))
    assert waiting.hear(TextKnown(("Start", "Done")), 0) is None


def test_words_go_when_they_are_nowhere_any_more() -> None:
    waiting = judge('"Loading" disappears')
    assert waiting.hear(seen(gone=("Loading a",), now=("Loading b",)), 1) is None
    assert waiting.hear(seen(replaced=(("Loading b", "Ready"),), now=("Ready",)), 2) == Said("gone", ("Loading b",))


def test_a_number_that_changes_is_a_change_once_clocks_are_known() -> None:
    waiting = judge("the text changes")
    assert waiting.hear(seen(replaced=(("3 mails", "4 mails"),)), 1) is None
    assert waiting.hear(seen(replaced=(("4 mails", "5 mails"),)), 9) == Said("changed", ("5 mails",))


@pytest.mark.parametrize(
    ("notice", "phrase"), [(BarSeen(True, False), "ended"), (BarSeen(False, True), "vanished"), (WindowGone(), "vanished")]
)
def test_a_progress_bar_ends_or_vanishes(notice: BarSeen | WindowGone, phrase: str) -> None:
    assert judge("the download ends").hear(notice, 1) == Said(phrase)


def test_a_dialog_of_the_watched_program_counts() -> None:
    waiting = judge("a dialog opens")
    assert waiting.hear(WindowOpened(Window(8, "Save?", "Browser", 42, WINDOW.box, dialog=True)), 1) == Said("dialog", ("Save?",))


@pytest.mark.parametrize(
    "window", [Window(8, "Other", "Mail", 43, WINDOW.box, dialog=True), Window(9, "Second window", "Browser", 42, WINDOW.box)]
)
def test_other_windows_are_no_dialog_of_it(window: Window) -> None:
    assert judge("a dialog opens").hear(WindowOpened(window), 1) is None


def test_a_title_is_told_when_it_is_another() -> None:
    waiting = judge("the title changes")
    assert waiting.hear(Titled("Downloads"), 1) is None
    assert waiting.hear(Titled("Finished"), 2) == Said("title", ("Finished",))


def test_rest_is_told_once() -> None:
    waiting = judge("nothing has changed for 10 seconds")
    waiting.hear(Moved(), 5)
    assert waiting.hear(TimePassed(), 15) == Said("stops", ("10 seconds",))
    assert waiting.due is None


def test_rest_after_the_next_movement_is_another_one() -> None:
    waiting = judge("nothing has changed for 10 seconds")
    waiting.hear(TimePassed(), 10)
    waiting.hear(Moved(), 20)
    assert waiting.due == 30


def test_a_person_is_told_as_they_come() -> None:
    waiting = judge("a person enters")
    told = [waiting.hear(PersonSeen(present), 1) for present in (False, True, True, False, True)]
    assert told == [None, Said("person"), None, None, Said("person")]


def test_a_few_lines_are_told_one_by_one_and_many_by_their_number() -> None:
    pacer = Pacer(5.0)
    pacer.add(("a", "b"))
    assert pacer.take(0.0) == (("a", "b"), 2)
    pacer.add(tuple("cdefgh"))
    assert pacer.take(5.0) == (("h",), 6)
    assert pacer.next == 10.0
