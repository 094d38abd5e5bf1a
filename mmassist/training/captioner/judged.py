"""How well the captioner answers: whether an answer is the right one, and how often it claims what is not so."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from mmassist.backends.captioner.captioner import Written
from mmassist.backends.captioner.claims import false_claims, named
from mmassist.backends.captioner.memory import told
from mmassist.backends.captioner.reading import LONGEST
from mmassist.backends.captioner.words import BEGIN, END, words
from mmassist.evaluation.eyes.captions import QUESTIONS, Answer, judged, summed
from mmassist.evaluation.eyes.tree import Control
from mmassist.training.captioner.asking import Asker, Pair
from mmassist.training.captioner.batches import batch_of, memory_of
from mmassist.training.captioner.network import Batch, Captioner, Kept, Remembered
from mmassist.training.captioner.scenes import Scene
from mmassist.training.config import Config
from mmassist.values import Box

_AT_ONCE = 32
_NOWHERE = Box(0, 0, 0, 0)
_MOST = 120
"""Windows that are asked about: each is asked in a dozen ways."""


def answers(model: Captioner, batch: Batch) -> Tensor:
    """[rows, length], each up to END and filled up with it. Word by word, the likeliest."""
    return _written(model, model.read(batch), lambda odds: odds.argmax(-1))


def drawn(model: Captioner, seen: Remembered, temperature: float, generator: torch.Generator) -> Tensor:
    """As `answers`, by chance."""
    return _written(model, seen, lambda odds: torch.multinomial((odds / temperature).softmax(-1), 1, generator=generator).squeeze(1))


def _written(model: Captioner, seen: Remembered, choose: Callable[[Tensor], Tensor]) -> Tensor:
    known = words()
    begin, end = known.number(BEGIN), known.number(END)
    word = torch.zeros(seen.things.shape[0], 1).long().to(seen.things.device) + begin
    past: list[Kept] = []
    written: list[Tensor] = []
    done = torch.eq(word[:, 0], end)
    while not bool(done.all()) and len(written) < LONGEST - 1:
        odds, past = model.went_on(seen, word, len(written), past)
        chosen = torch.where(done, end, choose(odds.float()))
        written.append(chosen)
        word, done = chosen.unsqueeze(1), done | torch.eq(chosen, end)
    return torch.stack(written, 1)


def trimmed(written: Sequence[int]) -> tuple[int, ...]:
    """Up to its END."""
    end = words().number(END)
    return tuple(written[: list(written).index(end) + 1]) if end in written else tuple(written)


@dataclass(frozen=True, slots=True)
class Answered:
    """One question, what was written, and of the things that it names how sure each is and whether it is there and called so."""

    scene: Scene
    pair: Pair
    written: tuple[int, ...]

    @property
    def named(self) -> list[tuple[float, bool]]:
        seen = [(self.scene.things[at], self.scene.true[at]) for at in named(self.written, words()) if at < len(self.scene.things)]
        return [(thing.sure * thing.named, bool(true.role and true.label)) for thing, true in seen]

    @property
    def is_false(self) -> bool:
        """Whether it claims what is not so, by what is there."""
        return bool(false_claims(self.written, self.scene.true, words()))

    def is_spoken(self, least: float) -> bool:
        """Whether the app, which knows no more than what was seen, would say it."""
        return Written(self.written, least).holds(self.scene.things)


def all_answered(model: Captioner, scenes: Sequence[Scene], asker: Asker, config: Config) -> list[Answered]:
    """One question of each kind for each window, as it was seen."""
    rng = np.random.default_rng([config.run.seed, 5])
    asked = [(scene, asker.about(kind, scene.true, rng)) for scene in scenes[:_MOST] for kind in asker.ways]
    return _answered(model, asked, config)


def _answered(model: Captioner, asked: Sequence[tuple[Scene, Pair]], config: Config) -> list[Answered]:
    device = next(model.parameters()).device
    found = []
    for start in range(0, len(asked), _AT_ONCE):
        part = asked[start : start + _AT_ONCE]
        batch = batch_of([memory_of(scene, pair, config.captioner.buckets) for scene, pair in part]).to(device)
        rows = zip(part, answers(model, batch).tolist(), strict=True)
        found += [Answered(scene, pair, trimmed(row)) for (scene, pair), row in rows]
    return found


def figures_of(answered: Sequence[Answered], least: float = 0.0) -> Mapping[str, float]:
    """How many answers are right, how many claim what is not so; and how much of what is named is not there or is called otherwise: of all
    that is written, and of what is spoken where all that is named must be as sure as `least`."""
    count = len(answered)
    spoken = [one for one in answered if one.is_spoken(least)]
    return {
        "questions": count,
        "answered as they should be": sum(one.written == one.pair.answer for one in answered) / count,
        "false claims": sum(one.is_false for one in answered) / count,
        "names": sum(len(one.named) for one in answered),
        "invented": _invented(answered),
        "spoken": len(spoken) / count,
        "false claims of what is spoken": sum(one.is_false for one in spoken) / max(1, len(spoken)),
        "invented of what is spoken": _invented(spoken),
    }


def least_sure(model: Captioner, scenes: Sequence[Scene], config: Config, most: float) -> float:
    """The lowest sureness, in twentieths, from which on it is to be told of what is seen, so that at most that part of the names and kinds
    that it writes is not there, in each half of these windows of real programs; 1 where there is none."""
    halves = [half for half in (scenes[::2], scenes[1::2]) if half]

    def invented(least: float) -> float:
        return max(program_figures(model, half, config, least)["programs: of them not there"] for half in halves)

    return next((step / 20 for step in range(8, 20) if invented(step / 20) <= most), 1.0)


def as_told(scene: Scene, least: float) -> Scene:
    """With what the captioner is told of it."""
    things, at = told(scene.things, least)
    unseen = [true for number, true in enumerate(scene.true) if number not in at and true.role]
    return Scene(tuple(things), tuple(scene.true[number] for number in at), (*scene.missed, *unseen))


def captioner_figures(model: Captioner, scenes: Sequence[Scene], asker: Asker, config: Config) -> Mapping[str, float]:
    """As `figures_of`."""
    return figures_of(all_answered(model, scenes, asker, config))


def program_figures(model: Captioner, scenes: Sequence[Scene], config: Config, least: float = 0.0) -> Mapping[str, float]:
    """Of windows of real programs, counted as `mmassist evaluate eyes` does: how many names and kinds of controls are written, how many of
    them are not there by their trees; and the same of what is spoken. It is told of what is as sure as `least`."""
    asked = [(as_told(scene, least), Pair("", question, ())) for scene in scenes for question in QUESTIONS]
    report = summed([told_of(one, least) for one in _answered(model, asked, config)])
    return {
        "programs: names and kinds": report.written.named,
        "programs: of them not there": report.written.per_thing,
        "programs: names and kinds spoken": report.spoken.named,
        "programs: of those not there": report.spoken.per_thing,
    }


def told_of(one: Answered, least: float) -> Answer:
    """What it names and what of it is there, wherever it was seen."""
    there = [thing for thing in (*one.scene.true, *one.scene.missed) if thing.role]
    present = [Control(thing.role, _NOWHERE, thing.label) for thing in there]
    return judged(Written(tuple(number for number in one.written if number != words().number(END)), least), one.scene.things, present)


def _invented(answered: Sequence[Answered]) -> float:
    names = [is_so for one in answered for _, is_so in one.named]
    return sum(not is_so for is_so in names) / max(1, len(names))
