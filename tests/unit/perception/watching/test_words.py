from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.perception.watching.words import folded, grown, holds, only_counts

WORDS = st.lists(st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=8), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("line", "phrase"),
    [
        ("Build finished", "build finished"),
        ("Gate14 now", "gate 14"),
        ("GATE I4", "gate 14"),
        ("ALL D0NE!", "done"),
        ("after_8 of", "after 8"),
        ("častle", "castle"),
    ],
)
def test_words_are_found_however_they_were_read(line: str, phrase: str) -> None:
    assert holds(line, phrase)


@pytest.mark.parametrize(("line", "phrase"), [("abandoned", "done"), ("unfinished", "finished"), ("gate 141", "gate 14"), ("", "done")])
def test_a_part_of_a_word_is_not_the_word(line: str, phrase: str) -> None:
    assert not holds(line, phrase)


@given(WORDS, st.data())
def test_a_line_holds_each_run_of_its_words(words: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    assert holds(" ".join(words), " ".join(words[start:end]))


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(("before", "after"), [("12:00:01", "12:00:02"), ("45 %", "100 %"), ("Item 3 of 9", "Item 4 of 9")])
def test_numbers_that_change_only_count(before: str, after: str) -> None:
    assert only_counts(before, after)


@pytest.mark.parametrize(("before", "after"), [("Offline", "Online"), ("5 mails", "5 nails"), ("same", "same")])
def test_words_that_change_do_more_than_count(before: str, after: str) -> None:
    assert not only_counts(before, after)


def test_what_is_written_on_is_told_apart() -> None:
    assert grown("Thinking about", "Thinking about the answer") == "the answer"
    assert grown("Thinking", "Done") == ""
