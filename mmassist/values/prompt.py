"""What a backend is given, and what it answers with."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from mmassist.values.geometry import Box
from mmassist.values.scene import Scene


class Verbosity(StrEnum):
    """How much is said."""

    BRIEF = "brief"
    NORMAL = "normal"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Exchange:
    """An earlier question of the conversation and its answer. `turn_id`: of the turn that gave it."""

    turn_id: int
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Picture:
    """An encoded picture as it is sent. `media_type`: image/jpeg, image/png or image/webp; `width`, `height` in outgoing pixels.

    `part`: what it shows of the frame, in the frame's own pixels.
    """

    data: bytes = field(repr=False)
    media_type: str
    width: int
    height: int
    part: Box


@dataclass(frozen=True, slots=True)
class Clip:
    """A recording that the user attached: encoded sound or a short video. `media_type`: audio/wav, audio/mpeg, video/mp4 and the like."""

    data: bytes = field(repr=False)
    media_type: str


@dataclass(frozen=True, slots=True)
class FusedPrompt:
    """All that a backend is given for one turn.

    For a backend that is not local every field has crossed the border: what is personal is masked in `scene`, texts and pictures.

    `scene`: for backends that describe by themselves; one that asks a model sends the texts and pictures below and nothing else.
    `spoken`: the gist, already said and not to be repeated. `question`: the user's own, empty for a description.
    `instructions`: the system's part; `text`: the user's part, in which all that comes from the screen is fenced and labelled as data.
    `conversation`: oldest first. `pictures`: the reduced whole first, then parts of it at a legible size; empty for a backend that
    takes none. `follows`: the turn that this one follows up with the very same pictures, 0 for none: where the API can refer back to
    it the pictures need not be sent again. `answer_tokens`: the longest answer asked for. `structured`: the answer is to be one JSON
    object. `before`: the same window as it was last described, for backends on this computer; None where that is not known.
    """

    turn_id: int
    scene: Scene
    verbosity: Verbosity
    spoken: str = ""
    question: str = ""
    preset: str = "describe"
    instructions: str = ""
    text: str = ""
    conversation: tuple[Exchange, ...] = ()
    pictures: tuple[Picture, ...] = ()
    clips: tuple[Clip, ...] = ()
    follows: int = 0
    answer_tokens: int = 600
    structured: bool = False
    before: Scene | None = None


@dataclass(frozen=True, slots=True)
class TextDelta:
    """A piece of the answer as it streams in."""

    turn_id: int
    text: str


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the reply counts them; None where it does not. `cached`: of the input, those billed at the cached rate; `written`: those
    that the vendor put into its cache, which may cost more than other input.

    `image`: of the input, those that pictures cost, estimated by the catalogue's rule where the reply does not tell.
    """

    input: int | None = None
    output: int | None = None
    image: int | None = None
    cached: int | None = None
    written: int | None = None


class FinishReason(StrEnum):
    """`LENGTH`: the answer was cut at the longest length asked for, and is incomplete."""

    COMPLETE = "complete"
    LENGTH = "length"


@dataclass(frozen=True, slots=True)
class Finished:
    """The end of an answer. `model`: what really answered. `retries`: how often the request was sent again."""

    turn_id: int
    model: str
    usage: Usage = Usage()
    reason: FinishReason = FinishReason.COMPLETE
    retries: int = 0


BackendEvent: TypeAlias = TextDelta | Finished
