import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest

from mmassist.training.checkpoints import load_checkpoint
from mmassist.training.config import Config
from mmassist.training.faults import TrainingError
from mmassist.training.icons.render import NAMES, TRAINED, render_icons
from mmassist.training.icons.sets import load_themes
from mmassist.training.pretrain import FOLDER, IconTask, pretrain
from tests.unit.training.conftest import SHAPES, svg_of


def silent(_line: str) -> None:
    return


@pytest.fixture
def rendered(config: Config) -> Config:
    render_icons(config, silent)
    return config


def weights(folder: Path) -> dict[str, list[float]]:
    found = load_checkpoint(folder)
    assert found is not None
    return {name: tensor.numpy().tolist() for name, tensor in found.tensors.items()}


@pytest.mark.timeout(600)  # 120 steps, which take a busy machine minutes
def test_three_shapes_are_learnt_and_told_in_sets_never_seen(config: Config) -> None:
    plan = dataclasses.replace(config.pretrain, steps=120, batch=24, average=0.9)
    enough = dataclasses.replace(config, icons=dataclasses.replace(config.icons, labelled=8, judged=8), pretrain=plan)
    render_icons(enough, silent)
    outcome = pretrain(enough, silent)
    assert outcome.whole
    assert outcome.figures["top-1"] > 0.6


def test_a_batch_is_a_function_of_the_step(rendered: Config) -> None:
    task = IconTask(rendered)
    first, second = float(task.loss(task.batch(3)).detach()), float(task.loss(task.batch(3)).detach())
    assert first == second != float(task.loss(task.batch(4)).detach())


def test_stopped_and_called_again_it_reaches_the_same_weights(rendered: Config, tmp_path: Path) -> None:
    asked: list[int] = []

    def stopped() -> bool:
        asked.append(1)
        return len(asked) > 3

    pretrain(rendered, silent, stopped)
    pretrain(rendered, silent)
    stopped_once = weights(rendered.folder / FOLDER)
    twin = dataclasses.replace(rendered, run=dataclasses.replace(rendered.run, folder=str(tmp_path / "twin")))
    render_icons(twin, silent)
    pretrain(twin, silent)
    assert weights(twin.folder / FOLDER) == stopped_once


def test_without_pictures_it_is_said(config: Config) -> None:
    with pytest.raises(TrainingError, match="no shards"):
        pretrain(config, silent)


def test_icons_of_themes_have_their_share_of_what_has_a_label(config: Config, tmp_path: Path) -> None:
    for theme in load_themes():
        place = theme.place(tmp_path / "themes")
        place.mkdir(parents=True, exist_ok=True)
        for name, shape in (("go-home", "home"), ("window-close", "close"), ("media-playback-start", "play")):
            (place / f"{name}.svg").write_text(svg_of(SHAPES[shape]), "utf-8")
    shares = []
    for share in (0.1, 0.9):
        plan = dataclasses.replace(config.icons, themes=str(tmp_path / "themes"), share=share)
        made = dataclasses.replace(config, icons=plan)
        render_icons(made, silent)
        task = IconTask(made)
        first = json.loads((made.folder / TRAINED / NAMES).read_text("utf-8"))["themes"]
        chosen = np.concatenate([task._chosen(np.random.default_rng(step)) for step in range(60)])
        labelled = chosen[task._label_of[chosen] >= 0]
        shares.append(float((task._icon_of[labelled] >= first).mean()))
    assert shares == pytest.approx([0.1, 0.9], abs=0.08)


def test_what_has_no_label_is_drawn_from_themes_too(config: Config, tmp_path: Path) -> None:
    for theme in load_themes():
        place = theme.place(tmp_path / "themes")
        place.mkdir(parents=True, exist_ok=True)
        name = "lc_bezierinsert" if theme.names == "libreoffice" else "go-home"
        (place / f"{name}.svg").write_text(svg_of(SHAPES["home"]), "utf-8")
    shares = []
    for share in (0.0, 0.5):
        made = dataclasses.replace(config, icons=dataclasses.replace(config.icons, themes=str(tmp_path / "themes"), share_others=share))
        render_icons(made, silent)
        task = IconTask(made)
        first = json.loads((made.folder / TRAINED / NAMES).read_text("utf-8"))["themes"]
        chosen = np.concatenate([task._chosen(np.random.default_rng(step)) for step in range(60)])
        others = chosen[task._label_of[chosen] < 0]
        shares.append(float((task._icon_of[others] >= first).mean()))
    assert shares[0] != pytest.approx(shares[1], abs=0.1)
    assert shares[1] == pytest.approx(0.5, abs=0.1)
