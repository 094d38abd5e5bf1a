"""The element detector as files that onnxruntime runs, for screens of any size."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

from mmassist.perception.elements.vocabulary import KINDS, ROLES, STATES
from mmassist.training.card import Made, write_card
from mmassist.training.config import Config
from mmassist.training.detector import Detector, Located
from mmassist.training.elements import FOLDER
from mmassist.training.elements_judged import figures_of, judged_by, thresholds_of
from mmassist.training.export import check_same, compared, list_both, onnx_of, with_notes
from mmassist.training.faults import TrainingError
from mmassist.training.precision import NEVER
from mmassist.training.quantise import quantised_convolutions
from mmassist.training.screens.truth import JUDGED, TRAINED
from mmassist.training.shards import Shards
from mmassist.training.trainer import averaged_model

ALIKE = 0.95
"""The least cosine between the roles' scores that the int8 and the float32 file give a cell, in the mean."""

_CALIBRATED = 16
"""Pictures that the scales of int8 are found on."""


def export_elements(config: Config, into: Path, write: Callable[[str], None]) -> None:
    """The detector of the last checkpoint, its manifest and its card, to `into`. Raises TrainingError where parity fails."""
    found = averaged_model(Detector(config.detector), config.folder / FOLDER)
    if found is None:
        raise TrainingError(f"nothing was trained in {config.folder / FOLDER}")
    detector, checkpoint = found
    trained, judged = Shards(config.folder / TRAINED), Shards(config.folder / JUDGED)
    network = Located(detector).eval()
    pictures = judged.take("pictures", range(min(2, len(judged)))).astype(np.float32)
    with torch.no_grad():
        findings = judged_by(detector, judged)
    told = [round(score, 4) for score in thresholds_of(findings)]
    notes = {"roles": json.dumps(ROLES), "states": json.dumps(STATES), "kinds": json.dumps(KINDS), "told": json.dumps(told)}
    outputs = ("scores", "boxes", "states", "kinds")
    exact = with_notes(onnx_of(network, pictures, outputs, {0: "batch", 1: "height", 2: "width"}), notes)
    check_same(network, exact, pictures)
    samples = (trained.take("pictures", [at]).astype(np.float32) for at in range(min(_CALIBRATED, len(trained))))
    small = with_notes(quantised_convolutions(exact, "pictures", samples), notes)
    parity = compared(exact, small, pictures)
    write(f"elements, int8 beside float32: cosine {parity.cosine:.4f}")
    from_scores = {f"{role}, told from": score for role, score in zip(ROLES, told, strict=True) if score < NEVER}
    figures = {**figures_of(findings), **from_scores, "cosine of int8": parity.cosine}
    figures["int8, times as fast"] = list_both(config, into, "elements", (exact, small), pictures[:1], parity.cosine >= ALIKE)
    write_card(into, "elements", Made(config, config.elements, checkpoint, figures))
