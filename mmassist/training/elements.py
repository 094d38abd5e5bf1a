"""Teaches the element detector on rendered screens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from mmassist.training.config import Config
from mmassist.training.detector import Detector
from mmassist.training.elements_judged import figures_of, judged_by
from mmassist.training.faults import TrainingError
from mmassist.training.screens.programs import FOLDER as PROGRAMS
from mmassist.training.screens.render import JUDGED, TRAINED
from mmassist.training.shards import INDEX, Shards
from mmassist.training.targets import detector_loss, kind_loss, targets_of
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

    def loss(self, step: int) -> Tensor:
        rng = np.random.default_rng([self._config.run.seed, step])
        rows = self.rows(rng)
        pictures = rows["pictures"]
        truths = zip(rows["boxes"], rows["roles"], rows["states"], strict=True)
        targets = [targets_of(boxes, roles, bits, pictures.shape[1]) for boxes, roles, bits in truths]
        *cells, kind = self.model(pictures_in(_recoloured(pictures, rng)).to(self._device))
        return detector_loss((cells[0], cells[1], cells[2]), targets) + _KIND * kind_loss(kind, rows["kinds"])

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


def pictures_in(pictures: NDArray[np.uint8]) -> Tensor:
    """[batch, height, width, 3] to what the detector takes."""
    return torch.from_numpy(pictures).permute(0, 3, 1, 2).float()


def _recoloured(pictures: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Each in other colours: turned to its negative, its channels changed round, lighter or darker."""
    changed = pictures.copy()
    for at in range(len(changed)):
        if rng.random() < 0.2:
            changed[at] = 255 - changed[at]
        if rng.random() < 0.3:
            changed[at] = changed[at][:, :, rng.permutation(3)]
    gains = rng.uniform(0.85, 1.15, (len(changed), 1, 1, 1)).astype(np.float32)
    return (changed * gains).clip(0, 255).astype(np.uint8)
