"""Who judges the free wishes of watches."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable

from mmassist.desktop.contracts import Tracker
from mmassist.engine.beside import Seeing
from mmassist.engine.brains import EMBEDDED
from mmassist.engine.parts import Eyes, Texts
from mmassist.engine.watch.asking import Asker
from mmassist.engine.watch.contract import Ask
from mmassist.engine.watch.phrases import Wording
from mmassist.errors import DesktopError, MmassistError
from mmassist.settings import Settings
from mmassist.wiring.answers import Answers
from mmassist.wiring.desktop import desktop


def asker(answers: Answers, seeing: Seeing) -> Ask | None:
    """None where the user has no model in their order."""
    return Asker(answers.watching, seeing, answers, Wording.load()) if answers.asks_models else None


@contextlib.asynccontextmanager
async def open_asker(
    settings: Settings, texts: Texts, eyes: Eyes | None, report: Callable[[MmassistError], None]
) -> AsyncIterator[Ask | None]:
    """Without the app; on the running loop. What is not right goes to `report`."""
    if all(name == EMBEDDED for name in settings.answers.order):
        yield None
        return
    problems: list[MmassistError] = []
    async with contextlib.AsyncExitStack() as stack:
        windows = _windows(stack)
        answers = Answers(settings, problems, report)
        stack.push_async_callback(answers.aclose)
        for problem in problems:
            report(problem)
        await answers.warm()
        yield asker(answers, Seeing(texts, eyes, windows))


def _windows(stack: contextlib.AsyncExitStack) -> Tracker | None:
    tracker = desktop().tracker()
    try:
        tracker.start()
    except DesktopError:
        return None
    stack.callback(tracker.close)
    return tracker
