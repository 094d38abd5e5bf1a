"""What the pictures in controls show, by the encoder: a name where the model is sure of one, none where it is not."""

from __future__ import annotations

import math
from collections.abc import Mapping

from mmassist.perception.elements.naming import Icon
from mmassist.perception.encoder import Encoder
from mmassist.values import Box, Pixels

_MARGIN = 2  # pixels around an icon; one that touches the edge is not what training showed


async def icons_in(encoder: Encoder, pixels: Pixels, boxes: Mapping[int, Box]) -> dict[int, Icon]:
    """By the keys of `boxes` (picture's space), those of which the model is sure. Raises as `Encoder.scores`."""
    model = await encoder.start()
    cut = {key: square(pixels, box) for key, box in boxes.items()}
    cut = {key: part for key, part in cut.items() if part.size}
    if not cut or not model.labels:
        return {}
    scores = await encoder.scores(list(cut.values()))
    found = {}
    for key, row in zip(cut, scores, strict=True):
        best = int(row.argmax())
        if row[best] >= model.threshold:
            found[key] = Icon(model.labels[best], 1 / (1 + math.exp(-float(row[best]))))
    return found


def square(pixels: Pixels, box: Box) -> Pixels:
    """What the encoder is shown of a control: the middle of its box, as high as it is wide. Cut off at the picture's edges."""
    half = (min(box.width, box.height) + 1) // 2 + _MARGIN
    x, y = map(round, box.centre)
    return pixels[max(0, y - half) : y + half, max(0, x - half) : x + half]
