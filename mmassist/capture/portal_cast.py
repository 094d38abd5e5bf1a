"""Asks the desktop, once, which screens may be seen, and keeps the permission (portal org.freedesktop.portal.ScreenCast)."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mmassist.portals.bus import SCREENCAST, SESSION, Portal, PortalMissing, PortalRefused, Signal
from mmassist.values import Box

_MONITOR, _HIDDEN = 1, 1
_UNTIL_REVOKED = 2
_PERSISTENT_SINCE = 4  # version of the portal
# What a portal may say: more screens or larger numbers than anybody has are not believed.
_MOST_SCREENS, _FARTHEST = 16, 1 << 17
_LONGEST_TOKEN = 4096


@dataclass(frozen=True, slots=True)
class Tokens:
    """Where the permission to look again without asking is kept. `write` with "" forgets it. Both block for the disk, and raise nothing."""

    read: Callable[[], str]
    write: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Screen:
    """A stream of one screen. `target`: as `pipewire_reader` has it. `place`: in the compositor's own units, None where it does not say."""

    target: str
    place: Box | None


class Cast:
    """A session in which screens may be seen, from `open` to `close`. On the portal's loop."""

    def __init__(self, portal: Portal, session: str, screens: tuple[Screen, ...], descriptor: int) -> None:
        self._portal = portal
        self._session = session
        self.screens = screens
        self.descriptor = descriptor
        self.ended = False
        """Whether it was closed, by the user or the desktop."""
        self.lost = False
        """Whether it ended with the portal's process."""
        portal.listen(self._heard)
        portal.on_gone(self._gone)

    @classmethod
    async def open(cls, portal: Portal, tokens: Tokens) -> Cast:
        """Waits as long as the user takes to answer the desktop's dialog, which comes only where `tokens` has no permission of before.

        Raises PortalError.
        """
        version = await portal.version(SCREENCAST)
        if not version:
            raise PortalMissing("no ScreenCast portal")
        session = await portal.open_session(SCREENCAST)
        try:
            cursors = await portal.number(SCREENCAST, "AvailableCursorModes")
            await portal.request(SCREENCAST, "SelectSources", "oa{sv}", (session,), _wishes(version, cursors, tokens))
            results = await portal.request(SCREENCAST, "Start", "osa{sv}", (session, ""), {})
            # A permission is good for one use: the old one is spent, and without a new one the desktop asks again next time.
            tokens.write(_token(results.get("restore_token")))
            screens = screens_of(results.get("streams"))
            if not screens:
                raise PortalRefused("no screen was chosen", by_user=True)
            return cls(portal, session, screens, await portal.descriptor(SCREENCAST, "OpenPipeWireRemote", session))
        except BaseException:
            portal.close_session(session)
            raise

    def close(self) -> None:
        """Ends the session: the desktop takes its mark of a shared screen away. Idempotent."""
        self._let_go()
        if not self.ended and not self.lost:
            self.ended = True
            self._portal.close_session(self._session)

    def _heard(self, signal: Signal) -> None:
        if signal.interface == SESSION and signal.member == "Closed" and signal.path == self._session:
            self.ended = True
            self._let_go()

    def _gone(self) -> None:
        self.lost = True
        self._let_go()

    def _let_go(self) -> None:
        descriptor, self.descriptor = self.descriptor, -1
        if descriptor >= 0:
            with contextlib.suppress(OSError):
                os.close(descriptor)


def _wishes(version: int, cursors: int, tokens: Tokens) -> dict[str, object]:
    from dbus_fast import Variant

    wishes: dict[str, object] = {"types": Variant("u", _MONITOR), "multiple": Variant("b", True)}
    if cursors & _HIDDEN:
        wishes["cursor_mode"] = Variant("u", _HIDDEN)
    if version >= _PERSISTENT_SINCE:
        wishes["persist_mode"] = Variant("u", _UNTIL_REVOKED)
        if token := _token(tokens.read()):
            wishes["restore_token"] = Variant("s", token)
    return wishes


def _token(found: object) -> str:
    return found if isinstance(found, str) and len(found) <= _LONGEST_TOKEN else ""


def screens_of(streams: Any) -> tuple[Screen, ...]:
    """What a portal says of its streams, as far as it can be believed; monitors from the left, then from the top."""
    found = []
    for stream in streams if isinstance(streams, list) else ():
        match stream:
            case [int(node), dict(about)]:
                serial = about.get("pipewire-serial")
                target = f"serial:{serial}" if isinstance(serial, int) else f"id:{node}"
                found.append(Screen(target, _place(about.get("position"), about.get("size"))))
    found.sort(key=lambda screen: (screen.place.x, screen.place.y) if screen.place else (0, 0))
    return tuple(found[:_MOST_SCREENS])


def _place(position: object, size: object) -> Box | None:
    match position, size:
        case [int(x), int(y)], [int(width), int(height)]:
            if width > 0 and height > 0 and max(abs(x), abs(y), width, height) < _FARTHEST:
                return Box(x, y, width, height)
    return None
