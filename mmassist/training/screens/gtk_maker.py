"""Makes windows out of GTK 3's own widgets, by chance. Under the system's Python: imports nothing of mmassist but its neighbours."""

from __future__ import annotations

import base64
import random
from collections.abc import Callable
from functools import partial
from typing import Any

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("GdkPixbuf", "2.0")

from gi.repository import GdkPixbuf, GLib, Gtk  # noqa: E402 - versions come first

from .gtk_places import Box, as_far_as_words, inner_label, row_of, thick, whole, words_of  # noqa: E402

Place = Callable[[], "Box | None"]


class Maker:
    """Makes one window. `known` grows with it: role, widget, label, where it is seen, and whether it is the selected one."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.chance = random.Random(plan["seed"])  # noqa: S311 - no secret
        self.known: list[tuple[str, Gtk.Widget, str, Place, bool]] = []
        self.focused: Gtk.Widget | None = None
        self._radio: Gtk.RadioButton | None = None

    # ---- chance

    def word(self) -> str:
        return str(self.chance.choice(self.plan["words"]))

    def words(self, least: int, most: int) -> str:
        return " ".join(self.word() for _ in range(self.chance.randint(least, most)))

    def happens(self, share: float) -> bool:
        return self.chance.random() < share

    # ---- controls

    def add(self, role: str, widget: Gtk.Widget, label: str = "", place: Place | None = None, selected: bool = False) -> Gtk.Widget:
        self.known.append((role, widget, label, place or partial(whole, widget), selected))
        return widget

    def able(self, widget: Gtk.Widget) -> None:
        widget.set_sensitive(not self.happens(0.15))

    def button(self) -> Gtk.Widget:
        word = self.word()
        button = Gtk.Button(label=word)
        if self.plan["icons"] and self.happens(0.2):
            button.set_image(self.icon()[1])
            button.set_always_show_image(True)
        if self.happens(0.2):
            button.get_style_context().add_class(self.chance.choice(("suggested-action", "destructive-action")))
        if self.happens(0.6):
            button.set_halign(self.chance.choice((Gtk.Align.START, Gtk.Align.CENTER, Gtk.Align.END)))
        self.able(button)
        return self.add("button", button, word)

    def icon_button(self) -> Gtk.Widget:
        name, image = self.icon()
        is_toggle = self.happens(0.25)
        is_on = is_toggle and self.happens(0.5)
        button = Gtk.ToggleButton() if is_toggle else Gtk.Button()
        button.add(image)
        if isinstance(button, Gtk.ToggleButton):
            button.set_active(is_on)
        if self.happens(0.5):
            button.set_relief(Gtk.ReliefStyle.NONE)
        button.set_halign(Gtk.Align.START)
        self.able(button)
        return self.add("icon button", button, name)

    def icon(self) -> tuple[str, Gtk.Image]:
        name, drawing = self._drawing()
        return name, Gtk.Image.new_from_pixbuf(drawing)

    def _drawing(self) -> tuple[str, GdkPixbuf.Pixbuf]:
        name, pixels = self.chance.choice(self.plan["icons"])
        side = self.plan["icon"]
        raw = GLib.Bytes.new(base64.b64decode(pixels))
        return name, GdkPixbuf.Pixbuf.new_from_bytes(raw, GdkPixbuf.Colorspace.RGB, True, 8, side, side, 4 * side)

    def sign(self) -> Gtk.Widget:
        """An icon that is no button: beside what a dialog says."""
        name, drawing = self._drawing()
        side = round(self.plan["icon"] * self.chance.uniform(1.0, 2.6))
        image = Gtk.Image.new_from_pixbuf(drawing.scale_simple(side, side, GdkPixbuf.InterpType.BILINEAR))
        image.set_halign(Gtk.Align.START)
        image.set_valign(Gtk.Align.CENTER)
        return self.add("image", image, name)

    def check_box(self) -> Gtk.Widget:
        word = self.word()
        box = Gtk.CheckButton(label=word)
        return self._mark(box, "check box", word)

    def radio_button(self) -> Gtk.Widget:
        word = self.word()
        button = Gtk.RadioButton.new_with_label_from_widget(self._radio, word)
        self._radio = button
        return self._mark(button, "radio button", word)

    def _mark(self, button: Gtk.CheckButton, role: str, word: str) -> Gtk.Widget:
        button.set_active(self.happens(0.5))
        self.able(button)
        return self.add(role, button, word, partial(as_far_as_words, button))

    def switch(self) -> Gtk.Widget:
        switch = Gtk.Switch()
        switch.set_active(self.happens(0.5))
        switch.set_halign(Gtk.Align.START)
        switch.set_valign(Gtk.Align.CENTER)
        self.able(switch)
        return self.add("switch", switch)

    def field(self) -> Gtk.Widget:
        if self.happens(0.2):
            return self._spin()
        entry = Gtk.Entry()
        kind = self.chance.random()
        entry.set_text(self.words(1, 3) if kind < 0.5 else "")
        if kind > 0.7:
            entry.set_placeholder_text(self.word())
        entry.set_visibility(kind >= 0.1)
        self.able(entry)
        return self.add("text field", entry)

    def _spin(self) -> Gtk.Widget:
        spin = Gtk.SpinButton.new_with_range(0, 1000, 1)
        spin.set_value(self.chance.randint(0, 1000))
        spin.set_halign(Gtk.Align.START)
        self.able(spin)
        return self.add("text field", spin)

    def text_area(self) -> Gtk.Widget:
        view = Gtk.TextView()
        view.get_buffer().set_text("\n".join(self.words(2, 5) for _ in range(self.chance.randint(-3, 12))))
        framed = self.framed(view, 60, 140)
        self.add("text field", view, place=partial(whole, framed))
        return framed

    def framed(self, inner: Gtk.Widget, least: int, most: int) -> Gtk.ScrolledWindow:
        frame = Gtk.ScrolledWindow()
        frame.set_shadow_type(Gtk.ShadowType.IN)
        frame.set_overlay_scrolling(False)
        frame.set_min_content_height(self.chance.randint(least, most))
        frame.add(inner)
        for bar in (frame.get_vscrollbar(), frame.get_hscrollbar()):
            self.add("scroll bar", bar)
        return frame

    def combo_box(self) -> Gtk.Widget:
        box = Gtk.ComboBoxText.new_with_entry() if self.happens(0.2) else Gtk.ComboBoxText()
        words = [self.word() for _ in range(4)]
        for word in words:
            box.append_text(word)
        box.set_active(0)
        self.able(box)
        return self.add("combo box", box, words[0])

    def slider(self) -> Gtk.Widget:
        scale = Gtk.Scale.new_with_range(Gtk.Orientation.HORIZONTAL, 0, 100, 1)
        scale.set_value(self.chance.randint(0, 100))
        scale.set_draw_value(self.happens(0.3))
        scale.set_size_request(self.chance.randint(90, 240), -1)
        self.able(scale)
        return self.add("slider", scale)

    def progress_bar(self) -> Gtk.Widget:
        bar = Gtk.ProgressBar()
        bar.set_fraction(self.chance.uniform(0.03, 1.0))
        bar.set_show_text(self.happens(0.3))
        bar.set_size_request(self.chance.randint(90, 240), -1)
        bar.set_valign(Gtk.Align.CENTER)
        return self.add("progress bar", bar, place=partial(thick, bar))

    def tabs(self) -> Gtk.Widget:
        book = Gtk.Notebook()
        count = self.chance.randint(2, 5)
        shown = self.chance.randrange(count)
        for at in range(count):
            word = self.word()
            label = Gtk.Label(label=word)
            inner = self._column(self.plan["gap"])
            if at == shown:
                for _ in range(self.chance.randint(1, 2)):
                    inner.pack_start(self.chance.choice((self.check_box, self.field, self.button, self.text))(), False, False, 0)
            book.append_page(inner, label)
            self.add("tab", label, word, partial(whole, label), selected=at == shown)
        book.show_all()
        book.set_current_page(shown)
        return book

    def rows(self) -> Gtk.Widget:
        return self._list_box() if self.happens(0.5) else self.tree(self.chance.randint(1, 3), self.chance.randint(2, 12))

    def _list_box(self) -> Gtk.Widget:
        rows = Gtk.ListBox()
        count = self.chance.randint(2, 7)
        chosen = self.chance.randrange(count)
        for at in range(count):
            word = self.words(1, 3)
            row = Gtk.ListBoxRow()
            line = Gtk.Box(spacing=8)
            line.set_border_width(self.chance.randint(1, 8))
            line.pack_start(Gtk.Label(label=word, xalign=0), True, True, 0)
            if self.happens(0.15):
                line.pack_end(self.switch(), False, False, 0)
            row.add(line)
            rows.add(row)
            self.add("list item", row, word, selected=at == chosen)
        rows.select_row(rows.get_row_at_index(chosen))
        return self.framed(rows, 80, 200)

    def tree(self, columns: int, rows: int) -> Gtk.Widget:
        texts = [[self.words(1, 2) for _ in range(columns)] for _ in range(rows)]
        store = Gtk.ListStore(*[str] * columns)
        for row in texts:
            store.append(row)
        view = Gtk.TreeView(model=store)
        view.set_headers_visible(columns > 1)
        for at in range(columns):
            view.append_column(Gtk.TreeViewColumn(self.word(), Gtk.CellRendererText(), text=at))
        chosen = self.chance.randrange(len(texts))
        view.get_selection().select_path(Gtk.TreePath.new_from_indices([chosen]))
        for at, row in enumerate(texts):
            self.add("list item", view, " ".join(row), partial(row_of, view, at), selected=at == chosen)
        return self.framed(view, 80, 200)

    def menu_bar(self) -> Gtk.Widget:
        bar = Gtk.MenuBar()
        for _ in range(self.chance.randint(3, 7)):
            word = self.word()
            item = Gtk.MenuItem(label=word)
            bar.append(item)
            self.add("menu item", item, word)
        return bar

    def link(self) -> Gtk.Widget:
        word = self.word()
        button = Gtk.LinkButton(uri="file:///nowhere", label=word)
        button.set_halign(Gtk.Align.START)
        return self.add("link", button, word, partial(inner_label, button))

    def picture(self) -> Gtk.Widget:
        width, height = self.chance.randint(40, 160), self.chance.randint(40, 120)
        small = bytes(self.chance.randrange(256) for _ in range(4 * 4 * 3))
        coarse = GdkPixbuf.Pixbuf.new_from_bytes(GLib.Bytes.new(small), GdkPixbuf.Colorspace.RGB, False, 8, 4, 4, 12)
        image = Gtk.Image.new_from_pixbuf(coarse.scale_simple(width, height, GdkPixbuf.InterpType.BILINEAR))
        image.set_halign(Gtk.Align.START)
        return self.add("image", image)

    def text(self) -> Gtk.Widget:
        """Words alone: what must not be taken for a control."""
        label = Gtk.Label(label=self.words(2, 12), xalign=0)
        label.set_line_wrap(True)
        return label

    # ---- the window

    def window(self, fill: Callable[[Maker, Gtk.Box], None]) -> Gtk.OffscreenWindow:
        """With bars at its head or not; `fill` makes the rest of it."""
        column = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
        if self.happens(0.5):
            column.pack_start(self._title_bar(), False, False, 0)
        if self.happens(0.5):
            column.pack_start(self.menu_bar(), False, False, 0)
        if self.plan["icons"] and self.happens(0.5):
            column.pack_start(self._tool_bar(), False, False, 0)
        inner = self._column(self.chance.randint(2, 18))
        fill(self, inner)
        column.pack_start(inner, True, True, 0)
        window = Gtk.OffscreenWindow()
        window.set_default_size(self.plan["width"], self.plan["height"])
        window.add(column)
        return window

    def fill(self, inner: Gtk.Box) -> None:
        """A little of everything."""
        for _ in range(self.chance.randint(2, 7)):
            inner.pack_start(self._part(), False, False, 0)
        if self.happens(0.6):
            self.add_buttons(inner)

    def add_buttons(self, inner: Gtk.Box) -> None:
        """At the foot."""
        buttons = Gtk.Box(spacing=self.plan["gap"])
        buttons.set_halign(self.chance.choice((Gtk.Align.END, Gtk.Align.FILL)))
        for _ in range(self.chance.randint(1, 3)):
            buttons.pack_start(self.button(), True, True, 0)
        inner.pack_end(buttons, False, False, 0)

    def _column(self, border: int) -> Gtk.Box:
        column = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=self.plan["gap"])
        column.set_border_width(border)
        return column

    def _title_bar(self) -> Gtk.Widget:
        bar = Gtk.HeaderBar()
        word = self.words(1, 3)
        title = Gtk.Label(label=word)
        title.get_style_context().add_class("title")
        bar.set_custom_title(title)
        for _ in range(self.chance.randint(0, 3) if self.plan["icons"] else 0):
            bar.pack_end(self.icon_button())
        self.add("window title", title, word, partial(words_of, title))
        return bar

    def _tool_bar(self) -> Gtk.Widget:
        bar = Gtk.Box(spacing=self.chance.randint(0, 6))
        bar.set_border_width(self.chance.randint(0, 6))
        if self.happens(0.5):
            bar.get_style_context().add_class("primary-toolbar")
        for _ in range(self.chance.randint(3, 11)):
            bar.pack_start(self.icon_button(), False, False, 0)
        return bar

    def _part(self) -> Gtk.Widget:
        (kind,) = self.chance.choices(range(6), (26, 18, 10, 12, 24, 10))
        if kind == 0:
            return self.form()
        among = (
            (self.check_box, self.check_box, self.radio_button, self.radio_button, self.switch),
            (self.text, self.link, self.picture, self.sign if self.plan["icons"] else self.picture),
            (self.rows, self.text_area),
            (self.slider, self.progress_bar, self.combo_box, self.field),
            (self.tabs, self.button, self.icon_button if self.plan["icons"] else self.button),
        )[kind - 1]
        one = self.chance.choice(among)
        is_mark = kind == 1
        across = self.happens(0.3 if is_mark else 0.5) and one not in (self.tabs, self.rows, self.text_area)
        box = Gtk.Box(orientation=Gtk.Orientation.HORIZONTAL if across else Gtk.Orientation.VERTICAL, spacing=self.plan["gap"])
        for _ in range(self.chance.randint(1, 1 if one in (self.tabs, self.rows, self.text_area) else 5 if is_mark and not across else 3)):
            box.pack_start(one(), False, self.happens(0.5), 0)
        return box

    def form(self) -> Gtk.Widget:
        grid = Gtk.Grid(row_spacing=self.plan["gap"], column_spacing=2 * self.plan["gap"])
        above = self.happens(0.3)
        for row in range(self.chance.randint(1, 4)):
            widget = self.chance.choice((self.field, self.field, self.field, self.combo_box, self.combo_box, self.slider, self.switch))()
            widget.set_hexpand(self.happens(0.6))
            caption = Gtk.Label(label=self.word(), xalign=self.chance.choice((0, 1)))
            grid.attach(caption, 0, 2 * row, 1, 1)
            grid.attach(widget, 0 if above else 1, 2 * row + above, 1, 1)
        return grid
