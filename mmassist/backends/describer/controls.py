"""One control in a few words: name, role, value, states. What a focus announcement says."""

from __future__ import annotations

from functools import partial

from mmassist.backends.describer.context import Context
from mmassist.backends.describer.extent import Extent, extent
from mmassist.backends.describer.text import clean, cut, is_wordless, lines, words
from mmassist.backends.describer.view import BUTTONS, FIELDS, MENUS, Placed, role_of
from mmassist.values import Item, Role, State

LONGEST_VALUE = 120
"""Characters of a value that are told with its control."""
_TEXTUAL = frozenset({Role.TEXT_FIELD, Role.TEXT_AREA, Role.TERMINAL, Role.DOCUMENT, Role.PARAGRAPH, Role.TEXT})
_CHECKABLE = frozenset({Role.CHECK_BOX, Role.RADIO, Role.CHECK_MENU_ITEM, Role.RADIO_MENU_ITEM})
_TOLD_STATES = (State.DEFAULT, State.EXPANDED, State.COLLAPSED, State.INVALID, State.REQUIRED, State.BUSY)
_SCROLLED = frozenset({Role.LIST_ITEM, Role.TREE_ITEM, Role.ICON})
_COUNTED = frozenset({Role.LIST_ITEM, Role.TREE_ITEM, Role.TAB, Role.RADIO, Role.MENU, Role.ICON}) | MENUS


def identity(context: Context, index: int) -> str:
    """Name and role: "Save, button"; the role alone for what has no name; once where the name tells the role."""
    item = context.view.scene.items[index]
    name, role = context.name(index), role_of(item)
    noun = "" if role in {Role.UNKNOWN, Role.GROUP, Role.LABEL} else context.phrases.noun(role)
    window = context.view.scene.window
    if role is Role.DOCUMENT and window and words(name) in words(window.title):
        return noun
    if not name:
        if role in BUTTONS | {Role.LINK, Role.TAB, Role.IMAGE, Role.ICON} | MENUS:
            return context.phrases.say("unnamed", noun=noun)
        return noun
    return name if noun and words(name).endswith(words(noun)) else context.phrases.clauses([name, noun])


def value(context: Context, item: Item) -> str:
    """What a control holds, worded: “Anna”, 40, German, empty, 12 lines with the first. "" where it holds nothing to tell."""
    role = role_of(item)
    if role is Role.PASSWORD:
        return hidden_value(context, item)
    if role in _TEXTUAL:
        return _text_value(context, item, role)
    if role is Role.PROGRESS_BAR:
        return percent(context, item.value)
    if item.address:
        return ""
    held = clean(item.value, LONGEST_VALUE)
    if not held or (words(held) == words(item.name) and role not in FIELDS):
        return ""
    return held


def hidden_value(context: Context, item: Item) -> str:
    """Whether a password field is filled, where that shows. Never what it holds."""
    shown = (item.value + item.pixels_say).strip()
    return context.phrases.state("filled", Role.PASSWORD) if shown and is_wordless(shown) else ""


def percent(context: Context, raw: str) -> str:
    """ "45 percent", from "45%" as outlines tell it; a share such as 0.45 is read as one.

    What is no number is told as it is, and so is a bare 1: it may be the hundredth part or all of it.
    """
    raw = clean(raw, 40)
    try:
        number = float(raw.removesuffix("%").strip())
    except ValueError:
        return raw
    if number == 1 and not raw.endswith("%"):
        return raw
    if 0 < number < 1 and not raw.endswith("%"):
        number = round(number * 100)
    return context.phrases.say("percent", number=context.phrases.number(number)) if 0 <= number <= 100 else raw


def _text_value(context: Context, item: Item, role: Role) -> str:
    held = lines(item.value)
    if not held:
        is_field = role in {Role.TEXT_FIELD, Role.TEXT_AREA} and not item.pixels_say
        return context.phrases.state("empty", role) if is_field and State.UNREAD not in item.states else ""
    quoted = context.phrases.quote(cut(held[0], LONGEST_VALUE))
    total = item.value.rstrip("\n").count("\n") + 1
    if total == 1:
        return quoted
    return context.phrases.say("lines_first", lines=context.phrases.count(total, "line"), text=quoted)


def states(context: Context, item: Item) -> list[str]:
    """The states worth hearing, as words, in order of weight."""
    has, role = item.states, role_of(item)
    state = partial(context.phrases.state, role=role)
    said: list[str] = []
    if role in _CHECKABLE:
        said.append(state(checked(item)))
    elif role is Role.SWITCH:
        said.append(state(switched(item)))
    elif has & {State.PRESSED, State.CHECKED} and role in BUTTONS:
        said.append(state("pressed"))
    if State.SELECTED in has and role not in _CHECKABLE:
        said.append(state("selected"))
    dull = {State.COLLAPSED} if role is Role.COMBO_BOX else frozenset()
    said += [state(one.value) for one in _TOLD_STATES if one in has and one not in dull]
    if State.READ_ONLY in has and role in {Role.TEXT_FIELD, Role.TEXT_AREA}:
        said.append(state("read_only"))
    if State.DISABLED in has:
        said.append(state("disabled"))
    return said


def checked(item: Item) -> str:
    """The key of the state that a check box or radio button is in."""
    if State.MIXED in item.states:
        return "mixed"
    return "checked" if State.CHECKED in item.states else "unchecked"


def switched(item: Item) -> str:
    """The same of a switch."""
    return "on" if item.states & {State.CHECKED, State.PRESSED} else "off"


def position(context: Context, index: int) -> str:
    """ "3 of 12" among its like, "row 3" of a table; "" where that says nothing, or there may be more of them than are in view."""
    view = context.view
    item = view.scene.items[index]
    if item.address:
        return item.address if view.shown_in(index) else context.phrases.state("empty", Role.CELL)
    if item.role is Role.CELL and item.row >= 0:
        return context.phrases.say("row_number", index=item.row + 1)
    if item.role not in _COUNTED:
        return ""
    alike = [sibling for sibling in view.children.get(item.parent, ()) if _is_alike(view.scene.items[sibling], item)]
    if len(alike) < 2 or index not in alike:
        return ""
    if item.role in _SCROLLED and extent(view, item.parent, [view.scene.items[sibling] for sibling in alike]) is not Extent.ALL:
        return ""
    return context.phrases.say("position", index=alike.index(index) + 1, total=len(alike))


def _is_alike(one: Item, other: Item) -> bool:
    return one.role is other.role or (one.role in MENUS | {Role.MENU} and other.role in MENUS | {Role.MENU})


def control(context: Context, index: int) -> str:
    """All of one control: "Volume, slider, 40", "report.pdf, list item, selected, 3 of 12"."""
    item = context.view.scene.items[index]
    inside = selected_inside(context, index) if item.role in {Role.LIST, Role.TREE} else ""
    # the value of a list is the names of what is selected in it
    held = value(context, item) if not inside else ""
    parts = [identity(context, index), held, *states(context, item), position(context, index), inside]
    if item.pixels_say and item.role is not Role.PASSWORD:
        parts.append(context.phrases.say("shows", text=context.phrases.quote(clean(item.pixels_say, LONGEST_VALUE))))
    return context.phrases.clauses(parts)


def selected_inside(context: Context, index: int) -> str:
    """ "two selected", of a list that has the focus itself."""
    view = context.view
    chosen = [below for below in view.below(index) if State.SELECTED in view.scene.items[below].states]
    names = [name for below in chosen[:5] if (name := context.name(below))]
    return context.phrases.say("inside", of=len(names), names=context.phrases.listed(names)) if names else ""


def focus(context: Context) -> str:
    """ "Focus on Save, button, default." """
    index = context.view.focus
    return context.phrases.say("focus", control=control(context, index)) + "." if index >= 0 else ""


def focus_told(context: Context) -> bool:
    """Whether the focused control, with the value it has now, has been said."""
    index = context.view.focus
    item = context.view.scene.items[index]
    if not context.told.has(identity(context, index)):
        return False
    return context.told.has(value(context, item))


def field(context: Context, placed: Placed) -> str:
    """A field in a form: "Name: “Anna”, required"; its role only where the value doesn't tell what it is."""
    phrases, item = context.phrases, placed.item
    said = [value(context, item), *states(context, item)]
    if item.pixels_say and placed.role is not Role.PASSWORD:
        said.append(phrases.say("shows", text=phrases.quote(clean(item.pixels_say, LONGEST_VALUE))))
    name = context.name(placed.index)
    if placed.role is not Role.TEXT_FIELD or not name:
        name = identity(context, placed.index)
    if not context.name(placed.index):
        name = name[:1].upper() + name[1:]
    return phrases.say("field", name=name, value=phrases.clauses(said)) if any(said) else name
