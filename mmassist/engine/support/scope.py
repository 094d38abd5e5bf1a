"""How much of the screen a helper sees: one window, or a whole monitor where the user wants that and has heard what is on it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from mmassist.engine.engine import Engine
from mmassist.engine.parts import Parts
from mmassist.engine.support.options import Options
from mmassist.engine.support.question import ANSWER, Questions, require_shareable
from mmassist.engine.support.sharing import Sharing
from mmassist.engine.support.surroundings import titles
from mmassist.errors import ConsentRevoked, MmassistError, NoWindow
from mmassist.sayings import listed, run_on, saying
from mmassist.support.audit import Entry, Happened
from mmassist.support.roles import Role
from mmassist.values import Target, TargetKind, Window

_MOST_TOLD = 6  # titles


class Scope:
    """Belongs to the engine's loop. `name`: of the helper. `key_of`: how the user gives a command, as it is said. `note`: writes the audit
    log; what can't be written down is not shown."""

    def __init__(
        self,
        engine: Engine,
        parts: Parts,
        options: Options,
        questions: Questions,
        sharing: Sharing,
        name: str,
        key_of: Callable[[str], str],
        note: Callable[[Entry], None],
    ) -> None:
        self._engine, self._parts, self._options = engine, parts, options
        self._questions, self._sharing = questions, sharing
        self._name, self._key_of, self._note = name, key_of, note
        self._before: Window | None = None
        self._asking: asyncio.Task[None] | None = None

    def use(self, options: Options) -> None:
        """From the next question on."""
        self._options = options

    def monitor(self) -> None:
        """Asks the user whether all of the monitor that they are at is to be seen. Raises ConsentRevoked where they are asked something
        already, or it is seen."""
        if self._questions.stands or self._asking is not None:
            raise ConsentRevoked("something else is asked", "You are asked something already.", "Answer that first.")
        if self._sharing.monitor:
            raise ConsentRevoked(
                "a monitor is shared", saying("{name} sees the whole monitor already.", name=self._name), "To take that back, refuse."
            )
        self._asking = asyncio.create_task(self._widens(), name="sharing a monitor")
        self._asking.add_done_callback(self._asked)

    def take_back(self) -> bool:
        """Shares one window again where a monitor is shared: that in front, or where it can't be shared that of before. Whether it was so.
        Raises SupportError where it can't be written down: it holds."""
        if not self._sharing.monitor:
            return False
        try:
            self.window()
        except NoWindow:
            self._show(self._before)
        return True

    def window(self) -> None:
        """From now on the window in front is all that is seen. Raises NoWindow; SupportError where it can't be written down: it holds."""
        self._show(require_shareable(self._parts))

    def close(self) -> None:
        """Nothing is asked any more."""
        if self._asking is not None:
            self._asking.cancel()

    def _show(self, window: Window | None) -> None:
        self._sharing.show_window(window)
        self._note(Entry(Happened.WINDOW, Role.HELPER.value, self._name))

    def _asked(self, task: asyncio.Task[None]) -> None:
        self._asking = None
        if not task.cancelled() and isinstance(error := task.exception(), MmassistError):
            self._engine.fault(error)

    async def _widens(self) -> None:
        self._before = shared = self._sharing.window
        x, y = map(int, shared.box.centre) if shared is not None else (0, 0)
        frame = await self._engine.screen.run(self._parts.grabber.grab, Target(TargetKind.MONITOR), None, (x, y))
        seen = await titles(self._parts, frame.box, self._options.masks.excluded)
        number = frame.target.monitor
        more = [saying("{count} more", count=len(seen) - _MOST_TOLD)] if len(seen) > _MOST_TOLD else []
        question = run_on(
            saying("{name} would see all that is on monitor {number}, and what comes up there.", name=self._name, number=number),
            saying("On it now: {windows}.", windows=listed([*seen[:_MOST_TOLD], *more])) if seen else "",
            "Password fields, windows that never leave, and my own windows stay hidden.",
            saying("To allow it: {key}.", key=self._key_of("admit")),
            saying("If not, refuse: {key}.", key=self._key_of("refuse")),
        )
        try:
            async with asyncio.timeout(ANSWER):
                allowed = await self._questions.ask(question)
        except TimeoutError:
            allowed = False
        if not allowed:
            self._engine.news(saying("{name} goes on seeing one window alone.", name=self._name))
            return
        self._note(Entry(Happened.MONITOR, Role.HELPER.value, self._name))
        self._sharing.show_monitor(number)
