"""Headings, free texts, long texts by their first lines, status bars, and terminals by their last lines."""

from __future__ import annotations

from collections.abc import Iterator

from mmassist.backends.describer import dialogs
from mmassist.backends.describer.columns import columns, in_columns
from mmassist.backends.describer.context import Context, Rank, Statement
from mmassist.backends.describer.controls import LONGEST_VALUE, identity
from mmassist.backends.describer.pixels import told_from_the_end
from mmassist.backends.describer.text import clean, closed, cut, is_wordless, lines, words
from mmassist.backends.describer.trouble import tells_trouble
from mmassist.backends.describer.view import TEXTS, Placed
from mmassist.values import Role, Verbosity

_HEADINGS = {Verbosity.BRIEF: 1, Verbosity.NORMAL: 12, Verbosity.FULL: 60}
_LONG = {Verbosity.BRIEF: 1, Verbosity.NORMAL: 3, Verbosity.FULL: 40}
_LONG_LINE = {Verbosity.BRIEF: 120, Verbosity.NORMAL: 240, Verbosity.FULL: 600}
_FREE = {Verbosity.BRIEF: 120, Verbosity.NORMAL: 1500, Verbosity.FULL: 12_000}
_MAX_STATUS = 240


def headings(context: Context) -> Iterator[Statement]:
    """The headings, the highest level first where one stands out."""
    above = set() if context.is_brief else {column.heading.index for column in columns(context.view, list(_free(context)))}
    found = [placed for placed in context.view.with_role({Role.HEADING}) if placed.index not in above | {context.view.focus}]
    found.sort(key=lambda placed: placed.item.level != 1)
    names = list(dict.fromkeys(name for placed in found if (name := context.name(placed.index)) and not context.told.has_title(name)))
    limit = _HEADINGS[context.verbosity]
    phrases = context.phrases
    if len(names) == 1 or (names and limit == 1):
        yield Statement(Rank.HEADINGS, closed(phrases.say("heading", text=names[0])))
    elif names:
        shown = names[:limit]
        listed = phrases.several(shown)
        if len(names) > limit:
            listed = phrases.say("and_more", names=listed, n=len(names) - limit)
        yield Statement(Rank.HEADINGS, closed(phrases.say("headings", count=phrases.count(len(names), Role.HEADING), names=listed)))
    for name in names:
        context.told.add(name)


def long_texts(context: Context) -> Iterator[Statement]:
    """Text areas and documents by their first lines and their length; terminals by their last lines."""
    view = context.view
    for placed in view.with_role({Role.TERMINAL}):
        yield from told_from_the_end(context, lines(placed.item.value[-20_000:]))
    for placed in view.with_role({Role.TEXT_AREA, Role.DOCUMENT}):
        if placed.role is Role.TEXT_AREA or placed.item.value.strip():
            yield from _long_text(context, placed)


def _long_text(context: Context, placed: Placed) -> Iterator[Statement]:
    """First lines; where the focus announcement told the first one, the text goes on from there."""
    phrases = context.phrases
    held = lines(placed.item.value)
    name = identity(context, placed.index)
    name = name if context.name(placed.index) else name[:1].upper() + name[1:]
    is_focus = placed.index == context.view.focus
    if not held:
        if not is_focus or not context.told.has(name):
            yield Statement(Rank.TEXT, closed(phrases.say("text_empty", name=name)))
        return
    total = placed.item.value.rstrip("\n").count("\n") + 1
    limit = _LONG[context.verbosity]
    shown = [cut(line, _LONG_LINE[context.verbosity]) for line in held[:limit]]
    told = cut(held[0], LONGEST_VALUE)
    if is_focus and context.told.has(name) and context.told.has(told):
        cut_off = "" if told == held[0] else shown[0][len(told) - 1 :].lstrip(" ,;:.")
        rest = [*([cut_off] if cut_off.strip("…") else []), *(line for line in shown[1:] if not context.told.has(line))]
        if rest and not context.is_brief:
            said = phrases.say("text_goes_on", text=phrases.quote(" ".join(rest)))
            yield Statement(Rank.TEXT, closed(said))
    else:
        quoted = phrases.quote(" ".join(shown))
        key = "text_short" if total == 1 else "text_lines"
        yield Statement(Rank.TEXT, closed(phrases.say(key, name=name, lines=phrases.count(total, "line"), text=quoted)))
    if len(held) > limit and not context.is_brief:
        yield Statement(Rank.TEXT, closed(phrases.opened(phrases.count(len(held) - limit, "more_line"))))


def free_texts(context: Context) -> Iterator[Statement]:
    """Labels and paragraphs that belong to no control, in reading order, columns behind their headings."""
    left, untold = _FREE[context.verbosity], 0
    texts = [*_free(context)]
    if not context.is_brief:
        texts = in_columns(columns(context.view, texts), texts)
    for placed in texts:
        text = placed.item.name or placed.item.value
        # A number may stand twice on a screen and mean two things.
        told = context.spoken if text.strip().isnumeric() else context.told
        for sentence in told.untold(text):
            if is_wordless(sentence):
                continue
            if left <= 0:
                untold += 1
                continue
            context.told.add(sentence)
            said = closed(cut(sentence, max(left, 80)))
            left -= len(said)
            yield Statement(Rank.TEXT, dialogs.as_said(context, said))
    if untold and not context.is_brief:
        yield Statement(Rank.TEXT, closed(context.phrases.opened(context.phrases.count(untold, "more_text"))))


def _free(context: Context) -> Iterator[Placed]:
    view = context.view
    for placed in view.with_role(TEXTS):
        text = placed.item.name or placed.item.value
        if view.area_role(placed) not in {None, Role.DOCUMENT} or words(text) in view.field_labels:
            continue
        if view.label_of_field and placed.index in view.label_of_field.values():
            continue
        if not tells_trouble(context, text):
            yield placed


def status(context: Context) -> Iterator[Statement]:
    """What the status bar says, once."""
    view = context.view
    if context.is_brief:
        return
    for placed in view.with_role({Role.STATUS_BAR}):
        inside = [view.scene.items[index] for index in view.below(placed.index) if not view.is_hidden(view.scene.items[index])]
        texts = [placed.item.name, *(item.name or item.value for item in inside if item.role in TEXTS | {Role.STATUS_BAR})]
        shown = [text for text in dict.fromkeys(clean(text, _MAX_STATUS) for text in texts) if text and not is_wordless(text)]
        shown = [text for text in shown if not (context.told.has(text) and text.count(" ") > 1)]
        if shown:
            said = context.phrases.say("status", text=context.phrases.several(shown))
            yield Statement(Rank.STATUS, closed(clean(said, 2 * _MAX_STATUS)))
