"""Where a backend runs, and what may go there."""

from __future__ import annotations

import pytest

from mmassist.privacy.policy import Destination, Rule, Rules, destination, may_leave

RULES = Rules(Rule.ALLOW, {"keepassxc": Rule.LOCAL, "mail": Rule.ASK})


@pytest.mark.parametrize(
    "address",
    ["http://localhost:8080/v1", "http://127.0.0.1:11434", "127.3.2.1:80", "http://[::1]/", "localhost", "http://[::ffff:127.0.0.1]/"],
)
def test_loopback_is_this_computer(address: str) -> None:
    assert destination(address) is Destination.HERE


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://api.example.com/v1",
        "http://192.168.1.20:8080",
        "http://localhost.example.com",
        "http://127.0.0.1.nip.example",
        "http://[",
    ],
)
def test_all_else_is_away_unless_it_is_marked(address: str) -> None:
    assert destination(address) is Destination.AWAY
    assert destination(address, own=True) is Destination.OWN


def test_what_stays_is_neither_asked_nor_masked() -> None:
    decision = may_leave("KeePassXC", Destination.OWN, RULES, consented=False)
    assert decision.allowed and not decision.masked


def test_a_program_that_is_local_is_never_sent() -> None:
    decision = may_leave("KeePassXC", Destination.AWAY, RULES, consented=True, sent=True)
    assert not decision.allowed and not decision.ask
    assert decision.reason == "Your rules keep KeePassXC on this computer."


def test_without_consent_nothing_is_sent() -> None:
    assert not may_leave("editor", Destination.AWAY, RULES, consented=False, sent=True).allowed


def test_a_program_that_asks_is_sent_once_the_user_says_so() -> None:
    assert may_leave("Mail", Destination.AWAY, RULES, consented=True).ask
    decision = may_leave("Mail", Destination.AWAY, RULES, consented=True, sent=True)
    assert decision.allowed and decision.masked


def test_others_follow_the_default() -> None:
    assert may_leave("editor", Destination.AWAY, RULES, consented=True).allowed
