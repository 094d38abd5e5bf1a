"""Eyes that look at the same picture again."""

from __future__ import annotations

import numpy as np
import pytest

from mmassist.inference import shipped
from mmassist.perception.elements.eyes import Eyes
from mmassist.perception.elements.finder import ElementFinder, Found
from mmassist.values import Pixels


async def test_a_picture_that_has_not_changed_costs_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    async def find(self: ElementFinder, pixels: Pixels) -> Found:
        asked.append(int(pixels.sum()))
        return Found((), {})

    monkeypatch.setattr(ElementFinder, "find", find)
    eyes = Eyes(shipped.FOLDER)
    first = np.zeros((60, 80, 4), np.uint8)
    other = first.copy()
    other[59, 79, 3] = 1
    for picture in (first, first.copy(), other, first):
        await eyes.look(picture)
    await eyes.aclose()
    assert asked == [0, 1]
