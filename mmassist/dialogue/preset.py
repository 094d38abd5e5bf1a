"""One preset: a template of what a model is asked to do with a screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from mmassist.values import Verbosity


class Pictures(StrEnum):
    """Whether an answer needs pictures, gains by them, or has no use for them."""

    NEEDED = "needed"
    HELPFUL = "helpful"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Preset:
    """One template. `purpose`: a sentence for the model and for lists; `instructions`: how to go about it, taken as it stands.

    `answer_tokens`: the longest answer by verbosity. `screen_tokens`: of the screen's text at most so much is sent. `hard`: 0 to 1, how
    strong a model it wants. `structured`: the answer is one JSON object. `texts_first`: where
    there is not room for all, texts matter more than controls. `program`: the program whose windows it is for by default.
    """

    name: str
    purpose: str
    instructions: str
    answer_tokens: Mapping[Verbosity, int]
    pictures: Pictures = Pictures.HELPFUL
    hard: float = 0.5
    screen_tokens: int = 6000
    structured: bool = False
    texts_first: bool = False
    program: str = ""
    own: bool = False
