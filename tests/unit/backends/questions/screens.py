"""Windows that the tests ask about."""

from __future__ import annotations

from dataclasses import replace

from mmassist.backends.describer.questions import answer
from mmassist.values import Box, Role, Scene, State
from tests.fakes.scenes import Part, button, label, part, scene, table, text_field


def said(shown: Scene, question: str, *earlier: str) -> str:
    """The answer; "" where the question is not understood."""
    return answer(shown, question, earlier) or ""


def at(one: Part, x: int, y: int, width: int = 100, height: int = 30) -> Part:
    """The part in that place of a picture of 800 by 600."""
    return replace(one, item=replace(one.item, box=Box(x, y, width, height)))


def check(name: str, *states: State) -> Part:
    return part(Role.CHECK_BOX, name, State.CHECKABLE, *states)


def form(complete: bool = True) -> Scene:
    """Fields one below the other on the left, buttons side by side at the bottom right."""
    return scene(
        "Registration",
        "desk",
        at(label("Please fill in the whole form before noon."), 10, 10, 300),
        at(text_field("First name (required)", "Ana"), 10, 60),
        at(text_field("Street", ""), 10, 100),
        at(part(Role.PASSWORD, "Password"), 10, 140),
        at(part(Role.COMBO_BOX, "City", value="Porto"), 10, 180),
        at(check("Wrap long lines", State.CHECKED), 10, 220),
        at(check("Show line numbers"), 10, 260),
        at(
            part(
                Role.GROUP,
                "Units",
                at(part(Role.RADIO, "Metric", State.CHECKED), 10, 300),
                at(part(Role.RADIO, "Imperial"), 150, 300),
            ),
            10,
            290,
            300,
        ),
        at(button("Back"), 450, 550),
        at(button("Cancel"), 560, 550),
        at(button("Save As…", State.DEFAULT, State.DISABLED), 670, 550),
        complete=complete,
    )


def files(rows: int = 3, selected: int = 1) -> Scene:
    cells = [[f"file {row}.txt", f"{row} KB", f"{row}.50"] for row in range(1, rows + 1)]
    inner = table(["Name", "Size", "Price"], cells, selected)
    status = part(Role.STATUS_BAR, "", label("3 files, 2 GB free"), label("2 unread messages"))
    return scene("Archive", "files", part(Role.TABLE, "Files", *inner.children), button("Open"), status)


def choices() -> Scene:
    entries = [part(Role.LIST_ITEM, name, *([State.SELECTED] if name == "Bruno" else [])) for name in ("Amélie", "Bruno", "Cosima")]
    return scene("Choose a voice", "desk", part(Role.LIST, "Voice", State.FOCUSED, *entries), button("Choose"), dialog=True)


def text(value: str) -> Scene:
    area = part(Role.TEXT_AREA, "Document", State.MULTI_LINE, State.EDITABLE, State.FOCUSED, value=value)
    return scene("Letter", "writer", area)
