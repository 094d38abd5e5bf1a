"""Teaches the element detector on rendered screens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from mmassist.training.config import Config
from mmassist.training.degrade import degraded
from mmassist.training.detector import Detector
from mmassist.training.elements_judged import figures_of, judged_by
from mmassist.training.faults import TrainingError
from mmassist.training.screens.truth import JUDGED, PROGRAMS, TRAINED
from mmassist.training.shards import INDEX, Shards
from mmassist.training.targets import detector_loss, kind_loss, truths_of
from mmassist.training.trainer import Outcome, Trainer, device_of

FOLDER = "elements"
_ARRAYS = ("pictures", "boxes", "roles", "states", "kinds")
_KIND = 0.3
"""What the kind of a picture counts, beside its elements."""


class ElementTask:
    """Batches of pictures of screens."""

    def __init__(self, config: Config) -> None:
        """Raises TrainingError where nothing was rendered, or not all in one size."""
        torch.manual_seed(config.run.seed)
        self._config = config
        self._device = device_of(config.run)
        self.model = Detector(config.detector)
        self._shards = Shards(config.folder / TRAINED)
        self._programs = _programs_of(config)
        self._judged = Shards(config.folder / JUDGED)

    def batch(self, step: int) -> dict[str, Tensor]:
        """`pictures` [batch, side, side, 3]; `colours`, how each is to be recoloured; `boxes`, `roles` and `states` of
        `truths_of`; `kinds` [batch], -1 where not known."""
        rng = np.random.default_rng([self._config.run.seed, step])
        rows = self.rows(rng)
        pictures = np.stack([degraded(picture, rng) for picture in rows["pictures"]])
        truths = truths_of(rows["boxes"], rows["roles"], rows["states"])
        kinds = torch.from_numpy(rows["kinds"].astype(np.int64))
        return {"pictures": torch.from_numpy(pictures), "colours": _colours(len(pictures), rng), **truths, "kinds": kinds}

    def loss(self, batch: Mapping[str, Tensor]) -> Tensor:
        there = {name: tensor.to(self._device, non_blocking=True) for name, tensor in batch.items()}
        roles, boxes, states, kind = self.model(_recoloured(pictures_in(there["pictures"]), there["colours"]))
        return detector_loss((roles, boxes, states), there, there["pictures"].shape[1]) + _KIND * kind_loss(kind, there["kinds"])

    def rows(self, rng: np.random.Generator) -> dict[str, NDArray[Any]]:
        """One batch, by the names of the arrays: of each picture it is drawn whether it shows a real program."""
        size = self._config.elements.batch
        real = int((rng.random(size) < self._config.programs.share).sum()) if self._programs else 0
        parts = [(self._shards, rng.integers(0, len(self._shards), size - real))]
        if self._programs and real:
            parts.append((self._programs, rng.integers(0, len(self._programs), real)))
        taken = [(shards, chosen) for shards, chosen in parts if len(chosen)]
        return {name: np.concatenate([shards.take(name, chosen) for shards, chosen in taken]) for name in _ARRAYS}

    def judged(self, model: Detector) -> Mapping[str, float]:
        """On windows that were rendered from other seeds, with icons of sets that are held out."""
        return figures_of(judged_by(model, self._judged))


def _programs_of(config: Config) -> Shards | None:
    """Pictures of real programs, where the configuration takes some and they were made."""
    folder = config.folder / PROGRAMS
    if not config.programs.share or not (folder / INDEX).exists():
        return None
    shards = Shards(folder)
    size = shards.take("pictures", [0]).shape[1]
    if size != config.screens.size:
        raise TrainingError(f"{folder} has pictures of {size} pixels, and the configuration wants {config.screens.size}: remove it")
    return shards


def train_elements(config: Config, write: Callable[[str], None], stopped: Callable[[], bool] = lambda: False) -> Outcome[Detector]:
    """Until all steps are done or `stopped`. Raises TrainingError."""
    return Trainer(config.run, config.elements, config.folder / FOLDER, write, stopped).train(ElementTask(config), "elements")


def pictures_in(pictures: Tensor) -> Tensor:
    """[batch, height, width, 3] of bytes to what the detector takes."""
    return pictures.permute(0, 3, 1, 2).float()


def _colours(count: int, rng: np.random.Generator) -> Tensor:
    """For each picture a matrix from colours to other ones and what is added to them, [count, 3, 4]: turned to its negative, its channels
    changed round, lighter or darker."""
    made = np.zeros((count, 3, 4), np.float32)
    for matrix in made:
        order = rng.permutation(3) if rng.random() < 0.3 else np.arange(3)
        gain = rng.uniform(0.85, 1.15)
        negative = rng.random() < 0.2
        matrix[np.arange(3), order] = -gain if negative else gain
        matrix[:, 3] = 255.0 * gain if negative else 0.0
    return torch.from_numpy(made)


def _recoloured(pictures: Tensor, colours: Tensor) -> Tensor:
    """[batch, 3, height, width], 0 to 255, to the same."""
    changed = torch.einsum("boc,bchw->bohw", colours[:, :, :3], pictures) + colours[:, :, 3].unsqueeze(-1).unsqueeze(-1)
    return changed.clamp(0.0, 255.0)
