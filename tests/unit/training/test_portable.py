"""A training that goes on on another machine."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
import torch

from mmassist.training.checkpoints import Checkpoint, load_checkpoint, save_checkpoint
from mmassist.training.faults import TrainingError
from mmassist.training.portable import begin_from, read_portable, write_portable, write_weights
from tests.unit.training.test_trainer import PLAN, after, run

ENOUGH = dataclasses.replace(PLAN, steps=200, cooldown=0.5, save_seconds=1e9)


def checkpoint_in(folder: Path) -> Checkpoint:
    found = load_checkpoint(folder)
    assert found is not None
    return found


@pytest.fixture
def stopped(tmp_path: Path) -> Checkpoint:
    """Of a training that was stopped half way."""
    run(tmp_path / "stopped", after(100, lambda: True), ENOUGH)
    return checkpoint_in(tmp_path / "stopped")


def test_weights_keep_three_digits_and_moments_their_size(stopped: Checkpoint, tmp_path: Path) -> None:
    write_portable(stopped, tmp_path / "file")
    found = read_portable(tmp_path / "file")
    assert (found.step, found.seconds, found.warmed) == (100, stopped.seconds, 0)
    assert set(found.tensors) == set(stopped.tensors)
    for name, tensor in stopped.tensors.items():
        rough = 8e-3 if name.startswith("optimiser.") else 1e-3
        np.testing.assert_allclose(found.tensors[name].numpy(), tensor.numpy(), rtol=rough, atol=1e-6 if rough < 2e-3 else 0, err_msg=name)


def test_squares_of_small_gradients_are_not_lost(tmp_path: Path) -> None:
    small = torch.tensor([1e-12, 1e-20])
    write_portable(Checkpoint(1, 1.0, {"optimiser.a/exp_avg_sq": small}), tmp_path / "file")
    assert read_portable(tmp_path / "file").tensors["optimiser.a/exp_avg_sq"].numpy() == pytest.approx([1e-12, 1e-20], rel=8e-3)


def test_it_is_a_good_deal_smaller(tmp_path: Path) -> None:
    tensors = {f"{kind}weight{end}": torch.zeros(1000, 100) for kind, end in (("model.", ""), ("averaged.", ""))}
    tensors |= {f"optimiser.weight/{name}": torch.zeros(1000, 100) for name in ("exp_avg", "exp_avg_sq")}
    save_checkpoint(tmp_path, Checkpoint(7, 1.0, tensors))
    full = (tmp_path / "000000007.safetensors").stat().st_size
    assert write_portable(checkpoint_in(tmp_path), tmp_path / "whole") == pytest.approx(full / 2, rel=0.01)
    assert write_weights(checkpoint_in(tmp_path), tmp_path / "weights") == pytest.approx(full / 8, rel=0.01)


@pytest.mark.parametrize("write", [write_portable, write_weights])
def test_another_machine_goes_on_to_as_good_an_end(write: object, stopped: Checkpoint, tmp_path: Path) -> None:
    assert callable(write)
    write(stopped, tmp_path / "file")
    assert begin_from(tmp_path / "file", tmp_path / "other") is not None
    outcome = run(tmp_path / "other", plan=ENOUGH)
    assert (outcome.step, outcome.whole) == (200, True)
    assert outcome.seconds > stopped.seconds
    assert outcome.figures["at one"] == pytest.approx(run(tmp_path / "whole", plan=ENOUGH).figures["at one"], abs=0.2)


def test_without_moments_the_rate_rises_again_from_there(stopped: Checkpoint, tmp_path: Path) -> None:
    write_weights(stopped, tmp_path / "file")
    begin_from(tmp_path / "file", tmp_path / "other")
    run(tmp_path / "other", after(2, lambda: True), ENOUGH)
    assert (checkpoint_in(tmp_path / "other").step, checkpoint_in(tmp_path / "other").warmed) == (102, 100)


def test_a_folder_that_is_further_keeps_its_own(stopped: Checkpoint, tmp_path: Path) -> None:
    write_weights(stopped, tmp_path / "file")
    run(tmp_path / "other", after(100, lambda: True), ENOUGH)
    before = checkpoint_in(tmp_path / "other")
    assert begin_from(tmp_path / "file", tmp_path / "other") is None
    assert checkpoint_in(tmp_path / "other").seconds == before.seconds


def test_a_damaged_file_is_refused(stopped: Checkpoint, tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_weights(stopped, path)
    content = bytearray(path.read_bytes())
    content[-5] ^= 1
    path.write_bytes(content)
    with pytest.raises(TrainingError, match="damaged"):
        read_portable(path)


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("weights", "utf-8")
    with pytest.raises(TrainingError, match="no checkpoint"):
        read_portable(tmp_path / "file")
    with pytest.raises(TrainingError, match="can't be read"):
        read_portable(tmp_path / "none")
