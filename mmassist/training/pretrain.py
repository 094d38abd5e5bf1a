"""Teaches the icon encoder: pictures of icons beside the words for them, and beside all labels."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from mmassist.training.config import Config
from mmassist.training.icons.labels import UNLABELLED, Labels, load_labels
from mmassist.training.icons.render import JUDGED, NAMES, TRAINED
from mmassist.training.scoring import IconScores, score
from mmassist.training.shards import Shards
from mmassist.training.texts import encoded
from mmassist.training.tower import IconModel, pair_loss
from mmassist.training.trainer import Outcome, Trainer, device_of

FOLDER = "pretrain"
_LABELLED = 0.7
"""The part of each batch that has a label."""


class IconTask:
    """Batches of icons, drawn so that rare labels are not lost among frequent ones."""

    def __init__(self, config: Config) -> None:
        """Raises TrainingError where nothing was rendered."""
        torch.manual_seed(config.run.seed)
        self._config = config
        self._device = device_of(config.run)
        self.model = IconModel(config.tower, config.icons.size)
        self._labels = load_labels()
        self._shards = Shards(config.folder / TRAINED)
        self._judged = Shards(config.folder / JUDGED)
        self._label_of = self._shards.whole("labels")
        self._icon_of = self._shards.whole("icons")
        rows = json.loads((config.folder / TRAINED / NAMES).read_text("utf-8"))["icons"]
        self._words = [tuple(row) for row in rows]
        self._label_texts = encoded(self._labels.names, config.tower.buckets)
        self._by_label = [np.flatnonzero(self._label_of == label) for label in range(len(self._labels.names))]
        self._others = np.flatnonzero(self._label_of == UNLABELLED)
        counts = np.sqrt([len(rows) for rows in self._by_label])
        self._chances = counts / counts.sum()

    def loss(self, step: int) -> Tensor:
        """Which of the batch's texts belongs to which picture? Does each of all labels? And which of these does it rather?"""
        rng = np.random.default_rng([self._config.run.seed, step])
        chosen = self._chosen(rng)
        pictures = torch.from_numpy(_moved(self._shards.take("pictures", chosen), rng)).to(self._device)
        labels = self._label_of[chosen]
        directions = self.model.image(pictures.permute(0, 3, 1, 2).float())
        texts = self.model.text(self._tensor(encoded(self._texts(chosen, rng), self._config.tower.buckets)))
        named = self.model.text(self._tensor(self._label_texts))
        told = self.model.logits(directions, named)
        has = np.flatnonzero(labels != UNLABELLED)
        rather = functional.cross_entropy(told[self._tensor(has)], self._tensor(labels[has].astype(np.int64)))
        paired = pair_loss(self.model.logits(directions, texts), self._tensor(_pairs(self._icon_of[chosen], labels)))
        return paired + pair_loss(told, self._tensor(_answers(labels, len(self._labels.names)))) + rather

    def judged(self, model: IconModel) -> Mapping[str, float]:
        """On the sets that are held out."""
        return scores_of(model, self._judged, self._labels, self._config).figures()

    def _chosen(self, rng: np.random.Generator) -> NDArray[np.int64]:
        batch = self._config.pretrain.batch
        labelled = round(batch * _LABELLED) if len(self._others) else batch
        labels = rng.choice(len(self._by_label), labelled, p=self._chances)
        some = [int(rng.choice(self._by_label[label])) for label in labels]
        return np.array([*some, *rng.choice(self._others, batch - labelled)] if len(self._others) else some, np.int64)

    def _texts(self, chosen: NDArray[np.int64], rng: np.random.Generator) -> list[str]:
        """For each picture its label or another word for it, or its icon's own name, with or without its set's words."""
        texts = []
        for index in chosen:
            label = int(self._label_of[index])
            name, *words = self._words[int(self._icon_of[index])]
            if label != UNLABELLED and rng.random() < 0.5:
                texts.append(str(rng.choice(self._labels.texts(label))))
            elif words and rng.random() < 0.5:
                texts.append(f"{name} {rng.choice(words)}")
            else:
                texts.append(name)
        return texts

    def _tensor(self, array: NDArray[np.int64] | NDArray[np.intp] | NDArray[np.float32]) -> Tensor:
        return torch.from_numpy(array).to(self._device)


def pretrain(config: Config, write: Callable[[str], None], stopped: Callable[[], bool] = lambda: False) -> Outcome[IconModel]:
    """Until all steps are done or `stopped`. Raises TrainingError."""
    return Trainer(config.run, config.pretrain, config.folder / FOLDER, write, stopped).train(IconTask(config), "pretrain")


def scores_of(model: IconModel, shards: Shards, labels: Labels, config: Config) -> IconScores:
    """What the model says of all pictures of a folder, 256 at a time."""
    device = next(model.parameters()).device
    named = model.text(torch.from_numpy(encoded(labels.names, config.tower.buckets)).to(device))
    rows = []
    for start in range(0, len(shards), 256):
        pictures = torch.from_numpy(shards.take("pictures", range(start, min(start + 256, len(shards))))).to(device)
        rows.append(model.logits(model.image(pictures.permute(0, 3, 1, 2).float()), named).float().cpu().numpy())
    return score(np.concatenate(rows), shards.whole("labels"))


def names_file(config: Config) -> Path:
    return config.folder / TRAINED / NAMES


def _moved(pictures: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Each by up to a sixteenth of its side, its edge repeated; each seen lighter or darker."""
    side = pictures.shape[1]
    reach = max(1, side // 16)
    padded = np.pad(pictures, ((0, 0), (reach, reach), (reach, reach), (0, 0)), mode="edge")
    tops, lefts = rng.integers(0, 2 * reach + 1, (2, len(pictures)))
    moved = np.stack([one[top : top + side, left : left + side] for one, top, left in zip(padded, tops, lefts, strict=True)])
    gains = rng.uniform(0.85, 1.15, (len(pictures), 1, 1, 3)).astype(np.float32)
    return (moved * gains).clip(0, 255).astype(np.uint8)


def _pairs(icons: NDArray[np.int32], labels: NDArray[np.int32]) -> NDArray[np.float32]:
    """1 where picture and text are of one icon, or of one label."""
    same_label = (labels[:, None] == labels[None, :]) & (labels[:, None] != UNLABELLED)
    return np.asarray(same_label | (icons[:, None] == icons[None, :]), np.float32)


def _answers(labels: NDArray[np.int32], count: int) -> NDArray[np.float32]:
    """1 at each picture's label; nothing at all for what has none."""
    answers = np.zeros((len(labels), count), np.float32)
    rows = np.flatnonzero(labels != UNLABELLED)
    answers[rows, labels[rows]] = 1.0
    return answers
