"""Forms: fields with what they hold, check boxes and radio buttons by their group."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator

from mmassist.backends.describer import controls
from mmassist.backends.describer.context import Context, Rank, Statement
from mmassist.backends.describer.text import closed, label
from mmassist.backends.describer.view import FIELDS, INTERACTIVE, Placed
from mmassist.values import Role, State

_MAX_NAMED = 200


def statements(context: Context) -> Iterator[Statement]:
    yield from _fields(context)
    yield from _options(context)


def _fields(context: Context) -> Iterator[Statement]:
    fields = [placed for placed in context.view.with_role(FIELDS) if State.INVALID not in placed.item.states]
    if context.is_brief:
        yield from _needed(context, fields)
        return
    for placed in fields[:_MAX_NAMED]:
        if placed.index == context.view.focus and controls.focus_told(context):
            continue
        in_bar = context.view.within(placed, frozenset({Role.TOOL_BAR}))
        yield Statement(Rank.TOOLS if in_bar else Rank.FIELDS, closed(controls.field(context, placed)))


def _needed(context: Context, fields: list[Placed]) -> Iterator[Statement]:
    """What still has to be filled in."""
    needed = [
        placed
        for placed in fields
        if State.REQUIRED in placed.item.states and placed.role is not Role.PASSWORD and not placed.item.value.strip()
        if State.UNREAD not in placed.item.states
        if not (placed.index == context.view.focus and controls.focus_told(context))
    ]
    if len(needed) == 1:
        yield Statement(Rank.FIELDS, closed(controls.field(context, needed[0])))
    elif names := [name for placed in needed if (name := context.name(placed.index))]:
        yield Statement(Rank.FIELDS, closed(context.phrases.say("needed", of=len(names), names=context.phrases.listed(names[:12]))))


def _options(context: Context) -> Iterator[Statement]:
    """One sentence a group and kind: "Theme: Dark is chosen; also Light and System."; "Checked: A. Not checked: B and C." """
    if context.is_brief:
        return
    groups: dict[tuple[int, int], list[Placed]] = {}
    run, before = 0, -1
    others_between = sorted(placed.order for placed in context.view.with_role(INTERACTIVE - {Role.RADIO}))
    for placed in context.view.with_role({Role.CHECK_BOX, Role.RADIO, Role.SWITCH})[:_MAX_NAMED]:
        if placed.role is Role.RADIO:
            # Where nothing names the sets, other controls part them.
            is_parted = placed.group < 0 and bisect(others_between, before) != bisect(others_between, placed.order)
            run, before = run + (before >= 0 and is_parted), placed.order
        groups.setdefault((_set_of(placed), run if placed.role is Role.RADIO else -1), []).append(placed)
    for (group, number), members in groups.items():
        is_radio = number >= 0
        others = [placed for placed in members if not context.is_focus(placed.index)]
        if not others:
            continue
        if len(members) == 1 or (len(others) == 1 and not is_radio):
            yield Statement(Rank.OPTIONS, closed(controls.control(context, others[0].index)))
            continue
        said = _radios(context, members) if is_radio else _checks(context, others)
        name = label(context.view.scene.items[group].name) if members[0].group >= 0 else ""
        context.told.add(closed(name))
        name = name or context.phrases.several_of(members[0].role)
        yield Statement(Rank.OPTIONS, closed(context.phrases.say("grouped", group=name, text=said)))


def _set_of(placed: Placed) -> int:
    """What holds radio buttons together: the named group, or else their parent; check boxes outside groups stand together."""
    return placed.item.parent if placed.group < 0 and placed.role is Role.RADIO else placed.group


def _radios(context: Context, radios: list[Placed]) -> str:
    """Which is chosen, and what else there is; the one that has the focus was told with its state."""
    phrases = context.phrases
    told = [placed for placed in radios if context.is_focus(placed.index)]
    untold = [placed for placed in radios if placed not in told]
    chosen = [_option(context, placed) for placed in untold if State.CHECKED in placed.item.states]
    others = [_option(context, placed) for placed in untold if State.CHECKED not in placed.item.states]
    if told and not chosen:
        is_chosen = State.CHECKED in told[0].item.states
        return phrases.say("radio_also" if is_chosen else "radio_none_also", others=phrases.listed(others, "or"))
    if not chosen:
        return phrases.say("radio_none", names=phrases.listed(others))
    name = phrases.listed(chosen)
    return phrases.say("radio_chosen", name=name, others=phrases.listed(others)) if others else phrases.say("radio_only", name=name)


def _checks(context: Context, boxes: list[Placed]) -> str:
    """Names by state, the checked ones first."""
    phrases = context.phrases
    by_state: dict[str, list[str]] = {}
    for placed in sorted(boxes, key=lambda placed: State.CHECKED not in placed.item.states):
        state = controls.switched(placed.item) if placed.role is Role.SWITCH else controls.checked(placed.item)
        by_state.setdefault(state, []).append(_option(context, placed))
    worded = {state: phrases.state(state, boxes[0].role, several=len(names) > 1) for state, names in by_state.items()}
    return phrases.several([phrases.say("states", names=phrases.listed(names), state=worded[state]) for state, names in by_state.items()])


def _option(context: Context, placed: Placed) -> str:
    name = context.name(placed.index) or context.phrases.say("unnamed", noun=context.phrases.noun(placed.role))
    if State.DISABLED in placed.item.states:
        return context.phrases.say("choice_disabled_inside", name=name)
    return name
