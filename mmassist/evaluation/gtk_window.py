"""Shows one generated window with GTK 3: `python -m evaluation.gtk_window < SPEC`, SPEC being one line of JSON.

Runs under the system's Python, which has PyGObject but none of mmassist's packages: this module and `gtk_parts` import nothing of
mmassist but one another, with this folder as a package of its own. Prints one line of JSON when the window is painted and has the focus
(see `report.py`), and stays until its standard input ends.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import monotonic
from typing import Any

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("Gdk", "3.0")

from gi.repository import Gdk, GLib, Gtk  # noqa: E402 - versions come first

from .gtk_parts import Builder  # noqa: E402

PATIENCE = 15.0
SETTLE_MS = 350
# what a window manager puts around a window, at most
FRAME = 60


class Show:
    """Shows the window, waits until it is up, and reports. Main loop's thread."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self.spec = spec
        self.builder = Builder(spec)
        self.behind = _behind(spec["behind"])
        self.window = self.builder.build()
        self.since = monotonic()
        GLib.timeout_add(400 if self.behind is not None else 0, self._show)

    def _show(self) -> bool:
        self.window.show_all()
        if not self.spec["native_box"]:
            width, height = self.window.get_size()
            roominess = self.spec["look"]["roominess"]
            wide, high = self._screen()
            self.window.resize(min(round(width * roominess), wide - FRAME), min(round(height * roominess), high - FRAME))
        self.window.present()
        self._focus()
        GLib.timeout_add(50, self._look)
        return False

    def _focus(self) -> None:
        widget = self.builder.widgets.get(self.spec["focus"])
        if widget is not None:
            widget.grab_focus()

    def _look(self) -> bool:
        up = self.window.is_active() and self._focused() == self.spec["focus"]
        if not up and monotonic() - self.since < PATIENCE:
            self.window.present()
            self._focus()
            return True
        GLib.timeout_add(SETTLE_MS, lambda: self._report(up))
        return False

    def _focused(self) -> str:
        focus = self.window.get_focus()
        holders = (key for key, w in self.builder.widgets.items() if w is focus or (focus is not None and focus.is_ancestor(w)))
        return next(holders, "")

    def _report(self, up: bool) -> bool:
        shown = {key: widget for key, widget in self.builder.widgets.items() if widget.get_mapped()}
        width, height = self.window.get_size()
        client = self._pixels(self.window, width, height)
        wide, high = (length * self.window.get_scale_factor() for length in self._screen())
        fits = client[0] >= 0 and client[1] >= 0 and client[0] + client[2] <= wide and client[1] + client[3] <= high
        report = {
            "ready": up,
            "window": self.window.get_window().get_xid(),
            "client": client,
            "boxes": {k: self._pixels(w, w.get_allocated_width(), w.get_allocated_height()) for k, w in shown.items()},
            "rows": {key: _rows(widget) for key, widget in shown.items() if isinstance(widget, Gtk.TreeView)},
            "clipped": [key for key, widget in shown.items() if _clipped(widget)] + ([] if fits else ["window"]),
            "default": next((key for key, widget in shown.items() if widget.has_default()), ""),
            "focus": self._focused(),
        }
        sys.stdout.write(json.dumps(report) + "\n")
        sys.stdout.flush()
        return False

    def _screen(self) -> tuple[int, int]:
        """Width and height of the screen in the window's own units."""
        area = self.window.get_display().get_monitor(0).get_geometry()
        return area.width, area.height

    def _pixels(self, widget: Gtk.Widget, width: int, height: int) -> list[int]:
        scale = self.window.get_scale_factor()
        _, left, top = self.window.get_window().get_origin()
        x, y = widget.translate_coordinates(self.window, 0, 0)
        return [value * scale for value in (left + x, top + y, width, height)]


def _behind(texts: list[str]) -> Gtk.Window | None:
    if not texts:
        return None
    window = Gtk.Window(title=texts[0])
    window.add(Gtk.Label(label=texts[1]))
    window.set_default_size(500, 400)
    window.show_all()
    return window


def _rows(view: Gtk.TreeView) -> list[int]:
    """The rows that are wholly in sight."""
    rows = []
    height = view.get_allocated_height()
    for row in range(view.get_model().iter_n_children(None)):
        area = view.get_background_area(Gtk.TreePath.new_from_indices([row]), None)
        header = view.convert_bin_window_to_widget_coords(0, 0)[1]
        if area.y >= 0 and header + area.y + area.height <= height:
            rows.append(row)
    return rows


def _clipped(widget: Gtk.Widget) -> bool:
    """Whether a widget has less room than its text needs."""
    if isinstance(widget, Gtk.TextView):
        end = widget.get_iter_location(widget.get_buffer().get_end_iter())
        return bool(end.y + end.height > widget.get_visible_rect().height)
    if isinstance(widget, Gtk.Label) and widget.get_layout().is_ellipsized():
        return True
    # what a widget asks for includes its margins, what it is given doesn't
    width = widget.get_allocated_width() + widget.get_margin_start() + widget.get_margin_end()
    height = widget.get_allocated_height() + widget.get_margin_top() + widget.get_margin_bottom()
    narrowest, _ = widget.get_preferred_width()
    lowest, _ = widget.get_preferred_height_for_width(width)
    # a list may be higher than what is in sight of it
    return narrowest > width or (lowest > height and not isinstance(widget, Gtk.TreeView))


def _ended(source: int, condition: int) -> bool:
    if sys.stdin.readline():
        return True
    Gtk.main_quit()
    return False


def main() -> int:
    """Reads the spec, shows the window, returns 0 when standard input ends."""
    spec = json.loads(sys.stdin.readline())
    # what the desktop shows as the program's name
    name = spec["program"].lower()
    Path("/proc/self/comm").write_text(name[:15])
    GLib.set_prgname(name)
    GLib.set_application_name(spec["program"])
    Gdk.set_program_class(spec["program"])
    settings = Gtk.Settings.get_default()
    settings.set_property("gtk-font-name", f"{spec['look']['family']} {spec['look']['points']}")
    if spec["right_to_left"]:
        Gtk.Widget.set_default_direction(Gtk.TextDirection.RTL)
    settings.set_property("gtk-enable-animations", False)
    Show(spec)
    GLib.io_add_watch(0, GLib.IO_IN | GLib.IO_HUP, _ended)
    Gtk.main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
