"""Answers about the window as a whole: what it is, says and asks, what has the focus, is selected, is the default, can be done."""

from __future__ import annotations

import dataclasses

from mmassist import stops
from mmassist.backends.describer import controls, dialogs, trouble
from mmassist.backends.describer.pixels import pieces
from mmassist.backends.describer.questions.finding import find
from mmassist.backends.describer.questions.grid import grids
from mmassist.backends.describer.questions.placing import container
from mmassist.backends.describer.questions.scope import Scope
from mmassist.backends.describer.questions.wording import Asked
from mmassist.backends.describer.scraps import without_scraps
from mmassist.backends.describer.text import clean, closed, is_wordless, sentences
from mmassist.backends.describer.titles import captured, program_name
from mmassist.backends.describer.told import Told
from mmassist.backends.describer.view import BUTTONS, CHOICES, FIELDS, INTERACTIVE, Placed
from mmassist.values import Role, State

_LONGEST_MESSAGE = 700
_SELECTED = frozenset({Role.LIST_ITEM, Role.TREE_ITEM, Role.ICON, Role.MENU_ITEM})
_MOST = 12


def window(scope: Scope, asked: Asked) -> str:
    return captured(scope.view.scene, scope.phrases, Told(), dialog=scope.view.is_dialog)


def program(scope: Scope, asked: Asked) -> str:
    front = scope.view.scene.window
    name = program_name(front.program) if front else ""
    return scope.say("program", program=name) if name else scope.say("program_unknown")


def troubles(scope: Scope, asked: Asked) -> str:
    """What is wrong, in the screen's own words; in a message box all that it says."""
    said = [one for one in _wrong(scope) if one]
    if said:
        return " ".join(said)
    if texts := _message(scope):
        return _not_marked(scope, asked, texts)
    if not scope.view.scene.text_read and scope.only_pixels:
        return scope.say("no_trouble_unread")
    return scope.say("no_trouble")


def _not_marked(scope: Scope, asked: Asked, texts: str) -> str:
    """A message that may tell of trouble or not, where the question was whether there is any. One that asks something, or tells how
    far it is, hardly does."""
    if "whether" not in asked.parts:
        return texts
    asking = any(stops.asks(sentence) for sentence in sentences(texts)) or scope.view.with_role(CHOICES | {Role.PROGRESS_BAR})
    return scope.wording.say("not_marked" if asking else "it_says", text=texts)


def _wrong(scope: Scope) -> list[str]:
    fresh = dataclasses.replace(scope.context, told=Told(), spoken=Told())
    found = without_scraps(fresh, pieces(fresh))
    wrong = [one.text for one in trouble.statements(fresh, found) if one.rank.name == "TROUBLE"]
    # The cause stands beside it in a message box.
    return [_message(scope)] if wrong and dialogs.is_message(scope.view) else wrong


def message(scope: Scope, asked: Asked) -> str | None:
    """What a message says; None where the window is none, for then all of it is described."""
    if said := _message(scope):
        return said
    wrong = _wrong(scope)
    return " ".join(wrong) if wrong else None


def _message(scope: Scope) -> str:
    """All texts of a message box, once each."""
    if not dialogs.is_message(scope.view):
        return ""
    told, said = Told(), []
    for placed in dialogs.texts(scope.view):
        for sentence in told.untold(placed.item.name or placed.item.value):
            told.add(sentence)
            if not is_wordless(sentence):
                said.append(dialogs.as_said(scope.context, closed(sentence)))
    return clean(" ".join(said), _LONGEST_MESSAGE)


def asks(scope: Scope, asked: Asked) -> str:
    said = dialogs.question(scope.context)
    if not said and (seen := dialogs.asked_by_pixels(scope.view)):
        said = dialogs.as_said(scope.context, seen)
    return said or scope.say("no_question")


def focus(scope: Scope, asked: Asked) -> str:
    if said := controls.focus(scope.context):
        return said
    return scope.say("focus_pixels" if scope.only_pixels else "focus_unknown")


def default(scope: Scope, asked: Asked) -> str:
    found = [placed for placed in scope.view.with_role(BUTTONS) if State.DEFAULT in placed.item.states]
    if not found:
        return scope.say("default_pixels" if scope.only_pixels else "default_unknown")
    return " ".join(scope.say("default", name=scope.name(placed)) for placed in found)


def selected(scope: Scope, asked: Asked) -> str | None:
    """Rows and entries first; where there are none the tab and what is chosen of several."""
    noun = scope.wording.noun(asked.part("noun")) if "noun" in asked.parts else None
    inside = find(scope, asked.part("thing") or asked.part("what")) if asked.parts.keys() & {"thing", "what"} else None
    around = {index for placed in inside.things for index in (placed.index, *scope.view.below(placed.index))} if inside else None
    if inside is not None and not inside.things and "what" in asked.parts:
        inside = around = None  # "which file": what the rows of a list are is not written on it
        if not _entries(scope):
            return None
    if inside is not None and not inside.things:
        return inside.absent(scope)
    entries = [one for one in _entries(scope) if around is None or one[1] in around]
    choices = [one for one in scope.view.placed if _is_chosen(one) and (around is None or one.index in around)]
    if noun is not None:
        choices = [placed for placed in choices if placed.role in noun.roles]
        entries = entries if noun.key in {"row", "item", "list", "table"} else []
    if entries:
        return " ".join(text for text, _ in entries)
    if choices:
        tabs = [one for one in choices if one.role is Role.TAB]
        named = [one for one in tabs if scope.context.name(one.index)]
        names = [scope.wording.say("selected_tab", name=name) for name in scope.names(named)] if named else []
        names += [scope.identity(one) for one in tabs if one not in named][:1]
        names = [*(scope.names([one for one in choices if one not in tabs]) if len(tabs) < len(choices) else []), *names]
        return scope.say("selected_bare", names=scope.phrases.strung(names[:_MOST]))
    fields = [placed for placed in inside.things if placed.role in FIELDS] if inside else []
    if fields and (held := controls.value(scope.context, fields[0].item)):
        return scope.say("value", name=scope.name(fields[0]), value=held)
    if scope.only_pixels:
        return scope.say("selected_pixels")
    return scope.say("selected_none")


def _is_chosen(placed: Placed) -> bool:
    if placed.role is Role.TAB or placed.role in _SELECTED:
        return State.SELECTED in placed.item.states
    return placed.role is Role.RADIO and State.CHECKED in placed.item.states


def _entries(scope: Scope) -> list[tuple[str, int]]:
    """Sentences of selected rows by list or table, and what holds them."""
    found = []
    for grid in grids(scope):
        rows = [row for row in grid.rows if row.selected]
        if rows:
            shown = [scope.phrases.clauses([part for part in row.texts[:_MOST] if part]) for row in rows[:_MOST]]
            names = scope.phrases.several(shown) if grid.headers else scope.phrases.listed(shown)
            if not grid.headers and len(shown) == 1:
                names = shown[0]
            at = container(scope, grid.container.index)
            found.append((scope.say("selected", names=names, container=at), grid.container.index))
    return found


def doable(scope: Scope, asked: Asked) -> str | None:
    """The buttons that can be pressed, the fields and choices by name, and the lists."""
    if dialogs.is_message(scope.view):
        return _pressable(scope) or scope.say("nothing_doable")
    usable = [one for one in scope.view.with_role(INTERACTIVE | {Role.TEXT_AREA}) if State.DISABLED not in one.item.states]
    fields = [one for one in usable if one.role in FIELDS | {Role.TEXT_AREA}]
    choices = [one for one in usable if one.role in CHOICES]
    lists = [one for one in scope.view.with_role({Role.LIST, Role.TREE, Role.TABLE}) if scope.view.by_area.get(one.index)]
    said = [
        scope.runs(scope.names(things), scope.wording.say(key))
        for key, things in (("fields_doable", fields), ("choices_doable", choices), ("lists_doable", lists))
        if things
    ]
    said = [*said, _pressable(scope)]
    if not any(said):
        return None if scope.only_pixels else scope.say("nothing_doable")
    return " ".join(part for part in said if part)


def _pressable(scope: Scope) -> str:
    """ "You can press Discard, Cancel, or Save, which is the default." """
    buttons = [placed for placed in scope.view.with_role(BUTTONS | {Role.LINK}) if State.DISABLED not in placed.item.states]
    default = [placed for placed in buttons if State.DEFAULT in placed.item.states]
    others = [placed for placed in buttons if placed not in default]
    names = scope.names(others)
    if len(names) > _MOST:
        names = [*names[:_MOST], scope.phrases.say("more", n=len(names) - _MOST)]
    names += [scope.phrases.say("choice_last_default", name=scope.name(placed)) for placed in default]
    return scope.say("buttons_doable", names=scope.phrases.strung(names, "or")) if names else ""
