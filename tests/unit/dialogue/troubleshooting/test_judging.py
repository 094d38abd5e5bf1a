"""What is said to have become of a step."""

from __future__ import annotations

import pytest

from mmassist.dialogue.troubleshooting.judging import Verdict, judge
from mmassist.dialogue.troubleshooting.steps import Check, Step, What, provable
from mmassist.values import Role, State
from tests.fakes.scenes import label, part, text_field
from tests.unit.dialogue.troubleshooting.shots import MAIN, form, message, nothing, shot, window

POSTCODE = Step("Correct the postcode.", (Check(What.VALUE, "Postcode", "53111"),), "Postcode")


def test_a_value_that_came_is_done() -> None:
    assert judge(POSTCODE, form(), form("53111", error=""), asked=False).verdict is Verdict.DONE


def test_nothing_that_changed_is_undone() -> None:
    judged = judge(POSTCODE, form(), form(), asked=True)
    assert (judged.verdict, judged.why) == (Verdict.UNDONE, "Postcode is as it was.")


def test_another_value_is_wrong_once_the_user_says_that_it_is_done() -> None:
    now = form("5311")
    assert judge(POSTCODE, form(), now, asked=False).verdict is Verdict.UNDONE
    judged = judge(POSTCODE, form(), now, asked=True)
    assert (judged.verdict, judged.why) == (Verdict.WRONG, "Postcode holds 5311 now, not 53111.")


def test_another_control_that_changed_is_wrong() -> None:
    judged = judge(POSTCODE, form(), form(city="Berlin"), asked=True)
    assert (judged.verdict, judged.why) == (Verdict.WRONG, "City has changed instead.")


def test_new_trouble_is_wrong_without_a_word_of_the_user() -> None:
    step = Step("Press Save.", (Check(What.GONE, "Postcode is invalid"),))
    judged = judge(step, form("53111"), message(behind=MAIN), asked=False)
    assert judged.verdict is Verdict.WRONG
    assert judged.why == "It now says: Could not save the file: permission denied."


def test_trouble_that_was_there_is_no_news() -> None:
    assert judge(POSTCODE, form(), form("5"), asked=False).verdict is Verdict.UNDONE


def test_a_switch_the_other_way_round_is_undone() -> None:
    before = shot(MAIN, part(Role.CHECK_BOX, "Sound"))
    judged = judge(Step("Turn Sound on.", (Check(What.ON, "Sound"),)), before, before, asked=True)
    assert (judged.verdict, judged.why) == (Verdict.UNDONE, "Sound is still off.")


def test_what_was_done_before_and_is_undone_is_wrong() -> None:
    on = Step("Turn Sound on.", (Check(What.ON, "Sound"),))
    before = shot(MAIN, part(Role.CHECK_BOX, "Sound", State.CHECKED), text_field("Volume", "0"))
    now = shot(MAIN, part(Role.CHECK_BOX, "Sound"), text_field("Volume", "0"))
    step = Step("Set Volume to 5.", (Check(What.VALUE, "Volume", "5"),))
    judged = judge(step, before, now, (on,), asked=False)
    assert (judged.verdict, judged.undone) == (Verdict.WRONG, on.checks[0])


def test_a_field_that_is_still_typed_in_is_not_done() -> None:
    step = Step("Correct Postcode.", (Check(What.CHANGED, "Postcode", "12\0False"),))
    typing = shot(MAIN, text_field("Postcode", "5", State.FOCUSED))
    assert judge(step, form(), typing, asked=False).verdict is Verdict.UNDONE
    assert judge(step, form(), typing, asked=True).verdict is Verdict.DONE


def test_another_program_in_front_is_told() -> None:
    now = shot(window(20, "Music", pid=99), label("Nothing plays."), behind=(MAIN,))
    judged = judge(POSTCODE, form(), now, asked=True)
    assert (judged.verdict, judged.why) == (Verdict.UNDONE, "Another program is in front now: Music. Go back to Address.")


@pytest.mark.parametrize("complete", [True, False])
def test_a_text_is_only_known_to_be_gone_where_all_was_read(complete: bool) -> None:
    step = Step("Press Save.", (Check(What.GONE, "invalid"),))
    now = shot(MAIN, text_field("Postcode", "53111"), complete=complete, read=False)
    assert (judge(step, form(), now, asked=True).verdict is Verdict.DONE) is complete


def test_a_check_that_is_met_before_anything_was_done_proves_nothing() -> None:
    step = Step("Fill in City.", (Check(What.VALUE, "City", "Bonn"), Check(What.VALUE, "Postcode", "53111")))
    assert provable(step, form()).checks == (step.checks[1],)


CLOSE = Step("Choose OK.", (Check(What.CLOSED, "Error", window=8),), "OK")


def test_what_closed_is_known_by_the_list_of_windows_though_none_is_in_front() -> None:
    asks = shot(window(8, "Error", dialog=True), label("Could not save."))
    assert judge(CLOSE, asks, nothing(), asked=False).verdict is Verdict.DONE


def test_what_is_minimised_or_on_another_desktop_is_not_closed() -> None:
    before = message()
    now = nothing(window(7, "*notes.txt"), window(8, "Error", dialog=True))
    assert judge(CLOSE, before, now, asked=False).verdict is Verdict.UNDONE
    judged = judge(CLOSE, before, now, asked=True)
    assert (judged.verdict, judged.why) == (Verdict.UNDONE, "It is only out of sight, not closed: Error.")


def test_a_program_that_is_gone_as_a_whole_is_said_to_be() -> None:
    now = nothing()
    judged = judge(POSTCODE, form(), now, asked=False)
    assert (judged.verdict, judged.why) == (Verdict.WRONG, "Address has closed or crashed: none of its windows is left.")


def test_a_program_that_goes_with_the_dialog_that_was_to_be_closed_is_told_beside() -> None:
    judged = judge(CLOSE, message(), shot(window(9, "Files", pid=12)), asked=False)
    assert judged.verdict is Verdict.DONE
    assert judged.why == "*notes.txt has closed with it. If that was not meant, it has crashed."


def test_where_no_window_is_in_front_the_user_is_told_where_to_go() -> None:
    now = nothing(MAIN)
    judged = judge(POSTCODE, form(), now, asked=True)
    assert (judged.verdict, judged.why) == (Verdict.UNDONE, "No other window is in front now. Go back to Address.")


def test_a_program_that_was_one_dialog_has_not_crashed_when_that_closes() -> None:
    step = Step("Close the message.", (Check(What.GONE, "Could not save"),))
    asks = shot(window(8, "Error", dialog=True), label("Could not save."))
    judged = judge(step, asks, shot(window(9, "Files", pid=12)), asked=False)
    assert (judged.verdict, judged.why) == (Verdict.DONE, "")


@pytest.mark.parametrize(("before", "now"), [((), (State.UNREAD,)), ((State.UNREAD,), ())])
def test_a_field_that_could_not_be_asked_has_not_changed(before: tuple[State, ...], now: tuple[State, ...]) -> None:
    one, other = (
        shot(MAIN, text_field("Postcode", "12"), text_field("City", "" if State.UNREAD in states else "Bonn", *states))
        for states in (before, now)
    )
    judged = judge(POSTCODE, one, other, asked=True)
    assert (judged.verdict, judged.why) == (Verdict.UNDONE, "Postcode is as it was.")
