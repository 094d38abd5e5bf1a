import dataclasses
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from mmassist.training.checkpoints import load_checkpoint, save_checkpoint
from mmassist.training.config import Plan, Run
from mmassist.training.faults import TrainingError
from mmassist.training.trainer import Outcome, Trainer, is_over, rate_at

PLAN = Plan(steps=12, batch=4, rate=0.05, warmup=3, average=0.8, save_seconds=0.0)
RUN = Run(folder="", seed=1, device="cpu")


class Line:
    """Learns y = 2x; a norm's running figures are in it too."""

    def __init__(self) -> None:
        torch.manual_seed(1)
        self.model = nn.Sequential(nn.Conv2d(1, 4, 1), nn.BatchNorm2d(4), nn.Conv2d(4, 1, 1))

    def batch(self, step: int) -> Tensor:
        return torch.from_numpy(np.random.default_rng([1, step]).normal(size=(4, 1, 2, 2)).astype(np.float32))

    def loss(self, batch: Tensor) -> Tensor:
        error: Tensor = self.model(batch) - 2 * batch
        return (error * error).mean()

    def judged(self, model: nn.Module) -> dict[str, float]:
        return {"at one": float(model(torch.from_numpy(np.ones((1, 1, 1, 1), np.float32))).sum())}


class KilledError(Exception):
    pass


def run(folder: Path, stopped: Callable[[], bool] = lambda: False, plan: Plan = PLAN, run_of: Run = RUN) -> Outcome[nn.Sequential]:
    return Trainer(run_of, plan, folder, lambda _line: None, stopped).train(Line(), "line")


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
    before = float(task.loss(task.batch(0)).detach())
    Trainer(RUN, dataclasses.replace(PLAN, steps=200, save_seconds=1e9), tmp_path, lambda _line: None).train(task, "line")
    assert float(task.loss(task.batch(0)).detach()) < 0.2 * before


def test_killed_and_called_again_it_reaches_the_same_weights(tmp_path: Path) -> None:
    run(tmp_path / "whole")
    with pytest.raises(KilledError):
        run(tmp_path / "killed", after(7, killed))
    assert run(tmp_path / "killed").step == PLAN.steps
    assert weights(tmp_path / "killed") == weights(tmp_path / "whole")


def test_batches_that_other_processes_make_are_the_same(tmp_path: Path) -> None:
    run(tmp_path / "one")
    run(tmp_path / "other", run_of=dataclasses.replace(RUN, workers=2))
    assert weights(tmp_path / "one") == weights(tmp_path / "other")


def test_what_was_done_since_the_last_checkpoint_is_done_again_the_same_way(tmp_path: Path) -> None:
    rarely = dataclasses.replace(PLAN, save_seconds=1e9)
    run(tmp_path / "whole")
    run(tmp_path / "killed", after(5, lambda: True), rarely)
    with pytest.raises(KilledError):
        run(tmp_path / "killed", after(4, killed), rarely)
    run(tmp_path / "killed", plan=rarely)
    assert weights(tmp_path / "killed") == weights(tmp_path / "whole")


def test_a_plan_of_minutes_ends_by_time_and_its_rate_falls_by_it() -> None:
    plan = dataclasses.replace(PLAN, steps=1_000_000, minutes=10.0, warmup=1, cooldown=0.25)
    rates = [rate_at(plan, 100, seconds=60.0 * minute) / plan.rate for minute in (0, 7.5, 8.75, 10)]
    assert rates == pytest.approx([1.0, 1.0, 1 - 0.5**0.5, 0.0])
    assert not is_over(plan, 599.0)
    assert is_over(plan, 600.0)
    assert not is_over(PLAN, 1e9)


def test_a_training_whose_time_is_over_is_whole(tmp_path: Path) -> None:
    outcome = run(tmp_path, plan=dataclasses.replace(PLAN, steps=1_000_000, minutes=1e-4))
    assert outcome.whole
    assert 0 < outcome.step < 1_000_000


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


def test_the_rate_goes_up_stays_and_goes_down() -> None:
    plan = dataclasses.replace(PLAN, steps=100, warmup=10, cooldown=0.5)
    rates = [rate_at(plan, step) for step in range(plan.steps)]
    assert rates[:10] == pytest.approx([plan.rate * at / 10 for at in range(1, 11)])
    assert set(rates[10:49]) == {plan.rate}
    assert rates[50:] == sorted(rates[50:], reverse=True)
    assert 0 < rates[-1] < 0.02 * plan.rate


def test_before_the_rate_falls_it_is_the_same_for_more_steps() -> None:
    longer = dataclasses.replace(PLAN, steps=2 * PLAN.steps)
    assert [rate_at(PLAN, step) for step in range(6)] == [rate_at(longer, step) for step in range(6)]


def test_without_moments_the_rate_rises_again() -> None:
    plan = dataclasses.replace(PLAN, steps=100)
    assert [rate_at(plan, step, warmed=20) for step in range(20, 24)] == pytest.approx(
        [plan.rate / 3, plan.rate * 2 / 3, plan.rate, plan.rate]
    )


def test_how_far_another_machine_had_come_is_kept(tmp_path: Path) -> None:
    run(tmp_path, after(4, lambda: True))
    begun = load_checkpoint(tmp_path)
    assert begun is not None
    save_checkpoint(tmp_path, dataclasses.replace(begun, step=5, seconds=120.0, machines=("a card",)))
    for _ in range(2):
        run(tmp_path, after(1, lambda: True))
    found = load_checkpoint(tmp_path)
    assert found is not None
    assert found.machines[0] == "a card (5 steps until then, 2 minutes)"
    assert found.machines[1:] == begun.machines


def test_a_checkpoint_of_another_network_is_refused(tmp_path: Path) -> None:
    run(tmp_path)
    other = Line()
    other.model = nn.Sequential(nn.Conv2d(1, 8, 1), nn.BatchNorm2d(8), nn.Conv2d(8, 1, 1))
    with pytest.raises(TrainingError, match="another network"):
        Trainer(RUN, PLAN, tmp_path, lambda _line: None).train(other, "line")


LONG = dataclasses.replace(PLAN, steps=60)
LOOP = """
import sys
from pathlib import Path
from tests.unit.training.test_trainer import LONG, run
run(Path(sys.argv[1]), plan=LONG)
"""


def reached(folder: Path) -> int:
    found = load_checkpoint(folder)
    return 0 if found is None else found.step


@pytest.mark.timeout(300)  # each process loads torch, which takes a busy machine a while
def test_killed_by_the_system_while_it_writes_checkpoints_it_reaches_the_same_weights(tmp_path: Path) -> None:
    run(tmp_path / "whole", plan=LONG)
    started = subprocess.Popen([sys.executable, "-c", LOOP, str(tmp_path / "killed")], cwd=Path(__file__).parents[3])
    while started.poll() is None and reached(tmp_path / "killed") < 5:
        time.sleep(0.01)
    started.kill()
    started.wait()
    assert 5 <= reached(tmp_path / "killed") < LONG.steps
    run(tmp_path / "killed", plan=LONG)
    assert weights(tmp_path / "killed") == weights(tmp_path / "whole")
