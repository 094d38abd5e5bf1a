"""Who answers: the user's rules are kept whatever the candidates are, and the choice explains itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.dialogue.routing import Candidate, Policy, Request, Route, Step, route

CHEAP = Candidate("cheap", "gemini", False, True, 2, True, 0.001, 400.0, consented=True, usable=True)
STRONG = Candidate("strong", "claude", False, True, 5, False, 0.05, 1500.0, consented=True, usable=True)
MIDDLE = Candidate("middle", "openai", False, True, 4, False, 0.01, 900.0, consented=True, usable=True)
OWN = Candidate("own", "ollama", True, True, 3, False, 0.0, 3000.0, consented=True, usable=True)
ALL = (CHEAP, STRONG, MIDDLE, OWN)

DESCRIBE = Request("describe", "", 0.3, False, "Firefox", 10, 10)
HARD = Request("troubleshoot", "Why does it fail, and how can I mend it?", 0.6, False, "Firefox", 10, 10)
ALLOW = Policy(("strong", "cheap", "middle", "own", "embedded"), "allow", "order", 2.0, 20.0, 0.0, 0.0)


def names(found: Route) -> list[str]:
    return [step.name for step in found.steps]


def told(found: Route) -> str:
    return " ".join(found.explanation)


def test_the_users_order_is_kept() -> None:
    assert names(route(DESCRIBE, ALL, ALLOW)) == ["strong", "cheap", "middle", "own", "embedded"]


@pytest.mark.parametrize(
    ("request_", "prefer", "expected"),
    [
        (DESCRIBE, "spend", ["own", "cheap", "middle", "strong"]),
        (HARD, "spend", ["middle", "strong", "own", "cheap"]),
        (DESCRIBE, "speed", ["cheap", "middle", "strong", "own"]),
        (HARD, "speed", ["middle", "strong", "own", "cheap"]),
        (DESCRIBE, "quality", ["strong", "middle", "own", "cheap"]),
        (HARD, "quality", ["strong", "middle", "own", "cheap"]),
    ],
)
def test_simple_requests_go_to_the_cheap_and_hard_ones_to_the_strong(request_: Request, prefer: str, expected: list[str]) -> None:
    assert names(route(request_, ALL, replace(ALLOW, prefer=prefer))) == [*expected, "embedded"]


def test_one_that_was_never_measured_is_taken_for_what_the_catalogue_says() -> None:
    quick, slow = replace(CHEAP, first_token_ms=None), replace(MIDDLE, first_token_ms=850.0)
    assert names(route(DESCRIBE, (slow, quick), replace(ALLOW, prefer="speed")))[:2] == ["cheap", "middle"]


def test_local_only_keeps_everything_here() -> None:
    found = route(DESCRIBE, ALL, replace(ALLOW, privacy="local"))
    assert names(found) == ["own", "embedded"]
    assert found.notice == "Your rules keep this on this computer, so own answers."
    assert "strong is left out: your rule for Firefox keeps this on this computer." in found.explanation


def test_asked_each_time_means_asked_for_each_that_is_not_local() -> None:
    steps = route(DESCRIBE, ALL, replace(ALLOW, privacy="ask")).steps
    assert steps == (Step("strong", True), Step("cheap", True), Step("middle", True), Step("own", False), Step("embedded", False))


def test_nobody_is_asked_before_consent_not_even_in_failing_over() -> None:
    found = route(DESCRIBE, (STRONG, replace(CHEAP, consented=False)), ALLOW)
    assert names(found) == ["strong", "embedded"]
    assert found.notice == ""
    assert "you have not agreed to send anything to it" in told(found)


def test_a_first_choice_without_consent_is_said_aloud() -> None:
    found = route(DESCRIBE, (replace(STRONG, consented=False),), replace(ALLOW, order=("strong",)))
    assert found.notice == "You have not agreed to send anything to strong, so the embedded describer answers."


def test_a_reached_limit_is_said_aloud() -> None:
    found = route(DESCRIBE, (STRONG,), replace(ALLOW, order=("strong",), spent_day=2.0))
    assert names(found) == ["embedded"]
    assert found.notice == "Your limit of 2 dollars a day is reached, so the embedded describer answers."


def test_a_months_limit_is_kept_too() -> None:
    found = route(DESCRIBE, (STRONG,), replace(ALLOW, order=("strong",), spent_month=20.0))
    assert found.notice == "Your limit of 20 dollars a month is reached, so the embedded describer answers."


def test_one_that_would_pass_the_limit_makes_way_for_a_cheaper_one() -> None:
    found = route(DESCRIBE, ALL, replace(ALLOW, spent_day=1.96))
    assert names(found) == ["cheap", "middle", "own", "embedded"]
    assert found.notice == "Asking strong would pass your limit of 2 dollars a day, so cheap answers."


def test_what_fails_over_counts_on_top_of_what_failed() -> None:
    found = route(DESCRIBE, (STRONG, MIDDLE), replace(ALLOW, spent_day=1.945))
    assert names(found) == ["strong", "embedded"]
    assert found.notice == ""


def test_at_a_limit_what_costs_nothing_still_answers() -> None:
    assert names(route(DESCRIBE, ALL, replace(ALLOW, spent_day=5.0))) == ["own", "embedded"]


def test_a_price_that_is_not_known_can_keep_no_limit() -> None:
    found = route(DESCRIBE, (replace(STRONG, cost=None),), replace(ALLOW, order=("strong",)))
    assert (
        found.notice
        == "The price of strong is not known, and your limit of 2 dollars a day must be kept, so the embedded describer answers."
    )


def test_without_limits_a_price_that_is_not_known_is_no_hindrance() -> None:
    assert names(route(DESCRIBE, (replace(STRONG, cost=None),), replace(ALLOW, day_cap=None, month_cap=None))) == ["strong", "embedded"]


def test_one_that_takes_no_pictures_is_not_asked_for_one() -> None:
    found = route(replace(DESCRIBE, needs_pictures=True), (replace(STRONG, images=False), CHEAP), ALLOW)
    assert names(found) == ["cheap", "embedded"]
    assert found.notice == "strong takes no pictures, so cheap answers."


def test_one_that_is_not_usable_says_why() -> None:
    found = route(DESCRIBE, (replace(STRONG, usable=False, why_not="its key is missing."), CHEAP), ALLOW)
    assert found.notice == "strong can't be used: its key is missing, so cheap answers."


def test_a_name_that_nobody_has_is_told() -> None:
    assert (
        "gone is in your order, but no backend of this name is set up." in route(DESCRIBE, ALL, replace(ALLOW, order=("gone",))).explanation
    )


def test_nobody_stands_behind_the_embedded_describer() -> None:
    found = route(DESCRIBE, ALL, replace(ALLOW, order=("embedded", "strong")))
    assert names(found) == ["embedded"]
    assert "strong stands behind the embedded describer in your order, which always answers." in found.explanation


def test_the_choice_explains_itself() -> None:
    found = route(HARD, (CHEAP, STRONG), replace(ALLOW, prefer="spend", privacy="ask"))
    assert found.explanation == (
        "This is a question under the preset troubleshoot, of hardness 0.9 from 0 to 1, which counts as hard: "
        "harder because the question asks for reasoning.",
        "You prefer spend: of the backends of at least quality 4 of 5, enough for a hard request, the cheapest comes first.",
        "middle is in your order, but no backend of this name is set up.",
        "own is in your order, but no backend of this name is set up.",
        "strong may be asked: quality 5 of 5, costs 5 cents, 1.5 seconds to its first word, asked only if you say so.",
        "cheap may be asked: quality 2 of 5, costs 0.1 cents, 0.4 seconds to its first word, asked only if you say so.",
        "The embedded describer comes last and is always there.",
    )


NAMES = st.sampled_from(["a", "b", "c", "d", "e", "embedded"])
MONEY = st.one_of(st.floats(0, 5), st.just(float("nan")), st.just(float("inf")))
CANDIDATES = st.lists(
    st.builds(
        Candidate,
        name=NAMES,
        kind=st.just("chat"),
        local=st.booleans(),
        images=st.booleans(),
        quality=st.integers(1, 5),
        fast=st.booleans(),
        cost=st.one_of(st.none(), st.floats(-1, 5), st.just(float("nan"))),
        first_token_ms=st.one_of(st.none(), st.floats(1, 10_000)),
        consented=st.booleans(),
        usable=st.booleans(),
        why_not=st.sampled_from(["", "its key is missing"]),
    ),
    max_size=5,
    unique_by=lambda one: one.name,
)
REQUESTS = st.builds(
    Request,
    preset=st.just("describe"),
    question=st.sampled_from(["", "Why?", "How many?"]),
    hard=st.floats(0, 1),
    needs_pictures=st.booleans(),
    program=st.sampled_from(["", "Firefox"]),
    items=st.integers(0, 500),
    lines=st.integers(0, 500),
)
POLICIES = st.builds(
    Policy,
    order=st.lists(NAMES, max_size=6).map(tuple),
    privacy=st.sampled_from(["local", "ask", "allow", "nonsense"]),
    prefer=st.sampled_from(["order", "quality", "speed", "spend", "nonsense"]),
    day_cap=st.one_of(st.none(), st.floats(0, 5)),
    month_cap=st.one_of(st.none(), st.floats(0, 5)),
    spent_day=MONEY,
    spent_month=MONEY,
)


@given(REQUESTS, CANDIDATES, POLICIES)
def test_the_embedded_describer_is_always_there_last_and_once(request_: Request, candidates: list[Candidate], policy: Policy) -> None:
    found = route(request_, candidates, policy)
    assert names(found).index("embedded") == len(found.steps) - 1
    assert found.steps[-1] == Step("embedded", ask_first=False)


@given(REQUESTS, CANDIDATES, POLICIES)
def test_nothing_leaves_against_the_users_word(request_: Request, candidates: list[Candidate], policy: Policy) -> None:
    known = {one.name: one for one in candidates}
    for step in route(request_, candidates, policy).steps[:-1]:
        one = known[step.name]
        assert one.local or (one.consented and policy.privacy in ("ask", "allow"))
        assert one.local or step.ask_first or policy.privacy == "allow"


@given(REQUESTS, CANDIDATES, POLICIES)
def test_all_steps_together_pass_no_limit(request_: Request, candidates: list[Candidate], policy: Policy) -> None:
    costs = {one.name: one.cost if one.cost and one.cost > 0 else 0.0 for one in candidates}
    total = sum(costs[step.name] for step in route(request_, candidates, policy).steps[:-1])
    for cap, spent in ((policy.day_cap, policy.spent_day), (policy.month_cap, policy.spent_month)):
        assert cap is None or total == 0 or spent + total <= cap + 1e-9


@given(REQUESTS, CANDIDATES, POLICIES)
def test_the_same_is_chosen_for_the_same_whatever_order_the_candidates_come_in(
    request_: Request, candidates: list[Candidate], policy: Policy
) -> None:
    assert route(request_, candidates, policy) == route(request_, candidates[::-1], policy)


@given(REQUESTS, CANDIDATES, POLICIES)
def test_under_order_the_order_is_the_users(request_: Request, candidates: list[Candidate], policy: Policy) -> None:
    places = [policy.order.index(step.name) for step in route(request_, candidates, replace(policy, prefer="order")).steps[:-1]]
    assert places == sorted(places)


@given(REQUESTS, CANDIDATES, POLICIES)
def test_only_who_is_usable_and_in_the_order_is_asked_and_once(request_: Request, candidates: list[Candidate], policy: Policy) -> None:
    asked = names(route(request_, candidates, policy))[:-1]
    usable = {one.name for one in candidates if one.usable and (one.images or not request_.needs_pictures)}
    assert set(asked) <= usable & set(policy.order)
    assert len(asked) == len(set(asked))


@given(REQUESTS, CANDIDATES, POLICIES)
def test_every_sentence_ends_as_one(request_: Request, candidates: list[Candidate], policy: Policy) -> None:
    found = route(request_, candidates, policy)
    assert all(sentence.endswith(".") and ".." not in sentence and "nan" not in sentence for sentence in found.explanation)
    assert found.notice == "" or found.notice.endswith(" answers.")
