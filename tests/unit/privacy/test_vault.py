"""Hidden things are put back into an answer, however it is written and cut, and into nothing else."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.privacy.vault import Unmasker, Vault, neutral, placeholder

VAULT = Vault({"card 1": "4111 1111 1111 1111", "card 12": "5500", "e-mail address 1": "jane@example.com", "unread text 1": ""})


@pytest.mark.parametrize(
    "said, heard",
    [
        ("It is ⟦card 1⟧.", "It is 4111 1111 1111 1111."),
        ("⟦card 12⟧", "5500"),
        ("**⟦card 12⟧**", "**5500**"),
        ("[card 12]", "5500"),
        ("[[Card 12]]", "5500"),
        ("\\[card 12\\]", "5500"),
        ("`⟦ card_12 ⟧`", "`5500`"),
        ("the Card 12, then", "the 5500, then"),
        ("⟦E-Mail address 1⟧'s", "jane@example.com's"),
        ("⟦unread text 1⟧", "unread text 1"),
    ],
)
def test_a_placeholder_stands_for_what_was_hidden(said: str, heard: str) -> None:
    assert VAULT.unmask(said) == heard


@pytest.mark.parametrize("said", ["discard 1", "card 123", "card 2", "⟦card 3⟧", "card", "no brackets here [at all]", "card one"])
def test_other_words_stay(said: str) -> None:
    assert VAULT.unmask(said) == said


def test_what_the_screen_wrote_itself_is_no_placeholder() -> None:
    vault = Vault({"card 1": "4111"}, ["Press [card 1] now", "⟦card 1⟧"])
    assert vault.unmask("[card 1], card 1 and ⟦card 1⟧") == "[card 1], card 1 and 4111"


def test_no_text_of_a_screen_can_hold_the_brackets() -> None:
    assert placeholder("card 1") not in neutral("⟦card 1⟧")
    assert neutral("⟦card 1⟧") == "[card 1]"


def test_a_vault_does_not_show_what_it_holds() -> None:
    assert "4111" not in repr(VAULT)


def test_only_what_may_become_a_placeholder_is_held_back() -> None:
    unmasker = Unmasker(VAULT)
    assert unmasker.feed("Your number is ") == "Your number is "
    assert unmasker.feed("⟦car") == ""
    assert unmasker.feed("t⟧ and") == "⟦cart⟧ and"
    assert unmasker.feed(" card 1") == " "
    assert unmasker.feed(" is") == "4111 1111 1111 1111 is"
    assert unmasker.flush() == ""


WRITTEN = st.lists(
    st.sampled_from(
        [
            "⟦card 1⟧",
            "⟦card 12⟧",
            "[card 12]",
            "card 1",
            "e-mail address 1",
            "\\[card 1\\]",
            " ",
            "\n",
            "**",
            "a",
            "1",
            "[",
            "⟦",
            "unread text 1",
        ]
    )
).map("".join)


@given(WRITTEN, st.lists(st.integers(0, 60)))
def test_what_is_heard_does_not_depend_on_where_the_answer_is_cut(text: str, cuts: list[int]) -> None:
    places = [0, *sorted(min(cut, len(text)) for cut in cuts), len(text)]
    unmasker = Unmasker(VAULT)
    heard = "".join(unmasker.feed(text[start:end]) for start, end in itertools.pairwise(places)) + unmasker.flush()
    assert heard == VAULT.unmask(text)


@given(st.text(max_size=60))
def test_a_vault_that_is_empty_changes_nothing(text: str) -> None:
    assert Vault().unmask(text) == text
