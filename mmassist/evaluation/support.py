"""`mmassist evaluate support`: what is achieved by who sits between a user and their helper, and by a page that sends what it likes."""

from __future__ import annotations

import json
import random
import time
import tracemalloc
from dataclasses import asdict, dataclass, replace
from typing import Any

from mmassist.errors import ConsentRevoked, SignallingFailed
from mmassist.support import check_words, invite
from mmassist.support.consent import Consent
from mmassist.support.data_channel import LONGEST
from mmassist.support.reception import Reception
from mmassist.support.roles import Right, Role
from mmassist.support.sealing import Channel, Greeting, Side

PUBLISHED_SEED = 20261126
_KINDS = ("ask", "point", "chat", "click", "scroll", "type", "press", "advise", "quality", "bye", "grant", "rights", "admit", "verdict")
_WARM_UP = 1000  # messages before memory is looked at
_GROWN = 100_000  # bytes that the interpreter may keep for itself


@dataclass(slots=True)
class Report:
    """`heard`: swaps by which the two words differ, `unnoticed` those by which they do not. `taken`: messages that need no right.
    `gained`: times that a right was there that the user had not given. `grown`: bytes that the messages left behind."""

    seed: int
    tampered: int = 0
    tampered_refused: int = 0
    swapped: int = 0
    refused: int = 0
    heard: int = 0
    unnoticed: int = 0
    guessed: int = 0
    guesses_opened: int = 0
    messages: int = 0
    taken: int = 0
    too_long_taken: int = 0
    gained: int = 0
    grown: int = 0
    seconds: float = 0.0

    @property
    def met(self) -> bool:
        open_doors = self.tampered - self.tampered_refused + self.unnoticed + self.guesses_opened + self.gained + self.too_long_taken
        return open_doors == 0 and self.grown < _GROWN

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "met": self.met}

    def table(self) -> str:
        return "\n".join(
            (
                f"Seed {self.seed}, {self.seconds:.1f} s.",
                f"Offers changed on their way: {self.tampered}, refused {self.tampered_refused}.",
                f"Fingerprints swapped by who has the invitation: {self.swapped}, refused {self.refused}, "
                f"heard by other words {self.heard}, unnoticed {self.unnoticed}.",
                f"Wrong codes: {self.guessed}, of which opened what was sealed {self.guesses_opened}.",
                f"Messages of a helper without a right: {self.messages}, taken {self.taken} (none needs a right), too long and taken "
                f"{self.too_long_taken}, rights gained {self.gained}, left in memory {self.grown} bytes.",
            )
        )


def run(tampered: int, swapped: int, guesses: int, messages: int, seed: int) -> Report:
    """So many of each, by chance of that seed."""
    report, began = Report(seed), time.monotonic()
    tamper(report, tampered, random.Random(seed))  # noqa: S311 # no secrets
    swap(report, swapped, random.Random(seed))  # noqa: S311
    guess(report, guesses)
    send(report, messages, random.Random(seed))  # noqa: S311
    report.seconds = time.monotonic() - began
    return report


def tamper(report: Report, count: int, chance: random.Random) -> None:
    """The broker changes, cuts or lengthens a sealed offer; then the offer itself still opens."""
    owner, helper = _greeted(invite.by_link(0.0))
    offer = json.dumps({"kind": "offer", "sdp": "a=fingerprint:sha-256 " * 50}).encode()
    whole = owner.seal(offer)
    for _ in range(count):
        report.tampered += 1
        try:
            helper.open(_changed(whole, chance))
        except SignallingFailed:
            report.tampered_refused += 1
    if helper.open(whole) != offer:
        raise ValueError("what was refused has spoilt the rest")


def swap(report: Report, count: int, chance: random.Random) -> None:
    """Somebody with the whole invitation talks to both, with a certificate towards each. Every other one hands on what the helper had bound
    itself to, and shows another certificate afterwards, as who looks for one that gives the same words."""
    for number in range(count):
        report.swapped += 1
        owner, helper, to_owner, to_helper = (chance.randbytes(32) for _ in range(4))
        nonces, own = (chance.randbytes(16), chance.randbytes(16)), chance.randbytes(16)
        commit, opened = check_words.commitment(to_owner, own), own
        if number % 2:
            commit, opened = check_words.commitment(helper, nonces[1]), nonces[1]
        if not check_words.keeps(commit, to_owner, opened):
            report.refused += 1
            continue
        owner_hears = check_words.words("en", owner, to_owner, (nonces[0], opened))
        helper_hears = check_words.words("en", to_helper, helper, nonces)
        if owner_hears != helper_hears:
            report.heard += 1
        else:
            report.unnoticed += 1


def guess(report: Report, count: int) -> None:
    """Codes of the right room with other secrets than the right one."""
    made = invite.by_code(0.0)
    for number in range(1, count + 1):
        report.guessed += 1
        wrong = f"{(int(made.secret) + number) % 10**6:06}".encode()
        owner, helper = _greeted(made, replace(made, secret=wrong))
        try:
            owner.open(helper.seal(b"knock"))
        except SignallingFailed:
            continue
        report.guesses_opened += 1


def send(report: Report, count: int, chance: random.Random) -> None:
    """A helper who was let in and given nothing."""
    now = [0.0]
    consent = Consent(lambda _: None, lambda: now[0], lambda _: None)
    consent.admit("helper", Role.HELPER, "Mallory")
    reception = Reception(consent, "helper", lambda: "0x1", lambda: now[0])

    def some(number: int) -> None:
        for _ in range(number):
            now[0] += 0.1
            report.messages += 1
            data = _message(chance)
            try:
                taken = reception.take(data) is not None
            except (ConsentRevoked, SignallingFailed):
                continue
            report.taken += taken
            report.too_long_taken += taken and len(data) > LONGEST
            report.gained += any(consent.allows("helper", right, "0x1") for right in Right)

    some(min(_WARM_UP, count))
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        some(max(0, count - _WARM_UP))
        report.grown = max(0, tracemalloc.get_traced_memory()[0] - before)
    finally:
        tracemalloc.stop()
    report.gained += sum(consent.allows("helper", right, "0x1") for right in Right)


def _greeted(owners: invite.Invitation, helpers: invite.Invitation | None = None) -> tuple[Channel, Channel]:
    owner, helper = Greeting(owners, Side.OWNER), Greeting(helpers or owners, Side.HELPER)
    return owner.sealed_with(helper.hello), helper.sealed_with(owner.hello)


def _changed(whole: bytes, chance: random.Random) -> bytes:
    frame = bytearray(whole)
    how = chance.randrange(4)
    if how == 0:
        frame[chance.randrange(len(frame))] ^= 1 << chance.randrange(8)
    elif how == 1:
        del frame[chance.randrange(len(frame)) :]
    elif how == 2:
        frame += chance.randbytes(chance.randint(1, 40))
    else:
        at = chance.randrange(len(frame) - 16)
        frame[at : at + 16] = chance.randbytes(16)
    return bytes(frame)


def _message(chance: random.Random) -> bytes:
    if chance.random() < 0.1:
        return chance.randbytes(chance.randrange(200))
    if chance.random() < 0.1:  # what would be taken, but for its length
        return b'{"kind":"ask","right":"view"' + b" " * chance.randrange(2 * LONGEST) + b"}"
    value = chance.choice([*Right, *Role, 0.5, True, 120, None, "0x1", "a" * chance.randrange(2000)])
    field = chance.choice(["right", "x", "text", "role", "seconds", "peer", "act"])
    return json.dumps({"kind": chance.choice(_KINDS), field: value, **({"y": chance.random()} if chance.random() < 0.5 else {})}).encode()
