"""Teaches the icon encoder: to choose a label or none, to be near the words for what a picture shows, and to know what these leave out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from mmassist.inference.pieces import encoded
from mmassist.training.config import Config
from mmassist.training.icons.labels import UNLABELLED, load_labels
from mmassist.training.icons.render import BUTTONS, JUDGED, NAMES, TRAINED
from mmassist.training.icons.variations import seen_otherwise
from mmassist.training.scoring import Buttons, figures_of
from mmassist.training.shards import INDEX, Shards
from mmassist.training.tower import IconModel, alignment_loss, matching_loss
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
        self._labels = load_labels()
        self.model = IconModel(config.tower, config.icons.size, len(self._labels.names))
        self._shards = Shards(config.folder / TRAINED)
        self._judged = JudgedIcons(config)
        self._label_of = self._shards.whole("labels")
        self._icon_of = self._shards.whole("icons")
        listed = json.loads((config.folder / TRAINED / NAMES).read_text("utf-8"))
        self._words = [tuple(row) for row in listed["icons"]]
        self._meanings = _meanings(self._label_of, self._icon_of, self._words, len(self._labels.names))
        of_theme = self._icon_of >= listed["themes"]
        self._by_label: list[NDArray[np.int64]] = [np.flatnonzero(self._label_of == label) for label in range(len(self._labels.names))]
        self._of_themes: list[NDArray[np.int64]] = [rows[of_theme[rows]] for rows in self._by_label]
        self._of_sets: list[NDArray[np.int64]] = [rows[~of_theme[rows]] for rows in self._by_label]
        others = self._label_of == UNLABELLED
        self._others = np.flatnonzero(others)
        self._others_of = (np.flatnonzero(others & of_theme), np.flatnonzero(others & ~of_theme))
        counts = np.sqrt([len(rows) for rows in self._by_label])
        self._chances = counts / counts.sum()

    def batch(self, step: int) -> dict[str, Tensor]:
        """`pictures` [batch, side, side, 3] of bytes and their `labels`; `texts`, one of each, and `pairs`, 1 where a text belongs to a
        picture; `rests`, the texts without one of their words, these `words`, and `same`, 1 where two of these are alike."""
        rng = np.random.default_rng([self._config.run.seed, step])
        chosen = self._chosen(rng)
        pictures = seen_otherwise(self._shards.take("pictures", chosen), rng)
        said = self._texts(chosen, rng)
        rests, words = zip(*(_without_a_word(text, rng) for text in said), strict=True)
        meanings = self._meanings[chosen]
        made = {
            "pictures": pictures,
            "labels": self._label_of[chosen].astype(np.int64),
            "texts": self._encoded(said),
            "pairs": (meanings[:, None] == meanings[None, :]).astype(np.float32),
            "rests": self._encoded(rests),
            "words": self._encoded(words),
            "same": np.array([[one == other for other in words] for one in words], np.float32),
        }
        return {name: torch.from_numpy(array) for name, array in made.items()}

    def loss(self, batch: Mapping[str, Tensor]) -> Tensor:
        """Has it a label? Which? Which of the batch's texts belongs to which picture? Does this one? Which word is missing in it?"""
        there = {name: tensor.to(self._device, non_blocking=True) for name, tensor in batch.items()}
        weights = self._config.losses
        seen = self.model.image.seen(there["pictures"].permute(0, 3, 1, 2).float())
        labels, pairs = there["labels"], there["pairs"]
        has = torch.ne(labels, UNLABELLED)
        known = functional.binary_cross_entropy_with_logits(self.model.known(seen), has.float().unsqueeze(1))
        told = functional.cross_entropy(self.model.label(seen)[has], labels[has], label_smoothing=weights.smoothing)
        texts: Tensor = self.model.text(there["texts"])
        directions = self.model.image.direction(seen)
        logits = self.model.beside(directions, texts)
        matched = matching_loss(self.model, directions, texts, logits, pairs)
        guesses = self.model.guessed(directions, self.model.text(there["rests"]))
        guessed = alignment_loss(self.model.beside(guesses, self.model.text(there["words"])), there["same"])
        of_texts = weights.texts * alignment_loss(logits, pairs) + weights.matching * matched + weights.masked * guessed
        return weights.labels * told + weights.known * known + of_texts

    def judged(self, model: IconModel) -> Mapping[str, float]:
        """On the sets that are held out."""
        return self._judged.figures(model)

    def _chosen(self, rng: np.random.Generator) -> NDArray[np.int64]:
        batch = self._config.pretrain.batch
        labelled = round(batch * _LABELLED) if len(self._others) else batch
        labels = rng.choice(len(self._by_label), labelled, p=self._chances)
        some = [int(rng.choice(self._some(int(label), rng))) for label in labels]
        return np.array([*some, *self._without_label(batch - labelled, rng)] if len(self._others) else some, np.int64)

    def _without_label(self, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
        share, (themes, sets) = self._config.icons.share_others, self._others_of
        if not share or not len(themes) or not len(sets):
            return rng.choice(self._others, count)
        of_themes = round(share * count)
        return np.concatenate([rng.choice(themes, of_themes), rng.choice(sets, count - of_themes)])

    def _some(self, label: int, rng: np.random.Generator) -> NDArray[np.int64]:
        """The pictures of a label that one is drawn from: those of themes or of sets, by their share, where there are both."""
        share = self._config.icons.share
        if not share or not len(self._of_themes[label]) or not len(self._of_sets[label]):
            return self._by_label[label]
        return self._of_themes[label] if rng.random() < share else self._of_sets[label]

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

    def _encoded(self, texts: Sequence[str]) -> NDArray[np.int64]:
        return encoded(texts, self._config.tower.buckets)


def pretrain(config: Config, write: Callable[[str], None], stopped: Callable[[], bool] = lambda: False) -> Outcome[IconModel]:
    """Until all steps are done or `stopped`. Raises TrainingError."""
    return Trainer(config.run, config.pretrain, config.folder / FOLDER, write, stopped).train(IconTask(config), "pretrain")


class JudgedIcons:
    """What was drawn of the sets and themes that are held out, and the buttons of programs that were looked at, if any."""

    def __init__(self, config: Config) -> None:
        """Raises TrainingError where nothing was rendered."""
        self.shards = Shards(config.folder / JUDGED)
        first = json.loads((config.folder / JUDGED / NAMES).read_text("utf-8"))["themes"]
        self._of_themes = self.shards.whole("icons") >= first
        self._buttons = Shards(config.folder / BUTTONS) if (config.folder / BUTTONS / INDEX).exists() else None

    def figures(self, model: IconModel) -> Mapping[str, float]:
        """How right it is what the model says of all pictures."""
        buttons = Buttons(_odds(model, self._buttons), self._buttons.whole("meant")) if self._buttons else None
        return figures_of(_odds(model, self.shards), self.shards.whole("labels"), self._of_themes, buttons)


def _odds(model: IconModel, shards: Shards) -> NDArray[np.float32]:
    """[pictures, labels], of 256 pictures at a time."""
    device = next(model.parameters()).device
    rows = []
    for start in range(0, len(shards), 256):
        pictures = torch.from_numpy(shards.take("pictures", range(start, min(start + 256, len(shards))))).to(device)
        rows.append(model.odds(model.image.seen(pictures.permute(0, 3, 1, 2).float())).float().cpu().numpy())
    return np.concatenate(rows)


def _without_a_word(text: str, rng: np.random.Generator) -> tuple[str, str]:
    """What is left, and the word."""
    words = text.split() or [text]
    at = int(rng.integers(len(words)))
    return " ".join([*words[:at], *words[at + 1 :]]), words[at]


def _meanings(labels: NDArray[np.int32], icons: NDArray[np.int32], words: list[tuple[str, ...]], count: int) -> NDArray[np.int64]:
    """What each picture means, as a number: its label, else its icon's name. Who means the same belongs to the same texts."""
    numbers = {name: count + at for at, name in enumerate(sorted({row[0] for row in words}))}
    named = np.array([numbers[row[0]] for row in words], np.int64)
    return np.where(labels == UNLABELLED, named[icons], labels)
