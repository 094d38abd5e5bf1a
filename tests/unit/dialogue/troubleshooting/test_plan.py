"""What the screen alone suggests as the next step."""

from __future__ import annotations

import pytest

from mmassist.dialogue.troubleshooting.case import opened
from mmassist.dialogue.troubleshooting.judging import Verdict
from mmassist.dialogue.troubleshooting.plan import planned
from mmassist.dialogue.troubleshooting.shot import Shot
from mmassist.dialogue.troubleshooting.steps import Check, Step, What
from mmassist.values import Role, State
from tests.fakes.scenes import button, label, part, text_field
from tests.unit.dialogue.troubleshooting.shots import FAILED, MAIN, form, message, nothing, shot, window


def step(wish: str, at: Shot) -> str:
    plan = planned(opened(wish, at), at)
    return plan.step.say if plan.step else ""


@pytest.mark.parametrize(
    ("at", "say"),
    [
        (message(), "Choose OK."),
        (shot(FAILED, label("Could not open it. Try again?"), button("Retry"), button("Cancel")), "Choose Retry or Cancel."),
        (form(), "Correct Postcode."),
        (shot(MAIN, text_field("Name", "", State.REQUIRED), button("Send")), "Fill in Name."),
        (shot(MAIN, label("Error: no connection."), button("Apply")), "Press Apply."),
        (shot(MAIN, button("Save"), behind=(window(9, "Replace?", dialog=True),)), "Press Alt Tab until you hear Replace?."),
    ],
)
def test_the_step_is_about_what_is_in_the_way_first(at: Shot, say: str) -> None:
    assert step("", at) == say


def test_a_field_that_was_mended_is_sent() -> None:
    case = opened("", form())
    first = planned(case, form()).step
    case = case.at(first, form()).over(Verdict.DONE, seen=True)
    then = planned(case, form("53111")).step
    assert then is not None and then.say == "Press Save."


def test_a_setting_that_the_user_names_is_told_as_it_stands() -> None:
    at = shot(MAIN, part(Role.CHECK_BOX, "Dark mode"), part(Role.CHECK_BOX, "Sound", State.CHECKED))
    assert step("I hear no sound any more", at) == "Sound is on. Turn it off if that is what is wrong."
    assert step("dark mode does not work", at) == "Dark mode is off. Turn it on if that is what is wrong."


def test_what_failed_is_to_be_saved_again_while_it_is_unsaved() -> None:
    case = opened("", message())
    case = case.at(planned(case, message()).step, message()).over(Verdict.DONE, seen=True)
    then = planned(case, shot(window(7, "*notes.txt"), button("Open"))).step
    assert then is not None and then.say == "Save it again, under another name or in another folder."


def test_where_nothing_is_wrong_nothing_is_suggested() -> None:
    assert planned(opened("", form("53111", error="")), form("53111", error="")).step is None


def test_a_standing_warning_of_the_window_does_not_come_before_what_is_still_unsaved() -> None:
    case = opened("", message())
    case = case.at(planned(case, message()).step, message()).over(Verdict.DONE, seen=True)
    at = shot(window(7, "*notes.txt"), label("Warning: you are using the root account."))
    assert "Save it again" in step_of(planned(case, at).step)


def step_of(step: Step | None) -> str:
    return step.say if step is not None else ""


def test_a_program_that_is_gone_is_to_be_started_again_unless_that_was_the_step() -> None:
    before = form()
    gone = opened("", before).at(Step("Correct Postcode."), before).over(Verdict.WRONG, seen=True)
    plan = planned(gone, nothing())
    assert plan.step is not None
    assert (plan.step.say, plan.step.checks) == ("Start it again.", (Check(What.RUNS, "Letters"),))
    closed = opened("", before).at(Step("Choose OK."), before).over(Verdict.DONE, seen=True)
    assert planned(closed, nothing()).step is None


def test_a_field_that_could_not_be_asked_is_not_watched_for_a_change() -> None:
    at = shot(MAIN, text_field("Postcode", "", State.UNREAD, State.INVALID), button("Save"))
    plan = planned(opened("", at), at)
    assert plan.step is not None
    assert (plan.step.say, plan.step.checks) == ("Correct Postcode.", ())
