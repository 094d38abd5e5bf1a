"""A conversation as such a model was trained to read it, written out here instead of by the template that its files bring along.

    <|im_start|>User:<image>What is this?<end_of_utterance>
    Assistant: A dialog.<end_of_utterance>
    User: What can I choose?<end_of_utterance>
    Assistant:

For a picture that is cut stand its squares, each with its row and column, then the whole of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

BEGIN, END = "<|im_start|>", "<end_of_utterance>"
IMAGE, AROUND, WHOLE = "<image>", "<fake_token_around_image>", "<global-img>"


class Speaker(StrEnum):
    """Who said something."""

    SYSTEM = "System"
    USER = "User"
    ASSISTANT = "Assistant"


@dataclass(frozen=True, slots=True)
class Said:
    """One turn. `shows`: the picture stands before its text."""

    speaker: Speaker
    text: str
    shows: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """How a picture was cut, and how many tokens each square becomes; no rows and no columns: it is one square."""

    rows: int
    columns: int
    positions: int


def rendered(turns: Sequence[Said], grid: Grid | None) -> str:
    """All of it up to where the answer begins. The texts must hold nothing that steers: see `Vocabulary.harmless`."""
    return BEGIN + "".join(map(_turn, turns, [grid] * len(turns))) + f"{Speaker.ASSISTANT}:"


def _turn(said: Said, grid: Grid | None) -> str:
    shown = shown_as(grid) if said.shows and grid is not None else " "
    return f"{said.speaker}:{shown}{said.text}{END}\n"


def shown_as(grid: Grid) -> str:
    """What stands for the picture."""
    square = IMAGE * grid.positions
    rows = (
        "".join(f"{AROUND}<row_{row}_col_{column}>{square}" for column in range(1, grid.columns + 1)) + "\n"
        for row in range(1, grid.rows + 1)
    )
    cut = "".join(rows) + "\n" if grid.rows else ""
    return f"{cut}{AROUND}{WHOLE}{square}{AROUND}"
