"""The figures for the app's panel: shown, written, forgotten, and failures heard."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.metrics import Row, Stats
from mmassist.engine.metrics_thread import Metrics
from mmassist.engine.turn import Options
from mmassist.values import Channel
from mmassist.wiring.figures import Figures
from tests.fakes.parts import FakeParts


class Panel:
    """What the panel was given."""

    def __init__(self) -> None:
        self.shown: list[Stats] = []
        self.told: list[str] = []


@pytest.fixture
def panel() -> Panel:
    return Panel()


@pytest.fixture
def fakes() -> FakeParts:
    return FakeParts()


@pytest.fixture
async def figures(tmp_path: Path, panel: Panel, fakes: FakeParts) -> AsyncIterator[Figures]:
    engine = Engine(fakes.parts(), Listeners(lambda spoken: None, lambda turn: None), Options())
    metrics = Metrics(tmp_path / "metrics.db", engine.fault)
    metrics.record(Row(time.time(), "work", cost=0.02))
    yield Figures(metrics, engine, panel.shown.append, panel.told.append)
    await metrics.aclose()
    await engine.aclose()


async def test_the_last_days_are_shown(figures: Figures, panel: Panel) -> None:
    await figures.refresh()
    assert [stats.turns for stats in panel.shown] == [1]


async def test_a_file_is_written_and_named(figures: Figures, panel: Panel, fakes: FakeParts, tmp_path: Path) -> None:
    await figures.export(tmp_path / "turns.csv")
    assert "work" in (tmp_path / "turns.csv").read_text("utf-8")
    assert panel.told == ["The figures are in turns.csv."]
    assert "The figures are in turns.csv." in fakes.mouth.texts(Channel.SYSTEM)


async def test_a_file_that_cannot_be_written_is_heard_with_a_remedy(
    figures: Figures, panel: Panel, fakes: FakeParts, tmp_path: Path
) -> None:
    await figures.export(tmp_path / "turns.txt")
    assert panel.told == ["The file's name must end in .csv or .json. Choose another name."]
    assert panel.told[0] in fakes.mouth.texts(Channel.SYSTEM)


async def test_what_is_forgotten_is_shown_no_more(figures: Figures, panel: Panel) -> None:
    await figures.wipe()
    assert [stats.turns for stats in panel.shown] == [0]
    assert panel.told == ["All figures are forgotten."]
