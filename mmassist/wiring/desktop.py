"""The one place that chooses who answers for the desktop: by the system that the app runs on.

What belongs to one system is imported only when it is chosen, so that the others need none of it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

from mmassist.capture.clipboard import Copied
from mmassist.desktop.contracts import Finder, Keys, Tracker, Trees
from mmassist.engine.parts import Grabber
from mmassist.values import Window


@dataclass(frozen=True, slots=True)
class Desktop:
    """Makers of the parts of a desktop, none of which is started yet. `trees`: by the most nodes of an outline.

    `clipboard`: what pictures it holds, and who put them there, if that is known; blocks, any thread. Raises CaptureError or DesktopError.
    """

    tracker: Callable[[], Tracker]
    trees: Callable[[int], Trees]
    keys: Callable[[], Keys]
    finder: Callable[[], Finder]
    grabber: Callable[[], Grabber]
    clipboard: Callable[[], tuple[Copied, Window | None]]


def desktop(platform: str = sys.platform) -> Desktop:
    """That of `platform`, named as in `sys.platform`. Raises nothing: what is not there says so when it is started."""
    return {"win32": _windows}.get(platform, _x11)()


def _x11() -> Desktop:
    from mmassist.capture.clipboard import read_clipboard
    from mmassist.capture.screen import ScreenGrabber
    from mmassist.desktop import x11
    from mmassist.desktop.hotkeys import Hotkeys
    from mmassist.desktop.outline import Options, OutlineReader
    from mmassist.desktop.pointer import WindowFinder
    from mmassist.desktop.windows import WindowTracker

    def clipboard() -> tuple[Copied, Window | None]:
        with x11.opened() as connection:
            copied = read_clipboard(connection)
            return copied, x11.owner(copied.owner, connection)

    return Desktop(WindowTracker, lambda cap: OutlineReader(Options(cap=cap)), Hotkeys, WindowFinder, ScreenGrabber, clipboard)


def _windows() -> Desktop:
    from mmassist.capture.clipboard_system import read_system_clipboard
    from mmassist.capture.windows_grabber import WinGrabber
    from mmassist.desktop.thread_trees import ThreadTrees
    from mmassist.desktop.win.hotkeys import WinHotkeys
    from mmassist.desktop.win.uia import UiaSource
    from mmassist.desktop.win.windows import WinFinder, WinTracker

    return Desktop(
        WinTracker, lambda cap: ThreadTrees(UiaSource, cap), WinHotkeys, WinFinder, WinGrabber, lambda: (read_system_clipboard(), None)
    )
