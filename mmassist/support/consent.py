"""What the user lets others do: nothing, until they say so, for a time, and until they take it back.

`Consent` is the user's own end: keys and buttons call it, and it is given to nobody else. What comes from the other side goes to
`reception`, which can ask, and is told no.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mmassist.errors import ConsentRevoked
from mmassist.sayings import own, saying
from mmassist.support.audit import Entry, Happened
from mmassist.support.roles import Right, Role, Rule, Table, table

_WORDS = {
    Right.VIEW: own("see the window"),
    Right.HEAR: own("hear you"),
    Right.TALK: own("talk to you"),
    Right.CHAT: own("write to you"),
    Right.POINT: own("point"),
    Right.CONTROL: own("use keyboard and mouse"),
    Right.ADVISE: own("see what the assistant suggests, and decide what you hear of it"),
    Right.HISTORY: own("read the history"),
}


def words_of(right: Right) -> str:
    """What a right lets somebody do, as it is said."""
    return _WORDS[right]


@dataclass(frozen=True, slots=True)
class Grant:
    """`until`: by the clock of `Consent`. `window`: for which it holds alone; empty for all that is shared."""

    right: Right
    until: float
    window: str = ""


@dataclass(frozen=True, slots=True)
class Ended:
    """A right that is over: `expired`, or taken back."""

    peer: str
    right: Right
    expired: bool


@dataclass(slots=True)
class _Peer:
    role: Role
    name: str
    grants: dict[Right, Grant]


class Consent:
    """`note` writes the audit log: where it raises SupportError a grant does not hold, while what is taken back is taken back all the
    same. `clock`: seconds, never going back. `tell` hears each right that ends. Not thread-safe: used on one loop."""

    def __init__(
        self, note: Callable[[Entry], None], clock: Callable[[], float], tell: Callable[[Ended], None], rows: Table | None = None
    ) -> None:
        self._note, self._clock, self._tell = note, clock, tell
        self._table = rows or table()
        self._peers: dict[str, _Peer] = {}

    def admit(self, peer: str, role: Role, name: str) -> None:
        """Somebody is there, with no right. Raises ConsentRevoked where there are enough of that role; SupportError."""
        others = sum(one.role is role for one in self._peers.values())
        if role is Role.OWNER or peer in self._peers or others >= self._table.most[role]:
            raise ConsentRevoked(f"another {role}", "Somebody is helping already.", "End that session first.")
        self._note(Entry(Happened.ADMITTED, role.value, name))
        self._peers[peer] = _Peer(role, name, {})

    def grant(self, peer: str, right: Right, seconds: float, window: str = "") -> Grant:
        """The user's word. A right that was granted already is granted anew. Raises ConsentRevoked where the table forbids it, the time is
        too long or a window is missing; SupportError."""
        there = self._there(peer)
        if self._table.rule(there.role, right) is not Rule.ASK:
            raise ConsentRevoked(
                f"{right} for {there.role}",
                saying("To {what} is never allowed here.", what=_WORDS[right]),
                "Do it yourself, as they tell you.",
            )
        if not 0 < seconds <= self._table.longest[right]:
            raise ConsentRevoked(f"{seconds} s of {right}", "That is too long a time.", "Allow it for a shorter time.")
        if (right in self._table.one_window) != bool(window):
            raise ConsentRevoked(f"{right} for {window!r}", "It is not clear for which window.", "Go to the window, and allow it there.")
        self._note(Entry(Happened.GRANTED, there.role.value, there.name, right.value, seconds))
        granted = there.grants[right] = Grant(right, self._clock() + seconds, window)
        return granted

    def revoke(self, peer: str, right: Right) -> None:
        """Holds at once. Raises SupportError where it can't be written down, and has taken it back."""
        there = self._peers.get(peer)
        if there is not None and there.grants.pop(right, None) is not None:
            self._tell(Ended(peer, right, expired=False))
            self._note(Entry(Happened.REVOKED, there.role.value, there.name, right.value))

    def dismiss(self, peer: str) -> None:
        """Takes back all, and whoever it is has to be admitted anew. As `revoke` raises."""
        there = self._peers.pop(peer, None)
        if there is None:
            return
        for right in there.grants:
            self._tell(Ended(peer, right, expired=False))
        self._note(Entry(Happened.DISMISSED, there.role.value, there.name))

    def dismiss_all(self) -> None:
        """The panic key. As `revoke` raises, after all are dismissed."""
        peers, self._peers = self._peers, {}
        for peer, there in peers.items():
            for right in there.grants:
                self._tell(Ended(peer, right, expired=False))
        for there in peers.values():
            self._note(Entry(Happened.DISMISSED, there.role.value, there.name))

    def allows(self, peer: str, right: Right, window: str = "") -> bool:
        """Whether it is allowed now. `window`: to which it would be done."""
        there = self._peers.get(peer)
        if there is None:
            return False
        grant = there.grants.get(right)
        return grant is not None and self._clock() < grant.until and grant.window in ("", window)

    def require(self, peer: str, right: Right, window: str = "") -> None:
        """Raises ConsentRevoked where it is not allowed now."""
        if not self.allows(peer, right, window):
            raise ConsentRevoked(f"no {right}", saying("To {what} is not allowed, or not any more.", what=_WORDS[right]))

    def may_ask(self, peer: str, right: Right) -> bool:
        """Whether there is any use in asking the user."""
        there = self._peers.get(peer)
        return there is not None and self._table.rule(there.role, right) is Rule.ASK and not self.allows(peer, right)

    def grants(self, peer: str) -> tuple[Grant, ...]:
        """Those that hold now."""
        there, now = self._peers.get(peer), self._clock()
        return tuple(grant for grant in there.grants.values() if now < grant.until) if there else ()

    def left(self, peer: str) -> dict[Right, float]:
        """Of what holds now, for how many seconds."""
        return {grant.right: grant.until - self._clock() for grant in self.grants(peer)}

    def expire(self) -> float | None:
        """Tells what has run out, and gives the seconds until the next does; None where nothing is granted."""
        now, next_end = self._clock(), None
        for peer, there in self._peers.items():
            for right, grant in list(there.grants.items()):
                if grant.until <= now:
                    del there.grants[right]
                    self._tell(Ended(peer, right, expired=True))
                    self._note(Entry(Happened.EXPIRED, there.role.value, there.name, right.value))
                else:
                    next_end = min(grant.until, next_end or grant.until)
        return None if next_end is None else next_end - now

    def _there(self, peer: str) -> _Peer:
        there = self._peers.get(peer)
        if there is None:
            raise ConsentRevoked("nobody of that name", "Nobody is helping.", "Invite somebody first.")
        return there
