"""Teaches the captioner to answer: questions about rendered windows, each with the answer that is right."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence

from mmassist.backends.captioner.memory import STATES, Thing
from mmassist.backends.captioner.words import words
from mmassist.training import screens
from mmassist.training.captioner.asking import Asker, Pair, load_ways
from mmassist.training.captioner.batches import batch_of, begun, memory_of
from mmassist.training.captioner.judged import captioner_figures
from mmassist.training.captioner.network import Batch, Captioner
from mmassist.training.captioner.scenes import JUDGED, TRAINED, Scene, read_scenes
from mmassist.training.config import Config
from mmassist.training.icons.labels import load_labels
from mmassist.training.shards import Shards
from mmassist.training.trainer import Outcome, Trainer, device_of

FOLDER = "instruct"
IGNORED = -100

_UNNAMED = ("text field", "slider", "switch", "combo box", "progress bar")
"""Controls whose words stand beside them, so that the rendered truth has none."""


class InstructTask:
    """Batches of questions. No window is seen twice as it is: names are changed, states turned round, controls left out."""

    def __init__(self, config: Config) -> None:
        """Raises TrainingError where nothing was rendered."""
        torch.manual_seed(config.run.seed)
        self._config = config
        self._device = device_of(config.run)
        self.scenes = list(read_scenes(Shards(config.folder / TRAINED)))
        self._judged = list(read_scenes(Shards(config.folder / JUDGED)))
        self.pool = names_pool()
        self.asker = Asker(load_ways(judged=False), self.pool)
        self.model = Captioner(config.captioner, config.tower.embedding, len(words().all))

    def batch(self, step: int) -> tuple[Batch, Tensor]:
        """Questions, and the right answers [batch, length], filled up with IGNORED."""
        rng = np.random.default_rng([self._config.run.seed, step, 4])
        asked = [self.asked(rng) for _ in range(self._config.instruct.batch)]
        answers = pad_sequence([torch.tensor(pair.answer) for _, pair in asked], True, IGNORED)
        return batch_of([memory_of(scene, pair, self._config.captioner.buckets) for scene, pair in asked]), answers

    def loss(self, batch: tuple[Batch, Tensor]) -> Tensor:
        """How surprised it is by each word of the right answers."""
        asked, answers = batch[0].to(self._device), batch[1].to(self._device)
        odds = self.model(asked, begun(answers))
        return functional.cross_entropy(odds.flatten(0, 1), answers.flatten(), ignore_index=IGNORED)

    def asked(self, rng: np.random.Generator) -> tuple[Scene, Pair]:
        scene = varied(self.scenes[int(rng.integers(len(self.scenes)))], self.pool, rng)
        return scene, self.asker.pair(scene.things, rng)

    def judged(self, model: Captioner) -> Mapping[str, float]:
        """On windows of other seeds, asked in ways that were never learnt."""
        return captioner_figures(model, self._judged, Asker(load_ways(judged=True), self.pool), self._config)


def instruct(config: Config, write: Callable[[str], None], stopped: Callable[[], bool] = lambda: False) -> Outcome[Captioner]:
    """Until all steps are done or `stopped`. Raises TrainingError."""
    return Trainer(config.run, config.instruct, config.folder / FOLDER, write, stopped).train(InstructTask(config), "instruct")


def names_pool() -> tuple[str, ...]:
    """What controls may be called."""
    table = tomllib.loads((Path(screens.__file__).parent / "words.toml").read_text("utf-8"))["languages"]
    return (*sorted({word for words_of in table.values() for word in words_of}), *load_labels().names)


def varied(scene: Scene, pool: Sequence[str], rng: np.random.Generator) -> Scene:
    """A window that might be: other names, other states, some controls left out. Its pictures stay those of the first."""
    kept = [at for at in range(len(scene.things)) if rng.random() > 0.1]
    renamed = rng.random()
    return Scene(tuple(_varied(scene.things[at], renamed, pool, rng) for at in kept), _looks(scene.looks[kept], rng))


def _varied(thing: Thing, renamed: float, pool: Sequence[str], rng: np.random.Generator) -> Thing:
    label = thing.label
    if not label and thing.role in _UNNAMED and rng.random() < 0.8:
        label = _name(pool, rng)
    elif label and rng.random() < renamed:
        label = _name(pool, rng) if rng.random() < 0.9 else ""
    states = thing.states
    if rng.random() < 0.1:
        states = states ^ {STATES[int(rng.integers(len(STATES) - 1))]}
    return replace(thing, label=label, states=states)


def _name(pool: Sequence[str], rng: np.random.Generator) -> str:
    name = pool[int(rng.integers(len(pool)))]
    if rng.random() < 0.15:
        name = f"{name} {pool[int(rng.integers(len(pool)))]}"
    return f"{name} {int(rng.integers(1, 2000))}" if rng.random() < 0.05 else name


def _looks(looks: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """In the app they are not always looked at."""
    return looks if rng.random() < 0.5 else np.zeros_like(looks)
