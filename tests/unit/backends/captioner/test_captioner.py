"""What of the captioner's answers is told."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

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


async def answered(text: str, question: str, texts: Sequence[str] = (), things: Sequence[Thing] = THINGS) -> str:
    return await Writing(text).answer(question, things, [thing.label for thing in things], texts)


async def test_what_is_read_in_the_window_is_not_denied_whether_or_not_a_control_is_seen_there() -> None:
    denied = "I|see|nothing|called|that|."
    assert await answered(denied, "where is Candle", ["Prompt on logout"]) == "I see nothing called that."
    assert await answered(denied, "is Prompt on logout ticked", ["Prompt on logout"]) == ""
    assert await answered(denied, "where is save") == ""
    assert await answered(denied, "where is the candle", ["a", "can"]) == "I see nothing called that.", (
        "letters and parts of words are no text"
    )


@pytest.mark.parametrize("things", [(), (Thing("window title", "Mail", (0.0, 0.0, 1.0, 0.1)),)])
async def test_where_nobody_looked_for_controls_it_says_nothing(things: Sequence[Thing]) -> None:
    assert await answered("I|see|nothing|that|you|can|press|.", "what can i press", things=things) == ""


async def test_that_there_is_none_of_a_kind_is_not_said_of_what_is_known_by_its_look() -> None:
    nothing, bar = "I|see|nothing|that|you|can|press|.", ("progress bar", "Copying", (0.0, 0.0, 0.1, 0.1), frozenset[str]())
    assert await answered(nothing, "what can i press", things=(Thing(*bar),)) == "I see nothing that you can press."
    assert await answered(nothing, "what can i press", things=(Thing(*bar, 0.99),)) == ""
    assert await answered("I|see|nothing|called|that|.", "where is Save", things=(Thing(*bar, 0.99),)) == "I see nothing called that."


async def test_what_is_not_so_is_not_told() -> None:
    assert await answered("the|slider|<0>|is|available|.", "is there a slider") == ""
