"""The detail of a turn: who answers, what they are given, and what of their answer is said."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from mmassist.backends.embedded import ANSWERED
from mmassist.dialogue.abstention import Circumstances, abstains, remedy
from mmassist.dialogue.cache import Answer, AnswerCache, Asked, key_of
from mmassist.dialogue.conversation import Conversation, Conversations, identity
from mmassist.dialogue.grounding import Grounder
from mmassist.engine import billing
from mmassist.engine.border import Asking, Border, Crossing, Look, digest
from mmassist.engine.brains import Brain
from mmassist.engine.choosing import Choice, Choosing, Rules
from mmassist.engine.record import Offer, Record, Request
from mmassist.engine.telling import Piece, StructuredTelling, Telling, WholeTelling
from mmassist.errors import BadAnswer, ConsentMissing, MmassistError, NoWindow
from mmassist.perception.quality import quality
from mmassist.plurals import counted
from mmassist.privacy import masking
from mmassist.privacy.told import hidden_sentence
from mmassist.privacy.vault import Vault
from mmassist.sayings import own, run_on, saying
from mmassist.values import Channel, Earcon, Exchange, Finished, FinishReason, Role, Scene, TargetKind, TextDelta

log = logging.getLogger(__name__)

_MOST_SECRETS = 500


@dataclass(frozen=True, slots=True)
class _Last:
    """What a model was asked last, and about what, to be asked again with something revealed."""

    look: Look
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
        self._secrets: tuple[str, ...] = ()  # what was hidden, or should have been, in what the conversations are about
        self._open: dict[int, float] = {}

    def use(self, rules: Rules, hidden: masking.Options, language: str) -> None:
        """Other rules hold from the next turn on, other things are hidden, and answers are in that language."""
        self._choosing.use(rules)
        self._border.use(hidden, language)

    def ask_among(self, brains: Sequence[Brain]) -> None:
        """These can be asked from the next turn on; one that is being asked answers to its end."""
        self._choosing.ask_among(brains)

    @property
    def heeds_windows(self) -> bool:
        """Whether the user has rules for single windows or programs, so that it must be known which ones a picture may show."""
        return self._border.excludes or self._choosing.has_programs

    def is_private(self, look: Look) -> bool:
        """Whether what is seen must never be written down: an excluded window is in view, or a field for a password."""
        return self._border.shows_excluded(look) or any(item.role is Role.PASSWORD for item in look.scene.items)

    @property
    def unsettled(self) -> float:
        """US dollars that turns which are not written down yet may cost."""
        return sum(self._open.values())

    def settled(self, turn_id: int) -> None:
        """What the turn cost is written down."""
        self._open.pop(turn_id, None)

    async def choose(self, record: Record, look: Look) -> Choice:
        """Who answers. Pressing the key again after an offer is the user's word, for that window.

        Raises ConsentMissing where the user named a backend whose vendor they have not agreed to, and BackendError where there is none
        of that name: what is meant for one is not sent to another.
        """
        request = record.request
        if request.send:
            self._choosing.brain(request.send)
        if (offer := request.offer) is not None and offer.window == _window(look.scene):
            request = replace(request, send=offer.backend)
            if offer.terms:
                await asyncio.to_thread(self._agree, self._choosing.brain(offer.backend))
        choice = await self._choosing.choose(request, look.scene, look.programs)
        record.explanation = choice.explanation
        if request.send and not request.preview and choice.offer is not None and choice.offer.name == request.send:
            raise ConsentMissing(f"no consent to {request.send}")
        return choice

    def repeated(self, request: Request, look: Look) -> Request:
        """What the last model was asked about `look`, once more, with what `request` reveals. Raises NoWindow where none was asked."""
        if (last := self._last) is None or last.look is not look:
            remedy = "Ask a model about this window first, then reveal what was hidden."
            raise NoWindow("nothing to reveal", "Nothing of this was hidden from a model.", remedy)
        return replace(request, send=last.backend, question=last.question, preset=last.preset)

    async def answer(self, record: Record, look: Look, choice: Choice) -> AsyncGenerator[Piece, None]:
        """What is to be said, as it comes. Raises the last backend's MmassistError if nobody answered."""
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
            except MmassistError as error:
                log.warning("turn %d, %s: %s", record.turn_id, brain.name, error)
                record.failed_over(brain.name, error, is_last=heard or following is None)
                if heard:
                    yield Piece(Channel.SYSTEM, run_on("The answer is incomplete.", error.remedy), earcon=Earcon.ERROR)
                    return
                if following is None:
                    raise
                # It was revealed to one backend, not to whoever comes after it.
                record.request = replace(record.request, revealed=frozenset())
                failed = saying("{name}: {trouble}", name=brain.name, trouble=own(error.spoken))
                instead = "The embedded describer answers instead."
                if not following.describes_by_itself:
                    instead = saying("{name} answers instead.", name=following.name)
                yield Piece(Channel.SYSTEM, run_on(failed, instead), earcon=Earcon.ERROR)

    def offer(self, record: Record, look: Look, choice: Choice) -> Piece | None:
        """What the user may have by pressing the key again, or by a yes where they had spoken, said once the detail is."""
        brain = choice.offer
        if brain is None or record.request.target.kind is not TargetKind.WINDOW or record.request.send:
            return None
        terms = self._choosing.terms(brain)
        how = "Press again" if record.request.heard is None else "Press the describe key, or say yes,"
        said = run_on(terms, saying(f"{how} to agree and to ask {{name}}." if terms else f"{how} to ask {{name}}.", name=brain.name))
        record.offer = Offer(brain.name, _window(look.scene), terms, said)
        return Piece(Channel.SYSTEM, said)

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
        self._secrets = ()

    async def _ask(self, record: Record, look: Look, brain: Brain) -> AsyncGenerator[Piece, None]:
        """One backend's answer, or the one that it gave before to the very same."""
        asking = self._asking(record, look)
        if brain.describes_by_itself:
            pieces = self._asked(record, look, brain, asking, b"")
        else:
            key = await asyncio.to_thread(_key, look, brain, asking)
            known = None if asking.clips else self._cache.get(key)
            pieces = self._asked(record, look, brain, asking, key) if known is None else self._repeated(record, look, brain, known)
        async with contextlib.aclosing(pieces):
            async for piece in pieces:
                yield piece

    async def _asked(self, record: Record, look: Look, brain: Brain, asking: Asking, key: bytes) -> AsyncGenerator[Piece, None]:
        crossing = await self._crossing(record, look, brain, asking)
        for piece in _kept_back(look, brain, crossing.hidden):
            yield piece
        telling = await _telling(brain, look, record, crossing, self._border.language)
        async with contextlib.aclosing(self._told(record, brain, crossing, telling)) as pieces:
            async for piece in pieces:
                yield piece
        if key:
            if not telling.has_told:
                raise BadAnswer(
                    "nothing of the answer can be said", "The service sent an empty answer.", "Try again, or choose another backend."
                )
            await self._keep(record, look, brain, crossing, telling, key)
            async with contextlib.aclosing(_remarks(look, crossing, telling)) as pieces:
                async for piece in pieces:
                    yield piece
        elif asking.question and telling.finished is not None and telling.finished.model in ANSWERED:
            await self._remember(record, look, brain, crossing, telling)

    async def _told(self, record: Record, brain: Brain, crossing: Crossing, telling: Telling) -> AsyncGenerator[Piece, None]:
        """What a backend says. However it ends, what it may bill is noted."""
        record.mark("sent")
        if (most := billing.most(brain, crossing.tokens, crossing.prompt.answer_tokens)) > 0:
            self._open[record.turn_id] = self._open.get(record.turn_id, 0.0) + most
        bills = True
        try:
            async with contextlib.aclosing(brain.backend.stream(crossing.prompt)) as events:
                async for event in events:
                    record.mark("first_token")
                    for piece in telling.hear(event):
                        yield piece
        except MmassistError as error:
            bills = billing.may_bill(error)
            for piece in telling.cut():
                yield piece
            raise
        finally:
            _meter(record, brain, crossing, telling, bills=bills)
        for piece in telling.flush():
            yield piece

    async def _crossing(self, record: Record, look: Look, brain: Brain, asking: Asking) -> Crossing:
        if brain.describes_by_itself:  # nothing of it is slow, and this is what is heard first
            crossing = self._border.cross(brain, look, asking)
        else:
            crossing = await asyncio.to_thread(self._border.cross, brain, look, asking)
        record.crossed(brain.kind, crossing.prompt.preset, crossing.hidden, crossing.redactions)
        return crossing

    async def _keep(self, record: Record, look: Look, brain: Brain, crossing: Crossing, telling: Telling, key: bytes) -> None:
        """A model's whole answer, for the same again, for what follows it up, and to be asked with something revealed."""
        if telling.finished is not None and not crossing.prompt.structured:
            self._cache.put(key, telling.text, telling.finished, crossing.hidden)
        await self._remember(record, look, brain, crossing, telling)
        self._last = _Last(look, brain.name, record.request.question, record.request.preset)

    async def _remember(self, record: Record, look: Look, brain: Brain, crossing: Crossing, telling: Telling) -> None:
        """What was asked and answered, for what follows it up; and what of it must not leave with that."""
        secrets = crossing.secrets
        if record.request.revealed or brain.backend.capabilities.local:  # it was told what others are not
            secrets = await asyncio.to_thread(self._border.secrets, look)
        self._secrets = tuple(dict.fromkeys((*secrets, *self._secrets)))[:_MOST_SECRETS]
        exchange = Exchange(record.turn_id, record.request.question, telling.text)
        self._conversations = self._conversations.add(self._about(look), exchange, brain.name, digest(crossing.prompt.pictures))

    async def _repeated(self, record: Record, look: Look, brain: Brain, known: Answer) -> AsyncGenerator[Piece, None]:
        """An answer out of the cache, looked up in the scene as it was the first time; what the model did not get is said again."""
        record.hidden = known.hidden
        for piece in _kept_back(look, brain, known.hidden):
            yield piece
        record.meter(kind=brain.kind, model=known.model, preset=record.request.preset, cost=0.0, cached=True)
        self._last = _Last(look, brain.name, record.request.question, record.request.preset)
        grounder = await asyncio.to_thread(Grounder, look.scene, record.request.question, self._border.language)
        telling = Telling(Vault(), grounder, early=False)
        for piece in (*telling.hear(TextDelta(record.turn_id, known.text)), *telling.flush()):
            yield piece

    def _about(self, look: Look) -> str:
        """What a conversation is about. What was said with an excluded window in view is a conversation of its own, and so is what was said
        of a screen or a clipboard with other programs on it: what one backend may be told of them, another may not."""
        target, window = look.scene.target, look.scene.window
        on_it = ""
        if target.kind is not TargetKind.WINDOW:
            shown = (window.id, window.pid) if window and target.is_region else ()
            on_it = f" {shown} {sorted(set(look.programs))}"
        return identity(target, window) + on_it + (" excluded" if self._border.shows_excluded(look) else "")

    def _asking(self, record: Record, look: Look) -> Asking:
        request = record.request
        return Asking(
            turn_id=record.turn_id,
            verbosity=request.verbosity,
            question=request.question,
            heard=request.heard,
            preset=request.preset,
            spoken=record.said(Channel.GIST, Channel.DETAIL),
            conversation=self._conversations.about(self._about(look)) if request.question and not request.parsed else Conversation(),
            revealed=request.revealed,
            clips=request.clips,
            secrets=self._secrets,
        )


def _kept_back(look: Look, brain: Brain, hidden: tuple[str, ...]) -> Iterator[Piece]:
    """What the user is told of that the backend does not get."""
    if hidden:
        yield Piece(Channel.SYSTEM, hidden_sentence(hidden))
    if brain.backend.capabilities.local:
        return
    if look.unsearched is not None:
        yield Piece(Channel.SYSTEM, "What only the picture shows is not sent, because fields for passwords are still looked for in it.")
    elif look.withheld:
        yield Piece(Channel.SYSTEM, "The picture is not sent, because its text is still being read.")


async def _remarks(look: Look, crossing: Crossing, telling: Telling) -> AsyncGenerator[Piece, None]:
    """What the app has to say of a model's answer at its end."""
    if telling.finished is not None and telling.finished.reason is FinishReason.LENGTH:
        yield Piece(Channel.SYSTEM, "The answer is incomplete: it is longer than was asked for.")
    if abstains(telling.text):
        seen = await asyncio.to_thread(quality, look.frame.pixels)
        sent = Circumstances(bool(crossing.prompt.pictures), len(crossing.hidden))
        yield Piece(Channel.SYSTEM, remedy(look.scene, seen, sent))


def _key(look: Look, brain: Brain, asking: Asking) -> bytes:
    """Of all that an answer depends on. About 10 ms for a full screen."""
    scene = look.scene
    shown = [
        text for item in scene.items for text in (item.role, item.name, item.value, item.description, item.pixels_say, *sorted(item.states))
    ]
    if scene.window is not None:
        shown += [scene.window.program, scene.window.title]
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
            repr(look.unsearched),
        ),
    )
    return key_of([np.ascontiguousarray(look.frame.pixels).data], (*shown, *(line.text for line in scene.lines)), asked)


def _window(scene: Scene) -> int:
    """0 for what is no window."""
    return scene.window.id if scene.window else 0


async def _telling(brain: Brain, look: Look, record: Record, crossing: Crossing, language: str) -> Telling:
    able = brain.backend.capabilities
    grounder = None if able.grounded else await asyncio.to_thread(Grounder, look.scene, record.request.question, language)
    kind = WholeTelling if record.request.parsed else StructuredTelling if crossing.prompt.structured else Telling
    return kind(crossing.vault, grounder, early=not able.sentences)


def _meter(record: Record, brain: Brain, crossing: Crossing, telling: Telling, *, bills: bool) -> None:
    """Notes what the reply counted, or about what it may have cost where it did not come to its end."""
    finished = telling.finished or Finished(record.turn_id, brain.model.name if brain.model else "")
    usage = billing.used(brain, crossing.prompt, finished.usage)
    cost = billing.cost(brain, crossing.tokens, usage, telling.text) if bills else 0.0
    record.meter(model=finished.model, usage=usage, cost=cost, retries=record.metering.retries + finished.retries)


def _previewed(brain: Brain, crossing: Crossing) -> str:
    prompt = crossing.prompt
    size = sum(len(picture.data) for picture in prompt.pictures)
    given: dict[str, object] = {"name": brain.name, "words": counted(len(prompt.text.split()), "word")}
    if prompt.pictures:
        shown = saying("one picture") if len(prompt.pictures) == 1 else counted(len(prompt.pictures), "picture")
        given |= {"pictures": shown, "size": counted(max(1, size // 1000), "kilobyte")}
        told = saying("To {name} would go {pictures} of {size} and {words} of text.", **given)
    else:
        told = saying("To {name} would go no picture and {words} of text.", **given)
    clips = "The recording goes along as it is: nothing in it is hidden."
    if len(prompt.clips) > 1:
        clips = saying("{number} recordings go along as they are: nothing in them is hidden.", number=len(prompt.clips))
    return run_on(told, clips if prompt.clips else "", hidden_sentence(crossing.hidden))
