"""How what is hidden is told."""

from __future__ import annotations

import pytest

from mmassist.privacy.told import hidden_sentence


@pytest.mark.parametrize(
    "names, sentence",
    [
        ([], ""),
        (["card 1"], "1 item hidden: a card."),
        (["e-mail address 1"], "1 item hidden: an e-mail address."),
        (["card 1", "phone number 1", "card 2"], "3 items hidden: 2 cards and a phone number."),
        (["e-mail address 1", "e-mail address 2"], "2 items hidden: 2 e-mail addresses."),
        (["unread text 1", "key 1", "unread text 2"], "3 items hidden: 2 texts that could not be read and a key."),
    ],
)
def test_kinds_are_counted(names: list[str], sentence: str) -> None:
    assert hidden_sentence(names) == sentence
