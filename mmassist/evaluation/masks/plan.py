"""What the windows do, by chance, and the colours of what is in them. Imports nothing of mmassist: the system's Python runs it too."""

from __future__ import annotations

import random
from collections.abc import Iterator

PASSWORD, CARD, VAULT = "#e91e63", "#0000f7", "#12b886"
"""Colours of what must never be seen: of a password field, of the digits of a card, of a window that is excluded."""
PUBLIC = "#2f9e44"
"""Of what may be seen."""
TURNING, TURN = "#e8590c", 50
"""The colour of what turns, and after how many milliseconds it does."""
TURNS_AT = 430, 84, 32
"""Its left, top and side in the window: beside the card."""
CARD_DIGITS = "4111 1111 1111 1111"
VAULT_TITLE, VAULT_WORD = "Vault", "ZEBRAQUARTZ"
SIZE = 620, 420
_SHORT, _LONG = 0.85, 15_000  # the share of short rests; milliseconds
_ACTS = ("field", "field", "hide", "window", "resize", "dialog", "vault", "raise", "type")


def acts(seed: int) -> Iterator[tuple[int, str, float, float]]:
    """Without an end: after how many milliseconds, what, and two shares of whatever room there is. Some at a time, then a rest in which
    what is shown can be looked through, and now and then one in which even a still of what turns is seen."""
    chance = random.Random(seed)  # noqa: S311 # no secrets
    while True:
        for _ in range(chance.randint(1, 4)):
            yield chance.randint(20, 400), chance.choice(_ACTS), chance.random(), chance.random()
        rest = chance.randint(1500, 4000) if chance.random() < _SHORT else _LONG
        yield rest, chance.choice(_ACTS), chance.random(), chance.random()
