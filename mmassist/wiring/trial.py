"""One backend tried by itself, without a turn; what it costs counts as in one."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from typing import Any

from mmassist.engine import billing
from mmassist.engine.brains import Brain
from mmassist.engine.choosing import barred
from mmassist.engine.metrics import CANCELLED, TRIAL, row_of
from mmassist.engine.metrics_thread import Metrics
from mmassist.errors import BackendError, MmassistError
from mmassist.settings import Settings
from mmassist.values import Fault, Finished, FusedPrompt, Metering, Scene, Target, TextDelta, Turn, Usage, Verbosity
from mmassist.wiring.answers import metrics_file, rules_of
from mmassist.wiring.asking import open_brain

_PROMPT = FusedPrompt(
    turn_id=1,
    scene=Scene(target=Target(), window=None, size=(1, 1), items=(), text_read=True),
    verbosity=Verbosity.BRIEF,
    preset=TRIAL,
    instructions="Answer in one short sentence of plain text.",
    text="Say hello.",
    answer_tokens=64,
)
"""Nothing of the user's is in it."""


async def try_out(name: str, settings: Settings, tell: Callable[[MmassistError], None]) -> dict[str, Any]:
    """One small question without a picture, kept in the record of turns. `tell`: of what is wrong with that record.

    Raises BackendError, PluginError or SecretUnavailable, as a turn would meet them, ConsentMissing, and BudgetSpent where the user's
    limits leave no money for it.
    """
    async with open_brain(name, settings) as brain:
        metrics = Metrics(metrics_file(), tell)
        try:
            await _afford(brain, settings, metrics)
            trial = _Trial(brain)
            try:
                await trial.run()
            finally:
                metrics.record(row_of(trial.turn(), brain.kind, TRIAL))
        finally:
            await metrics.aclose()
    return trial.told()


async def _afford(brain: Brain, settings: Settings, metrics: Metrics) -> None:
    await metrics.ready()
    most = billing.cost(brain, billing.estimated_input(brain, _PROMPT), Usage(output=_PROMPT.answer_tokens), "")
    if (error := barred(brain, most, rules_of(settings), metrics.spent(), metrics.doubt())) is not None:
        raise error


class _Trial:
    """What came of one question so far."""

    def __init__(self, brain: Brain) -> None:
        self.brain = brain
        self.text = ""
        self.finished: Finished | None = None
        self.fault: Fault | None = None
        self.bills = True
        self.retries = 0
        self.started = time.monotonic()
        self.first = self.total = 0.0

    async def run(self) -> None:
        """Raises what the backend raises, once it is noted."""
        try:
            async with contextlib.aclosing(self.brain.backend.stream(_PROMPT)) as events:
                async for event in events:
                    if isinstance(event, TextDelta):
                        self.first = self.first or time.monotonic() - self.started
                        self.text += event.text
                    else:
                        self.finished, self.retries = event, event.retries
        except MmassistError as error:
            self.fault = Fault(type(error).__name__, error.spoken, error.remedy)
            self.bills = billing.may_bill(error)
            self.retries = error.retries if isinstance(error, BackendError) else 0
            raise
        except asyncio.CancelledError:
            self.fault = Fault(CANCELLED, "", "")
            raise
        finally:
            self.total = time.monotonic() - self.started

    def turn(self) -> Turn:
        finished = self.finished or Finished(_PROMPT.turn_id, self.brain.model.name if self.brain.model else "")
        sent = billing.estimated_input(self.brain, _PROMPT)
        metering = Metering(
            self.brain.kind,
            TRIAL,
            finished.model,
            finished.usage,
            billing.cost(self.brain, sent, finished.usage, self.text) if self.bills else 0.0,
            self.retries,
        )
        times = {"total": round(self.total * 1000, 1)} | ({"first_token": round(self.first * 1000, 1)} if self.first else {})
        name = self.brain.name
        return Turn(_PROMPT.turn_id, name, "", self.text, None, (), self.started, times, fault=self.fault, metering=metering)

    def told(self) -> dict[str, Any]:
        turn = self.turn()
        usage = turn.metering.usage
        return {
            "backend": turn.backend,
            "model": turn.metering.model,
            "text": " ".join(turn.text.split())[:500],
            "first_token_ms": turn.timings.get("first_token", 0.0),
            "total_ms": turn.timings["total"],
            "tokens": {"input": usage.input, "output": usage.output},
            "cost": turn.metering.cost,
            "retries": turn.metering.retries,
        }
