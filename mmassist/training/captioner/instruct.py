"""Teaches the captioner to answer: questions about rendered windows, each with the answer that is right."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence

from mmassist.backends.captioner.memory import MOST_THINGS, STATES, Thing
from mmassist.backends.captioner.scenes import TITLE
from mmassist.backends.captioner.words import words
from mmassist.training import screens
from mmassist.training.captioner.asking import Asker, Pair, load_ways
from mmassist.training.captioner.batches import batch_of, begun, memory_of
from mmassist.training.captioner.judged import captioner_figures, program_figures
from mmassist.training.captioner.network import Batch, Captioner
from mmassist.training.captioner.scenes import JUDGED, PROGRAMS, PROGRAMS_JUDGED, TRAINED, Scene, read_scenes, scenes_below
from mmassist.training.config import Config
from mmassist.training.icons.labels import load_labels
from mmassist.training.shards import Shards
from mmassist.training.trainer import Outcome, Trainer, device_of

FOLDER = "instruct"
IGNORED = -100

_BY_TREE = 0.35
"""Of the windows, the part that is told as a tree tells it."""

_TITLED, _NAMED = 0.8, 0.6
"""Of those, the part that has a title; and of the controls without a name, that gets one."""

_ROW = 0.03
"""In parts of the window: the tops of controls in one row lie within it."""


_LEAST_PART = 0.75
"""Of a window's sides: what is in it stands in no smaller part of them."""

_FEELS = 0.03
"""The deviation of a sureness from one look to the next."""


@dataclass(frozen=True, slots=True)
class Variety:
    """How much of a window is otherwise each time: the part of the names, and the part of the controls that is left out at most."""

    renamed: float
    left_out: float = 0.2


_MOST_VARIED = Variety(1.0, 0.6)


class InstructTask:
    """Batches of questions. No window is seen twice as it is: names are changed, states turned round, controls left out."""

    def __init__(self, config: Config) -> None:
        """Raises TrainingError where nothing was rendered."""
        torch.manual_seed(config.run.seed)
        self._config = config
        self._device = device_of(config.run)
        self.scenes = list(read_scenes(Shards(config.folder / TRAINED)))
        self._judged = list(read_scenes(Shards(config.folder / JUDGED)))
        self.programs, self._programs_judged = (scenes_below(config.folder / part) for part in (PROGRAMS, PROGRAMS_JUDGED))
        self.pool = names_pool()
        self.asker = Asker(load_ways(judged=False), self.pool)
        self.model = Captioner(config.captioner, len(words().all))

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
        is_program = bool(self.programs) and rng.random() < self._config.scenes.share
        scenes = self.programs if is_program else self.scenes
        seen = scenes[int(rng.integers(len(scenes)))]
        # there are few programs, which are seen again and again: it would know by heart what in them is there
        variety = _MOST_VARIED if is_program else Variety(float(rng.random()))
        scene = varied(told(seen, self.pool, rng) if rng.random() < _BY_TREE else seen, self.pool, rng, variety)
        return scene, self.asker.pair(scene.true, rng, doubtful(scene))

    def judged(self, model: Captioner) -> Mapping[str, float]:
        """On windows of other seeds, asked in ways that were never learnt; and on those of other programs, where they were looked at."""
        figures = captioner_figures(model, self._judged, Asker(load_ways(judged=True), self.pool), self._config)
        of_programs = program_figures(model, self._programs_judged, self._config) if self._programs_judged else {}
        return {**figures, **of_programs}


def instruct(config: Config, write: Callable[[str], None], stopped: Callable[[], bool] = lambda: False) -> Outcome[Captioner]:
    """Until all steps are done or `stopped`. Raises TrainingError."""
    return Trainer(config.run, config.instruct, config.folder / FOLDER, write, stopped).train(InstructTask(config), "instruct")


def names_pool() -> tuple[str, ...]:
    """What controls may be called."""
    table = tomllib.loads((Path(screens.__file__).parent / "words.toml").read_text("utf-8"))["languages"]
    return (*sorted({word for words_of in table.values() for word in words_of}), *load_labels().names)


def varied(scene: Scene, pool: Sequence[str], rng: np.random.Generator, variety: Variety) -> Scene:
    """A window that might be: other names, other states, some controls left out, all of it elsewhere in a larger one. What was seen wrongly
    stays so."""
    left_out = rng.uniform(0, variety.left_out)
    pairs = [pair for pair in zip(scene.things, scene.true, strict=True) if rng.random() >= left_out]
    part = rng.uniform(_LEAST_PART, 1, 2)
    corner = rng.uniform(0, 1 - part)
    varied_pairs = [_varied(*_moved(*pair, part, corner), variety.renamed, pool, rng) for pair in pairs]
    return Scene(tuple(thing for thing, _ in varied_pairs), tuple(true for _, true in varied_pairs))


def told(scene: Scene, pool: Sequence[str], rng: np.random.Generator) -> Scene:
    """The window as its tree tells it: all that is there and nothing else, with names, and perhaps its title."""
    there = [true for true in (*scene.true, *scene.missed) if true.role]
    titled = [Thing("window title", _name(pool, rng), TITLE)] if rng.random() < _TITLED else []
    rows = sorted(there, key=lambda thing: (round(thing.box[1] / _ROW), thing.box[0]))
    things = tuple(thing if thing.label or rng.random() > _NAMED else replace(thing, label=_name(pool, rng)) for thing in rows)
    whole = (*titled, *things)[:MOST_THINGS]
    return Scene(whole, whole)


def doubtful(scene: Scene) -> list[str]:
    """Names that were seen and are those of nothing, nor share a word with what is there."""
    there = {word for true in scene.true for word in true.label.lower().split()}
    seen = (thing.label for thing, true in zip(scene.things, scene.true, strict=True) if not true.role)
    return [label for label in seen if label and not there & set(label.lower().split())]


def _moved(thing: Thing, true: Thing, part: NDArray[np.float64], corner: NDArray[np.float64]) -> tuple[Thing, Thing]:
    """In that part of the window, whose sides are 1; a title stays where titles are."""
    if thing.role == "window title":
        return thing, true
    (wide, high), (x, y) = part.tolist(), corner.tolist()
    left, top, right, bottom = thing.box
    box = (x + wide * left, y + high * top, x + wide * right, y + high * bottom)
    return replace(thing, box=box), replace(true, box=box)


def _varied(thing: Thing, true: Thing, renamed: float, pool: Sequence[str], rng: np.random.Generator) -> tuple[Thing, Thing]:
    label = thing.label
    if label and rng.random() < renamed:
        label = _name(pool, rng) if rng.random() < 0.9 else ""
    turned = {STATES[int(rng.integers(len(STATES) - 1))]} if rng.random() < 0.1 else set[str]()
    called = label if true.label == thing.label else ""
    so = true.states ^ turned if true.role else true.states
    seen = replace(thing, label=label, states=thing.states ^ turned, sure=_felt(thing.sure, rng), named=_felt(thing.named, rng))
    return seen, replace(true, label=called, states=so)


def _felt(sure: float, rng: np.random.Generator) -> float:
    """As it might be another time. What a tree tells stays sure."""
    return sure if sure == 1 else float(np.clip(sure + rng.normal(0, _FEELS), 0.01, 0.9999))


def _name(pool: Sequence[str], rng: np.random.Generator) -> str:
    name = pool[int(rng.integers(len(pool)))]
    if rng.random() < 0.15:
        name = f"{name} {pool[int(rng.integers(len(pool)))]}"
    return f"{name} {int(rng.integers(1, 2000))}" if rng.random() < 0.05 else name
