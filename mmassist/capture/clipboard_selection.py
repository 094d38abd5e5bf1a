"""What another program holds in X's clipboard, as bytes: converted by its owner, whole or in pieces (ICCCM 2.4 and 2.7.2).

An owner is not trusted: it may not answer, stop in the middle, end, or send without an end.
"""

from __future__ import annotations

import select
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mmassist.errors import DeviceBusy, DeviceLost, ImageUnreadable

if TYPE_CHECKING:
    from Xlib.display import Display
    from Xlib.protocol.event import Event
    from Xlib.protocol.request import GetProperty

_PROPERTY = "MMASSIST_CLIPBOARD"
# Bytes that are asked of the server at a time: python-xlib puts a longer answer together slowly.
_SLICE = 256 * 1024
_MOST_TARGETS = 400


@dataclass(frozen=True, slots=True)
class Limits:
    """`most`: bytes. `pause`: seconds until an answer begins, and between its pieces; `whole`: for all of it."""

    most: int = 64_000_000
    pause: float = 2.0
    whole: float = 10.0


class TooLarge(ImageUnreadable):
    """More bytes than are wanted."""


class Selection:
    """The clipboard as it is now. Belongs to one thread; `connection` is used by nobody else meanwhile.

    `owner`: the window of the program that holds it, 0 where nobody does.
    """

    def __init__(self, connection: Display, limits: Limits) -> None:
        from Xlib import X

        self._connection = connection
        self._limits = limits
        self._ends = time.monotonic() + limits.whole
        self._clipboard = connection.intern_atom("CLIPBOARD")
        self._property = connection.intern_atom(_PROPERTY)
        self._window = connection.screen().root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
        self._window.change_attributes(event_mask=X.PropertyChangeMask)
        owner = connection.get_selection_owner(self._clipboard)
        self.owner = owner if isinstance(owner, int) else owner.id
        if self.owner:  # its end comes as an event
            connection.create_resource_object("window", self.owner).change_attributes(event_mask=X.StructureNotifyMask)

    def close(self) -> None:
        """Forgets what was received."""
        self._window.destroy()
        self._connection.flush()

    def offers(self, names: Sequence[str]) -> tuple[str, ...]:
        """Which of these forms the owner says that it can give, in the order of `names`; none where it does not say.

        Raises DeviceBusy (it does not answer) or DeviceLost (it ended).
        """
        found = self._convert("TARGETS", _MOST_TARGETS * 4)
        if found is None or found.format != 32 or isinstance(found.value, bytes | str):
            return ()
        offered = set(found.value)
        return tuple(name for name in names if (atom := self._connection.intern_atom(name, only_if_exists=True)) and atom in offered)

    def read(self, name: str, most: int | None = None) -> bytes | None:
        """The clipboard in this form; None where the owner refuses it. Raises TooLarge, DeviceBusy or DeviceLost."""
        limit = self._limits.most if most is None else most
        found = self._convert(name, 4)
        if found is None:
            return None
        if found.property_type != self._connection.intern_atom("INCR"):
            return self._stored(limit)
        if not isinstance(found.value, bytes | str) and found.value and int(found.value[0]) > limit:
            raise TooLarge(f"the clipboard announces {found.value[0]} bytes")
        return self._in_pieces(limit)

    def _convert(self, name: str, first: int) -> GetProperty | None:
        """Asks the owner; what it has stored then, of which only the `first` bytes are read here."""
        from Xlib import X

        self._window.delete_property(self._property)
        self._window.convert_selection(self._clipboard, self._connection.intern_atom(name), self._property, X.CurrentTime)

        def answers(event: Event) -> bool:
            return event.type == X.SelectionNotify and event.selection == self._clipboard

        if not self._wait(answers).property:
            return None
        return self._window.get_property(self._property, X.AnyPropertyType, 0, -(-first // 4))

    def _in_pieces(self, limit: int) -> bytes:
        """The owner sends a piece each time that the one before it is deleted; one of length 0 is the end."""
        from Xlib import X

        def comes(event: Event) -> bool:
            return event.type == X.PropertyNotify and event.atom == self._property and event.state == X.PropertyNewValue

        while self._connection.pending_events():  # of the announcement itself
            self._known(self._connection.next_event())
        self._window.delete_property(self._property)
        pieces = bytearray()
        while True:
            self._wait(comes)
            piece = self._stored(limit - len(pieces))
            if not piece:
                return bytes(pieces)
            pieces += piece

    def _stored(self, limit: int) -> bytes:
        """What the owner has put there, which is deleted then."""
        from Xlib import X

        found = bytearray()
        while True:
            part = self._window.get_property(self._property, X.AnyPropertyType, len(found) // 4, _SLICE // 4)
            if part is None or not isinstance(part.value, bytes):
                break
            found += part.value
            if len(found) + part.bytes_after > limit:
                raise TooLarge(f"the clipboard holds over {limit} bytes")
            if not part.bytes_after:
                break
        self._window.delete_property(self._property)
        return bytes(found)

    def _wait(self, meant: Callable[[Event], bool]) -> Event:
        ends = min(self._ends, time.monotonic() + self._limits.pause)
        while True:
            while self._connection.pending_events():
                event = self._known(self._connection.next_event())
                if meant(event):
                    return event
            left = ends - time.monotonic()
            if left <= 0 or not select.select([self._connection.fileno()], [], [], left)[0]:
                raise DeviceBusy(
                    "the clipboard's owner does not answer",
                    "The program that holds the clipboard does not answer.",
                    "Wait until that program works again, or copy the picture once more.",
                )

    def _known(self, event: Event) -> Event:
        from Xlib import X

        if event.type == X.DestroyNotify and event.window.id == self.owner:
            raise DeviceLost(
                "the clipboard's owner ended",
                "The program that held the clipboard has ended.",
                "Start it again, and copy the picture again.",
            )
        return event
