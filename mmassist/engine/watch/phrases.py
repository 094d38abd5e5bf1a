"""What is said of watches, in English; it is translated where it is said."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib import resources

from mmassist.dialogue.wishes import Wish, WishKind
from mmassist.engine.watch.notices import Said
from mmassist.sayings import OWN, own, saying
from mmassist.visible import visible

_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Wording:
    """Of a free wish. `question`: what a model is asked, with {wish}; `no`: how an answer begins that says that it is not so yet."""

    question: str
    no: str

    @classmethod
    def load(cls, language: str = "en") -> Wording:
        asked = _data(language)["asked"]
        return cls(asked["question"], asked["no"])


def _data(language: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((resources.files("mmassist") / "resources" / f"watch.{language}.toml").read_text("utf-8"))


class Phrases:
    """`resources/watch.<language>.toml`."""

    def __init__(self, said: dict[str, str], kinds: dict[str, str]) -> None:
        self._said = said
        self._kinds = kinds

    @classmethod
    def load(cls, language: str = "en") -> Phrases:
        data = _data(language)
        return cls(data["said"], data["kinds"])

    def own(self, name: str, number: int = 0) -> str:
        """A sentence of the app's own, without anything from a screen."""
        return _filled(self._said[name], number=number, text="")

    def begins(self, number: int, wish: Wish) -> str:
        """How a watch is said to begin; only what kind of wish it is, for its words may be a screen's."""
        name = "reads" if wish.kind is WishKind.NEW_TEXT else "begins"
        return saying(self._said[name], number=number, what=own(self._kinds[wish.kind.value]))

    def announced(self, said: Said, count: int) -> str:
        """An announcement; `count`: how many lines there were, of which `said` holds the last where there were too many."""
        *others, last = [line for line in map(_speakable, said.lines) if line] or [""]
        text = ". ".join([*(line.rstrip(".") for line in others), last]) if others else last
        name = "many" if count > len(said.lines) and said.lines else said.phrase
        return _filled(self._said[name], text=text, count=count)


def _filled(template: str, **values: object) -> str:
    """Where there is no text it leaves no blank behind."""
    return saying(template, **values) if values["text"] else saying(template.replace("{text}", "").strip(), **values)


def _speakable(line: str) -> str:
    """Text of foreign origin: nothing hidden in it, and not endless."""
    if isinstance(line, OWN):
        return line
    shown = " ".join(visible(line).split())
    return shown if len(shown) <= _LONGEST else shown[:_LONGEST].rsplit(" ", 1)[0] + " …"
