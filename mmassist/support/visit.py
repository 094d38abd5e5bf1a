"""One visit of a helper, from the knock on."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from mmassist.errors import PeerLost, SignallingFailed
from mmassist.support import check_words
from mmassist.support.messages import Answer, Candidate, IceServer, Knock, Message, Offer, Verdict
from mmassist.visible import visible

_ANSWER = 30.0  # seconds for the helper's browser
_MOST_CANDIDATES = 100


@dataclass(frozen=True, slots=True)
class Answered:
    """`words`: what both are to hear before anybody is let in."""

    sdp: str
    words: tuple[str, str]


class Visit:
    """`name`: what the helper calls themselves, unverified. `ice`: servers that the broker offers. Used on the loop."""

    def __init__(
        self,
        knock: Knock,
        ice: tuple[IceServer, ...],
        send: Callable[[Message], Awaitable[None]],
        decided: Callable[[str, bool], Awaitable[None]],
    ) -> None:
        self.name = visible(knock.name).strip()
        self.ice = ice
        self._commit = bytes.fromhex(knock.commit)
        self._send, self._decided = send, decided
        self._answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._candidates: asyncio.Queue[Candidate | None] = asyncio.Queue()
        self._taken = 0
        self._offered = self._admitted = False
        self._lost = asyncio.Event()

    async def offer(self, sdp: str, language: str, ice: tuple[IceServer, ...] = ()) -> Answered:
        """Gives the owner's session description. Raises PeerLost where the helper goes away, SignallingFailed where the answer is not that
        to which the helper had bound itself, or none comes."""
        ours, nonce = check_words.fingerprint(sdp), secrets.token_bytes(check_words.NONCE)
        self._here()
        self._offered = True
        await self._send(Offer(sdp=sdp, nonce=nonce.hex(), language=language, ice=ice))
        try:
            async with asyncio.timeout(_ANSWER):
                answer = await asyncio.shield(self._answer)
        except TimeoutError as error:
            raise SignallingFailed("no answer", "The helper's browser does not answer.", "Ask them to load the page again.") from error
        theirs, their_nonce = check_words.fingerprint(answer.sdp), bytes.fromhex(answer.nonce)
        if not check_words.keeps(self._commit, theirs, their_nonce):
            raise SignallingFailed(
                "another certificate than was bound to",
                "The helper's browser answers otherwise than it had promised: somebody may be in between.",
                "Do not go on. Make a new invitation, and send it another way.",
            )
        return Answered(answer.sdp, check_words.words(language, ours, theirs, (nonce, their_nonce)))

    async def decide(self, *, admitted: bool) -> None:
        """Lets the helper in, or not. Raises PeerLost, SignallingFailed; SupportError where a refusal can't be written down: it holds."""
        self._here()
        self._admitted = admitted
        await self._send(Verdict(admitted=admitted))
        if not admitted:
            self.lose()
        await self._decided(self.name, admitted)

    async def add_candidate(self, candidate: str, mid: str) -> None:
        """Where a connection may be tried; only a helper who was let in learns it. Raises PeerLost, SignallingFailed."""
        self._here()
        if not self._admitted:
            raise SignallingFailed("a candidate before the verdict")
        await self._send(Candidate(candidate=candidate, mid=mid))

    async def candidates(self) -> AsyncIterator[Candidate]:
        """The helper's, until the visit is over."""
        while (candidate := await self._candidates.get()) is not None:
            yield candidate

    async def gone(self) -> None:
        """Waits until the visit is over, as far as the broker knows: a connection between the two does not need it any more."""
        await self._lost.wait()

    def take(self, message: Message) -> None:
        """Raises SignallingFailed where it is not the helper's turn to say that."""
        if isinstance(message, Answer) and self._offered and not self._answer.done():
            self._answer.set_result(message)
        elif isinstance(message, Candidate) and self._admitted and self._taken < _MOST_CANDIDATES:
            self._taken += 1
            self._candidates.put_nowait(message)
        else:
            raise SignallingFailed(f"{message.kind} out of turn")

    def lose(self) -> None:
        self._lost.set()
        self._candidates.put_nowait(None)
        if not self._answer.done():
            self._answer.set_exception(PeerLost("the helper's page went away"))
            self._answer.exception()  # whether or not anybody waits for it

    def _here(self) -> None:
        if self._lost.is_set():
            raise PeerLost("the helper's page went away")
