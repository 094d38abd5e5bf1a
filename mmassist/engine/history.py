"""What the app has told, as it is kept for looking up: one entry a turn. What must not be kept never becomes an entry."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mmassist.privacy.findings import Kind, find
from mmassist.sayings import saying
from mmassist.values import Channel, Turn
from mmassist.visible import visible

_NEVER = frozenset({Kind.PASSWORD, Kind.CODE, Kind.CARD, Kind.BANK_ACCOUNT, Kind.NATIONAL, Kind.KEY, Kind.PRIVATE_KEY})
_LONGEST = 100_000  # letters of one answer
_LONGEST_NAME = 1_000


@dataclass(frozen=True, slots=True)
class Options:
    """`enabled`: whether anything is written down. `days`, `megabytes`: what is older, and what is more, goes."""

    enabled: bool = True
    days: int = 90
    megabytes: int = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """One turn. `at`: seconds since 1970; `question`: empty where a description was asked for; `id`: 0 before it is written down."""

    at: float
    program: str
    title: str
    question: str
    spoken: str
    backend: str
    id: int = 0


@dataclass(frozen=True, slots=True)
class Query:
    """Which entries are wanted, newest first. `text`: words that all occur in it, each as it begins; `program`: of that name alone.

    `before`: older than the entry of that number; `after`: newer than it, and then those next to it; `limit`: at most so many.
    """

    text: str = ""
    program: str = ""
    before: int = 0
    after: int = 0
    limit: int = 100


@dataclass(frozen=True, slots=True)
class Page:
    """Entries that were found for `query`. `total`: how many there are without its `before`, `after` and `limit`; `programs`: the names of
    all programs that the history knows of."""

    query: Query
    entries: tuple[Entry, ...]
    total: int
    programs: tuple[str, ...] = ()


def entry_of(turn: Turn, at: float | None = None) -> Entry | None:
    """What of a turn is kept; None for one of which nothing may be, or nothing was told.

    Cards, accounts, keys, codes and passwords are heard whole but written down by their kind alone.
    """
    if not turn.keepable or turn.scene is None or turn.preview is not None:
        return None
    spoken = _told(turn)
    if not spoken:
        return None
    window, target = turn.scene.window, turn.scene.target
    title = window.title if window is not None else target.path
    return Entry(
        at=time.time() if at is None else at,
        program=_harmless(window.program if window is not None else "", _LONGEST_NAME),
        title=_harmless(title, _LONGEST_NAME),
        question=_harmless(turn.question, _LONGEST),
        spoken=_harmless(spoken, _LONGEST),
        backend=turn.backend,
    )


def _told(turn: Turn) -> str:
    """What was heard of the screen; of a turn that failed, why."""
    said = [spoken.utterance.text for spoken in turn.spoken if spoken.utterance.channel is not Channel.SYSTEM]
    if turn.fault is not None and turn.fault.spoken:
        said.append(f"{turn.fault.spoken} {turn.fault.remedy}")
    return " ".join(said)


def _harmless(text: str, most: int) -> str:
    text = visible(text)[:most]
    kept, end = [], 0
    for span in find(text):
        if span.kind in _NEVER:
            kept += [text[end : span.start], f"[{span.kind}]"]
            end = span.end
    return "".join([*kept, text[end:]])


def headline(entry: Entry, now: float | None = None) -> str:
    """When and where: "Today 14:05, Mousepad, notes.txt"."""
    then = datetime.fromtimestamp(entry.at)
    clock, where = then.strftime("%H:%M"), ", ".join(filter(None, (entry.program, entry.title)))
    days = datetime.fromtimestamp(time.time() if now is None else now).toordinal() - then.toordinal()
    if days == 0:
        return saying("Today {time}, {where}", time=clock, where=where)
    if days == 1:
        return saying("Yesterday {time}, {where}", time=clock, where=where)
    return f"{then:%Y-%m-%d} {clock}, {where}"


def sentences(entries: Sequence[Entry]) -> list[str]:
    """Each entry as it is printed: its number, when and where, what was asked, what was told."""
    return [
        f"{entry.id}: {headline(entry)}. " + (f"You asked: {entry.question} " if entry.question else "") + entry.spoken for entry in entries
    ]
