"""The judge of spoken commands: what counts as done, asked about and wrong."""

from __future__ import annotations

import pytest

from mmassist.dialogue.commands import Certainty, commands, heard
from mmassist.evaluation.hearing.commands import CommandReport, Finding, Outcome, run


def finding(outcome: Outcome) -> Finding:
    return Finding("stop", "stop", True, "room", outcome)


def test_one_wrong_deed_in_a_hundred_is_the_limit() -> None:
    right = (finding(Outcome.DONE),) * 99
    assert CommandReport(1, (*right, finding(Outcome.WRONG))).met
    assert not CommandReport(1, (*right[1:], finding(Outcome.WRONG), finding(Outcome.WRONG))).met


def test_what_is_not_understood_does_no_harm() -> None:
    assert CommandReport(1, (finding(Outcome.REFUSED),) * 10).met


@pytest.mark.parametrize(("confidence", "certainty"), [(0.9, Certainty.SURE), (0.4, Certainty.UNSURE)])
def test_the_less_sure_is_asked_about(confidence: float, certainty: Certainty) -> None:
    found = heard("next button", confidence, commands())
    assert found is not None
    assert found.certainty is certainty


def test_what_the_grammar_hardly_heard_is_no_command() -> None:
    assert heard("next button", 0.05, commands()) is None


def test_real_speech_goes_through_the_real_recogniser() -> None:
    report = run(4, 1)
    assert len(report.findings) == 8
    assert "seed 1" in report.table()
