"""The roles and states that the element detector tells, in the order of its outputs, and the kinds of screen."""

from __future__ import annotations

ROLES = (
    "button",
    "icon button",
    "check box",
    "radio button",
    "switch",
    "text field",
    "combo box",
    "slider",
    "tab",
    "menu item",
    "list item",
    "link",
    "image",
    "progress bar",
    "scroll bar",
    "window title",
)

STATES = ("checked", "selected", "disabled", "focused")

KINDS = ("form", "dialog", "table", "chart", "code", "document", "photo", "video", "blank")
"""Of whole screens, and of pictures."""
