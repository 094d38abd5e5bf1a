"""What of a model's answer is taken."""

from __future__ import annotations

import json

import pytest

from mmassist.dialogue.troubleshooting.asked import question
from mmassist.dialogue.troubleshooting.case import opened
from mmassist.dialogue.troubleshooting.judging import Verdict
from mmassist.dialogue.troubleshooting.replies import Says, reply_of
from mmassist.dialogue.troubleshooting.signs import signs_of
from mmassist.dialogue.troubleshooting.steps import Check, Step, What
from mmassist.errors import BadAnswer
from tests.unit.dialogue.troubleshooting.shots import form


def test_a_step_and_its_checks_are_taken() -> None:
    answer = {"problem": "P.", "state": "step", "say": "Type 53111 into Postcode.", "control": "Postcode"}
    checks = [{"what": "value", "name": "Postcode", "value": "53111"}, {"what": "gone", "name": "Postcode is invalid"}]
    reply = reply_of(json.dumps(answer | {"done_when": checks}), form())
    assert (reply.says, reply.problem, reply.step.control) == (Says.STEP, "P.", "Postcode")
    assert reply.step.checks == (Check(What.VALUE, "Postcode", "53111"), Check(What.GONE, "Postcode is invalid"))


@pytest.mark.parametrize(
    "check",
    [{"what": "gone", "name": "nowhere to be seen"}, {"what": "closed", "name": "x"}, {"what": "on"}, "shown", {"what": ["on"], "name": 1}],
)
def test_a_check_that_can_not_be_trusted_is_left_out(check: object) -> None:
    assert reply_of(json.dumps({"state": "step", "say": "Go.", "done_when": [check]}), form()).step.checks == ()


@pytest.mark.parametrize("answer", ["", "Press Save.", "[]", '{"state": "step"}', '{"state": "won", "say": "x"}', '{"say": [3]}'])
def test_an_answer_that_says_nothing_is_refused(answer: str) -> None:
    with pytest.raises(BadAnswer):
        reply_of(answer, form())


def test_a_model_is_told_what_is_seen_and_what_was_tried() -> None:
    case = opened("I can't send it", form()).at(Step("Press Save."), form()).over(Verdict.WRONG, seen=True)
    assert question(case, signs_of(form()), "It now says: no.").splitlines() == [
        "The user says that the problem is: I can't send it",
        "The app sees signs of trouble:",
        "- error: Postcode is invalid: it has five figures.",
        "So far:",
        "1. Press Save. - it did not work, or something else came of it",
        "Now: It now says: no.",
    ]
