"""When a problem may be called solved, and what is told of it at the end."""

from __future__ import annotations

from dataclasses import replace

from mmassist.dialogue.troubleshooting.case import Case, is_clear, not_solved, opened, summary
from mmassist.dialogue.troubleshooting.judging import Verdict
from mmassist.dialogue.troubleshooting.shot import Shot
from mmassist.dialogue.troubleshooting.steps import Check, Step, What
from mmassist.values import Role, State
from tests.fakes.scenes import button, part
from tests.unit.dialogue.troubleshooting.shots import MAIN, form, message, nothing, shot, window

STEP = Step("Correct Postcode.", (Check(What.VALUE, "Postcode", "53111"),))


def tried(begin: Shot, *steps: tuple[Step, Verdict, bool]) -> Case:
    case = opened("", begin)
    for step, verdict, seen in steps:
        case = case.at(step, begin).over(verdict, seen=seen)
    return case


def test_it_is_solved_where_the_error_is_gone_and_the_step_was_seen() -> None:
    assert not_solved(tried(form(), (STEP, Verdict.DONE, True)), form("53111", error="")) == ""


def test_it_is_not_while_the_error_is_still_there() -> None:
    why = not_solved(tried(form(), (STEP, Verdict.DONE, True)), form("53111"))
    assert why == "It still says: Postcode is invalid: it has five figures."


def test_it_is_not_where_nobody_has_seen_a_step_being_done() -> None:
    assert not_solved(tried(form(), (STEP, Verdict.DONE, False)), form("53111", error="")) == "I have not seen any step being done."


def test_it_is_not_where_the_last_step_failed() -> None:
    case = tried(form(), (STEP, Verdict.DONE, True), (STEP, Verdict.WRONG, True))
    assert not_solved(case, form("53111", error="")) == "The last step is not done."


def test_it_is_not_where_what_was_done_is_undone() -> None:
    assert not_solved(tried(form(), (STEP, Verdict.DONE, True)), form("12", error="")) == "What was done before is undone: Postcode."


def test_it_is_not_where_a_message_of_failure_was_only_closed() -> None:
    close = Step("Choose OK.", (Check(What.CLOSED, "Error", window=8),))
    case = tried(message(behind=MAIN), (close, Verdict.DONE, True))
    assert not_solved(case, shot(MAIN, button("Save"))) == "I have only seen the message close, not that it works now."


def test_it_is_not_while_the_document_is_unsaved_and_is_once_it_is_saved() -> None:
    save = Step("Save it again.", (Check(What.SAVED, window=7),))
    case = tried(message(), (save, Verdict.DONE, True))
    assert not_solved(case, shot(window(7, "*notes.txt"))) == "It is still not saved."
    assert not_solved(case, shot(window(7, "notes.txt"))) == ""


def test_it_is_not_where_another_program_is_in_front() -> None:
    music = shot(window(20, "Music", pid=99), behind=(MAIN,))
    assert not_solved(tried(form(), (STEP, Verdict.DONE, True)), music) == "I do not see Address now."


def test_it_is_not_where_the_window_was_not_read_to_its_end() -> None:
    half = shot(MAIN, part(Role.TEXT_FIELD, "Postcode", State.EDITABLE, value="53111"), complete=False, read=False)
    assert not_solved(tried(form(), (STEP, Verdict.DONE, True)), half) == "I can't see all of the window."


def test_a_problem_of_which_nothing_was_seen_is_never_clear() -> None:
    fine = form("53111", error="")
    assert not is_clear(tried(fine, (STEP, Verdict.DONE, True)), fine)


def test_the_summary_tells_the_problem_each_step_and_the_end() -> None:
    case = tried(form(), (STEP, Verdict.WRONG, True), (STEP, Verdict.DONE, False))
    assert summary(case.at(Step("Press Save"), form())) == (
        "Address: no problem was found. Step 1: Correct Postcode. It did not work. Step 2: Correct Postcode. Done, as you said. "
        "Step 3: Press Save. Not done. Not known to be solved."
    )


def test_it_is_not_where_its_program_is_only_out_of_sight() -> None:
    music = replace(shot(window(20, "Music", pid=99)), away=(MAIN,))
    assert not_solved(tried(form(), (STEP, Verdict.DONE, True)), music) == "I do not see Address now."
    assert not_solved(tried(form(), (STEP, Verdict.DONE, True)), nothing(MAIN)) == "I do not see Address now."


def test_a_program_that_was_started_again_is_the_same_problem_and_not_yet_solved() -> None:
    start = Step("Start it again.", (Check(What.RUNS, "Letters"),))
    again = shot(window(30, "Address", pid=99), button("Save"))
    case = tried(form(), (start, Verdict.DONE, True)).saw(again)
    assert (case.pid, case.window) == (99, 30)
    assert not_solved(case, again) == "I have not seen any step being done."
