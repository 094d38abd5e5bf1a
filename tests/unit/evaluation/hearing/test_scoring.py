"""The word error rate, and a report of it."""

from __future__ import annotations

import sys

import pytest

from mmassist.errors import MmassistError
from mmassist.evaluation.hearing.report import Finding, SpeechReport
from mmassist.evaluation.hearing.scoring import Errors, errors, plain, total


@pytest.mark.parametrize(
    ("said", "understood", "wrong"),
    [
        ("Did it save?", "did it save", 0),
        ("Did it save?", "did it shave", 1),
        ("Did it save?", "did save", 1),
        ("Did it save?", "did it ever save", 1),
        ("Did it save?", "", 3),
        ("What's that?", "what’s that", 0),  # noqa: RUF001 - as recognisers write it
    ],
)
def test_errors_are_counted_by_words(said: str, understood: str, wrong: int) -> None:
    assert errors(said, understood) == Errors(len(plain(said).split()), wrong)


def test_what_is_heard_where_nothing_was_said_is_wrong() -> None:
    assert errors("", "thank you") == Errors(0, 2)


def test_rates_are_of_all_words_together() -> None:
    assert total([Errors(10, 1), Errors(10, 3)]).rate == 0.2
    assert total([]).rate == 0.0


def test_without_jiwer_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jiwer", None)
    with pytest.raises(MmassistError) as raised:
        errors("one", "one")
    assert "jiwer" in raised.value.remedy


def report(fitted: int, whole: int) -> SpeechReport:
    finding = Finding("0", {"noise": "quiet"}, "one two", "one too", Errors(100, fitted), Errors(100, whole), 12.0)
    return SpeechReport("whisper-base", 1, (finding,), ())


def test_a_short_window_may_cost_nothing() -> None:
    assert report(5, 5).met
    assert report(4, 9).met
    assert not report(9, 5).met


def test_a_report_tells_both_rates_and_each_group() -> None:
    found = report(9, 5).as_json()
    assert found["synthetic"]["word_error_rate"] == 0.09
    assert found["synthetic"]["word_error_rate_whole_window"] == 0.05
    assert found["groups"]["noise"]["quiet"]["utterances"] == 1
    assert "9.0% (5.0%)" in report(9, 5).table()
    assert "encode the whole one" in report(9, 5).table()
