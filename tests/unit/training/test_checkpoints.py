from pathlib import Path

import pytest
import torch

from mmassist.training.checkpoints import Checkpoint, load_checkpoint, save_checkpoint
from mmassist.training.faults import TrainingError


def save(folder: Path, *steps: int) -> None:
    for step in steps:
        save_checkpoint(folder, Checkpoint(step, 2.0 * step, {"weight": torch.tensor([float(step), 1.0])}))


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    save(tmp_path, 7)
    found = load_checkpoint(tmp_path)
    assert found is not None
    assert (found.step, found.seconds, found.tensors["weight"].numpy().tolist()) == (7, 14.0, [7.0, 1.0])


def test_before_the_first_there_is_none(tmp_path: Path) -> None:
    assert load_checkpoint(tmp_path) is None


def test_the_last_two_are_kept(tmp_path: Path) -> None:
    save(tmp_path, 1, 2, 3)
    assert sorted(path.name for path in tmp_path.glob("*.safetensors")) == ["000000002.safetensors", "000000003.safetensors"]


def test_a_damaged_one_gives_way_to_the_one_before(tmp_path: Path) -> None:
    save(tmp_path, 1, 2)
    path = tmp_path / "000000002.safetensors"
    path.write_bytes(path.read_bytes()[:-3])
    found = load_checkpoint(tmp_path)
    assert found is not None
    assert found.step == 1


def test_where_none_is_whole_training_does_not_begin_anew_in_silence(tmp_path: Path) -> None:
    save(tmp_path, 1)
    (tmp_path / "000000001.safetensors").write_bytes(b"")
    with pytest.raises(TrainingError, match="begin anew"):
        load_checkpoint(tmp_path)
