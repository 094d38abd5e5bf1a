"""Lays lines of text over the items of an outline: what both say is one thing, what only the pixels say is left over. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mmassist.perception.agreement import Wording, squeezed, without_caret
from mmassist.perception.outline_items import CHOICES, FIELDS, LABELS
from mmassist.perception.scripts import is_untaught, is_wide
from mmassist.values import Box, Item, Role, Source, TextLine

# Controls that show one text of their own; where pixels say something else there, that is a disagreement.
_SHOWS_ITS_NAME = frozenset(
    {Role.BUTTON, Role.TOGGLE_BUTTON, Role.LABEL, Role.LINK, Role.TAB, Role.MENU, Role.MENU_ITEM, Role.CHECK_MENU_ITEM}
    | {Role.RADIO_MENU_ITEM, Role.LIST_ITEM, Role.TREE_ITEM, Role.CELL, Role.HEADING, Role.COLUMN_HEADER, Role.ROW_HEADER}
    | (FIELDS - {Role.PASSWORD, Role.TEXT_AREA, Role.SLIDER, Role.PROGRESS_BAR})
    | CHOICES
)
# Texts of several lines
_WRITTEN = frozenset({Role.TEXT_AREA, Role.STATUS_BAR, Role.ALERT})
# What holds rows, of which the last one may be cut; so near to the end, in pixels, a line is
_ROLLED, _EDGE = frozenset({Role.LIST, Role.TABLE, Role.TREE}), 3
# Their name is a title that is not drawn inside of them.
_TITLED = frozenset({Role.WINDOW, Role.APPLICATION, Role.DIALOG})
# What is drawn in them is theirs, whatever their size, and mostly a picture: an icon, a mark, a thumb.
_DRAWN = frozenset({Role.BUTTON, Role.TOGGLE_BUTTON, Role.SCROLL_BAR, Role.SLIDER} | CHOICES)
# A picture's reading below this confidence contradicts nobody; a lone sign, where the program tells what there is, must be surer.
_SURE, _SURE_OF_A_SIGN = 0.85, 0.99
_INSIDE = 0.6
# Of a line, what lies in a text that the recogniser can't read.
_IN_UNREAD = 0.25
# Letters of a line that may be a part of something longer; a shorter one is the whole of it, or something else.
_LONG = 4
# Where a caption and what stands behind it were read as one word: "Name:Ana", and no "07:15"
_JOINT = re.compile("(?<=\uff1a)|(?<=[^\\W\\d]:)(?=[^\\W\\d])")
# Letters in a row that no icon is taken for.
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(slots=True)
class Laid:
    """`items`: those of the outline, marked by what the pixels show of them. `left`: lines, or what remains of them, that no item
    says. `lines`: all lines but those in password fields."""

    items: list[Item]
    left: list[TextLine]
    lines: list[TextLine]


def lay(items: Sequence[Item], lines: Iterable[TextLine], title: str) -> Laid:
    """`title`: the window's, which a picture of the whole screen shows too."""
    table = _Table(items)
    laid = Laid(list(items), [], [])
    shown: dict[int, list[TextLine]] = {}
    heading = squeezed(title)
    given = list(lines)
    for line, near in zip(given, table.near(given), strict=True):
        if any(items[at].role is Role.PASSWORD and _touches(line.box, items[at].box) for at in near):
            continue
        laid.lines.append(line)
        wording = Wording(line.text)
        said = table.saying(near, wording, line.box)
        if said and said[0][1]:
            _seen(laid.items, said[0][0])
            continue
        if said:
            rest = _rest(line, [text for at, _ in said for text in table.texts(at)])
            for at, _ in said:
                _seen(laid.items, at)
            if rest and not table.says_all(near, rest):
                laid.left.append(rest)
        elif (inner := table.shower(near, line.box)) is not None:
            shown.setdefault(inner, []).append(line)
        elif (not heading or wording.squeezed != heading) and not (items and _is_stray(line)) and not table.is_remnant(near, line):
            laid.left.append(line)
    for at, found in shown.items():
        laid.items[at] = _shown(laid.items[at], found)
    return laid


class _Table:
    """The items' boxes side by side, and their texts ready to be compared. Items none of which has a place, as on Wayland, can be anywhere
    in the picture."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = items
        boxed = [(box.area, at, box) for at, item in enumerate(items) if (box := item.box)]
        boxed.sort(key=lambda entry: entry[:2])
        self._boxed = np.array([at for _, at, _ in boxed], np.int64)
        self._boxes = _sides([box for _, _, box in boxed])
        self._holders = {item.parent for item in items if _parts(item)}
        self._texts: dict[int, list[Wording]] = {}
        self._untaught: dict[int, bool] = {}
        self._anywhere = [] if boxed else [(squeezed(text), at) for at, item in enumerate(items) for text in _parts(item)]

    def near(self, lines: Sequence[TextLine]) -> list[list[int]]:
        """For each line the items that overlap it, the smallest first."""
        left, top, right, bottom = self._boxes.T
        x, y, end, foot = (side[:, None] for side in _sides([line.box for line in lines]).T)
        across = np.minimum(right, end) - np.maximum(left, x)
        down = np.minimum(bottom, foot) - np.maximum(top, y)
        # A line's box has air around it: it must share a good part of its height, or of the item's.
        enough = (across > 0) & (down > 0.3 * np.minimum(foot - y, bottom - top))
        return [self._boxed[row].tolist() for row in enough]

    def texts(self, at: int) -> list[Wording]:
        """What the program says of an item: all of it, then name, value and description by themselves."""
        if at not in self._texts:
            parts = _parts(self._items[at])
            self._texts[at] = [Wording("\n".join(parts)), *map(Wording, parts)] if len(parts) > 1 else [*map(Wording, parts)]
        return self._texts[at]

    def saying(self, near: Sequence[int], line: Wording, box: Box) -> list[tuple[int, bool]]:
        """The item that says all of `line` (alone, True), or those that say parts of it, from the left. One whose text the recogniser
        can't read says whatever was read in its place."""
        for text, at in self._anywhere:
            if line.squeezed and (line.squeezed == text or (len(line.squeezed) >= _LONG and line.squeezed in text)):
                return [(at, True)]
        parts: list[tuple[int, bool]] = []
        for at in near:
            if self._items[at].role is Role.PASSWORD:
                continue
            if any(text.says(line) for text in self.texts(at)):
                return [(at, True)]
            if any(text.is_in(line) for text in self.texts(at)):
                parts.append((at, False))
        if not parts and (unread := next((at for at in near if self._is_unread(at, box)), None)) is not None:
            return [(unread, True)]
        return sorted(parts, key=lambda part: self._left(part[0]))

    def says_all(self, near: Sequence[int], line: TextLine) -> bool:
        """Whether one item says all of `line`."""
        said = self.saying(near, Wording(line.text), line.box)
        return bool(said) and said[0][1]

    def shower(self, near: Sequence[int], box: Box) -> int | None:
        """The control whose own text must be what stands in `box`: small or drawn upon, and most of the line is inside."""
        for at in near:
            item = self._items[at]
            if item.box is None or item.role not in _SHOWS_ITS_NAME | _DRAWN:
                continue
            if item.role not in _DRAWN and item.box.height > 3.5 * box.height:
                continue
            common = item.box.intersection(box)
            if common and common.area > _INSIDE * box.area and at not in self._holders:
                return at
        return None

    def is_remnant(self, near: Sequence[int], line: TextLine) -> bool:
        """Whether it is a part of something in what the program tells the parts of: a row that the end of its list cuts, or a doubtful bit
        in a status bar, which is the grip that windows are sized by."""
        inside = [self._items[at] for at in near if at in self._holders]
        in_bar = any(item.role is Role.STATUS_BAR for item in inside)
        is_cut = any(item.role in _ROLLED and item.box and item.box.bottom - line.box.bottom <= _EDGE for item in inside)
        return is_cut or (in_bar and line.confidence < _SURE and len(squeezed(line.text)) < _LONG)

    def _is_unread(self, at: int, box: Box) -> bool:
        """Whether a good part of `box` lies in a text that the program tells in a script that the recogniser can't read."""
        item = self._items[at]
        if at not in self._untaught:
            # a tab may hold its page, and is no larger for that
            is_text = item.role in _SHOWS_ITS_NAME | _DRAWN | LABELS | _WRITTEN and (at not in self._holders or item.role is Role.TAB)
            self._untaught[at] = is_text and is_untaught(" ".join(_parts(item)))
        common = item.box.intersection(box) if item.box and self._untaught[at] else None
        return common is not None and common.area > _IN_UNREAD * box.area

    def _left(self, at: int) -> int:
        box = self._items[at].box
        return box.x if box else 0


def _sides(boxes: Sequence[Box]) -> NDArray[np.int64]:
    """(n, 4): left, top, right, bottom."""
    return np.array([(box.x, box.y, box.right, box.bottom) for box in boxes], np.int64).reshape(-1, 4)


def _parts(item: Item) -> list[str]:
    parts = (item.value, item.description) if item.role in _TITLED else (item.name, item.value, item.description)
    return [part for part in parts if part]


def _touches(line: Box, field: Box | None) -> bool:
    """Whether any letter of the line may lie in the field."""
    if field is None:
        return False
    across = min(line.right, field.right) - max(line.x, field.x)
    down = min(line.bottom, field.bottom) - max(line.y, field.y)
    return across >= 3 and down >= 0.35 * min(line.height, field.height)


def _seen(items: list[Item], at: int) -> None:
    if items[at].source is Source.OUTLINE:
        items[at] = replace(items[at], source=Source.BOTH)


def _shown(item: Item, lines: list[TextLine]) -> Item:
    """`item` with what the picture shows in its place: its name if it has none, else what contradicts it; a doubtful reading is dropped."""
    text = " ".join(line.text for line in lines)
    confidence = min(line.confidence for line in lines)
    is_word = bool(_WORD.search(text))
    if not item.name.strip() and item.role not in FIELDS:
        if item.role is Role.SCROLL_BAR or (item.role in _DRAWN and not is_word and confidence < _SURE_OF_A_SIGN):
            return item
        return replace(item, name=text, source=Source.BOTH, confidence=confidence)
    if confidence < _SURE or not (is_word if item.role in _DRAWN else len(squeezed(text)) > 1):
        return item
    if item.role is Role.SPIN_BOX and not any(map(str.isdigit, text)):
        return item  # the signs of its two buttons
    return item if Wording("\n".join(_parts(item))).says(Wording(text)) else replace(item, pixels_say=text, source=Source.BOTH)


def _is_stray(line: TextLine) -> bool:
    """Whether it is a lone sign that may as well be an icon."""
    return (
        len(line.text.strip()) == 1 and (not line.text.strip().isdigit() or line.confidence < _SURE) and line.confidence < _SURE_OF_A_SIGN
    )


def _rest(line: TextLine, known: Sequence[Wording]) -> TextLine | None:
    """The words of `line` that none of `known` says, at their place in it; None where they are hardly any."""
    words = _JOINT.sub(" ", line.text).split()
    vocabulary = frozenset().union(*(one.vocabulary for one in known))
    whole = "".join(one.squeezed for one in known)
    new = [
        at for at, word in enumerate(words) if not _told(squeezed(word), vocabulary, whole) and vocabulary.isdisjoint(without_caret(word))
    ]
    if not new or sum(len(squeezed(words[at])) for at in new) < 3:
        return None
    length = len(" ".join(words))
    before, after = len(" ".join(words[: new[0]])) / length, len(" ".join(words[: new[-1] + 1])) / length
    left, right = round(line.box.x + before * line.box.width), round(line.box.x + after * line.box.width)
    box = Box(left, line.box.y, max(1, right - left), line.box.height)
    return replace(line, text=" ".join(words[new[0] : new[-1] + 1]), box=box)


def _told(word: str, vocabulary: frozenset[str], whole: str) -> bool:
    return not word or word in vocabulary or (word in whole and (len(word) > 2 or is_wide(word)))
