"""Scenes for the prompts, and short ways to fuse them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mmassist.dialogue.fusion import Ask, Budget, View, fuse
from mmassist.dialogue.presets import Presets, load
from mmassist.values import Box, FusedPrompt, Item, Role, Scene, Source, State, TextLine
from tests.fakes.scenes import button, label, part, picture, scene, text_field, with_pixels

PRESETS: Presets = load()
WIDE = Budget(context=100_000, answer=8000)


def fused(shown: Scene | View, budget: Budget = WIDE, turn_id: int = 7, **ask: Any) -> FusedPrompt:
    view = shown if isinstance(shown, View) else View(shown)
    return fuse(turn_id, view, Ask(**ask), budget, PRESETS)


def text_of(shown: Scene | View, budget: Budget = WIDE, **ask: Any) -> str:
    return fused(shown, budget, **ask).text


def lines_of(shown: Scene | View, budget: Budget = WIDE, **ask: Any) -> list[str]:
    """The lines between the screen's fence, without the headline."""
    lines = text_of(shown, budget, **ask).splitlines()
    start = next(at for at, line in enumerate(lines) if line.endswith(" screen>"))
    end = next(at for at, line in enumerate(lines) if at > start and line.startswith("</data-"))
    return lines[start + 2 : end]


def invoice() -> Scene:
    """A table in a picture alone."""
    return picture("Invoice 4471", "Water\nPower", "31.20\n88.05", "Total 119.25", path="/home/anna/invoice.png")


def source_code() -> Scene:
    """An editor with a short program, and an error that only the picture shows."""
    text = 'def greet(name):\n    """Says hello."""\n    return f"Hello {nme}"\n\nprint(greet("Anna"))\n'
    area = part(Role.TEXT_AREA, "greet.py", State.EDITABLE, State.FOCUSED, State.MULTI_LINE, value=text)
    return with_pixels(scene("greet.py - Geany", "geany", area, part(Role.STATUS_BAR, "", label("line: 3 / 5"))), "3: undefined name 'nme'")


def wifi() -> Scene:
    """A settings page whose connection fails; one label that the picture shows otherwise."""
    return scene(
        "Network",
        "gnome-control-center",
        part(Role.HEADING, "Wi-Fi", level=1),
        part(Role.SWITCH, "Wi-Fi", State.CHECKED),
        part(
            Role.LIST,
            "Visible networks",
            part(Role.LIST_ITEM, "Home 5G", State.SELECTED, State.FOCUSED),
            part(Role.LIST_ITEM, "Cafe", pixels_say="Cafe (open)"),
        ),
        label("Could not connect: the password was not accepted."),
        button("Forget network"),
        text_field("Security", "WPA2", State.READ_ONLY),
    )


def photograph() -> Scene:
    """A picture with a single word in it."""
    return picture("EXIT", path="/home/anna/Pictures/station.jpg")


def chart() -> Scene:
    """A chart: its words are in the picture alone."""
    base = scene("Report - Evince", "evince", part(Role.DOCUMENT, "Report", State.FOCUSED))
    return with_pixels(base, "Rainfall in mm, 2025", "Jan", "Feb", "Mar", "80", "40", "0")


def with_password(text: str) -> Scene:
    """A password field whose content leaked into every place where it might stand."""
    field = Item(Role.PASSWORD, "Password", Source.OUTLINE, value=text, pixels_say=text, box=Box(10, 10, 200, 20))
    inside = Item(Role.TEXT, text, Source.OUTLINE, parent=0, box=Box(12, 12, 50, 16))
    read = Item(Role.TEXT, text, Source.PIXELS, box=Box(14, 12, 60, 16))
    line = TextLine(text, Box(14, 12, 60, 16), 0.99)
    return replace(scene("Sign in", "app"), items=(field, inside, read), lines=(line,))
