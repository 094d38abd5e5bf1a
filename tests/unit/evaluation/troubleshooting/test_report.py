"""The scripts of the troubles are whole, and the report counts what they found."""

from __future__ import annotations

import json

from mmassist.dialogue.troubleshooting.judging import Verdict
from mmassist.dialogue.troubleshooting.replies import Says
from mmassist.evaluation.troubleshooting.report import Outcome, TroubleReport
from mmassist.evaluation.troubleshooting.scenario import BACKENDS, EMBEDDED, REPLAYED, scenarios

RIGHT = Outcome("a", "form", REPLAYED, ("done", "wrong"), ("done", "wrong"), claimed=True, solved=True)


def test_there_are_thirty_troubles_of_their_own_names_each_with_steps() -> None:
    every = scenarios()
    assert len({one.name for one in every}) == len(every) >= 30
    assert all(any(act.expect for act in one.acts[backend]) for one in every for backend in BACKENDS)
    assert {act.expect for one in every for backend in BACKENDS for act in one.acts[backend]} <= {*map(str, Verdict), ""}


def test_every_reply_is_one_that_the_model_was_asked_for() -> None:
    states = [json.loads(reply)["state"] for one in scenarios() for reply in one.replies]
    assert set(states) <= set(map(str, Says))
    assert all(one.replies for one in scenarios())


def test_done_undone_and_wrong_all_occur() -> None:
    expected = {act.expect for one in scenarios() for act in one.acts[REPLAYED]}
    assert expected >= {"done", "undone", "wrong"}


def test_a_step_that_was_judged_otherwise_is_not_noticed() -> None:
    assert RIGHT.noticed
    assert not Outcome("a", "form", REPLAYED, ("wrong",), ("done",)).noticed


def test_one_false_word_that_it_is_solved_fails_it_all() -> None:
    false = Outcome("b", "form", EMBEDDED, ("done",), ("done",), claimed=True, solved=False)
    assert TroubleReport((RIGHT,) * 30).met
    report = TroubleReport((*[RIGHT] * 30, false))
    assert false.is_false and not report.met
    assert report.as_json()["embedded"]["called_solved_falsely"] == 1


def test_three_of_thirty_may_be_missed_and_no_more() -> None:
    missed = Outcome("c", "form", REPLAYED, ("done",), ("undone",))
    assert TroubleReport((*[RIGHT] * 27, *[missed] * 3)).met
    assert not TroubleReport((*[RIGHT] * 26, *[missed] * 4)).met


def test_a_program_that_is_not_installed_counts_for_nothing() -> None:
    absent = Outcome("d", "dialog", REPLAYED, failure="zenity is not installed", absent=True)
    report = TroubleReport((RIGHT, absent))
    assert report.met and report.as_json()["absent"] == ["d"]
