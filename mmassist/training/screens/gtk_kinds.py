"""What fills GTK's windows that are of one kind throughout. Under the system's Python: imports nothing of mmassist but its neighbours."""

from __future__ import annotations

import base64
from collections.abc import Callable
from functools import partial

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("GdkPixbuf", "2.0")

from gi.repository import GdkPixbuf, GLib, Gtk  # noqa: E402 - versions come first

from .gtk_maker import Maker  # noqa: E402
from .gtk_places import whole  # noqa: E402


def form(maker: Maker, inner: Gtk.Box) -> None:
    for _ in range(maker.chance.randint(2, 3)):
        inner.pack_start(maker.form(), False, False, 0)
    for one in (maker.check_box, maker.radio_button, maker.check_box, maker.radio_button)[: maker.chance.randint(0, 4)]:
        inner.pack_start(one(), False, False, 0)
    maker.add_buttons(inner)


def dialog(maker: Maker, inner: Gtk.Box) -> None:
    """A sentence, perhaps with an icon beside it and something to tick."""
    row = Gtk.Box(spacing=maker.plan["gap"])
    if maker.plan["icons"] and maker.happens(0.5):
        row.pack_start(maker.sign(), False, False, 0)
    row.pack_start(maker.text(), True, True, 0)
    inner.pack_start(row, False, False, 0)
    if maker.happens(0.4):
        inner.pack_start(maker.chance.choice((maker.check_box, maker.field, maker.combo_box))(), False, False, 0)
    maker.add_buttons(inner)


def table(maker: Maker, inner: Gtk.Box) -> None:
    inner.pack_start(maker.tree(maker.chance.randint(3, 6), maker.chance.randint(5, 30)), True, True, 0)


def code(maker: Maker, inner: Gtk.Box) -> None:
    """An editor."""
    view = Gtk.TextView()
    view.set_monospace(True)
    _show(view, maker.plan["text"])
    framed = maker.framed(view, 100, 200)
    maker.add("text field", view, place=partial(whole, framed))
    inner.pack_start(framed, True, True, 0)


def document(maker: Maker, inner: Gtk.Box) -> None:
    """To be read: without a frame."""
    view = Gtk.TextView()
    view.set_wrap_mode(Gtk.WrapMode.WORD)
    view.set_editable(False)
    view.set_left_margin(maker.chance.randint(4, 40))
    view.set_right_margin(maker.chance.randint(4, 40))
    _show(view, maker.plan["text"])
    framed = maker.framed(view, 100, 200)
    framed.set_shadow_type(Gtk.ShadowType.NONE)
    inner.pack_start(framed, True, True, 0)


def picture(maker: Maker, inner: Gtk.Box) -> None:
    """As large as it is, in the middle."""
    width, height, pixels = maker.plan["picture"]
    raw = GLib.Bytes.new(base64.b64decode(pixels))
    image = Gtk.Image.new_from_pixbuf(GdkPixbuf.Pixbuf.new_from_bytes(raw, GdkPixbuf.Colorspace.RGB, False, 8, width, height, 3 * width))
    image.set_halign(Gtk.Align.CENTER)
    image.set_valign(Gtk.Align.START)
    inner.pack_start(maker.add("image", image), False, False, 0)


def video(maker: Maker, inner: Gtk.Box) -> None:
    """A picture with a row of controls below it."""
    picture(maker, inner)
    row = Gtk.Box(spacing=maker.plan["gap"])
    has_icons = bool(maker.plan["icons"])
    for _ in range(has_icons):
        row.pack_start(maker.icon_button(), False, False, 0)
    row.pack_start(maker.slider(), True, True, 0)
    row.pack_start(Gtk.Label(label=f"{maker.chance.randint(0, 59)}:{maker.chance.randint(10, 59)}"), False, False, 0)
    for _ in range(maker.chance.randint(1, 3) * has_icons):
        row.pack_start(maker.icon_button(), False, False, 0)
    inner.pack_start(row, False, False, 0)


def _show(view: Gtk.TextView, markup: str) -> None:
    content = view.get_buffer()
    content.insert_markup(content.get_end_iter(), markup, -1)


FILLS: dict[str, Callable[[Maker, Gtk.Box], None]] = {
    "": Maker.fill,
    "form": form,
    "dialog": dialog,
    "table": table,
    "chart": picture,
    "code": code,
    "document": document,
    "photo": picture,
    "video": video,
}
"""By kind, "" for a mixed window."""
