"""What every backend that asks a server makes of failures: which are tried again, and what is heard of those that are not."""

from __future__ import annotations

import asyncio
import socket
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from mmassist.errors import (
    AnswerCut,
    AuthFailed,
    BackendError,
    BadAnswer,
    ModelUnknown,
    PromptTooLarge,
    RateLimited,
    Refused,
    RequestRejected,
    ServiceFailed,
    TimedOut,
    Unreachable,
)
from tests.contract.remote import FAST, before, made, prompt, text_of, whole
from tests.fakes.servers.base import (
    Behaviour,
    Connection,
    Request,
    Wire,
    chunk,
    collect,
    cuts,
    declines,
    drips,
    hangs,
    hangs_up,
    head,
    says,
    silence,
)

VENDOR_TEXT = "Zorblax quota bucket 77 overflowed"
STATUSES = [
    (400, RequestRejected),
    (401, AuthFailed),
    (403, AuthFailed),
    (404, ModelUnknown),
    (408, TimedOut),
    (413, PromptTooLarge),
    (418, RequestRejected),
    (429, RateLimited),
    (500, ServiceFailed),
    (502, ServiceFailed),
    (503, ServiceFailed),
    (529, ServiceFailed),
    (599, ServiceFailed),
]
AGAIN = (408, 429, 500, 502, 503, 529, 599)


async def failure(wire: Wire, *behaviours: Behaviour, heard: list[Any] | None = None, **options: Any) -> tuple[BackendError, int]:
    """The error that is raised, and how many requests there were."""
    async with before(wire, *behaviours, options=replace(FAST, **options)) as (backend, server):
        with pytest.raises(BackendError) as caught:
            await collect(backend.stream(prompt()), heard)
    return caught.value, len(server.requests)


@pytest.mark.parametrize(("status", "expected"), STATUSES)
async def test_each_status_has_an_error_of_its_own(wire: Wire, status: int, expected: type[BackendError]) -> None:
    error, requests = await failure(wire, declines(status, wire.error(status, VENDOR_TEXT)))
    assert type(error) is expected and error.__cause__ is not None
    assert requests == (3 if status in AGAIN else 1) and error.retries == requests - 1


async def test_the_services_own_words_are_for_the_log_alone(wire: Wire) -> None:
    error, _ = await failure(wire, declines(400, wire.error(400, VENDOR_TEXT)))
    assert VENDOR_TEXT in str(error) and "Zorblax" not in error.spoken + error.remedy


async def test_a_service_that_repeats_what_was_sent_is_not_quoted(wire: Wire) -> None:
    error, _ = await failure(wire, declines(400, wire.error(400, f"can't parse {prompt().text}")))
    assert "Save changes" not in str(error)


async def test_a_prompt_that_is_too_long_is_told_from_a_wrong_one(wire: Wire) -> None:
    status, body = wire.too_long()
    error, _ = await failure(wire, declines(status, body))
    assert type(error) is PromptTooLarge


async def test_a_status_without_a_body_is_enough(wire: Wire) -> None:
    error, _ = await failure(wire, declines(401, b"", content_type=""))
    assert type(error) is AuthFailed


async def test_the_body_of_an_error_is_not_waited_for(wire: Wire) -> None:
    async def behave(connection: Connection, request: Request) -> None:
        await connection.send(head(401, "application/json") + chunk(b'{"error": '))
        await asyncio.Event().wait()

    start = time.monotonic()
    error, _ = await failure(wire, behave, first_token=20.0, total=20.0)
    assert type(error) is AuthFailed and time.monotonic() - start < 10


@pytest.mark.parametrize("status", AGAIN)
async def test_what_may_pass_is_tried_again(wire: Wire, status: int) -> None:
    async with before(wire, declines(status, wire.error(status, "busy")), whole(wire, "A dialog.")) as (backend, server):
        events = await collect(backend.stream(prompt()))
    assert text_of(events) == "A dialog." and events[-1].retries == 1 and len(server.requests) == 2


async def test_the_same_is_asked_again(wire: Wire) -> None:
    async with before(wire, declines(503), whole(wire, "A dialog.")) as (backend, server):
        await collect(backend.stream(prompt()))
    assert server.requests[0].json == server.requests[1].json


async def test_nothing_is_tried_again_where_the_user_wants_none(wire: Wire) -> None:
    error, requests = await failure(wire, declines(500), retries=0)
    assert type(error) is ServiceFailed and requests == 1


async def test_a_connection_lost_before_the_answer_is_tried_again(wire: Wire) -> None:
    async with before(wire, hangs_up, whole(wire, "A dialog.")) as (backend, server):
        assert text_of(await collect(backend.stream(prompt()))) == "A dialog."
    assert len(server.requests) == 2


async def test_waits_as_many_seconds_as_the_service_asks(wire: Wire) -> None:
    busy = declines(429, wire.error(429, "slow down"), {"Retry-After": "0.2"})
    async with before(wire, busy, whole(wire, "A dialog.")) as (backend, _):
        start = time.monotonic()
        await collect(backend.stream(prompt()))
    assert time.monotonic() - start >= 0.2


async def test_waits_until_the_time_that_the_service_names(wire: Wire) -> None:
    then = datetime.now(UTC) + timedelta(hours=1)
    error, requests = await failure(wire, declines(429, headers={"Retry-After": format_datetime(then, usegmt=True)}))
    assert requests == 1 and error.retry_after is not None and 3500 < error.retry_after <= 3600


async def test_does_not_wait_longer_than_the_answer_may_take(wire: Wire) -> None:
    error, requests = await failure(wire, declines(429, headers={"Retry-After": "3600"}))
    assert type(error) is RateLimited and error.retry_after == 3600 and requests == 1


async def test_an_answer_cut_in_the_middle_keeps_what_was_told(wire: Wire) -> None:
    heard: list[Any] = []
    error, requests = await failure(wire, cuts(wire.opening(), wire.text("A dia"), content_type=wire.content_type), heard=heard)
    assert type(error) is AnswerCut and text_of(heard) == "A dia" and requests == 1
    assert "incomplete" in error.spoken


async def test_an_answer_without_an_end_is_cut(wire: Wire) -> None:
    heard: list[Any] = []
    error, requests = await failure(wire, says(wire.opening(), wire.text("A dia"), content_type=wire.content_type), heard=heard)
    assert type(error) is AnswerCut and text_of(heard) == "A dia" and requests == 1


async def test_an_answer_that_stalls_in_the_middle_is_cut(wire: Wire) -> None:
    behaviour = hangs(wire.opening(), wire.text("A dia"), content_type=wire.content_type)
    error, requests = await failure(wire, behaviour, first_token=0.4)
    assert type(error) is AnswerCut and "too long" in error.spoken and requests == 1


async def test_trouble_in_the_middle_of_an_answer_is_not_tried_again(wire: Wire) -> None:
    behaviour = says(wire.opening(), wire.text("A dia"), wire.overloaded(), content_type=wire.content_type)
    error, requests = await failure(wire, behaviour)
    assert type(error) is AnswerCut and requests == 1


async def test_trouble_inside_the_stream_before_the_first_word_is_tried_again(wire: Wire) -> None:
    trouble = says(wire.opening(), wire.overloaded(), content_type=wire.content_type)
    async with before(wire, trouble, whole(wire, "A dialog.")) as (backend, server):
        assert text_of(await collect(backend.stream(prompt()))) == "A dialog."
    assert len(server.requests) == 2


async def test_a_refusal_is_heard_as_one(wire: Wire) -> None:
    if not wire.refused():
        pytest.skip("this wire format has no refusals")
    error, requests = await failure(wire, says(wire.opening(), wire.refused(), content_type=wire.content_type))
    assert type(error) is Refused and requests == 1


async def test_a_content_filter_is_heard_as_a_refusal(wire: Wire) -> None:
    if not wire.filtered():
        pytest.skip("this wire format has no content filter")
    heard: list[Any] = []
    behaviour = says(wire.opening(), wire.text("A per"), wire.filtered(), content_type=wire.content_type)
    error, _ = await failure(wire, behaviour, heard=heard)
    assert type(error) is Refused and text_of(heard) == "A per"


async def test_a_stream_without_events_is_no_answer(wire: Wire) -> None:
    error, _ = await failure(wire, says(content_type=wire.content_type))
    assert type(error) is BadAnswer


async def test_a_stream_without_words_is_no_answer(wire: Wire) -> None:
    error, _ = await failure(wire, whole(wire))
    assert type(error) is BadAnswer


async def test_malformed_events_are_no_answer(wire: Wire) -> None:
    for event in wire.malformed():
        error, _ = await failure(wire, says(event, content_type=wire.content_type))
        assert type(error) is BadAnswer, event[:60]


async def test_malformed_events_in_the_middle_cut_the_answer(wire: Wire) -> None:
    for event in wire.malformed():
        heard: list[Any] = []
        behaviour = says(wire.opening(), wire.text("A dia"), event, content_type=wire.content_type)
        error, _ = await failure(wire, behaviour, heard=heard)
        assert type(error) is AnswerCut and text_of(heard) == "A dia", event[:60]


async def test_a_server_that_says_nothing_is_given_up(wire: Wire) -> None:
    error, requests = await failure(wire, silence, first_token=0.3)
    assert type(error) is TimedOut and requests == 1


async def test_a_server_that_begins_without_a_word_is_given_up(wire: Wire) -> None:
    error, _ = await failure(wire, hangs(wire.opening(), content_type=wire.content_type), first_token=0.3)
    assert type(error) is TimedOut


async def test_a_trickle_of_bytes_does_not_count_as_an_answer(wire: Wire) -> None:
    error, _ = await failure(wire, drips(wire.opening() or b"\n", content_type=wire.content_type), first_token=0.4)
    assert type(error) is TimedOut


async def test_words_that_never_end_are_given_up(wire: Wire) -> None:
    heard: list[Any] = []

    async def behave(connection: Connection, request: Request) -> None:
        await connection.send(head(200, wire.content_type) + chunk(wire.opening()))
        while True:
            await connection.send(chunk(wire.text("on and ")))
            await asyncio.sleep(0.05)

    error, requests = await failure(wire, behave, heard=heard, total=0.5)
    assert type(error) is AnswerCut and "too long" in error.spoken and requests == 1
    assert text_of(heard).startswith("on and on and ")


async def test_the_whole_of_it_ends_in_time_however_often_it_is_tried(wire: Wire) -> None:
    start = time.monotonic()
    error, _ = await failure(wire, hangs_up, silence, first_token=5.0, total=0.6)
    assert type(error) is TimedOut and time.monotonic() - start < 4


async def test_a_server_that_is_not_there_is_heard_to_be_none(wire: Wire) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    backend = made(wire, f"http://127.0.0.1:{port}")
    with pytest.raises(Unreachable) as caught:
        await collect(backend.stream(prompt()))
    await backend.aclose()
    assert "does not answer" in caught.value.spoken and caught.value.retries == 2


async def test_a_connection_that_does_not_come_about_is_given_up(wire: Wire) -> None:
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for waiting in (first, second):  # the queue holds one, and drops what comes after it
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        backend = made(wire, f"http://127.0.0.1:{full.getsockname()[1]}", replace(FAST, connect=0.2, retries=0))
        await backend.warm()
        start = time.monotonic()
        with pytest.raises(TimedOut):
            await collect(backend.stream(prompt()))
        assert time.monotonic() - start < FAST.first_token / 2
        await backend.aclose()
