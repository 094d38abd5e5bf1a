"""Commands in what was said or typed: which one it is, how sure that is, and the grammar that hears them without any model."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib import resources

LANGUAGES = ("en", "de", "es", "fr")

_NOT_WORDS = re.compile(r"[^\w\s]|_")
# Letters that may differ, by the length of a phrase: a short word is another word with one letter changed ("read", "lead").
_MAY_DIFFER = ((14, 3), (9, 2), (6, 1))

_CERTAIN, _POSSIBLE = 0.8, 0.1


class Certainty(StrEnum):
    """`SURE`: it may be carried out; `UNSURE`: the user is asked first."""

    SURE = "sure"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Command:
    """`phrases`: as they are said. `takes_rest`: something must follow the phrase."""

    name: str
    phrases: tuple[str, ...]
    takes_rest: bool = False


@dataclass(frozen=True, slots=True)
class Commands:
    """All that can be said in one language."""

    language: str
    commands: tuple[Command, ...]
    fillers: tuple[str, ...]

    def only(self, *names: str) -> Commands:
        """These alone: an answer to "yes or no?" is no other command."""
        return replace(self, commands=tuple(one for one in self.commands if one.name in names))

    def without(self, *names: str) -> Commands:
        return replace(self, commands=tuple(one for one in self.commands if one.name not in names))


@dataclass(frozen=True, slots=True)
class Match:
    """A command that was heard. `phrase`: which of its phrases; `rest`: what follows it, as it was said."""

    name: str
    phrase: str
    certainty: Certainty
    rest: str = ""


@cache
def commands(language: str = "en") -> Commands:
    """Those of a language, English where it has none."""
    table = tomllib.loads(resources.files("mmassist.resources").joinpath("commands.toml").read_text("utf-8"))
    chosen = language if language in LANGUAGES else "en"
    found = (Command(name, tuple(one[chosen]), bool(one.get("rest", False))) for name, one in table["commands"].items())
    return Commands(chosen, tuple(found), tuple(table["fillers"][chosen]))


def names() -> frozenset[str]:
    """Of all commands, in whichever language they are said."""
    return frozenset(command.name for command in commands().commands)


def match(text: str, among: Commands) -> Match | None:
    """The command that `text` is, if it is one as a whole; a question that only begins like one is none.

    Spelling, case and accents of a recogniser do not matter. A phrase that differs by a letter or three, by its length, is unsure, and
    so is one that is as near to a second command.
    """
    whole = _words(text)
    said = _bare(whole, among)
    for command, phrase in _phrases(among):
        words = _words(phrase)
        if command.takes_rest:
            if said[: len(words)] == words and len(said) > len(words):
                return Match(command.name, phrase, Certainty.SURE, _after(text, words))
        elif words in (said, whole):
            return Match(command.name, phrase, Certainty.SURE)
    return _near(" ".join(said), among) if said else None


def heard(text: str, confidence: float, among: Commands) -> Match | None:
    """The command that a grammar heard with so much `confidence`, 0 to 1. A grammar hears one in anything: below a tenth it is none, and
    where it is not certain the user is asked."""
    found = match(text, among)
    if found is None or confidence < _POSSIBLE:
        return None
    return found if confidence >= _CERTAIN else replace(found, certainty=Certainty.UNSURE)


def grammar(among: Commands, known: frozenset[str]) -> str:
    """The commands as one JSGF grammar, each phrase whole and alone: with fillers allowed, every noise became an "uh".

    `known`: words that the recogniser can pronounce; a phrase with another word is left out. What must be followed by free speech is
    left out too: a grammar can't hear that. (Java Speech Grammar Format, W3C note of 2000.)
    """
    spoken = (" ".join(_spelled(phrase)) for command, phrase in _phrases(among) if not command.takes_rest)
    phrases = sorted({phrase for phrase in spoken if known.issuperset(phrase.split())})
    return f"#JSGF V1.0;\ngrammar commands;\npublic <command> = {' | '.join(phrases)} ;\n"


def vocabulary(among: Commands) -> frozenset[str]:
    """Every word of the commands, as a grammar spells it."""
    return frozenset(word for _, phrase in _phrases(among) for word in _spelled(phrase))


def _phrases(among: Commands) -> Iterator[tuple[Command, str]]:
    return ((command, phrase) for command in among.commands for phrase in command.phrases)


def _spelled(phrase: str) -> list[str]:
    """The words with their apostrophes, as a pronouncing dictionary has them."""
    return phrase.casefold().replace("-", " ").split()


def _words(text: str) -> list[str]:
    """The words without case, accents and punctuation."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))
    return _NOT_WORDS.sub(" ", plain.replace("'", "").replace("\u2019", "")).split()


def _bare(said: list[str], among: Commands) -> list[str]:
    """Without the fillers around it."""
    fillers = [_words(filler) for filler in among.fillers]
    while True:
        shorter = next((less for filler in fillers if len(less := _without(said, filler)) < len(said)), said)
        if shorter == said:
            return said
        said = shorter


def _without(said: list[str], filler: list[str]) -> list[str]:
    size = len(filler)
    if said[:size] == filler:
        return said[size:]
    return said[:-size] if said[-size:] == filler else said


def _after(text: str, words: list[str]) -> str:
    """What stands in `text` after the phrase of these words, as it was said."""
    tokens = text.split()
    for end in range(1, len(tokens)):
        if _words(" ".join(tokens[:end]))[-len(words) :] == words:
            return " ".join(tokens[end:])
    return ""


def _near(said: str, among: Commands) -> Match | None:
    found = []
    for command, phrase in _phrases(among):
        if command.takes_rest:
            continue
        plain = " ".join(_words(phrase))
        allowed = next((edits for length, edits in _MAY_DIFFER if len(plain) >= length), 0)
        if abs(len(plain) - len(said)) <= allowed and (distance := _distance(plain, said, allowed)) <= allowed:
            found.append((distance, command.name, phrase))
    if not found:
        return None
    _, name, phrase = min(found)
    return Match(name, phrase, Certainty.UNSURE)


def _distance(one: str, other: str, most: int) -> int:
    """Levenshtein's distance, or `most + 1` where it is larger."""
    row = list(range(len(other) + 1))
    for at, char in enumerate(one, 1):
        before, row = row, [at]
        for column, another in enumerate(other, 1):
            row.append(min(before[column] + 1, row[-1] + 1, before[column - 1] + (char != another)))
        if min(row) > most:
            return most + 1
    return row[-1]
