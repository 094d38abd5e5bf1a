"""Eyes that look at the same picture again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import numpy as np
import pytest

from mmassist.engine.supervisor import Audience, Options, Supervisor
from mmassist.errors import ModelMissing
from mmassist.inference import shipped
from mmassist.perception.elements.eyes import Eyes
from mmassist.perception.elements.finder import ElementFinder, Found
from mmassist.perception.encoder import Encoder
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


@pytest.mark.parametrize(("off", "begun"), [("", ["elements", "encoder"]), ("elements", []), ("encoder", [])])
async def test_both_are_started_unless_one_is_switched_off(monkeypatch: pytest.MonkeyPatch, off: str, begun: list[str]) -> None:
    started: list[str] = []
    monkeypatch.setattr(ElementFinder, "start", _noting(started, "elements"))
    monkeypatch.setattr(Encoder, "start", _noting(started, "encoder"))
    supervisor = Supervisor(Audience(lambda error: None, lambda text: None, lambda names: None), Options(off=frozenset({off})))
    eyes = Eyes(shipped.FOLDER, supervisor.part("elements"), supervisor.part("encoder"))
    await eyes.start()
    await eyes.aclose()
    assert started == begun


def _noting(started: list[str], name: str) -> Callable[[object], Awaitable[None]]:
    async def start(self: object) -> None:
        started.append(name)

    return start


async def test_a_damaged_model_is_told_once(tmp_path: Path) -> None:
    eyes = Eyes(tmp_path)
    with pytest.raises(ModelMissing):
        await eyes.start()
    assert not eyes.usable
    await eyes.start()
    await eyes.aclose()
