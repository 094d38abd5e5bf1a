"""Whether what a program says and what is read from its picture are the same text."""

from __future__ import annotations

import pytest

from mmassist.perception.agreement import Wording


@pytest.mark.parametrize("read", ["lreport-7.odt", "|report-7.odt", "report-7.odtI", "report-7.odt|"])
def test_a_caret_beside_the_text_is_no_letter_of_it(read: str) -> None:
    assert Wording("report-7.odt").says(Wording(read))


@pytest.mark.parametrize("read", ["124.50", "24.501", "l25.50"])
def test_a_figure_more_is_another_figure(read: str) -> None:
    assert not Wording("24.50").says(Wording(read))
