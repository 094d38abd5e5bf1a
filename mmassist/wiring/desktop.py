"""The one place that chooses who answers for the desktop: by the system that the app runs on.

What belongs to one system is imported only when it is chosen, so that the others need none of it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from mmassist.capture.clipboard import Copied
from mmassist.desktop.contracts import Finder, Hand, Happening, Keys, RemoteInput, Session, Tracker, Trees, Wheel
from mmassist.desktop.session import is_wayland
from mmassist.engine.parts import Grabber
from mmassist.errors import ActRefused, DesktopError
from mmassist.values import Window


class KeysMaker(Protocol):
    """`trouble` hears, on any thread, of what keeps the keys from being heard for a while, where the system tells that."""

    def __call__(self, trouble: Callable[[DesktopError], None] = ..., /) -> Keys: ...


@dataclass(frozen=True, slots=True)
class Desktop:
    """Makers of the parts of a desktop, none of which is started yet. `trees`: by the most nodes of an outline.

    `clipboard`: what pictures it holds, and who put them there, if that is known; blocks, any thread. Raises CaptureError or DesktopError.
    `wheel`: raises DesktopError where no program can turn it; `hand`: ActRefused where no program can move the pointer.
    `session`: by who is told what becomes of it. `remote_input`: None where nobody else can be let use keyboard and mouse.
    """

    tracker: Callable[[], Tracker]
    trees: Callable[[int], Trees]
    keys: KeysMaker
    finder: Callable[[], Finder]
    grabber: Callable[[], Grabber]
    clipboard: Callable[[], tuple[Copied, Window | None]]
    wheel: Callable[[], Wheel]
    hand: Callable[[], Hand]
    session: Callable[[Callable[[Happening], None]], Session]
    remote_input: Callable[[], RemoteInput] | None = None


def desktop(platform: str = sys.platform) -> Desktop:
    """That of `platform`, named as in `sys.platform`. Raises nothing: what is not there says so when it is started."""
    if platform == "linux" and is_wayland():
        return _wayland()
    return {"win32": _windows, "darwin": _macos}.get(platform, _x11)()


def _x11() -> Desktop:
    from mmassist.capture.clipboard import read_clipboard
    from mmassist.capture.screen import ScreenGrabber
    from mmassist.desktop import x11
    from mmassist.desktop.hand import XHand
    from mmassist.desktop.hotkeys import Hotkeys
    from mmassist.desktop.outline import Options, OutlineReader
    from mmassist.desktop.pointer import WindowFinder
    from mmassist.desktop.remote_input import XRemoteInput
    from mmassist.desktop.session_watch import SessionWatch
    from mmassist.desktop.wheel import XWheel
    from mmassist.desktop.windows import WindowTracker

    def clipboard() -> tuple[Copied, Window | None]:
        with x11.opened() as connection:
            copied = read_clipboard(connection)
            return copied, x11.owner(copied.owner, connection)

    def keys(trouble: Callable[[DesktopError], None] = _nobody, /) -> Keys:
        return Hotkeys()

    def trees(cap: int) -> Trees:
        return OutlineReader(Options(cap=cap))

    return Desktop(WindowTracker, trees, keys, WindowFinder, ScreenGrabber, clipboard, XWheel, XHand, SessionWatch, XRemoteInput)


def _wayland() -> Desktop:
    from mmassist.capture.portal_cast import Tokens
    from mmassist.capture.portal_screen import PortalGrabber
    from mmassist.desktop import portal_token
    from mmassist.desktop.outline import Options, OutlineReader
    from mmassist.desktop.portal_keys import PortalKeys
    from mmassist.desktop.session_watch import SessionWatch
    from mmassist.desktop.wayland_windows import WaylandFinder, WaylandWindows

    tokens = Tokens(portal_token.read, portal_token.write)

    def clipboard() -> tuple[Copied, Window | None]:
        raise DesktopError(
            "no clipboard on Wayland",
            "On this desktop only the program in front may read the clipboard.",
            "Save the picture as a file, and describe that: mmassist describe --image.",
        )

    def keys(trouble: Callable[[DesktopError], None] = _nobody, /) -> Keys:
        return PortalKeys(trouble)

    return Desktop(
        WaylandWindows,
        lambda cap: OutlineReader(Options(cap=cap)),
        keys,
        WaylandFinder,
        lambda: PortalGrabber(tokens),
        clipboard,
        _no_wheel,
        _no_hand,
        SessionWatch,
    )


def _windows() -> Desktop:
    from mmassist.capture.clipboard_system import read_system_clipboard
    from mmassist.capture.windows_grabber import WinGrabber
    from mmassist.desktop.thread_trees import ThreadTrees
    from mmassist.desktop.win.dll import load
    from mmassist.desktop.win.hand import WinHand
    from mmassist.desktop.win.hotkeys import WinHotkeys
    from mmassist.desktop.win.session import WinSession
    from mmassist.desktop.win.uia import UiaSource
    from mmassist.desktop.win.user import User
    from mmassist.desktop.win.windows import WinFinder, WinTracker

    def keys(trouble: Callable[[DesktopError], None] = _nobody, /) -> Keys:
        return WinHotkeys()

    def clipboard() -> tuple[Copied, Window | None]:
        owner = User(load()).clipboard_owner()
        return read_system_clipboard(), owner

    return Desktop(
        WinTracker, lambda cap: ThreadTrees(UiaSource, cap), keys, WinFinder, WinGrabber, clipboard, _no_wheel, WinHand, WinSession
    )


def _macos() -> Desktop:
    from mmassist.capture.clipboard_system import read_system_clipboard
    from mmassist.capture.mac_grabber import MacGrabber
    from mmassist.desktop.mac.apis import load, require_screen
    from mmassist.desktop.mac.ax import AxSource
    from mmassist.desktop.mac.hand import MacHand
    from mmassist.desktop.mac.hotkeys import MacHotkeys
    from mmassist.desktop.mac.screens import Screens, screens
    from mmassist.desktop.mac.session import MacSession
    from mmassist.desktop.mac.windows import MacFinder, MacTracker
    from mmassist.desktop.thread_trees import ThreadTrees

    def keys(trouble: Callable[[DesktopError], None] = _nobody, /) -> Keys:
        return MacHotkeys(trouble=trouble)

    def layout() -> Screens:
        apis = load()
        require_screen(apis)
        return screens(apis)

    def grabber() -> Grabber:
        return MacGrabber(layout)

    def clipboard() -> tuple[Copied, Window | None]:
        return read_system_clipboard(), None

    return Desktop(MacTracker, lambda cap: ThreadTrees(AxSource, cap), keys, MacFinder, grabber, clipboard, _no_wheel, MacHand, MacSession)


async def is_locked() -> bool:
    """Whether the user's session is locked now."""
    session = desktop().session(lambda happening: None)
    try:
        await session.start()
        return session.locked
    finally:
        await session.aclose()


def _nobody(error: DesktopError) -> None:
    """Where nobody is to hear of it."""


def _no_wheel() -> Wheel:
    """Raises DesktopError."""
    told = "On this desktop windows can't be scrolled by mmassist."
    raise DesktopError("no wheel here", told, "Scroll the window yourself, and read what is in view.")


def _no_hand() -> Hand:
    """Raises ActRefused."""
    told = "On this desktop no program can move the pointer or click."
    raise ActRefused("no pointer on Wayland", told, "Move the focus to it instead, and press Enter or Space.")
