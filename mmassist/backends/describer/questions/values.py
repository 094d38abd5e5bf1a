"""Answers what a thing holds, and what can be chosen in it."""

from __future__ import annotations

import re

from mmassist.backends.describer import controls
from mmassist.backends.describer.questions.beside import on_side
from mmassist.backends.describer.questions.finding import Found, find, read_texts
from mmassist.backends.describer.questions.grid import grids
from mmassist.backends.describer.questions.placing import where
from mmassist.backends.describer.questions.rows import told
from mmassist.backends.describer.questions.scope import Scope
from mmassist.backends.describer.questions.states import CHECKABLE
from mmassist.backends.describer.questions.wording import Asked
from mmassist.backends.describer.text import clean, closed, cut, lines, words
from mmassist.backends.describer.view import BUTTONS, FIELDS, MENUS, TEXTS, Placed
from mmassist.values import Role, State

_CONTAINERS = frozenset({Role.LIST, Role.TREE, Role.TABLE})
_LONG = frozenset({Role.TEXT_AREA, Role.DOCUMENT, Role.TERMINAL})
_HELD = FIELDS | _LONG | {Role.PROGRESS_BAR}
_LONGEST, _LONG_LINES = 400, 3
_ADDRESS = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")
_MOST = 4
_CHOICES = MENUS | {Role.LIST_ITEM, Role.RADIO, Role.CHECK_BOX, Role.SWITCH}


def value(scope: Scope, asked: Asked) -> str | None:
    """ "Street: “Mill Lane 4”." None where nothing has that name, for then anything may be meant."""
    found = find(scope, asked.part("thing"))
    if not found.things and (address := found.meant.name.upper()) and _ADDRESS.fullmatch(address) and any(g.letters for g in grids(scope)):
        return scope.say("nothing_in_cell", name=address)
    if not found.things and found.meant.noun and not found.meant.name:
        return found.absent(scope)
    if not found.things:
        read = read_texts(scope, found.meant.name)
        return scope.say("told_by", text=scope.phrases.quote(clean(read[0].item.name, _LONGEST))) if read else None
    things = [placed for placed in found.things if placed.role in _HELD] or list(found.things)
    if len(things) == 1:
        return _value(scope, things[0])
    said = []
    for placed in things[:_MOST]:
        at = where(scope, placed)
        text = controls.control(scope.context, placed.index)
        said.append(scope.say("item_placed", name=text, place=at) if at else scope.say("window", text=text))
    return " ".join(said)


def _value(scope: Scope, placed: Placed) -> str:
    role = placed.role
    if address := placed.item.address:
        held = scope.view.shown_in(placed.index)
        return scope.say("value", name=address, value=held) if held else scope.say("value_empty", name=address)
    if role is Role.PASSWORD:
        return _secret(scope, placed)
    if role in _LONG:
        return _long(scope, placed)
    if role in _HELD:
        return _held(scope, placed)
    if role in _CONTAINERS:
        return _entries(scope, placed)
    if role is Role.STATUS_BAR:
        return _status(scope, placed)
    if role is Role.GROUP:
        return _told_group(scope, placed)
    if role in TEXTS:
        return _beside_label(scope, placed)
    if row := next((told(scope, grid, row) for grid in grids(scope) for row in grid.rows if placed in row.things and grid.headers), ""):
        return row
    return scope.say("window", text=controls.control(scope.context, placed.index))


def _secret(scope: Scope, placed: Placed) -> str:
    """Of a password field whether it is filled, where that shows."""
    if not scope.context.name(placed.index):
        return scope.say("value_secret_unnamed")
    is_filled = bool(controls.hidden_value(scope.context, placed.item))
    return scope.say("value_secret_filled" if is_filled else "value_secret", name=scope.name(placed))


def _held(scope: Scope, placed: Placed) -> str:
    name = scope.name(placed) if scope.context.name(placed.index) else scope.phrases.titled(placed.role)
    held = controls.value(scope.context, placed.item)
    if held == scope.phrases.state("empty") or not held:
        return scope.say("value_empty" if held else "value_unknown", name=name)
    parts = [held, *controls.states(scope.context, placed.item)]
    if shows := clean(placed.item.pixels_say, controls.LONGEST_VALUE):
        parts.append(scope.phrases.say("shows", text=scope.phrases.quote(shows)))
    return scope.say("value", name=name, value=scope.phrases.clauses(parts))


def _status(scope: Scope, bar: Placed) -> str:
    below = (scope.view.scene.items[index] for index in scope.view.below(bar.index))
    texts = [bar.item.name, *(item.name or item.value for item in below if item.role in TEXTS)]
    shown = [text for text in dict.fromkeys(clean(text, _LONGEST) for text in texts) if text]
    return scope.quoted(scope.phrases.several(shown)) or scope.say("value_empty", name=scope.identity(bar))


def progress(scope: Scope, asked: Asked) -> str | None:
    """How far what runs is; None where nothing shows it."""
    bars = scope.view.with_role({Role.PROGRESS_BAR})
    return " ".join(_held(scope, placed) for placed in bars[:_MOST]) or None


def _long(scope: Scope, placed: Placed) -> str:
    held, name = lines(placed.item.value) or _texts_in(scope, placed), scope.identity(placed)
    if not held:
        return scope.say("value_empty", name=name)
    shown = [cut(line, _LONGEST) for line in held[:_LONG_LINES]]
    text = scope.say("value", name=name, value=scope.phrases.quote(" ".join(shown)))
    more = len(held) - len(shown)
    return f"{text} {scope.say('window', text=scope.phrases.count(more, 'more_line'))}" if more else text


def _texts_in(scope: Scope, document: Placed) -> list[str]:
    """What stands in a page or document that has no text of its own."""
    held = set(scope.view.below(document.index)) if document.role is Role.DOCUMENT else set()
    texts = [clean(one.item.name, _LONGEST) for one in scope.view.placed if one.index in held and one.role in TEXTS | {Role.HEADING}]
    return [text for text in texts if text]


def _entries(scope: Scope, placed: Placed) -> str:
    grid = next((grid for grid in grids(scope) if grid.container is placed), None)
    if grid is None or not grid.rows:
        return scope.say("value_empty", name=scope.identity(placed))
    return scope.runs([row.texts[0] for row in grid.rows], scope.wording.say("counted_head", count=scope.identity(placed)))


def _beside_label(scope: Scope, placed: Placed) -> str:
    """A label with the text that stands right of it, where it is one: "Total: 12.50"."""
    text = clean(placed.item.name or placed.item.value, _LONGEST)
    if text.rstrip().endswith(":"):
        texts = [one for one in scope.view.placed if one.role in TEXTS | {Role.CELL} and one is not placed]
        if near := on_side(placed, "right", texts):
            held = clean(near[0].item.name or near[0].item.value, _LONGEST)
            return scope.say("value", name=text.rstrip(" :"), value=held)
    return scope.quoted(text)


def choices(scope: Scope, asked: Asked) -> str | None:
    """What can be chosen in a group, a combo box, a list; what a field takes."""
    found: Found = find(scope, asked.part("thing"))
    if not found.things:
        return found.absent(scope)
    placed = next((one for one in found.things if one.role is not Role.LABEL), found.things[0])
    inside = [scope.view.scene.items[index] for index in scope.view.below(placed.index)]
    if placed.role is Role.GROUP:
        return _group(scope, placed)
    if placed.role in _CONTAINERS:
        return _entries(scope, placed)
    if placed.role is Role.COMBO_BOX:
        names = [clean(item.name, 120) for item in inside if item.role in _CHOICES and item.name.strip()]
        now = controls.value(scope.context, placed.item)
        if names:
            return scope.runs(list(dict.fromkeys(names)), scope.wording.say("counted_head", count=scope.name(placed)))
        said = scope.say("choices_now", name=scope.name(placed), value=now) if now else ""
        return f"{said} {scope.say('choices_hidden')}".strip()
    if placed.role in {Role.SPIN_BOX, Role.SLIDER}:
        return scope.say("choices_range", name=scope.name(placed), value=controls.value(scope.context, placed.item))
    if placed.role is Role.RADIO:
        return _radios(scope, placed)
    return _value(scope, placed)


def _told_group(scope: Scope, group: Placed) -> str:
    """What its texts say, and what can be chosen in it."""
    held, name = set(scope.view.below(group.index)), clean(group.item.name)
    texts = [one.item.name or one.item.value for one in scope.view.placed if one.index in held and one.role in TEXTS | {Role.HEADING}]
    told = [closed(clean(text, _LONGEST)) for text in dict.fromkeys(texts) if words(text) not in scope.view.field_labels | {words(name)}]
    if not told:
        return _group(scope, group)
    has_choices = any(one.index in held and one.role in _CHOICES | BUTTONS | FIELDS for one in scope.view.placed)
    return " ".join([scope.quoted(cut(" ".join(told), _LONGEST)), *([_group(scope, group)] if has_choices else [])])


def _group(scope: Scope, group: Placed) -> str:
    held = set(scope.view.below(group.index))
    members = [placed for placed in scope.view.placed if placed.index in held and placed.role in _CHOICES | BUTTONS | FIELDS]
    if not members:
        return scope.say("value_empty", name=scope.identity(group))
    said = [scope.context.name(one.index) + _note(scope, one) for one in members]
    return scope.runs(said, scope.wording.say("counted_head", count=scope.name(group)))


def _radios(scope: Scope, radio: Placed) -> str:
    alike = [one for one in scope.view.placed if one.role is Role.RADIO and one.item.parent == radio.item.parent]
    names = [scope.context.name(one.index) + _note(scope, one) for one in alike]
    return scope.runs(names, scope.wording.say("counted_head", count=scope.phrases.count(len(alike), Role.RADIO)))


def _note(scope: Scope, placed: Placed) -> str:
    """ " (checked)" behind a choice that is."""
    if placed.role in CHECKABLE and placed.item.states & {State.CHECKED, State.PRESSED}:
        return f" ({scope.phrases.state('checked')})"
    return ""
