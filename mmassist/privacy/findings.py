"""What in a text is personal: cards, accounts, identifiers, addresses, numbers, keys and secrets. Pure.

The work grows with the length of the text and no faster, whatever the text is: it may come from a hostile screen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from mmassist.privacy.passages import Passage

REGIONS = ("US", "GB", "DE", "FR", "ES")
"""Countries whose phone numbers are known without their code, unless the user names others."""


class Kind(StrEnum):
    """What is hidden, in the words that are spoken."""

    PASSWORD = "password"  # noqa: S105 - a kind's name
    CODE = "code"
    CARD = "card"
    BANK_ACCOUNT = "bank account"
    NATIONAL = "national number"
    E_MAIL = "e-mail address"
    PHONE = "phone number"
    KEY = "key"
    PRIVATE_KEY = "private key"
    FACE = "face"
    WINDOW = "excluded window"
    UNREAD = "unread text"


# Where two findings overlap, they become one, of the kind that stands first here.
_ORDER = (Kind.PRIVATE_KEY, Kind.KEY, Kind.PASSWORD, Kind.BANK_ACCOUNT, Kind.CARD, Kind.CODE, Kind.NATIONAL, Kind.E_MAIL, Kind.PHONE)
_RANK = {kind: at for at, kind in enumerate(_ORDER)}


def rank(kind: Kind) -> int:
    """Sorts kinds, the gravest first."""
    return _RANK.get(kind, len(_RANK))


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text: `text[start:end]`."""

    kind: Kind
    start: int
    end: int


def find(text: str, regions: tuple[str, ...] = REGIONS) -> tuple[Span, ...]:
    """All that is personal in `text`, in order, without overlaps. `regions`: as in `REGIONS`.

    A line break counts as the end of a field: a label may stand before it and its value behind, and a number may go on after it.
    """
    from mmassist.privacy.telling import passage_of

    return find_in(passage_of(text), regions)


def find_in(passage: Passage, regions: tuple[str, ...]) -> tuple[Span, ...]:
    """`find`, in a text that has been looked at."""
    from mmassist.privacy import addresses, codes, identifiers, keys, numbers

    found = [
        *keys.find(passage),
        *codes.find(passage),
        *numbers.find(passage),
        *identifiers.find(passage),
        *addresses.find(passage, regions),
    ]
    return merged(found)


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order; those that overlap are one."""
    done: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if done and span.start < done[-1].end:
            last = done.pop()
            kind = min(last.kind, span.kind, key=rank)
            span = Span(kind, last.start, max(last.end, span.end))
        done.append(span)
    return tuple(done)
