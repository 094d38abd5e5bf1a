"""Finds what the user means by "the Save button", "Wrap lines", "the second link" among what is visible."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mmassist.backends.describer.questions.naming import Key, Nearness, key, nearness
from mmassist.backends.describer.questions.scope import Scope
from mmassist.backends.describer.questions.wording import Noun, Wording
from mmassist.backends.describer.view import INTERACTIVE, MENUS, TEXTS, Placed
from mmassist.values import Role

_TOLD = INTERACTIVE | MENUS | {Role.LIST_ITEM, Role.TREE_ITEM, Role.CELL, Role.MENU, Role.TEXT_AREA, Role.PROGRESS_BAR}
_TOLD |= {Role.LIST, Role.TREE, Role.TABLE, Role.COLUMN_HEADER, Role.TERMINAL, Role.ICON, Role.IMAGE}
_NEVER = frozenset({Role.WINDOW, Role.APPLICATION, Role.DIALOG, Role.SEPARATOR, Role.SCROLL_BAR, Role.UNKNOWN, Role.ROW})
_HELD = frozenset({Role.COMBO_BOX, Role.TEXT_FIELD, Role.SPIN_BOX})
_QUOTES = "\"'\u201c\u201d\u201e\u00ab\u00bb "
_SHORT_TEXT = 60
_BARS = frozenset({Role.TOOL_BAR})


@dataclass(frozen=True, slots=True)
class Meant:
    """One way to read what the user calls a thing. `noun`: the kind that they said, if any; `nth`: which of them, 0 for none."""

    name: str
    noun: Noun | None = None
    nth: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """`things`: the nearest ones, in document order; `meant`: as it was read; `nearness`: None where only a kind was asked for.

    `others`: where there is none of the kind, what has the name and is of another kind.
    """

    things: tuple[Placed, ...]
    meant: Meant
    nearness: Nearness | None = None
    others: tuple[Placed, ...] = ()

    def absent(self, scope: Scope) -> str:
        """That it is not there, in the user's words."""
        return scope.absent(self.meant.noun.word if self.meant.noun else "", self.meant.name)


def find(scope: Scope, said: str) -> Found:
    """What is meant by `said`. Nothing found: without things, read as it was most likely meant."""
    readings = _readings(scope, said)
    best: tuple[tuple[int, ...], Found] | None = None
    for order, meant in enumerate(readings):
        found = _by_meaning(scope, meant)
        if found.things:
            # "the 7 button" is the one called 7, where there is one, before the seventh
            tier = (1 if meant.nth else 0) if found.nearness is None else int(found.nearness)
            plain = all(placed.role not in _TOLD for placed in found.things)
            rank = (tier, int(plain), order)
            if best is None or rank < best[0]:
                best = rank, found
    if best is not None:
        return best[1]
    kinds = [meant for meant in readings if meant.noun is not None and not meant.nth]
    likely = next((meant for meant in kinds if not meant.name), kinds[0] if kinds else readings[0])
    others = _by_meaning(scope, Meant(likely.name)).things if likely.noun is not None and likely.name else ()
    return Found((), likely, others=others)


def of_roles(scope: Scope, noun: Noun) -> list[Placed]:
    """All of a kind that are visible, in document order."""
    return [placed for placed in scope.view.placed if is_of(scope, placed, noun) and not placed.item.is_mere_text]


def is_of(scope: Scope, placed: Placed, noun: Noun) -> bool:
    """Whether it is of that kind. What stays down in a tool bar is a check box to some programs, and a button to whoever sees it."""
    if placed.role is Role.CHECK_BOX and scope.view.within(placed, _BARS):
        return Role.TOGGLE_BUTTON in noun.roles
    return placed.role in noun.roles


def bare(scope: Scope, said: str) -> str:
    """Without quotation marks and articles."""
    text = said.strip(_QUOTES + ",")
    article = re.compile(rf"{scope.wording.frame('articles')} +", re.IGNORECASE)
    while (found := article.match(text)) and found.end() < len(text):
        text = text[found.end() :]
    return text.strip(_QUOTES)


def _readings(scope: Scope, said: str) -> list[Meant]:
    """As a name whole; as a kind; as a name before or behind a kind; without a word that only says that it is something."""
    wording, whole, kept = scope.wording, said.strip(_QUOTES + ","), bare(scope, said)
    found = [Meant(kept)] if whole == kept else [Meant(kept), Meant(whole)]
    if (noun := wording.noun(kept)) is not None:
        found.append(Meant("", noun))
    words = kept.split()
    if len(words) > 1 and (nth := wording.number(words[0])) and (noun := wording.noun(" ".join(words[1:]))) is not None:
        found.append(Meant("", noun, nth))
    for cut in range(1, min(4, len(words))):
        if (noun := _noun(wording, words[-cut:])) is not None:
            found.append(Meant(" ".join(words[:-cut]).strip(_QUOTES), noun))
        if (noun := _noun(wording, words[:cut])) is not None:
            rest = re.sub(rf"^{wording.frame('called')} +", "", " ".join(words[cut:]), flags=re.IGNORECASE)
            found.append(Meant(bare(scope, rest), noun))
    if len(words) > 1 and words[-1].casefold() in wording.tables["frame"]["neutral"]:
        found.append(Meant(" ".join(words[:-1]).strip(_QUOTES)))
    return found


def _noun(wording: Wording, words: list[str]) -> Noun | None:
    """The kind that some words mean, small slips of spelling allowed."""
    said = " ".join(words)
    if found := wording.noun(said):
        return found
    asked = key(said)
    return next((noun for word, noun in wording.nouns.items() if nearness(asked, key(word), ()) is Nearness.SLIP), None)


def _by_meaning(scope: Scope, meant: Meant) -> Found:
    if not meant.name:
        things = of_roles(scope, meant.noun) if meant.noun else []
        if meant.nth:
            at = meant.nth - 1 if meant.nth > 0 else meant.nth
            things = things[at : at + 1 or None] if -len(things) <= at < len(things) else []
        return Found(tuple(things), meant)
    asked = key(meant.name) or key(scope.phrases.sign(meant.name))
    near: dict[Nearness, list[Placed]] = {}
    for placed, name in _names(scope):
        if meant.noun is not None and not is_of(scope, placed, meant.noun):
            continue
        how = nearness(asked, name, scope.wording.tables["frame"]["plural"])
        if how is not None and _counts(placed, name, asked, how):
            near.setdefault(how, []).append(placed)
    if not near:
        return Found((), meant)
    how = min(near)
    return Found(_distinct(scope, near[how]), meant, how)


def _names(scope: Scope) -> Iterator[tuple[Placed, Key]]:
    """What can be called by a name, with its names; what a field shows of a choice names it as well."""
    for placed in scope.view.placed:
        if placed.role in _NEVER or placed.item.is_mere_text:
            continue
        name = scope.context.name(placed.index) or (placed.item.value if placed.role in TEXTS else "")
        if words := key(name) or key(scope.phrases.sign(name)):
            yield placed, words
        if placed.item.address:
            yield placed, key(placed.item.address)


def _counts(placed: Placed, name: Key, asked: Key, how: Nearness) -> bool:
    """A word out of a running text does not name it; most of a short one does."""
    if placed.role in _TOLD or how is Nearness.SAME:
        return True
    text = placed.item.name or placed.item.value
    return how is not Nearness.SCATTERED and (len(text) <= _SHORT_TEXT or len(asked) * 2 >= len(name))


def _distinct(scope: Scope, things: list[Placed]) -> tuple[Placed, ...]:
    """Controls before the texts that name them; of a thing and its own parts the thing alone."""
    controls = [placed for placed in things if placed.role in _TOLD] or things
    indices = {placed.index for placed in controls}
    outer = [placed for placed in controls if not any(above in indices for above in list(scope.view.path(placed.item.parent)))]
    return tuple(outer or controls)


def holders(scope: Scope, said: str) -> list[Placed]:
    """Fields that show `said` as their value; never one for a password."""
    asked = key(bare(scope, said))
    return [placed for placed in scope.view.placed if placed.role in _HELD and asked and key(placed.item.value) == asked]


def read_texts(scope: Scope, said: str) -> list[Placed]:
    """Texts that only the pixels show and that hold `said`."""
    asked, endings = key(bare(scope, said)), scope.wording.tables["frame"]["plural"]
    texts = [placed for placed in scope.view.placed if placed.item.is_mere_text]
    return [placed for placed in texts if (how := nearness(asked, key(placed.item.name), endings)) is not None and how <= Nearness.PART]
