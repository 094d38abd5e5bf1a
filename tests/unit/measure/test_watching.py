from __future__ import annotations

from mmassist.measure.watching import Expected, judge, table

EVENTS = [Expected(1, 10.0, "Ann: hello"), Expected(2, 20.0, "")]
ANNOUNCED = [(1, 10.4, "Ann: hello"), (2, 20.2, "The progress bar is at its end.")]
SPOKEN = [(10.5, "Ann: hello"), (20.3, "The progress bar is at its end.")]


def test_what_was_announced_in_time_is_fine() -> None:
    judged = judge(EVENTS, ANNOUNCED, SPOKEN)
    assert (judged["announced"], judged["missed"], judged["unasked"], judged["late"]) == (2, [], [], [])
    assert judged["heard_s"]["max"] == 0.5


def test_what_was_heard_too_late_is_late() -> None:
    judged = judge(EVENTS, ANNOUNCED, [(11.6, "Ann: hello"), SPOKEN[1]])
    assert judged["late"] == [{"watch": 1, "text": "Ann: hello", "seconds": 1.6}]


def test_what_was_not_announced_is_missed() -> None:
    assert judge(EVENTS, ANNOUNCED[1:], SPOKEN)["missed"] == [{"watch": 1, "text": "Ann: hello"}]


def test_what_another_watch_said_does_not_count() -> None:
    judged = judge(EVENTS[:1], [(3, 10.4, "Ann: hello")], [])
    assert judged["missed"]
    assert judged["unasked"] == [{"watch": 3, "text": "Ann: hello"}]


def test_what_was_announced_twice_was_not_asked_for() -> None:
    assert judge(EVENTS, [*ANNOUNCED, (1, 12.0, "Ann: hello")], SPOKEN)["unasked"] == [{"watch": 1, "text": "Ann: hello"}]


def test_one_announcement_may_tell_two_events() -> None:
    events = [Expected(1, 10.0, "Ann: hello"), Expected(1, 10.2, "Bob: hi")]
    judged = judge(events, [(1, 10.6, "Ann: hello. Bob: hi")], [])
    assert (judged["announced"], judged["unasked"]) == (2, [])


def test_the_report_can_be_read_as_lines() -> None:
    machine = {"cores": 2, "load_before": 0.1, "load_after": 0.2}
    report = {"machine": machine, "seed": 1, "events": 2, "decoys": 0, "seconds": 60.0, "load": 3.0, **judge(EVENTS, ANNOUNCED[:1], SPOKEN)}
    assert "missed: watch 2" in table(report)


def test_of_two_events_alike_that_are_told_late_each_has_its_own_announcement() -> None:
    events = [Expected(6, 10.0, "Offline"), Expected(6, 13.0, "Offline")]
    judged = judge(events, [(6, 13.2, "Gone: Offline"), (6, 13.6, "Gone: Offline")], [])
    assert (judged["announced"], judged["unasked"]) == (2, [])
