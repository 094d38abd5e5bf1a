"""A model's answer as one JSON object, read with suspicion, and told in sentences. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mmassist.dialogue.untrusted import one_line
from mmassist.errors import BadAnswer
from mmassist.plurals import counted

MOST_CHARACTERS, DEEPEST = 400_000, 12
"""Of an answer, and of objects and lists within one another."""

_TEXT, _KEY = 8000, 60
_LEVELS = ("1", "2", "3", "4", "5", "6")
_FENCED = re.compile(r"\s*```[A-Za-z]{0,12}[ \t]*\n(.*?)\n?[ \t]*```\s*", re.DOTALL)
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_OPEN_OR_CLOSE = re.compile(r"[\[{]|[\]}]")
_DOCUMENT_KEYS = frozenset({"title", "sections", "unclear"})
_SECTION_KEYS = frozenset({"heading", "level", "text", "items", "tables"})


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` may be shorter or longer than `headers`."""

    caption: str = ""
    headers: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """`level`: of the heading, 1 to 6; `text`: its paragraphs; `items`: entries of its lists."""

    heading: str = ""
    level: int = 1
    text: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """`unclear`: what could not be read, in the model's words."""

    title: str = ""
    sections: tuple[Section, ...] = ()
    unclear: tuple[str, ...] = ()


def parse(answer: str) -> Document:
    """The document that `answer` is: one JSON object of the form `[document]` of `resources/prompts.toml`, or in a code fence.

    What the form does not know becomes a section of its own, under its key. All texts are cleaned as those of a screen are.
    Raises BadAnswer: no JSON, no object, longer or deeper than the limits, a key twice, NaN or infinity, nothing in it to be said.
    """
    table = object_of(answer)
    document = Document(
        title=_text(table.get("title")),
        sections=(*(_section(one) for one in _list(table.get("sections"))), *_others(table, _DOCUMENT_KEYS)),
        unclear=_texts(table.get("unclear")),
    )
    if not sentences(document):
        raise BadAnswer("the object holds nothing that could be said")
    return document


def sentences(document: Document) -> tuple[str, ...]:
    """What is said of it, in order, one sentence, heading, list entry or row each."""
    return tuple(_told(document))


def _told(document: Document) -> Iterator[str]:
    if document.title:
        yield _closed(document.title)
    for section in document.sections:
        if section.heading:
            yield _closed(f"Heading: {section.heading}")
        yield from map(_closed, section.text)
        yield from map(_closed, section.items)
        for table in section.tables:
            yield from _rows(table)
    for text in document.unclear:
        yield _closed(f"Unclear: {text}")


def _rows(table: Table) -> Iterator[str]:
    columns = max([len(table.headers), *map(len, table.rows)])
    if not columns:
        return
    caption = f" {table.caption}" if table.caption else ""
    yield f"Table{caption}: {counted(len(table.rows), 'row')}, {counted(columns, 'column')}."
    for number, row in enumerate(table.rows, 1):
        headers = (*table.headers, *[""] * len(row))
        cells = [f"{header}: {cell}" if header else cell for header, cell in zip(headers, row, strict=False) if cell]
        if told := "; ".join(cells):
            yield _closed(f"Row {number}: {told}")


def _closed(text: str) -> str:
    return text if text.rstrip("”\"')")[-1:] in set(".!?…。:") else f"{text}."


def object_of(answer: str) -> dict[str, object]:
    """The one JSON object that `answer` is, or that stands in a code fence. Raises BadAnswer; see `parse`."""
    if len(answer) > MOST_CHARACTERS:
        raise BadAnswer(f"the answer is longer than {MOST_CHARACTERS} characters")
    fenced = _FENCED.fullmatch(answer)
    text = fenced.group(1) if fenced else answer
    if _depth(text) > DEEPEST:
        raise BadAnswer(f"the answer is nested more than {DEEPEST} deep")
    # Numbers stay as they are written: 12.50 is not 12.5.
    try:
        found: object = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant, parse_int=str, parse_float=str)
    except ValueError as error:
        raise BadAnswer(f"the answer is not the JSON that was asked for: {type(error).__name__}") from error
    if not isinstance(found, dict):
        raise BadAnswer("the answer is JSON, but no object")
    return found


def _depth(text: str) -> int:
    depth = deepest = 0
    for mark in _OPEN_OR_CLOSE.findall(_STRING.sub("", text)):
        depth += 1 if mark in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    table = dict(pairs)
    if len(table) != len(pairs):
        raise ValueError("a key stands twice")
    return table


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number")


def _section(value: object) -> Section:
    if not isinstance(value, dict):
        return Section(text=_texts(value))
    level = _text(value.get("level"))
    extra = [text for section in _others(value, _SECTION_KEYS) for text in (f"{section.heading}:", *section.text)]
    return Section(
        heading=_text(value.get("heading")),
        level=int(level) if level in _LEVELS else 1,
        text=(*_texts(value.get("text")), *extra),
        items=_texts(value.get("items")),
        tables=tuple(_table(one) for one in _list(value.get("tables"))),
    )


def _table(value: object) -> Table:
    if not isinstance(value, dict):
        return Table(rows=(_texts(value),))
    rows = tuple(tuple(_text(cell) for cell in _list(row)) for row in _list(value.get("rows")))
    return Table(_text(value.get("caption")), tuple(_text(cell) for cell in _list(value.get("headers"))), rows)


def _others(table: Mapping[str, object], known: frozenset[str]) -> tuple[Section, ...]:
    """What stands under keys that the form does not have."""
    found = ((one_line(str(key), _KEY), _texts(value)) for key, value in table.items() if key not in known)
    return tuple(Section(heading=key, text=texts) for key, texts in found if texts)


def _list(value: object) -> list[object]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _texts(value: object) -> tuple[str, ...]:
    """All texts in a value, however nested, in order."""
    if isinstance(value, dict):
        return tuple(f"{one_line(str(key), _KEY)}: {text}" for key, inner in value.items() for text in _texts(inner))
    if isinstance(value, list):
        return tuple(text for inner in value for text in _texts(inner))
    return (text,) if (text := _text(value)) else ()


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict | list):
        return "; ".join(_texts(value))
    return "" if value is None else one_line(str(value), _TEXT)
