"""How a scene is written down for a model: one thing a line, each with how much it matters. Pure.

docs/presets.md shows an example. The notation's legend is `[notation]` of `resources/prompts.toml`.
"""

from __future__ import annotations

from pathlib import PurePath

from mmassist.dialogue.entries import Entry, Written
from mmassist.dialogue.kinds import CHOICES, TEXTS
from mmassist.dialogue.seen import ENTRIES, STRUCTURE, Rank, Seen, squeezed
from mmassist.dialogue.table_rows import rows_of
from mmassist.dialogue.untrusted import many_lines, one_line, quoted
from mmassist.values import Item, Role, Scene, State, TargetKind, TextLine

MOST_ITEMS, MOST_LINES = 4000, 2000
"""Of one scene, and of one text; what is beyond is counted as left out."""

_NAME, _VALUE, _TEXT, _DESCRIPTION = 200, 400, 6000, 200
_DEEPEST = 8
_SURE = 0.8
_TABLES = frozenset({Role.TABLE, Role.TREE, Role.LIST})
_LONG = frozenset({Role.TEXT_AREA, Role.DOCUMENT, Role.TERMINAL})
_FOCUS_LINES, _FIRST_LINES = 40, 20
_CHOICES = CHOICES | {Role.CHECK_MENU_ITEM, Role.RADIO_MENU_ITEM}
_FIRST_STATES = (State.MIXED, State.PRESSED, State.SELECTED, State.EXPANDED, State.COLLAPSED, State.DEFAULT, State.DISABLED)
_STATES = (*_FIRST_STATES, State.INVALID, State.REQUIRED, State.READ_ONLY, State.BUSY, State.MODAL, State.POPUP)

_PLACES = {
    TargetKind.MONITOR: "monitor",
    TargetKind.SCREEN: "whole desktop",
    TargetKind.POINTER: "part of the desktop around the mouse pointer",
    TargetKind.FOCUS: "part of the desktop around the focus",
    TargetKind.CONTAINER: "part of the desktop around the focus",
    TargetKind.REGION: "part of the desktop",
}


def headline(scene: Scene) -> str:
    """What is looked at: the window, monitor, image file or camera."""
    if scene.target.kind is TargetKind.CAMERA:
        return f"what the user's camera sees, {scene.size[0]} by {scene.size[1]} pixels"
    if scene.target.kind is TargetKind.IMAGE:
        return f"image file {quoted(one_line(PurePath(scene.target.path).name, _NAME))}, {scene.size[0]} by {scene.size[1]} pixels"
    whole = _PLACES.get(scene.target.kind, "")
    window = scene.window
    if window is None:
        return whole or "window"
    kind = "dialog window" if window.dialog else "window"
    front = f"{kind} {quoted(one_line(window.title, _NAME))} of program {quoted(one_line(window.program, _NAME))}"
    return f"{whole}, in front: {front}" if whole else front


def written(seen: Seen, new: frozenset[int] = frozenset()) -> Written:
    """The scene's items, and what only the picture shows. `new`: items that were not there before."""
    found = Written()
    scene = seen.scene
    blocks = {(line.text, line.box): line.block for line in scene.lines}
    covered: set[int] = set(seen.secret)
    last_block = -1
    for index, depth in _walk(seen):
        item = scene.items[index]
        if index in covered:
            continue
        if index >= MOST_ITEMS:
            found.lost[_kind(item)] += 1
            continue
        if item.is_mere_text:
            block = blocks.get((item.name, item.box), -1) if item.box else -1
            found.entries.append(_read(seen, index, depth, goes_on=block >= 0 and block == last_block))
            last_block = block
            continue
        last_block = -1
        if _is_said_above(seen, index):
            continue
        if item.role in _TABLES:
            told = rows_of(seen, index, depth)
            found.entries += [_entry(seen, index, depth, new), *told.entries]
            covered |= told.covered
            continue
        covered |= seen.named(index)[1]
        _add(found, seen, index, depth, new)
    _add_unsaid(found, seen)
    return found


def _walk(seen: Seen) -> list[tuple[int, int]]:
    """Items in document order with their depth; nameless structure is no level."""
    found: list[tuple[int, int]] = []
    stack = [(index, 0) for index in reversed(seen.children.get(-1, ()))]
    while stack:
        index, depth = stack.pop()
        item = seen.scene.items[index]
        is_level = not (item.role in STRUCTURE and not item.name.strip())
        if is_level:
            found.append((index, depth))
        below = min(_DEEPEST, depth + 1) if is_level else depth
        stack += [(child, below) for child in reversed(seen.children.get(index, ()))]
    return found


def _is_said_above(seen: Seen, index: int) -> bool:
    """Whether a text only repeats what its parent, its field or the window's title says."""
    scene, item = seen.scene, seen.scene.items[index]
    is_frame = item.role in {Role.WINDOW, Role.APPLICATION}
    if index == scene.focus or not (is_frame or item.role in TEXTS) or item.value.strip() or item.pixels_say.strip():
        return False
    bare = squeezed(item.name)
    if is_frame:
        return not bare or (scene.window is not None and bare == squeezed(scene.window.title))
    if item.role is Role.LABEL and bare in seen.field_names:
        return True
    parent = scene.items[item.parent] if 0 <= item.parent < len(scene.items) else None
    return parent is not None and bare != "" and bare in {squeezed(parent.name), squeezed(parent.value)}


def _add(found: Written, seen: Seen, index: int, depth: int, new: frozenset[int]) -> None:
    item = seen.scene.items[index]
    if seen.is_unseen(item) and not seen.asked(item.name) and index not in seen.focus_path:
        found.lost["things"] += bool(item.name.strip() or item.value.strip())
        return
    found.entries.append(_entry(seen, index, depth, new))
    if item.role in _LONG or "\n" in item.value.strip():
        _add_lines(found, seen, index, depth)


def _add_lines(found: Written, seen: Seen, index: int, depth: int) -> None:
    """The lines of a text area, document or terminal, its first ones first."""
    lines = many_lines(seen.scene.items[index].value, _VALUE) if seen.scene.items[index].role is not Role.PASSWORD else []
    found.lost["lines"] += max(0, len(lines) - MOST_LINES)
    has_focus = index == seen.scene.focus
    for number, line in enumerate(lines[:MOST_LINES]):
        first = Rank.NEAR if has_focus and number < _FOCUS_LINES else Rank.CONTROL if has_focus or seen.texts_first else Rank.TEXT
        asked = seen.asked(line)
        rank = Rank.NEAR if asked else first if has_focus or number < _FIRST_LINES or seen.texts_first else Rank.REST
        found.entries.append(Entry(f"{' ' * (depth + 1)}| {line}".rstrip(), rank, "lines", number / MOST_LINES - asked))


def _entry(seen: Seen, index: int, depth: int, new: frozenset[int]) -> Entry:
    item = seen.scene.items[index]
    mark = ">" if index == seen.scene.focus else ""
    parts = [_role(item), *_texts(seen, index)]
    states = [*_states(item), *_seen_states(seen, index, new)]
    if states:
        parts.append(f"[{', '.join(states)}]")
    line = f"{mark}{' ' * depth}{' '.join(part for part in parts if part)}"
    return Entry(line, seen.rank(index), _kind(item), seen.distance(index), seen.place(item.box))


def _role(item: Item) -> str:
    return f"{item.role.value} {item.level}" if item.role is Role.HEADING and item.level > 0 else item.role.value


def _texts(seen: Seen, index: int) -> list[str]:
    """Name, value, description, and what the picture shows in its place."""
    item = seen.scene.items[index]
    name = one_line(seen.named(index)[0], _TEXT if item.role in TEXTS else _NAME)
    if item.role is Role.PASSWORD:
        return [quoted(name)] if name else []
    value = "" if item.role in _LONG or "\n" in item.value.strip() else one_line(item.value, _VALUE)
    description = one_line(item.description, _DESCRIPTION)
    is_only_value = item.role is Role.COMBO_BOX and name == value
    return [
        f"{'~?' if item.guessed else ''}{quoted(name)}" if name and not is_only_value else "",
        f"= {quoted(value)}" if value and (value != name or is_only_value) else "",
        f"({quoted(description)})" if description and squeezed(description) not in {squeezed(name), squeezed(value), ""} else "",
        f"picture shows {quoted(shown)}" if (shown := one_line(item.pixels_say, _VALUE)) else "",
    ]


def _states(item: Item) -> list[str]:
    if item.role is Role.PASSWORD:
        return ["hidden", *(["filled"] if item.value or item.pixels_say.strip() else []), *_plain_states(item)]
    checked = (
        ["checked" if State.CHECKED in item.states else "not checked"] if item.role in _CHOICES and State.MIXED not in item.states else []
    )
    if item.role not in _CHOICES and State.CHECKED in item.states:
        checked = ["checked"]
    return [*checked, *_plain_states(item)]


def _plain_states(item: Item) -> list[str]:
    return [state.value for state in _STATES if state in item.states]


def _seen_states(seen: Seen, index: int, new: frozenset[int]) -> list[str]:
    item = seen.scene.items[index]
    unseen = ["not shown now"] if seen.is_unseen(item) else ["by its look"] if item.is_by_look else []
    if index in new:
        return [*unseen, "new"]
    return [*unseen, "changed"] if seen.is_changed(item.box) else unseen


def _kind(item: Item) -> str:
    if item.role in TEXTS:
        return "texts"
    return "entries" if item.role in ENTRIES else "controls"


def _read(seen: Seen, index: int, depth: int, *, goes_on: bool) -> Entry:
    """A text that only the picture shows."""
    item = seen.scene.items[index]
    text = one_line(item.name or item.value, _TEXT)
    mark = f"~{'+' if goes_on else ''}{'?' if item.confidence < _SURE else ''}"
    changed = " [changed]" if seen.is_changed(item.box) else ""
    line = f"{' ' * depth}{mark} {text}{changed}"
    return Entry(line, seen.rank(index), "texts", seen.distance(index), "" if goes_on else seen.place(item.box))


def _add_unsaid(found: Written, seen: Seen) -> None:
    """Lines of the picture that no item says."""
    for number, line in enumerate(seen.scene.lines):
        if seen.in_password(line.box) or seen.is_said(line.text):
            continue
        if number >= MOST_ITEMS:
            found.lost["texts"] += 1
            continue
        found.entries.append(_unsaid(seen, line, number))


def _unsaid(seen: Seen, line: TextLine, number: int) -> Entry:
    mark = "~?" if line.confidence < _SURE else "~"
    asked = seen.asked(line.text)
    rank = Rank.NEAR if asked or seen.is_changed(line.box) else Rank.TEXT
    return Entry(f"{mark} {one_line(line.text, _TEXT)}", rank, "texts", number / MOST_ITEMS - asked, seen.place(line.box))
