"""Shows windows that Tk draws and tells what is known of each control: one window for each line on standard input.

Runs under the system's Python with python3-tk, on a display without a window manager, as a part of the package that `tk.py` makes of this
folder. A line is the JSON of a plan; the answer is a line of JSON, `width`, `height` and `elements`. The window stays, in the corner of the
display, until the next line comes: who asked takes its picture.
"""

from __future__ import annotations

import json
import sys
import tkinter as tk
from tkinter import font as fonts
from tkinter import ttk
from typing import Any

from .tk_maker import Maker


def dress(root: tk.Tk, plan: dict[str, Any]) -> None:
    for name in ("TkDefaultFont", "TkTextFont", "TkMenuFont", "TkHeadingFont", "TkCaptionFont"):
        fonts.nametofont(name, root).configure(family=plan["family"], size=-plan["size"])
    style = ttk.Style(root)
    style.theme_use(plan["theme"])
    colours = plan["colours"]
    if not colours:
        return
    root.configure(background=colours["ground"])
    for option, value in (
        ("background", colours["ground"]),
        ("foreground", colours["ink"]),
        ("activeBackground", colours["raised"]),
        ("highlightBackground", colours["ground"]),
        ("selectBackground", colours["accent"]),
        ("selectForeground", colours["over"]),
        ("disabledForeground", colours["faint"]),
    ):
        root.option_add(f"*{option}", value)
    for kind in ("Entry", "Text", "Listbox", "Spinbox"):
        root.option_add(f"*{kind}.background", colours["field"])
    style.configure(".", background=colours["ground"], foreground=colours["ink"], fieldbackground=colours["field"])
    style.configure("Treeview", background=colours["field"], fieldbackground=colours["field"], foreground=colours["ink"])
    style.map("Treeview", background=[("selected", colours["accent"])], foreground=[("selected", colours["over"])])
    style.map(".", foreground=[("disabled", colours["faint"])], background=[("active", colours["raised"])])
    style.configure("TProgressbar", background=colours["accent"], troughcolor=colours["field"])


def shown(plan: dict[str, Any]) -> tuple[tk.Tk, dict[str, Any]]:
    root = tk.Tk()
    root.overrideredirect(True)  # nobody is there to place it
    root.geometry(f"{plan['width']}x{plan['height']}+0+0")
    dress(root, plan)
    maker = Maker(root, plan)
    maker.fill()
    root.wait_visibility()
    if maker.able and maker.happens(0.5):
        widget, states = maker.chance.choice(maker.able)
        widget.focus_force()
        states.append("focused")
    for _ in range(3):
        root.update()
    # an answer from the display: all that was drawn before is there
    root.winfo_pointerxy()
    found = []
    for role, _, label, place, states in maker.known:
        box = place()
        if box is not None:
            found.append({"role": role, "box": box, "whole": box[2] * box[3], "states": states, "label": label})
    return root, {"width": plan["width"], "height": plan["height"], "elements": found}


def main() -> None:
    root: tk.Tk | None = None
    for line in sys.stdin:
        if root is not None:
            root.destroy()
        root, told = shown(json.loads(line))
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
