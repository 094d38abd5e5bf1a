"""The detail of a turn: who answers, what they are given, and what of their answer is said."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from mmassist.backends import catalogue, pictures
from mmassist.dialogue.abstention import Circumstances, abstains, remedy
from mmassist.dialogue.cache import Answer, AnswerCache, Asked, key_of
from mmassist.dialogue.conversation import Conversation, Conversations, identity
from mmassist.dialogue.grounding import Grounder
from mmassist.engine.border import Asking, Border, Crossing, Look, digest
from mmassist.engine.brains import Brain
from mmassist.engine.choosing import Choice, Choosing
from mmassist.engine.record import Offer, Record, Request
from mmassist.engine.telling import Piece, StructuredTelling, Telling
from mmassist.errors import BackendError, ConsentMissing
from mmassist.perception.quality import quality
from mmassist.privacy.told import hidden_sentence
from mmassist.privacy.vault import Vault
from mmassist.values import Channel, Exchange, Finished, FinishReason, FusedPrompt, Scene, TargetKind, TextDelta

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Last:
    """What a model was asked last, to be asked again with something revealed."""

    backend: str
    question: str
    preset: str


class Answering:
    """Asks the chosen backends in turn until one answers. Belongs to the engine's loop; what is slow runs beside it."""

    def __init__(self, border: Border, choosing: Choosing, cache: AnswerCache, agree: Callable[[Brain], None]) -> None:
        """`agree`: writes down that the user has agreed to a brain's vendor; may block. Raises MmassistError where it can't."""
        self._border = border
        self._choosing = choosing
        self._cache = cache
        self._agree = agree
        self._conversations = Conversations()
        self._last: _Last | None = None

    @property
    def excludes(self) -> bool:
        """See `Border.excludes`."""
        return self._border.excludes

    async def choose(self, record: Record, look: Look) -> Choice:
        """Who answers. Pressing the key again after an offer is the user's word, for that window.

        Raises ConsentMissing where the user named a backend whose vendor they have not agreed to.
        """
        request = record.request
        if (offer := request.offer) is not None and offer.window == _window(look.scene):
            request = replace(request, send=offer.backend)
            if offer.terms:
                await asyncio.to_thread(self._agree, self._choosing.brain(offer.backend))
        choice = await self._choosing.choose(request, look.scene)
        record.explanation = choice.explanation
        if request.send and not request.preview and choice.offer is not None and choice.offer.name == request.send:
            raise ConsentMissing(f"no consent to {request.send}")
        return choice

    def repeated(self, request: Request) -> Request:
        """What the last model was asked, once more, with what `request` reveals."""
        if (last := self._last) is None:
            return request
        return replace(request, send=last.backend, question=last.question, preset=last.preset)

    async def answer(self, record: Record, look: Look, choice: Choice) -> AsyncGenerator[Piece, None]:
        """What is to be said, as it comes. Raises the last backend's BackendError if nobody answered."""
        if choice.notice and not record.failures:
            yield Piece(Channel.SYSTEM, choice.notice)
        for brain, following in zip(choice.steps, (*choice.steps[1:], None), strict=True):
            record.backend = brain.name
            heard = False
            try:
                async with contextlib.aclosing(self._ask(record, look, brain)) as pieces:
                    async for piece in pieces:
                        heard = heard or piece.channel is Channel.DETAIL
                        yield piece
                return
            except BackendError as error:
                log.warning("turn %d, %s: %s", record.turn_id, brain.name, error)
                record.failed_over(brain.name, error)
                if heard:
                    yield Piece(Channel.SYSTEM, f"The answer is incomplete. {error.remedy}")
                    return
                if following is None:
                    raise
                yield Piece(Channel.SYSTEM, f"{brain.name}: {error.spoken} The {following.name} describer answers instead.")

    def offer(self, record: Record, look: Look, choice: Choice) -> Piece | None:
        """What the user may have by pressing the key again, said once the detail is."""
        brain = choice.offer
        if brain is None or record.request.target.kind is not TargetKind.WINDOW or record.request.send:
            return None
        terms = self._choosing.terms(brain)
        record.offer = Offer(brain.name, _window(look.scene), terms)
        if not terms:
            return Piece(Channel.SYSTEM, f"Press again to ask {brain.name}.")
        return Piece(Channel.SYSTEM, f"{terms} Press again to agree and to ask {brain.name}.")

    async def preview(self, record: Record, look: Look) -> Piece:
        """What would be sent, and to whom. Nothing is."""
        brain = self._choosing.first(record.request)
        record.backend = brain.name
        if brain.describes_by_itself:
            return Piece(Channel.SYSTEM, "Nothing would leave this computer: the embedded describer answers.")
        crossing = await self._crossing(record, look, brain, self._asking(record, look))
        record.preview = crossing.prompt
        return Piece(Channel.SYSTEM, _previewed(brain, crossing))

    def forget(self) -> None:
        """Forgets what was asked and answered."""
        self._cache.clear()
        self._conversations = Conversations()
        self._last = None

    async def _ask(self, record: Record, look: Look, brain: Brain) -> AsyncGenerator[Piece, None]:
        """One backend's answer, or the one that it gave before to the very same."""
        asking = self._asking(record, look)
        if brain.describes_by_itself:
            pieces = self._asked(record, look, brain, asking, b"")
        else:
            key = await asyncio.to_thread(_key, look, brain, asking)
            known = None if asking.clips else self._cache.get(key)
            pieces = self._asked(record, look, brain, asking, key) if known is None else _repeated(record, look, brain, known)
        async with contextlib.aclosing(pieces):
            async for piece in pieces:
                yield piece

    async def _asked(self, record: Record, look: Look, brain: Brain, asking: Asking, key: bytes) -> AsyncGenerator[Piece, None]:
        crossing = await self._crossing(record, look, brain, asking)
        for piece in _kept_back(look, brain, crossing):
            yield piece
        telling = _telling(brain, look, record, crossing)
        try:
            async with contextlib.aclosing(brain.backend.stream(crossing.prompt)) as events:
                async for event in events:
                    record.mark("first_token")
                    for piece in telling.hear(event):
                        yield piece
        except BackendError:
            for piece in telling.cut():
                yield piece
            raise
        for piece in telling.flush():
            yield piece
        if telling.finished is not None:
            _meter(record, brain, crossing.prompt, telling.finished)
        if key:
            self._keep(record, look, brain, crossing.prompt, telling, key)
            async for piece in _remarks(look, crossing, telling):
                yield piece

    async def _crossing(self, record: Record, look: Look, brain: Brain, asking: Asking) -> Crossing:
        if brain.describes_by_itself:  # nothing of it is slow, and this is what is heard first
            crossing = self._border.cross(brain, look, asking)
        else:
            crossing = await asyncio.to_thread(self._border.cross, brain, look, asking)
        record.crossed(brain.kind, crossing.prompt.preset, crossing.hidden, crossing.redactions)
        return crossing

    def _keep(self, record: Record, look: Look, brain: Brain, prompt: FusedPrompt, telling: Telling, key: bytes) -> None:
        """A model's whole answer, for the same again and for what follows it up."""
        if telling.finished is not None and not prompt.structured:
            self._cache.put(key, telling.text, telling.finished)
        about = identity(look.scene.target, look.scene.window)
        exchange = Exchange(record.turn_id, record.request.question, telling.text)
        self._conversations = self._conversations.add(about, exchange, brain.name, digest(prompt.pictures))
        self._last = _Last(brain.name, record.request.question, record.request.preset)

    def _asking(self, record: Record, look: Look) -> Asking:
        request = record.request
        about = identity(look.scene.target, look.scene.window)
        return Asking(
            turn_id=record.turn_id,
            verbosity=request.verbosity,
            question=request.question,
            preset=request.preset,
            spoken=record.said(Channel.GIST, Channel.DETAIL),
            conversation=self._conversations.about(about) if request.question else Conversation(),
            revealed=request.revealed,
            clips=request.clips,
        )


def _kept_back(look: Look, brain: Brain, crossing: Crossing) -> Iterator[Piece]:
    """What the user is told of that the backend does not get."""
    if crossing.hidden:
        yield Piece(Channel.SYSTEM, hidden_sentence(crossing.hidden))
    if look.withheld and not brain.backend.capabilities.local:
        yield Piece(Channel.SYSTEM, "The picture is not sent, because its text is still being read.")


async def _remarks(look: Look, crossing: Crossing, telling: Telling) -> AsyncGenerator[Piece, None]:
    """What the app has to say of a model's answer at its end."""
    if telling.finished is not None and telling.finished.reason is FinishReason.LENGTH:
        yield Piece(Channel.SYSTEM, "The answer is incomplete: it is longer than was asked for.")
    if abstains(telling.text):
        seen = await asyncio.to_thread(quality, look.frame.pixels)
        sent = Circumstances(bool(crossing.prompt.pictures), len(crossing.hidden))
        yield Piece(Channel.SYSTEM, remedy(look.scene, seen, sent))


async def _repeated(record: Record, look: Look, brain: Brain, known: Answer) -> AsyncGenerator[Piece, None]:
    """An answer out of the cache, looked up in the scene as it was the first time."""
    record.meter(kind=brain.kind, model=known.model, preset=record.request.preset, cost=0.0, cached=True)
    telling = Telling(Vault(), Grounder(look.scene, record.request.question), early=False)
    for piece in (*telling.hear(TextDelta(record.turn_id, known.text)), *telling.flush()):
        yield piece


def _key(look: Look, brain: Brain, asking: Asking) -> bytes:
    """Of all that an answer depends on. About 10 ms for a full screen."""
    scene = look.scene
    shown = (text for item in scene.items for text in (item.name, item.value, item.pixels_say, *sorted(item.states)))
    asked = Asked(
        backend=brain.name,
        model=brain.model.name if brain.model else "",
        preset=asking.preset,
        question=asking.question,
        language="",
        verbosity=asking.verbosity,
        others=(
            asking.spoken,
            *(text for each in asking.conversation.exchanges for text in (each.question, each.answer)),
            *sorted(asking.revealed),
            "withheld" if look.withheld else "",
        ),
    )
    return key_of([np.ascontiguousarray(look.frame.pixels).data], (*shown, *(line.text for line in scene.lines)), asked)


def _window(scene: Scene) -> int:
    """0 for what is no window."""
    return scene.window.id if scene.window else 0


def _telling(brain: Brain, look: Look, record: Record, crossing: Crossing) -> Telling:
    able = brain.backend.capabilities
    grounder = None if able.grounded else Grounder(look.scene, record.request.question)
    kind = StructuredTelling if crossing.prompt.structured else Telling
    return kind(crossing.vault, grounder, early=not able.sentences)


def _meter(record: Record, brain: Brain, prompt: FusedPrompt, finished: Finished) -> None:
    usage = finished.usage
    if brain.model is not None and usage.image is None and prompt.pictures:
        usage = replace(usage, image=pictures.image_tokens(prompt.pictures, brain.model.pictures))
    record.meter(
        model=finished.model,
        usage=usage,
        cost=0.0 if not brain.bills else catalogue.cost(brain.model, usage) if brain.model else None,
        retries=finished.retries,
    )


def _previewed(brain: Brain, crossing: Crossing) -> str:
    prompt = crossing.prompt
    size = sum(len(picture.data) for picture in prompt.pictures)
    shown = {0: "no picture", 1: "one picture"}.get(len(prompt.pictures), f"{len(prompt.pictures)} pictures")
    parts = [f"To {brain.name} would go {shown}" + (f" of {max(1, size // 1000)} kilobytes" if size else "")]
    parts.append(f"and {len(prompt.text.split())} words of text.")
    if crossing.hidden:
        parts.append(hidden_sentence(crossing.hidden))
    return " ".join(parts)
