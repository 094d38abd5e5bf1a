"""Who answers a turn: what is known of each backend, put before the rule of `dialogue.routing`."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace

from mmassist.backends import catalogue
from mmassist.dialogue import routing
from mmassist.dialogue.fusion import Ask, View, chosen
from mmassist.dialogue.presets import Pictures, Presets
from mmassist.dialogue.routing import Candidate, Policy, Route
from mmassist.dialogue.tokens import estimated_tokens
from mmassist.engine import billing
from mmassist.engine.brains import EMBEDDED, Brain
from mmassist.engine.record import Request
from mmassist.errors import BackendError, BudgetSpent, MmassistError
from mmassist.privacy import policy
from mmassist.sayings import own, run_on, saying
from mmassist.values import Scene, Usage

# Of a picture, before it is known which parts of it are sent.
_PICTURE_TOKENS = 2000
_ANSWER_TOKENS = 400
_INSTRUCTION_TOKENS = 800
_NOT_KNOWN = "what was spent is not known, and your limit must be kept"


@dataclass(frozen=True, slots=True)
class Rules:
    """The user's own. Limits in US dollars, infinite for none."""

    order: tuple[str, ...] = (EMBEDDED,)
    prefer: str = "order"
    sending: policy.Rules = field(default_factory=policy.Rules)
    day_limit: float = math.inf
    month_limit: float = math.inf

    @property
    def has_limits(self) -> bool:
        return not (math.isinf(self.day_limit) and math.isinf(self.month_limit))


@dataclass(frozen=True, slots=True)
class Known:
    """What changes while the app runs, asked for anew at each turn. All but `spent` answer at once; `doubt` is asked after it.

    `consented`: whether the user has agreed to the vendor of a brain, `terms`: what that vendor keeps; `spent`: US dollars today and
    this month; `first_token`: the usual milliseconds to a backend's first token, None where it has not answered yet; `doubt`: why
    what was spent is not known, None where it is.
    """

    consented: Callable[[Brain], bool]
    terms: Callable[[Brain], str]
    spent: Callable[[], Awaitable[tuple[float, float]]]
    first_token: Callable[[str], float | None]
    doubt: Callable[[], MmassistError | None] = lambda: None


@dataclass(frozen=True, slots=True)
class Choice:
    """`steps`: who is asked, in turn; the last one is the embedded describer. `offer`: who would be asked if the user said so."""

    steps: tuple[Brain, ...]
    explanation: tuple[str, ...] = ()
    notice: str = ""
    offer: Brain | None = None


def barred(brain: Brain, cost: float | None, rules: Rules, spent: tuple[float, float], doubt: MmassistError | None) -> BudgetSpent | None:
    """Why a single request may not be made. `cost`: US dollars at the most, None where not known; `spent`, `doubt`: see `Known`."""
    if cost == 0 or not rules.has_limits:
        return None
    if doubt is not None:
        return BudgetSpent("spending unknown", saying("{name} is not asked: {why}.", name=brain.name, why=own(_NOT_KNOWN)), doubt.remedy)
    one = Candidate(brain.name, brain.kind, brain.backend.capabilities.local, False, 1, True, cost, None, True, True)
    limits = Policy(rules.order, policy.Rule.ALLOW.value, rules.prefer, _cap(rules.day_limit), _cap(rules.month_limit), *spent)
    why = routing.beyond_limits(one, limits)
    remedy = "Raise the limit in the settings, or wait for the next day or month."
    return BudgetSpent("limit", saying("{name} is not asked: {why}.", name=brain.name, why=own(why)), remedy) if why else None


class Choosing:
    """Belongs to the engine's loop."""

    def __init__(self, brains: Sequence[Brain], rules: Rules, presets: Presets, known: Known) -> None:
        self._brains = {brain.name: brain for brain in brains}
        self._rules = rules
        self._presets = presets
        self._known = known
        self._noticed = ""

    def use(self, rules: Rules) -> None:
        """Other rules hold from the next turn on."""
        self._rules = rules

    def ask_among(self, brains: Sequence[Brain]) -> None:
        """These can be asked from the next turn on."""
        self._brains = {brain.name: brain for brain in brains}

    @property
    def has_programs(self) -> bool:
        """Whether there are rules for single programs."""
        return bool(self._rules.sending.programs)

    async def choose(self, request: Request, scene: Scene, beside: Sequence[str] = ()) -> Choice:
        """`request.send` names the backend that the user has just asked to send to: the rule "ask" is kept by that.

        `beside`: programs whose windows the picture may show too: the strictest rule holds.
        """
        programs = (scene.window.program if scene.window else "", *beside)
        rule = policy.strictest(map(self._rules.sending.of, programs))
        program = next(name for name in programs if self._rules.sending.of(name) is rule)
        preset = chosen(View(scene), Ask(request.question, preset=request.preset), self._presets).preset
        # The embedded describer is not to wait for the disk.
        is_asking = self._rules.order[0] != EMBEDDED or bool(request.send)
        day, month = await self._known.spent() if is_asking else (0.0, 0.0)
        doubt = self._known.doubt() if is_asking and self._rules.has_limits else None
        rules = Policy(
            order=tuple(dict.fromkeys((request.send, *self._rules.order))) if request.send else self._rules.order,
            privacy=rule.value,
            prefer="order" if request.send else self._rules.prefer,
            day_cap=_cap(self._rules.day_limit),
            month_cap=_cap(self._rules.month_limit),
            spent_day=day,
            spent_month=month,
        )
        asked = routing.Request(
            preset=preset.name,
            question=request.question,
            hard=preset.hard,
            needs_pictures=preset.pictures is Pictures.NEEDED,
            program=program,
            items=len(scene.items),
            lines=len(scene.lines),
        )
        asked_for = [brain for name in rules.order if (brain := self._brains.get(name))]
        is_free = all(brain.model is None or billing.is_free(brain) for brain in asked_for)
        tokens = 0 if is_free else await asyncio.to_thread(_tokens, scene)
        candidates = [self._candidate(brain, tokens) for brain in asked_for]
        if doubt is not None:
            candidates = [one if one.cost == 0 else replace(one, usable=False, why_not=_NOT_KNOWN) for one in candidates]
        route = routing.route(asked, candidates, rules)
        if doubt is not None and _NOT_KNOWN in route.notice:
            route = replace(route, notice=run_on(route.notice, doubt.remedy))
        return self._choice(route, request, rules)

    def brain(self, name: str) -> Brain:
        """Raises BackendError where there is none of this name."""
        if name not in self._brains:
            raise BackendError(
                f"no backend {name!r}", "There is no backend of that name.", saying("Choose one of {names}.", names=", ".join(self._brains))
            )
        return self._brains[name]

    def first(self, request: Request) -> Brain:
        """Whom a preview is for: the backend that was named, else the user's first choice."""
        named = (request.send, *self._rules.order)
        return next(self._brains[name] for name in (*named, EMBEDDED) if name in self._brains)

    def terms(self, brain: Brain) -> str:
        """What is read aloud before the user agrees to a vendor; empty where they have."""
        return "" if self._agreed(brain) else self._known.terms(brain)

    def _choice(self, route: Route, request: Request, rules: Policy) -> Choice:
        steps = [self._brains[step.name] for step in route.steps if not step.ask_first or step.name == request.send]
        waiting = [self._brains[step.name] for step in route.steps if step.ask_first and step.name != request.send]
        if not waiting and rules.privacy != policy.Rule.LOCAL.value:
            waiting = [brain for name in rules.order if (brain := self._brains.get(name)) and not self._agreed(brain)]
        offer = waiting[0] if waiting and steps[0].name == EMBEDDED else None
        # What the user's own rule does is no news to them, and an offer says the rest.
        is_known = offer is not None or rules.privacy == policy.Rule.LOCAL.value or route.notice == self._noticed
        notice = "" if is_known and not request.send else route.notice
        self._noticed = route.notice
        return Choice(tuple(steps), route.explanation, notice, offer)

    def _agreed(self, brain: Brain) -> bool:
        return brain.backend.capabilities.local or self._known.consented(brain)

    def _candidate(self, brain: Brain, tokens: int) -> Candidate:
        able = brain.backend.capabilities
        model = brain.model
        return Candidate(
            name=brain.name,
            kind=brain.kind,
            local=able.local,
            images=able.images,
            quality=model.quality if model else 1,
            fast=model.fast if model else True,
            cost=_cost(brain, tokens),
            first_token_ms=self._known.first_token(brain.name),
            consented=self._agreed(brain),
            usable=True,
            why_not="",
        )


def _cap(limit: float) -> float | None:
    return None if math.isinf(limit) else limit


def _tokens(scene: Scene) -> int:
    """Of the scene's texts, an upper bound; a tenth of a second for the largest."""
    items = sum(estimated_tokens(item.name + item.value) + 8 for item in scene.items)
    return items + sum(estimated_tokens(line.text) for line in scene.lines)


def _cost(brain: Brain, tokens: int) -> float | None:
    """An estimate for one turn, before anything is made for it. `tokens`: of the scene's texts."""
    if billing.is_free(brain):
        return 0.0
    if brain.model is None:
        return None
    return catalogue.cost(brain.model, Usage(input=_INSTRUCTION_TOKENS + tokens + _PICTURE_TOKENS, output=_ANSWER_TOKENS))
