"""How near a name comes to what the user called it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmassist.backends.describer.questions.naming import Nearness, key, nearness

ENDINGS = ("es", "s")


@pytest.mark.parametrize(
    ("asked", "name", "expected"),
    [
        ("save as", "Save As…", Nearness.SAME),
        ("Größe", "GRÖSSE", Nearness.SAME),
        ("amelie", "Amélie", Nearness.SAME),
        ("dont save", "Don\u2019t Save", Nearness.SAME),
        ("login", "Log in", Nearness.ALIKE),
        ("wrap long line", "Wrap long lines", Nearness.ALIKE),
        ("save", "Save As…", Nearness.PART),
        ("wrap lines", "Wrap long lines", Nearness.SCATTERED),
        ("cancle", "Cancel", Nearness.SLIP),
        ("relpace", "Replace", Nearness.SLIP),
        ("attachmant", "Open attachment", Nearness.SCATTERED),
        ("song", "Wrap long lines", None),
        ("no", "Now", None),
        ("page 2", "page 3", None),
        ("2024", "2025", None),
        ("cancel", "Save", None),
        ("", "Save", None),
    ],
)
def test_nearness(asked: str, name: str, expected: Nearness | None) -> None:
    assert nearness(key(asked), key(name), ENDINGS) is expected


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(min_size=1, max_size=40))
def test_a_name_is_the_same_as_itself(name: str) -> None:
    assert nearness(key(name), key(name), ENDINGS) is (Nearness.SAME if key(name) else None)
