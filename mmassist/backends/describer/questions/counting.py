"""Answers how many there are of a kind, and which ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mmassist.backends.describer.buttons import named
from mmassist.backends.describer.extent import Extent, counted
from mmassist.backends.describer.questions.finding import find, of_roles
from mmassist.backends.describer.questions.grid import Grid, grids, row_or_line
from mmassist.backends.describer.questions.naming import Nearness, key, nearness
from mmassist.backends.describer.questions.placing import container
from mmassist.backends.describer.questions.scope import Scope
from mmassist.backends.describer.questions.states import can_have, is_in, which
from mmassist.backends.describer.questions.units import UNITS, texts_of
from mmassist.backends.describer.questions.wording import Asked, Noun
from mmassist.backends.describer.text import clean, sentences
from mmassist.backends.describer.view import TEXTS, Placed
from mmassist.values import Role

_GRID_NOUNS = {"row": "row", "item": "item"}
_NUMBER = re.compile(r"\d")
_LONGEST_TOLD = 160


def count(scope: Scope, asked: Asked) -> str | None:
    """ "3 buttons: Discard, Cancel and Save." """
    noun = scope.wording.noun(asked.part("noun"))
    if noun is None:
        return None
    noun, inside = row_or_line(scope, noun), asked.part("thing")
    if noun.key in _GRID_NOUNS:
        return _selected_rows(scope, asked, noun) if asked.part("state") else _grid_count(scope, noun, inside)
    if noun.key in UNITS | {"column"}:
        return None if asked.part("state") else _columns(scope) if noun.key == "column" else _unit_count(scope, noun)
    things = of_roles(scope, noun)
    if inside:
        around = {index for placed in find(scope, inside).things for index in scope.view.below(placed.index)}
        things = [placed for placed in things if placed.index in around] if around else things
    if asked.part("state"):
        return _in_state(scope, asked, noun, things)
    return told_all(scope, noun, things)


def listing(scope: Scope, asked: Asked) -> str | None:
    """The same for "list the buttons". None for "the button", which asks for one thing."""
    noun = scope.wording.noun(asked.part("noun"))
    if noun is None or not noun.several or noun.key in UNITS:
        return None
    if noun.key in _GRID_NOUNS:
        return _entries(scope, noun)
    if noun.key == "column":
        return _columns(scope)
    return told_all(scope, noun, of_roles(scope, noun))


def amount(scope: Scope, asked: Asked) -> str | None:
    """Of what is no kind of control: the rows of a list of that name, or a text that tells the number."""
    what = asked.part("what")
    endings = scope.wording.tables["frame"]["plural"]
    words = key(what)
    if not words or len(words) > 5:
        return None
    for grid in grids(scope):
        how = nearness(words, key(scope.context.name(grid.container.index)), endings)
        if how is not None and how <= Nearness.PART:
            return _rows(scope, grid, "row" if grid.headers else "item")
    for text in _telling(scope):
        said = key(text)
        fits = [nearness(words, said[at : at + len(words)], endings) for at in range(len(said))]
        if any(how is not None and how <= Nearness.ALIKE and at and _NUMBER.match(said[at - 1]) for at, how in enumerate(fits)):
            return scope.say("amount_told", text=scope.phrases.quote(clean(text, _LONGEST_TOLD)))
    return scope.say("amount_unknown", what=what)


def _telling(scope: Scope) -> Iterator[str]:
    """Texts that may tell a number: the status bar's first."""
    bars = scope.view.with_role({Role.STATUS_BAR})
    inside = {index for placed in bars for index in scope.view.below(placed.index)}
    texts = [placed for placed in scope.view.placed if placed.role in TEXTS | {Role.STATUS_BAR, Role.HEADING, Role.LIST_ITEM, Role.TAB}]
    for placed in sorted(texts, key=lambda one: one.index not in inside and one.role is not Role.STATUS_BAR):
        yield from sentences(placed.item.name or ("" if placed.role is Role.PASSWORD else placed.item.value))


def told_all(scope: Scope, noun: Noun, things: Sequence[Placed]) -> str:
    """ "3 buttons: Discard, Cancel and Save.", or that there is none."""
    if not things:
        if scope.only_pixels:
            return scope.say("pixels_count")
        return scope.absent(noun.word)
    number = scope.phrases.count(len(things), noun.key) if _is_own(scope, noun) else f"{len(things)} {noun.word}"
    if not scope.view.scene.outline_complete:
        number = scope.phrases.say("at_least", count=number)
    elif scope.only_pixels:
        number = scope.phrases.say("in_view", count=number)
    names, unnamed = named(scope.context, list(things))
    if not names:
        return scope.say("counted_unnamed", count=number)
    if unnamed:
        names = [*names, scope.wording.say("unnamed_number", n=unnamed)]
    return scope.runs(names, scope.wording.say("counted_head", count=number))


def _is_own(scope: Scope, noun: Noun) -> bool:
    """Whether the describer has the noun, in one and several."""
    return noun.key in scope.phrases.tables["nouns"]


def _in_state(scope: Scope, asked: Asked, noun: Noun, things: Sequence[Placed]) -> str | None:
    asking = scope.wording.state(asked.part("state"), asked.part("denial"))
    if asking is None:
        return None
    able = [placed for placed in things if can_have(placed, asking.state)]
    fitting = [placed for placed in able if is_in(scope, placed, asking.state) is (not asking.denied)]
    said = which(scope, asked)
    number = scope.wording.say("amount_of", number=len(fitting), total=len(able))
    return f"{scope.say('window', text=number)} {said}" if able else said


def _selected_rows(scope: Scope, asked: Asked, noun: Noun) -> str | None:
    asking = scope.wording.state(asked.part("state"), asked.part("denial"))
    found = grids(scope)
    if asking is None or asking.state != "selected" or not found:
        return None
    rows = [row for grid in found for row in grid.rows if row.selected is not asking.denied]
    number = scope.phrases.count(len(rows), noun.key)
    are = scope.wording.tables["phrases"]["is_are"][len(rows) != 1]
    return scope.say("names_are", names=number, are=are, state=scope.wording.told("selected", denied=asking.denied))


def _grid_count(scope: Scope, noun: Noun, inside: str) -> str:
    found = grids(scope)
    if inside:
        found = _meant(scope, found, inside) or found
    elif noun.key == "row":
        found = [grid for grid in found if grid.container.role is Role.TABLE] or found
    if not found:
        return scope.say("pixels_count") if scope.only_pixels else scope.absent(noun.word)
    said = [_rows(scope, grid, noun.key, is_one=len(found) == 1) for grid in found[:4]]
    return " ".join(said)


def _meant(scope: Scope, found: Sequence[Grid], inside: str) -> list[Grid]:
    """Those that are meant, hold what is meant, or lie in it."""
    view, things = scope.view, [placed.index for placed in find(scope, inside).things]
    around = {above for index in things for above in view.path(index)}
    return [grid for grid in found if grid.container.index in around or not set(things).isdisjoint(view.path(grid.container.index))]


def _rows(scope: Scope, grid: Grid, noun: str, *, is_one: bool = True) -> str:
    number = counted(scope.context, grid.extent, len(grid.rows), noun)
    text = number if is_one else scope.wording.say("in_container", count=number, container=container(scope, grid.container.index))
    if grid.extent is Extent.IN_VIEW:
        for told in _telling(scope):
            number, *unit = key(told)[:2] or ("",)
            if number.isdecimal() and int(number) >= len(grid.rows) and any(word.isalpha() for word in unit):
                return f"{scope.say('window', text=text)} {scope.say('amount_told', text=scope.phrases.quote(clean(told, _LONGEST_TOLD)))}"
    return scope.say("window", text=text)


def _unit_count(scope: Scope, noun: Noun) -> str:
    texts = texts_of(scope, noun.key)
    if not texts:
        return scope.absent(noun.word)
    number = scope.phrases.count(len(texts), noun.key) if _is_own(scope, noun) else f"{len(texts)} {noun.word}"
    return scope.say("window", text=number)


def _columns(scope: Scope) -> str:
    tables = [grid for grid in grids(scope) if grid.container.role is Role.TABLE or grid.headers]
    if not tables:
        return scope.absent(scope.phrases.count(2, "column").partition(" ")[2])
    grid = tables[0]
    width = len(grid.headers) or max((len(row.texts) for row in grid.rows), default=0)
    number = scope.phrases.count(width, "column")
    if not grid.headers:
        return scope.say("window", text=number)
    return scope.say("counted_names", count=number, names=scope.phrases.listed(grid.headers))


def _entries(scope: Scope, noun: Noun) -> str:
    found = [grid for grid in grids(scope) if grid.rows]
    if not found:
        return scope.say("pixels_count") if scope.only_pixels else scope.absent(noun.word)
    grid = found[0]
    number = counted(scope.context, grid.extent, len(grid.rows), noun.key)
    return scope.runs([row.texts[0] for row in grid.rows], scope.wording.say("counted_head", count=number))
