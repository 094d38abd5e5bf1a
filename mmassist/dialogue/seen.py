"""A scene sorted for a prompt: what is visible, what matters most, what is said twice. Pure; each is computed at most once."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from mmassist.dialogue.kinds import BUTTONS, CELLS, CHOICES, FIELDS, TEXTS, is_trouble, path
from mmassist.dialogue.wording import wording
from mmassist.values import Box, Item, Role, Scene, Source, State

ENTRIES = frozenset({Role.LIST_ITEM, Role.TREE_ITEM, Role.MENU_ITEM, Role.CHECK_MENU_ITEM, Role.RADIO_MENU_ITEM, Role.ROW})
STRUCTURE = frozenset({Role.GROUP, Role.UNKNOWN, Role.CANVAS, Role.SEPARATOR, Role.APPLICATION})
_MENU_ENTRIES = frozenset({Role.MENU_ITEM, Role.CHECK_MENU_ITEM, Role.RADIO_MENU_ITEM})
_CONTROLS = BUTTONS | FIELDS | CHOICES | {Role.LINK, Role.TAB, Role.MENU, Role.PROGRESS_BAR}
_NAMED_BY_CONTENT = ENTRIES | {Role.LINK, Role.HEADING, Role.BUTTON, Role.TAB}

FIRST_ENTRIES = 10
"""So many entries of a list are told before other things; the rest is far text."""
_NEAR = 0.25  # of the picture's diagonal
_WORD = re.compile(r"[^\W\d_]{4,}|\d+")
_SEARCHED = 400
_LETTERS = re.compile(r"[^\W_]+")
_OTHER_PAGE = 0.6  # of the picture
_KNOWN = 0.7  # of a line's words, for it to count as said


class Rank(IntEnum):
    """What is kept longest when there is not room for all: the lower, the longer."""

    FOCUS = 0
    ASKED = 1
    NEAR = 2
    CONTROL = 3
    TEXT = 4
    REST = 5
    UNSEEN = 6


def words(text: str) -> list[str]:
    """Its words and figures, without regard to case and to how they are drawn."""
    return _LETTERS.findall((text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold())


def squeezed(text: str) -> str:
    """The letters and figures alone."""
    return "".join(words(text))


@dataclass(frozen=True, eq=False)
class Seen:
    """`changes`: boxes that changed; `question`: what is asked, whose words make things matter; `texts_first`: texts before controls."""

    scene: Scene
    changes: tuple[Box, ...] = ()
    question: str = ""
    texts_first: bool = False

    @cached_property
    def children(self) -> dict[int, list[int]]:
        """Indices by parent, -1 for the top. A parent that does not stand before its child counts as none."""
        children: dict[int, list[int]] = defaultdict(list)
        for index, item in enumerate(self.scene.items):
            children[item.parent if 0 <= item.parent < index else -1].append(index)
        return children

    def below(self, index: int) -> list[int]:
        """All descendants in document order."""
        found: list[int] = []
        stack = [*reversed(self.children.get(index, ()))]
        while stack:
            found.append(child := stack.pop())
            stack += reversed(self.children.get(child, ()))
        return found

    @cached_property
    def _boxes_known(self) -> bool:
        told = [item.box is not None for item in self.scene.items if item.role not in _MENU_ENTRIES]
        return sum(told) * 2 >= len(told)

    def is_unseen(self, item: Item) -> bool:
        """Whether the item is in the tree alone: on another tab, in a closed menu."""
        if item.box is not None or item.states & {State.SHOWING, State.FOCUSED}:
            return False
        return self._boxes_known or item.role in _MENU_ENTRIES

    @cached_property
    def focus_path(self) -> frozenset[int]:
        """The focused item and what holds it."""
        return frozenset(path(self.scene, self.scene.focus))

    @cached_property
    def in_dialog(self) -> frozenset[int]:
        """What is part of a dialog or an alert."""
        if self.scene.window and self.scene.window.dialog:
            return frozenset(range(len(self.scene.items)))
        tops = [index for index, item in enumerate(self.scene.items) if item.role in {Role.DIALOG, Role.ALERT}]
        return frozenset(index for top in tops for index in (top, *self.below(top)))

    @cached_property
    def secret(self) -> frozenset[int]:
        """What stands in a password field, by tree or by place, and so is told to nobody."""
        fields = [index for index, item in enumerate(self.scene.items) if item.role is Role.PASSWORD]
        inside = {below for index in fields for below in self.below(index)}
        inside.update(index for index, item in enumerate(self.scene.items) if item.source is Source.PIXELS and self.in_password(item.box))
        return frozenset(inside)

    def in_password(self, box: Box | None) -> bool:
        """Whether a good part of `box` lies in a password field."""
        return box is not None and any((part := box.intersection(field)) and part.area * 4 >= box.area for field in self._password_boxes)

    @cached_property
    def _password_boxes(self) -> tuple[Box, ...]:
        return tuple(item.box for item in self.scene.items if item.role is Role.PASSWORD and item.box)

    @cached_property
    def _words_asked(self) -> frozenset[str]:
        """The question's longer words, and its figures."""
        return frozenset(_WORD.findall(self.question.casefold()))

    def asked(self, *texts: str) -> int:
        """How many words of the question are in the texts."""
        if not self._words_asked:
            return 0
        return len(self._words_asked.intersection(word for text in texts for word in _WORD.findall(text[:_SEARCHED].casefold())))

    @cached_property
    def has_other_page(self) -> bool:
        """Whether so much changed that nothing is gained by marking it."""
        return sum(change.area for change in self.changes) > _OTHER_PAGE * self.scene.size[0] * self.scene.size[1]

    def is_changed(self, box: Box | None) -> bool:
        """Whether the most of `box` lies in what changed."""
        if self.has_other_page:
            return False
        return box is not None and any((part := box.intersection(change)) and part.area * 2 > box.area for change in self.changes)

    def distance(self, index: int) -> float:
        """From the focus, 0 to 1 of the picture's diagonal; where nothing has the focus, from the beginning of the scene.

        Less by 1 for each word of the question.
        """
        item = self.scene.items[index]
        return self._way(index) - self.asked(item.name, item.value)

    def _way(self, index: int) -> float:
        focus = self.scene.items[self.scene.focus].box if 0 <= self.scene.focus < len(self.scene.items) else None
        box = self.scene.items[index].box
        if focus is None or box is None:
            return index / max(1, len(self.scene.items))
        (x1, y1), (x2, y2) = focus.centre, box.centre
        return math.hypot(x1 - x2, y1 - y2) / max(1.0, math.hypot(*self.scene.size))

    def place(self, box: Box | None) -> str:
        """In which third of the picture, in words; "" where that is unknown or it covers the most of it."""
        width, height = self.scene.size
        if box is None or width <= 0 or height <= 0 or box.area * 2 > width * height:
            return ""
        x, y = box.centre
        return wording().place(min(2, max(0, int(3 * x / width))), min(2, max(0, int(3 * y / height))))

    def rank(self, index: int) -> Rank:
        """How long it is kept. Texts and controls change places where texts go first."""
        rank = self._rank(index)
        swapped = {Rank.CONTROL: Rank.TEXT, Rank.TEXT: Rank.CONTROL}
        return swapped.get(rank, rank) if self.texts_first else rank

    def _rank(self, index: int) -> Rank:
        item = self.scene.items[index]
        if index in self.focus_path:
            return Rank.FOCUS
        if is_trouble(item) or item.role in {Role.ALERT, Role.DIALOG} or (index in self.in_dialog and item.role in TEXTS):
            return Rank.ASKED
        if item.states & {State.SELECTED, State.DEFAULT} or self.is_changed(item.box) or self.asked(item.name, item.value):
            return Rank.NEAR
        if item.role in ENTRIES | CELLS:
            return Rank.TEXT if self.position[index] < FIRST_ENTRIES else Rank.REST
        if item.role in TEXTS and item.role is not Role.HEADING:
            return Rank.TEXT
        if not (item.name.strip() or item.value.strip()):
            return Rank.REST
        if item.role in _CONTROLS and (index in self.in_dialog or self._is_near(index)):
            return Rank.NEAR
        return Rank.CONTROL

    def _is_near(self, index: int) -> bool:
        items, focus = self.scene.items, self.scene.focus
        return 0 <= focus < len(items) and (items[index].parent == items[focus].parent or self._way(index) < _NEAR)

    @cached_property
    def position(self) -> dict[int, int]:
        """Of each item, how many of its parent's children of the same role stand before it."""
        found: dict[int, int] = {}
        before: dict[tuple[int, Role], int] = defaultdict(int)
        for index, item in enumerate(self.scene.items):
            found[index] = before[item.parent, item.role]
            before[item.parent, item.role] += 1
        return found

    @cached_property
    def field_names(self) -> frozenset[str]:
        """The names of fields and choices, squeezed: labels that say the same are said already."""
        return frozenset(squeezed(item.name) for item in self.scene.items if item.role in FIELDS | CHOICES) - {""}

    @cached_property
    def _said(self) -> frozenset[str]:
        """All words of the items."""
        texts = [text for item in self.scene.items for text in (item.name, item.value, item.pixels_say, item.description) if text]
        if self.scene.window:
            texts.append(self.scene.window.title)
        return frozenset(word for text in texts for word in words(text))

    def is_said(self, text: str) -> bool:
        """Whether an item says it, or the most of its words: a line of the picture that need not be sent."""
        if not self._said:
            return not _LETTERS.search(text)
        found = words(text)
        return sum(word in self._said for word in found) >= _KNOWN * len(found)

    def named(self, index: int) -> tuple[str, frozenset[int]]:
        """The item's name, and which items below it that name was made from: those of a nameless entry with texts in it."""
        item = self.scene.items[index]
        if item.name.strip() or item.role not in _NAMED_BY_CONTENT:
            return item.name, frozenset()
        below = self.below(index)
        if not below or any(self.scene.items[one].role not in TEXTS | {Role.IMAGE, Role.ICON} | STRUCTURE for one in below):
            return "", frozenset()
        return " ".join(self.scene.items[one].name or self.scene.items[one].value for one in below), frozenset(below)
