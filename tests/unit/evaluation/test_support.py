"""`mmassist evaluate support`: nobody gains anything, and one who did would be counted."""

from __future__ import annotations

import random

import pytest

from mmassist.evaluation import support
from mmassist.evaluation.support import Report
from mmassist.support import check_words
from mmassist.support.consent import Consent
from mmassist.support.sealing import Channel


def test_nothing_is_achieved_by_a_thousand_swaps_and_ten_thousand_messages() -> None:
    report = support.run(1000, 1000, 25, 10_000, support.PUBLISHED_SEED)
    assert report.met, report.table()
    assert (report.tampered, report.tampered_refused) == (1000, 1000)
    assert (report.swapped, report.refused, report.heard) == (1000, 500, 500)
    assert (report.guessed, report.guesses_opened) == (25, 0)
    assert report.messages == 10_000
    assert report.taken > 0
    assert "rights gained 0" in report.table()


def test_a_hole_in_each_of_them_would_be_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    report = Report(1)
    monkeypatch.setattr(check_words, "words", lambda *_: ("one", "two"))
    support.swap(report, 10, random.Random(1))
    assert report.unnoticed == 5
    monkeypatch.setattr(Consent, "allows", lambda *_: True)
    support.send(report, 50, random.Random(1))
    assert report.gained > 0
    monkeypatch.setattr(Channel, "open", lambda _, frame: frame)
    support.guess(report, 2)
    assert report.guesses_opened == 2
    assert not report.met
