"""Runs the evaluation: `mmassist evaluate grounding --count 3000 --seed N`."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from mmassist.dialogue.grounding import Grounder
from mmassist.evaluation.grounding.abstentions import measure
from mmassist.evaluation.grounding.facts import Fact
from mmassist.evaluation.grounding.judge import stands
from mmassist.evaluation.grounding.report import Case, GroundingReport
from mmassist.evaluation.grounding.screens import Screen, generate
from mmassist.values import Scene, Verdict

PUBLISHED_SEED = 20263
_MISPLACED = 0.25
_FRAMES = (
    "The {label} is {said}.",
    "It shows {said} as the {label}.",
    "{label}: {said}",
    "I see {said} there.",
    "On the screen the {label} reads {said}.",
)


def run(count: int = 3000, seed: int = PUBLISHED_SEED, progress: Callable[[int], None] | None = None) -> GroundingReport:
    """Examines `count` answers with one value tampered with, and the same answers untampered. `progress`: how many are done."""
    rng = Random(seed)  # noqa: S311 - content, not secrets
    cases: list[Case] = []
    screens = 0
    while len(cases) < 2 * count:
        screen = generate(rng, screens)
        screens += 1
        for label, fact, _ in rng.sample(screen.facts, 3):
            cases += _pair(screen, label, fact, rng)
        if progress is not None and screens % 100 == 0:
            progress(len(cases) // 2)
    return GroundingReport(seed, tuple(cases[: 2 * count]), measure())


def _pair(screen: Screen, label: str, fact: Fact, rng: Random) -> list[Case]:
    """The same sentence with the right value and with a wrong one."""
    frame = rng.choice(_FRAMES)
    form = rng.randrange(100)
    pair = []
    for told, is_right in ((fact, True), (_wrong(fact, screen, rng), False)):
        forms = told.said()
        answer = frame.format(label=label.casefold() or "text", said=forms[form % len(forms)])
        is_there = stands(told, screen.texts)
        pair.append(Case(fact.kind, screen.kind, screen.source, answer, is_right, is_there, verdict_on(screen.scene, answer)))
    return pair


def _wrong(fact: Fact, screen: Screen, rng: Random) -> Fact:
    """Another value: made up, or now and then one of the same kind that stands in another place of the screen."""
    others = [other for _, other, _ in screen.facts if type(other) is type(fact) and not set(other.said()) & set(fact.said())]
    if others and rng.random() < _MISPLACED:
        return rng.choice(others)
    told = fact.tampered(rng)
    while set(told.said()) & set(fact.said()):
        told = fact.tampered(rng)
    return told


def verdict_on(scene: Scene, answer: str) -> Verdict:
    """The verdict as a listener hears it: the worst of the answer's claims; what bears no mark counts as confirmed."""
    found = {claim.verdict for claim in Grounder(scene).check(answer).claims}
    return next((one for one in (Verdict.UNCONFIRMED, Verdict.PROBABLY) if one in found), Verdict.CONFIRMED)
