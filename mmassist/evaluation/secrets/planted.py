"""Makes up secrets that pass their check figures, and ordinary things that look like them. All from one seeded source."""

from __future__ import annotations

import string
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

from mmassist.privacy.findings import Kind

_ISSUERS = (("4", 16), ("51", 16), ("55", 16), ("2720", 16), ("37", 15), ("6011", 16), ("4", 13), ("62", 19))
_ALPHABET = string.ascii_letters + string.digits
_NAMES = ("anna", "ben", "chris", "dora", "emil", "fatima", "greta", "hugo", "ivan", "jane", "karl", "lena")
_HOSTS = ("example.com", "example.org", "mail.example.net", "posta.example.it", "firma.example.de")
_WORDS = ("river", "Falcon", "copper", "Lantern", "velvet", "Orbit", "maple", "Thunder")
_ACCOUNTS = {"DE": (8, 10), "ES": (20, 0), "AT": (16, 0), "BE": (12, 0), "DK": (14, 0), "PL": (24, 0), "PT": (21, 0)}


@dataclass(frozen=True, slots=True)
class Secret:
    """`text` as it is written; `label`: what stands beside it; `groups`: it in the pieces that it may be split into."""

    kind: Kind
    text: str
    label: str
    groups: tuple[str, ...] = ()


Make: TypeAlias = Callable[[Random], Secret]


def card(random: Random) -> Secret:
    """With spaces, dashes, dots or nothing between its groups."""
    head, length = random.choice(_ISSUERS)
    body = head + "".join(random.choice(string.digits) for _ in range(length - len(head) - 1))
    number = body + str(_check_figure(body))
    sizes = (4, 6, 5) if length == 15 else (4,) * (length // 4) + ((length % 4,) if length % 4 else ())
    groups = _cut(number, sizes)
    return Secret(
        Kind.CARD,
        random.choice((" ", " ", "-", ".", "", "  ")).join(groups),
        random.choice(("Card", "Card number", "Visa", "Pay with")),
        groups,
    )


def iban(random: Random) -> Secret:
    country = random.choice(sorted(_ACCOUNTS))
    account = "".join(random.choice(string.digits) for _ in range(sum(_ACCOUNTS[country])))
    check = 98 - int("".join(str(int(sign, 36)) for sign in account + country + "00")) % 97
    number = f"{country}{check:02d}{account}"
    groups = _cut(number, (4,) * (len(number) // 4) + ((len(number) % 4,) if len(number) % 4 else ()))
    return Secret(Kind.BANK_ACCOUNT, random.choice((" ", " ", "")).join(groups), random.choice(("IBAN", "Account", "Transfer to")), groups)


def key(random: Random) -> Secret:
    def make(count: int) -> str:
        return "".join(random.choice(_ALPHABET) for _ in range(count - 3)) + random.choice(string.digits) + "xQ"

    text = random.choice(
        (
            "sk-proj-" + make(28),
            "sk-ant-api03-" + make(24),
            "ghp_" + make(36),
            "AKIA" + "".join(random.choice(string.ascii_uppercase + "234567") for _ in range(16)),
            "glpat-" + make(20),
            "xoxb-" + "".join(random.choice(string.digits) for _ in range(12)) + "-" + make(20),
            "AIza" + make(35),
        )
    )
    half = len(text) * 2 // 3
    return Secret(Kind.KEY, text, random.choice(("API key", "Token", "Key", "export TOKEN")), (text[:half], text[half:]))


def password(random: Random) -> Secret:
    text = random.choice(_WORDS) + str(random.randrange(10, 9999)) + random.choice("!?%&+") + random.choice(_WORDS)
    return Secret(Kind.PASSWORD, text, "Password")


def e_mail(random: Random) -> Secret:
    return Secret(
        Kind.E_MAIL, f"{random.choice(_NAMES)}.{random.choice(_WORDS).lower()}{random.randrange(99)}@{random.choice(_HOSTS)}", "E-mail"
    )


def phone(random: Random) -> Secret:
    text = random.choice(
        (
            f"+44 20 7946 {random.randrange(1000, 9999)}",
            f"(212) 555-{random.randrange(1000, 9999)}",
            f"+49 30 90{random.randrange(1000, 9999)}",
            f"+1 415 555 {random.randrange(1000, 9999)}",
        )
    )
    return Secret(Kind.PHONE, text, random.choice(("Phone", "Mobile", "Call")))


def national(random: Random) -> Secret:
    area = random.choice([number for number in range(100, 660)])
    return Secret(Kind.NATIONAL, f"{area}-{random.randrange(10, 99)}-{random.randrange(1000, 9999)}", "SSN")


CRITICAL: tuple[Make, ...] = (card, card, key)
OTHERS: tuple[Make, ...] = (iban, e_mail, phone, national)


def decoy(random: Random) -> str:
    """Something that looks a little like a secret and is none."""
    digits: Callable[[int], str] = lambda count: "".join(random.choice(string.digits) for _ in range(count))  # noqa: E731
    return random.choice(
        (
            f"Order 1{digits(2)}-{digits(7)}-{digits(7)}",
            f"ISBN 978-3-16-{digits(6)}-{digits(1)}",
            f"Version {random.randrange(20)}.{random.randrange(30)}.{digits(4)}",
            "commit " + "".join(random.choice("0123456789abcdef") for _ in range(20)),
            f"20{digits(1)}6-{random.randrange(1, 12):02d}-{random.randrange(1, 28):02d} 12:{random.randrange(10, 59)}",
            f"Total $ {random.randrange(1, 99)},{digits(3)}.{digits(2)}",
            f"Invoice {digits(8)}",
            f"Tracking 1Z{digits(16)}",
            f"{digits(3)} of {digits(4)} files, {random.randrange(10, 99)} %",
            f"Build {digits(10)}",
        )
    )


def _check_figure(body: str) -> int:
    total = sum(value if at % 2 else value * 2 - 9 * (value > 4) for at, value in enumerate(map(int, reversed(body))))
    return -total % 10


def _cut(text: str, sizes: tuple[int, ...]) -> tuple[str, ...]:
    groups, at = [], 0
    for size in sizes:
        groups.append(text[at : at + size])
        at += size
    return tuple(groups)
