"""Lines put together again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.backends.describer.reading.joining import joined, unwrapped

WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=9), min_size=1, max_size=60)


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["Bring your lemon", "trees in."], "Bring your lemon trees in."),
        (["Some pen-", "cil table."], "Some pencil table."),
        (["Some pen-", "cil"], "Some pencil"),
        (["The Anglo-", "Saxon king"], "The Anglo- Saxon king"),
        (["a state-of-", "the-art thing"], "a state-of- the-art thing"),
        (["pages 3-", "7 are lost"], "pages 3- 7 are lost"),
        (["and then -", "nothing"], "and then - nothing"),
        (["今天天气", "很好。"], "今天天气很好。"),
        (["서울의 봄", "서울의 밤"], "서울의 봄 서울의 밤"),
    ],
)
def test_what_was_broken_is_whole_again(lines: list[str], text: str) -> None:
    assert joined(lines)[0] == text


def test_a_broken_word_belongs_to_the_line_where_it_begins() -> None:
    text, starts = joined(["Some pen-", "cil table", "land."])
    assert [text[start:end].strip() for start, end in zip(starts, [*starts[1:], None], strict=True)] == ["Some pencil", "table", "land."]


@given(st.lists(WORDS, min_size=1, max_size=6))
def test_no_word_is_lost(lines: list[list[str]]) -> None:
    text, starts = joined([" ".join(line) for line in lines])
    assert text.split() == [word for line in lines for word in line]
    assert list(starts) == sorted(starts)
    assert len(starts) == len(lines)


LETTER = """Dear neighbour,

the water will be switched off on Monday from eight in the morning
until noon, because a pipe in the cellar has to be changed. Please
fill a bucket before that.

Bring:
- a bucket
- a towel"""


def test_lines_that_were_broken_at_a_width_are_one_paragraph() -> None:
    assert [len(group) for group in unwrapped(LETTER.split("\n"))] == [1, 3, 1, 1, 1]


def test_lines_that_end_of_themselves_stay_lines() -> None:
    poem = ["The sea is calm tonight and all the ships", "lie still", "and I remember", "how it was before the storm came in"]
    assert len(unwrapped(poem)) == 4


@given(WORDS, st.integers(55, 90))
def test_a_text_that_was_wrapped_is_one_paragraph_again(words: list[str], width: int) -> None:
    lines: list[str] = []
    for word in words * 6:
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    longest = max(map(len, lines))
    if len(lines) > 3 and longest == width:
        assert len(unwrapped(lines)) == 1
