from pathlib import Path

import pytest

from mmassist.training.config import load_config
from mmassist.training.faults import TrainingError

CONFIGS = Path(__file__).parents[3] / "mmassist/training/configs"


@pytest.mark.parametrize("path", sorted(CONFIGS.glob("*.toml")), ids=lambda path: path.stem)
def test_what_is_shipped_can_be_read(path: Path) -> None:
    config = load_config(path)
    assert config.folder.name == path.stem
    assert config.icons.held_out


def test_a_key_that_nothing_reads_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text((CONFIGS / "tiny.toml").read_text("utf-8").replace("[run]", "[run]\nsped = 1"), "utf-8")
    with pytest.raises(TrainingError, match="sped"):
        load_config(path)


def test_a_key_that_is_missing_is_named(tmp_path: Path) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text((CONFIGS / "tiny.toml").read_text("utf-8").replace("embedding = 32", ""), "utf-8")
    with pytest.raises(TrainingError, match="embedding"):
        load_config(path)


def test_a_value_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text((CONFIGS / "tiny.toml").read_text("utf-8").replace("embedding = 32", 'embedding = "32"'), "utf-8")
    with pytest.raises(TrainingError, match="is no int"):
        load_config(path)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="can't be read"):
        load_config(tmp_path / "none.toml")
