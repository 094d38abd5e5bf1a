"""Which lines, once they were not read surely, may be a misread secret."""

from __future__ import annotations

import pytest

from mmassist.privacy.doubt import is_doubtful


@pytest.mark.parametrize(
    "text",
    [
        "P5v w F: 41029-228BHB444H7",
        "1425 4024 07119",
        "kev:3 k-a nt-a d 03-zt5Yd - 0-0 k B R8s6 k5Y V P5xO",
        "DE1O 459l 0O27 2196",
    ],
)
def test_many_figures_and_garbled_tokens_are_doubtful(text: str) -> None:
    assert is_doubtful(text)


@pytest.mark.parametrize(
    "text", ["The meeting starts in ten minutes", "", "Page 12 of 340", "Room 1204", "Total $ 42.50", "Battery 85 %", "Open at 12:30"]
)
def test_words_and_short_numbers_are_not(text: str) -> None:
    assert not is_doubtful(text)
