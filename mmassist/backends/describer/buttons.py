"""Buttons, links, tabs, pictures and menus: named in groups, each name once, key pads by their digits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from mmassist.backends.describer.context import Context, Rank, Statement
from mmassist.backends.describer.dialogs import chosen_from
from mmassist.backends.describer.places import place
from mmassist.backends.describer.text import closed, label
from mmassist.backends.describer.view import BUTTONS, INTERACTIVE, Placed
from mmassist.values import Role, State

MANY_CONTROLS = 40
_FEW = 6
_MAX_NAMED = 300
_DIGITS = tuple("0123456789")


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
    notes = [phrases.state("pressed")] if placed.role in BUTTONS and states & {State.PRESSED, State.CHECKED} else []
    if State.DEFAULT in states:
        notes.append(phrases.state("default"))
    if (
        context.is_full
        and placed.role in BUTTONS
        and name not in _DIGITS
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
        names, _ = named(context, tabs, 40)
        selected = [context.name(placed.index) for placed in tabs if State.SELECTED in placed.item.states]
        others = [name for name in names if name not in selected]
        if not names or context.is_brief:
            continue
        if not selected or not selected[0]:
            said = phrases.say("tabs", count=phrases.count(len(tabs), Role.TAB), names=phrases.listed(names))
        elif others:
            said = phrases.say("tab_other" if len(others) == 1 else "tab_others", name=selected[0], others=phrases.listed(others))
        else:
            said = phrases.say("tab_selected", name=selected[0])
        yield Statement(Rank.TABS, closed(said))


def _buttons(context: Context) -> Iterator[Statement]:
    """Buttons by the group or bar that holds them. Those of tool bars come late; a dialog's choices were told."""
    view = context.view
    buttons = view.with_role(BUTTONS)
    if chosen_from(view):
        buttons = [placed for placed in buttons if not context.name(placed.index) or placed.role is Role.TOGGLE_BUTTON]
    groups: dict[tuple[bool, int], list[Placed]] = {}
    for placed in buttons:
        in_bar = view.within(placed, frozenset({Role.TOOL_BAR}))
        container = placed.area if in_bar else placed.group
        groups.setdefault((in_bar, container), []).append(placed)
    for (in_bar, container), members in sorted(groups.items(), key=lambda group: group[0][0]):
        name = label(view.scene.items[container].name) if container >= 0 else ""
        said = _tools(context, members, name) if in_bar else _group(context, members)
        if said and name and not in_bar:
            said = context.phrases.say("grouped", group=name, text=said)
        if said:
            yield Statement(Rank.TOOLS if in_bar else Rank.BUTTONS, closed(said))


def _group(context: Context, members: list[Placed]) -> str:
    """ "3 buttons: OK (default) and Cancel; unavailable: Apply"."""
    phrases = context.phrases
    count = phrases.count(len(members), Role.BUTTON)
    where = place(context, members) if context.is_full else ""
    if context.is_brief and len(members) > _FEW and not set(_DIGITS) <= {placed.item.name for placed in members}:
        return count
    parts = _parts(context, members)
    if len(members) == 1 and len(parts) == 1:
        name = context.name(members[0].index)
        if not name:
            return parts[0]
        if State.DISABLED in members[0].item.states:
            parts = [phrases.say("choice_disabled_inside", name=name)]
        said = phrases.say("one_toggle" if members[0].role is Role.TOGGLE_BUTTON else "one_button", name=parts[0])
        return phrases.say("placed", text=said, place=where) if where else said
    return phrases.say(
        "buttons", count=phrases.say("counted_at", count=count, place=where) if where else count, names=phrases.several(parts)
    )


def _tools(context: Context, members: list[Placed], name: str) -> str:
    if context.is_brief:
        return ""
    names = context.phrases.several(_parts(context, members))
    return context.phrases.say("named_tool_bar" if name else "tool_bar", name=name, names=names)


def _parts(context: Context, members: list[Placed]) -> list[str]:
    """The names of those that can be used, how many have none, and the names of those that can't be used."""
    phrases = context.phrases
    usable = [placed for placed in members if State.DISABLED not in placed.item.states]
    names, unnamed = named(context, usable)
    disabled, also_unnamed = named(context, [placed for placed in members if State.DISABLED in placed.item.states])
    digits, names = _digits(context, names)
    if digits and context.is_brief:
        names = [phrases.say("more", n=len(names))]
    if unnamed + also_unnamed:
        names.append(phrases.say("unnamed_count", count=phrases.count(unnamed + also_unnamed, Role.BUTTON)))
    parts = [digits, phrases.listed(names)]
    if disabled:
        parts.append(phrases.say("unavailable", names=phrases.listed(disabled)))
    return [part for part in parts if part]


def _digits(context: Context, names: list[str]) -> tuple[str, list[str]]:
    """A key pad's ten digits said in order and together, and the other names."""
    if not set(_DIGITS) <= set(names):
        return "", names
    phrases = context.phrases
    digits = phrases.say("all_digits") if context.is_brief else phrases.say("digits", names=phrases.strung(_DIGITS))
    return digits, [name for name in names if name not in _DIGITS]


def _links(context: Context) -> Iterator[Statement]:
    phrases = context.phrases
    links = context.view.with_role({Role.LINK})
    few = context.is_full or len(context.view.with_role(INTERACTIVE)) <= MANY_CONTROLS
    names, unnamed = named(context, links, _MAX_NAMED if few else 15)
    if not links or context.is_brief:
        return
    if len(links) == 1 and names:
        yield Statement(Rank.LINKS, closed(phrases.say("one_link", name=names[0])))
        return
    if names:
        count = phrases.count(len(links) - unnamed, Role.LINK)
        yield Statement(Rank.LINKS, closed(phrases.say("buttons", count=count, names=phrases.listed(names))))
    if unnamed:
        yield Statement(Rank.LINKS, closed(phrases.say("unnamed_count", count=phrases.count(unnamed, Role.LINK))))


def _images(context: Context) -> Iterator[Statement]:
    phrases = context.phrases
    if context.is_brief:
        return
    for role in (Role.IMAGE, Role.ICON):
        images = [
            placed for placed in context.view.with_role({role}) if context.view.area_role(placed) not in {Role.TOOL_BAR, Role.STATUS_BAR}
        ]
        names, unnamed = named(context, images, 60 if context.is_full else 15)
        if names and len(images) == 1:
            yield Statement(Rank.IMAGES, closed(phrases.say("titled", name=phrases.noun(role).capitalize(), text=names[0])))
        elif names:
            count = phrases.count(len(images) - unnamed, role)
            yield Statement(Rank.IMAGES, closed(phrases.say("buttons", count=count, names=phrases.listed(names))))
        if unnamed and context.is_full:
            yield Statement(Rank.IMAGES, closed(phrases.say("unnamed_count", count=phrases.count(unnamed, role))))


def _menus(context: Context) -> Iterator[Statement]:
    menus = [placed for placed in context.view.with_role({Role.MENU, Role.MENU_ITEM}) if context.view.area_role(placed) is Role.MENU_BAR]
    names, _ = named(context, menus, 30)
    if names and not context.is_brief:
        yield Statement(Rank.MENUS, closed(context.phrases.say("menus", names=context.phrases.listed(names))))
