"""Which window is in front, asked quickly: a key can be pressed at the very moment that a window comes."""

from __future__ import annotations

import time
from types import TracebackType

from mmassist.measure.programs import ProgramFailed


class InFront:
    """One connection to the display, for one thread. A context manager."""

    def __enter__(self) -> InFront:
        from Xlib.display import Display

        self._display = Display()
        self._property = self._display.intern_atom("_NET_ACTIVE_WINDOW")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._display.close()

    def wait(self, window: int, timeout: float = 5.0) -> None:
        """Returns as soon as the window manager names this X window as the active one. Raises ProgramFailed."""
        from Xlib import X

        deadline = time.monotonic() + timeout
        while True:
            found = self._display.screen().root.get_full_property(self._property, X.AnyPropertyType)
            if found is not None and list(found.value)[:1] == [window]:
                return
            if time.monotonic() > deadline:
                raise ProgramFailed(f"window {window:#x} did not come to the front in {timeout:.0f} s")
            time.sleep(0.0005)
