"""Which two models are asked where it must be right."""

from __future__ import annotations

import pytest

from mmassist.backends import catalogue
from mmassist.backends.embedded import EmbeddedBackend
from mmassist.engine.brains import EMBEDDED, Brain
from mmassist.wiring.certainty import chosen
from tests.fakes.backend import FakeBackend

ROWS, _ = catalogue.load()


def brain(name: str, kind: str) -> Brain:
    return Brain(name, kind, FakeBackend(), ROWS.default(kind))


GPT, OTHER_GPT, CLAUDE = brain("gpt", "openai"), brain("work", "openai"), brain("claude", "claude")
DESCRIBER = Brain(EMBEDDED, EMBEDDED, EmbeddedBackend())


@pytest.mark.parametrize(
    ("brains", "order", "second", "expected"),
    [
        ((GPT, CLAUDE), ("gpt", EMBEDDED), "", ("gpt", "claude")),
        ((GPT, OTHER_GPT), ("gpt", "work"), "", ("gpt", "")),
        ((GPT, OTHER_GPT), ("gpt", "work"), "work", ("gpt", "work")),
        ((GPT, OTHER_GPT, CLAUDE), ("gpt", "work", "claude"), "", ("gpt", "claude")),
        ((GPT, CLAUDE), (EMBEDDED, "claude"), "nowhere", ("claude", "gpt")),
        ((), (EMBEDDED,), "", ("", "")),
    ],
)
def test_the_second_is_the_named_one_or_of_another_family(
    brains: tuple[Brain, ...], order: tuple[str, ...], second: str, expected: tuple[str, str]
) -> None:
    assert chosen((*brains, DESCRIBER), order, second) == expected
