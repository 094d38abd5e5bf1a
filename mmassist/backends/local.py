"""A small vision-language model on this computer: it looks at the picture and answers in words, without a network, a key or a server."""

from __future__ import annotations

import asyncio
import contextlib
import tomllib
from collections.abc import AsyncGenerator
from functools import cache
from importlib import resources
from typing import Any

from mmassist.backends.base import Capabilities, Setup
from mmassist.backends.catalogue import Model
from mmassist.backends.local_models import chosen
from mmassist.errors import AnswerCut, BadAnswer, ModelMissing, RequestRejected, TimedOut, WorkerLost
from mmassist.inference.keeping import Keeper
from mmassist.inference.messages import Message
from mmassist.inference.store import Store, load
from mmassist.inference.vlm import Said, Speaker
from mmassist.inference.worker import Worker
from mmassist.values import BackendEvent, Finished, FinishReason, FusedPrompt, TextDelta, Usage, Verbosity

MODULE = "mmassist.backends.local_process"

# Of the time until the first word, the part that looking at the picture may take: the rest is for reading the question.
_LOOKING = 0.4
_EXCHANGES = 3  # of the conversation: more than the last ones confuses a small model
_HANG = 60.0  # seconds without any reply: to load a model takes some
_IDLE = 600.0  # seconds after which its memory is given back


class LocalBackend:
    """Belongs to one asyncio loop. The model runs in a worker process, which is started by the first answer, and ended when nobody has
    asked for ten minutes. Of `Options` it takes `model`, `first_token` and `total`."""

    def __init__(self, setup: Setup, model: Model, idle: float = _IDLE) -> None:
        """Opens nothing. `idle`: seconds after which the model is let go."""
        self.name, self.setup, self.model = setup.name, setup, model
        self.capabilities = Capabilities(images=True, audio=False, streaming=True, local=True)
        self._idle = idle
        self._keeper: Keeper | None = None
        self._worker: Worker | None = None
        self._resting: asyncio.TimerHandle | None = None
        self._closing: set[asyncio.Task[None]] = set()
        self._asking = 0
        self._chosen = ""

    @property
    def pid(self) -> int | None:
        """The worker's process id while it runs."""
        return self._worker.pid if self._worker else None

    def keep(self, keeper: Keeper) -> None:
        """Who watches over the worker from its next start on."""
        self._keeper = keeper

    async def load(self) -> None:
        """Returns once the model is in memory. Raises as `stream` does, but nothing of an answer."""
        await self._choose()
        async with contextlib.aclosing(self._request("load")) as replies:
            async for _ in replies:
                pass

    async def renew(self) -> str:
        """Models have come or gone: the next answer is by the one that is the best of them now. Its name; "" where there is none."""
        try:
            self._chosen = await self._best()
        except ModelMissing:
            self._chosen = ""
        return self._chosen

    async def stream(self, prompt: FusedPrompt) -> AsyncGenerator[BackendEvent, None]:
        """See `Backend.stream`. Also raises ModelMissing, with the command that pulls it; ModelCorrupt; WorkerLost; PerceptionError.

        What was asked of a process that dies before the first word is asked once more.
        """
        _check(prompt)
        await self._choose()
        due, has_spoken = self._due(), False
        for may_fail in (True, False):
            try:
                async with contextlib.aclosing(self._replies(prompt, due)) as replies:
                    async for reply in replies:
                        if text := str(reply.fields.get("text", "")):
                            has_spoken = True
                            yield TextDelta(prompt.turn_id, text)
                        elif ended := reply.fields.get("ended"):
                            if not has_spoken:
                                raise _speechless()
                            yield self._finished(prompt, ended)
                            return
                raise AnswerCut("local: the model ended without an end")
            except ModelMissing:
                self._chosen = ""  # it was removed: there may be another by the next time
                raise
            except WorkerLost:
                if has_spoken or not may_fail:
                    raise
            except TimeoutError:
                raise _late(has_spoken) from None

    async def aclose(self) -> None:
        """Ends the worker. Idempotent; a later answer starts another."""
        self._rest()
        if self._closing:
            await asyncio.wait(self._closing)

    async def _choose(self) -> None:
        """Once, unless there was none or it was removed; `renew` tells what comes later."""
        if not self._chosen:
            self._chosen = await self._best()

    async def _best(self) -> str:
        """Raises ModelMissing."""
        if self.setup.models is None:
            raise ModelMissing("no folder for models", "No model that looks at pictures can be used here.", "Choose another backend.")
        return await asyncio.to_thread(chosen, Store(self.setup.models, load()), self.setup.options.model)

    def _due(self) -> tuple[float, float]:
        """When there must be a first word, and when all must be said, in the loop's time."""
        now, options = asyncio.get_running_loop().time(), self.setup.options
        return now + min(options.first_token, options.total), now + options.total

    async def _replies(self, prompt: FusedPrompt, due: tuple[float, float]) -> AsyncGenerator[Message, None]:
        """Those to one request. Raises TimeoutError where the first word, or the end, comes after its time."""
        turns = [[said.speaker.value, said.text, said.shows] for said in conversation(prompt)]
        fields = {
            "tokens": self._longest(prompt),
            "patience": _LOOKING * self.setup.options.first_token,
            "temperature": 0.0,
            "turns": turns,
        }
        picture = prompt.pictures[0].data if prompt.pictures else b""
        async with contextlib.aclosing(self._request("answer", picture, **fields)) as replies:
            has_spoken = False
            while True:
                async with asyncio.timeout_at(due[has_spoken]):
                    reply = await anext(replies, None)
                if reply is None:
                    return
                has_spoken = has_spoken or "text" in reply.fields
                yield reply

    async def _request(self, op: str, body: bytes = b"", **fields: object) -> AsyncGenerator[Message, None]:
        worker = self._worker = self._worker or Worker(MODULE, hang_after=_HANG, keeper=self._keeper)
        if self._resting:
            self._resting.cancel()
        self._asking += 1
        try:
            request = worker.request(op, body, folder=str(self.setup.models), model=self._chosen, **fields)
            async with contextlib.aclosing(request) as replies:
                async for reply in replies:
                    yield reply
        finally:
            self._asking -= 1
            if not self._asking:
                self._resting = asyncio.get_running_loop().call_later(self._idle, self._rest)

    def _rest(self) -> None:
        if self._resting:
            self._resting.cancel()
        worker, self._worker = self._worker, None
        if worker is not None:
            closing = asyncio.create_task(worker.aclose(), name="local model")
            self._closing.add(closing)
            closing.add_done_callback(self._closing.discard)

    def _longest(self, prompt: FusedPrompt) -> int:
        return prompt.answer_tokens if self.model.output is None else min(prompt.answer_tokens, self.model.output)

    def _finished(self, prompt: FusedPrompt, ended: dict[str, Any]) -> Finished:
        usage = Usage(input=int(ended["given"]), output=int(ended["told"]), image=int(ended["seen"]))
        return Finished(prompt.turn_id, self._chosen, usage, FinishReason.COMPLETE if ended["whole"] else FinishReason.LENGTH)


def conversation(prompt: FusedPrompt) -> list[Said]:
    """What the model is given to read. With a picture short: the question, or one that suits the preset; without one all that was fused."""
    earlier = [exchange for exchange in prompt.conversation if exchange.answer.strip()][-_EXCHANGES:]
    told = [
        said
        for exchange in earlier
        for said in (Said(Speaker.USER, exchange.question.strip() or _ask(prompt)), Said(Speaker.ASSISTANT, exchange.answer.strip()))
    ]
    if not prompt.pictures:
        system = [Said(Speaker.SYSTEM, prompt.instructions)] if prompt.instructions.strip() else []
        return [*system, *told, Said(Speaker.USER, prompt.text if prompt.text.strip() else prompt.question.strip() or _ask(prompt))]
    turns = [*told, Said(Speaker.USER, prompt.question.strip() or _ask(prompt))]
    # Where it is the picture that was talked about, it stands where it stood then: what was read of it need not be read again.
    shown = 0 if prompt.follows else len(turns) - 1
    return [Said(said.speaker, said.text, at == shown) for at, said in enumerate(turns)]


def _ask(prompt: FusedPrompt) -> str:
    """What is asked where the user asked nothing in words."""
    asks, more = _sentences()["asks"], _sentences()["verbosity"]
    asked = str(asks.get(prompt.preset, asks[""]))
    return asked if prompt.preset in asks and prompt.verbosity is Verbosity.BRIEF else f"{asked} {more[prompt.verbosity.value]}".strip()


@cache
def _sentences() -> dict[str, dict[str, str]]:
    return tomllib.loads((resources.files("mmassist.backends") / "local.toml").read_text("utf-8"))


def _check(prompt: FusedPrompt) -> None:
    """Raises RequestRejected, before anything is done."""
    if prompt.clips:
        raise RequestRejected("local: it takes no sound", "The model on this computer takes no recordings.", "Ask without the recording.")
    if prompt.structured:
        told = "The small model on this computer can't take a page apart."
        raise RequestRejected("local: it writes no JSON", told, "Choose another preset, or a model on a server.")


def _speechless() -> BadAnswer:
    return BadAnswer("local: no text", "The model on this computer has nothing to say to this.", "Ask in another way.")


def _late(has_spoken: bool) -> AnswerCut | TimedOut:
    remedy = "Choose a smaller model, or allow more time in the settings."
    if has_spoken:
        return AnswerCut("local: in the middle of the answer: too late", "The answer is incomplete: it took too long.", remedy)
    return TimedOut("local: no word in time", "The model on this computer took too long.", remedy)
