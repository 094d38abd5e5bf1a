"""Questions about a window on the real desktop, each through a whole turn, are answered rightly and without invention."""

from __future__ import annotations

import pytest

from mmassist.evaluation.questions.judging import Outcome
from mmassist.evaluation.questions.run import PER_WINDOW, run

pytestmark = pytest.mark.desktop


def test_a_window_s_questions_are_answered() -> None:
    report = run(PER_WINDOW, 11)
    assert [one.line() for one in report.answered if one.verdict.outcome is not Outcome.RIGHT] == []
    assert len(report.answered) == PER_WINDOW
