"""Answers whether something is there, where it is, and what is beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mmassist.backends.describer import controls
from mmassist.backends.describer.places import place
from mmassist.backends.describer.questions.beside import neighbours
from mmassist.backends.describer.questions.counting import told_all
from mmassist.backends.describer.questions.finding import Found, find, holders, read_texts
from mmassist.backends.describer.questions.naming import Nearness
from mmassist.backends.describer.questions.placing import thing, where
from mmassist.backends.describer.questions.scope import Scope, is_seen_alone
from mmassist.backends.describer.questions.wording import Asked
from mmassist.backends.describer.text import clean
from mmassist.backends.describer.view import INTERACTIVE, Placed
from mmassist.values import Role

MOST_TOLD = 6
"""Things of one name that are told with their places."""
_BOTH = ("left", "right")
_ROUND = ("above", "below")


def there(scope: Scope, asked: Asked) -> str | None:
    """ "Yes, Save, button, is at the bottom right." """
    said = _thing(scope, asked)
    found = find(scope, said)
    if len(found.things) == 1 and found.nearness in {None, Nearness.SAME, Nearness.ALIKE}:
        at = where(scope, found.things[0])
        name = scope.identity(found.things[0])
        return scope.say("there_placed", name=name, place=at) if at else scope.say("there", name=name)
    if len(found.things) == 1:
        return _longer(scope, found.things[0])
    if found.things and found.nearness is None and found.meant.noun is not None:
        return told_all(scope, found.meant.noun, found.things)
    if found.things:
        return scope.say("there_several", number=len(found.things), items=_listed(scope, found.things))
    return _not_found(scope, found, said)


def located(scope: Scope, asked: Asked) -> str | None:
    """ "Save, button, unavailable, third of 3 buttons, at the bottom right." """
    found = find(scope, asked.part("thing"))
    if len(found.things) > 1:
        return scope.say("found_several", number=len(found.things), items=_listed(scope, found.things))
    if not found.things:
        return _not_found(scope, found, asked.part("thing"))
    placed = found.things[0]
    look = scope.phrases.say("by_its_look") if placed.item.is_by_look else ""
    name = scope.phrases.clauses([scope.identity(placed), *controls.states(scope.context, placed.item), look])
    at = where(scope, placed)
    return scope.say("placed_of", name=name, place=at) if at else scope.say("unplaced", name=name)


def standing(scope: Scope, asked: Asked) -> Placed | None:
    """The one thing that a question asks the place of, or whether it is there; None where it asks no such thing, or there is not just
    one."""
    if asked.kind not in ("where", "there"):
        return None
    things = find(scope, _thing(scope, asked)).things
    return things[0] if len(things) == 1 else None


def _thing(scope: Scope, asked: Asked) -> str:
    """Without the words that ask for its place beside whether it is there."""
    return re.sub(f"{scope.wording.frame('is_and_where')}$", "", asked.part("thing"), flags=re.IGNORECASE)


def beside(scope: Scope, asked: Asked) -> str | None:
    """ "Below Street: City, combo box." """
    found = find(scope, asked.part("thing"))
    if not found.things:
        return _not_found(scope, found, asked.part("thing"))
    side = next(side for side in (*_ROUND, *_BOTH, "beside") if side in asked.parts)
    said = [_beside(scope, placed, side) for placed in found.things[:2]]
    return " ".join(said)


def region(scope: Scope, asked: Asked) -> str | None:
    """ "2 controls: Cancel, button; Save, button." for a part of the picture."""
    keys = scope.wording.tables["regions"][asked.part("region").casefold()]
    places = {scope.phrases.place(key) for key in keys}
    noun = scope.wording.noun(asked.part("noun")) if "noun" in asked.parts else None
    roles = noun.roles if noun else INTERACTIVE | {Role.HEADING, Role.STATUS_BAR, Role.LIST, Role.TABLE, Role.TREE, Role.PROGRESS_BAR}
    things = [placed for placed in scope.view.with_role(roles) if place(scope.context, [placed]) in places]
    if not things:
        return None if scope.only_pixels else scope.say("nothing_in_region", place=scope.phrases.place(keys[len(keys) // 2]))
    named = [scope.identity(placed) for placed in things[:MOST_TOLD]]
    if len(things) > MOST_TOLD:
        named.append(scope.phrases.say("more", n=len(things) - MOST_TOLD))
    kind = noun.key if noun and noun.key in scope.phrases.tables["nouns"] else Role.UNKNOWN.value
    return scope.say("in_region", count=scope.phrases.count(len(things), kind), things=scope.phrases.several(named))


def _beside(scope: Scope, placed: Placed, side: str) -> str:
    name = scope.name(placed)
    if placed.item.box is None:
        return scope.say("side_unknown", side=scope.wording.side(side), name=name)
    parts = _on_sides(scope, placed, _BOTH if side == "beside" else (side,))
    if not parts and side == "beside":
        parts = _on_sides(scope, placed, _ROUND)
    if parts:
        return " ".join(scope.say("is_beside", side=scope.wording.side(one), name=name, things=things) for one, things in parts)
    if scope.only_pixels or not scope.view.scene.outline_complete:
        return scope.say("nothing_seen_beside", side=scope.wording.side(side), name=name)
    return scope.say("nothing_beside", side=scope.wording.side(side), name=name)


def _on_sides(scope: Scope, placed: Placed, sides: Sequence[str]) -> list[tuple[str, str]]:
    """Each side on which something stands, and what."""
    found = [(side, neighbours(scope, placed, side)) for side in sides]
    return [(side, scope.phrases.several([scope.identity(other) for other in things])) for side, things in found if things]


def _listed(scope: Scope, things: tuple[Placed, ...]) -> str:
    said = scope.phrases.several([thing(scope, placed) for placed in things[:MOST_TOLD]])
    return said if len(things) <= MOST_TOLD else scope.wording.say("and_more", items=said, n=len(things) - MOST_TOLD)


def _longer(scope: Scope, placed: Placed) -> str:
    """Something whose name is not quite what was asked for: neither yes nor no."""
    at, name = where(scope, placed), scope.identity(placed)
    return scope.say("there_longer", name=name, place=at) if at else scope.say("there_longer_unplaced", name=name)


def _not_found(scope: Scope, found: Found, said: str) -> str:
    """What else has the name, or shows it, or that it is not there."""
    if found.others:
        other = found.others[0]
        noun = found.meant.noun.word if found.meant.noun else ""
        at = where(scope, other)
        key = "there_other" if at else "there_other_unplaced"
        return scope.say(key, noun=noun, asked=clean(found.meant.name, 60), name=scope.identity(other), place=at)
    if held := holders(scope, found.meant.name or said):
        return scope.say("chosen_in", name=clean(held[0].item.value, 120), control=scope.identity(held[0]))
    if read := read_texts(scope, found.meant.name or said):
        text = scope.phrases.quote(clean(read[0].item.name, 120))
        at = place(scope.context, [read[0]])
        if found.meant.noun is not None and is_seen_alone(read[0]):
            return scope.say("read_text", text=text, place=at, noun=found.meant.noun.word).replace("  ", " ")
        return scope.say("read_there", text=text, place=at).replace(" .", ".")
    return found.absent(scope)
