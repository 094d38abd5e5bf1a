"""Where GTK 3's controls are seen, in the pixels of their window. Under the system's Python: imports nothing of mmassist."""

from __future__ import annotations

import gi

gi.require_version("Gtk", "3.0")

from gi.repository import Gtk  # noqa: E402 - versions come first

Box = tuple[int, int, int, int]
"""x, y, width, height."""

_THIN = 6


def whole(widget: Gtk.Widget) -> Box | None:
    if not widget.get_mapped():
        return None
    top = widget.get_toplevel()
    x, y = widget.translate_coordinates(top, 0, 0)
    return x, y, widget.get_allocated_width(), widget.get_allocated_height()


def thick(bar: Gtk.Widget) -> Box | None:
    """Thin bars get a box that can be told, as on web pages."""
    found = whole(bar)
    if found is None or found[3] >= _THIN:
        return found
    return found[0], found[1] - (_THIN - found[3]) // 2, found[2], _THIN


def words_of(label: Gtk.Label) -> Box | None:
    """The ink of a label, not the empty rest of its room."""
    found = whole(label)
    if found is None:
        return None
    x, y = label.get_layout_offsets()
    _, size = label.get_layout().get_pixel_extents()
    inside = label.get_allocation()
    return found[0] + x - inside.x + size.x, found[1] + y - inside.y + size.y, size.width, size.height


def inner_label(button: Gtk.Button) -> Box | None:
    child = button.get_child()
    return words_of(child) if isinstance(child, Gtk.Label) else whole(button)


def as_far_as_words(button: Gtk.Button) -> Box | None:
    """A mark and its words."""
    found, words = whole(button), inner_label(button)
    if found is None or words is None:
        return None
    top, foot = found[1], found[1] + found[3]
    # the mark is as high as the words or a little higher
    above = max(top, words[1] - 4)
    return found[0], above, words[0] + words[2] - found[0], min(foot, words[1] + words[3] + 4) - above


def row_of(view: Gtk.TreeView, at: int) -> Box | None:
    found = whole(view)
    if found is None:
        return None
    area = view.get_background_area(Gtk.TreePath.new_from_indices([at]), None)
    left, top = view.convert_bin_window_to_widget_coords(0, area.y)
    return found[0] + left, found[1] + top, found[2], area.height


def clipped(widget: Gtk.Widget, box: Box) -> Box | None:
    """What the frames around a widget leave of its box."""
    x, y, right, foot = box[0], box[1], box[0] + box[2], box[1] + box[3]
    parent = widget.get_parent()
    while parent is not None:
        if isinstance(parent, Gtk.ScrolledWindow) and widget not in (parent.get_vscrollbar(), parent.get_hscrollbar()):
            inner = whole(parent)
            if inner is None:
                return None
            x, y = max(x, inner[0]), max(y, inner[1])
            right, foot = min(right, inner[0] + inner[2]), min(foot, inner[1] + inner[3])
        parent = parent.get_parent()
    return (x, y, right - x, foot - y) if right > x and foot > y else None
