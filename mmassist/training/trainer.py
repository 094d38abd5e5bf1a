"""The loop that all our trainings share: AdamW, averaged weights, checkpoints, and a line a minute.

A batch is a function of seed and step. So a training that was stopped, or killed, goes on from its last checkpoint to the weights that it
would have reached anyway (on the same machine, with as many threads), and batches can be made ahead by other processes.
"""

from __future__ import annotations

import math
import os
import platform
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset

from mmassist.training.checkpoints import Checkpoint, load_checkpoint, save_checkpoint
from mmassist.training.config import Plan, Run
from mmassist.training.faults import TrainingError
from mmassist.training.progress import Progress, in_words

M = TypeVar("M", bound=nn.Module)

_AHEAD = 4
"""Batches that each process makes before they are asked for."""


class Task(Protocol[M]):
    """What is learnt, by a model of one kind."""

    model: M

    def batch(self, step: int) -> Any:
        """A function of seed and step, on the processor; in another process where the run has workers."""

    def loss(self, batch: Any) -> Tensor:
        """Of what `batch` gave, where the model is."""

    def judged(self, model: M) -> Mapping[str, float]:
        """How well `model`, a copy with averaged weights, does what was never trained on."""


@dataclass(frozen=True, slots=True)
class _Steps(Dataset[Any]):
    """The batches of the steps from `first` to before `end`."""

    task: Task[Any]
    first: int
    end: int

    def __len__(self) -> int:
        return self.end - self.first

    def __getitem__(self, at: int) -> Any:
        return self.task.batch(self.first + at)


@dataclass(frozen=True, slots=True)
class Outcome(Generic[M]):
    """`model` with averaged weights after `step` steps and `seconds`; whole: all steps were done. `figures` are the last judgement."""

    model: M
    step: int
    seconds: float
    whole: bool
    figures: Mapping[str, float]


@dataclass(slots=True)
class _State:
    step: int
    seconds: float
    warmed: int
    machines: tuple[str, ...]
    optimiser: torch.optim.AdamW
    averaged: dict[str, Tensor]


class Trainer:
    """One training in one folder. `stopped` is asked before each step: a training that is stopped saves and returns."""

    def __init__(
        self,
        run: Run,
        plan: Plan,
        folder: Path,
        write: Callable[[str], None],
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._run = run
        self._plan = plan
        self._folder = folder
        self._write = write
        self._stopped = stopped
        self._device = device_of(run)

    def train(self, task: Task[M], name: str) -> Outcome[M]:
        """From the last checkpoint, or from the beginning. Raises TrainingError where no checkpoint can be read."""
        torch.set_num_threads(max(1, self._run.threads))
        # each shape comes again and again: the fastest way to convolve it is tried out once
        torch.backends.cudnn.benchmark = True
        # as pictures come: convolutions take two thirds of the time
        task.model.to(self._device, memory_format=torch.channels_last)
        state = self._restored(task.model)
        progress = Progress(name, self._plan.steps, self._write)
        saved = time.monotonic()
        loss_seen = 0.0
        task.model.train()
        batches = self._batches(task, state.step)
        while not self._is_whole(state) and not self._stopped():
            began = time.monotonic()
            loss = self._step(task, next(batches), state)
            loss_seen = loss if not loss_seen else 0.98 * loss_seen + 0.02 * loss
            now = time.monotonic()
            state.seconds += now - began
            progress.at(state.step, {"loss": loss_seen})
            if now - saved >= self._plan.save_seconds:
                self._save(task.model, state)
                saved = now
            if self._plan.examine_steps and state.step % self._plan.examine_steps == 0:
                self._judge(task, state)
        self._save(task.model, state)
        model, figures = self._judge(task, state)
        return Outcome(model, state.step, state.seconds, self._is_whole(state), figures)

    def _is_whole(self, state: _State) -> bool:
        return state.step >= self._plan.steps or is_over(self._plan, state.seconds)

    def _batches(self, task: Task[M], first: int) -> Iterator[Any]:
        """From step `first` to the last."""
        steps = _Steps(task, first, self._plan.steps)
        if not self._run.workers:
            return (steps[at] for at in range(len(steps)))
        # Forked, what was rendered is mapped into memory once for all of them. None of them touches the graphics card.
        loader = DataLoader(
            steps,
            batch_size=None,
            num_workers=self._run.workers,
            prefetch_factor=_AHEAD,
            pin_memory=self._device.type == "cuda",
            multiprocessing_context="fork",
        )
        return iter(loader)

    def _step(self, task: Task[M], batch: Any, state: _State) -> float:
        for group in state.optimiser.param_groups:
            group["lr"] = rate_at(self._plan, state.step, state.warmed, state.seconds)
        # what is left out by chance is a function of seed and step too
        torch.manual_seed(self._run.seed + state.step)
        with self._precision():
            loss = task.loss(batch)
        state.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(task.model.parameters(), self._plan.clip)
        state.optimiser.step()
        state.step += 1
        decay = min(self._plan.average, (1 + state.step) / (10 + state.step))
        average(state.averaged, task.model.state_dict(), decay)
        return float(loss.detach())

    def _precision(self) -> AbstractContextManager[object]:
        if self._run.precision == "bfloat16":
            return torch.autocast(self._device.type, dtype=torch.bfloat16)
        return nullcontext()

    def _judge(self, task: Task[M], state: _State) -> tuple[M, Mapping[str, float]]:
        """With the averaged weights, which are taken out again afterwards."""
        model = task.model
        current = {key: value.detach().clone() for key, value in model.state_dict().items()}
        model.load_state_dict(state.averaged)
        model.eval()
        with torch.no_grad():
            figures = task.judged(model)
        self._write(f"after {state.step:,} steps: " + ", ".join(f"{name} {value:.4g}" for name, value in figures.items()))
        if not self._is_whole(state) and not self._stopped():
            model.load_state_dict(current)
            model.train()
        return model, figures

    def _restored(self, model: nn.Module) -> _State:
        optimiser = torch.optim.AdamW(_groups(model, self._plan.weight_decay), lr=self._plan.rate, betas=(0.9, 0.98), fused=True)
        found, here = load_checkpoint(self._folder), self._machine()
        if found is None:
            return _State(0, 0.0, 0, (here,), optimiser, {key: value.detach().clone() for key, value in model.state_dict().items()})
        self._write(f"going on after step {found.step:,}")
        tensors = {key: value.to(self._device) for key, value in found.tensors.items()}
        _load(model, dict(_under("model.", tensors)), self._folder)
        for name, parameter in model.named_parameters():
            moments = dict(_under(f"optimiser.{name}/", tensors))
            if moments:
                step = moments.pop("step").to(self._device)
                optimiser.state[parameter] = {"step": step} | {key: _laid_as(parameter, moment) for key, moment in moments.items()}
        averaged = {key: _laid_as(value, tensors[f"averaged.{key}"]) for key, value in model.state_dict().items()}
        return _State(found.step, found.seconds, found.warmed, _and_here(found, here), optimiser, averaged)

    def _machine(self) -> str:
        """What it is trained on, in words."""
        if self._device.type == "cuda":
            return torch.cuda.get_device_name(0)
        return f"{os.cpu_count()} cores ({platform.machine()})"

    def _save(self, model: nn.Module, state: _State) -> None:
        tensors = {f"model.{key}": value for key, value in model.state_dict().items()}
        tensors |= {f"averaged.{key}": value for key, value in state.averaged.items()}
        for name, parameter in model.named_parameters():
            tensors |= {f"optimiser.{name}/{key}": value for key, value in state.optimiser.state.get(parameter, {}).items()}
        save_checkpoint(self._folder, Checkpoint(state.step, state.seconds, tensors, state.warmed, state.machines))


def _and_here(found: Checkpoint, here: str) -> tuple[str, ...]:
    """The machines of a checkpoint, and this one; how far the one before had come is said with it."""
    if found.machines[-1:] in ((), (here,)):
        return found.machines or (here,)
    before = f"{found.machines[-1]} ({found.step:,} steps until then, {in_words(found.seconds)})"
    return (*found.machines[:-1], before, here)


def device_of(run: Run) -> torch.device:
    """What the run asks for; auto: a graphics card that answers, else the processor."""
    if run.device == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    return torch.device(run.device)


def rate_at(plan: Plan, step: int, warmed: int = 0, seconds: float = 0.0) -> float:
    """The learning rate of a step: up in a line from step `warmed`, then level, then down by a root at the end (arXiv 2405.18392).

    `seconds`: of training so far, for a plan that ends by time.
    """
    up = (step - warmed + 1) / max(1, plan.warmup)
    cooling = plan.cooldown * plan.steps
    gone = (step + 1 - plan.steps + cooling) / (cooling + 1)
    if plan.minutes:
        gone = max(gone, (seconds / (60 * plan.minutes) - 1 + plan.cooldown) / max(plan.cooldown, 1e-9))
    return plan.rate * min(1.0, up, 1 - math.sqrt(min(1.0, max(0.0, gone))))


def is_over(plan: Plan, seconds: float) -> bool:
    """Whether a plan that ends by time has ended after `seconds` of training."""
    return bool(plan.minutes) and seconds >= 60 * plan.minutes


def average(kept: Mapping[str, Tensor], values: Mapping[str, Tensor], decay: float) -> None:
    """Moves `kept` towards `values`, of the same names; counters, which are no weights, are copied."""
    weights = [key for key, value in kept.items() if value.is_floating_point()]
    with torch.no_grad():
        torch._foreach_lerp_([kept[key] for key in weights], [values[key] for key in weights], 1 - decay)
        for key in kept.keys() - weights:
            kept[key].copy_(values[key])


def averaged_model(model: M, folder: Path) -> tuple[M, Checkpoint] | None:
    """`model` with the averaged weights of the last checkpoint in a folder, and that checkpoint; None where there is none."""
    found = load_checkpoint(folder)
    if found is None:
        return None
    _load(model, dict(_under("averaged.", found.tensors)), folder)
    model.eval()
    return model, found


def _load(model: nn.Module, weights: Mapping[str, Tensor], folder: Path) -> None:
    try:
        model.load_state_dict(weights)
    except RuntimeError as error:
        raise TrainingError(f"the checkpoint in {folder} is of another network than the configuration's") from error


def _laid_as(other: Tensor, tensor: Tensor) -> Tensor:
    """`tensor` in memory as `other` lies there: the last bits of a step depend on it."""
    return other.detach().clone().copy_(tensor)


def _under(prefix: str, tensors: Mapping[str, Tensor]) -> Iterator[tuple[str, Tensor]]:
    return ((key.removeprefix(prefix), value) for key, value in tensors.items() if key.startswith(prefix))


def _groups(model: nn.Module, weight_decay: float) -> list[dict[str, object]]:
    """Matrices decay; biases, norms and single numbers do not."""
    matrices = [parameter for parameter in model.parameters() if parameter.ndim >= 2]
    others = [parameter for parameter in model.parameters() if parameter.ndim < 2]
    return [{"params": matrices, "weight_decay": weight_decay}, {"params": others, "weight_decay": 0.0}]
