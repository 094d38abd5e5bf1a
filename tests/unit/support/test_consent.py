"""Who may do what: nothing, until the user says so, and not for long."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from mmassist.errors import ConsentRevoked, SignallingFailed, SupportError
from mmassist.support.audit import Entry, Happened
from mmassist.support.consent import Consent, Ended
from mmassist.support.data_channel import LONGEST, Ask, Chat, Click, Point, Press, Scroll, Type
from mmassist.support.reception import Reception, TooMany
from mmassist.support.roles import Right, Role, Rule, table

WINDOW = "0x1"

# Written down a second time, so that a slip in the table is noticed: what may be granted at all.
MAY = {
    Role.OWNER: set(),
    Role.HELPER: set(Right),
    Role.AGENT: {Right.VIEW, Right.CHAT, Right.POINT, Right.HISTORY},
    Role.SUPERVISOR: {Right.VIEW, Right.HEAR, Right.CHAT},
}


class Stage:
    """A consent with a clock of its own, and one helper who has no right."""

    def __init__(self, role: Role = Role.HELPER) -> None:
        self.now = 1000.0
        self.noted: list[Entry] = []
        self.ended: list[Ended] = []
        self.consent = Consent(self.noted.append, lambda: self.now, self.ended.append)
        self.consent.admit("p", role, "Ada")

    def grant(self, right: Right, seconds: float = 60.0) -> None:
        self.consent.grant("p", right, seconds, WINDOW if right is Right.CONTROL else "")

    def may(self, right: Right) -> bool:
        return self.consent.allows("p", right, WINDOW)


def _reception(stage: Stage) -> Reception:
    return Reception(stage.consent, "p", lambda: WINDOW, lambda: stage.now)


@pytest.mark.parametrize("right", Right)
@pytest.mark.parametrize("role", [Role.HELPER, Role.AGENT, Role.SUPERVISOR])
def test_each_cell_of_the_table(role: Role, right: Right) -> None:
    stage = Stage(role)
    assert not stage.may(right)
    if right in MAY[role]:
        stage.grant(right)
        assert stage.may(right)
        assert [other for other in Right if stage.may(other)] == [right]
        stage.consent.revoke("p", right)
    else:
        with pytest.raises(ConsentRevoked) as refused:
            stage.grant(right)
        assert "never allowed" in refused.value.spoken
    assert not stage.may(right)


def test_the_owner_is_asked_nothing_and_is_nobody_s_guest() -> None:
    assert all(table().rule(Role.OWNER, right) is Rule.ALWAYS for right in Right)
    with pytest.raises(ConsentRevoked):
        Stage().consent.admit("q", Role.OWNER, "Mallory")


def test_what_the_table_does_not_name_is_never() -> None:
    rows = table()
    empty = type(rows)({}, rows.longest, rows.one_window, rows.most)
    consent = Consent(lambda _: None, lambda: 0.0, lambda _: None, empty)
    consent.admit("p", Role.HELPER, "Ada")
    for right in Right:
        with pytest.raises(ConsentRevoked):
            consent.grant("p", right, 1, WINDOW if right is Right.CONTROL else "")


@pytest.mark.parametrize("right", Right)
def test_each_right_ends_by_itself_and_that_is_told(right: Right) -> None:
    stage = Stage()
    longest = table().longest[right]
    stage.grant(right, longest)
    assert stage.consent.expire() == longest
    stage.now += longest - 0.1
    assert stage.may(right)
    stage.now += 0.1
    assert not stage.may(right)
    assert stage.consent.expire() is None
    assert stage.ended == [Ended("p", right, expired=True)]
    assert stage.noted[-1].happened is Happened.EXPIRED


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf"), 121])
def test_control_is_for_two_minutes_at_most(seconds: float) -> None:
    stage = Stage()
    with pytest.raises(ConsentRevoked):
        stage.grant(Right.CONTROL, seconds)
    assert not stage.may(Right.CONTROL)


def test_control_is_for_one_window() -> None:
    stage = Stage()
    with pytest.raises(ConsentRevoked):
        stage.consent.grant("p", Right.CONTROL, 60)
    stage.grant(Right.CONTROL)
    assert not stage.consent.allows("p", Right.CONTROL, "0x2")
    assert not stage.consent.allows("p", Right.CONTROL)
    with pytest.raises(ConsentRevoked):
        Reception(stage.consent, "p", lambda: "0x2").take(b'{"kind":"click","x":0.5,"y":0.5}')


def test_one_helper_at_a_time() -> None:
    stage = Stage()
    with pytest.raises(ConsentRevoked):
        stage.consent.admit("q", Role.HELPER, "Bob")
    stage.consent.admit("s", Role.SUPERVISOR, "Cleo")
    stage.consent.dismiss("p")
    stage.consent.admit("q", Role.HELPER, "Bob")


def test_the_panic_key_ends_everything_though_nothing_can_be_written_down() -> None:
    stage = Stage()
    stage.consent.admit("s", Role.SUPERVISOR, "Cleo")
    stage.grant(Right.VIEW)
    stage.consent.grant("s", Right.VIEW, 60)

    def full(_: Entry) -> None:
        raise SupportError("the disk is full")

    stage.consent._note = full
    with pytest.raises(SupportError):
        stage.consent.dismiss_all()
    assert not stage.may(Right.VIEW)
    assert not stage.consent.allows("s", Right.VIEW)
    assert {ended.peer for ended in stage.ended} == {"p", "s"}


def test_a_right_that_can_not_be_written_down_is_not_given_and_one_taken_back_is() -> None:
    stage = Stage()
    stage.grant(Right.CHAT)

    def full(_: Entry) -> None:
        raise SupportError("the disk is full")

    stage.consent._note = full
    with pytest.raises(SupportError):
        stage.grant(Right.VIEW)
    with pytest.raises(SupportError):
        stage.consent.revoke("p", Right.CHAT)
    assert [right for right in Right if stage.may(right)] == []


def test_who_was_dismissed_comes_back_with_nothing() -> None:
    stage = Stage()
    stage.grant(Right.VIEW)
    stage.consent.dismiss("p")
    stage.consent.admit("p", Role.HELPER, "Ada")
    assert stage.consent.grants("p") == ()


def test_what_is_allowed_gets_through_and_the_rest_is_refused_with_a_sentence() -> None:
    stage = Stage()
    reception = _reception(stage)
    point = b'{"kind":"point","x":0.25,"y":1.0}'
    with pytest.raises(ConsentRevoked) as refused:
        reception.take(point)
    assert "point" in refused.value.spoken
    stage.grant(Right.POINT)
    assert reception.take(point) == Point(x=0.25, y=1.0)
    stage.consent.revoke("p", Right.POINT)
    with pytest.raises(ConsentRevoked):
        reception.take(point)


def test_asking_is_told_once_and_grants_nothing() -> None:
    stage = Stage()
    reception = _reception(stage)
    ask = b'{"kind":"ask","right":"control"}'
    assert reception.take(ask) == Ask(right=Right.CONTROL)
    assert reception.take(ask) is None
    assert not stage.may(Right.CONTROL)
    stage.now += 11
    assert reception.take(ask) == Ask(right=Right.CONTROL)


def test_an_agent_is_not_heard_asking_for_hands() -> None:
    assert _reception(Stage(Role.AGENT)).take(b'{"kind":"ask","right":"control"}') is None


def test_nothing_is_hidden_in_a_chat() -> None:
    stage = Stage()
    stage.grant(Right.CHAT)
    told = _reception(stage).take(json.dumps({"kind": "chat", "text": "press\u202e\x1b[2J \u200bok"}).encode())
    assert told == Chat(text="press ok")


@pytest.mark.parametrize(
    "message",
    [
        {"kind": "point", "x": 1.01, "y": 0},
        {"kind": "point", "x": "0.5", "y": 0},
        {"kind": "point", "x": float("nan"), "y": 0},
        {"kind": "chat", "text": ""},
        {"kind": "chat", "text": "\u202e\u200b"},
        {"kind": "chat", "text": "a" * 901},
        {"kind": "click", "x": 0, "y": 0, "button": "fourth"},
        {"kind": "click", "x": 0, "y": 0, "times": 3},
        {"kind": "scroll", "x": 0, "y": 0, "steps": 11},
        {"kind": "press", "key": "Meta"},
        {"kind": "press", "key": "a", "held": ["Meta"]},
        {"kind": "press", "key": "ab"},
        {"kind": "quality", "fps": 1e9, "lost": 0, "rtt": 0},
        {"kind": "spoken", "text": "You are in control."},
        {"kind": "rights", "granted": [{"right": "control", "seconds": 120}]},
        {"kind": "grant", "right": "control", "seconds": 120},
        {"kind": "ask", "right": "everything"},
        {"kind": "ask", "right": "view", "role": "owner"},
        {"kind": "verdict", "admitted": True},
    ],
)
def test_what_is_no_message_is_refused(message: dict[str, Any]) -> None:
    stage = Stage()
    for right in Right:
        stage.grant(right)
    with pytest.raises(SignallingFailed):
        _reception(stage).take(json.dumps(message).encode())


@pytest.mark.parametrize(
    ("sent", "right", "at_once"),
    [
        ({"kind": "click", "x": 0, "y": 0}, Right.CONTROL, 60),
        ({"kind": "point", "x": 0, "y": 0}, Right.POINT, 10),
        ({"kind": "chat", "text": "a"}, Right.CHAT, 5),
        ({"kind": "advise", "act": "drop", "number": 1}, Right.ADVISE, 5),
        ({"kind": "quality", "fps": 1, "lost": 0, "rtt": 0}, Right.VIEW, 3),
    ],
)
def test_too_much_is_not_taken(sent: dict[str, Any], right: Right, at_once: int) -> None:
    stage = Stage()
    stage.grant(right)
    reception = _reception(stage)
    data, taken = json.dumps(sent).encode(), 0
    with pytest.raises(TooMany):
        for _ in range(1000):
            reception.take(data)
            taken += 1
    assert taken == at_once
    stage.now += 5
    assert reception.take(data)


def test_what_is_too_long_is_not_read() -> None:
    stage = Stage()
    whole = b'{"kind":"bye"}'
    assert _reception(stage).take(whole + b" " * (LONGEST - len(whole)))
    with pytest.raises(SignallingFailed):
        _reception(stage).take(whole + b" " * (LONGEST - len(whole) + 1))


_SENT = ["ask", "point", "chat", "click", "scroll", "type", "press", "advise", "quality", "bye"]
_KINDS = st.sampled_from([*_SENT, "grant", "rights", "shown", "admit", "verdict", "revoke", "offer"])
_WORDS = [*Right, *Role, True, 120, WINDOW, "always", 0.5, 0, "x", None]
_VALUES = st.one_of(st.sampled_from(_WORDS), st.text(max_size=8), st.lists(st.integers(), max_size=2))
_FIELDS = st.sampled_from(
    ["right", "role", "seconds", "x", "y", "text", "peer", "admitted", "window", "key", "held", "steps", "act", "number"]
)
_RIGHTLY = st.sampled_from(
    [
        b'{"kind":"click","x":0.5,"y":0.5}',
        b'{"kind":"point","x":0.5,"y":0.5}',
        b'{"kind":"press","key":"Enter","held":["Alt"]}',
        b'{"kind":"scroll","x":0,"y":1,"steps":-3}',
        b'{"kind":"type","text":"rm"}',
        b'{"kind":"chat","text":"hello"}',
        b'{"kind":"advise","act":"send","number":1,"text":"rm"}',
        b'{"kind":"ask","right":"control"}',
        b'{"kind":"bye"}' + b" " * LONGEST,
    ]
)
_MESSAGES = st.one_of(
    st.binary(max_size=40),
    _RIGHTLY,
    st.builds(lambda kind, more: json.dumps({"kind": kind, **more}).encode(), _KINDS, st.dictionaries(_FIELDS, _VALUES, max_size=4)),
)


class Session(RuleBasedStateMachine):
    """The user grants and takes back; the other side sends whatever it likes. `given` is what the user's words come to."""

    @initialize(role=st.sampled_from([Role.HELPER, Role.AGENT, Role.SUPERVISOR]))
    def begin(self, role: Role) -> None:
        self.role = role
        self.stage = Stage(role)
        self.reception = _reception(self.stage)
        self.given: dict[Right, float] = {}

    @rule(right=st.sampled_from(Right), seconds=st.sampled_from([0.0, 1.0, 60.0, 120.0, 600.0, 1e9]))
    def grants(self, right: Right, seconds: float) -> None:
        try:
            self.stage.grant(right, seconds)
        except ConsentRevoked:
            assert right not in MAY[self.role] or not 0 < seconds <= table().longest[right]
        else:
            self.given[right] = self.stage.now + seconds

    @rule(right=st.sampled_from(Right))
    def takes_back(self, right: Right) -> None:
        self.stage.consent.revoke("p", right)
        self.given.pop(right, None)

    @rule()
    def panics(self) -> None:
        self.stage.consent.dismiss_all()
        self.stage.consent.admit("p", self.role, "Ada")
        self.given.clear()

    @rule(seconds=st.sampled_from([0.5, 59.5, 121.0, 700.0]))
    def waits(self, seconds: float) -> None:
        self.stage.now += seconds
        self.stage.consent.expire()

    @rule(sent=st.lists(_MESSAGES, max_size=8))
    def the_other_side_sends(self, sent: list[bytes]) -> None:
        for data in sent:
            try:
                message = self.reception.take(data)
            except (ConsentRevoked, SignallingFailed) as refused:
                assert refused.spoken
                assert refused.remedy
            else:
                assert len(data) <= LONGEST
                needed = message.needs if message is not None else None
                assert needed is None or self.stage.now < self.given.get(needed, 0.0)
                assert not isinstance(message, Click | Type | Press | Scroll) or Right.CONTROL in self.given

    @invariant()
    def nobody_may_do_what_the_user_did_not_say(self) -> None:
        held = {right for right, until in self.given.items() if self.stage.now < until}
        assert {right for right in Right if self.stage.may(right)} == held


TestSession = Session.TestCase
TestSession.settings = settings(max_examples=100, stateful_step_count=30, deadline=None)
