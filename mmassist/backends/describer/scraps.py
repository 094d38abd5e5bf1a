"""Scraps of text: what the recogniser reads into icons, frames and the edges of controls, and nobody would read out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from mmassist.backends.describer.context import Context
from mmassist.backends.describer.dialogs import is_message
from mmassist.backends.describer.pixels import Piece
from mmassist.backends.describer.view import BUTTONS, CHOICES, FIELDS, MENUS, View
from mmassist.values import Box, Item, Role, Source

CONFIDENT = 0.8
"""From this confidence of the recogniser on a scrap may count for what it says."""

_SHORT, _SHORTISH = 5, 10
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
    controls = [item for item in view.scene.items if item.source is not Source.PIXELS and item.box and item.role in _CONTROLS]
    knows_controls = any(item.source is not Source.PIXELS for item in view.scene.items)
    in_message = knows_controls and is_message(view)
    kept = []
    for piece in found:
        if _is_foreign(piece, found, view) or _is_made_of(piece, controls):
            continue
        is_scrap = (knows_controls and _is_scrap(piece, controls)) or (in_message and len(piece.text) == 1)
        if not is_scrap or (context.is_full and _may_count(piece)):
            kept.append(piece)
    return kept


def _is_scrap(piece: Piece, controls: Sequence[Item]) -> bool:
    """Conservative: a word, a number or a formula in free space is none, if it was read with confidence."""
    letters = "".join(_TOKEN.findall(piece.text))
    inside = [control for control in controls if _overlap(piece.box, control.box)]
    if piece.is_doubtful and inside and len(letters) <= _SHORTISH:
        return True
    if len(letters) > _SHORT or _has_word(piece.text):
        return False
    if (len(letters) < 2 and not letters.isdigit()) or piece.is_doubtful:
        return True
    is_number = bool(_NUMBER.fullmatch(piece.text)) and piece.confidence >= CONFIDENT
    return not is_number and any(control.name for control in inside)


def _is_made_of(piece: Piece, controls: Sequence[Item]) -> bool:
    """Whether it is the names of several controls beside each other, read in one, with their marks: "OMetricImperial"."""
    box, letters = piece.box, "".join(_TOKEN.findall(piece.text))
    touched = [control for control in controls if box and control.box and control.name and box.intersection(control.box)]
    names = "".join("".join(_TOKEN.findall(control.name)) for control in sorted(touched, key=lambda one: one.box.x if one.box else 0))
    return len(touched) > 1 and names in letters and len(letters) - len(names) <= len(touched)


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
    others += [item.name + item.value for item in view.scene.items if item.source is not Source.PIXELS]
    others.append(window.title if window else "")
    letters = [char for text in others for char in text[:400] if char.isalpha()]
    return bool(letters) and all(_in_alphabet(char) for char in letters)


def _in_alphabet(char: str) -> bool:
    return char.isascii() or unicodedata.name(char, "").startswith(_ALPHABETS)
