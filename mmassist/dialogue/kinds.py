"""What kind of window a scene is, as far as its controls and texts tell: which preset suits it. Pure."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from mmassist.dialogue.wording import wording
from mmassist.values import Item, PictureKind, Role, Scene, State

FIELDS = frozenset({Role.TEXT_FIELD, Role.TEXT_AREA, Role.PASSWORD, Role.COMBO_BOX, Role.SPIN_BOX, Role.SLIDER})
CHOICES = frozenset({Role.CHECK_BOX, Role.RADIO, Role.SWITCH})
BUTTONS = frozenset({Role.BUTTON, Role.TOGGLE_BUTTON})
TEXTS = frozenset({Role.LABEL, Role.PARAGRAPH, Role.TEXT, Role.TOOL_TIP, Role.HEADING})
CELLS = frozenset({Role.CELL, Role.ROW_HEADER, Role.COLUMN_HEADER})

_LOOKS = {
    PictureKind.PHOTO: "a photo or a drawing",
    PictureKind.CHART: "a chart",
    PictureKind.DOCUMENT: "a page of a document",
    PictureKind.CODE: "code",
    PictureKind.TABLE: "a table",
    PictureKind.WINDOW: "a picture of a window",
}
_MOST_LINES = 200
_SHORT = 400
_CODE = re.compile(
    r"^\s*(?:def |class |import |from \w+ import |#include|public |private |static |const |let |var |fn |func |package |return\b|"
    r"if ?\(|for ?\(|while ?\(|else\b|elif |try:|\}|//|/\*|SELECT |INSERT )|[;{]\s*$|\)\s*:\s*$|"
    r"^\s*[\w.\[\]]+ ?(?:=|\+=|:=) ?\S.*[\w)\]};\"']\s*$|=>|->|::"
)


@dataclass(frozen=True, slots=True)
class Kind:
    """`preset`: the built-in one that suits; `reason`: why, in plain English."""

    preset: str
    reason: str


def kind_of(scene: Scene) -> Kind:
    """A picture by what it looks like, else by how much text is in it; in a window trouble goes first, then forms, tables and code, and a
    look only counts where nothing else tells."""
    if not scene.target.on_screen:
        return _kind_of_image(scene)
    if is_dialog(scene) and _has_trouble(scene):
        return Kind("error", "it is a dialog that tells of trouble")
    if _is_form(scene):
        return Kind("form", "it has many fields and choices")
    if _is_table(scene):
        return Kind("table", "a table fills it or has the focus")
    if program := _code_program(scene):
        return Kind("code", f"the program is one for code or commands ({program})")
    if _is_code(scene):
        return Kind("code", "its text looks like code")
    return _kind_by_look(scene) or Kind("describe", "it is no special kind of window")


def _kind_by_look(scene: Scene) -> Kind | None:
    if scene.looks_like is None:
        return None
    preset = next(row["preset"] for row in _rules()["look"] if row["kind"] == scene.looks_like)
    return Kind(preset, f"it looks like {_LOOKS[scene.looks_like]}")


def _kind_of_image(scene: Scene) -> Kind:
    if by_look := _kind_by_look(scene):
        return by_look
    if scene.text_read and len(scene.lines) < _rules()["image"]["lines"]:
        return Kind("scene", "it is an image file with little text in it")
    return Kind("describe", "it is an image file")


def is_dialog(scene: Scene) -> bool:
    """Whether the window is a dialog, or shows one."""
    return bool(scene.window and scene.window.dialog) or any(
        item.role in {Role.DIALOG, Role.ALERT} and (State.MODAL in item.states or State.ACTIVE in item.states) for item in scene.items
    )


def path(scene: Scene, index: int) -> list[int]:
    """The item and its ancestors, from the inside out; a circle of parents ends it."""
    found: dict[int, None] = {}
    while 0 <= index < len(scene.items) and index not in found:
        found[index] = None
        index = scene.items[index].parent
    return list(found)


def is_trouble(item: Item) -> bool:
    """Whether it is marked as wrong, or a short text that tells of an error."""
    if State.INVALID in item.states:
        return True
    return item.role in TEXTS | {Role.STATUS_BAR, Role.ALERT} and len(item.name) <= _SHORT and wording().tells_trouble(item.name)


def _has_trouble(scene: Scene) -> bool:
    texts = (line.text for line in scene.lines[:_MOST_LINES]) if not scene.has_outline else ()
    return any(map(is_trouble, scene.items)) or any(map(wording().tells_trouble, texts))


def _is_form(scene: Scene) -> bool:
    inputs = sum(item.role in FIELDS | CHOICES and item.box is not None for item in scene.items)
    controls = inputs + sum(item.role in BUTTONS | {Role.LINK, Role.TAB, Role.LIST_ITEM, Role.CELL} for item in scene.items)
    rules = _rules()["form"]
    return bool(inputs >= rules["fields"] and inputs >= rules["share"] * controls)


def _is_table(scene: Scene) -> bool:
    rules = _rules()["table"]
    if sum(item.role in CELLS for item in scene.items) < rules["cells"]:
        return False
    if any(scene.items[index].role in CELLS | {Role.TABLE, Role.ROW} for index in path(scene, scene.focus)):
        return True
    area = max(1, scene.size[0] * scene.size[1])
    return any(item.role is Role.TABLE and item.box is not None and item.box.area >= rules["share"] * area for item in scene.items)


def _code_program(scene: Scene) -> str:
    program = scene.window.program.casefold() if scene.window else ""
    return next((name for name in _rules()["programs"]["code"] if re.search(rf"(?<![a-z]){re.escape(name)}(?![a-z])", program)), "")


def _is_code(scene: Scene) -> bool:
    areas = [item.value for item in scene.items if item.role in {Role.TEXT_AREA, Role.TERMINAL}]
    shown = max(areas, key=len).splitlines() if areas else [line.text for line in scene.lines if not scene.has_outline]
    lines = [line for line in shown[:_MOST_LINES] if line.strip()]
    likely = sum(_CODE.search(line[:_SHORT]) is not None for line in lines)
    rules = _rules()["code"]
    return bool(len(lines) >= rules["lines"] and likely >= rules["share"] * len(lines))


@cache
def _rules() -> dict[str, Any]:
    return tomllib.loads((resources.files("mmassist.resources") / "kinds.toml").read_text("utf-8"))
