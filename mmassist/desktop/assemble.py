"""From objects in AT-SPI's terms to an `Outline`: roles and states in mmassist's words, empty containers left out, one focus."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from mmassist.desktop.atspi import Ref
from mmassist.desktop.embedded import is_piece
from mmassist.desktop.harvest import LISTS, in_view
from mmassist.desktop.nodes import PASSWORD, Raw, Vocabulary
from mmassist.desktop.placement import Placement, placement
from mmassist.values import Box, Node, Outline, Role, State

_MENU_BAR, _MENU_ITEM, _CELL, _TREE, _TREE_TABLE = 34, 35, 56, 65, 66
_PLAIN_LISTS = frozenset((31, 98))
_ENTRIES = frozenset((61, 79))
_ALERT = 2
_ALERTS = frozenset((_ALERT, 101, 102))
_MENU, _LABEL, _ICON, _LAYERED_PANE = 33, 29, 26, 30
_MENU_ENTRIES = frozenset((8, _MENU, _MENU_ITEM, 45))
_SELECTED = 1 << 23
_CHECKABLE = frozenset((Role.CHECK_BOX, Role.RADIO, Role.SWITCH, Role.CHECK_MENU_ITEM, Role.RADIO_MENU_ITEM))
_WRITABLE = frozenset((Role.TEXT, Role.TEXT_FIELD, Role.TEXT_AREA, Role.SPIN_BOX, Role.COMBO_BOX, Role.PASSWORD))
_FIELDS = frozenset((Role.TEXT_FIELD, Role.TEXT_AREA))
_CHOOSERS = frozenset((Role.LIST, Role.TREE, Role.TAB_LIST))
_ITEM_PARENTS = frozenset((31, 38, 55, _TREE, _TREE_TABLE, 98))
_GROUPS = frozenset((Role.GROUP, Role.UNKNOWN))
_MASKS = frozenset("*•●⚫■")
_BULLETS = frozenset("•◦▪‣⁃·○■–")  # noqa: RUF001 - a dash that begins an entry


def assemble(
    root: Raw | None, vocabulary: Vocabulary, window: Box, focus: Ref | None, *, complete: bool, toolkit: str
) -> tuple[Outline, tuple[Ref, ...]]:
    """The outline of the tree under `root` in document order, and each node's reference. `focus`: what last took the focus."""
    if root is None:
        return Outline((), -1, complete, time.monotonic(), toolkit), ()
    kept = list(_kept(root, vocabulary))
    places = _places(kept, vocabulary, placement(root.extents, window))
    index = {raw.ref: position for position, (raw, _) in enumerate(kept)}
    focused = choose_focus([raw for raw, _ in kept], vocabulary, focus)
    nodes = tuple(
        _node(raw, vocabulary, places[raw.ref], parent=index[above.ref] if above else -1, focused=raw is focused) for raw, above in kept
    )
    outline = Outline(nodes, index[focused.ref] if focused else -1, complete, time.monotonic(), toolkit)
    return outline, tuple(raw.ref for raw, _ in kept)


def has_page(root: Raw | None, vocabulary: Vocabulary) -> bool:
    """Whether there is a document in the tree, as in a browser."""
    return root is not None and any(vocabulary.roles.get(raw.role) is Role.DOCUMENT for raw, _ in _kept(root, vocabulary))


def is_of_another_size(root: Raw | None, vocabulary: Vocabulary, window: Box) -> bool:
    """Whether a page in the tree is wider than the window. Browsers know of a new size first, and lay the page out later, untold."""
    if root is None:
        return False
    place = placement(root.extents, window)
    return any(vocabulary.roles.get(raw.role) is Role.DOCUMENT and place.is_outgrown(raw.extents) for raw, _ in _kept(root, vocabulary))


def _places(kept: Sequence[tuple[Raw, Raw | None]], vocabulary: Vocabulary, frame: Placement) -> dict[Ref, Placement]:
    """How each object's box lies in the window: as the frame's, unless it stands in a page of other measures."""
    places: dict[Ref, Placement] = {}
    for raw, above in kept:
        place = places[above.ref] if above else frame
        places[raw.ref] = place.of_page(raw.extents) if vocabulary.roles.get(raw.role) is Role.DOCUMENT else place
    return places


def _kept(root: Raw, vocabulary: Vocabulary) -> Iterator[tuple[Raw, Raw | None]]:
    """Parents before children, each with its nearest ancestor that is kept too."""
    seen: set[Ref] = set()
    stack: list[tuple[Raw, Raw | None]] = [(root, None)]
    while stack:
        raw, above = stack.pop()
        if raw.ref in seen:
            continue
        seen.add(raw.ref)
        if above is None or not _meaningless(raw, vocabulary):
            yield raw, above
            above = raw
        if raw.role != PASSWORD:
            stack += [(child, above) for child in reversed(in_view(raw) if raw.role in LISTS else raw.children) if child.shown]


def _meaningless(raw: Raw, vocabulary: Vocabulary) -> bool:
    if is_piece(raw):
        return True
    if raw.name or raw.text or raw.description or raw.states & vocabulary.bit["focused"]:
        return False
    if is_icon_view(raw):
        return False
    # Web browsers keep an alert ready that says nothing yet.
    return raw.role in vocabulary.structure or (raw.role in _ALERTS and not any(child.shown for child in raw.children))


def is_icon_view(raw: Raw) -> bool:
    """Whether it is what GTK shows files in: it holds nothing but icons, with their names as their texts."""
    return raw.role == _LAYERED_PANE and bool(raw.children) and all(child.role == _ICON for child in raw.children)


def choose_focus(raws: Sequence[Raw], vocabulary: Vocabulary, last: Ref | None) -> Raw | None:
    """The one object that has the focus.

    Several may claim it: items of a list that has no focus itself only mean to be the current one. The last focus event
    decides; without one the deepest claim does. Where none claims it, the last event is believed.
    """
    bit = vocabulary.bit["focused"]
    claims = [raw for raw in raws if raw.states & bit and raw.parent is not None]
    for raw in claims or raws:
        if raw.ref == last and raw.parent is not None:
            return raw
    earnest = [raw for raw in claims if not _only_current(raw, bit)]
    # GTK's open menus claim no focus; the chosen entry of the innermost one is what the keys act on.
    return max(earnest or claims or [raw for raw in raws if _chosen_entry(raw)], key=_depth, default=None)


def _only_current(raw: Raw, bit: int) -> bool:
    return raw.parent is not None and raw.parent.role in _ITEM_PARENTS and not raw.parent.states & bit


def _chosen_entry(raw: Raw) -> bool:
    return raw.role in _MENU_ENTRIES and bool(raw.states & _SELECTED) and raw.parent is not None and raw.parent.role == _MENU


def _depth(raw: Raw) -> int:
    depth = 0
    while raw.parent is not None:
        raw, depth = raw.parent, depth + 1
    return depth


def _node(raw: Raw, vocabulary: Vocabulary, place: Placement, *, parent: int, focused: bool) -> Node:
    role = role_of(raw, vocabulary)
    name, value = _words(raw, role)
    return Node(
        role=role,
        name=name,
        parent=parent,
        states=states_of(raw, role, vocabulary, focused=focused),
        value=value,
        description=raw.description if raw.description not in (name, value) else "",
        labelled_by=raw.labelled_by,
        box=place.box(raw.extents),
        level=raw.level,
        row=raw.row,
        column=raw.column,
    )


def role_of(raw: Raw, vocabulary: Vocabulary) -> Role:
    """Its role, told apart further where AT-SPI's number alone does not say it."""
    role = vocabulary.roles.get(raw.role, Role.UNKNOWN)
    above = raw.parent.role if raw.parent else None
    states = {state for bit, state in vocabulary.states.items() if raw.states >> bit & 1}
    if raw.role in _ENTRIES:
        if State.EDITABLE in states or State.FOCUSABLE in states:
            return Role.TEXT_AREA if State.MULTI_LINE in states else Role.TEXT_FIELD
    elif raw.role == _CELL and (above == _TREE or (above == _TREE_TABLE and raw.states & vocabulary.bit["expandable"])):
        return Role.TREE_ITEM
    elif raw.role == _CELL and above in _PLAIN_LISTS:
        return Role.LIST_ITEM
    elif raw.role == _MENU_ITEM and above == _MENU_BAR:
        return Role.MENU
    elif raw.role == _ALERT and above is None:
        return Role.DIALOG
    elif is_icon_view(raw):
        return Role.LIST
    elif raw.role in vocabulary.structure:
        if above is None:
            return Role.WINDOW
        # A part of a page with words of its own is no group of other things.
        is_text = bool(raw.text) and not raw.name
        return Role.LABEL if is_text and role in _GROUPS else Role.GROUP if role is Role.UNKNOWN else role
    return role


def states_of(raw: Raw, role: Role, vocabulary: Vocabulary, *, focused: bool) -> frozenset[State]:
    """Its states, without those that toolkits set everywhere and that say nothing there."""
    bit = vocabulary.bit
    states = {state for number, state in vocabulary.states.items() if raw.states >> number & 1}
    states.discard(State.FOCUSED)
    if focused:
        states |= {State.FOCUSED}
    if not raw.states & (bit["enabled"] | bit["sensitive"]):
        states.add(State.DISABLED)
    if raw.states & bit["expandable"] and not raw.states & bit["expanded"]:
        states.add(State.COLLAPSED)
    if State.MIXED in states:
        states.discard(State.CHECKED)
    if role in _CHECKABLE:
        states.add(State.CHECKABLE)
    if role not in _WRITABLE:
        states -= {State.EDITABLE, State.READ_ONLY, State.MULTI_LINE}
    if role in _FIELDS and State.EDITABLE not in states:
        states.add(State.READ_ONLY)
    if role in _FIELDS and not raw.asked and not raw.text:
        states.add(State.UNREAD)
    if role is Role.PROGRESS_BAR and not raw.value and not raw.text:
        states.add(State.BUSY)
    return frozenset(states)


def _words(raw: Raw, role: Role) -> tuple[str, str]:
    """Name and value."""
    if role is Role.PASSWORD:
        return ("" if set(raw.name) <= _MASKS else raw.name) or raw.labelled_by, ""
    value = raw.value or raw.text
    if role is Role.COMBO_BOX:
        # Toolkits give the chosen entry as the name of a combo box, whatever its label says.
        value = value or ("" if raw.name == raw.labelled_by else raw.name) or _shown_inside(raw)
        return (raw.labelled_by or ("" if raw.name == value else raw.name)), value
    if role in _CHOOSERS and not value:
        value = ", ".join(child.name for child in raw.children if child.states & _SELECTED and child.name)
    if role is Role.TAB_LIST and raw.name == value:
        return raw.labelled_by, value
    name = raw.name or raw.labelled_by
    if not raw.name and value and role not in _WRITABLE and raw.text:
        name, value = " ".join(value.split()), ""
    return (_without_bullet(name) if role is Role.LIST_ITEM else name), value


def _shown_inside(raw: Raw) -> str:
    """The text that is drawn in a combo box: GTK 4 tells its choice by no more than that."""
    level = raw.children
    while level:
        shown = [child for child in level if child.shown]
        for child in shown:
            if child.role == _LABEL and child.extents is not None and child.name:
                return child.name
        level = [below for child in shown for below in child.children]
    return ""


def _without_bullet(entry: str) -> str:
    """The words of an entry of a web page's list, which begin with its bullet."""
    return entry[1:].lstrip() if entry[:1] in _BULLETS and entry[1:2].isspace() else entry
