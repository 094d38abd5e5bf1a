"""The evaluation of grounding: its generator, its judge, its report."""

from __future__ import annotations

import datetime
from random import Random

from mmassist.evaluation.grounding import examine, facts
from mmassist.evaluation.grounding.abstentions import measure
from mmassist.evaluation.grounding.judge import stands
from mmassist.evaluation.grounding.report import Case, GroundingReport
from mmassist.evaluation.grounding.screens import generate
from mmassist.values import ClaimKind, Verdict


def test_the_same_seed_makes_the_same_screen() -> None:
    assert generate(Random(1), 5) == generate(Random(1), 5)


def test_a_value_stands_where_it_is_whole() -> None:
    assert stands(facts.Strength("5", "mg"), ["Dose: 5 mg daily"])


def test_a_value_does_not_stand_in_a_longer_one() -> None:
    assert not stands(facts.Strength("5", "mg"), ["Dose: 25 mg", "1.5 mg"])


def test_a_tampered_value_is_another() -> None:
    day = facts.Day(datetime.date(2026, 11, 25))
    assert not set(day.tampered(Random(3)).said()) & set(day.said())


def test_a_confirmed_value_that_stands_nowhere_is_a_fault() -> None:
    case = Case(ClaimKind.DOSE, "medicine", "tree", "5 mg", is_right=False, is_there=False, verdict=Verdict.CONFIRMED)
    assert not GroundingReport(1, (case,), measure()).met


def test_a_small_run_is_met_and_told() -> None:
    report = examine.run(24, seed=5)
    assert report.met
    assert report.as_json()["rates"][-4]["pairs"] == 24
    assert "Met" in report.table()
