"""The same windows as `qt_trouble`, of GTK 3: fields, switches, a button, a message of failure.

Runs under the system's Python, which has PyGObject but none of mmassist's packages.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from typing import Any

import gi

gi.require_version("Gtk", "3.0")

from gi.repository import Gtk  # noqa: E402 - versions come first

_CLOSE = -7  # GTK's number of that answer


class Trouble:
    """Main loop's thread."""

    def __init__(self, spec: Mapping[str, Any]) -> None:
        self._spec = spec
        self._window = Gtk.Window(title=spec["title"])
        self._window.set_default_size(520, 320)
        self._window.set_border_width(16)
        self._window.connect("destroy", Gtk.main_quit)
        box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=8)
        self._window.add(box)
        self._fields: dict[str, Any] = {}
        for one in spec.get("fields", ()):
            entry, label = Gtk.Entry(), Gtk.Label(label=one["name"].replace("&", "_"), use_underline=True, xalign=0)
            entry.set_text(one.get("value", ""))
            label.set_mnemonic_widget(entry)
            box.add(label)
            box.add(entry)
            self._fields[one["name"].replace("&", "")] = entry
        self._switches = []
        for one in spec.get("switches", ()):
            check = Gtk.CheckButton(label=one["name"].replace("&", "_"), use_underline=True)
            check.set_active(one.get("on", False))
            check.connect("toggled", self._look)
            box.add(check)
            self._switches.append((check, one))
        self._error, self._told = Gtk.Label(xalign=0), Gtk.Label(xalign=0)
        for label in (self._error, self._told):
            label.set_no_show_all(True)
            box.add(label)
        if spec.get("button"):
            button = Gtk.Button(label=spec["button"].replace("&", "_"), use_underline=True)
            button.connect("clicked", self._send)
            box.add(button)
        self._window.show_all()
        self._look()

    def _look(self, *changed: object) -> None:
        says = [one["says"] for check, one in self._switches if "should" in one and check.get_active() != one["should"]]
        if self._switches:
            self._show(self._error, says[0] if says else "")

    def _show(self, label: Any, text: str) -> None:
        label.set_text(text)
        label.set_visible(bool(text))

    def _send(self, button: object) -> None:
        values = {name: entry.get_text() for name, entry in self._fields.items()}
        for one in self._spec.get("fields", ()):
            if not re.fullmatch(one.get("must", ".*"), values[one["name"].replace("&", "")]):
                self._show(self._error, one["error"])
                self._show(self._told, "")
                return
        self._show(self._error, "")
        fails = self._spec.get("fails")
        if fails and not all(values.get(name) == value for name, value in fails.get("unless", {"": "never"}).items()):
            message = Gtk.MessageDialog(message_type=Gtk.MessageType.ERROR, text=fails["text"], secondary_text="")
            message.set_title(fails["title"])
            message.set_transient_for(self._window)
            message.set_modal(True)
            message.add_button("_Close", _CLOSE)
            message.connect("response", lambda dialog, response: dialog.destroy())
            message.show_all()
            return
        self._show(self._told, self._spec.get("ok", ""))


def main() -> None:
    """Until the window is closed."""
    trouble = Trouble(json.loads(sys.argv[1]))
    Gtk.main()
    del trouble


if __name__ == "__main__":
    main()
