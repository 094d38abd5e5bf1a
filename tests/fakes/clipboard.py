"""A program that holds the clipboard, well or badly, on a connection and a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING

from mmassist.desktop import x11

if TYPE_CHECKING:
    from Xlib.display import Display
    from Xlib.protocol.event import Event

PIECE = 65_536


class ClipboardOwner:
    """Holds `forms` by their names from entering to leaving. What is longer than `PIECE` goes in pieces.

    `announces`: bytes, where that is not what it sends. `stops_after`: pieces, after which it hangs; `ends_after`: pieces, after which
    it ends. `is_deaf`: it answers nothing at all.
    """

    def __init__(
        self,
        forms: Mapping[str, bytes],
        *,
        announces: int | None = None,
        stops_after: int | None = None,
        ends_after: int | None = None,
        is_deaf: bool = False,
    ) -> None:
        self._forms = forms
        self._announces = announces
        self._stops_after = stops_after
        self._ends_after = ends_after
        self._is_deaf = is_deaf
        self._connection: Display | None = None
        self._waker = x11.Waker()
        self._thread = threading.Thread(target=self._run, name="clipboard owner")
        self._holds = threading.Event()
        self.pieces = 0
        self.window = 0

    def __enter__(self) -> ClipboardOwner:
        self._thread.start()
        assert self._holds.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._waker.wake()
        self._thread.join()
        self._waker.close()

    def _run(self) -> None:
        from Xlib import X

        connection = x11.connect()
        self._window = connection.screen().root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
        self.window = self._window.id
        self._window.set_selection_owner(connection.intern_atom("CLIPBOARD"), X.CurrentTime)
        connection.sync()
        self._connection = connection
        self._holds.set()
        try:
            while not self._waker.wait(connection):
                while connection.pending_events():
                    event = connection.next_event()
                    if event.type == X.SelectionRequest and not self._is_deaf and not self._give(connection, event):
                        return
        finally:
            x11.close(connection)

    def _give(self, connection: Display, event: Event) -> bool:
        """False: it ends."""
        from Xlib import X, Xatom
        from Xlib.protocol.event import SelectionNotify

        atoms = {connection.intern_atom(name): data for name, data in self._forms.items()}
        given, incremental = event.property, False
        if event.target == connection.intern_atom("TARGETS"):
            event.requestor.change_property(event.property, Xatom.ATOM, 32, [event.target, *atoms])
        elif (data := atoms.get(event.target)) is None:
            given = X.NONE
        elif len(data) > PIECE:
            incremental = True
            event.requestor.change_attributes(event_mask=X.PropertyChangeMask)
            announced = len(data) if self._announces is None else self._announces
            event.requestor.change_property(event.property, connection.intern_atom("INCR"), 32, [announced])
        else:
            event.requestor.change_property(event.property, event.target, 8, data)
        answer = SelectionNotify(time=event.time, requestor=event.requestor, selection=event.selection, target=event.target, property=given)
        event.requestor.send_event(answer)
        connection.flush()
        return not incremental or self._send(connection, event, data or b"")

    def _send(self, connection: Display, event: Event, data: bytes) -> bool:
        from Xlib import X

        for at in range(0, len(data) + PIECE, PIECE):
            while True:
                if self._waker.wait(connection):
                    self._waker.wake()
                    return True
                if not connection.pending_events():
                    continue
                gone = connection.next_event()
                if gone.type == X.PropertyNotify and gone.atom == event.property and gone.state == X.PropertyDelete:
                    break
            if self.pieces == self._ends_after:
                return False
            if self.pieces == self._stops_after:
                return True
            event.requestor.change_property(event.property, event.target, 8, data[at : at + PIECE])
            connection.flush()
            self.pieces += 1
        return True
