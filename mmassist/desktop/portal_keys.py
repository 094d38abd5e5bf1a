"""Global keys on Wayland: the desktop binds them, where and as its user wants (portal org.freedesktop.portal.GlobalShortcuts).

Which keys they are is the desktop's to decide, and is known only after its user has answered: it is told then, and again when it changes.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mmassist.desktop import portal_triggers
from mmassist.desktop.chords import Chord, parse
from mmassist.desktop.contracts import LetterField, Struck, Told
from mmassist.desktop.portal_letters import PortalLetters, Stands, Unlent
from mmassist.desktop.portal_triggers import Shortcut
from mmassist.errors import DesktopError, SettingsError
from mmassist.portals.bus import SESSION, SHORTCUTS, Portal, PortalError, PortalGone, PortalMissing, PortalRefused, Signal
from mmassist.portals.loop import LoopThread
from mmassist.sayings import own, run_on

log = logging.getLogger(__name__)

# Seconds: until all keys of a start are in, for all are asked for at once; until all are given back.
_GATHERING, _CLOSING = 0.2, 12.0
_PAUSES = (1.0, 2.0, 4.0, 8.0)
"""Seconds between tries to get the keys back from a portal that ended."""
_MEANWHILE = "Until then use mmassist's window, its tray icon or the command line."


@dataclass(frozen=True, slots=True)
class _Wish:
    """`chord`: the key that is asked for; None where the desktop's user may choose one."""

    chord: Chord | None
    shortcut: Shortcut
    pressed: Told
    released: Told | None


def _logged(error: DesktopError) -> None:
    log.warning("%s", error)


class PortalKeys:
    """Keeps the contract `Keys`. What was pressed is told on a thread of its own. Public methods: any thread but that one."""

    def __init__(
        self, trouble: Callable[[DesktopError], None] = _logged, connect: Callable[[], Awaitable[Portal]] = Portal.connect
    ) -> None:
        """`trouble` hears, on the keys' own thread, why the desktop did not bind them, or not any more."""
        self._connect = connect
        self._loop = LoopThread("portal keys")
        self._portal: Portal | None = None
        self._names: dict[Chord, Shortcut] = {}
        self._wishes: dict[str, _Wish] = {}
        self._found: dict[str, str] = {}
        self._session = ""
        self._asking: asyncio.Task[None] | None = None
        self._token = ""
        self._letters: PortalLetters | Unlent = Unlent()
        self._announce: Callable[[str], None] = log.info
        self._report = trouble

    def introduce(self, names: Mapping[str, Shortcut], announce: Callable[[str], None]) -> None:
        """Before any `bind`. `names`: by their chords. `announce` gets a sentence of which keys are bound, on the keys' own thread.

        What is no chord is left out: binding it is what fails.
        """
        for chord, shortcut in names.items():
            with contextlib.suppress(SettingsError):
                self._names[parse(chord)] = shortcut
        self._announce = announce

    def start(self) -> None:
        """Returns at once and never raises: where there is no portal `trouble` hears of it, and the app goes on without keys."""
        self._loop.start()

    def bind(self, chord: str, pressed: Told, released: Told | None = None) -> None:
        """As `Keys` has it, but that the desktop is asked a moment later, for all keys at once, and may bind others or none, which
        `trouble` or `announce` then hear. Raises SettingsError for what is no chord."""
        parsed = parse(chord)
        shortcut = self._names.get(parsed) or Shortcut(str(parsed), f"mmassist: {parsed}")
        self._loop.call(lambda: self._want(_Wish(parsed, shortcut, pressed, released)))

    def offer(self, shortcut: Shortcut, pressed: Told, released: Told | None = None) -> None:
        """What the desktop's user may give a key in its settings, for no letter after a leader can be heard here; none is asked for."""
        self._loop.call(lambda: self._want(_Wish(None, shortcut, pressed, released)))

    def unbind(self, chord: str) -> None:
        """Gives it back; nothing happens if it was not bound."""
        parsed = parse(chord)
        self._loop.call(lambda: self._give_back(parsed))

    def lend(self, show: Callable[[LetterField | None], None], front: Stands) -> None:
        """No portal lends the keyboard: `show` opens a window that takes it, with None it closes that. `front` is told: what is
        in front stays what was so before. Before the first `hold`."""
        self._letters = PortalLetters(self._loop, show, front, self._report)

    def hold(self, struck: Struck, patience: float, lapsed: Told) -> None:
        """As `Keys` has it, by the window that `lend` was given. On the keys' own thread. Raises DesktopError where there is none."""
        self._letters.hold(struck, patience, lapsed, self._token)

    def let_go(self) -> None:
        """As `Keys` has it."""
        self._letters.let_go()

    def close(self) -> None:
        """Gives all keys back, and ends the thread. Idempotent."""
        if self._loop.is_running:
            self._loop.submit(self._closed()).result(_CLOSING)
        self._loop.close()

    async def _connected(self) -> Portal:
        if self._portal is not None and self._portal.connected:
            return self._portal
        portal = await self._connect()
        if not await portal.version(SHORTCUTS):
            await portal.close()
            raise PortalMissing("no GlobalShortcuts portal")
        portal.listen(self._heard)
        portal.on_gone(self._gone)
        self._portal = portal
        return portal

    async def _closed(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.wait([self._asking])
        portal, self._portal = self._portal, None
        if portal is not None:
            if self._session:
                portal.close_session(self._session)
            await portal.close()

    def _want(self, wish: _Wish) -> None:
        old = self._wishes.get(wish.shortcut.name)
        self._wishes[wish.shortcut.name] = wish
        if old is None or old.chord != wish.chord:
            self._ask_soon()

    def _give_back(self, chord: Chord) -> None:
        names = [name for name, wish in self._wishes.items() if wish.chord == chord]
        for name in names:
            del self._wishes[name]
        if names:
            self._ask_soon()

    def _ask_soon(self, pause: float = _GATHERING) -> None:
        if self._asking is not None:
            self._asking.cancel()
        self._asking = asyncio.get_running_loop().create_task(self._ask(pause), name="keys")

    async def _ask(self, pause: float) -> None:
        """A session binds once; other keys want another session."""
        await asyncio.sleep(pause)
        try:
            await self._bound(await self._connected())
        except PortalError as error:
            self._report(_translated(error))
            return
        if self._wishes:
            self._announce(self.told())

    def told(self) -> str:
        """Which keys are where; of what was only offered, what has one. Any thread."""
        wishes, found = dict(self._wishes), dict(self._found)
        named = [name for name, wish in wishes.items() if wish.chord is not None or found.get(name)]
        more = len(named) < len(wishes)
        told = portal_triggers.sentence(named, found)
        return run_on(told, "You can give more commands keys in the desktop's keyboard settings.") if more else told

    async def _bound(self, portal: Portal) -> None:
        session, self._session = self._session, ""
        if session:
            portal.close_session(session)
        if not self._wishes:
            return
        self._session = await portal.open_session(SHORTCUTS)
        asked = [_packed(wish) for wish in self._wishes.values()]
        try:
            results = await portal.request(SHORTCUTS, "BindShortcuts", "oa(sa{sv})sa{sv}", (self._session, asked, ""), {})
        except PortalError:
            portal.close_session(self._session)
            self._session = ""
            raise
        self._found = portal_triggers.bound(results.get("shortcuts"))

    def _heard(self, signal: Signal) -> None:
        at = time.monotonic()
        session = self._session
        if signal.interface == SESSION and signal.member == "Closed" and signal.path == session:
            self._session, self._found = "", {}
            self._report(_taken_away())
        if signal.interface != SHORTCUTS or not session or signal.arguments[:1] != (session,):
            return
        match signal.member, signal.arguments[1:]:
            case "Activated", [str(name), *rest] if wish := self._wishes.get(name):
                self._token = portal_triggers.token(rest)
                wish.pressed(at)
            case "Deactivated", [str(name), *_] if (wish := self._wishes.get(name)) and wish.released is not None:
                wish.released(at)
            case "ShortcutsChanged", [shortcuts]:
                self._changed(portal_triggers.bound(shortcuts))

    def _changed(self, found: dict[str, str]) -> None:
        """Tells what is different. The signal need not name the keys that stayed as they were."""
        new = {name: trigger for name, trigger in found.items() if name in self._wishes and self._found.get(name) != trigger}
        self._found |= new
        if new:
            self._announce(portal_triggers.sentence(list(new), self._found))

    def _gone(self) -> None:
        """The portal's process ended, and its sessions with it: the keys are asked for again, for nobody can work without them."""
        self._session = ""
        if self._asking is not None:
            self._asking.cancel()
        self._asking = asyncio.get_running_loop().create_task(self._ask_again(), name="keys again")

    async def _ask_again(self) -> None:
        for pause in _PAUSES:
            await asyncio.sleep(pause)
            try:
                if self._portal is not None and await self._portal.version(SHORTCUTS):
                    before = self._found
                    await self._bound(self._portal)
                    if self._found != before:
                        self._announce(self.told())
                    return
            except PortalRefused as error:
                self._report(_translated(error))
                return
            except PortalError as error:
                log.info("the keys are not back: %s", error)
        self._report(_translated(PortalGone("the portal ended")))


def check() -> str:
    """Whether this desktop binds keys, in words; nobody is asked for any. Blocks for as long as the portal takes. Raises DesktopError."""

    async def look() -> int:
        portal = await Portal.connect()
        try:
            return await portal.version(SHORTCUTS)
        finally:
            await portal.close()

    try:
        version = asyncio.run(look())
    except PortalError as error:
        raise _translated(error) from error
    if not version:
        raise _translated(PortalMissing("no GlobalShortcuts portal"))
    return own("the desktop binds them, and tells which they are")


def _packed(wish: _Wish) -> list[Any]:
    from dbus_fast import Variant

    about = {"description": wish.shortcut.description}
    if wish.chord is not None:
        about["preferred_trigger"] = portal_triggers.preferred(wish.chord)
    return [wish.shortcut.name, {name: Variant("s", value) for name, value in about.items()}]


def _translated(error: PortalError) -> DesktopError:
    if isinstance(error, PortalMissing):
        return DesktopError(
            f"no portal for keys: {error}",
            "This desktop can't give mmassist keys that work everywhere.",
            "Bind the command mmassist describe to a key in the desktop's keyboard settings, or use a desktop whose portal has "
            "global shortcuts, such as KDE Plasma or a recent GNOME.",
        )
    if isinstance(error, PortalRefused):
        spoken = "The desktop did not let mmassist have its keys." if error.by_user else "The desktop refused mmassist its keys."
        return DesktopError(f"keys: {error}", spoken, f"Start mmassist again and allow them in the desktop's dialog. {_MEANWHILE}")
    return DesktopError(f"keys: {error}", "The desktop's keys stopped working.", f"Start mmassist again. {_MEANWHILE}")


def _taken_away() -> DesktopError:
    return DesktopError("the session of keys was closed", "The desktop took mmassist's keys away.", f"Start mmassist again. {_MEANWHILE}")
