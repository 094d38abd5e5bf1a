"""Figures as sentences."""

from __future__ import annotations

import json

from mmassist.engine.metrics import Row, stats_of
from mmassist.engine.stats_report import sentences, stats_object

ROWS = [
    Row(1.0, "work", cost=0.02, first_word_ms=420.0, redactions={"card": 2}),
    Row(2.0, "work", cost=None, first_word_ms=580.0),
    Row(3.0, "work", outcome="TimedOut"),
    Row(4.0, "embedded", cost=0.0, first_word_ms=20.0),
]


def test_each_backend_is_told_in_a_few_sentences() -> None:
    assert sentences(stats_of(ROWS, 1_764_000_000.0)) == [
        "Since 24 November 2025: 4 turns, 3 answered, 2 cents spent.",
        "embedded: asked once, 100% answered, nothing spent. First word after 0.02 seconds, 95 percent within 0.02 seconds.",
        "work: asked 3 times, 67% answered, 2 cents spent. First word after 0.50 seconds, 95 percent within 0.57 seconds."
        " Of 1 answer the price is not known. 2 things hidden.",
    ]


def test_nothing_recorded_is_said() -> None:
    assert sentences(stats_of([], 1_764_000_000.0)) == ["Nothing has been recorded since 24 November 2025."]


def test_the_object_is_plain_data() -> None:
    told = json.loads(json.dumps(stats_object(stats_of(ROWS, 0.0))))
    assert (told["turns"], told["backends"][1]["backend"], told["backends"][1]["success"]) == (4, "work", 0.6667)
