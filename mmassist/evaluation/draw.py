"""Seeded drawing of window content from the word lists in content.*.toml, one file a language."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any, TypeVar

from mmassist.evaluation.layout import Element, Part

T = TypeVar("T")


@cache
def content(language: str = "en") -> dict[str, Any]:
    """The word lists of a language, by name; English where it has none of its own."""
    own = tomllib.loads(files("mmassist.evaluation").joinpath(f"content.{language}.toml").read_text("utf-8"))
    if language == "en":
        return own
    return {key: {**both, **own.get(key, {})} if isinstance(both, dict) else own.get(key, both) for key, both in content().items()}


@dataclass(frozen=True, slots=True)
class Draft:
    """A window's content before it is given a number and a look. Fields as in `Spec`."""

    title: str
    root: Element
    dialog: bool = False
    focus: str = ""
    default: str = ""
    title_has_program: bool = False
    native_box: bool = False


class Draw:
    """Draws from the lists of a language. `program` is the window's; hidden phrases come out once each."""

    def __init__(self, random: Random, language: str = "en") -> None:
        self.random = random
        self.lists = content(language)
        self.program: str = self.one("programs")
        self._hidden: list[str] = random.sample(self.lists["hidden"], len(self.lists["hidden"]))

    def label(self, name: str) -> Any:
        """The one text (or the few) of that name."""
        return self.lists["labels"][name]

    def one(self, name: str) -> Any:
        return self.random.choice(self.lists[name])

    def some(self, name: str, count: int) -> list[Any]:
        """`count` different entries in random order; all of them where there are fewer."""
        entries = self.lists[name]
        return self.random.sample(entries, min(count, len(entries)))

    def pick(self, entries: Sequence[T]) -> T:
        return self.random.choice(entries)

    def number(self, low: int, high: int) -> int:
        return self.random.randint(low, high)

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def hidden(self) -> str:
        return self._hidden.pop()

    def person(self) -> str:
        return str(self.lists["person"].format(first=self.one("first_names"), last=self.one("last_names")))

    def file(self) -> str:
        return f"{self.one('file_stems')}-{self.number(2, 99)}{self.one('extensions')}"

    def date(self) -> str:
        return f"{self.number(2021, 2026)}-{self.number(1, 12):02d}-{self.number(1, 28):02d}"

    def amount(self) -> str:
        return f"{self.number(3, 2400):,}.{self.number(0, 99):02d}"

    def fill(self, pattern: str) -> str:
        """The pattern with its placeholders drawn."""
        return pattern.format(
            document=self.one("documents"),
            file=self.file(),
            folder=self.one("folders"),
            program=self.program,
            number=self.number(14, 380),
            first=str(self.one("first_names")).lower(),
        )

    def paragraph(self, sentences: int) -> str:
        return self.joined(self.some("sentences", sentences))

    def joined(self, sentences: Sequence[str]) -> str:
        """Sentences in a row, as the language sets them."""
        return str(self.lists["between_sentences"]).join(sentences)

    def hidden_button(self) -> Element:
        """A button that the program holds but doesn't show."""
        return Element(Part.BUTTON, id="hidden_button", name=self.hidden(), visible=False)

    def hidden_text(self) -> Element:
        """A text that the program holds but doesn't show."""
        return Element(Part.TEXT, id="hidden_text", name=self.hidden() + ".", visible=False)


def button_row(names: Sequence[str], disabled: str = "") -> Element:
    """Buttons side by side with ids button_0, button_1 and so on; `disabled` is the name of one that can't be pressed."""
    buttons = (Element(Part.BUTTON, id=f"button_{i}", name=n, states=("disabled",) if n == disabled else ()) for i, n in enumerate(names))
    return Element(Part.ROW, children=tuple(buttons))


def column(*children: Element) -> Element:
    return Element(Part.COLUMN, children=children)


def form(*children: Element) -> Element:
    return Element(Part.FORM, children=children)
