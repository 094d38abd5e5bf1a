"""Which lines fit into a prompt: what matters least goes first, and what went is counted. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mmassist.dialogue.entries import Entry
from mmassist.dialogue.seen import Rank
from mmassist.dialogue.tokens import estimated_tokens, most_tokens
from mmassist.dialogue.untrusted import CUT

_SHORTEST = 24  # characters
_LONG = 100  # tokens


@dataclass(frozen=True, slots=True)
class Fitted:
    """`lines`: in reading order; `left_out`: how many of each kind are not among them. `counted`: tokens, where they were counted."""

    lines: tuple[str, ...]
    left_out: Counter[str]
    counted: int | None = None

    @property
    def tokens(self) -> int:
        """What the lines cost at most. Counted late, since it takes longer than all the rest and most prompts have room enough."""
        return cost_of_lines(self.lines) if self.counted is None else self.counted


def fitted(entries: Sequence[Entry], room: int) -> Fitted:
    """Of `entries`, in reading order, what fits into `room` tokens.

    Lines are taken by rank, within a rank the nearest first. Once one of a kind did not fit, no other of its kind and rank is
    taken, so that of a list its beginning stays. The focus, errors, a dialog's question and long texts are shortened rather than dropped.
    """
    least = sum(most_tokens(entry.line) + most_tokens(entry.place) + 2 for entry in entries)
    if least <= room:
        return Fitted(_placed(entries), Counter())
    costs = [_cost(entry) for entry in entries]
    order = sorted(range(len(entries)), key=lambda at: (entries[at].rank, entries[at].distance, at))
    taken: dict[int, Entry] = {}
    closed: set[tuple[Rank, str]] = set()
    left = room
    for at in order:
        entry = entries[at]
        if (entry.rank, entry.kind) in closed:
            continue
        if costs[at] <= left:
            taken[at] = entry
            left -= costs[at]
        elif (entry.rank <= Rank.ASKED or costs[at] > _LONG) and (shorter := _shortened(entry, left)):
            taken[at] = shorter
            left -= _cost(shorter)
            closed.add((entry.rank, entry.kind))
        else:
            closed.add((entry.rank, entry.kind))
    kept = [taken[at] for at in sorted(taken)]
    return Fitted(_placed(kept), Counter(entries[at].kind for at in range(len(entries)) if at not in taken), room - left)


def cost_of_lines(lines: Iterable[str]) -> int:
    """At most so many tokens, each line's end included."""
    return sum(estimated_tokens(line) + 1 for line in lines)


def _cost(entry: Entry) -> int:
    return estimated_tokens(entry.line) + (estimated_tokens(entry.place) + 1 if entry.place else 0) + 1


def _shortened(entry: Entry, room: int) -> Entry | None:
    """The longest of its halves, quarters and so on that fits, or None."""
    length = len(entry.line) // 2
    while length >= _SHORTEST:
        head = entry.line[:length].rstrip()
        shorter = replace(entry, line=head + CUT + '"' * (head.count('"') % 2))
        if _cost(shorter) <= room:
            return shorter
        length //= 2
    return None


def _placed(entries: Sequence[Entry]) -> tuple[str, ...]:
    """Lines with their places, each left out where it is that of the line before."""
    lines: list[str] = []
    last = ""
    for entry in entries:
        lines.append(f"{entry.line} {entry.place}" if entry.place and entry.place != last else entry.line)
        last = entry.place or last
    return tuple(lines)
