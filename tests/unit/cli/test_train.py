import importlib.util
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mmassist.cli.train import train

TINY = Path(__file__).parents[3] / "mmassist/training/configs/tiny.toml"
real_find_spec = importlib.util.find_spec


def test_without_the_tools_of_training_it_is_said_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "torch" else real_find_spec(name))
    told = CliRunner().invoke(train, ["pretrain", "--config", str(TINY)])
    assert told.exit_code == 1
    assert "Run: packaging/setup.sh train." in told.output


@pytest.mark.skipif(real_find_spec("torch") is None, reason="the tools of training are not installed")
def test_a_configuration_that_is_not_there_is_a_sentence_and_no_trace(tmp_path: Path) -> None:
    told = CliRunner().invoke(train, ["render", "--config", str(tmp_path / "none.toml")])
    assert told.exit_code == 1
    assert "none.toml can't be read" in told.output
    assert "Training can't go on." in told.output


@pytest.mark.skipif(real_find_spec("torch") is None, reason="the tools of training are not installed")
def test_without_rendered_icons_training_says_so(tmp_path: Path) -> None:
    path = tmp_path / "tiny.toml"
    path.write_text(TINY.read_text("utf-8").replace("build/training/tiny", str(tmp_path / "run")), "utf-8")
    told = CliRunner().invoke(train, ["pretrain", "--config", str(path)])
    assert told.exit_code == 1
    assert "holds no shards" in told.output


@pytest.mark.skipif(real_find_spec("torch") is None, reason="the tools of training are not installed")
def test_a_checkpoint_is_packed_and_gone_on_from(tmp_path: Path) -> None:
    from torch import zeros

    from mmassist.training.checkpoints import Checkpoint, load_checkpoint, save_checkpoint

    path, there, packed = tmp_path / "tiny.toml", tmp_path / "run/pretrain", tmp_path / "packed"
    path.write_text(TINY.read_text("utf-8").replace("build/training/tiny", str(tmp_path / "run")), "utf-8")
    nothing = CliRunner().invoke(train, ["pack", "--config", str(path), "pretrain", str(packed)])
    assert "nothing was trained" in nothing.output
    save_checkpoint(there, Checkpoint(1200, 60.0, {"averaged.weight": zeros(9)}))
    assert "step 1,200" in CliRunner().invoke(train, ["pack", "--config", str(path), "pretrain", str(packed)]).output
    shutil.rmtree(there)
    CliRunner().invoke(train, ["pretrain", "--config", str(path), "--from", str(packed)])
    found = load_checkpoint(there)
    assert found is not None
    assert found.step == 1200
