"""Judges the commands that are heard without a model: `mmassist evaluate commands`; by synthetic voices, with and without noise."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from mmassist.dialogue.commands import Certainty, Commands, commands, grammar, heard, match, vocabulary
from mmassist.evaluation.hearing import synthesis
from mmassist.perception.hearing.commands import CommandHearer
from mmassist.values import AudioClip

PUBLISHED_SEED = 8080
_ANSWERS = ("yes", "no")


class Outcome(StrEnum):
    """What became of what was said. Only `WRONG` does harm: something else is done, unasked."""

    DONE = "done"
    ASKED = "asked about"
    ASKED_WRONG = "something else asked about"
    REFUSED = "not understood"
    WRONG = "something else done"


@dataclass(frozen=True, slots=True)
class Finding:
    """`command`: what was said is one, else a free question, for which `REFUSED` is right."""

    said: str
    understood: str
    command: bool
    noise: str
    outcome: Outcome

    def line(self) -> str:
        return f"{self.said} ({self.noise}): {self.outcome.value}"


@dataclass(frozen=True, slots=True)
class CommandReport:
    """What was found of one seed."""

    seed: int
    findings: tuple[Finding, ...]

    @property
    def met(self) -> bool:
        """Whether nothing was done that was not said, but for one in a hundred."""
        wrong = sum(one.outcome is Outcome.WRONG for one in self.findings)
        return wrong <= len(self.findings) / 100

    def as_json(self) -> dict[str, Any]:
        found = [{"said": one.said, "understood": one.understood, "noise": one.noise, "outcome": one.outcome} for one in self.findings]
        return {"seed": self.seed, "met": self.met, "counts": self._counts(), "findings": found}

    def table(self) -> str:
        rows = [f"| {name} | " + " | ".join(str(counts[one.value]) for one in Outcome) + " |" for name, counts in self._counts().items()]
        head = "| said | " + " | ".join(one.value for one in Outcome) + " |"
        return "\n".join([f"seed {self.seed}", head, "|---" * (len(Outcome) + 1) + "|", *rows])

    def _counts(self) -> dict[str, dict[str, int]]:
        groups: dict[str, Counter[Outcome]] = {}
        for one in self.findings:
            name = f"{'commands' if one.command else 'free questions'}, {one.noise}"
            groups.setdefault(name, Counter())[one.outcome] += 1
        return {name: {outcome.value: counts[outcome] for outcome in Outcome} for name, counts in sorted(groups.items())}


def run(count: int, seed: int, progress: Callable[[str], None] = lambda _: None) -> CommandReport:
    """`count` commands and as many free questions. Raises MmassistError where the recogniser or the voices are not there."""
    return asyncio.run(_run(count, seed, progress))


async def _run(count: int, seed: int, progress: Callable[[str], None]) -> CommandReport:
    among, found = commands().without(*_ANSWERS), list[Finding]()
    hearer = CommandHearer()
    try:
        await hearer.start()
        rules = grammar(among, await hearer.known(vocabulary(among)))
        for text, command, spoken in _said(count, seed, among):
            transcript = await hearer.hear(AudioClip(spoken.samples, 0.0), rules)
            taken = heard(transcript.text, transcript.confidence, among)
            right = taken is not None and command and _name(text, among) == taken.name
            found.append(Finding(text, transcript.text, command, spoken.noise.name, _outcome(taken.certainty if taken else None, right)))
            progress(found[-1].line())
    finally:
        await hearer.aclose()
    return CommandReport(seed, tuple(found))


def _said(count: int, seed: int, among: Commands) -> Iterator[tuple[str, bool, synthesis.Spoken]]:
    phrases = [phrase for one in among.commands if not one.takes_rest for phrase in one.phrases]
    for number in range(count):
        chance = np.random.default_rng([seed, number])
        question = synthesis.generate(seed, number, pauses=False)
        phrase = str(chance.choice(phrases))
        speaker = synthesis.Speaker(question.voice, question.speed, question.noise)
        yield phrase, True, synthesis.assembled((phrase,), (), speaker, chance)
        yield question.text, _name(question.text, among) != "", question


def _name(text: str, among: Commands) -> str:
    found = match(text, among)
    return found.name if found is not None and found.certainty is Certainty.SURE else ""


def _outcome(certainty: Certainty | None, right: bool) -> Outcome:
    if certainty is None:
        return Outcome.REFUSED
    if certainty is Certainty.SURE:
        return Outcome.DONE if right else Outcome.WRONG
    return Outcome.ASKED if right else Outcome.ASKED_WRONG
