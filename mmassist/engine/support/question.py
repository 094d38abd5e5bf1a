"""What the user is asked in a support session, and their word on it."""

from __future__ import annotations

import asyncio
import time

from mmassist.engine.engine import Engine
from mmassist.engine.ours import is_ours, meant
from mmassist.engine.parts import Parts
from mmassist.errors import ConsentRevoked, NoWindow
from mmassist.values import Window

ANSWER = 60.0
"""Seconds in which the user answers a question that a helper or they themselves have brought up."""


class Questions:
    """One at a time. Belongs to the engine's loop."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._asked: tuple[str, float, asyncio.Future[bool]] | None = None

    @property
    def stands(self) -> bool:
        """Whether an answer is waited for."""
        return self._asked is not None

    async def ask(self, question: str) -> bool:
        """Waits for the user's word; only when none stands."""
        answer = asyncio.get_running_loop().create_future()
        self._asked = question, time.monotonic(), answer
        self._engine.news(question)
        try:
            return bool(await answer)
        finally:
            self._asked = None
            self._engine.withdraw(question)

    def require_heard(self) -> None:
        """Raises ConsentRevoked where nothing is asked, or what is asked has not sounded yet: nobody agrees to what they could not hear."""
        if self._asked is None or self._asked[2].done():
            raise ConsentRevoked("nothing was asked", "Nothing is asked of you just now.", "Wait until somebody knocks.")
        question, since, _ = self._asked
        if not self._engine.has_sounded(self._engine.own(question), since):
            raise ConsentRevoked("allowed unheard", "You have not heard yet what is asked.", "Listen first, then decide.")

    def answer(self, *, yes: bool) -> None:
        """Nothing where none is asked. What was asked is not said to its end, or again."""
        if self._asked is not None and not self._asked[2].done():
            self._asked[2].set_result(yes)
            self._engine.withdraw(self._asked[0])


def require_shareable(parts: Parts) -> Window:
    """The window in front; where that is one of the app's own, the one below, which is no panel. Raises NoWindow."""
    window = parts.windows.in_front() if parts.windows is not None else None
    if parts.windows is not None and is_ours(window):
        window = meant(window, parts.windows.all())
    if window is None:
        raise NoWindow(
            "nothing to share",
            "There is no window in front that could be shared.",
            "Go to the program that you want help with.",
        )
    return window
