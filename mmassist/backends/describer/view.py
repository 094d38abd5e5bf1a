"""A scene sorted for describing: what is visible, in which part of the window it stands, and which dialog is meant."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from mmassist.backends.describer.text import clean, label, words
from mmassist.values import Item, Role, Scene, State

AREAS = frozenset(
    {Role.TABLE, Role.LIST, Role.TREE, Role.MENU, Role.MENU_BAR, Role.TOOL_BAR, Role.STATUS_BAR, Role.TAB_LIST, Role.DOCUMENT}
)
"""Containers whose contents are described together."""

BUTTONS = frozenset({Role.BUTTON, Role.TOGGLE_BUTTON})
CHOICES = frozenset({Role.CHECK_BOX, Role.RADIO, Role.SWITCH})
FIELDS = frozenset({Role.TEXT_FIELD, Role.PASSWORD, Role.COMBO_BOX, Role.SPIN_BOX, Role.SLIDER})
MENUS = frozenset({Role.MENU_ITEM, Role.CHECK_MENU_ITEM, Role.RADIO_MENU_ITEM})
TEXTS = frozenset({Role.LABEL, Role.PARAGRAPH, Role.TEXT, Role.TOOL_TIP})
INTERACTIVE = BUTTONS | CHOICES | FIELDS | {Role.LINK, Role.TAB}

_CLOSED = BUTTONS | CHOICES | FIELDS | {Role.PROGRESS_BAR, Role.SCROLL_BAR, Role.SEPARATOR, Role.LINK, Role.TEXT_AREA, Role.TERMINAL}
"""Controls whose parts are no things of their own."""
_OPERATORS = frozenset("+-\u2212/\u00f7\u00d7=")
_LABELLED = FIELDS | {Role.TEXT_AREA}
_NAMES_THEMSELVES = FIELDS | CHOICES | {Role.TEXT_AREA, Role.PROGRESS_BAR, Role.TABLE, Role.LIST, Role.TREE}
_NAMED_BY_CONTENT = frozenset({Role.LIST_ITEM, Role.TREE_ITEM, Role.CELL, Role.LINK, Role.HEADING, Role.BUTTON, Role.TAB, Role.ROW})
_OWN_THINGS = frozenset({Role.DOCUMENT, Role.DIALOG, Role.ALERT, Role.TOOL_BAR})
_MAIN = 0.5
"""Of the window: what a document takes up that the window is there for."""
_NAMED_BY_HOLDER = FIELDS | BUTTONS
_HOLDERS = frozenset({Role.GROUP, Role.TOOL_BAR})
_FRAMES = frozenset({Role.WINDOW, Role.APPLICATION, Role.DIALOG, Role.ALERT})


@dataclass(frozen=True, slots=True)
class Placed:
    """A visible item. `order`: its place among the visible; `index`: in the scene; `role`: as it is used; `area`, `group`: the index
    of the area and of the named group that hold it, -1 for none."""

    order: int
    index: int
    item: Item
    role: Role
    area: int
    group: int


def role_of(item: Item) -> Role:
    """The role as it is used: an editable text is a field or an area."""
    if item.role is Role.TEXT and State.EDITABLE in item.states:
        return Role.TEXT_AREA if State.MULTI_LINE in item.states else Role.TEXT_FIELD
    return item.role


@dataclass(frozen=True, eq=False)
class View:
    """Everything is computed at most once; costs a few microseconds an item."""

    scene: Scene

    @cached_property
    def children(self) -> dict[int, list[int]]:
        """Indices by parent, -1 for the top. A parent that is out of range or makes a circle counts as none."""
        children: dict[int, list[int]] = defaultdict(list)
        items, rootless = self.scene.items, _rootless(self.scene.items)
        for index, item in enumerate(items):
            children[item.parent if 0 <= item.parent < len(items) and index not in rootless else -1].append(index)
        return children

    @cached_property
    def _boxes_known(self) -> bool:
        """Whether the program tells where its controls are, so that one without a box is not on the screen."""
        told = [item.box is not None for item in self.scene.items if item.role not in MENUS and item.role is not Role.MENU]
        return sum(told) * 2 >= len(told)

    def is_hidden(self, item: Item) -> bool:
        """Whether the item is in the tree alone: on another tab, in a closed menu."""
        if item.box is not None or State.SHOWING in item.states or State.FOCUSED in item.states:
            return False
        return self._boxes_known or item.role in MENUS

    @cached_property
    def dialog(self) -> int:
        """The item that is the dialog in front, or -1: there is none, or the scene is all of it."""
        focus_path = set(self.path(self.scene.focus))
        found = -1
        for index, item in enumerate(self.scene.items):
            is_dialog = item.role is Role.DIALOG or (item.role is Role.ALERT and self._has_buttons(index))
            if is_dialog and (found < 0 or index in focus_path or item.states & {State.MODAL, State.ACTIVE}):
                found = index
        if found >= 0 and self.scene.focus >= 0 and found not in focus_path and State.MODAL not in self.scene.items[found].states:
            return -1
        return found

    def _has_buttons(self, index: int) -> bool:
        return any(self.scene.items[below].role in BUTTONS for below in self.below(index))

    @property
    def is_dialog(self) -> bool:
        return self.dialog >= 0 or bool(self.scene.window and self.scene.window.dialog)

    def path(self, index: int) -> Iterator[int]:
        """The item and its ancestors, from the inside out."""
        seen: set[int] = set()
        while 0 <= index < len(self.scene.items) and index not in seen:
            seen.add(index)
            yield index
            index = self.scene.items[index].parent

    def below(self, index: int) -> Iterator[int]:
        """All descendants in document order, hidden ones included."""
        stack, seen = [*reversed(self.children.get(index, ()))], {index}
        while stack:
            child = stack.pop()
            if child not in seen:
                seen.add(child)
                yield child
                stack += reversed(self.children.get(child, ()))

    @cached_property
    def placed(self) -> tuple[Placed, ...]:
        """What is visible in the dialog or window, in document order."""
        return tuple(self._walk(self.dialog))

    def _walk(self, top: int) -> Iterator[Placed]:
        items = self.scene.items
        stack = [(index, -1, -1) for index in reversed(self.children.get(top, ()))]
        order = 0
        while stack:
            index, area, group = stack.pop()
            item = items[index]
            role = role_of(item)
            if not self.is_hidden(item):
                yield Placed(order, index, item, role, area, group)
                order += 1
            if role in _CLOSED or (role is Role.MENU and self._is_closed(index)):
                continue
            area = index if role in AREAS else area
            group = index if role is Role.GROUP and item.name.strip() else group
            stack += [(child, area, group) for child in reversed(self.children.get(index, ()))]

    def _is_closed(self, menu: int) -> bool:
        items = self.scene.items
        return all(self.is_hidden(items[child]) for child in self.children.get(menu, ()) if items[child].role in MENUS)

    @cached_property
    def by_role(self) -> dict[Role, list[Placed]]:
        """Controls, and what the tree tells, by role."""
        found: dict[Role, list[Placed]] = defaultdict(list)
        for placed in self.placed:
            if not placed.item.is_mere_text:
                found[placed.role].append(placed)
        return found

    def with_role(self, roles: Iterable[Role]) -> list[Placed]:
        """Visible items of these roles in document order; text that only pixels show is not among them."""
        lists = [found for role in roles if (found := self.by_role.get(role))]
        if len(lists) < 2:
            return list(lists[0]) if lists else []
        return sorted(itertools.chain.from_iterable(lists), key=lambda placed: placed.order)

    @cached_property
    def by_area(self) -> dict[int, list[Placed]]:
        """The same by the area that holds it directly."""
        found: dict[int, list[Placed]] = defaultdict(list)
        for placed in self.placed:
            if not placed.item.is_mere_text:
                found[placed.area].append(placed)
        return found

    @cached_property
    def is_calculator(self) -> bool:
        """Whether the keys calculate: some are operators, and there is no "#" as on a telephone's pad."""
        keys = {placed.item.name.strip() for placed in self.with_role(BUTTONS)}
        return bool(keys & _OPERATORS) and "#" not in keys

    def area_role(self, placed: Placed) -> Role | None:
        """The role of the area that holds it."""
        return self.scene.items[placed.area].role if placed.area >= 0 else None

    def within(self, placed: Placed, roles: frozenset[Role]) -> bool:
        """Whether any ancestor has one of these roles."""
        return any(self.scene.items[index].role in roles for index in self.path(placed.item.parent))

    def is_around_document(self, placed: Placed) -> bool:
        """Whether it belongs to the frame of a window that is there for a document: the buttons of a browser around its page."""
        return self._is_for_document and not self.within(placed, _OWN_THINGS)

    @cached_property
    def _is_for_document(self) -> bool:
        width, height = self.scene.size
        boxes = [placed.item.box for placed in self.with_role({Role.DOCUMENT})]
        return any(box is not None and box.area >= _MAIN * width * height for box in boxes)

    @cached_property
    def focus(self) -> int:
        """The item that has the focus, as far inside as the program tells, or -1 where it is no thing to name."""
        items, focus = self.scene.items, self.scene.focus
        if not 0 <= focus < len(items):
            return -1
        if items[focus].role in AREAS | {Role.GROUP, Role.UNKNOWN, Role.ROW} | _FRAMES:
            inner = [index for index in self.below(focus) if State.FOCUSED in items[index].states]
            focus = inner[-1] if inner else self._current_tab(focus)
        if items[focus].role in {Role.GROUP, Role.UNKNOWN} and not items[focus].name.strip():
            # What some programs put into a text area to hold its text.
            return next((above for above in self.path(items[focus].parent) if role_of(items[above]) in _CLOSED), -1)
        return -1 if items[focus].role in _FRAMES else focus

    def _current_tab(self, focus: int) -> int:
        """A row of tabs that has the focus has it on its selected tab; other things have it themselves."""
        items = self.scene.items
        if items[focus].role is not Role.TAB_LIST:
            return focus
        return next(
            (index for index in self.below(focus) if items[index].role is Role.TAB and State.SELECTED in items[index].states), focus
        )

    @cached_property
    def label_of_field(self) -> dict[int, int]:
        """For fields without a name of their own: the label that stands right before them and ends in a colon."""
        named: dict[int, int] = {}
        before: Placed | None = None
        for placed in self.placed:
            if before and placed.role in _LABELLED and not self._own_name(placed.item):
                named[placed.index] = before.index
            before = placed if placed.role is Role.LABEL and placed.item.name.rstrip().endswith(":") else None
        return named

    @staticmethod
    def _own_name(item: Item) -> str:
        """A combo box that is named by its own value (Qt) has no name."""
        name = label(item.name)
        return "" if item.role is Role.COMBO_BOX and name == label(item.value) else name

    def name_of(self, index: int) -> str:
        """The name as it is said, or "": its own, its label's, or for rows and the like the text inside."""
        if index not in self._names:
            self._names[index] = self._named(index)
        return self._names[index]

    def shown_in(self, index: int) -> str:
        """What a cell or an entry shows, "" for an empty cell of a spreadsheet."""
        item, name = self.scene.items[index], self.name_of(index)
        return "" if item.address and not item.name and name == item.address else name or item.value

    @cached_property
    def _names(self) -> dict[int, str]:
        """Names as they were asked for."""
        return {}

    def _named(self, index: int) -> str:
        item = self.scene.items[index]
        name = self._own_name(item)
        if name and not item.guessed:
            return name
        if (named_by := self.label_of_field.get(index)) is not None:
            return label(self.scene.items[named_by].name)
        if item.role in _NAMED_BY_HOLDER and (holder := self._holder_of_one(index)):
            return holder
        if name:
            return name
        if item.role in _NAMED_BY_CONTENT:
            texts = [self.scene.items[below] for below in self.below(index)]
            inside = " ".join(clean(text.name or text.value, 120) for text in texts if text.role in TEXTS | {Role.LINK})
            return clean(inside[:480], 120) or item.address
        return ""

    def _holder_of_one(self, index: int) -> str:
        """The name of the group or tool bar in which this is the only thing of its kind, and without a name of its own."""
        items, item = self.scene.items, self.scene.items[index]
        path = self.path(item.parent)
        parent = next((above for above in path if items[above].role is not Role.GROUP or items[above].name.strip()), -1)
        if parent < 0 or items[parent].role not in _HOLDERS:
            return ""
        kind = FIELDS if item.role in FIELDS else BUTTONS
        return label(items[parent].name) if sum(items[below].role in kind for below in self.below(parent)) == 1 else ""

    @cached_property
    def field_labels(self) -> frozenset[str]:
        """The names of all fields and choices as bare words: labels that say the same are not told again."""
        return frozenset(words(self.name_of(placed.index)) for placed in self.placed if placed.role in _NAMES_THEMSELVES)


def _rootless(items: Sequence[Item]) -> set[int]:
    """Of each circle of parents the first item: without a parent it is the root of the others."""
    found: set[int] = set()
    walks = [-1] * len(items)
    for start in range(len(items)):
        at = start
        while 0 <= at < len(items) and walks[at] < 0:
            walks[at] = start
            at = items[at].parent
        if 0 <= at < len(items) and walks[at] == start:
            circle = [at]
            while (at := items[at].parent) != circle[0]:
                circle.append(at)
            found.add(min(circle))
    return found
