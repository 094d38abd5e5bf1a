"""The app's own sentences in the user's language, by `resources/sayings.LANGUAGE.toml`."""

from __future__ import annotations

import logging
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from string import Formatter
from typing import Any, Protocol

from mmassist.grammar import Grammar, grammar
from mmassist.plurals import Counted
from mmassist.sayings import OWN, Day, Listed, Saying, Series

log = logging.getLogger(__name__)


class Translator(Protocol):
    """Of the app's own sentences into the user's language, as `Translation` has it."""

    @property
    def language(self) -> str: ...

    def __call__(self, text: str) -> str: ...

    def value(self, part: str) -> str: ...


_LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True, slots=True, eq=False)
class Translation:
    """Translates into one language; without sentences all stays English. `sentences`: by their English templates; of two forms the first
    is of one thing, the second of several, by the first count or whole number among the values. `nouns`: of one, of several, gender."""

    language: str = "en"
    sentences: Mapping[str, str | list[str]] = field(default_factory=dict)
    nouns: Mapping[str, list[str]] = field(default_factory=dict)

    def __call__(self, text: str) -> str:
        """`text`: the app's own. What has no translation stays English."""
        if not self.sentences:
            return str(text)
        if isinstance(text, Series):
            return " ".join(map(self, text.sentences))
        if isinstance(text, Listed):
            return self.grammar.strung([self.value(part) for part in text.parts], text.last)
        if isinstance(text, Counted):
            return self._count(text)
        if isinstance(text, Day):
            return self.grammar.date(text.date)
        if not isinstance(text, Saying):  # not logged where it is missing: it may hold a file's name
            return str(self.sentences.get(text, text))
        return _Filler(self).vformat(self._form(text.template, _number(text.values)), (), text.values)

    def value(self, part: str) -> str:
        """What stands in a sentence or a list: translated if it is the app's own."""
        return self(part) if isinstance(part, OWN) else part

    def _form(self, template: str, number: int) -> str:
        found = self.sentences.get(template)
        if found is None:
            log.info("not translated into %s: %s", self.language, template)
            return template
        return found if isinstance(found, str) else found[0 if number in self.grammar.singular else 1]

    def _count(self, count: Counted) -> str:
        if count.noun not in self.nouns:
            log.info("not translated into %s: %s", self.language, count.noun)
            return str(count)
        return self.grammar.count(count.number, *self.nouns[count.noun])

    @property
    def grammar(self) -> Grammar:
        return grammar(self.language)


def _number(values: Mapping[str, object]) -> int:
    for value in values.values():
        number = value.number if isinstance(value, Counted) else value
        if isinstance(number, int):
            return number
    return 1


class _Filler(Formatter):
    """Fills values in as the language has them."""

    def __init__(self, translation: Translation) -> None:
        self._translation = translation

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, str):
            value = self._translation.value(value)
        filled = str(super().format_field(value, format_spec))
        return self._translation.grammar.number(filled) if isinstance(value, float) else filled


ENGLISH = Translation()


@dataclass(slots=True)
class LiveTranslation:
    """A `Translator` into the language of `now`, which is another as soon as the user wants it. On the engine's loop."""

    now: Translation

    @property
    def language(self) -> str:
        return self.now.language

    def __call__(self, text: str) -> str:
        return self.now(text)

    def value(self, part: str) -> str:
        return self.now.value(part)


def translation(language: str) -> Translation:
    """Into a language. Raises ValueError where there is none, or it can't be used."""
    if language == ENGLISH.language:
        return ENGLISH
    if not _LANGUAGE.fullmatch(language):
        raise ValueError(f"{language!r} is not the code of a language")
    try:
        data = tomllib.loads((resources.files("mmassist.resources") / f"sayings.{language}.toml").read_text("utf-8"))
        return Translation(language, data["sentences"], data["nouns"])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError) as error:
        raise ValueError(f"no translation into {language!r}: {error}") from error
