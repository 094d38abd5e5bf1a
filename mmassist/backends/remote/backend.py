"""The base of every backend that asks a server: what a subclass need not know of keys, clients, time-outs, retries and failures."""

from __future__ import annotations

import asyncio
import contextlib
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from mmassist.backends.base import Capabilities, Setup
from mmassist.backends.remote import offers, quiet, retrying, transport
from mmassist.backends.remote.address import parse
from mmassist.backends.remote.translate import MALFORMED, Context, translated
from mmassist.errors import AnswerCut, AuthFailed, BackendError, BadAnswer, Refused, SecretUnavailable, TimedOut
from mmassist.sayings import saying
from mmassist.values import BackendEvent, Finished, FinishReason, FusedPrompt, TextDelta, Usage

if TYPE_CHECKING:
    import httpx2

    from mmassist.backends.catalogue import Model


_DRAIN = 0.1  # seconds that the end of a stream is waited for once the answer is complete


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of an answer as the wire tells it. `model`: what really answered, empty where it is not told."""

    model: str = ""
    usage: Usage = field(default_factory=Usage)
    reason: FinishReason = FinishReason.COMPLETE


Piece: TypeAlias = str | Ending


@dataclass(frozen=True, slots=True)
class Line:
    """How the server is reached for one request. `key`: empty where none is needed; `context`: for `translate.declined`."""

    client: httpx2.AsyncClient = field(repr=False)
    url: str
    key: str = field(repr=False)
    context: Context = field(repr=False)


class RemoteBackend(ABC):
    """Used from one asyncio loop. A subclass says how its wire format asks and answers, and nothing else."""

    default_url: ClassVar[str]
    """The vendor's own address, used where the user has set none."""
    needs_key: ClassVar[bool] = True
    list_path: ClassVar[str] = "/models"
    """Where the list of models is, below the address."""

    def __init__(self, setup: Setup, model: Model) -> None:
        """Opens nothing and imports nothing heavy. Raises Unreachable for an address that can't be used."""
        self.name = setup.name
        self.model = model
        self.setup = setup
        self.address = parse(setup.options.base_url or self.default_url)
        self.capabilities = Capabilities(
            images="image" in model.inputs,
            audio="audio" in model.inputs,
            video="video" in model.inputs,
            streaming=True,
            local=self.is_local(),
        )
        self.backoff = retrying.Backoff()
        self._client: httpx2.AsyncClient | None = None
        self._failures: tuple[type[Exception], ...] = (BackendError, OSError, *MALFORMED)
        self._warming = asyncio.Lock()

    @abstractmethod
    def load(self) -> tuple[type[Exception], ...]:
        """Imports the SDK and whatever it would import at the first request; returns the bases of its errors. Called on a thread."""

    @abstractmethod
    def body(self, prompt: FusedPrompt) -> dict[str, Any]:
        """What is sent, as keyword arguments of the SDK's call. Pure but for what is remembered of earlier turns."""

    @abstractmethod
    def answer(self, prompt: FusedPrompt, body: dict[str, Any], line: Line) -> AsyncGenerator[Piece, None]:
        """Asks once, with the SDK's own retries off. Yields pieces of text and at the end one `Ending`.

        Closing the generator closes the connection. It may raise BackendErrors (`translate.declined` makes one of an error inside
        the stream), the SDK's and httpx2's errors, and whatever a malformed reply makes of its own code: all are translated. An end
        without an `Ending` is a cut answer, an `Ending` without text an empty one.
        """

    def is_local(self) -> bool:
        """Whether what is sent stays on this machine, or goes to one that the user has marked as theirs."""
        return self.is_own() or (self.address.is_loopback and not self.setup.options.proxy)

    def is_own(self) -> bool:
        """Whether the user has marked the server as theirs. A vendor's own address is nobody else's, whatever is marked."""
        return self.setup.options.own and (parse(self.default_url).is_loopback or self.is_strangers())

    def is_strangers(self) -> bool:
        """Whether it is not the vendor's own server but another that speaks the same: what that one keeps is not the vendor's word."""
        vendor = parse(self.default_url)
        return not vendor.is_loopback and self.address.host != vendor.host

    def key_headers(self, line: Line) -> dict[str, str]:
        """How the key is shown where no SDK does it: for the list of models."""
        return {"Authorization": f"Bearer {line.key}"} if line.key else {}

    async def offered(self) -> tuple[str, ...]:
        """Names of the models that the service offers to this key. Raises BackendError."""
        line = await self.line()
        try:
            async with asyncio.timeout(self.setup.options.first_token):
                return await offers.names(line.client, line.url + self.list_path, self.key_headers(line))
        except self._failures as error:
            failure = translated(error, line.context)
            raise failure from (None if failure is error else error)

    async def warm(self) -> None:
        """Imports and prepares all that the first request needs, on a thread; opens no connection. Idempotent."""
        await self._ready()

    async def line(self, *sent: str) -> Line:
        """How the server is reached, also for what is no answer: a list of models, say. `sent`: texts that no log may repeat.

        Raises AuthFailed where a key is needed and none is stored.
        """
        key = await self._key()
        client = await self._ready()
        return Line(client, self.address.url, key, Context(self.setup.kind, sent, key))

    async def stream(self, prompt: FusedPrompt) -> AsyncGenerator[BackendEvent, None]:
        """See `Backend.stream`. A failed request is sent again as `Options.retries` allows, but not once a piece was yielded."""
        loop = asyncio.get_running_loop()
        line = await self.line(*_texts(prompt))
        due = loop.time() + self.setup.options.total
        for attempt in range(self.setup.options.retries + 1):
            has_spoken = False
            try:
                async with contextlib.aclosing(self._once(prompt, line, due)) as pieces:
                    async for piece in pieces:
                        has_spoken = True
                        yield TextDelta(prompt.turn_id, piece) if isinstance(piece, str) else self._finished(prompt, piece, attempt)
                return
            except BackendError as error:
                error.retries = attempt
                wait = retrying.wait_before(error, attempt, self.setup.options.retries, due - loop.time(), self.backoff)
                if has_spoken or wait is None:
                    raise
            await asyncio.sleep(wait)

    async def aclose(self) -> None:
        """Closes the connections. Idempotent; a later stream opens new ones."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def _once(self, prompt: FusedPrompt, line: Line, due: float) -> AsyncGenerator[Piece, None]:
        """One request. Raises BackendError alone; once something was said it is Refused or AnswerCut."""
        loop = asyncio.get_running_loop()
        body = self.body(prompt)
        has_spoken = False
        async with contextlib.aclosing(self.answer(prompt, body, line)) as pieces:
            while True:
                try:
                    async with asyncio.timeout_at(min(due, loop.time() + self.setup.options.first_token)):
                        piece = await anext(pieces, None)
                    if piece is None or (isinstance(piece, Ending) and not has_spoken):
                        raise _nothing(piece, has_spoken=has_spoken)
                    if not isinstance(piece, str | Ending):
                        raise TypeError("a piece of the answer is no text")
                except self._failures as error:
                    failure = _failure(error, line.context, has_spoken=has_spoken)
                    raise failure from (None if failure is error else error)
                if isinstance(piece, Ending):
                    yield piece
                    await self._drain(pieces)
                    return
                if piece:
                    has_spoken = True
                    yield _whole(piece)

    async def _drain(self, pieces: AsyncGenerator[Piece, None]) -> None:
        """Reads the stream's last bytes, so that its connection can be used again; nothing that happens to them matters any more."""
        with contextlib.suppress(*self._failures):
            async with asyncio.timeout(_DRAIN):
                await anext(pieces, None)

    def _finished(self, prompt: FusedPrompt, ending: Ending, retries: int) -> Finished:
        return Finished(prompt.turn_id, ending.model or self.model.name or self.setup.kind, ending.usage, ending.reason, retries)

    async def _ready(self) -> httpx2.AsyncClient:
        async with self._warming:
            if (client := self._client) is None:
                client = self._client = await asyncio.to_thread(self._prepared)
            return client

    def _prepared(self) -> httpx2.AsyncClient:
        import httpx2

        foreign = (*self.load(), httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError)
        self._failures = (BackendError, OSError, *MALFORMED, *foreign)
        quiet.hush()
        return transport.make(self.address, self.setup.options)

    async def _key(self) -> str:
        """Empty where none is needed and none is stored. Raises AuthFailed."""
        try:
            secret = await asyncio.to_thread(self.setup.key)
        except SecretUnavailable as error:
            if self.needs_key:
                raise AuthFailed(f"{self.name}: {error}", error.spoken, error.remedy) from error
            return ""
        key = secret.get_secret_value().strip() if secret is not None else ""
        if self.needs_key and not key:
            remedy = saying("Store one with mmassist secrets set {name}, or choose the embedded backend.", name=self.name)
            raise AuthFailed(f"{self.name}: no key is stored", SecretUnavailable.spoken, remedy)
        if any(not "!" <= char <= "~" for char in key):
            raise AuthFailed(f"{self.name}: the key holds characters that no key has", "The stored key can't be right.", "Store it again.")
        return key


def _whole(text: str) -> str:
    """Without halves of characters, which JSON can hold and nothing after it can write."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _failure(error: Exception, context: Context, *, has_spoken: bool) -> BackendError:
    translation = translated(error, context)
    if not has_spoken or isinstance(translation, Refused | AnswerCut):
        return translation
    spoken = "The answer is incomplete: it took too long." if isinstance(translation, TimedOut) else ""
    return AnswerCut(f"{context.kind}: in the middle of the answer: {translation}", spoken)


def _nothing(piece: Ending | None, *, has_spoken: bool) -> BackendError:
    """For an answer that ended before it should."""
    if has_spoken:
        return AnswerCut("the stream ended without an end")
    if piece and piece.reason is FinishReason.LENGTH:
        return BadAnswer("no text within the length", "The model has no answer of the length asked for.", "Choose another model.")
    return BadAnswer("the stream holds no text", "The service sent an empty answer.", "Try again, or choose another backend.")


def _texts(prompt: FusedPrompt) -> tuple[str, ...]:
    told = (text for exchange in prompt.conversation for text in (exchange.question, exchange.answer))
    return (prompt.instructions, prompt.text, *told)
