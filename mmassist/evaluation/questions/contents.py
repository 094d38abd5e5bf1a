"""Questions about what fields, lists, tables and texts hold, and about the window as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mmassist.evaluation.layout import Element, Kind, Part
from mmassist.evaluation.questions.controls import named
from mmassist.evaluation.questions.question import Question, Source, all_of
from mmassist.evaluation.truth import value_of

_HELD = (Part.FIELD, Part.COMBO, Part.SPIN, Part.SLIDER)
_ORDINALS = ("first", "second", "third", "fourth", "fifth")
_SECRET = ("never", "not", "can't", "hidden", "secret")
# Nothing changes while a window is asked about
_UNCHANGED = ("can't know", "can't tell", "cannot know", "cannot tell", "no change", "nothing has changed")


def questions(source: Source) -> Iterator[Question]:
    yield from _window(source)
    yield from _fields(source)
    yield from _rows(source)
    yield from _lists(source)
    yield from _texts(source)


def _window(source: Source) -> Iterator[Question]:
    truth = source.truth
    asked = source.pick("What is this window?", "What is the title of this window?", "what is this window called")
    yield Question("window", asked, all_of(truth.title))
    yield Question("program", "Which program is this?", all_of(truth.program))
    if truth.errors:
        asked = source.pick("What does the error say?", "Is there an error?", "What went wrong?", "read the error message")
        yield Question("error", asked, all_of(*truth.errors))
    elif source.is_english and not any(
        word in text.casefold()
        for text in truth.sayable
        for word in ("error", "warning", "not", "wrong", "fail", "lost", "can\u2019t", "overwritten")
    ):
        yield Question("no error", "Is there an error?", (("no error", "nothing"),))
    if truth.question:
        asked = source.pick("What does it ask?", "What is the question?", "what am I being asked")
        yield Question("question", asked, all_of(truth.question))
    focused = truth.control(truth.focus)
    rows = next((rows for rows in truth.lists if rows.id == truth.focus), None)
    if rows is not None and focused is not None:
        yield Question("focus", "What has the focus?", ((focused.name, rows.rows[rows.chosen][0]),))
    elif focused is not None:
        yield Question("focus", source.pick("What has the focus?", "Where is the focus?"), all_of(focused.name))
    if source.spec.native_box:
        buttons = [element.name for element in source.elements if element.part is Part.BUTTON]
        yield Question("choices here", source.pick("What are my options?", "What can I do here?"), all_of(*buttons))
    if source.random.random() < 0.2:
        yield Question("changed", source.pick("What changed?", "what has changed since before"), (_UNCHANGED,))


def _fields(source: Source) -> Iterator[Question]:
    fields = [element for element in named(source, *_HELD) if element.captioned]
    filled = [element for element in fields if value_of(element)]
    if filled:
        one = source.random.choice(filled)
        asked = source.pick("What is the value of {}?", "What is in {}?", "what does {} say", "Read {}.").format(_label(one))
        yield Question("value", asked, all_of(value_of(one)))
    for element in named(source, Part.PASSWORD):
        yield Question("password", f"What is in {element.name}?", (_SECRET,))
    texts = [element for element in source.elements if element.part in {Part.FIELD, Part.PASSWORD}]
    if len(texts) > 1 and all(element.captioned for element in texts):
        yield Question("count fields", "How many text fields are there?", ((f"{len(texts)} text fields",),))
    form = next((element for element in source.elements if element.part is Part.FORM), None)
    if form is not None and len(form.children) > 2:
        at = source.random.randrange(len(form.children) - 1)
        one, after = form.children[at], form.children[at + 1]
        asked = source.pick("What is below {}?", "what's under {}", "What comes after {}?").format(_label(one))
        yield Question("below", asked, all_of(after.name))
        asked = source.pick("What is above {}?", "What comes before {}?").format(_label(after))
        yield Question("above", asked, all_of(one.name))
    if source.spec.kind is Kind.LONG_FORM:
        empty = [element.name for element in fields if element.part is Part.FIELD and not element.value]
        others = [element.name for element in fields if element.part is Part.FIELD and element.value]
        must = all_of(*empty) if empty else (("none", "no"),)
        yield Question("empty", "Which fields are empty?", must, tuple(others) if empty else ())
        if source.is_english:  # a label that says so is all that tells it
            required = [element.name for element in fields if "required" in element.name]
            yield Question("required", "Which fields are required?", all_of(*required), ("Street", "Note"))
    for element in source.elements:
        if element.part is Part.PROGRESS:
            yield Question(
                "progress", source.pick("How far is it?", "What is the progress?"), ((f"{element.number} percent", f"{element.number} %"),)
            )


def _label(element: Element) -> str:
    """A field as a person calls it: without what its label adds."""
    return re.split(r" ?[(\uff08]", element.name)[0]


def _rows(source: Source) -> Iterator[Question]:
    for element in source.elements:
        if element.part is not Part.TABLE:
            continue
        seen = source.shown.rows.get(element.id, ())
        total, in_sight = len(element.rows), len(seen)
        counts = [f"{total} rows", f"{total} files", f"{in_sight} rows in view", f"{in_sight + 1} rows in view"]
        yield Question("count rows", "How many rows are there?", (tuple(counts),))
        at = source.random.choice(seen) if seen else 0
        row, names = element.rows[at], [row[0] for row in element.rows]
        others = tuple(name for name in names if name != row[0])
        asked = source.pick("Read row {}.", "what is in row {}").format(at + 1)
        yield Question("row", asked, all_of(*row), others)
        column = source.random.randrange(1, len(element.header))
        wrong = tuple(dict.fromkeys(one[column] for one in element.rows if one[column] != row[column] and row[column] not in one[column]))
        asked = source.pick("What is the {} in row {}?", "Read the {} in row {}.").format(element.header[column], at + 1)
        yield Question("cell by number", asked, all_of(row[column]), _apart(wrong, row[column]))
        asked = f"What is the {element.header[column]} of {row[0]}?"
        yield Question("cell by name", asked, all_of(row[column]), _apart(wrong, row[column]))
        chosen = element.rows[element.chosen][0]
        asked = source.pick("What is selected?", "Which row is selected?", "Read the selected row.")
        yield Question("selected row", asked, all_of(chosen), tuple(name for name in names if name != chosen))
        yield Question("columns", source.pick("What columns are there?", "How many columns are there?"), all_of(*element.header))
        if source.is_english:
            yield Question("files", "How many files are there?", ((f"{total} files", f"{total} rows"),))


def _apart(wrong: tuple[str, ...], right: str) -> tuple[str, ...]:
    """Without those that hold the right one, or stand in it."""
    return tuple(text for text in wrong if text not in right)


def _lists(source: Source) -> Iterator[Question]:
    for element in source.elements:
        if element.part is not Part.LIST:
            continue
        chosen, total = element.entries[element.chosen], len(element.entries)
        others = tuple(entry for entry in element.entries if entry != chosen)
        yield Question("selected", source.pick("What is selected?", f"What is selected in {element.name}?"), all_of(chosen), others)
        in_sight = len(source.shown.rows.get(element.id, ()))
        counts = (f"{total} items", f"{total} entries", f"{in_sight} items in view", f"{in_sight + 1} items in view")
        yield Question("count items", "How many items are there?", (counts,))
        if in_sight == total:
            one = source.random.choice(element.entries)
            yield Question("entry", f"Is {one} in the list?", all_of(one), ("no", "nothing"))
            at = source.random.randrange(min(total, len(_ORDINALS)))
            asked = source.pick("Read the {} item.", "What is the {} entry?").format(_ORDINALS[at])
            yield Question("nth entry", asked, all_of(element.entries[at]), tuple(e for e in element.entries if e != element.entries[at]))


def _texts(source: Source) -> Iterator[Question]:
    texts = source.truth.texts
    if source.spec.kind in {Kind.EDITOR, Kind.TWO_COLUMNS} and len(texts) > 1:
        at = source.random.randrange(len(texts))
        nth = _ORDINALS[at] if at < len(texts) - 1 or source.random.random() < 0.5 else "last"
        asked = source.pick("Read the {} paragraph.", "What does the {} paragraph say?").format(nth)
        yield Question("paragraph", asked, all_of(texts[at]), tuple(text for text in texts if text != texts[at]))
    if source.truth.headings and source.spec.look.toolkit != "qt":  # Qt's labels can't be marked as headings
        first = source.truth.headings[0]
        yield Question("heading", "Read the first heading.", all_of(first), source.truth.headings[1:])
    if source.truth.status:
        yield Question("status", source.pick("What does the status bar say?", "Read the status bar."), all_of(source.truth.status))
    if "unread" in source.truth.status:
        yield Question("unread", "How many unread messages are there?", all_of(source.truth.status))
    menus = [element.name for element in source.elements if element.part is Part.MENU]
    if menus:
        yield Question("menus", source.pick("List the menus.", "What menus are there?"), all_of(*menus))
