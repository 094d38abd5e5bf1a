"""Errors and warnings: alerts, invalid fields, and texts that tell of trouble; and how far a running job is."""

from __future__ import annotations

from collections.abc import Iterator

from mmassist.backends.describer import controls
from mmassist.backends.describer.context import Context, Rank, Statement
from mmassist.backends.describer.dialogs import as_said
from mmassist.backends.describer.pixels import Piece
from mmassist.backends.describer.text import clean, closed, sentences, words
from mmassist.backends.describer.view import TEXTS, Placed
from mmassist.values import Role, State

_SAYING = TEXTS | {Role.HEADING, Role.LINK, Role.LIST_ITEM}
_MAX_WORDS = 40
_MAX_TEXT = 240
_MAX_TOLD = 1000


def statements(context: Context, found: list[Piece]) -> Iterator[Statement]:
    """`found`: the texts that only pixels show."""
    for said in _troubles(context, found):
        untold = context.told.untold(said)
        context.told.add(said)
        if untold:
            yield Statement(Rank.TROUBLE, " ".join(closed(sentence) for sentence in untold))
    for placed in context.view.with_role({Role.PROGRESS_BAR}):
        yield Statement(Rank.PROGRESS, closed(_progress(context, placed)))


def _troubles(context: Context, found: list[Piece]) -> Iterator[str]:
    view, phrases = context.view, context.phrases
    for placed in view.with_role({Role.ALERT}):
        below = [item for index in view.below(placed.index) if not view.is_hidden(item := view.scene.items[index])]
        inner = [text for item in below if item.role in _SAYING and (text := item.name or item.value).strip()]
        # A program's own name of an alert, "Error", says nothing before a text that begins with it.
        is_echo = any(words(text).startswith(words(placed.item.name)) for text in inner)
        texts = inner if is_echo else [placed.item.name, *inner]
        if said := " ".join(closed(clean(text, _MAX_TEXT)) for text in dict.fromkeys(texts) if text.strip()):
            shown = closed(clean(said, _MAX_TEXT))
            if not context.told.untold(shown):
                continue
            # "Error: no such date" says itself what it is.
            yield as_said(context, shown) if context.lexicon.is_trouble(shown) else phrases.say("alert", text=shown)
    for placed in view.placed:
        is_told = placed.index == view.focus and controls.focus_told(context)  # with its state
        if State.INVALID in placed.item.states and placed.role is not Role.LABEL and not is_told:
            yield closed(phrases.say("invalid", field=_invalid(context, placed)))
    for text in _texts(context, found):
        if tells_trouble(context, text):
            yield as_said(context, closed(clean(text, _MAX_TEXT)))


def _invalid(context: Context, placed: Placed) -> str:
    item = placed.item
    name = context.name(placed.index) or context.phrases.noun(placed.role)
    required = context.phrases.state("required", placed.role) if State.REQUIRED in item.states else ""
    return context.phrases.clauses([name, controls.value(context, item), required, clean(item.description, _MAX_TEXT)])


def _texts(context: Context, found: list[Piece]) -> Iterator[str]:
    """Free texts, the status bar's, and what only pixels show."""
    view = context.view
    for placed in view.with_role(TEXTS | {Role.STATUS_BAR}):
        inside = view.area_role(placed)
        if placed.role is Role.STATUS_BAR or inside in {None, Role.STATUS_BAR, Role.DOCUMENT}:
            yield placed.item.name or placed.item.value
    if view.scene.has_outline or view.is_dialog:
        yield from (piece.text for piece in found if not piece.is_doubtful)


def tells_trouble(context: Context, text: str) -> bool:
    """Whether a text of a sentence or two tells of an error or a warning."""
    if len(text) > _MAX_TOLD or not context.lexicon.may_be_trouble(text) or len(text.split()) > _MAX_WORDS:
        return False
    return any(context.lexicon.is_trouble(part) for part in sentences(text))


def _progress(context: Context, placed: Placed) -> str:
    name = context.name(placed.index) or context.phrases.titled(Role.PROGRESS_BAR)
    if not placed.item.value.strip():
        return context.phrases.say("progress_unknown", name=name)
    return context.phrases.say("progress", name=name, percent=controls.percent(context, placed.item.value))
