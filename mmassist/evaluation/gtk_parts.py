"""Builds a generated window out of GTK 3's own widgets. Elements are plain dictionaries, see `layout.py`."""

from __future__ import annotations

import unicodedata
from typing import Any, cast

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("Atk", "1.0")

from gi.repository import Atk, Gtk, Pango  # noqa: E402 - versions come first

GAP = 8
COLUMN_GAP = 32
LONGEST_VIEW = 8
ICONS = ("document-new", "document-open", "document-save", "edit-undo", "edit-redo", "edit-cut", "edit-copy", "edit-find")

Element = dict[str, Any]


class Builder:
    """Makes a spec's window; `widgets` maps ids to what was made for them."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self.spec = spec
        self.widgets: dict[str, Gtk.Widget] = {}
        self._radio: Gtk.RadioButton | None = None

    def build(self) -> Gtk.Window:
        """The whole window, not yet shown."""
        if self.spec["native_box"]:
            return self._message_box()
        window: Gtk.Window
        inner = self._box(self.spec["root"], vertical=True)
        inner.set_border_width(GAP)
        if self.spec["dialog"]:
            window = dialog = Gtk.Dialog(use_header_bar=0)
            dialog.get_content_area().pack_start(inner, True, True, 0)
        else:
            window = Gtk.Window()
            window.add(inner)
        window.set_title(self.spec["caption"])
        default = self.widgets.get(self.spec["default"])
        if default is not None:
            default.set_can_default(True)
            window.set_default(default)
        return window

    def _message_box(self) -> Gtk.Window:
        main, detail, row = self.spec["root"]["children"]
        kind = Gtk.MessageType.ERROR if main["part"] == "error" else Gtk.MessageType.QUESTION
        box = Gtk.MessageDialog(message_type=kind, text=main["name"], secondary_text=detail["name"])
        box.set_title(self.spec["caption"])
        for index, element in enumerate(row["children"]):
            button = box.add_button(_mnemonic(element["name"]), index + 1)
            self.widgets[element["id"]] = button
            if element["id"] == self.spec["default"]:
                box.set_default_response(index + 1)
        labels = cast("Gtk.Container", box.get_message_area()).get_children()
        self.widgets[main["id"]], self.widgets[detail["id"]] = labels[0], labels[1]
        return box

    def _box(self, element: Element, vertical: bool) -> Gtk.Box:
        box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL if vertical else Gtk.Orientation.HORIZONTAL, spacing=GAP)
        if any(child["part"] == "column" for child in element["children"]):
            box.set_spacing(COLUMN_GAP)
        for child in element["children"]:
            if child["part"] == "list" and child["captioned"]:
                widget = self._make(child)
                box.pack_start(_caption(child, self.widgets[child["id"]]), False, False, 0)
            else:
                widget = self._make(child)
            grows = child["part"] in {"list", "table", "area", "tabs", "row", "column"}
            box.pack_start(widget, grows and not _is_button_row(child), True, 0)
        if element["part"] == "row" and _is_button_row(element):
            box.set_halign(Gtk.Align.END)
        return box

    def _make(self, element: Element) -> Gtk.Widget:
        made = self._inner(element)
        if element["id"] and element["id"] not in self.widgets:
            self.widgets[element["id"]] = made
        widget = self.widgets.get(element["id"], made)
        widget.set_sensitive("disabled" not in element["states"])
        if not element["captioned"] and element["part"] not in {"button", "toggle"}:
            widget.get_accessible().set_name(element["name"])
        if not element["visible"]:
            made.set_no_show_all(True)
        return made

    def _inner(self, element: Element) -> Gtk.Widget:
        part = element["part"]
        if part in {"column", "row"}:
            return self._box(element, vertical=part == "column")
        makers = {
            "form": self._form,
            "grid": self._grid,
            "group": self._group,
            "tabs": self._tabs,
            "tool bar": self._tool_bar,
            "menu bar": self._menu_bar,
            "error": self._error,
            "radio": self._radio_button,
            "list": self._view,
            "table": self._view,
            "area": self._area,
            "status": self._status,
        }
        return makers[part](element) if part in makers else LEAVES[part](element)

    def _form(self, element: Element) -> Gtk.Widget:
        grid = Gtk.Grid(row_spacing=GAP, column_spacing=GAP)
        for row, child in enumerate(element["children"]):
            widget = self._make(child)
            widget.set_hexpand(True)
            grid.attach(_caption(child, widget), 0, row, 1, 1)
            grid.attach(widget, 1, row, 1, 1)
        return grid

    def _grid(self, element: Element) -> Gtk.Widget:
        grid = Gtk.Grid(row_spacing=GAP, column_spacing=GAP, column_homogeneous=True)
        for index, child in enumerate(element["children"]):
            grid.attach(self._make(child), index % element["columns"], index // element["columns"], 1, 1)
        return grid

    def _group(self, element: Element) -> Gtk.Widget:
        frame = Gtk.Frame(label=element["name"])
        inner = self._box(element, vertical=True)
        inner.set_border_width(GAP)
        frame.add(inner)
        return frame

    def _tabs(self, element: Element) -> Gtk.Widget:
        book = Gtk.Notebook()
        for page in element["children"]:
            inner = self._box(page, vertical=True)
            inner.set_border_width(GAP)
            inner.show_all()
            label = Gtk.Label(label=page["name"])
            self.widgets[page["id"]] = label
            book.append_page(inner, label)
        book.set_current_page(element["chosen"])
        return book

    def _tool_bar(self, element: Element) -> Gtk.Widget:
        bar = Gtk.Toolbar()
        bar.set_show_arrow(False)
        bar.set_style(Gtk.ToolbarStyle.BOTH if all(child["captioned"] for child in element["children"]) else Gtk.ToolbarStyle.ICONS)
        for index, child in enumerate(element["children"]):
            item: Gtk.ToolButton
            if child["part"] == "toggle":
                item = toggle = Gtk.ToggleToolButton()
                toggle.set_active("checked" in child["states"])
            else:
                item = Gtk.ToolButton()
            item.set_label(child["name"])
            item.set_icon_name(ICONS[index % len(ICONS)])
            item.set_sensitive("disabled" not in child["states"])
            bar.insert(item, -1)
            self.widgets[child["id"]] = item
        return bar

    def _menu_bar(self, element: Element) -> Gtk.Widget:
        bar = Gtk.MenuBar()
        for menu in element["children"]:
            item = Gtk.MenuItem(label=_mnemonic(menu["name"]), use_underline=True)
            below = Gtk.Menu()
            for entry in menu["children"]:
                below.append(Gtk.MenuItem(label=entry["name"]))
            item.set_submenu(below)
            bar.append(item)
            self.widgets[menu["id"]] = item
        return bar

    def _error(self, element: Element) -> Gtk.Widget:
        bar = Gtk.InfoBar()
        bar.set_message_type(Gtk.MessageType.ERROR)
        label = Gtk.Label(label=element["name"], xalign=0)
        bar.get_content_area().add(label)
        self.widgets[element["id"]] = label
        return bar

    def _radio_button(self, element: Element) -> Gtk.Widget:
        radio = Gtk.RadioButton(label=_mnemonic(element["name"]), use_underline=True)
        radio.join_group(self._radio)
        self._radio = radio
        radio.set_active("checked" in element["states"])
        return radio

    def _view(self, element: Element) -> Gtk.Widget:
        rows = element["rows"] or [[entry] for entry in element["entries"]]
        store = Gtk.ListStore(*[str] * len(rows[0]))
        for row in rows:
            store.append(row)
        view = Gtk.TreeView(model=store)
        view.set_headers_visible(bool(element["header"]))
        for index in range(len(rows[0])):
            title = element["header"][index] if element["header"] else ""
            view.append_column(Gtk.TreeViewColumn(title, Gtk.CellRendererText(), text=index))
        view.set_cursor(Gtk.TreePath.new_from_indices([element["chosen"]]))
        self.widgets[element["id"]] = view
        scrolled = Gtk.ScrolledWindow()
        scrolled.set_policy(Gtk.PolicyType.NEVER, Gtk.PolicyType.AUTOMATIC)
        scrolled.set_overlay_scrolling(False)
        scrolled.set_shadow_type(Gtk.ShadowType.IN)
        scrolled.add(view)
        line = view.create_pango_layout("Ég").get_pixel_size()[1] + 6
        scrolled.set_min_content_height(line * (min(len(rows), LONGEST_VIEW) + 2))
        return scrolled

    def _area(self, element: Element) -> Gtk.Widget:
        area = Gtk.TextView()
        area.set_wrap_mode(Gtk.WrapMode.WORD)
        area.get_buffer().set_text(element["value"])
        area.get_buffer().place_cursor(area.get_buffer().get_start_iter())
        self.widgets[element["id"]] = area
        width, height = area.create_pango_layout("The quick brown fox ").get_pixel_size()
        lines = 3 + sum(_extent(line) // 44 + 1 for line in element["value"].split("\n"))
        scrolled = Gtk.ScrolledWindow()
        scrolled.set_min_content_width(width * 3)
        scrolled.set_min_content_height(height * lines)
        scrolled.add(area)
        return scrolled

    def _status(self, element: Element) -> Gtk.Widget:
        bar = Gtk.Statusbar()
        bar.push(0, element["name"])
        self.widgets[element["id"]] = bar.get_message_area().get_children()[0]
        return bar


def _text(element: Element) -> Gtk.Widget:
    label = Gtk.Label(label=element["name"], xalign=0)
    label.set_line_wrap(True)
    label.set_width_chars(min(_extent(element["name"]), 46))
    label.set_max_width_chars(60)
    if element["part"] in {"heading", "question"}:
        attributes = Pango.AttrList()
        attributes.insert(Pango.attr_weight_new(Pango.Weight.BOLD))
        label.set_attributes(attributes)
    if element["part"] == "heading":
        label.get_accessible().set_role(Atk.Role.HEADING)
    return label


def _button(element: Element) -> Gtk.Widget:
    return Gtk.Button(label=_mnemonic(element["name"]), use_underline=True)


def _check(element: Element) -> Gtk.Widget:
    check = Gtk.CheckButton(label=_mnemonic(element["name"]), use_underline=True)
    check.set_active("checked" in element["states"])
    return check


def _combo(element: Element) -> Gtk.Widget:
    combo = Gtk.ComboBoxText()
    for entry in element["entries"]:
        combo.append_text(entry)
    combo.set_active(element["chosen"])
    return combo


def _slider(element: Element) -> Gtk.Widget:
    scale = Gtk.Scale.new_with_range(Gtk.Orientation.HORIZONTAL, element["low"], element["high"], 1)
    scale.set_draw_value(False)
    scale.set_value(element["number"])
    return scale


def _spin(element: Element) -> Gtk.Widget:
    spin = Gtk.SpinButton.new_with_range(element["low"], element["high"], 1)
    suffix = element["suffix"]
    if suffix:
        spin.set_numeric(False)
        spin.connect("output", lambda button: button.set_text(f"{button.get_value_as_int()}{suffix}") or True)
    spin.set_value(element["number"])
    spin.set_width_chars(len(suffix) + 6)
    return spin


def _field(element: Element) -> Gtk.Widget:
    entry = Gtk.Entry()
    entry.set_text(element["value"])
    entry.set_visibility(element["part"] != "password")
    entry.set_width_chars(max(12, _extent(element["value"]) + 4))
    return entry


def _progress(element: Element) -> Gtk.Widget:
    bar = Gtk.ProgressBar()
    bar.set_show_text(True)
    bar.set_text(f"{element['number']}{element['suffix']}")
    bar.set_fraction(element["number"] / element["high"])
    return bar


LEAVES = {
    "text": _text,
    "heading": _text,
    "question": _text,
    "button": _button,
    "check": _check,
    "combo": _combo,
    "slider": _slider,
    "spin": _spin,
    "field": _field,
    "password": _field,
    "progress": _progress,
}


def _caption(element: Element, widget: Gtk.Widget) -> Gtk.Label:
    label = Gtk.Label(label=_mnemonic(element["name"]) + ":", use_underline=True, xalign=0)
    label.set_mnemonic_widget(widget)
    return label


def _mnemonic(name: str) -> str:
    return "_" + name if name[:1].isalpha() else name


def _extent(text: str) -> int:
    """As `layout.extent`, which can't be had here."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _is_button_row(element: Element) -> bool:
    return element["part"] == "row" and all(child["part"] == "button" for child in element["children"])
