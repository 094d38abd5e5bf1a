"""Dialogs: the question first, then what else they say, then what can be chosen."""

from __future__ import annotations

from collections.abc import Iterator

from mmassist.backends.describer.context import Context, Rank, Statement
from mmassist.backends.describer.text import clean, closed, cut, is_wordless, sentences, word_count, words
from mmassist.backends.describer.titles import speaks_as_us
from mmassist.backends.describer.view import BUTTONS, FIELDS, TEXTS, Placed, View
from mmassist.stops import asks
from mmassist.values import Role, State

_MAX_QUESTION = 220
_MAX_MESSAGE = 600
MOST_CHOICES = 8
"""With more buttons a dialog is no message: they are listed, not asked about."""

_CONTENT = frozenset({Role.TEXT_AREA, Role.TABLE, Role.LIST, Role.TREE, Role.TAB_LIST, Role.DOCUMENT, Role.TERMINAL})


def texts(view: View) -> list[Placed]:
    """The free texts of the dialog: no field's label, nothing inside a list or tool bar."""
    found = [placed for placed in view.with_role(TEXTS | {Role.HEADING}) if placed.area < 0]
    return [placed for placed in found if words(placed.item.name or placed.item.value) not in view.field_labels]


def is_message(view: View) -> bool:
    """Whether a dialog only tells or asks something, rather than holding a form or a list."""
    return view.is_dialog and not any(placed.role in FIELDS | _CONTENT for placed in view.placed)


def question(context: Context) -> str:
    """What the dialog asks or tells, in at most two sentences' length, or ""."""
    view = context.view
    if not view.is_dialog:
        return ""
    shown = [placed.item.name or placed.item.value for placed in texts(view)]
    asking = next((text for text in shown if any(asks(part) for part in sentences(text))), "")
    if not asking and is_message(view):
        asking = next((text for text in shown if word_count(text) > 1), "")
    return as_said(context, _lead(asking))


def _lead(text: str) -> str:
    """The sentences up to the question, or a short message whole; one sentence alone where they are long."""
    parts = sentences(text)
    if not parts:
        return ""
    asked = next((at for at, part in enumerate(parts) if asks(part)), -1)
    lead = " ".join(closed(part) for part in (parts[: asked + 1] if asked >= 0 else parts))
    return closed(lead if len(lead) <= _MAX_QUESTION else cut(parts[max(asked, 0)], _MAX_QUESTION))


def as_said(context: Context, text: str) -> str:
    """Text from the screen as a sentence of its own; it is named as such where it could be taken for ours."""
    if text and speaks_as_us(text):
        return closed(context.phrases.say("screen_says", text=context.phrases.quote(text)))
    return text


def statements(context: Context) -> Iterator[Statement]:
    """The question, what stands around it, and the choices."""
    asked = question(context)
    if asked:
        untold = context.told.untold(asked)
        if untold:
            context.told.add(asked)
            yield Statement(Rank.QUESTION, " ".join(untold))
    if context.view.is_dialog:
        yield from _message(context)
        if asked or is_message(context.view):
            yield from _choices(context)


def _message(context: Context) -> Iterator[Statement]:
    if not is_message(context.view):
        return
    left = _MAX_MESSAGE
    for placed in texts(context.view):
        for sentence in context.told.untold(placed.item.name or placed.item.value):
            if left > 0 and not is_wordless(sentence):
                said = closed(cut(sentence, max(left, 40)))
                left -= len(said)
                context.told.add(sentence)
                yield Statement(Rank.MESSAGE, as_said(context, said))


def choices(view: View) -> list[Placed]:
    """The dialog's buttons, each name once."""
    named: dict[str, Placed] = {}
    for placed in view.with_role(BUTTONS):
        name = view.name_of(placed.index)
        if name and (placed.area < 0 or view.is_dialog):
            named.setdefault(name.casefold(), placed)
    return list(named.values())


def _choices(context: Context) -> Iterator[Statement]:
    """ "You can choose Don't Save, Cancel, or Save, which is the default." The default comes last: it stays in the ear.

    The button that has the focus was told with it: "You can also choose Don't Save or Cancel."
    """
    phrases = context.phrases
    buttons = choices(context.view)
    if not 0 < len(buttons) <= MOST_CHOICES:
        return
    others = [placed for placed in buttons if not context.is_focus(placed.index) and not _is_called_like_focus(context, placed)]
    usable = [placed for placed in others if State.DISABLED not in placed.item.states]
    usable.sort(key=lambda placed: State.DEFAULT in placed.item.states)
    if len(buttons) == 1 and usable:
        yield Statement(Rank.CHOICES, closed(phrases.say("one_choice", choice=context.name(usable[0].index))))
    elif usable:
        parts = [_choice(context, placed) for placed in usable]
        key = "choose" if len(others) == len(buttons) else "choose_also"
        yield Statement(Rank.CHOICES, closed(phrases.say(key, choices=phrases.strung(parts, "or"))))
    if names := [context.name(placed.index) for placed in others if placed not in usable]:
        yield Statement(Rank.CHOICES, closed(phrases.say("choices_disabled", of=len(names), names=phrases.listed(names))))


def _choice(context: Context, placed: Placed) -> str:
    name = context.phrases.listed([context.name(placed.index)])
    return context.phrases.say("choice_last_default", name=name) if State.DEFAULT in placed.item.states else name


def _is_called_like_focus(context: Context, placed: Placed) -> bool:
    """Of two buttons of one name only the first is among the choices, and the other may have the focus."""
    focus = context.view.focus
    is_button = focus >= 0 and context.view.scene.items[focus].role in BUTTONS
    return is_button and context.name(focus).casefold() == context.name(placed.index).casefold()


def chosen_from(view: View) -> bool:
    """Whether the choices are told as such, so that the buttons need not be listed again."""
    asked = is_message(view) or any(asks(clean(placed.item.name)) for placed in texts(view))
    return view.is_dialog and asked and 0 < len(choices(view)) <= MOST_CHOICES


def asked_by_pixels(view: View) -> str:
    """The question of a dialog without a tree, read from the picture."""
    if not (view.is_dialog and not view.scene.has_outline):
        return ""
    scene, illegible = view.scene, frozenset(view.scene.illegible)
    shown = [(item.name, item.box) for item in scene.items if item.is_mere_text] or [(line.text, line.box) for line in scene.lines]
    return next((clean(text, _MAX_QUESTION) for text, box in shown if asks(text) and box not in illegible), "")
