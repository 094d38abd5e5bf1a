"""The estimate of tokens: never too low on what real vocabularies counted, and never far too high for English."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.dialogue.tokens import estimated_tokens

SAMPLES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parents[2] / "data" / "token_counts.toml").read_text("utf-8"))["sample"]
VOCABULARIES = ("o200k", "cl100k", "llama3", "llama2", "claude2")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["name"])
def test_no_vocabulary_needs_more_than_estimated(sample: dict[str, Any]) -> None:
    assert estimated_tokens(sample["text"]) >= max(sample[name] for name in VOCABULARIES)


@pytest.mark.parametrize("name", ["english prose", "outline notation", "code"])
def test_what_is_sent_most_is_not_estimated_at_more_than_twice_its_cost(name: str) -> None:
    sample = next(one for one in SAMPLES if one["name"] == name)
    assert estimated_tokens(sample["text"]) <= 2 * max(sample[vocabulary] for vocabulary in VOCABULARIES)


def test_nothing_costs_nothing() -> None:
    assert estimated_tokens("") == 0


@given(st.text(max_size=200), st.text(max_size=200))
def test_lines_together_cost_no_more_than_apart(one: str, other: str) -> None:
    assert estimated_tokens(f"{one}\n{other}") <= estimated_tokens(one) + 1 + estimated_tokens(other)


@given(st.text(min_size=1, max_size=200))
def test_any_text_that_is_not_blank_costs_something(text: str) -> None:
    assert estimated_tokens(text) >= (1 if text.strip() else 0)
