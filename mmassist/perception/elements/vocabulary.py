"""The roles and states that the element detector tells, in the order of its outputs."""

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
