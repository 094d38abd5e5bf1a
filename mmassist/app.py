"""The running app: rooms, keys and windows brought together. Qt is imported only here, and only when the app runs."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING

from mmassist.app_commands import Checks, Lines, Live, WindowCommands, caption_of, looks_of
from mmassist.desktop import command_wire, paths
from mmassist.desktop.starts import YOUNG, Start
from mmassist.engine.engine import Listeners
from mmassist.engine.own_windows import OwnWindow
from mmassist.engine.pulse import Pulse
from mmassist.errors import DesktopError, MmassistError, SupportError
from mmassist.sayings import run_on, saying
from mmassist.settings import Settings, load
from mmassist.speech.voices import registry as voices
from mmassist.values import Earcon, FusedPrompt, Spoken, Transcript, Turn
from mmassist.wiring.desktop import desktop
from mmassist.wiring.helped import helped
from mmassist.wiring.keys import Keyboard, hears, introduced
from mmassist.wiring.rooms import Rooms, open_rooms
from mmassist.wiring.safe import SUPERVISION, safe
from mmassist.wiring.senses import Senses, open_senses
from mmassist.wiring.serving import Guests
from mmassist.wiring.session import session_watched
from mmassist.wiring.support_log import tell_left_behind
from mmassist.wiring.twice import Changes, declined, started_twice

if TYPE_CHECKING:
    from mmassist.capture.uncovered import Covered
    from mmassist.ui.bridge import Bridge
    from mmassist.ui.shell import Shell

log = logging.getLogger(__name__)

_GOODBYE = 10.0  # seconds for all parts to close
BACK = "mmassist ended unexpectedly and is back. What was told last may be missing from the history."


class App:
    """The running app: Qt on the main thread, the engine on its own. One a process."""

    def __init__(
        self,
        settings: Settings,
        problem: MmassistError | None,
        listeners: Listeners,
        start: Start,
        safe_because: str = "",
        lines: Lines | None = None,
        window: OwnWindow | None = None,
        checks: Checks | None = None,
        was_cut: bool = False,
    ) -> None:
        """`problem`: what was wrong with the settings. `listeners` are told on the engine's thread, beside the windows.

        `start`: is told when this run is known to be well. `safe_because`: why it is in safe mode, to be said first; empty: it is not.
        `lines`: who answers command lines, with these very settings. `window`: the one that is shown at the start.
        `checks`: what the window about the app shows. `was_cut`: whether the run before was cut short, which is said.
        """
        self._problem = problem
        self._listeners = listeners
        self._start_mark = start
        self._safe_because = safe_because
        self._was_cut = was_cut and not safe_because
        self._lines = lines if not safe_because else None
        self._checks = checks
        self._window = None if safe_because and window is OwnWindow.WELCOME else window
        self.wants_another = False
        """Whether the app is to be started again, without safe mode, once `run` has returned."""
        self._live = Live(safe(settings) if safe_because else settings)
        self._leaving: asyncio.Task[None] | None = None

    def run(self, ready: Callable[[], None]) -> int:
        """Runs until the user quits; returns the exit code. `ready` is called on the engine's thread once the keys work.

        Main thread. Raises DesktopError where there is no graphical session.
        """
        _require_display()
        from mmassist.ui.shell import Shell

        shell = Shell(looks_of(self._live.settings), caption_of(self._live.settings), self._live.settings.window.language)
        bridge = shell.bridge
        shown = Listeners(
            bridge.emit_spoken,
            bridge.emit_turn,
            previewed=bridge.emit_preview,
            heard=bridge.emit_heard,
            listening=bridge.emit_listening,
            switched_off=bridge.emit_switched_off,
            copied=bridge.emit_copied,
            forgot=bridge.emit_forgotten,
            window=bridge.emit_window,
            sends=bridge.emit_sends,
        )
        listeners = _both(self._listeners, shown)
        self._live.thread.start()
        life = self._live.thread.submit(self._begin(self._lives(listeners, ready, shell), bridge.emit_failed)).result()
        try:
            windows = WindowCommands(self._live, shell, self._checks, self._lines, is_safe=bool(self._safe_because))
            bridge.changed.connect(windows.use)
            code = shell.run(windows.content)
            if code == 0:
                self._start_mark.well()
        finally:
            try:
                self._live.thread.submit(_end(life)).result(_GOODBYE)
            finally:
                self._live.thread.stop()
        return code

    async def _begin(self, living: Coroutine[None, None, None], failed: Callable[[], None]) -> asyncio.Task[None]:
        life = asyncio.create_task(living, name="life")
        life.add_done_callback(lambda ended: None if ended.cancelled() else failed())
        return life

    async def _lives(self, listeners: Listeners, ready: Callable[[], None], shell: Shell) -> None:
        """Until it is cancelled."""
        bridge = shell.bridge
        async with (
            self._opened(listeners, shell.covers) as rooms,
            _watched(rooms),
            open_senses(self._live.settings, rooms, listeners) as senses,
            contextlib.AsyncExitStack() as stack,
        ):
            live = self._live
            live.rooms, live.senses = rooms, senses
            await stack.enter_async_context(session_watched(rooms, live.silence, senses))
            if self._safe_because:
                rooms.supervisor.on_leave = lambda: self._again(rooms, bridge)
            asyncio.get_running_loop().call_later(YOUNG, self._start_mark.well)
            hotkeys = desktop().keys(lambda error: self._live.thread.call(rooms.engine.fault, error))
            is_heard = hears(hotkeys, rooms.engine.fault)
            try:
                named = introduced(hotkeys, senses.keytable, lambda text: self._live.thread.call(rooms.engine.announce, text))
                if self._window is not OwnWindow.WELCOME:
                    rooms.engine.announce(run_on(self._safe_because or "mmassist is ready.", named))
                if is_heard:
                    live.keyboard = Keyboard(hotkeys, live.thread, rooms, senses, lambda: live.settings, bridge.emit_letter)
                    live.keyboard.bind()
                if self._was_cut:
                    rooms.engine.announce(BACK)
                _tell_left_behind(rooms)
                for problem in filter(None, (self._problem, shell.problem, *rooms.problems)):
                    rooms.engine.fault(problem)
                for notice in rooms.answers.notices:
                    rooms.engine.announce(notice)
                async with _answering(self._lines, rooms, senses, bridge, Changes(lambda: self._changed(bridge), senses.renew)):
                    ready()
                    if self._window is not None:
                        bridge.emit_window(self._window)
                    if rooms.supervisor.off:
                        rooms.supervisor.changed()
                    await asyncio.Event().wait()
            finally:
                if live.keyboard is not None:
                    await live.keyboard.aclose()
                live.rooms = live.senses = live.keyboard = None
                hotkeys.close()

    def _opened(self, listeners: Listeners, covered: Covered) -> contextlib.AbstractAsyncContextManager[Rooms]:
        opened = partial(open_rooms, self._live.settings, listeners, keep_history=True, covered=covered)
        return opened(voices_of=voices.only, supervision=SUPERVISION) if self._safe_because else opened()

    def _changed(self, bridge: Bridge) -> None:
        """The file says something else: it is put to use. Raises SettingsError. On the engine's loop."""
        settings, problem = load(paths.config_dir() / "settings.toml")
        if problem is not None:
            raise problem
        bridge.emit_changed(settings)

    def _again(self, rooms: Rooms, bridge: Bridge) -> None:
        """Quits, once that was said, to be started again."""

        async def quits() -> None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_GOODBYE):
                    await rooms.engine.over()
            self.wants_another = True
            bridge.emit_leave()

        self._leaving = asyncio.create_task(quits(), name="leaving safe mode")


async def _end(life: asyncio.Task[None]) -> None:
    """Cancels and waits; raises what the life of the engine ended with."""
    life.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await life


def _both(first: Listeners, second: Listeners) -> Listeners:
    def spoken(spoken: Spoken) -> None:
        first.spoken(spoken)
        second.spoken(spoken)

    def turn(turn: Turn) -> None:
        first.turn(turn)
        second.turn(turn)

    def previewed(prompt: FusedPrompt) -> None:
        first.previewed(prompt)
        second.previewed(prompt)

    def heard(transcript: Transcript) -> None:
        first.heard(transcript)
        second.heard(transcript)

    def listening(is_open: bool) -> None:
        first.listening(is_open)
        second.listening(is_open)

    def switched_off(parts: tuple[str, ...]) -> None:
        first.switched_off(parts)
        second.switched_off(parts)

    return Listeners(
        spoken,
        turn,
        previewed=previewed,
        heard=heard,
        listening=listening,
        switched_off=switched_off,
        copied=second.copied,
        forgot=second.forgot,
        window=second.window,
        sends=second.sends,
    )


def _tell_left_behind(rooms: Rooms) -> None:
    """Whoever was let in before a crash sees nothing any more, which is said."""
    try:
        tell_left_behind(rooms.engine.news)  # once: a key must not wipe it out
    except SupportError as error:
        rooms.engine.fault(error)


@contextlib.asynccontextmanager
async def _watched(rooms: Rooms) -> AsyncIterator[None]:
    """While the engine is held up that can be heard, and when it is over it is said."""

    def over(seconds: float) -> None:
        rooms.engine.announce(saying(rooms.supervisor.wording.general["held_up"], seconds=round(seconds)))

    pulse = Pulse(lambda: rooms.play(Earcon.WORKING), over)
    pulse.start()
    try:
        yield
    finally:
        await pulse.aclose()


@contextlib.asynccontextmanager
async def _answering(lines: Lines | None, rooms: Rooms, senses: Senses, bridge: Bridge, changes: Changes) -> AsyncIterator[None]:
    """Commands are answered meanwhile, where this system lets them be; where something is in the way that is heard."""
    if not command_wire.folder():
        yield
        return
    from mmassist.desktop.command_server import CommandServer

    others = helped(senses.doing, senses.support, lines.serve(Guests(rooms)) if lines is not None else declined)
    server = CommandServer(started_twice(rooms, bridge.emit_front, bridge.emit_window, changes, others))
    try:
        await server.start()
    except DesktopError as error:
        log.warning("%s", error)
        rooms.engine.fault(error)
    try:
        yield
    finally:
        await server.aclose()


def _require_display() -> None:
    if sys.platform == "linux" and not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
        raise DesktopError("no display", "There is no graphical session here.", "Log in to a desktop, then start mmassist there.")
