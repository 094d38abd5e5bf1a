"""Who answers a request, in which order, and why. Pure.

What the user has ruled out is ruled out first: privacy, consent, limits. The rest is put in order by what they prefer. The embedded
describer stands at the end of every route, so that there always is an answer.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mmassist.dialogue.hardness import Hardness, Measured, Rule, built_in
from mmassist.dialogue.money import dollars
from mmassist.sayings import own, saying

EMBEDDED = "embedded"
_EMBEDDED_SPOKEN = "the embedded describer"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A backend that may be asked. `quality`: 1 to 5. `cost`: US dollars that this request would cost, None where not known.

    `first_token_ms`: usual milliseconds to the first token, None where it has not answered yet. `consented`: the user has agreed to its
    vendor. `why_not`: a clause that says why it is not usable ("its key is missing").
    """

    name: str
    kind: str
    local: bool
    images: bool
    quality: int
    fast: bool
    cost: float | None
    first_token_ms: float | None
    consented: bool
    usable: bool
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked. `hard`: the hardness of its preset, 0 to 1. `needs_pictures`: text alone can't answer it. `items`, `lines`: counts."""

    preset: str
    question: str
    hard: float
    needs_pictures: bool
    program: str
    items: int
    lines: int


@dataclass(frozen=True, slots=True)
class Policy:
    """The user's rules. `privacy`, for this application: "local", "ask" each time or "allow"; anything else counts as "local".

    `prefer`: "order", "quality", "speed" or "spend"; anything else counts as "order". `day_cap`, `month_cap`: US dollars, None for no
    limit; `spent_day`, `spent_month`: what is spent already.
    """

    order: tuple[str, ...]
    privacy: str
    prefer: str
    day_cap: float | None
    month_cap: float | None
    spent_day: float
    spent_month: float


@dataclass(frozen=True, slots=True)
class Step:
    """One to be asked, if those before did not answer. `ask_first`: nothing goes there before the user has said so for this request."""

    name: str
    ask_first: bool


@dataclass(frozen=True, slots=True)
class Route:
    """`steps`: in turn; the last is the embedded describer. `explanation`: plain sentences. `notice`: to be said aloud, or empty."""

    steps: tuple[Step, ...]
    explanation: tuple[str, ...]
    notice: str


@dataclass(frozen=True, slots=True)
class _Out:
    """One that is left out. `clause`: why, for the explanation; `notice`: how the notice tells it, up to "so X answers"."""

    name: str
    clause: str
    notice: str


def route(request: Request, candidates: Sequence[Candidate], policy: Policy) -> Route:
    """The same for the same arguments. Only who stands in the user's order is asked, and nobody whom their rules leave out.

    Together the steps cost no more than the limits leave, even if each is billed and fails.
    """
    rule = built_in()
    hardness = rule.hardness(Measured(request.hard, request.question, request.needs_pictures, request.items, request.lines))
    named, explanation = _named(candidates, policy.order)
    outs = [out for one in named if (out := _ruled_out(one, request, policy))]
    left = [one for one in named if all(out.name != one.name for out in outs)]
    ordered = _ordered(left, hardness, policy.prefer, rule)
    kept, dear = _within_limits(ordered, policy)
    steps = (*(Step(one.name, ask_first=not one.local and policy.privacy == "ask") for one in kept), Step(EMBEDDED, ask_first=False))
    explanation = [
        _graded(request, hardness),
        _preferred(policy.prefer, hardness, rule),
        *explanation,
        *(f"{out.name} is left out: {out.clause}." for out in (*outs, *dear)),
        *(_described(one, policy) for one in kept),
        f"{_capital(_EMBEDDED_SPOKEN)} comes last and is always there.",
    ]
    expected = [one.name for one in _ordered(named, hardness, policy.prefer, rule)]
    return Route(steps, tuple(explanation), _notice(steps[0].name, expected, {out.name: out for out in (*outs, *dear)}))


def _named(candidates: Iterable[Candidate], order: Sequence[str]) -> tuple[list[Candidate], list[str]]:
    """The candidates of the user's order up to the embedded describer, which never fails; and what is to be told of the others."""
    known: dict[str, Candidate] = {}
    for one in candidates:
        known.setdefault(one.name, one if one.cost is None or 0 <= one.cost < math.inf else replace(one, cost=None))
    end = order.index(EMBEDDED) if EMBEDDED in order else len(order)
    asked = list(dict.fromkeys(order[:end]))
    told = [f"{name} is in your order, but no backend of this name is set up." for name in asked if name not in known]
    behind = [name for name in dict.fromkeys(order[end:]) if name != EMBEDDED and name not in asked]
    told += [f"{name} stands behind {_EMBEDDED_SPOKEN} in your order, which always answers." for name in behind]
    return [known[name] for name in asked if name in known], told


def _ruled_out(one: Candidate, request: Request, policy: Policy) -> _Out | None:
    """By the user's rules first, then by what it can't do."""
    if not one.local and policy.privacy not in ("ask", "allow"):
        program = f" for {request.program}" if request.program else ""
        return _Out(one.name, f"your rule{program} keeps this on this computer", saying("Your rules keep this on this computer"))
    if not one.local and not one.consented:
        return _Out(
            one.name, "you have not agreed to send anything to it", saying("You have not agreed to send anything to {name}", name=one.name)
        )
    if not one.usable:
        why = one.why_not.strip().rstrip(".") or "it can't be used"
        return _Out(one.name, why, saying("{name} can't be used: {why}", name=one.name, why=own(why)))
    if request.needs_pictures and not one.images:
        return _Out(one.name, "it takes no pictures, and this needs one", saying("{name} takes no pictures", name=one.name))
    return None


def _ordered(left: Sequence[Candidate], hardness: Hardness, prefer: str, rule: Rule) -> list[Candidate]:
    """Those good enough for the grade first, by what the user prefers; then the others, the better first. Ties keep the user's order."""
    if prefer not in rule.needs:
        return list(left)
    need = rule.needs[prefer][hardness.grade]

    def key(one: Candidate) -> tuple[float, ...]:
        cost = float("inf") if one.cost is None else one.cost
        wait = one.first_token_ms if one.first_token_ms is not None else rule.first_token["fast" if one.fast else "other"]
        if one.quality < need:
            return (1, -one.quality, cost)
        return {"quality": (0, -one.quality, cost), "speed": (0, wait, cost), "spend": (0, cost, -one.quality)}[prefer]

    return sorted(left, key=key)


def _within_limits(ordered: Sequence[Candidate], policy: Policy) -> tuple[list[Candidate], list[_Out]]:
    """Those that the limits leave money for, each counted on top of those before it; and the others."""
    kept: list[Candidate] = []
    outs: list[_Out] = []
    limits = [
        (cap, spent, period)
        for cap, spent, period in ((policy.day_cap, policy.spent_day, "day"), (policy.month_cap, policy.spent_month, "month"))
        if cap is not None and cap != math.inf
    ]
    before = 0.0
    for one in ordered:
        out = next((out for cap, spent, period in limits if (out := _beyond(one, cap, spent, before, period))), None)
        if out is None:
            before += one.cost or 0.0
            kept.append(one)
        else:
            outs.append(out)
    return kept, outs


def beyond_limits(one: Candidate, policy: Policy) -> str:
    """The clause that says which limit would be passed if this one were asked; empty where none would."""
    _, outs = _within_limits([one], policy)
    return outs[0].clause if outs else ""


def _beyond(one: Candidate, cap: float, spent: float, before: float, period: str) -> _Out | None:
    """Whether it would pass a limit; what costs nothing never does. `before`: what those asked before it may cost."""
    if one.cost == 0 or (one.cost is None and one.local):
        return None
    limit = saying(f"your limit of {{sum}} a {period}", sum=dollars(cap))
    if one.cost is None:
        clause = saying("its price is not known, so {limit} could not be kept", limit=limit)
        return _Out(one.name, clause, saying("The price of {name} is not known, and {limit} must be kept", name=one.name, limit=limit))
    if spent + before + one.cost <= cap:
        return None
    if not spent < cap:
        reached = saying(f"Your limit of {{sum}} a {period} is reached", sum=dollars(cap))
        return _Out(one.name, saying("{limit} is reached", limit=limit), reached)
    clause = saying("it would pass {limit}, of which {sum} is spent", limit=limit, sum=dollars(spent))
    return _Out(one.name, clause, saying("Asking {name} would pass {limit}", name=one.name, limit=limit))


def _graded(request: Request, hardness: Hardness) -> str:
    what = f"a question under the preset {request.preset}" if request.question else f"a description under the preset {request.preset}"
    reasons = [f"{'harder' if weight > 0 else 'simpler'} because {why}" for why, weight in hardness.reasons]
    told = f": {', '.join(reasons)}" if reasons else ""
    return f"This is {what}, of hardness {hardness.score:g} from 0 to 1, which counts as {hardness.grade}{told}."


def _preferred(prefer: str, hardness: Hardness, rule: Rule) -> str:
    if prefer not in rule.needs:
        return "Your order decides."
    first = {"quality": "the best comes first", "speed": "the quickest comes first", "spend": "the cheapest comes first"}[prefer]
    need = rule.needs[prefer][hardness.grade]
    return f"You prefer {prefer}: of the backends of at least quality {need} of 5, enough for a {hardness.grade} request, {first}."


def _described(one: Candidate, policy: Policy) -> str:
    cost = "a price that is not known" if one.cost is None else dollars(one.cost)
    wait = "not measured yet" if one.first_token_ms is None else f"{one.first_token_ms / 1000:.1f} seconds to its first word"
    place = (
        "on this computer or your own server" if one.local else "asked only if you say so" if policy.privacy == "ask" else "in the network"
    )
    return f"{one.name} may be asked: quality {one.quality} of 5, costs {cost}, {wait}, {place}."


def _notice(first: str, expected: Sequence[str], outs: dict[str, _Out]) -> str:
    """Why somebody else answers than the user would expect; empty where nobody else does."""
    missed = [name for name in expected[: expected.index(first) if first in expected else len(expected)] if name in outs]
    if not missed:
        return ""
    answers = saying(_EMBEDDED_SPOKEN) if first == EMBEDDED else first
    return saying("{notice}, so {answers} answers.", notice=outs[missed[0]].notice, answers=answers)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
