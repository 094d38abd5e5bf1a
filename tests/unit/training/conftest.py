"""A small run of training: icons of our own in the folders of all sets, and the smallest of networks."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import pytest

from mmassist.training.config import CaptionerSize, Config, DetectorSize, IconRendering, Plan, Run, Scenes, ScreenRendering, TowerSize
from mmassist.training.icons.sets import load_sets

collect_ignore: list[str] = []
if importlib.util.find_spec("torch") is None and not os.environ.get("MMASSIST_REQUIRE_TRAINING"):
    collect_ignore += [f"test_{part}.py" for part in ("checkpoints", "elements", "export", "portable", "pretrain", "tower", "trainer")]
    collect_ignore += [f"captioner/test_{part}.py" for part in ("network", "training")]

SHAPES = {
    "home": '<path d="M12 3 L21 12 H18 V21 H6 V12 H3 Z"/>',
    "close": '<path d="M4 4 L20 20 M20 4 L4 20" stroke="currentColor" stroke-width="3"/>',
    "play": '<path d="M6 3 L21 12 L6 21 Z"/>',
    "nothing-known": '<circle cx="12" cy="12" r="8"/>',
}


def svg_of(shape: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">{shape}</svg>'


@pytest.fixture
def icon_folder(tmp_path: Path) -> Path:
    """Packages with a few icons each."""
    folder = tmp_path / "packages"
    for one in load_sets():
        for pattern in one.files:
            place = (folder / one.package / pattern).parent
            place.mkdir(parents=True, exist_ok=True)
            for name, shape in SHAPES.items():
                (place / f"{name}.svg").write_text(svg_of(shape), "utf-8")
        if one.tags:
            (folder / one.package / one.tags).write_text("{}", "utf-8")
    return folder


@pytest.fixture
def config(tmp_path: Path, icon_folder: Path) -> Config:
    return Config(
        run=Run(folder=str(tmp_path / "run"), seed=3, device="cpu"),
        icons=IconRendering(folder=str(icon_folder), size=32, labelled=2, others=1, judged=1, held_out=("eva", "iconoir"), shard=64),
        screens=ScreenRendering(count=6, judged=2, size=128, shard=4),
        tower=TowerSize(stem=(8, 8), residual=(0, 1, 1), width=16, depth=1, heads=2, embedding=16, buckets=128),
        pretrain=Plan(steps=8, batch=8, rate=0.01, warmup=2, average=0.5),
        detector=DetectorSize(widths=(4, 8, 8, 8, 8), head=8),
        elements=Plan(steps=4, batch=2, rate=0.01, warmup=2, average=0.5),
        scenes=Scenes(count=6, judged=2, shard=4),
        captioner=CaptionerSize(width=16, depth=1, heads=2, buckets=256),
        instruct=Plan(steps=4, batch=4, rate=0.01, warmup=2, average=0.5),
        prefer=Plan(steps=2, batch=2, rate=0.001, warmup=1, average=0.5),
    )
