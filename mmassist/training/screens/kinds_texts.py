"""Made-up source code and made-up articles, as the little HTML that browsers and Qt's text widgets both show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

_SYLLABLES = (
    "ba",
    "con",
    "data",
    "ex",
    "for",
    "get",
    "in",
    "item",
    "key",
    "list",
    "map",
    "node",
    "out",
    "par",
    "path",
    "read",
    "row",
    "set",
    "sum",
    "val",
)
_TYPES = ("int", "str", "float", "bool", "Buffer", "Node", "Result", "List", "void", "Option")

Token = tuple[str, str]
"""What it is (a key of CodeLook.colours, or "" for the ink), and its characters."""


@dataclass(frozen=True, slots=True)
class CodeLook:
    """`colours` by what is written in them: word, name, text, number, note."""

    family: str
    size: int
    colours: dict[str, str]


@dataclass(frozen=True, slots=True)
class Author:
    """Writes by chance; `words` are of a language people speak."""

    rng: np.random.Generator
    words: Sequence[str]

    def chance(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def pick(self, among: Sequence[str]) -> str:
        return str(among[int(self.rng.integers(len(among)))])

    def name(self) -> str:
        parts = [self.pick(_SYLLABLES) for _ in range(int(self.rng.integers(1, 4)))]
        return "_".join(parts) if self.chance(0.5) else parts[0] + "".join(part.capitalize() for part in parts[1:])

    def number(self) -> str:
        return str(int(self.rng.choice([0, 1, 2, 8, 10, 64, 100, 255, 1024, 4096])))

    def sentence(self) -> str:
        words = [self.pick(self.words).lower() for _ in range(int(self.rng.integers(3, 9)))]
        return " ".join(words).capitalize() + self.pick((".", ".", ".", ":", "?"))

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(int(self.rng.integers(2, 8))))


def code_lines(count: int, author: Author) -> list[str]:
    """Lines of HTML, with spaces that stay."""
    languages: tuple[Callable[[Author], list[list[Token]]], ...] = (_indented, _braced, _marked, _listed)
    write = languages[int(author.rng.integers(len(languages)))]
    lines: list[list[Token]] = []
    while len(lines) < count:
        lines += write(author)
    return [
        "".join(f'<span class="{kind}">{escape(text)}</span>' if kind else escape(text) for kind, text in line) for line in lines[:count]
    ]


def code_html(lines: Sequence[str], look: CodeLook) -> str:
    """A `pre` with its colours written out: Qt reads no classes here."""
    text = "\n".join(lines)
    for kind, colour in look.colours.items():
        text = text.replace(f'class="{kind}"', f'style="color:{colour}"')
    return f"<pre style=\"font-family:'{look.family}';font-size:{look.size}px;margin:0\">{text}</pre>"


def code_markup(lines: Sequence[str], look: CodeLook) -> str:
    """The same as Pango's markup."""
    text = "\n".join(lines)
    for kind, colour in look.colours.items():
        text = text.replace(f'class="{kind}"', f'foreground="{colour}"')
    return text


def article_markup(author: Author, paragraphs: int) -> str:
    """Headings and paragraphs in Pango's markup."""
    parts = [f'<span size="xx-large" weight="bold">{escape(author.sentence()[:60])}</span>']
    for at in range(paragraphs):
        if at and author.chance(0.3):
            parts.append(f'<span size="x-large" weight="bold">{escape(author.sentence()[:40])}</span>')
        parts.append(escape(author.paragraph()))
    return "\n\n".join(parts)


def article(author: Author, paragraphs: int, link: Callable[[str], str]) -> str:
    """Headings, paragraphs, lists and quotations; `link` makes a word one."""
    parts = [f"<h1>{escape(author.sentence()[:60])}</h1>"]
    for at in range(paragraphs):
        if at and author.chance(0.3):
            parts.append(f"<h2>{escape(author.sentence()[:40])}</h2>")
        kind = author.rng.random()
        if kind < 0.12:
            rows = "".join(f"<li>{escape(author.sentence())}</li>" for _ in range(int(author.rng.integers(2, 6))))
            parts.append(f"<ul>{rows}</ul>")
        elif kind < 0.2:
            parts.append(f"<blockquote>{escape(author.sentence())}</blockquote>")
        else:
            linked = f" {link(author.pick(author.words))} {escape(author.sentence())}" if author.chance(0.25) else ""
            parts.append(f"<p>{escape(author.paragraph())}{linked}</p>")
    return "\n".join(parts)


def _indented(author: Author) -> list[list[Token]]:
    """A function by indentation."""
    name, one, other = author.name(), author.name(), author.name()
    lines: list[list[Token]] = [
        [("word", "def "), ("name", name), ("", f"({one}: {author.pick(_TYPES)}, {other}={author.number()}) -> {author.pick(_TYPES)}:")],
        [("", "    "), ("text", f'"""{author.sentence()}"""')],
    ]
    for _ in range(int(author.rng.integers(2, 9))):
        kind = int(author.rng.integers(5))
        depth = "    " * int(author.rng.integers(1, 3))
        if kind == 0:
            lines.append([("", depth), ("word", "if "), ("", f"{author.name()} > "), ("number", author.number()), ("", ":")])
            lines.append([("", depth + "    "), ("word", "return "), ("", author.name())])
        elif kind == 1:
            lines.append([("", depth), ("word", "for "), ("", author.name()), ("word", " in "), ("", f"{author.name()}({one}):")])
            lines.append([("", depth + "    "), ("", f"{author.name()} += {author.name()}["), ("number", author.number()), ("", "]")])
        elif kind == 2:
            lines.append([("", depth), ("note", f"# {author.sentence()}")])
        else:
            lines.append(
                [("", f"{depth}{author.name()} = {author.name()}("), ("text", f'"{author.pick(author.words)}"'), ("", f", {other})")]
            )
    lines.append([("", "    "), ("word", "return "), ("", one)])
    return [*lines, []]


def _braced(author: Author) -> list[list[Token]]:
    """A function by braces."""
    one = author.name()
    head: list[Token] = [("word", f"{author.pick(_TYPES)} "), ("name", author.name()), ("", f"({author.pick(_TYPES)} {one}) {{")]
    lines: list[list[Token]] = [[("note", f"// {author.sentence()}")], head]
    for _ in range(int(author.rng.integers(2, 9))):
        kind = int(author.rng.integers(4))
        if kind == 0:
            lines.append([("", "  "), ("word", "if "), ("", f"({author.name()} == "), ("number", author.number()), ("", ") {")])
            lines.append([("", "    "), ("word", "return "), ("", f"{author.name()}.{author.name()}();")])
            lines.append([("", "  }")])
        elif kind == 1:
            lines.append(
                [("", "  "), ("word", "const "), ("", f"{author.name()} = "), ("text", f"'{author.pick(author.words)}'"), ("", ";")]
            )
        else:
            lines.append([("", f"  {author.name()}.{author.name()}({one}, "), ("number", author.number()), ("", ");")])
    return [*lines, [("", "}")], []]


def _marked(author: Author) -> list[list[Token]]:
    """A piece of markup."""
    outer = author.name()
    lines: list[list[Token]] = [
        [("word", f"<{outer}"), ("name", f" {author.name()}"), ("", "="), ("text", f'"{author.number()}"'), ("word", ">")]
    ]
    for _ in range(int(author.rng.integers(2, 8))):
        inner = author.name()
        lines.append([("", "  "), ("word", f"<{inner}>"), ("", author.pick(author.words)), ("word", f"</{inner}>")])
    return [*lines, [("word", f"</{outer}>")]]


def _listed(author: Author) -> list[list[Token]]:
    """Keys and values."""
    lines: list[list[Token]] = [[("", "{")]]
    for _ in range(int(author.rng.integers(3, 12))):
        value: Token = ("number", author.number()) if author.chance(0.4) else ("text", f'"{author.pick(author.words)}"')
        lines.append([("", "  "), ("name", f'"{author.name()}"'), ("", ": "), value, ("", ",")])
    return [*lines, [("", "},")]]
