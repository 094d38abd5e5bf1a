"""What a request may cost is known at once, and rather too high."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from mmassist.backends import catalogue
from mmassist.dialogue.tokens import estimated_tokens
from mmassist.engine.billing import Estimate, cost, estimated_input, most
from mmassist.engine.brains import Brain
from mmassist.values import Box, Exchange, FusedPrompt, Picture, Scene, Target, Usage, Verbosity
from tests.fakes.remote import FakeRemote

MODEL = catalogue.load()[0].default("openai")
PICTURE = Picture(b"", "image/png", 320, 320, Box(0, 0, 320, 320))
PROMPT = FusedPrompt(1, Scene(Target(), None, (1, 1), ()), Verbosity.NORMAL, instructions="Say what is there.", text="A window of words.")


def brain(*, bills: bool = True) -> Brain:
    return Brain("remote", "openai", FakeRemote(), MODEL, bills)


def test_texts_and_pictures_count() -> None:
    sent = estimated_input(brain(), replace(PROMPT, pictures=(PICTURE,)))
    assert sent.likely >= estimated_tokens(PROMPT.instructions) + estimated_tokens(PROMPT.text) + 100


@given(st.text(st.characters(codec="utf-8"), max_size=300), st.text(st.characters(codec="utf-8"), max_size=300))
def test_no_request_has_more_tokens_than_bytes(text: str, answer: str) -> None:
    prompt = replace(PROMPT, text=text, conversation=(Exchange(1, "Why?", answer),), pictures=(PICTURE,))
    sent = estimated_input(brain(), prompt)
    assert sent.most >= len((prompt.instructions + text + "Why?" + answer).encode()) + 100


def test_the_most_that_a_request_may_cost_is_no_less_than_what_it_will_be_billed_at() -> None:
    sent = estimated_input(brain(), replace(PROMPT, pictures=(PICTURE,)))
    assert most(brain(), sent, 600) >= (cost(brain(), sent, Usage(output=600), "") or 0.0) > 0


def test_what_the_reply_counts_is_what_counts() -> None:
    counted = Usage(1000, 100)
    assert cost(brain(), Estimate(PROMPT, 10_000), counted, "Much was said.") == cost(brain(), Estimate(), counted, "")


def test_a_server_that_bills_nothing_costs_nothing() -> None:
    free = brain(bills=False)
    assert (estimated_input(free, PROMPT), most(free, Estimate(PROMPT), 600)) == (Estimate(), 0.0)
