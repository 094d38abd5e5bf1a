"""The contract of backends that ask a server, before servers that we did not write. Run by make peers."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Iterator

import pytest

from mmassist.backends.chat import ChatBackend
from mmassist.errors import AnswerCut, BackendError, Unreachable
from mmassist.values import BackendEvent, Finished, FinishReason, FusedPrompt, TextDelta
from tests.contract.remote import CONVERSATION, text_of
from tests.fakes.servers.base import collect
from tests.peers import asking, servers
from tests.peers.asking import picture, prompt
from tests.peers.servers import Peer, Running

pytestmark = [pytest.mark.peers, pytest.mark.skipif(bool(servers.missing()), reason=servers.missing() or "built")]

PROMPT = 60.0  # seconds within which what takes milliseconds must have happened, on any machine


@pytest.fixture(scope="module", params=servers.ALL, ids=lambda peer: peer.name.split()[0])
def peer(request: pytest.FixtureRequest) -> Peer:
    chosen: Peer = request.param
    return chosen


@pytest.fixture(scope="module")
def brief(peer: Peer) -> Iterator[Running]:
    with servers.running(peer, "brief") as server:
        yield server


@pytest.fixture(scope="module")
def endless(peer: Peer) -> Iterator[Running]:
    with servers.running(peer, "endless") as server:
        yield server


@contextlib.asynccontextmanager
async def before(server: Running, path: str = "", model: str = "") -> AsyncIterator[ChatBackend]:
    async with contextlib.aclosing(asking.backend(server.url + path, model or server.model)) as backend:
        yield backend


async def answer(server: Running, asked: FusedPrompt, path: str = "", model: str = "") -> list[BackendEvent]:
    async with before(server, path, model) as backend:
        return await collect(backend.stream(asked))


async def test_streams_in_pieces_and_finishes_once_and_last(brief: Running) -> None:
    events = await answer(brief, prompt())
    *pieces, last = events
    assert len(pieces) > 1 and all(isinstance(piece, TextDelta) for piece in pieces)
    assert isinstance(last, Finished) and last.reason is FinishReason.COMPLETE


async def test_what_is_heard_is_what_the_model_said(endless: Running) -> None:
    said = text_of(await answer(endless, prompt(answer_tokens=400)))
    heard = said.split()
    assert len(heard) > 300 and set(heard) - servers.words() <= {heard[-1]}
    assert not said.isascii()


async def test_tells_who_answered_and_what_it_took(brief: Running) -> None:
    finished = (await answer(brief, prompt()))[-1]
    assert isinstance(finished, Finished)
    assert brief.model in finished.model
    assert finished.usage.input and finished.usage.output


async def test_tells_an_answer_that_was_cut_at_its_length(endless: Running) -> None:
    finished = (await answer(endless, prompt(answer_tokens=20)))[-1]
    assert isinstance(finished, Finished)
    assert finished.reason is FinishReason.LENGTH and finished.usage.output == 20


async def test_the_instructions_and_the_conversation_arrive(brief: Running) -> None:
    bare = (await answer(brief, prompt(instructions="")))[-1]
    told = (await answer(brief, prompt(conversation=CONVERSATION)))[-1]
    assert isinstance(bare, Finished) and isinstance(told, Finished)
    assert (told.usage.input or 0) > (bare.usage.input or 0) > 0


@pytest.mark.parametrize("media_type", ["image/png", "image/jpeg"])
async def test_a_picture_arrives(brief: Running, media_type: str) -> None:
    without = (await answer(brief, prompt()))[-1]
    seen = (await answer(brief, prompt(pictures=(picture(media_type),))))[-1]
    assert isinstance(without, Finished) and isinstance(seen, Finished)
    assert (seen.usage.input or 0) > (without.usage.input or 0)


async def test_an_object_is_one_where_the_server_can_make_one(endless: Running) -> None:
    if endless.peer is not servers.LLAMA:
        pytest.skip("this server takes no wish for an object")
    said = text_of(await answer(endless, prompt(structured=True, answer_tokens=30)))
    assert said.lstrip().startswith("{")


async def test_two_turns_at_once_both_end(brief: Running) -> None:
    async with before(brief) as backend:
        both = await asyncio.gather(collect(backend.stream(prompt(1))), collect(backend.stream(prompt(2))))
    for turn_id, events in zip((1, 2), both, strict=True):
        assert {event.turn_id for event in events} == {turn_id} and isinstance(events[-1], Finished)


async def test_closing_the_stream_ends_the_work_on_the_server(endless: Running) -> None:
    async with before(endless) as backend:
        events = backend.stream(prompt(answer_tokens=asking.LONG))
        for _ in range(5):
            await anext(events)
        began, closed = endless.worked(), time.monotonic()
        await events.aclose()
        assert time.monotonic() - closed < PROMPT
        stopped = await asyncio.to_thread(endless.works_until, PROMPT)
        assert stopped - closed < PROMPT and endless.worked() - began < 1.0
        assert text_of(await collect(backend.stream(prompt(answer_tokens=20))))


async def test_cancelling_whoever_listens_ends_the_work_on_the_server(endless: Running) -> None:
    async with before(endless) as backend:
        heard: list[BackendEvent] = []
        listening = asyncio.create_task(collect(backend.stream(prompt(answer_tokens=asking.LONG)), heard))
        while len(heard) < 5:  # noqa: ASYNC110 - the list is filled by the task
            await asyncio.sleep(0.005)
        listening.cancel()
        with pytest.raises(asyncio.CancelledError):
            await listening
        cancelled, began = time.monotonic(), endless.worked()
        assert await asyncio.to_thread(endless.works_until, PROMPT) - cancelled < PROMPT and endless.worked() - began < 1.0


async def test_a_name_that_the_server_does_not_know(brief: Running) -> None:
    if brief.peer.unknown is None:
        assert text_of(await answer(brief, prompt(), model="nobody/knows-me"))
        return
    with pytest.raises(BackendError) as caught:
        await answer(brief, prompt(), model="nobody/knows-me")
    assert type(caught.value) is brief.peer.unknown


async def test_a_prompt_beyond_the_context(brief: Running) -> None:
    asked = prompt(text="kelmi lonor " * (servers.CONTEXT // 2), answer_tokens=20)
    if brief.peer.too_long is None:
        assert text_of(await answer(brief, asked))
        return
    with pytest.raises(BackendError) as caught:
        await answer(brief, asked)
    assert type(caught.value) is brief.peer.too_long


async def test_a_wrong_path_is_said_to_be_an_address_that_is_wrong(brief: Running) -> None:
    with pytest.raises(BackendError) as caught:
        await answer(brief, prompt(), path="/elsewhere")
    assert "address" in caught.value.remedy


async def test_lists_its_models(brief: Running) -> None:
    async with before(brief) as backend:
        assert await backend.offered() == ((brief.model,) if brief.peer is servers.LLAMA else ())


async def test_a_server_that_dies_in_the_middle_cuts_the_answer_and_answers_again_once_it_is_back(endless: Running) -> None:
    async with before(endless) as backend:
        events = backend.stream(prompt(answer_tokens=asking.LONG))
        heard = [await anext(events)]
        await asyncio.to_thread(endless.kill)
        with pytest.raises(AnswerCut):
            await collect(events, heard)
        with pytest.raises(Unreachable):
            await collect(backend.stream(prompt()))
        await asyncio.to_thread(endless.start)
        assert text_of(await collect(backend.stream(prompt(answer_tokens=20))))
    assert text_of(heard)
