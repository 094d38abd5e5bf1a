"""Tunes the captioner by reward: an answer that claims what is not so costs most, one that leaves something out less.

Group relative policy optimisation (GRPO, arXiv 2402.03300): several answers to each question are drawn, and each is made likelier or less
likely by how much better or worse than the others' mean it is. One update for each draw, so nothing has to be clipped. What it was
before holds it, by the estimate of the Kullback-Leibler divergence of that paper. Written here, because libraries for it draw texts from a
language model's tokeniser, and this one points at controls.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from mmassist.backends.captioner.claims import false_claims, named
from mmassist.backends.captioner.memory import Thing
from mmassist.backends.captioner.words import END, Words, words
from mmassist.training.captioner.asking import Pair
from mmassist.training.captioner.batches import batch_of, begun, memory_of
from mmassist.training.captioner.instruct import FOLDER as INSTRUCTED
from mmassist.training.captioner.instruct import InstructTask
from mmassist.training.captioner.judged import drawn, trimmed
from mmassist.training.captioner.network import Batch, Captioner
from mmassist.training.captioner.scenes import Scene
from mmassist.training.config import Config, Preference
from mmassist.training.faults import TrainingError
from mmassist.training.trainer import Outcome, Trainer, averaged_model, device_of

FOLDER = "prefer"


class PreferTask:
    """Questions as `instruct` asks them."""

    def __init__(self, config: Config) -> None:
        """Raises TrainingError where the captioner was not instructed yet."""
        self._config = config
        self._device = device_of(config.run)
        self._asking = InstructTask(config)
        self._before = _instructed(config).to(self._device)
        self.model = _instructed(config)

    def batch(self, step: int) -> tuple[list[tuple[Scene, Pair]], Batch, int]:
        """Questions, and the seed by which answers to them are drawn."""
        rng = np.random.default_rng([self._config.run.seed, step, 6])
        asked = [self._asking.asked(rng) for _ in range(self._config.prefer.batch)]
        memories = [memory_of(scene, pair, self._config.captioner.buckets) for scene, pair in asked]
        return asked, batch_of(memories), int(rng.integers(2**62))

    def loss(self, batch: tuple[list[tuple[Scene, Pair]], Batch, int]) -> Tensor:
        plan = self._config.preference
        asked, questions, seed = batch[0], batch[1].to(self._device), batch[2]
        generator = torch.Generator(self._device).manual_seed(seed)
        self.model.eval()
        with torch.no_grad():
            written = drawn(self.model, self.model.read(questions).repeated(plan.group), plan.temperature, generator)
        self.model.train()
        grouped = [pair for pair in asked for _ in range(plan.group)]
        rows = zip(grouped, written.tolist(), strict=True)
        each = [reward(trimmed(row), pair.answer, scene.true, plan) for (scene, pair), row in rows]
        rewards = torch.tensor(each).to(self._device).reshape(-1, plan.group)
        better = rewards - rewards.mean(1, keepdim=True)
        if plan.even:
            better = better / (rewards.std(1, keepdim=True) + 1e-4)
        return _grpo(self.model, self._before, questions, written, better.flatten(), plan)

    def judged(self, model: Captioner) -> Mapping[str, float]:
        return self._asking.judged(model)


def reward(written: Sequence[int], right: Sequence[int], true: Sequence[Thing], plan: Preference) -> float:
    """1 for the right answer; `silent` for none, nothing for one to another question; a half, less what it leaves out or names beside, for
    others; less still for each claim that is not so, and each name of what is not there or is called otherwise. `true`: what is so of each
    thing that was seen, whatever it was seen as."""
    known = words()
    if tuple(written) == tuple(right):
        return 1.0
    if known.number("cannot") in written:
        return plan.silent
    names, wanted = named(written, known), _content(right, known)
    said = _content(written, known)
    worth = 0.5 - plan.missed * len(wanted - said) / len(wanted) if wanted & said else 0.0
    strangers = len(set(names) - set(named(right, known))) / max(1, len(set(names)))
    invented = sum(at >= len(true) or not (true[at].role and true[at].label) for at in names)
    untrue = max(invented, len(false_claims(written, true, known)))
    unended = 0.0 if known.number(END) in written else 1.0
    return worth - plan.false * (min(3, untrue) + unended) - plan.beside * strangers


def _content(written: Sequence[int], known: Words) -> set[str | int]:
    """What an answer tells: things, their roles, states and places, and how many there are."""
    telling = {number: known.all[number] for number in written if number < len(known.all)}
    roles = {known.roles[word] for word in telling.values() if word in known.roles}
    others = {word for word in telling.values() if word in known.states or word in known.places or word in known.numbers}
    return {*named(written, known), *roles, *others}


def prefer(config: Config, write: Callable[[str], None], stopped: Callable[[], bool] = lambda: False) -> Outcome[Captioner]:
    """Until all steps are done or `stopped`. Raises TrainingError."""
    return Trainer(config.run, config.prefer, config.folder / FOLDER, write, stopped).train(PreferTask(config), "prefer")


def _grpo(model: Captioner, before: Captioner, batch: Batch, written: Tensor, better: Tensor, plan: Preference) -> Tensor:
    ends = torch.eq(written, words().number(END)).long()
    # all up to the first END counts, itself included
    counts = torch.eq(ends.cumsum(1) - ends, 0).float()
    likely = _likely(model, batch, written, plan)
    with torch.no_grad():
        was = _likely(before, batch, written, plan)
    ratio = (likely - likely.detach()).exp()
    apart = (was - likely).exp() - (was - likely) - 1
    each = plan.held * apart - ratio * better.unsqueeze(1)
    return (each * counts).sum() / counts.sum()


def _likely(model: Captioner, batch: Batch, written: Tensor, plan: Preference) -> Tensor:
    """As they were drawn: so many to each question, at that temperature."""
    after = model.write(model.read(batch).repeated(plan.group), begun(written))
    odds = functional.log_softmax(after.float() / plan.temperature, dim=-1)
    return odds.gather(2, written.unsqueeze(2)).squeeze(2)


def _instructed(config: Config) -> Captioner:
    found = averaged_model(Captioner(config.captioner, len(words().all)), config.folder / INSTRUCTED)
    if found is None:
        raise TrainingError("the captioner is tuned after it was instructed: run `mmassist train instruct` first")
    return found[0]
