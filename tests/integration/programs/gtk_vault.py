"""A window of GTK 3 with so many labels in one container, and before or after them a field for a password that shows what is
in it: `gtk_vault.py LABELS first|last`, under the system's Python. The field is #e9160b, one of the labels #10c020."""

from __future__ import annotations

import signal
import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("Gdk", "3.0")
gi.require_version("Atk", "1.0")

from gi.repository import Atk, Gdk, Gtk  # noqa: E402 - versions come first

_STYLE = b"""
* { font-size: 6px; min-height: 0; }
.public { background: #10c020; }
entry { background: #e9160b; color: #e9160b; }
"""
_COLUMNS, _WIDTH, _HEIGHT = 60, 11, 12


def main() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    style = Gtk.CssProvider()
    style.load_from_data(_STYLE)
    Gtk.StyleContext.add_provider_for_screen(Gdk.Screen.get_default(), style, Gtk.STYLE_PROVIDER_PRIORITY_USER)
    window, body, field = Gtk.Window(title="Vault of passwords"), Gtk.Fixed(), Gtk.Entry()
    field.set_text("hunter2-Xq9")
    window.set_default_size(900, 600)
    if sys.argv[2] == "first":
        body.put(field, _COLUMNS * _WIDTH + 20, 20)
    for index in range(int(sys.argv[1])):
        label = Gtk.Label(label=str(index % 10))
        body.put(label, index % _COLUMNS * _WIDTH, index // _COLUMNS * _HEIGHT)
        if not index:
            label.get_style_context().add_class("public")
    if sys.argv[2] == "last":
        body.put(field, _COLUMNS * _WIDTH + 20, 20)
    field.get_accessible().set_role(Atk.Role.PASSWORD_TEXT)  # as in browsers, which show it and call it so
    field.get_accessible().set_name("Password")
    window.add(body)
    window.show_all()
    window.connect("destroy", Gtk.main_quit)
    Gtk.main()


main()
