"""Which rule an application follows."""

from __future__ import annotations

import pytest

from mmassist.privacy.policy import Rule, Rules, strictest

RULES = Rules(Rule.ALLOW, {"keepassxc": Rule.LOCAL, "mail": Rule.ASK})


@pytest.mark.parametrize("program, rule", [("KeePassXC", Rule.LOCAL), ("mail", Rule.ASK), ("editor", Rule.ALLOW), ("", Rule.ALLOW)])
def test_an_application_follows_its_own_rule_or_else_the_default(program: str, rule: Rule) -> None:
    assert RULES.of(program) is rule


def test_without_rules_the_user_is_asked() -> None:
    assert Rules().of("editor") is Rule.ASK


def test_of_several_rules_the_strictest_holds() -> None:
    assert strictest([Rule.ALLOW, Rule.ASK]) is Rule.ASK
    assert strictest([Rule.ALLOW, Rule.LOCAL, Rule.ASK]) is Rule.LOCAL
    assert strictest([Rule.ALLOW]) is Rule.ALLOW
