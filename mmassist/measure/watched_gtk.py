"""A window to be watched, of GTK 3: a download with a progress bar that the accessibility tree tells, and dialogs.

Runs under the system's Python, which has PyGObject but none of mmassist's packages. Told what to do on standard input, a line each: `run
SHARE` fills the bar so far, `ask TITLE` opens a dialog, `close` closes it. Each is answered with the time at which it was done.
"""

from __future__ import annotations

import json
import sys
from time import monotonic

import gi

gi.require_version("Gtk", "3.0")

from gi.repository import GLib, Gtk  # noqa: E402 - versions come first

_STEP_MS, _STEPS = 50, 30


class Downloads:
    """Main loop's thread."""

    def __init__(self) -> None:
        self.window = Gtk.Window(title="Downloads")
        self.window.set_default_size(420, 140)
        self.window.set_border_width(16)
        box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=12)
        self.bar = Gtk.ProgressBar()
        box.pack_start(Gtk.Label(label="holiday-pictures.zip"), False, False, 0)
        box.pack_start(self.bar, False, False, 0)
        self.window.add(box)
        self.dialog: Gtk.MessageDialog | None = None
        self.window.show_all()
        self.window.move(760, 520)

    def run(self, until: float) -> None:
        self.bar.set_fraction(0.0)
        self._step(until, 0)

    def _step(self, until: float, count: int) -> bool:
        self.bar.set_fraction(min(until, until * count / _STEPS))
        if count >= _STEPS:
            return _reply()
        GLib.timeout_add(_STEP_MS, lambda: self._step(until, count + 1))
        return False

    def ask(self, title: str) -> None:
        self.dialog = Gtk.MessageDialog(message_type=Gtk.MessageType.QUESTION, text="Keep the file?", secondary_text="It is large.")
        self.dialog.set_title(title)
        self.dialog.set_transient_for(self.window)
        self.dialog.show_all()
        _reply()

    def close(self) -> None:
        if self.dialog is not None:
            self.dialog.destroy()
            self.dialog = None
        _reply()


def _reply() -> bool:
    """False: a timer that calls it ends."""
    sys.stdout.write(json.dumps({"at": monotonic()}) + "\n")
    sys.stdout.flush()
    return False


def main() -> int:
    downloads = Downloads()

    def command(source: int, condition: int) -> bool:
        order, _, text = sys.stdin.readline().rstrip("\n").partition(" ")
        if order == "run":
            downloads.run(float(text))
        elif order == "ask":
            downloads.ask(text)
        elif order == "close":
            downloads.close()
        else:
            Gtk.main_quit()
            return False
        return True

    GLib.io_add_watch(sys.stdin.fileno(), GLib.IO_IN | GLib.IO_HUP, command)
    GLib.timeout_add(800, _reply)
    Gtk.main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
