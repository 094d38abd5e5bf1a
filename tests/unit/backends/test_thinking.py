from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.backends.thinking import Thinking


def told(*pieces: str) -> str:
    thinking = Thinking()
    return "".join([*map(thinking.without, pieces), thinking.rest()])


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("A dialog.", "A dialog."),
        ("<think>Hm.</think>A dialog.", "A dialog."),
        ("\n<think>\nHm, <b>bold</b>.\n</think>\n\nA dialog.", "A dialog."),
        ("[THINK]Hm.[/THINK]A dialog.", "A dialog."),
        ("<think>never ended", ""),
        ("<thin air> is the title", "<thin air> is the title"),
        ("The page shows <think>x</think>.", "The page shows <think>x</think>."),
        ("<th", "<th"),
        ("", ""),
    ],
)
def test_what_is_thought_is_not_told(answer: str, expected: str) -> None:
    assert told(answer).strip() == expected


@given(st.lists(st.integers(0, 60)), st.sampled_from(["<think>Hm, 3 < 4.</think>\nA dialog </think> it says.", "<b>Bold</b> of you."]))
def test_it_does_not_matter_where_the_pieces_end(cuts: list[int], answer: str) -> None:
    ends = [0, *sorted(cuts), len(answer)]
    pieces = [answer[start:end] for start, end in pairwise(ends)]
    assert told(*pieces).strip() == told(answer).strip()


@given(st.text().filter(lambda text: not text.lstrip().startswith(("<", "["))))
def test_an_answer_without_thinking_is_told_as_it_is(answer: str) -> None:
    assert told(*answer) == answer
