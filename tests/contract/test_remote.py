"""What every backend keeps that asks a server, over every wire format: what it sends, and how it tells the answer."""

from __future__ import annotations

import asyncio
import contextlib
import time

import pytest

from mmassist.errors import AuthFailed, RequestRejected
from mmassist.values import Finished, FinishReason, TextDelta, Usage
from tests.contract.remote import CONVERSATION, FAST, USED, before, clip, made, picture, prompt, text_of, whole
from tests.fakes.servers.base import Connection, Request, Server, Wire, chunk, collect, hangs, head, raw, silence


async def test_streams_the_pieces_as_they_come(wire: Wire) -> None:
    async with before(wire, whole(wire, "A dialog.", " It asks", " to save.")) as (backend, _):
        events = await collect(backend.stream(prompt()))
    assert [event.text for event in events if isinstance(event, TextDelta)] == ["A dialog.", " It asks", " to save."]


async def test_the_first_piece_is_told_before_the_rest_was_sent(wire: Wire) -> None:
    heard = asyncio.Event()

    async def behave(connection: Connection, request: Request) -> None:
        await connection.send(head(200, wire.content_type) + chunk(wire.opening() + wire.text("A dialog.")))
        await heard.wait()
        await connection.send(chunk(wire.ending("model-9", USED)) + b"0\r\n\r\n")

    async with before(wire, behave) as (backend, _):
        events = backend.stream(prompt())
        first = await anext(events)
        heard.set()
        rest = await collect(events)
    assert text_of([first]) == "A dialog." and len(rest) == 1


async def test_letters_of_any_script_arrive(wire: Wire) -> None:
    told = "Größe: 5 €, 設定を保存, \u0645\u0631\u062d\u0628\u0627, 👍🏽."
    async with before(wire, whole(wire, told)) as (backend, _):
        assert text_of(await collect(backend.stream(prompt()))) == told


async def test_an_event_may_come_in_any_number_of_parts(wire: Wire) -> None:
    data = wire.opening() + wire.text("Größe: 5 €.") + wire.ending("model-9", USED)

    async def behave(connection: Connection, request: Request) -> None:
        await connection.send(head(200, wire.content_type))
        for number in data:
            await connection.send(chunk(bytes([number])))
        await connection.send(b"0\r\n\r\n")

    async with before(wire, behave) as (backend, _):
        assert text_of(await collect(backend.stream(prompt()))) == "Größe: 5 €."


async def test_tells_model_usage_and_reason(wire: Wire, used: Usage) -> None:
    async with before(wire, whole(wire, "A dialog.")) as (backend, _):
        events = await collect(backend.stream(prompt()))
    assert events[-1] == Finished(7, "model-9", used, FinishReason.COMPLETE, 0)


async def test_tells_an_answer_that_was_cut_at_its_length(wire: Wire) -> None:
    async with before(wire, whole(wire, "A dialog", reason="length")) as (backend, _):
        events = await collect(backend.stream(prompt()))
    assert events[-1].reason is FinishReason.LENGTH


async def test_a_server_that_closes_the_connection_after_its_answer_is_understood(wire: Wire) -> None:
    data = wire.opening() + wire.text("A dialog.") + wire.ending("model-9", USED)
    reply = f"HTTP/1.0 200 OK\r\nContent-Type: {wire.content_type}\r\n\r\n".encode() + data
    async with before(wire, raw(reply)) as (backend, _):
        assert text_of(await collect(backend.stream(prompt()))) == "A dialog."


async def test_the_next_answer_comes_over_the_same_connection(wire: Wire) -> None:
    async with before(wire, whole(wire, "A dialog.")) as (backend, server):
        await collect(backend.stream(prompt(1)))
        await collect(backend.stream(prompt(2)))
    assert len(server.connections) == 1


async def test_asks_at_the_address_of_the_wire_format(wire: Wire) -> None:
    async with before(wire, whole(wire, "A dialog.")) as (backend, server):
        await collect(backend.stream(prompt()))
    assert server.requests[0].method == "POST" and server.requests[0].target.partition("?")[0] == wire.path


async def test_the_address_may_have_a_path_of_its_own(wire: Wire) -> None:
    async with Server(whole(wire, "A dialog.")) as server:
        backend = made(wire, f"{server.url}/behind/a/gateway")
        await collect(backend.stream(prompt()))
        await backend.aclose()
    assert server.requests[0].target.partition("?")[0] == "/behind/a/gateway" + wire.path


async def test_sends_instructions_and_text(wire: Wire) -> None:
    asked = prompt(answer_tokens=321)
    async with before(wire, whole(wire, "A dialog.")) as (backend, server):
        await collect(backend.stream(asked))
    sent = wire.asked(server.requests[0])
    assert (sent.instructions, sent.text) == (asked.instructions, asked.text)
    assert sent.longest >= 321


async def test_sends_the_conversation_oldest_first(wire: Wire) -> None:
    async with before(wire, whole(wire, "A dialog.")) as (backend, server):
        await collect(backend.stream(prompt(conversation=CONVERSATION)))
    assert wire.asked(server.requests[0]).turns == [
        ("user", "What is this?"),
        ("assistant", "A dialog."),
        ("user", "And the buttons?"),
        ("assistant", "Save and Cancel."),
    ]


async def test_pictures_arrive_as_they_are_and_in_order(wire: Wire) -> None:
    sent = (picture(), picture(b"\x89PNG second", 320))
    async with before(wire, whole(wire, "A dialog.")) as (backend, server):
        await collect(backend.stream(prompt(pictures=sent)))
    assert wire.asked(server.requests[0]).pictures == [each.data for each in sent]


async def test_a_recording_arrives_as_it_is_where_the_model_listens(wire: Wire) -> None:
    if not wire.hears:
        pytest.skip("this wire format carries no sound")
    async with Server(whole(wire, "A dialog.")) as server:
        backend = made(wire, server.url, inputs=frozenset({"image", "audio"}))
        await collect(backend.stream(prompt(clips=(clip(),))))
        await backend.aclose()
    assert wire.asked(server.requests[0]).clips == [clip().data]


async def test_a_model_that_does_not_listen_is_sent_no_recording(wire: Wire) -> None:
    async with Server(whole(wire, "A dialog.")) as server:
        backend = made(wire, server.url, inputs=frozenset({"image"}))
        with contextlib.suppress(RequestRejected):  # where it is said rather than left out
            await collect(backend.stream(prompt(clips=(clip(),))))
        await backend.aclose()
    assert not [request for request in server.requests if wire.asked(request).clips]


async def test_asks_for_an_object_where_one_is_wanted(wire: Wire) -> None:
    async with before(wire, whole(wire, "{}")) as (backend, server):
        await collect(backend.stream(prompt(structured=True)))
        await collect(backend.stream(prompt()))
    assert [wire.asked(request).structured for request in server.requests] == [True, False]


async def test_nothing_of_the_scene_is_sent_beside_the_texts(wire: Wire) -> None:
    asked = prompt()
    async with before(wire, whole(wire, "A dialog.")) as (backend, server):
        await collect(backend.stream(asked))
    sent = server.requests[0].body.decode()
    names = [item.name for item in asked.scene.items if len(item.name) > 7]
    assert names and not [name for name in names if name in sent]


async def test_what_was_spoken_before_is_not_sent_by_itself(wire: Wire) -> None:
    async with before(wire, whole(wire, "A dialog.")) as (backend, server):
        await collect(backend.stream(prompt(spoken="Mousepad, a canary of a title.")))
    assert b"canary of a title" not in server.requests[0].body


async def test_an_empty_prompt_still_asks_something(wire: Wire) -> None:
    async with before(wire, whole(wire, "A dialog.")) as (backend, server):
        await collect(backend.stream(prompt(text="", instructions="")))
    assert wire.asked(server.requests[0]).text.strip()


async def test_without_a_key_nothing_is_opened(wire: Wire) -> None:
    if not wire.needs_key:
        pytest.skip("this kind needs no key")
    async with Server(whole(wire, "A dialog.")) as server:
        backend = made(wire, server.url, key=None)
        with pytest.raises(AuthFailed) as caught:
            await collect(backend.stream(prompt()))
        await backend.aclose()
    assert "No key" in caught.value.spoken and "mmassist secrets set mine" in caught.value.remedy
    assert server.connections == []


async def test_a_server_of_ones_own_needs_no_key(wire: Wire) -> None:
    if wire.needs_key:
        pytest.skip("this kind needs a key")
    async with Server(whole(wire, "A dialog.")) as server:
        backend = made(wire, server.url, key=None)
        await collect(backend.stream(prompt()))
        await backend.aclose()
    assert wire.key(server.requests[0]) == ""


async def test_getting_ready_opens_nothing(wire: Wire) -> None:
    async with before(wire, whole(wire, "A dialog.")) as (backend, server):
        await backend.warm()
        await backend.warm()
        assert server.connections == []
        assert text_of(await collect(backend.stream(prompt()))) == "A dialog."


async def test_answers_again_after_it_was_closed(wire: Wire) -> None:
    async with before(wire, whole(wire, "A dialog.")) as (backend, _):
        await backend.aclose()
        assert text_of(await collect(backend.stream(prompt()))) == "A dialog."


async def test_closing_the_stream_is_seen_by_the_server_at_once(wire: Wire) -> None:
    async with before(wire, hangs(wire.opening(), wire.text("A dialog."), content_type=wire.content_type)) as (backend, server):
        events = backend.stream(prompt())
        await anext(events)
        start = time.monotonic()
        await events.aclose()
        await server.left.wait()
    assert server.left_at[0] - start < 0.5


async def test_cancelling_a_consumer_that_waits_for_the_first_word_is_seen_by_the_server(wire: Wire) -> None:
    async with before(wire, silence) as (backend, server):
        waiting = asyncio.ensure_future(collect(backend.stream(prompt())))
        while not server.requests:  # noqa: ASYNC110 - the server is another's
            await asyncio.sleep(0.01)
        start = time.monotonic()
        waiting.cancel()
        await asyncio.wait([waiting])
        await server.left.wait()
    assert waiting.cancelled() and server.left_at[0] - start < 0.5


async def test_cancelling_in_the_middle_of_an_answer_is_seen_by_the_server(wire: Wire) -> None:
    async with before(wire, hangs(wire.opening(), wire.text("A dialog."), content_type=wire.content_type)) as (backend, server):
        events = backend.stream(prompt())
        await anext(events)
        waiting = asyncio.ensure_future(anext(events))
        await asyncio.sleep(0.02)
        waiting.cancel()
        await asyncio.wait([waiting])
        await server.left.wait()
    assert waiting.cancelled()


async def test_a_closed_stream_leaves_another_alone(wire: Wire) -> None:
    async with before(wire, whole(wire, "One.", " Two.", " Three.", pause=0.03), options=FAST) as (backend, _):
        first, second = backend.stream(prompt(1)), backend.stream(prompt(2))
        await anext(first)
        await anext(second)
        await first.aclose()
        assert text_of(await collect(second)) == " Two. Three."
