"""`mmassist evaluate questions --count 300 --seed N --json`: questions of known answers, each through a whole turn.

Needs a display with a window manager and the accessibility bus. Each generated window is asked several questions; the truth comes from its
spec and its toolkit, never from what the describer saw.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from random import Random

from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.record import Request
from mmassist.engine.turn import Options
from mmassist.errors import MmassistError
from mmassist.evaluation.layout import Spec
from mmassist.evaluation.questions import contents, controls
from mmassist.evaluation.questions.judging import Outcome, Verdict, judged
from mmassist.evaluation.questions.question import Question, Source
from mmassist.evaluation.questions.report import Answered, QuestionsReport
from mmassist.evaluation.report import Shown
from mmassist.evaluation.show import require_display, window
from mmassist.evaluation.specs import generate
from mmassist.evaluation.truth import truth_of
from mmassist.settings import Settings
from mmassist.wiring.rooms import open_rooms

PUBLISHED_SEED = 20261127
PER_WINDOW = 5
_DESCRIBER = ("", "embedded describer")
_PATIENT = Options(outline=2.0, title=2.0, text=30.0, model=30.0)


def run(count: int = 300, seed: int = PUBLISHED_SEED, progress: Callable[[str], None] | None = None) -> QuestionsReport:
    """Shows windows until `count` questions were asked. Raises DesktopError where there is no display; a window or a turn that fails is a
    question not answered."""
    require_display()
    return QuestionsReport(seed, tuple(asyncio.run(_asked(count, seed, progress or (lambda line: None)))))


async def _asked(count: int, seed: int, progress: Callable[[str], None]) -> list[Answered]:
    kinds: Counter[str] = Counter()
    answered: list[Answered] = []
    listeners = Listeners(spoken=lambda said: None, turn=lambda turn: None)
    async with open_rooms(Settings().with_backend("embedded"), listeners, _PATIENT, speak=False) as rooms:
        for spec in generate(-(-count // PER_WINDOW), seed):
            for one in await _of_window(rooms.engine, spec, seed, kinds):
                answered.append(one)
                progress(one.line())
    return answered[:count]


async def _of_window(engine: Engine, spec: Spec, seed: int, kinds: Counter[str]) -> list[Answered]:
    name = f"{spec.number} {spec.kind} {spec.language} {spec.look.toolkit} {spec.look.theme}"
    try:
        with window(spec) as shown:
            return [await _one(engine, spec, shown, question, name) for question in chosen(spec, shown, seed, kinds)]
    except MmassistError as error:
        failed = Question("window", "")
        return [Answered(name, failed, "", Verdict(Outcome.NOT_ANSWERED), f"{type(error).__name__}: {error}")] * PER_WINDOW


def chosen(spec: Spec, shown: Shown, seed: int, kinds: Counter[str]) -> list[Question]:
    """The questions of one window: of the kinds asked least so far, by lot. `kinds` is brought up to date."""
    random = Random(f"{seed}/{spec.number}/questions")  # noqa: S311 - reproducible, not secret
    source = Source(spec, truth_of(spec, shown), shown, random)
    every = [*controls.questions(source), *contents.questions(source)]
    every = [question for question in every if question.outline is not _is_of_picture(spec)]
    random.shuffle(every)
    picked: list[Question] = []
    for question in sorted(every, key=lambda one: kinds[one.kind]):
        if len(picked) < PER_WINDOW and question.kind not in {one.kind for one in picked}:
            picked.append(question)
            kinds[question.kind] += 1
    return picked


def _is_of_picture(spec: Spec) -> bool:
    """Whether the window is asked about as if it had no tree: one in eight."""
    return spec.number % 8 == 7


async def _one(engine: Engine, spec: Spec, shown: Shown, question: Question, name: str) -> Answered:
    """One turn."""
    request = Request(time.monotonic(), question=question.text, use_outline=question.outline)
    turn = await engine.describe(request)
    await engine.over()
    if turn.fault is not None:
        return Answered(name, question, "", Verdict(Outcome.NOT_ANSWERED), turn.fault.spoken)
    answer = "" if turn.metering.model in _DESCRIBER else turn.text
    return Answered(name, question, answer, judged(question, answer, truth_of(spec, shown)))
