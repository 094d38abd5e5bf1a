"""Buttons, links, tabs, pictures and menus: named in groups, each name once, key pads by their digits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from mmassist.backends.describer.context import Context, Rank, Statement
from mmassist.backends.describer.dialogs import chosen_from
from mmassist.backends.describer.keypad import DIGITS, digits
from mmassist.backends.describer.places import place
from mmassist.backends.describer.runs import LONGEST_RUN, in_runs
from mmassist.backends.describer.text import closed, label
from mmassist.backends.describer.view import BUTTONS, INTERACTIVE, Placed
from mmassist.values import Role, State

MANY_CONTROLS = 40
_FEW = 6
_MAX_NAMED = 300
_OTHERWISE_TOLD = frozenset({Role.TOOL_BAR, Role.STATUS_BAR, Role.LIST})
"""Where pictures and icons tell nothing of their own."""
_AROUND = -2
"""In place of what holds them: buttons of the frame around a document."""


def statements(context: Context) -> Iterator[Statement]:
    yield from _tabs(context)
    yield from _buttons(context)
    yield from _links(context)
    yield from _images(context)
    yield from _menus(context)


def named(context: Context, members: list[Placed], limit: int = _MAX_NAMED) -> tuple[list[str], int]:
    """The names of `members`, each once with how often it stands there, at most `limit` of them; and how many have no name."""
    names = Counter(name for placed in members if (name := _name(context, placed)))
    said = [name if times == 1 else context.phrases.say("times", name=name, n=times) for name, times in names.items()]
    if len(said) > limit:
        said = [*said[:limit], context.phrases.say("more", n=len(said) - limit)]
    return said, len(members) - names.total()


def _name(context: Context, placed: Placed) -> str:
    name = context.name(placed.index)
    phrases, states, item = context.phrases, placed.item.states, placed.item
    notes = [phrases.state("pressed", placed.role)] if placed.role in BUTTONS and states & {State.PRESSED, State.CHECKED} else []
    if State.DEFAULT in states:
        notes.append(phrases.state("default", placed.role))
    if (
        context.is_full
        and placed.role in BUTTONS
        and name not in DIGITS
        and (told := label(item.description.strip().partition("  ")[0], 60)) != name
    ):
        notes.append(told)
    return phrases.say("noted", name=name, notes=phrases.clauses(notes)) if name and any(notes) else name


def _tabs(context: Context) -> Iterator[Statement]:
    phrases = context.phrases
    lists: dict[int, list[Placed]] = {}
    for placed in context.view.with_role({Role.TAB}):
        lists.setdefault(placed.area, []).append(placed)
    for tabs in lists.values():
        untold = [placed for placed in tabs if not context.is_focus(placed.index)]
        names, _ = named(context, untold, 40)
        selected = [context.name(placed.index) for placed in untold if State.SELECTED in placed.item.states]
        others = [name for name in names if name not in selected]
        if not names or context.is_brief:
            continue
        if selected and selected[0] and others:
            said = phrases.say("tab_other" if len(others) == 1 else "tab_others", name=selected[0], others=phrases.listed(others))
        elif selected and selected[0]:
            said = phrases.say("tab_selected", name=selected[0])
        elif len(untold) < len(tabs):
            said = phrases.say("tab_rest" if len(names) == 1 else "tabs_rest", others=phrases.listed(names))
        else:
            said = phrases.say("tabs", count=phrases.count(len(tabs), Role.TAB), names=phrases.listed(names))
        yield Statement(Rank.TABS, closed(phrases.opened(said)))


def _buttons(context: Context) -> Iterator[Statement]:
    """Buttons by the group or bar that holds them. Those of tool bars come late; a dialog's choices were told."""
    view = context.view
    buttons = view.with_role(BUTTONS)
    if chosen_from(view):
        buttons = [placed for placed in buttons if not context.name(placed.index) or placed.role is Role.TOGGLE_BUTTON]
    groups: dict[tuple[bool, int], list[Placed]] = {}
    for placed in buttons:
        in_bar = view.within(placed, frozenset({Role.TOOL_BAR}))
        around = view.is_around_document(placed)
        container = placed.area if in_bar else _AROUND if around else placed.group
        groups.setdefault((in_bar or around, container), []).append(placed)
    for (in_bar, container), members in sorted(groups.items(), key=lambda group: group[0][0]):
        name = label(view.scene.items[container].name) if container >= 0 else ""
        kind = "around_document" if container == _AROUND else "named_tool_bar" if name else "tool_bar"
        for said in _tools(context, members, name, kind) if in_bar else _group(context, members, name):
            yield Statement(Rank.TOOLS if in_bar else Rank.BUTTONS, closed(context.phrases.opened(said)))


def _group(context: Context, members: list[Placed], group: str) -> Iterator[str]:
    """ "3 buttons: OK (default) and Cancel; unavailable: Apply". What has the focus was told: "2 other buttons: ..."."""
    phrases = context.phrases
    others = [placed for placed in members if not context.is_focus(placed.index)]
    if not others:
        return
    noun = Role.BUTTON if len(others) == len(members) else "other_button"
    head = count = phrases.count(len(others), noun)
    keys = digits(context, members)
    if context.is_full and (where := place(context, members)):
        head = phrases.say("counted_at", count=count, place=where)
    if context.is_brief and len(others) > _FEW:
        left = [phrases.say("more", n=len(others) - len(keys.names))] if len(others) > len(keys.names) else []
        said = [phrases.say("buttons", count=count, names=phrases.several([keys.said, *left])) if keys.said else count]
    elif len(others) == 1 and not group and context.name(others[0].index):
        said = [_one(context, others[0], is_other=len(members) > 1)]
    elif keys.said:
        rest = [placed for placed in others if context.name(placed.index) not in keys.names]
        said = [phrases.say("buttons", count=head, names=keys.said)]
        said += _listed(context, phrases.count(len(rest), "more_button"), rest) if rest else []
    else:
        said = _listed(context, head, others)
    for one in said:
        yield phrases.say("grouped", group=group, text=one) if group else one


def _one(context: Context, placed: Placed, *, is_other: bool) -> str:
    """ "Button: Go (unavailable), at the top left"."""
    phrases, (name,) = context.phrases, named(context, [placed])[0]
    if State.DISABLED in placed.item.states:
        name = phrases.say("choice_disabled_inside", name=context.name(placed.index))
    key = "one_other" if is_other else "one_toggle" if placed.role is Role.TOGGLE_BUTTON else "one_button"
    said = phrases.say(key, name=name)
    where = place(context, [placed]) if context.is_full else ""
    return phrases.say("placed", text=said, place=where) if where else said


def _listed(context: Context, count: str, members: list[Placed]) -> list[str]:
    """ "3 buttons: OK (default) and Cancel; unavailable: Apply", in as many sentences as it takes to keep each of them short."""
    phrases = context.phrases
    usable, disabled = _names(context, members)
    if not any(context.name(placed.index) for placed in members):
        return usable
    head, *tail = in_runs(usable) if usable else [[]]
    said = [phrases.say("buttons", count=count, names=phrases.listed(head))] if head else []
    said += [phrases.say("more_buttons", names=phrases.listed(names)) for names in tail]
    for at, names in enumerate(in_runs(disabled) if disabled else []):
        listed = phrases.say("unavailable", of=len(names), names=phrases.listed(names))
        if at == 0 and not tail and (not said or len(said[0]) + len(listed) < LONGEST_RUN):
            said = [phrases.several([*said, listed]) if said else phrases.say("buttons", count=count, names=listed)]
        else:
            said.append(phrases.say("choices_disabled", of=len(names), names=phrases.listed(names)))
    return said


def _tools(context: Context, members: list[Placed], name: str, kind: str) -> list[str]:
    """ "Tool bar Main: Back and Forward; unavailable: Save". `kind`: the phrase that tells what holds them."""
    others = [placed for placed in members if not context.is_focus(placed.index)]
    if context.is_brief or not others:
        return []
    phrases = context.phrases
    usable, disabled = _names(context, others)
    parts = [phrases.listed(usable), phrases.say("unavailable", of=len(disabled), names=phrases.listed(disabled)) if disabled else ""]
    key = kind if len(others) == len(members) else f"{kind}_also"
    return [phrases.say(key, name=name, names=phrases.several([part for part in parts if part]))]


def _names(context: Context, members: list[Placed]) -> tuple[list[str], list[str]]:
    """The names of those that can be used, at their end how many have none; and the names of those that can't be used."""
    usable, unnamed = named(context, [placed for placed in members if State.DISABLED not in placed.item.states])
    disabled, also_unnamed = named(context, [placed for placed in members if State.DISABLED in placed.item.states])
    if unnamed + also_unnamed:
        count = context.phrases.count(unnamed + also_unnamed, Role.BUTTON)
        usable.append(context.phrases.say("unnamed_count", count=count))
    return usable, disabled


def _links(context: Context) -> Iterator[Statement]:
    phrases = context.phrases
    found = context.view.with_role({Role.LINK})
    links = [placed for placed in found if not context.is_focus(placed.index)]
    few = context.is_full or len(context.view.with_role(INTERACTIVE)) <= MANY_CONTROLS
    names, unnamed = named(context, links, _MAX_NAMED if few else 15)
    if not links or context.is_brief:
        return
    is_all = len(links) == len(found)
    if len(links) == 1 and names:
        yield Statement(Rank.LINKS, closed(phrases.say("one_link" if is_all else "other_link", name=names[0])))
        return
    for at, run in enumerate(in_runs(names) if names else []):
        count = phrases.count(len(links) - unnamed, Role.LINK if is_all else "other_link")
        said = (
            phrases.say("more_links", names=phrases.listed(run)) if at else phrases.say("buttons", count=count, names=phrases.listed(run))
        )
        yield Statement(Rank.LINKS, closed(phrases.opened(said)))
    if unnamed:
        yield Statement(Rank.LINKS, closed(phrases.opened(phrases.say("unnamed_count", count=phrases.count(unnamed, Role.LINK)))))


def _images(context: Context) -> Iterator[Statement]:
    phrases = context.phrases
    if context.is_brief:
        return
    for role in (Role.IMAGE, Role.ICON):
        images = [placed for placed in context.view.with_role({role}) if context.view.area_role(placed) not in _OTHERWISE_TOLD]
        names, unnamed = named(context, images, 60 if context.is_full else 15)
        if names and len(images) == 1:
            yield Statement(Rank.IMAGES, closed(phrases.say("titled", name=phrases.titled(role), text=names[0])))
        elif names:
            count = phrases.count(len(images) - unnamed, role)
            yield Statement(Rank.IMAGES, closed(phrases.opened(phrases.say("buttons", count=count, names=phrases.listed(names)))))
        if unnamed and context.is_full:
            yield Statement(Rank.IMAGES, closed(phrases.opened(phrases.say("unnamed_count", count=phrases.count(unnamed, role)))))


def _menus(context: Context) -> Iterator[Statement]:
    menus = [placed for placed in context.view.with_role({Role.MENU, Role.MENU_ITEM}) if context.view.area_role(placed) is Role.MENU_BAR]
    names, _ = named(context, menus, 30)
    if names and not context.is_brief:
        yield Statement(Rank.MENUS, closed(context.phrases.say("menus", names=context.phrases.listed(names))))
