"""Mean average precision of boxes, by the scorer of the COCO detection challenge (pycocotools; Lin et al., 2014)."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mmassist.evaluation.metrics.missing import not_installed
from mmassist.values import Box

# The challenge counts 100 boxes a picture, in photographs; a screen has more.
_MOST = 2000


@dataclass(frozen=True, slots=True)
class Present:
    """A thing that is there. `image`: of which picture it is."""

    image: str
    kind: str
    box: Box


@dataclass(frozen=True, slots=True)
class Detected:
    """A thing that was found, with how sure that is, 0 to 1."""

    image: str
    kind: str
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class Precision:
    """`mean` over the kinds that are there at all; `by_kind` holds each of them. What was found of other kinds counts for nothing."""

    mean: float
    by_kind: Mapping[str, float]


def mean_average_precision(present: Sequence[Present], detected: Sequence[Detected], overlap: float = 0.5) -> Precision:
    """At an intersection over union of `overlap`; precision at 101 steps of recall. Raises MmassistError where pycocotools is missing,
    ValueError where nothing is there."""
    if not present:
        raise ValueError("nothing is there to be found")
    try:
        from pycocotools.coco import COCO
        from pycocotools.cocoeval import COCOeval
    except ImportError as error:
        raise not_installed("pycocotools") from error
    kinds = sorted({one.kind for one in present})
    images = {name: at for at, name in enumerate(sorted({one.image for one in present} | {one.image for one in detected}), 1)}
    with contextlib.redirect_stdout(io.StringIO()):  # it tells its progress there, where our result goes
        truth, found = COCO(), COCO()
        frame = {"images": [{"id": at} for at in images.values()], "categories": [{"id": at} for at, _ in enumerate(kinds, 1)]}
        truth.dataset = {**frame, "annotations": _rows(present, images, kinds)}
        rows = _rows(detected, images, kinds)
        confidence = [one.confidence for one in detected if one.kind in kinds]
        found.dataset = {**frame, "annotations": [{**row, "score": score} for row, score in zip(rows, confidence, strict=True)]}
        truth.createIndex()
        found.createIndex()
        scorer = COCOeval(truth, found, "bbox")
        scorer.params.iouThrs = np.array([overlap])
        scorer.params.maxDets = [_MOST]
        scorer.params.areaRng, scorer.params.areaRngLbl = [[0, float("inf")]], ["all"]
        scorer.evaluate()
        scorer.accumulate()
    # (overlaps, steps of recall, kinds, areas, numbers of boxes)
    precision = scorer.eval["precision"][0, :, :, 0, 0]
    by_kind = {kind: float(precision[:, at].mean()) for at, kind in enumerate(kinds)}
    return Precision(sum(by_kind.values()) / len(by_kind), by_kind)


def _rows(things: Sequence[Present] | Sequence[Detected], images: Mapping[str, int], kinds: list[str]) -> list[dict[str, Any]]:
    """The challenge's rows. They are counted from 1: the scorer takes a match with number 0 for none."""
    known = [one for one in things if one.kind in kinds]
    return [
        {
            "id": at,
            "image_id": images[one.image],
            "category_id": kinds.index(one.kind) + 1,
            "bbox": one.box.as_list(),
            "area": one.box.area,
            "iscrowd": 0,
        }
        for at, one in enumerate(known, 1)
    ]
