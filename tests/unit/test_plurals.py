"""How many of something is said."""

from __future__ import annotations

import pytest

from mmassist.plurals import counted


@pytest.mark.parametrize(
    ("number", "noun", "said"),
    [
        (1, "kilobyte", "1 kilobyte"),
        (0, "kilobyte", "0 kilobytes"),
        (2, "kilobyte", "2 kilobytes"),
        ("1", "cent", "1 cent"),
        ("1.5", "cent", "1.5 cents"),
        (2, "box", "2 boxes"),
        (2, "address", "2 addresses"),
        (2, "entry", "2 entries"),
        (2, "day", "2 days"),
    ],
)
def test_one_is_one_and_all_others_are_several(number: int | str, noun: str, said: str) -> None:
    assert counted(number, noun) == said
