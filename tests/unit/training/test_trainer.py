import dataclasses
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from mmassist.training.checkpoints import load_checkpoint
from mmassist.training.config import Plan, Run
from mmassist.training.trainer import Outcome, Trainer, rate_at

PLAN = Plan(steps=12, batch=4, rate=0.05, warmup=3, average=0.8, save_seconds=0.0)
RUN = Run(folder="", seed=1, device="cpu")


class Line:
    """Learns y = 2x; a norm's running figures are in it too."""

    def __init__(self) -> None:
        torch.manual_seed(1)
        self.model = nn.Sequential(nn.Conv2d(1, 4, 1), nn.BatchNorm2d(4), nn.Conv2d(4, 1, 1))

    def loss(self, step: int) -> Tensor:
        x = np.random.default_rng([1, step]).normal(size=(4, 1, 2, 2)).astype(np.float32)
        error: Tensor = self.model(torch.from_numpy(x)) - torch.from_numpy(2 * x)
        return (error * error).mean()

    def judged(self, model: nn.Module) -> dict[str, float]:
        return {"at one": float(model(torch.from_numpy(np.ones((1, 1, 1, 1), np.float32))).sum())}


class KilledError(Exception):
    pass


def run(folder: Path, stopped: Callable[[], bool] = lambda: False, plan: Plan = PLAN) -> Outcome[nn.Sequential]:
    return Trainer(RUN, plan, folder, lambda _line: None, stopped).train(Line(), "line")


def after(steps: int, then: Callable[[], bool]) -> Callable[[], bool]:
    """Asked before each step: what `then` says from the given step on."""
    asked: list[int] = []

    def stopped() -> bool:
        asked.append(1)
        return len(asked) > steps and then()

    return stopped


def killed() -> bool:
    raise KilledError


def weights(folder: Path) -> dict[str, list[float]]:
    found = load_checkpoint(folder)
    assert found is not None
    return {name: tensor.numpy().tolist() for name, tensor in found.tensors.items()}


def test_the_loss_falls(tmp_path: Path) -> None:
    task = Line()
    before = float(task.loss(0).detach())
    Trainer(RUN, dataclasses.replace(PLAN, steps=200), tmp_path, lambda _line: None).train(task, "line")
    assert float(task.loss(0).detach()) < 0.2 * before


def test_killed_and_called_again_it_reaches_the_same_weights(tmp_path: Path) -> None:
    run(tmp_path / "whole")
    with pytest.raises(KilledError):
        run(tmp_path / "killed", after(7, killed))
    assert run(tmp_path / "killed").step == PLAN.steps
    assert weights(tmp_path / "killed") == weights(tmp_path / "whole")


def test_what_was_done_since_the_last_checkpoint_is_done_again_the_same_way(tmp_path: Path) -> None:
    rarely = dataclasses.replace(PLAN, save_seconds=1e9)
    run(tmp_path / "whole")
    run(tmp_path / "killed", after(5, lambda: True), rarely)
    with pytest.raises(KilledError):
        run(tmp_path / "killed", after(4, killed), rarely)
    run(tmp_path / "killed", plan=rarely)
    assert weights(tmp_path / "killed") == weights(tmp_path / "whole")


def test_stopped_it_saves_and_says_that_it_is_not_done(tmp_path: Path) -> None:
    outcome = run(tmp_path, after(5, lambda: True))
    assert (outcome.step, outcome.whole) == (5, False)
    found = load_checkpoint(tmp_path)
    assert found is not None
    assert found.step == 5


def test_judging_on_the_way_changes_nothing(tmp_path: Path) -> None:
    run(tmp_path / "one")
    run(tmp_path / "other", plan=dataclasses.replace(PLAN, examine_steps=5))
    assert weights(tmp_path / "one") == weights(tmp_path / "other")


def test_what_comes_out_has_the_averaged_weights(tmp_path: Path) -> None:
    model = run(tmp_path).model
    found = load_checkpoint(tmp_path)
    assert found is not None
    assert all(value.equal(found.tensors[f"averaged.{name}"]) for name, value in model.state_dict().items())


def test_the_rate_goes_up_and_then_down() -> None:
    rates = [rate_at(PLAN, step) for step in range(PLAN.steps)]
    assert max(rates) == rates[2] == pytest.approx(PLAN.rate)
    assert rates[3:] == sorted(rates[3:], reverse=True)
