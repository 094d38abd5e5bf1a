"""What the controls that are seen are called: by the text in or beside them, else by what their icon shows. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import reduce

from mmassist.perception.elements.finder import Element
from mmassist.perception.elements.secret import caption_in, is_of_password, word_in
from mmassist.values import Box, Item, Role, Source, State, TextLine

ROLES: Mapping[str, Role] = {
    "button": Role.BUTTON,
    "icon button": Role.BUTTON,
    "check box": Role.CHECK_BOX,
    "radio button": Role.RADIO,
    "switch": Role.SWITCH,
    "text field": Role.TEXT_FIELD,
    "combo box": Role.COMBO_BOX,
    "spin button": Role.SPIN_BOX,
    "slider": Role.SLIDER,
    "tab": Role.TAB,
    "menu item": Role.MENU_ITEM,
    "list item": Role.LIST_ITEM,
    "link": Role.LINK,
    "image": Role.IMAGE,
    "progress bar": Role.PROGRESS_BAR,
    "scroll bar": Role.SCROLL_BAR,
    "window title": Role.HEADING,
}
"""From what the detector tells to the app's words, and from a field with arrows or less and more at its end."""

_CHECKED = frozenset({"check box", "radio button", "switch"})
# What stands in them is theirs, and their name is beside or above them.
_FILLED = frozenset({"text field", "combo box", "spin button", "progress bar"})
_CAPTIONED = _FILLED | {"slider", "switch"}
# With a button at its end, such as one that shows what was typed, a field looks like a combo box.
_TYPED_IN = frozenset({"text field", "combo box", "spin button"})
# A state that is seen is one only of these: a button that lies in the sun is not pressed.
_STATED = {
    State.CHECKED: _CHECKED | {"icon button"},
    State.SELECTED: frozenset({"tab", "menu item", "list item"}),
    State.DISABLED: frozenset(ROLES),
}
_PICTURED = frozenset({"button", "icon button", "image"})
# No text of theirs is in them.
_EMPTY = frozenset({"slider", "scroll bar", "image"})

# On a button that shows an icon: so few letters, or so few that are unsure, were read from that icon.
_SIGNS, _UNSURE_SIGNS, _SURE = 1, 2, 0.9

# So many letters are read from arrows, or less and more.
_DRAWN = 3

# One behind a caption, and none in a time, an address or a path.
_COLON = re.compile(r":(?![/\\])(?!(?<=\d:)\d)")

# Only what a tree tells is as sure as 1.
_UNTOLD = 0.9999

# In place of what stands in a field for a password.
_DOTS = "\u2022\u2022\u2022"
_INSIDE = 0.6
# In heights of the caption's line: how far it may stand to the left or right, and how far above.
_BESIDE, _ABOVE = 6.0, 1.2
# So far left of its mark, in heights of a line, may the words of a check box begin: a recogniser may read the mark as a sign.
_MARK = 1.0


class NamedBy(StrEnum):
    """Where a name is from. `NOTHING`: it has none."""

    TEXT = "text"
    CAPTION = "caption"
    ICON = "icon"
    NOTHING = ""


@dataclass(frozen=True, slots=True)
class Icon:
    """What the picture in a control shows, and how sure that is, 0 to 1."""

    name: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Controls:
    """What is seen of a picture's controls: `icons` by the index of the element, where one is known for sure."""

    elements: tuple[Element, ...]
    icons: Mapping[int, Icon]


@dataclass(frozen=True, slots=True)
class Named:
    """A control with all that is known of it. `value`: what stands in a field. `caption`: the text beside it that is its name. `held`: as
    much of the picture as its texts take, None without any."""

    element: Element
    name: str
    by: NamedBy
    value: str = ""
    sure: float = 1.0
    caption: TextLine | None = None
    held: Box | None = None

    @property
    def item(self) -> Item:
        """As a part of a scene."""
        kind = self.element.role
        checkable = frozenset({State.CHECKABLE}) if kind in _CHECKED else frozenset()
        is_secret = kind in _TYPED_IN and is_of_password(self.name, self.value)
        return Item(
            role=Role.PASSWORD if is_secret else ROLES[kind],
            name=self.name,
            source=Source.PIXELS,
            states=frozenset(state for state in self.element.states if kind in _STATED.get(state, ())) | checkable,
            value=(_DOTS if self.value else "") if is_secret else self.value,
            # nothing of a password lies beside its field
            box=_around(self.element.box, self.held) if is_secret and self.held else self.element.box,
            confidence=min(_UNTOLD, round(self.element.confidence * self.sure, 4)),
            named=self.sure,
            guessed=self.by is NamedBy.ICON,
        )


def named(controls: Controls, lines: Iterable[TextLine]) -> tuple[Named, ...]:
    """All of them, in their order. `lines`: picture's space."""
    elements, icons = controls.elements, controls.icons
    pieces = [piece for line in lines for piece in _pieces(line, elements)]
    owners = [_owner(piece.box, elements) for piece in pieces]
    own: dict[int, list[TextLine]] = {}
    for piece, owner in zip(pieces, owners, strict=True):
        if owner >= 0 and (text := _without_signs(piece, elements[owner].signs)) is not None:
            own.setdefault(owner, []).append(text)
    free = [piece for piece, owner in zip(pieces, owners, strict=True) if owner < 0]
    return tuple(_named(element, own.get(at, []), free, icons.get(at)) for at, element in enumerate(elements))


def wants_icon(element: Element, lines: Iterable[TextLine]) -> bool:
    """Whether only its picture can tell what it is for."""
    if element.role not in _PICTURED:
        return False
    inside = (line for line in lines if _share(line.box, element.box) > _INSIDE)
    return all(_is_drawn(element, line.text, line.confidence) for line in inside)


def without_text(elements: Sequence[Element], lines: Sequence[TextLine]) -> dict[int, Box]:
    """Where those are that only their picture can name, by their index."""
    return {at: element.box for at, element in enumerate(elements) if wants_icon(element, lines)}


def _is_drawn(element: Element, text: str, sure: float) -> bool:
    """Whether a text is what a recogniser makes of the element's icon: a letter or two, or mere signs."""
    letters = sum(sign.isalnum() for sign in text)
    return element.role == "icon button" and (letters <= _SIGNS or (letters <= _UNSURE_SIGNS and sure < _SURE))


def _named(element: Element, inside: list[TextLine], free: Sequence[TextLine], icon: Icon | None) -> Named:
    text, sure = _joined(inside)
    if element.role in _CAPTIONED or (element.role in _CHECKED and not text):
        caption = _caption(element, free)
        value = text if element.role in _FILLED else ""
        held = reduce(_around, (line.box for line in inside)) if inside else None
        if caption is not None:
            return Named(element, _trimmed(caption.text), NamedBy.CAPTION, value, caption.confidence, caption, held)
        if element.role in _TYPED_IN and (end := caption_in(value)):
            return Named(element, _trimmed(value[:end]), NamedBy.CAPTION, value[end:], sure, held=held)
        return Named(element, "", NamedBy.NOTHING, value, held=held)
    if text and not _is_drawn(element, text, sure):
        return Named(element, text, NamedBy.TEXT, sure=sure)
    if icon is not None:
        return Named(element, icon.name, NamedBy.ICON, sure=icon.confidence)
    return Named(element, "", NamedBy.NOTHING)


def _around(one: Box, other: Box) -> Box:
    x, y = min(one.x, other.x), min(one.y, other.y)
    return Box(x, y, max(one.right, other.right) - x, max(one.bottom, other.bottom) - y)


def _joined(lines: list[TextLine]) -> tuple[str, float]:
    ordered = sorted(lines, key=lambda line: (round(line.box.centre[1] / max(1, line.box.height)), line.box.x))
    return " ".join(line.text for line in ordered), min((line.confidence for line in lines), default=1.0)


def _owner(box: Box, elements: Sequence[Element]) -> int:
    """The smallest control that the text is in, -1 for none."""
    holders = [at for at, element in enumerate(elements) if element.role not in _EMPTY and _is_in(box, element)]
    return min(holders, key=lambda at: elements[at].box.area, default=-1)


def _is_in(box: Box, element: Element) -> bool:
    """A field is often seen narrower than it is: the middle of its text is enough."""
    return _share(box, element.box) > _INSIDE or (element.role in _FILLED and element.box.contains(*box.centre))


def _share(box: Box, holder: Box) -> float:
    common = box.intersection(holder)
    return common.area / box.area if common and box.area else 0.0


def _pieces(line: TextLine, elements: Sequence[Element]) -> list[TextLine]:
    """The line, or the parts of it that are in different controls: a recogniser reads a row of tabs as one line, and a field with its
    caption."""
    level = [element for element in elements if element.role not in _EMPTY and _level(element.box, line.box)]
    if len(level) == 1 and level[0].role in _TYPED_IN:
        return _with_caption(line, level[0].box)
    crossed = [element.box for element in level]
    if len(crossed) < 2 or any(_share(line.box, box) > _INSIDE for box in crossed):
        return [line]
    parts: list[tuple[int, list[str], Box]] = []
    for word, box in _words(line):
        at = next((at for at, holder in enumerate(crossed) if holder.contains(*box.centre)), -1)
        if parts and parts[-1][0] == at:
            before = parts[-1][2]
            parts[-1] = at, [*parts[-1][1], word], replace(before, width=box.right - before.x)
        else:
            parts.append((at, [word], box))
    return [replace(line, text=" ".join(words), box=box) for _, words, box in parts]


def _with_caption(line: TextLine, field: Box) -> list[TextLine]:
    """The line, or its caption, which ends with a colon or the word for a password, and what stands behind that in the field."""
    colon = _COLON.search(line.text)
    end = caption_in(line.text) or (colon.end() if colon else word_in(line.text))
    caption, value = line.text[:end].strip(), line.text[end:].strip()
    if not caption or not value:
        return [line]
    wide = line.box.width / len(line.text)  # if all letters were as wide
    cut = line.box.x + round(wide * (len(line.text) - len(line.text[end:].lstrip())))
    front, back = replace(line.box, width=cut - line.box.x), replace(line.box, x=cut, width=line.box.right - cut)
    if front.centre[0] >= field.x or not field.contains(*back.centre):
        return [line]
    front = replace(front, width=max(1, min(cut, field.x) - line.box.x))
    return [replace(line, text=caption, box=front), replace(line, text=value, box=back)]


def _without_signs(piece: TextLine, signs: Box | None) -> TextLine | None:
    """Less what a recogniser makes of arrows and the like; None where that is all."""
    if signs is None or piece.box.right <= signs.centre[0]:
        return piece
    if piece.box.centre[0] >= signs.x and len(piece.text) <= _DRAWN:
        return None
    words = piece.text.split()
    while len(words) > 1 and len(words[-1]) == 1:
        words.pop()
    return replace(piece, text=" ".join(words))


def _words(line: TextLine) -> Iterable[tuple[str, Box]]:
    """The words with where they stand, if all letters were as wide."""
    wide, begin = line.box.width / max(1, len(line.text)), 0
    for word in line.text.split():
        begin = line.text.index(word, begin)
        yield word, Box(round(line.box.x + begin * wide), line.box.y, max(1, round(len(word) * wide)), line.box.height)
        begin += len(word)


def _level(box: Box, line: Box) -> bool:
    """Whether the line runs through the box."""
    common = box.intersection(line)
    return common is not None and common.height > _INSIDE * line.height


def _caption(element: Element, free: Sequence[TextLine]) -> TextLine | None:
    """The nearest text on the left of it, of a switch or a mark also on its right, or right above it."""
    near = [(distance, line) for line in free if (distance := _distance(element, line.box)) is not None]
    return min(near, key=lambda pair: pair[0], default=(0.0, None))[1]


def _distance(element: Element, line: Box) -> float | None:
    """In heights of the line; None if it can't be the caption."""
    box, tall = element.box, max(1, line.height)
    if min(box.bottom, line.bottom) - max(box.y, line.y) > line.height / 2:
        if element.role in _CHECKED and box.x - _MARK * tall <= line.x <= box.right:
            # seen narrower than it is: the words at its mark go on beyond it
            return 0.0
        if -tall / 2 < box.x - line.right <= _BESIDE * tall:
            return max(0.0, (box.x - line.right) / tall)
        if element.role in _CHECKED and -tall / 2 < line.x - box.right <= _BESIDE * tall:
            return max(0.0, (line.x - box.right) / tall)
    elif -tall / 2 < box.y - line.bottom <= _ABOVE * tall and abs(line.x - box.x) <= 2 * tall:
        return max(0.0, (box.y - line.bottom) / tall)
    return None


def _trimmed(caption: str) -> str:
    return caption.rstrip(" :*")
