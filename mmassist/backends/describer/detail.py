"""The detail of a scene: everything worth saying, in order of importance, less what was said already."""

from __future__ import annotations

from collections.abc import Iterator

from mmassist.backends.describer import buttons, controls, dialogs, forms, pixels, scraps, tables, texts, trouble
from mmassist.backends.describer.context import Context, Rank, Statement
from mmassist.backends.describer.phrases import lexicon, phrases
from mmassist.backends.describer.text import clean, closed
from mmassist.backends.describer.titles import captured
from mmassist.backends.describer.told import Told
from mmassist.backends.describer.view import AREAS, FIELDS, View
from mmassist.values import Role, Scene, Source, TargetKind, Verbosity

BRIEF_SENTENCES = 3
_GIST = frozenset({Rank.QUESTION, Rank.WINDOW, Rank.FOCUS})
"""What a brief answer has beside its few sentences; and in front of these, if they tell any, how controls are known that only the picture
shows."""
_NO_CONTROLS = frozenset({Rank.ASKED, Rank.MESSAGE, Rank.TROUBLE, Rank.TEXT, Rank.CAUTION, Rank.PIXELS, Rank.STATUS, Rank.CAVEATS})
MAX_CHARACTERS = {Verbosity.BRIEF: 1200, Verbosity.NORMAL: 12_000, Verbosity.FULL: 40_000}


def context_of(scene: Scene, verbosity: Verbosity = Verbosity.NORMAL, spoken: str = "", language: str = "en") -> Context:
    """Raises ValueError for a language that there are no phrases of."""
    # What a brief answer chooses must not depend on how much of it was said, or a second look would choose the next best.
    before = "" if verbosity is Verbosity.BRIEF else spoken
    return Context(View(scene), phrases(language), lexicon(), verbosity, Told(before), Told(before))


def detail(scene: Scene, verbosity: Verbosity = Verbosity.NORMAL, spoken: str = "", language: str = "en") -> Iterator[str]:
    """Yields sentences, the most important first; together at most `MAX_CHARACTERS`.

    `spoken` is all that was said before, the gist or an earlier detail of the same turn; none of its facts is said again. In brief
    at most `BRIEF_SENTENCES` more than the gist. Costs about 5 ms for 500 items. Raises ValueError for an unknown language.
    """
    context = context_of(scene, verbosity, spoken, language)
    ordered = sorted(_statements(context), key=lambda statement: statement.rank)
    if context.is_brief:
        ordered = _briefly(ordered)
    left = MAX_CHARACTERS[verbosity]
    before = Told(spoken)
    for statement in ordered:
        if before.has(statement.text):
            continue
        left -= len(statement.text) + 1
        if left < 0:
            return
        yield statement.text


def _briefly(ordered: list[Statement]) -> list[Statement]:
    """What a gist tells, and the few most important of the rest."""
    rest = [statement for statement in ordered if statement.rank not in _GIST | {Rank.LOOK}][:BRIEF_SENTENCES]
    beside = _GIST if all(statement.rank in _NO_CONTROLS for statement in rest) else _GIST | {Rank.LOOK}
    return [statement for statement in ordered if statement.rank in beside or statement in rest]


def _statements(context: Context) -> Iterator[Statement]:
    """In an order that lets the more important claim a text first."""
    yield from dialogs.statements(context)
    yield from _asked_by_pixels(context)
    if said := captured(context.view.scene, context.phrases, context.told, dialog=context.view.is_dialog):
        context.told.add(said)
        yield Statement(Rank.WINDOW, said)
    yield from _kind(context)
    yield from _by_look(context)
    yield from _focus(context)
    found = scraps.without_scraps(context, pixels.pieces(context))
    yield from trouble.statements(context, found)
    yield from texts.headings(context)
    yield from forms.statements(context)
    yield from buttons.statements(context)
    yield from tables.statements(context)
    yield from texts.long_texts(context)
    yield from texts.free_texts(context)
    yield from _disagreements(context)
    yield from pixels.statements(context, found)
    yield from texts.status(context)
    yield from _caveats(context)


def _asked_by_pixels(context: Context) -> Iterator[Statement]:
    asked = dialogs.asked_by_pixels(context.view)
    if asked and not context.told.has(asked):
        context.told.add(asked)
        yield Statement(Rank.ASKED, dialogs.as_said(context, asked))


def _kind(context: Context) -> Iterator[Statement]:
    """What kind of picture it is; probably, for only its look tells."""
    if (kind := context.view.scene.looks_like) is not None:
        yield Statement(Rank.KIND, closed(context.phrases.looks(kind)))


def _by_look(context: Context) -> Iterator[Statement]:
    """That controls are told by their look, before they are."""
    seen = sum(placed.item.is_by_look and placed.role not in AREAS for placed in context.view.placed)
    if seen:
        key = "by_look_some" if context.view.scene.has_outline else "by_look"
        yield Statement(Rank.LOOK, closed(context.phrases.opened(context.phrases.say(key, n=seen))))


def _focus(context: Context) -> Iterator[Statement]:
    index = context.view.focus
    if index < 0:
        if context.is_full and context.view.placed and context.view.scene.has_outline:
            yield Statement(Rank.FOCUS, closed(context.phrases.say("no_focus")))
        return
    if not controls.focus_told(context):
        said = controls.focus(context)
        context.told.add(said)
        yield Statement(Rank.FOCUS, said)
    item = context.view.scene.items[index]
    described = clean(item.description, 200)
    if context.is_full and described and not context.told.has(described):
        context.told.add(described)
        name = context.name(index) or context.phrases.noun(item.role)
        yield Statement(Rank.FOCUS, closed(context.phrases.say("described", name=name, description=described)))


def _disagreements(context: Context) -> Iterator[Statement]:
    """Where tree and picture tell different names. The focus and fields tell theirs themselves."""
    if context.is_brief:
        return
    phrases = context.phrases
    for placed in context.view.placed:
        shown = clean(placed.item.pixels_say, 120)
        told_elsewhere = placed.index == context.view.focus or placed.role in FIELDS
        if shown and not told_elsewhere and placed.role is not Role.PASSWORD:
            name = context.name(placed.index) or phrases.noun(placed.role)
            yield Statement(Rank.DISAGREEMENTS, closed(phrases.say("disagree", name=name, text=phrases.quote(shown))))


def _is_mostly_illegible(scene: Scene) -> bool:
    """Whether most of what only the picture shows could not be read. A drawing or two is taken for text in any window."""
    illegible = frozenset(scene.illegible)
    read = sum(line.box not in illegible for line in scene.lines)
    return not scene.has_outline and scene.text_read and len(illegible) > max(1, read)


def _caveats(context: Context) -> Iterator[Statement]:
    """What is not known, said honestly; absence of text only where the text was read."""
    scene, phrases = context.view.scene, context.phrases
    knows_controls = any(not item.is_mere_text for item in scene.items)
    has_text = bool(scene.lines) or any(item.source is Source.PIXELS for item in scene.items)
    if _is_mostly_illegible(scene):
        lines = phrases.count(len(scene.illegible), "line")
        yield Statement(Rank.CAUTION, closed(phrases.opened(phrases.say("illegible", of=len(scene.illegible), lines=lines))))
    elif not knows_controls and not has_text:
        key = "text_unread" if not scene.text_read else "no_text_no_controls" if scene.has_outline else "no_text"
        if scene.text_read or scene.looks_like is None:  # of a picture whose kind is known the text is still being read
            yield Statement(Rank.CAVEATS, closed(phrases.say(key)))
        if scene.text_read and not scene.target.on_screen and not context.is_brief:
            yield Statement(Rank.CAVEATS, closed(phrases.say("picture_unknown")))
    elif not (knows_controls or context.is_brief or pixels.is_terminal(scene.window)) and scene.target.kind is TargetKind.WINDOW:
        yield Statement(Rank.CAUTION, closed(phrases.say("pixels_only")))
    if scene.target.kind is TargetKind.IMAGE and context.is_full:
        yield Statement(Rank.CAVEATS, closed(phrases.say("image_size", width=scene.size[0], height=scene.size[1])))
    if not scene.outline_complete and context.is_full:
        yield Statement(Rank.CAVEATS, closed(phrases.say("outline_cut")))
