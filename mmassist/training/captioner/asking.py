"""Questions about a window whose truth is known, each with the answer that is right, in the captioner's words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from mmassist.backends.captioner.claims import COUNTED, SELECTED, TICKED, USES
from mmassist.backends.captioner.memory import Thing
from mmassist.backends.captioner.places import place_of
from mmassist.backends.captioner.words import END, Words, words

_CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")

MOST_NAMED = 6
"""Controls that a list names before it says that there are more."""

_DOUBTED = 0.3
"""Of the names to ask for that are not there, the part that was seen all the same."""


@dataclass(frozen=True, slots=True)
class Pair:
    """`answer`: numbers of words, and from `len(words.all)` on of things; it ends with END. `intent`: a table of questions.toml."""

    intent: str
    question: str
    answer: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Asker:
    """`ways`: how each thing is asked; `strangers`: names to ask for that are not there.

    `things` are what is so of what was seen (`scenes.Scene.true`): what has no role is not there. `doubtful`: names that were seen and are
    those of nothing: some ask for them as well.
    """

    ways: Mapping[str, Sequence[str]]
    strangers: Sequence[str]

    def pair(self, things: Sequence[Thing], rng: np.random.Generator, doubtful: Sequence[str] = ()) -> Pair:
        """One question, all kinds of questions being as likely."""
        intent = str(rng.choice(list(self.ways)))
        return self.about(intent, things, rng, doubtful)

    def about(self, intent: str, things: Sequence[Thing], rng: np.random.Generator, doubtful: Sequence[str] = ()) -> Pair:
        way = _one_way(str(rng.choice(list(self.ways[intent]))), rng)
        asked_for = replace(self, strangers=doubtful) if doubtful and rng.random() < _DOUBTED else self
        answers: Mapping[str, Callable[[Sequence[Thing], np.random.Generator], tuple[dict[str, str], list[str | int]]]] = {
            "where": asked_for._where,
            "exists": asked_for._exists,
            "checked": lambda seen, chance: asked_for._state(seen, chance, "checked", TICKED),
            "selected": lambda seen, chance: asked_for._state(seen, chance, "selected", SELECTED),
            "disabled": lambda seen, chance: asked_for._state(seen, chance, "disabled", ()),
            "count": _count,
            "names": _names,
        }
        if intent in answers:
            blanks, told = answers[intent](things, rng)
        else:
            blanks, told = {}, _WHOLE[intent](things)
        return Pair(intent, _asked(way.format(**blanks), rng), tuple(_number(one, words()) for one in (*told, END)))

    def _where(self, things: Sequence[Thing], rng: np.random.Generator) -> tuple[dict[str, str], list[str | int]]:
        at = _one_of([at for at, thing in enumerate(things) if thing.label], rng)
        if at is None or rng.random() < 0.2:
            return self._stranger(things, rng), ["I", "see", "nothing", "called", "that", "."]
        return _called(things[at], rng), [*_the(things, at), "is", _place(things[at]), "."]

    def _exists(self, things: Sequence[Thing], rng: np.random.Generator) -> tuple[dict[str, str], list[str | int]]:
        at = _one_of([at for at, thing in enumerate(things) if thing.label], rng)
        if at is None or rng.random() < 0.45:
            return self._stranger(things, rng), ["no", ",", "I", "see", "nothing", "called", "that", "."]
        return _called(things[at], rng), ["yes", ",", *_the(things, at), "is", _place(things[at]), "."]

    def _state(
        self, things: Sequence[Thing], rng: np.random.Generator, state: str, roles: Sequence[str]
    ) -> tuple[dict[str, str], list[str | int]]:
        able = [
            at for at, thing in enumerate(things) if thing.label and (not roles or thing.role in roles) and thing.role != "window title"
        ]
        at = _one_of(able, rng)
        if at is None or rng.random() < 0.15:
            return self._stranger(things, rng), ["I", "see", "nothing", "called", "that", "."]
        # half of each, that no answer is the likelier one
        wanted = rng.random() < 0.5
        alike = [at for at in able if (state in things[at].states) == wanted]
        at = int(rng.choice(alike)) if alike else at
        holds = state in things[at].states
        return _called(things[at], rng), [at, "is", _state_word(state, holds), "."]

    def _stranger(self, things: Sequence[Thing], rng: np.random.Generator) -> dict[str, str]:
        """A name of which no word is on the window."""
        there = {word for thing in things for word in thing.label.lower().split()}
        for _ in range(50):
            name = str(rng.choice(list(self.strangers)))
            if not there & set(name.lower().split()):
                break
        return {"name": name, "role": str(rng.choice(COUNTED))}


def load_ways(judged: bool, path: Path = Path(__file__).parent / "questions.toml") -> dict[str, tuple[str, ...]]:
    """How each thing is asked, (a|b|) standing for one of them: what is learnt from, or what is judged by."""
    return {intent: tuple(rows["judged" if judged else "trained"]) for intent, rows in tomllib.loads(path.read_text("utf-8")).items()}


def _one_way(way: str, rng: np.random.Generator) -> str:
    """`way` with one of each (a|b|), by chance."""
    chosen = _CHOICE.sub(lambda match: str(rng.choice(match.group(1).split("|"))), way)
    return " ".join(chosen.split())


def _asked(question: str, rng: np.random.Generator) -> str:
    """As people type it, or as it is transcribed."""
    if rng.random() < 0.3:
        question = question[:1].upper() + question[1:]
    if rng.random() < 0.1:
        question = f"{rng.choice(['please', 'hey', 'ok', 'so', 'and', 'tell me'])} {question}"
    return question + ("?" if rng.random() < 0.4 else "")


def _called(thing: Thing, rng: np.random.Generator) -> dict[str, str]:
    """Its name as people say it: in lower case, or only its first words."""
    name = thing.label
    if rng.random() < 0.5:
        name = name.lower()
    said = name.split()
    if len(said) > 2 and rng.random() < 0.3:
        name = " ".join(said[: int(rng.integers(2, len(said)))])
    return {"name": name, "role": thing.role}


def _what(things: Sequence[Thing]) -> list[str | int]:
    title = next((at for at, thing in enumerate(things) if thing.role == "window title" and thing.label), None)
    said: list[str | int] = ["this", "window", "is", "called", title, ".", "it"] if title is not None else ["this", "window"]
    counts = sorted(((_number_of(things, role), role) for role in COUNTED), reverse=True)
    parts = [_counted(count, role) for count, role in counts[:4] if count]
    if not parts:
        return [*said, "has", "nothing", "that", "I", "can", "tell", "."] if title is None else said[:-1]
    return [*said, "has", *_strung(parts), "."]


def _can(things: Sequence[Thing]) -> list[str | int]:
    clauses = []
    for verb, roles in USES.items():
        able = [at for at, thing in enumerate(things) if thing.role in roles and thing.label and "disabled" not in thing.states]
        if able:
            clauses.append([verb, *_listed(able, 3)])
    if not clauses:
        return ["I", "see", "nothing", "that", "you", "can", "press", "."]
    said: list[str | int] = ["you", "can"]
    for clause in clauses[:4]:
        said += [*([";"] if len(said) > 2 else []), *clause]
    return [*said, "."]


def _in_state(things: Sequence[Thing], state: str, roles: Sequence[str]) -> list[str | int]:
    able = [at for at, thing in enumerate(things) if state in thing.states and (not roles or thing.role in roles)]
    named = [at for at in able if things[at].label]
    if not able:
        return ["nothing", "is", _state_word(state, True), "."]
    if not named:
        return [*_counted(len(able), things[able[0]].role), "is" if len(able) == 1 else "are", _state_word(state, True), "."]
    return [*_listed(named, MOST_NAMED), "is" if len(named) == 1 else "are", _state_word(state, True), "."]


def _focus(things: Sequence[Thing]) -> list[str | int]:
    at = next((at for at, thing in enumerate(things) if "focused" in thing.states), None)
    if at is None:
        return ["I", "see", "no", "focus", "."]
    if not things[at].label:
        return ["the", "focus", "is", "on", *_one(things[at].role), _place(things[at]), "."]
    return ["the", "focus", "is", "on", *_the(things, at), "."]


def _count(things: Sequence[Thing], rng: np.random.Generator) -> tuple[dict[str, str], list[str | int]]:
    role = _some_role(things, rng)
    count = _number_of(things, role)
    if not count:
        return {"roles": _nouns(role)[1]}, ["I", "see", "no", _nouns(role)[1], "."]
    return {"roles": _nouns(role)[1]}, ["there", "is" if count == 1 else "are", *_counted(count, role), "."]


def _names(things: Sequence[Thing], rng: np.random.Generator) -> tuple[dict[str, str], list[str | int]]:
    role = _some_role(things, rng)
    blanks = {"roles": _nouns(role)[1]}
    all_of_it = [at for at, thing in enumerate(things) if thing.role == role]
    named = [at for at in all_of_it if things[at].label]
    if not all_of_it:
        return blanks, ["I", "see", "no", _nouns(role)[1], "."]
    if not named:
        return blanks, ["there", "is" if len(all_of_it) == 1 else "are", *_counted(len(all_of_it), role, "unlabelled"), "."]
    return blanks, ["the", _nouns(role)[len(named) > 1], "is" if len(named) == 1 else "are", *_listed(named, MOST_NAMED), "."]


_WHOLE: Mapping[str, Callable[[Sequence[Thing]], list[str | int]]] = {
    "what": _what,
    "can": _can,
    "all_checked": lambda things: _in_state(things, "checked", TICKED),
    "all_selected": lambda things: _in_state(things, "selected", SELECTED),
    "all_disabled": lambda things: _in_state(things, "disabled", ()),
    "focus": _focus,
    "unknown": lambda _things: ["I", "cannot", "tell", "that", "."],
}


def _some_role(things: Sequence[Thing], rng: np.random.Generator) -> str:
    there = sorted({thing.role for thing in things} & set(COUNTED))
    return str(rng.choice(there if there and rng.random() < 0.75 else list(COUNTED)))


def _number_of(things: Sequence[Thing], role: str) -> int:
    return sum(thing.role == role for thing in things)


def _counted(count: int, role: str, kind: str = "") -> list[str | int]:
    numbers = list(words().numbers)
    return [numbers[min(count, len(numbers) - 1)], *([kind] if kind else []), _nouns(role)[count != 1]]


def _nouns(role: str) -> tuple[str, str]:
    one, several = (word for word, meant in words().roles.items() if meant == role)
    return one, several


def _one(role: str) -> list[str | int]:
    return ["an" if role in {"image"} else "a", _nouns(role)[0]]


def _the(things: Sequence[Thing], at: int) -> list[str | int]:
    return ["the", _nouns(things[at].role)[0], at]


def _place(thing: Thing) -> str:
    return words().places_by_key[place_of(thing.box)]


def _state_word(state: str, holds: bool) -> str:
    return next(word for word, meant in words().states.items() if meant == (state, holds))


def _listed(at: Sequence[int], most: int) -> list[str | int]:
    parts: list[list[str | int]] = [[one] for one in at[:most]]
    return _strung([*parts, ["more"]] if len(at) > most else parts)


def _strung(parts: Sequence[list[str | int]]) -> list[str | int]:
    said: list[str | int] = []
    for index, part in enumerate(parts):
        if index:
            said.append("and" if index == len(parts) - 1 else ",")
        said += part
    return said


def _one_of(able: Sequence[int], rng: np.random.Generator) -> int | None:
    return int(rng.choice(list(able))) if able else None


def _number(one: str | int, known: Words) -> int:
    return len(known.all) + one if isinstance(one, int) else known.number(one)
