"""Scraps of text: what the recogniser reads into icons, frames and the edges of controls, and nobody would read out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from mmassist.backends.describer.context import Context
from mmassist.backends.describer.dialogs import is_message
from mmassist.backends.describer.pixels import Piece
from mmassist.backends.describer.view import BUTTONS, CHOICES, FIELDS, MENUS, View
from mmassist.values import Box, Item, Role

CONFIDENT = 0.8
"""From this confidence of the recogniser on a scrap may count for what it says."""

_SHORT, _SHORTISH = 5, 10
# Pixels around a spreadsheet in which its rows and columns are called; letters of a column.
_MARGIN, _LETTERS = 60, 3
_TOKEN = re.compile(r"\w+")
_NUMBER = re.compile(r"[-+(]?\d[\d.,:/]*[)%°€$£]?")
_CONTROLS = (
    BUTTONS
    | CHOICES
    | FIELDS
    | MENUS
    | {Role.TAB, Role.LINK, Role.MENU, Role.ICON, Role.IMAGE, Role.LIST_ITEM, Role.TREE_ITEM, Role.PROGRESS_BAR}
)
_ALPHABETS = ("LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW", "ARMENIAN", "GEORGIAN")


def without_scraps(context: Context, found: list[Piece]) -> list[Piece]:
    """`found` without its scraps; of those in full what is confidently read and a word or number."""
    view = context.view
    controls = [item for item in view.scene.items if not item.is_mere_text and item.box and item.role in _CONTROLS]
    knows_controls = any(not item.is_mere_text for item in view.scene.items)
    named = [(name, item.box) for item in controls if item.box and (name := _squeezed(item.name))]
    in_message = knows_controls and is_message(view)
    kept = []
    sheets = _sheets(view)
    for piece in found:
        if any(_is_ruler(piece, sheet) for sheet in sheets):
            continue
        if _is_foreign(piece, found, view) or _is_made_of(piece, named):
            continue
        is_scrap = (knows_controls and _is_scrap(piece, controls)) or (in_message and len(piece.text) == 1)
        if not is_scrap or (context.is_full and _may_count(piece)):
            kept.append(piece)
    return kept


def _sheets(view: View) -> list[Box]:
    """The boxes of spreadsheets."""
    cells = {item.parent for item in view.scene.items if item.address}
    return [box for at, item in enumerate(view.scene.items) if at in cells and (box := item.box)]


def _is_ruler(piece: Piece, sheet: Box) -> bool:
    """Whether it is the number of a row or the letter of a column, left of a spreadsheet or above it: its cells are called so anyway."""
    if piece.box is None:
        return False
    x, y = piece.box.centre
    is_left = sheet.x - _MARGIN < x < sheet.x and sheet.y <= y < sheet.bottom and piece.text.isdigit()
    is_above = sheet.y - _MARGIN < y < sheet.y and sheet.x <= x < sheet.right and piece.text.isupper() and len(piece.text) <= _LETTERS
    return is_left or is_above


def _is_scrap(piece: Piece, controls: Sequence[Item]) -> bool:
    """Conservative: a word, a number or a formula in free space is none, if it was read with confidence."""
    letters = _squeezed(piece.text)
    is_short = len(letters) <= _SHORT and not _has_word(piece.text)
    if piece.is_doubtful:
        return is_short or (len(letters) <= _SHORTISH and any(_overlap(piece.box, control.box) for control in controls))
    if not is_short:
        return False
    if len(letters) < 2 and not letters.isdigit():
        return True
    is_number = bool(_NUMBER.fullmatch(piece.text)) and piece.confidence >= CONFIDENT
    return not is_number and any(control.name and _overlap(piece.box, control.box) for control in controls)


def _is_made_of(piece: Piece, named: Sequence[tuple[str, Box]]) -> bool:
    """Whether it is the names of several controls beside each other, read in one, with their marks: "OMetricImperial"."""
    letters = _squeezed(piece.text)
    touched = [(box.x, name) for name, box in named if name in letters and piece.box and box.intersection(piece.box)]
    names = "".join(name for _, name in sorted(touched))
    return len(touched) > 1 and names in letters and len(letters) - len(names) <= len(touched)


def _squeezed(text: str) -> str:
    return "".join(_TOKEN.findall(text))


def _has_word(text: str) -> bool:
    """Whether three letters stand in a row: fewer may be read into any icon."""
    return bool(re.search(r"[^\W\d_]{3}", text))


def _may_count(piece: Piece) -> bool:
    return piece.confidence >= CONFIDENT and any(token.isdigit() or len(token) > 1 for token in _TOKEN.findall(piece.text))


def _overlap(box: Box | None, control: Box | None) -> bool:
    """Whether at least a third of the text lies in the control."""
    common = box.intersection(control) if box and control else None
    return common is not None and box is not None and common.area * 3 >= box.area


def _is_foreign(piece: Piece, found: Sequence[Piece], view: View) -> bool:
    """Whether it is a sign or two of a script without an alphabet, among texts that all have one."""
    signs = [char for char in piece.text if char.isalpha()]
    if not 0 < len(signs) < 3 or any(_in_alphabet(sign) for sign in signs):
        return False
    window = view.scene.window
    others = [other.text for other in found if other is not piece]
    others += [item.name + item.value for item in view.scene.items if not item.is_mere_text]
    others.append(window.title if window else "")
    letters = [char for text in others for char in text[:400] if char.isalpha()]
    return bool(letters) and all(_in_alphabet(char) for char in letters)


def _in_alphabet(char: str) -> bool:
    return char.isascii() or unicodedata.name(char, "").startswith(_ALPHABETS)
