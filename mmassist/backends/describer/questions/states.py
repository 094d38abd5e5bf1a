"""Answers whether a control is ticked, selected, unavailable and the like, and which ones are."""

from __future__ import annotations

from collections.abc import Sequence

from mmassist.backends.describer import controls
from mmassist.backends.describer.questions.finding import find, holders, of_roles, read_texts
from mmassist.backends.describer.questions.naming import key
from mmassist.backends.describer.questions.placing import where
from mmassist.backends.describer.questions.scope import Scope, is_seen_alone
from mmassist.backends.describer.questions.wording import Asked, Asking, Noun
from mmassist.backends.describer.text import clean
from mmassist.backends.describer.view import BUTTONS, CHOICES, FIELDS, INTERACTIVE, MENUS, Placed
from mmassist.values import Role, State

CHECKABLE = CHOICES | {Role.CHECK_MENU_ITEM, Role.RADIO_MENU_ITEM, Role.TOGGLE_BUTTON}
_TICKED = frozenset({Role.CHECK_BOX, Role.SWITCH, Role.CHECK_MENU_ITEM, Role.TOGGLE_BUTTON})
_SELECTABLE = frozenset({Role.TAB, Role.LIST_ITEM, Role.TREE_ITEM, Role.ROW, Role.CELL, Role.ICON, Role.RADIO, Role.RADIO_MENU_ITEM})
_HOLDING = FIELDS | {Role.TEXT_AREA}
_EXPANDING = frozenset({Role.TREE_ITEM, Role.COMBO_BOX, Role.MENU, Role.GROUP, Role.LIST_ITEM, Role.BUTTON, Role.TOGGLE_BUTTON})
_OPEN = INTERACTIVE | MENUS | {Role.LIST_ITEM, Role.TREE_ITEM, Role.TEXT_AREA, Role.MENU}

HAVING = {
    "checked": CHECKABLE,
    "pressed": BUTTONS | CHECKABLE,
    "selected": _SELECTABLE,
    "disabled": _OPEN,
    "focused": _OPEN | {Role.LIST, Role.TREE, Role.TABLE, Role.CELL},
    "required": _HOLDING | CHOICES,
    "empty": _HOLDING | {Role.LIST, Role.TREE, Role.TABLE},
    "read_only": _HOLDING,
    "expanded": _EXPANDING,
    "default": frozenset({Role.BUTTON}),
    "invalid": _HOLDING | CHOICES,
}
"""Which roles can be in a state."""

_PLAIN = {
    "selected": State.SELECTED,
    "disabled": State.DISABLED,
    "required": State.REQUIRED,
    "read_only": State.READ_ONLY,
    "expanded": State.EXPANDED,
    "default": State.DEFAULT,
    "invalid": State.INVALID,
}
_MOST = 6
_LISTED = 24


def can_have(placed: Placed, state: str) -> bool:
    return placed.role in HAVING[state] or bool(state == "checked" and placed.item.states & {State.CHECKABLE, State.CHECKED})


def is_in(scope: Scope, placed: Placed, state: str) -> bool | None:
    """Whether it is; None where that can't be known."""
    has = placed.item.states
    if state == "focused":
        return placed.index in {scope.view.focus, scope.view.scene.focus}
    if state == "empty":
        return _is_empty(scope, placed)
    if is_seen_alone(placed):  # what is seen of a state is so; what is not seen may be all the same
        seen = {State.CHECKED, State.PRESSED} if state in {"checked", "pressed"} else {_PLAIN[state]}
        return True if has & seen else None
    if state in {"checked", "pressed"}:
        return bool(has & {State.CHECKED, State.PRESSED})
    if state == "selected" and placed.role in {Role.RADIO, Role.RADIO_MENU_ITEM}:
        return bool(has & {State.CHECKED, State.SELECTED})
    if state == "selected" and placed.role is Role.CELL:
        return State.SELECTED in has or any(
            State.SELECTED in scope.view.scene.items[index].states for index in scope.view.path(placed.item.parent)
        )
    return _PLAIN[state] in has or (state == "required" and _says_required(scope, placed))


def _says_required(scope: Scope, placed: Placed) -> bool:
    """Many forms only write it behind the name."""
    name = scope.view.name_of(placed.index)
    return name.endswith("*") or any(word in key(name) for word in scope.wording.tables["states"]["required"]["words"])


def _is_empty(scope: Scope, placed: Placed) -> bool | None:
    if placed.role not in _HOLDING:
        return not any(inner.role is not Role.COLUMN_HEADER for inner in scope.view.by_area.get(placed.index, ()))
    if placed.role is Role.PASSWORD:
        return False if controls.hidden_value(scope.context, placed.item) else None
    if is_seen_alone(placed) or placed.item.pixels_say.strip():
        return False if (placed.item.value + placed.item.pixels_say).strip() else None
    return None if State.UNREAD in placed.item.states else not placed.item.value.strip()


def word(scope: Scope, placed: Placed | None, state: str, *, denied: bool) -> str:
    """ "checked", "not checked", "on" of a switch, "pressed" of a button that stays down."""
    if state == "checked" and placed is not None and placed.role is Role.SWITCH:
        state = "switched"
    elif state == "checked" and placed is not None and placed.role in BUTTONS:
        state = "pressed"
    elif state == "pressed" and placed is not None and placed.role not in BUTTONS:
        state = "checked"
    return scope.wording.told(state, denied=denied)


def state(scope: Scope, asked: Asked) -> str | None:
    """ "Yes, Wrap long lines is checked." """
    found = find(scope, asked.part("thing"))
    asking = _asking(scope, asked)
    if asking is None:
        return _all_states(scope, found.things)
    if asking.state == "selected" and found.things and all(placed.role in _TICKED for placed in found.things):
        asking = Asking("checked", asking.denied, asking.word)
    things = [placed for placed in found.things if can_have(placed, asking.state)]
    if things:
        said = [_one(scope, placed, asking, is_one=len(things) == 1) for placed in things[:_MOST]]
        return " ".join(said)
    if found.things:
        placed = found.things[0]
        return scope.say("has_no_state", name=scope.name(placed), role=scope.phrases.noun(placed.role), state=asking.word)
    if asking.state in {"selected", "checked"} and (held := holders(scope, asked.part("thing"))) and not asking.denied:
        text = scope.wording.say("chosen_in", name=clean(held[0].item.value, 120), control=scope.identity(held[0]))
        return scope.say("yes", text=text)
    if found.meant.noun is None and len(asked.part("thing").split()) > 6:
        return None
    if found.others:
        other = found.others[0]
        return _one(scope, other, asking, is_one=True) if can_have(other, asking.state) else None
    if read := read_texts(scope, found.meant.name):
        text = scope.phrases.quote(clean(read[0].item.name, 120))
        return scope.say("states_unknown", name=text, state=asking.word)
    return found.absent(scope)


def _asking(scope: Scope, asked: Asked) -> Asking | None:
    """What is asked for; None for whatever state there is."""
    if "any" in asked.parts:
        return None
    if verb := asked.part("asked"):
        name = scope.wording.tables["told"]["asks"][verb.casefold()]
        return Asking(name, name == "empty", verb)
    if "faulty" in asked.parts:
        return Asking("invalid", False, scope.wording.told("invalid"))
    if "focused" in asked.parts:
        return Asking("focused", False, scope.wording.told("focused"))
    if "can" in asked.parts or "usable" in asked.parts:
        return scope.wording.state(scope.wording.tables["told"]["usable"])
    if "must" in asked.parts:
        return scope.wording.state(scope.wording.tables["told"]["needed"])
    return scope.wording.state(asked.part("state"), asked.part("denial"))


def _one(scope: Scope, placed: Placed, asking: Asking, *, is_one: bool) -> str:
    name = scope.name(placed)
    if not is_one and (at := where(scope, placed)):
        name = scope.wording.say("item_placed", name=name, place=at)
    if State.MIXED in placed.item.states and asking.state == "checked":
        return scope.say("is", name=name, state=scope.wording.tables["told"]["mixed"])
    holds = is_in(scope, placed, asking.state)
    if holds is None:
        why = "secret_state" if placed.role is Role.PASSWORD else "states_unknown"
        return scope.say(why, name=name, state=asking.word)
    text = scope.wording.say("is", name=name, state=word(scope, placed, asking.state, denied=not holds))
    if not is_one:
        return scope.say("window", text=text)
    return scope.say("no" if holds is asking.denied else "yes", text=text)


def _all_states(scope: Scope, things: Sequence[Placed]) -> str | None:
    said = [controls.control(scope.context, placed.index) for placed in things[:_MOST]]
    return " ".join(scope.say("window", text=text) for text in said) or None


def which(scope: Scope, asked: Asked) -> str | None:
    """ "Wrap long lines and Animate windows are checked." """
    if "fill" in asked.parts:
        return _needed(scope)
    asking = _asking(scope, asked)
    if asking is None:
        return None
    noun = scope.wording.noun(asked.part("noun")) if "noun" in asked.parts else None
    if noun is not None and noun.key in {"row", "item", "column"}:
        return None
    things = of_roles(scope, noun) if noun else [one for one in scope.view.placed if one.role in HAVING[asking.state]]
    able = [placed for placed in things if can_have(placed, asking.state)]
    if scope.only_pixels and not able:
        return scope.say("states_unknown_all", noun=asked.part("noun") or scope.phrases.count(2, Role.UNKNOWN.value)[2:], state=asking.word)
    if not able:
        return scope.absent(asked.part("noun")) if noun else _nothing(scope, asking)
    known = [(placed, holds) for placed in able if (holds := is_in(scope, placed, asking.state)) is not None]
    if not known:
        return scope.say("states_unknown", name=scope.name(able[0]), state=asking.word)
    fitting = [placed for placed, holds in known if holds is not asking.denied]
    if "every" in asked.parts and len(able) > 1:
        return _every(scope, asking, able, fitting)
    secret = [placed for placed in able if placed.role is Role.PASSWORD and placed not in [one for one, _ in known]]
    said = _told(scope, asking, able, fitting, noun)
    if secret:
        names = scope.phrases.strung(scope.names(secret))
        said += " " + scope.say("secret_state", name=names, state=asking.word)
    return said


def _every(scope: Scope, asking: Asking, able: Sequence[Placed], fitting: Sequence[Placed]) -> str:
    """Whether all are so, and which ones are not."""
    others = [placed for placed in able if placed not in fitting]
    if not others:
        return scope.say("every", number=len(able), state=word(scope, able[0], asking.state, denied=asking.denied))
    opposite = Asking(asking.state, not asking.denied, asking.word)
    return scope.say("no", text=_told(scope, opposite, able, others, None))


def _needed(scope: Scope) -> str:
    """Fields that are marked as required and empty, as far as can be known."""
    fields = [one for one in scope.view.placed if one.role in _HOLDING and is_in(scope, one, "required")]
    empty = [scope.name(one) for one in fields if is_in(scope, one, "empty")]
    if not empty:
        return scope.say("needed_none")
    are = scope.wording.tables["phrases"]["is_are"][len(empty) > 1]
    return scope.say("names_are", names=scope.phrases.strung(empty[:_LISTED]), are=are, state=scope.wording.told("empty"))


def _nothing(scope: Scope, asking: Asking) -> str:
    return scope.say("nothing_is", state=scope.wording.told(asking.state, denied=asking.denied))


def _told(scope: Scope, asking: Asking, able: Sequence[Placed], fitting: Sequence[Placed], noun: Noun | None) -> str:
    roles = {placed.role for placed in able}
    told = word(scope, able[0] if len(roles) == 1 else None, asking.state, denied=asking.denied)
    if fitting:
        names = scope.names(fitting)
        if len(names) > _LISTED:
            names = [*names[:_LISTED], scope.phrases.say("more", n=len(names) - _LISTED)]
        are = scope.wording.tables["phrases"]["is_are"][len(fitting) > 1]
        return scope.say("names_are", names=scope.phrases.strung(names), are=are, state=told)
    if len(able) == 1:
        return scope.say("the_one_is_not", noun=scope.phrases.noun(able[0].role), name=scope.name(able[0]), state=told)
    kind = noun.key if noun and noun.key in scope.phrases.tables["nouns"] else able[0].role.value if len(roles) == 1 else Role.UNKNOWN.value
    return scope.say("none_is", number=scope.phrases.count(len(able), kind), state=told)
