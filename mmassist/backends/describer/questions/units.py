"""Paragraphs, lines, sentences, headings and the like, as they can be read one by one."""

from __future__ import annotations

from mmassist.backends.describer.columns import columns, in_columns
from mmassist.backends.describer.controls import control
from mmassist.backends.describer.pixels import is_terminal, pieces
from mmassist.backends.describer.questions.finding import find, of_roles
from mmassist.backends.describer.questions.grid import grids, row_or_line
from mmassist.backends.describer.questions.rows import nth_column, nth_row, told
from mmassist.backends.describer.questions.scope import Scope
from mmassist.backends.describer.questions.wording import Asked, Noun
from mmassist.backends.describer.reading.joining import joined, unwrapped
from mmassist.backends.describer.reading.shown import passages_shown
from mmassist.backends.describer.text import clean, sentences, word_count, words
from mmassist.backends.describer.view import TEXTS, Placed
from mmassist.stops import is_ended
from mmassist.values import Role

UNITS = frozenset({"paragraph", "line", "sentence"})
_LONG = frozenset({Role.TEXT_AREA, Role.DOCUMENT, Role.TERMINAL})
_PAGES = frozenset({Role.DOCUMENT})
_LONGEST = 4000
_MANY_WORDS = 8
_AREA = 20_000


def reading(scope: Scope, asked: Asked) -> str | None:
    """ "The second paragraph": its text. None for a kind that nobody reads one by one."""
    noun, number = scope.wording.noun(asked.part("unit")), scope.wording.number(asked.part("nth"))
    if noun is None or not number:
        return None
    noun = row_or_line(scope, noun)
    if noun.key in UNITS:
        return _unit(scope, noun, number, texts_of(scope, noun.key, asked.part("thing")))
    if noun.key in {"row", "item"}:
        return _row(scope, noun, number)
    if noun.key == "column":
        return nth_column(scope, number)
    things = of_roles(scope, noun)
    if not things:
        return scope.absent(noun.word)
    at = number - 1 if number > 0 else number
    if not -len(things) <= at < len(things):
        return scope.say("unit_too_few", count=scope.phrases.count(len(things), things[0].role.value))
    if noun.key == "heading":
        return scope.quoted(scope.context.name(things[at].index))
    return scope.say("window", text=control(scope.context, things[at].index))


def texts_of(scope: Scope, unit: str, inside: str = "") -> list[str]:
    """All units of that kind, as they are read: of the text that is named, of a long text, or else of the window's free texts.

    An empty line of a long text counts: editors number it as well.
    """
    area = _area(scope, inside)
    if area is not None:
        value = area.item.value[:_AREA].rstrip("\n")
        if unit == "line":
            return [clean(line, _LONGEST) for line in value.split("\n")] if value.strip() else []
        blocks = [clean(joined(group)[0], _LONGEST) for group in unwrapped(value.split("\n"))]
        return blocks if unit == "paragraph" else [part for block in blocks for part in sentences(block)]
    if unit == "line":
        return _seen_lines(scope)
    blocks = _free(scope)
    return blocks if unit == "paragraph" else [part for block in blocks for part in sentences(block)]


def _area(scope: Scope, inside: str) -> Placed | None:
    """The long text that is meant: the one that is named, has the focus, or is the only one."""
    areas = [placed for placed in scope.view.with_role(_LONG) if placed.item.value.strip()]
    meant = {placed.index for placed in find(scope, inside).things} if inside else {scope.view.focus}
    chosen = [placed for placed in areas if placed.index in meant]
    return (chosen or areas)[0] if chosen or (areas and not _running(scope)) or len(areas) == 1 else None


def _free(scope: Scope) -> list[str]:
    """Running texts in reading order, columns behind their headings; those that only pixels show by their blocks."""
    texts = _running(scope)
    found = [clean(placed.item.name or placed.item.value, _LONGEST) for placed in texts]
    if found:
        return found
    if is_terminal(scope.view.scene.window):
        return []
    return [passage.text for passage in passages_shown(pieces(scope.context)) if _is_running(passage.text)]


def _running(scope: Scope) -> list[Placed]:
    view = scope.view
    texts = [
        placed
        for placed in view.with_role(TEXTS)
        if view.area_role(placed) in {None, Role.DOCUMENT}
        and (_is_paragraph(scope, placed) or _is_running(placed.item.name or placed.item.value))
        and words(placed.item.name or placed.item.value) not in view.field_labels
    ]
    texts = [placed for placed in texts if view.within(placed, _PAGES)] or texts
    ordered = in_columns(columns(view, texts), texts)
    return [placed for placed in ordered if placed.role is not Role.HEADING]


def _is_paragraph(scope: Scope, placed: Placed) -> bool:
    """Whether a page or a document calls it one, however short it is."""
    return placed.role is Role.PARAGRAPH and scope.view.within(placed, _PAGES)


def _is_running(text: str) -> bool:
    """A sentence, or so many words that it is no heading: programs can't always mark one."""
    bare = text.rstrip("\"' \u201d\u2019)")
    return ((is_ended(text) or bare.endswith(":")) and word_count(bare) > 1) or word_count(bare) >= _MANY_WORDS


def _seen_lines(scope: Scope) -> list[str]:
    """Lines as the picture shows them; without it the window's texts."""
    scene = scope.view.scene
    if scene.lines:
        secret = [item.box for item in scene.items if item.role is Role.PASSWORD and item.box]
        seen = [line for line in scene.lines if not any(box.contains(*line.box.centre) for box in secret)]
        return [text for line in seen if (text := clean(line.text, _LONGEST))]
    return _free(scope)


def _unit(scope: Scope, noun: Noun, number: int, texts: list[str]) -> str:
    if number < 0:
        texts = [text for text in texts if text]
    at = number - 1 if number > 0 else number
    if not texts:
        return scope.absent(noun.word)
    if not -len(texts) <= at < len(texts):
        one, several = scope.wording.tables["phrases"]["units"][noun.key]
        return scope.say("unit_too_few", count=f"{len(texts)} {one if len(texts) == 1 else several}")
    return scope.quoted(texts[at]) if texts[at] else scope.say("unit_empty", unit=noun.word[:1].upper() + noun.word[1:], number=number)


def _row(scope: Scope, noun: Noun, number: int) -> str:
    found = [grid for grid in grids(scope) if grid.rows]
    if not found:
        return scope.absent(noun.word)
    for grid in found:
        if row := nth_row(scope, grid, number):
            return told(scope, grid, row)
    return scope.say("unit_too_few", count=scope.phrases.count(len(found[0].rows), "row" if noun.key == "row" else "item"))
