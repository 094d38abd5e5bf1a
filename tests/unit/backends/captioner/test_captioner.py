"""What of the captioner's answers is told."""

from __future__ import annotations

from collections.abc import Sequence

from mmassist.backends.captioner.captioner import Captioner, Written
from mmassist.backends.captioner.memory import Thing
from tests.unit.backends.captioner.test_words import written


class Writing(Captioner):
    """Writes the same to each question."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    async def write(self, question: str, things: Sequence[Thing]) -> Written:
        return Written(tuple(written(self._text)), 0.0)


THINGS = (Thing("button", "Save", (0.0, 0.0, 0.1, 0.1)),)


async def answered(text: str, question: str, texts: Sequence[str] = ()) -> str:
    return await Writing(text).answer(question, THINGS, ["Save"], texts)


async def test_what_is_read_in_the_window_is_not_denied_whether_or_not_a_control_is_seen_there() -> None:
    denied = "I|see|nothing|called|that|."
    assert await answered(denied, "where is Candle", ["Prompt on logout"]) == "I see nothing called that."
    assert await answered(denied, "is Prompt on logout ticked", ["Prompt on logout"]) == ""
    assert await answered(denied, "where is save") == ""


async def test_what_is_not_so_is_not_told() -> None:
    assert await answered("the|slider|<0>|is|available|.", "is there a slider") == ""
