"""A wish such as "tell me when the download ends", understood: what is to be watched for, where, and how often it is told. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

_LONGEST = 400
_UNITS = {"st": 3600.0, "s": 1.0, "m": 60.0, "h": 3600.0}
"""By how the unit begins, in all languages."""
_STOPPED = 5.0


class WishKind(StrEnum):
    """What is watched for. `FREE`: what only a model can judge."""

    NEW_TEXT = "new text"
    TEXT_APPEARS = "text appears"
    TEXT_CHANGES = "text changes"
    TEXT_GOES = "text goes"
    PROGRESS_ENDS = "progress ends"
    DIALOG_OPENS = "dialog opens"
    TITLE_CHANGES = "title changes"
    WINDOW_CLOSES = "window closes"
    STOPS = "stops"
    PERSON_ENTERS = "person enters"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Wish:
    """`said`: the user's own words. `words`: any of these texts; none: any text. `where`: a part of the title or program of a window,
    empty for the target that is given. `seconds`: how long nothing must have changed. `pace`: least seconds between two announcements.

    `every`: it goes on after it was told once.
    """

    kind: WishKind
    said: str
    words: tuple[str, ...] = ()
    where: str = ""
    seconds: float = _STOPPED
    pace: float = 1.0
    every: bool = False


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: WishKind
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None


class Wishes:
    """Understands wishes in one language: the patterns are data, `resources/watch.<language>.toml`."""

    def __init__(self, data: Mapping[str, object]) -> None:
        self._ask = _compiled(f"{data['ask']}(?: {data['when']})? ?")
        self._when = _compiled(f"{data['when']} ")
        self._every, self._pace, self._lasting = (_compiled(str(data[name])) for name in ("every", "pace", "lasting"))
        places = data["where"]
        self._where = [_compiled(f"{place}$") for place in places] if isinstance(places, list) else []
        self._here, self._quoted = _compiled(f"{data['here']}$"), _compiled(str(data["quoted"]))
        self._alternatives, self._question = _compiled(str(data["alternatives"])), _compiled(str(data["question"]))
        numbers, rules = data["numbers"], data["rules"]
        self._numbers = {str(word): float(value) for word, value in numbers.items()} if isinstance(numbers, dict) else {}
        self._rules = [_rule(rule) for rule in rules] if isinstance(rules, list) else []

    @classmethod
    def of(cls, language: str) -> tuple[Wishes, ...]:
        """Those of a language where it has any, then those of English, which is always understood."""
        try:
            return (cls.load(language), cls.load()) if language != "en" else (cls.load(),)
        except FileNotFoundError:
            return (cls.load(),)

    @classmethod
    @cache
    def load(cls, language: str = "en") -> Wishes:
        """Raises FileNotFoundError for a language that has no patterns."""
        return cls(tomllib.loads((resources.files("mmassist") / "resources" / f"watch.{language}.toml").read_text("utf-8")))

    def parse(self, said: str) -> Wish:
        """What `said` asks for. Nothing at all, or "read what is new": new text, again and again. What no rule fits: a free wish."""
        rest = " ".join(said[:_LONGEST].split()).strip(" .!?")
        every = bool(self._every.search(rest))
        # What stands in quotes is neither a place nor a number.
        kept: list[str] = []

        def keep(found: re.Match[str]) -> str:
            kept.append(next(filter(None, found.groups())))
            return f'"{len(kept) - 1}"'

        rest = self._quoted.sub(keep, rest)
        rest, pace = self._seconds(self._pace, rest, 1.0)
        rest, seconds = self._seconds(self._lasting, rest, _STOPPED)
        rest, where = self._place(rest)
        core = self._core(rest)
        for rule in self._rules:
            if (found := rule.pattern.fullmatch(core)) and not (rule.unless and rule.unless.search(core)):
                groups = {name: text for name, text in found.groupdict().items() if text}
                words = self._words(groups.get("words", ""), kept)
                named = where or groups.get("where", "") or groups.get("where2", "")
                return Wish(rule.kind, said, words, _restored(named, kept), seconds, pace, every or rule.kind is WishKind.NEW_TEXT)
        return Wish(WishKind.FREE, said, where=_restored(where, kept), seconds=seconds, pace=pace, every=every)

    def is_question(self, wish: Wish) -> bool:
        """Whether it can be answered at once as well: "tell me if this is right"."""
        return wish.kind is WishKind.FREE and bool(self._question.fullmatch(" ".join(wish.said.split())))

    def _core(self, rest: str) -> str:
        """The condition alone."""
        rest = self._every.sub("when", rest, count=1)
        asked = self._ask.match(rest + " ")
        if asked and (core := rest[asked.end() :]):
            rest = core
        elif asked:
            return ""
        begun = self._when.match(rest)
        return rest[begun.end() :] if begun else rest

    def _seconds(self, pattern: re.Pattern[str], rest: str, otherwise: float) -> tuple[str, float]:
        found = pattern.search(rest)
        if found is None:
            return rest, otherwise
        word = (found["seconds"] or "1").casefold()
        number = self._numbers.get(word, float(word) if word.isdecimal() and len(word) < 6 else 0.0)
        if not number:
            return rest, otherwise
        unit = next(seconds for start, seconds in _UNITS.items() if found["unit"].casefold().startswith(start))
        return " ".join((rest[: found.start()] + rest[found.end() :]).split()).strip(" ,"), number * unit

    def _place(self, rest: str) -> tuple[str, str]:
        """The wish without its place, and the window that it names."""
        if found := self._here.search(rest):
            return rest[: found.start()], ""
        for pattern in self._where:
            if (found := pattern.search(rest)) and found.start() > 0:
                return rest[: found.start()], found["where"].strip()
        return rest, ""

    def _words(self, text: str, kept: list[str]) -> tuple[str, ...]:
        parts = (part.strip(" .,") for part in self._alternatives.split(text))
        return tuple(_restored(part, kept) for part in parts if part)


def _restored(text: str, kept: list[str]) -> str:
    """With what stood in quotes put back, without the quotes."""
    return re.sub(r'"(\d+)"', lambda found: kept[int(found[1])] if int(found[1]) < len(kept) else found[0], text).strip()


def _rule(rule: Mapping[str, str]) -> _Rule:
    return _Rule(WishKind(rule["kind"]), _compiled(rule["pattern"]), _compiled(rule["unless"]) if "unless" in rule else None)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
