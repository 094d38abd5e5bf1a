"""What every part of the describer works with."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, auto

from mmassist.backends.describer.phrases import Lexicon, Phrases
from mmassist.backends.describer.told import Told
from mmassist.backends.describer.view import View
from mmassist.values import Verbosity


class Rank(IntEnum):
    """Importance: what a good friend says first comes first. `QUESTION` is what the tree knows to be asked, `ASKED` what only the picture
    does, which no gist tells. `KIND`: of picture, by its look."""

    QUESTION = auto()
    ASKED = auto()
    WINDOW = auto()
    KIND = auto()
    MESSAGE = auto()
    LOOK = auto()
    CHOICES = auto()
    FOCUS = auto()
    TROUBLE = auto()
    PROGRESS = auto()
    HEADINGS = auto()
    TABS = auto()
    FIELDS = auto()
    OPTIONS = auto()
    BUTTONS = auto()
    LISTS = auto()
    TEXT = auto()
    LINKS = auto()
    IMAGES = auto()
    DISAGREEMENTS = auto()
    CAUTION = auto()
    PIXELS = auto()
    STATUS = auto()
    TOOLS = auto()
    MENUS = auto()
    CAVEATS = auto()


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer, ready to be spoken."""

    rank: Rank
    text: str


@dataclass(frozen=True, slots=True)
class Context:
    """One answer in the making. `spoken`: what was said before it, but for a brief one, whose choice does not depend on that;
    `told`: that and what this answer has said, growing."""

    view: View
    phrases: Phrases
    lexicon: Lexicon
    verbosity: Verbosity
    spoken: Told
    told: Told

    @property
    def is_brief(self) -> bool:
        return self.verbosity is Verbosity.BRIEF

    @property
    def is_full(self) -> bool:
        return self.verbosity is Verbosity.FULL

    def is_focus(self, index: int) -> bool:
        """Whether the item has the focus, which is told, in the gist or the detail, before anything else of its kind."""
        return index == self.view.focus

    def name(self, index: int) -> str:
        """The name of an item as it is said, signs worded, and said to be probable where it was guessed; "" if it has none."""
        name = self.phrases.sign(self.view.name_of(index), calculating=self.view.is_calculator)
        return self.phrases.say("guessed", name=name) if name and self.view.scene.items[index].guessed else name
