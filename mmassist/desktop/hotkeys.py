"""Global keys under X11: grabbed, so that no other program sees them, whatever locks are on.

A program that holds the keyboard (an open menu, a screen lock) keeps all keys to itself: no grab fires until it lets go.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING

from mmassist.desktop import x11
from mmassist.desktop.chords import parse
from mmassist.desktop.contracts import Struck, Told
from mmassist.desktop.grabs import Actions, Grabs
from mmassist.errors import DesktopError, MmassistError

if TYPE_CHECKING:
    from Xlib.display import Display

log = logging.getLogger(__name__)


class Hotkeys:
    """Grabs keys on a thread and an X connection of its own. Public methods may be called from any thread but that one."""

    def __init__(self, display: str | None = None) -> None:
        """`display`: as in $DISPLAY, which is the default."""
        self._display = display
        self._orders: queue.SimpleQueue[tuple[Callable[[Grabs], None], Future[None]]] = queue.SimpleQueue()
        self._waker: x11.Waker | None = None
        self._thread: threading.Thread | None = None
        self._grabs: Grabs | None = None
        self._closing = False

    def start(self) -> None:
        """Raises DesktopError where there is no display."""
        connection = x11.connect(self._display)
        self._waker = x11.Waker()
        self._closing = False
        self._thread = threading.Thread(target=self._run, args=(connection, self._waker), name="hotkeys", daemon=True)
        self._thread.start()

    def bind(self, chord: str, pressed: Told, released: Told | None = None) -> None:
        """From now on `pressed` gets the time (`time.monotonic()`) of each press of `chord`, and `released` that of its key's release, 30
        ms late, on the hotkey thread: they must hand over and return. Holding the key is one press. Binding a bound chord again
        replaces what it does.

        Raises SettingsError for what is no chord or not on this keyboard, HotkeyTaken if another program has it.
        """
        parsed = parse(chord)
        self._order(lambda grabs: grabs.add(parsed, Actions(pressed, released)))

    def unbind(self, chord: str) -> None:
        """Gives `chord` back to the other programs; nothing happens if it was not bound."""
        parsed = parse(chord)
        self._order(lambda grabs: grabs.remove(parsed))

    def hold(self, struck: Struck, patience: float, lapsed: Told) -> None:
        """As `contracts.Keys` has it."""
        self._order(lambda grabs: grabs.hold(struck, patience, lapsed))

    def let_go(self) -> None:
        """As `contracts.Keys` has it."""
        if self._is_here and self._grabs is not None:
            self._grabs.let_go()
        elif self._thread is not None and self._waker is not None:
            self._orders.put((Grabs.let_go, Future()))
            self._waker.wake()

    def close(self) -> None:
        """Gives all keys back, ends the thread and waits for it. Idempotent."""
        if self._thread is None or self._waker is None:
            return
        self._closing = True
        self._waker.wake()
        self._thread.join()
        self._waker.close()
        self._thread = None

    @property
    def _is_here(self) -> bool:
        """Whether this is the keys' own thread, which can't wait for itself."""
        return threading.current_thread() is self._thread

    def _order(self, work: Callable[[Grabs], None]) -> None:
        if self._is_here and self._grabs is not None:
            work(self._grabs)
            return
        if self._thread is None or self._waker is None or not self._thread.is_alive():
            raise DesktopError("the hotkeys are not started, or the display is gone")
        done: Future[None] = Future()
        self._orders.put((work, done))
        self._waker.wake()
        try:
            done.result(timeout=5)
        except TimeoutError as late:
            raise DesktopError("the X server does not answer") from late

    def _run(self, connection: Display, waker: x11.Waker) -> None:
        from Xlib.error import ConnectionClosedError

        try:
            grabs = self._grabs = Grabs(connection)
            while not self._closing:
                if waker.wait(connection, grabs.patience):
                    self._obey(grabs)
                while connection.pending_events():
                    grabs.handle(connection.next_event())
                grabs.declare()
            grabs.clear()
        except (ConnectionClosedError, OSError) as lost:
            log.warning("the display is gone, and the hotkeys with it: %s", lost)
            self._refuse(lost)
        finally:
            x11.close(connection)  # whatever ended it: nobody may be left with a keyboard that is held

    def _refuse(self, reason: Exception) -> None:
        while not self._orders.empty():
            self._orders.get()[1].set_exception(DesktopError(f"the display is gone: {reason}"))

    def _obey(self, grabs: Grabs) -> None:
        from Xlib.error import ConnectionClosedError

        while not self._orders.empty():
            work, done = self._orders.get()
            try:
                work(grabs)
            except MmassistError as error:
                done.set_exception(error)
            except (ConnectionClosedError, OSError) as lost:
                done.set_exception(DesktopError(f"the display is gone: {lost}"))
                raise
            else:
                done.set_result(None)
