"""The same window as `large_tree_qt`, of GTK 3, which says of what was scrolled away that it shows: told the same, and answers the same.

Runs under the system's Python, which has PyGObject but none of mmassist's packages.
"""

from __future__ import annotations

import json
import sys
from time import monotonic

import gi

gi.require_version("Gtk", "3.0")

from gi.repository import GLib, Gtk  # noqa: E402 - versions come first

_COLUMNS = 10


def window(controls: int) -> tuple[Gtk.Window, Gtk.Entry]:
    """The window, and the field in it that has the focus."""
    shown, field, grid, area = Gtk.Window(title="Inventory"), Gtk.Entry(), Gtk.Grid(), Gtk.ScrolledWindow()
    shown.set_default_size(900, 600)
    field.get_accessible().set_name("Search")
    for index in range(controls):
        grid.attach(Gtk.CheckButton(label=f"Item {index}"), index % _COLUMNS, index // _COLUMNS, 1, 1)
    area.add(grid)
    inside = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
    inside.pack_start(field, False, False, 0)
    inside.pack_start(area, True, True, 0)
    shown.add(inside)
    field.grab_focus()
    return shown, field


def count(widget: Gtk.Widget) -> int:
    """Widgets, the window included: each is a node. GTK's accessibles would take minutes to be counted."""
    return 1 + (sum(map(count, widget.get_children())) if isinstance(widget, Gtk.Container) else 0)


def _reply(answer: dict[str, float]) -> bool:
    """False: a timer that calls it ends."""
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
    return False


def main() -> int:
    shown, field = window(int(sys.argv[1]))

    def command(source: int, condition: int) -> bool:
        order, _, number = sys.stdin.readline().strip().partition(" ")
        if order == "change":
            field.set_text(number)
            _reply({"at": monotonic()})
        elif order == "count":
            _reply({"nodes": count(shown)})
        else:
            Gtk.main_quit()
            return False
        return True

    shown.show_all()
    shown.present()
    GLib.timeout_add(100, lambda: _reply({"window": shown.get_window().get_xid()}))
    GLib.io_add_watch(sys.stdin.fileno(), GLib.IO_IN | GLib.IO_HUP, command)
    Gtk.main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
