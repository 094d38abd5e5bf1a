"""How well the captioner answers: whether an answer is the right one, and how often it claims what is not so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import Tensor

from mmassist.backends.captioner.claims import false_claims, named
from mmassist.backends.captioner.reading import LONGEST
from mmassist.backends.captioner.words import BEGIN, END, words
from mmassist.training.captioner.asking import Asker, Pair
from mmassist.training.captioner.batches import batch_of, memory_of
from mmassist.training.captioner.network import Batch, Captioner
from mmassist.training.captioner.scenes import Scene
from mmassist.training.config import Config

_AT_ONCE = 32
_MOST = 120
"""Windows that are asked about: each is asked in a dozen ways."""


def answers(model: Captioner, batch: Batch, temperature: float = 0.0, generator: torch.Generator | None = None) -> Tensor:
    """[rows, length], each up to END and filled up with it. Word by word: the likeliest, or drawn at a temperature."""
    known = words()
    begin, end = known.number(BEGIN), known.number(END)
    written = batch.roles[:, :1].new_full((batch.roles.shape[0], 1), begin)
    done = torch.eq(written[:, 0], end)
    seen = model.read(batch)
    while not bool(done.all()) and written.shape[1] < LONGEST:
        odds = model.write(seen, written)[:, -1]
        drawn = torch.multinomial((odds / temperature).softmax(-1), 1, generator=generator).squeeze(1) if temperature else odds.argmax(-1)
        chosen = torch.where(done, end, drawn)
        written = torch.cat([written, chosen.unsqueeze(1)], 1)
        done = done | torch.eq(chosen, end)
    return written[:, 1:]


def trimmed(written: Sequence[int]) -> tuple[int, ...]:
    """Up to its END."""
    end = words().number(END)
    return tuple(written[: list(written).index(end) + 1]) if end in written else tuple(written)


def captioner_figures(model: Captioner, scenes: Sequence[Scene], asker: Asker, config: Config) -> Mapping[str, float]:
    """One question of each kind for each window: how many answers are right, how many claim what is not so, and of the controls that
    are named how many are none of those that should be."""
    rng = np.random.default_rng([config.run.seed, 5])
    asked: list[tuple[Scene, Pair]] = [(scene, asker.about(kind, scene.things, rng)) for scene in scenes[:_MOST] for kind in asker.ways]
    device = next(model.parameters()).device
    known = words()
    right = wrong = names = strangers = 0
    for start in range(0, len(asked), _AT_ONCE):
        part = asked[start : start + _AT_ONCE]
        batch = batch_of([memory_of(scene, pair, config.captioner.buckets) for scene, pair in part]).to(device)
        for (scene, pair), row in zip(part, answers(model, batch).tolist(), strict=True):
            written = trimmed(row)
            right += written == pair.answer
            wrong += bool(false_claims(written, scene.things, known))
            said, wanted = named(written, known), set(named(pair.answer, known))
            names += len(said)
            strangers += sum(at not in wanted for at in said)
    count = len(asked)
    return {
        "questions": count,
        "answered as they should be": right / count,
        "false claims": wrong / count,
        "named wrongly": strangers / max(1, names),
    }
