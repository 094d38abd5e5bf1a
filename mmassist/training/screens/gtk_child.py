"""Takes the pictures of windows that GTK 3 draws, with what is known of each control: one window for each line on standard input.

Runs under the system's Python, which has PyGObject but none of mmassist's packages: this module and its neighbours import nothing of
mmassist but one another, with this folder as a package of its own. Needs a display. A line is the JSON of a plan (see `gtk.py`); the answer
is a line of JSON, `width`, `height` and `elements`, and then the picture's bytes, rows of RGB.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("Gdk", "3.0")
gi.require_version("GdkPixbuf", "2.0")

from gi.repository import Gdk, GdkPixbuf, GLib, Gtk  # noqa: E402 - versions come first

from .gtk_kinds import FILLS  # noqa: E402
from .gtk_maker import Maker  # noqa: E402
from .gtk_places import clipped  # noqa: E402


def elements_of(maker: Maker) -> list[dict[str, Any]]:
    """What is known, as far as it is seen: `whole` is the area of the whole control."""
    found = []
    for role, widget, label, place, selected in maker.known:
        box = place()
        seen = clipped(widget, box) if box is not None else None
        if box is None or seen is None:
            continue
        holds = {
            "checked": isinstance(widget, Gtk.ToggleButton | Gtk.Switch) and widget.get_active(),
            "selected": selected,
            "disabled": not widget.is_sensitive(),
            "focused": widget is maker.focused,
        }
        states = [name for name, value in holds.items() if value]
        found.append({"role": role, "box": seen, "whole": box[2] * box[3], "states": states, "label": label})
    return found


def settle() -> None:
    for _ in range(200):
        if not Gtk.events_pending():
            break
        Gtk.main_iteration_do(False)


def dress(plan: dict[str, Any], provider: Gtk.CssProvider) -> None:
    settings = Gtk.Settings.get_default()
    settings.set_property("gtk-theme-name", plan["theme"])
    settings.set_property("gtk-application-prefer-dark-theme", plan["dark"])
    settings.set_property("gtk-font-name", plan["font"])
    settings.set_property("gtk-enable-animations", False)
    provider.load_from_data(plan["css"].encode())


def answer(plan: dict[str, Any], provider: Gtk.CssProvider) -> None:
    dress(plan, provider)
    maker = Maker(plan)
    window = maker.window(FILLS[plan["kind"]])
    window.show_all()
    settle()
    able = [widget for role, widget, *_ in maker.known if role in {"button", "text field", "check box"} and widget.is_sensitive()]
    if able and maker.happens(0.5):
        maker.focused = maker.chance.choice(able)
        maker.focused.set_state_flags(Gtk.StateFlags.FOCUSED, False)  # a window off the screen never has the focus
    settle()
    # an offscreen window draws when its frame clock says so
    for _ in range(6):
        GLib.usleep(5_000)
        settle()
    picture = window.get_pixbuf()
    told = {"width": picture.get_width(), "height": picture.get_height(), "elements": elements_of(maker)}
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + rgb(picture))
    sys.stdout.buffer.flush()
    window.destroy()
    settle()


def rgb(picture: GdkPixbuf.Pixbuf) -> bytes:
    """Its rows without padding and without alpha."""
    width, stride, channels = picture.get_width(), picture.get_rowstride(), picture.get_n_channels()
    content, rows = picture.get_pixels(), bytearray()
    for y in range(picture.get_height()):
        row = bytearray(content[y * stride : y * stride + width * channels])
        if channels == 4:
            del row[3::4]
        rows += row
    return bytes(rows)


def main() -> None:
    provider = Gtk.CssProvider()
    Gtk.StyleContext.add_provider_for_screen(Gdk.Screen.get_default(), provider, Gtk.STYLE_PROVIDER_PRIORITY_APPLICATION)
    for line in sys.stdin:
        answer(json.loads(line), provider)


if __name__ == "__main__":
    main()
