"""Windows of GTK 3 that move by themselves: `python -m evaluation.masks.gtk_actor SEED`, under the system's Python. Prints a line for each
thing that they do, and ends with its standard input."""

from __future__ import annotations

import sys
from typing import Any

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("Gdk", "3.0")

from gi.repository import Gdk, GLib, Gtk  # noqa: E402 - versions come first

from . import plan  # noqa: E402

_STYLE = f"""
entry {{ background: {plan.PASSWORD}; background-image: none; }}
.card {{ color: {plan.CARD}; font: bold 30px sans; }}
.vault {{ background: {plan.VAULT}; font: bold 40px sans; }}
.public {{ background: {plan.PUBLIC}; font: bold 20px sans; }}
"""
_ROOM = 1200, 560  # of the desktop, for the window's top left


class Actor:
    """Main loop's thread."""

    def __init__(self, seed: int) -> None:
        self._acts = plan.acts(seed)
        style = Gtk.CssProvider()
        style.load_from_data(_STYLE.encode())
        Gtk.StyleContext.add_provider_for_screen(Gdk.Screen.get_default(), style, Gtk.STYLE_PROVIDER_PRIORITY_USER)
        self._window = Gtk.Window(title="Account settings")
        self._window.set_default_size(*plan.SIZE)
        self._fixed = Gtk.Fixed()
        self._window.add(self._fixed)
        self._fixed.put(_label("These settings may be seen by anybody", "public"), 20, 20)
        self._fixed.put(_label(plan.CARD_DIGITS, "card"), 20, 80)
        self._field = _password()
        self._fixed.put(self._field, 20, 160)
        self._fixed.put(_turning(), *plan.TURNS_AT[:2])
        self._dialog = Gtk.Dialog()
        self._dialog.set_title("Sign in")
        self._dialog.set_transient_for(self._window)
        self._dialog.get_content_area().add(_label("Who are you?", "public"))
        self._dialog.get_content_area().add(_password())
        self._dialog.get_content_area().show_all()
        self._vault = Gtk.Window(title=plan.VAULT_TITLE)
        self._vault.set_default_size(420, 220)
        word = _label(plan.VAULT_WORD, "vault")
        word.show()
        self._vault.add(word)
        for one in (self._dialog, self._vault):
            one.connect("delete-event", lambda window, event: window.hide() or True)
        self._window.show_all()
        self._window.present()
        self._next()

    def _next(self) -> None:
        wait, what, x, y = next(self._acts)
        GLib.timeout_add(wait, lambda: self._act(what, x, y))

    def _act(self, what: str, x: float, y: float) -> bool:
        width, height = self._window.get_size()
        if what == "field":
            self._field.show()
            self._fixed.move(self._field, int(x * max(1, width - 220)), 130 + int(y * max(1, height - 180)))
        elif what == "hide":
            self._field.set_visible(not self._field.get_visible())
        elif what == "window":
            self._window.move(int(x * _ROOM[0]), int(y * _ROOM[1]))
        elif what == "resize":
            self._window.resize(int(plan.SIZE[0] * (0.8 + x / 2)), int(plan.SIZE[1] * (0.8 + y / 2)))
        elif what == "dialog":
            (self._dialog.hide if self._dialog.get_visible() else self._dialog.present)()
        elif what == "vault":
            if self._vault.get_visible():
                self._vault.hide()
            else:
                self._vault.move(int(x * _ROOM[0]), int(y * _ROOM[1]))
                self._vault.present()
        elif what == "raise":
            self._window.present()
        else:
            self._field.set_text("hunter2" * (1 + int(4 * x)))
        sys.stdout.write(f"{what}\n")
        sys.stdout.flush()
        self._next()
        return False


def _label(text: str, style: str) -> Any:
    label = Gtk.Label(label=text)
    label.get_style_context().add_class(style)
    return label


def _turning() -> Any:
    area, begins = Gtk.DrawingArea(), [0.0]
    side = plan.TURNS_AT[2]
    area.set_size_request(side, side)
    colour = Gdk.RGBA()
    colour.parse(plan.TURNING)

    def draw(widget: Any, context: Any) -> None:
        Gdk.cairo_set_source_rgba(context, colour)
        context.move_to(side / 2, side / 2)
        context.arc(side / 2, side / 2, side / 2, begins[0], begins[0] + 4)
        context.fill()

    def turn() -> bool:
        begins[0] += 0.37
        area.queue_draw()
        return True

    area.connect("draw", draw)
    GLib.timeout_add(plan.TURN, turn)
    return area


def _password() -> Any:
    entry = Gtk.Entry()
    entry.set_visibility(False)
    entry.set_text("hunter2")
    entry.get_accessible().set_name("Password")
    return entry


def _leave(*_: object) -> bool:
    Gtk.main_quit()
    return False


def main() -> None:
    """Until the standard input ends."""
    actor = Actor(int(sys.argv[1]))
    GLib.io_add_watch(sys.stdin.fileno(), GLib.IO_HUP | GLib.IO_IN, _leave)
    Gtk.main()
    del actor


if __name__ == "__main__":
    main()
