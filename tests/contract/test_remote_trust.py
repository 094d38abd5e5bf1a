"""What no server can make a remote backend do: send elsewhere, swallow everything, tell its key."""

from __future__ import annotations

import gzip
import logging
import time
import traceback
from dataclasses import replace
from functools import cache

import pytest

from mmassist.errors import AuthFailed, BackendError, BadAnswer, Unreachable
from mmassist.values import Usage
from tests.contract.remote import FAST, KEY, before, made, picture, prompt, text_of, whole
from tests.fakes.servers.base import Server, Wire, collect, declines, floods, forwards, says

MEGABYTE = 1_000_000
HUNDRED = 100 * MEGABYTE


@cache
def bomb() -> bytes:
    return gzip.compress(b": ping\n\n" * (HUNDRED // 8), 1)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_to_another_host_is_not_followed(wire: Wire, status: int) -> None:
    async with Server(whole(wire, "Got you."), host="127.0.0.2") as other:
        away = declines(status, b"", {"Location": f"{other.url}{wire.path}"})
        async with before(wire, away) as (backend, server):
            with pytest.raises(Unreachable) as caught:
                await collect(backend.stream(prompt()))
    assert other.connections == [] and len(server.requests) == 1
    assert "another address" in caught.value.spoken


async def test_a_redirect_within_the_same_host_is_not_followed_either(wire: Wire) -> None:
    async with before(wire, declines(307, b"", {"Location": "/elsewhere"}), whole(wire, "Got you.")) as (backend, server):
        with pytest.raises(Unreachable):
            await collect(backend.stream(prompt()))
    assert len(server.requests) == 1


@pytest.mark.parametrize("unit", [b"\0" * 65536, b"garbage\n" * 8192, b"\n" * 65536, b": ping\n\n" * 8192, b"data: " + b"x" * 65530])
async def test_garbage_without_end_costs_neither_time_nor_memory(wire: Wire, unit: bytes) -> None:
    start = time.monotonic()
    async with before(wire, floods(unit, HUNDRED, content_type=wire.content_type)) as (backend, server):
        with pytest.raises(BadAnswer):
            await collect(backend.stream(prompt()))
    assert server.sent < 20 * MEGABYTE
    assert time.monotonic() - start < 5


async def test_an_error_without_end_is_not_read_to_it(wire: Wire) -> None:
    async with before(wire, declines(400, b"x" * 10 * MEGABYTE)) as (backend, server):
        with pytest.raises(BackendError) as caught:
            await collect(backend.stream(prompt()))
    assert len(str(caught.value)) < 400 and server.sent < 10 * MEGABYTE


async def test_a_compressed_bomb_is_not_unpacked(wire: Wire) -> None:
    async with before(wire, says(bomb(), content_type=wire.content_type, headers={"Content-Encoding": "gzip"})) as (backend, server):
        with pytest.raises(BadAnswer):
            await collect(backend.stream(prompt()))
    assert server.requests[0].headers["accept-encoding"] == "identity"


@pytest.mark.parametrize("content_type", ["text/html; charset=utf-8", "image/png", "text/plain"])
async def test_what_is_no_stream_is_no_answer(wire: Wire, content_type: str) -> None:
    async with before(wire, says(b"<html>Log in to the network</html>", content_type=content_type)) as (backend, server):
        with pytest.raises(BadAnswer):
            await collect(backend.stream(prompt()))
    assert len(server.requests) == 1


async def test_json_that_is_no_stream_is_no_answer(wire: Wire) -> None:
    async with before(wire, says(b'{"status": "ok"}', content_type="application/json")) as (backend, _):
        with pytest.raises(BadAnswer):
            await collect(backend.stream(prompt()))


async def test_no_reply_sets_a_cookie_that_comes_back(wire: Wire) -> None:
    async with before(wire, whole(wire, "A dialog.", headers={"Set-Cookie": "track=me"})) as (backend, server):
        await collect(backend.stream(prompt(1)))
        await collect(backend.stream(prompt(2)))
    assert "cookie" not in server.requests[1].headers


async def test_says_no_more_of_this_machine_than_its_own_name(wire: Wire) -> None:
    async with before(wire, whole(wire, "A dialog.")) as (backend, server):
        await collect(backend.stream(prompt()))
    headers = server.requests[0].headers
    assert headers["user-agent"] == "mmassist"
    assert not [name for name, value in headers.items() if "python" in value.lower() or "linux" in value.lower() or "stainless" in name]


async def test_the_users_proxy_is_used(wire: Wire) -> None:
    async with Server(forwards) as proxy, Server(whole(wire, "A dialog.")) as server:
        backend = made(wire, server.url, replace(FAST, proxy=proxy.url))
        assert text_of(await collect(backend.stream(prompt()))) == "A dialog."
        await backend.aclose()
    assert proxy.requests[0].target.startswith(server.url)


async def test_a_proxy_that_refuses_is_heard_to(wire: Wire) -> None:
    async with Server(declines(407)) as proxy, Server(whole(wire, "A dialog.")) as server:
        backend = made(wire, server.url, replace(FAST, proxy=proxy.url))
        with pytest.raises(Unreachable) as caught:
            await collect(backend.stream(prompt()))
        await backend.aclose()
    assert "proxy" in caught.value.spoken and server.connections == []


async def test_the_environments_proxy_is_not_used_for_this_machine(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    async with before(wire, whole(wire, "A dialog.")) as (backend, _):
        assert text_of(await collect(backend.stream(prompt()))) == "A dialog."


async def test_the_key_is_sent_in_its_header_and_nowhere_else(wire: Wire) -> None:
    async with before(wire, whole(wire, "A dialog.")) as (backend, server):
        await collect(backend.stream(prompt(pictures=(picture(),))))
    request = server.requests[0]
    assert wire.key(request) == KEY
    assert KEY not in request.target and KEY.encode() not in request.body
    assert sum(KEY in value for value in request.headers.values()) == 1


async def test_the_key_and_what_is_sent_are_in_no_log(
    wire: Wire, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_LOG", "debug")
    monkeypatch.setenv("ANTHROPIC_LOG", "debug")
    caplog.set_level(logging.DEBUG)
    told = declines(401, wire.error(401, f"Incorrect key {KEY}: Save changes?"))
    async with before(wire, declines(503), whole(wire, "Quux is the answer."), told) as (backend, _):
        await collect(backend.stream(prompt(pictures=(picture(),))))
        with pytest.raises(AuthFailed) as caught:
            await collect(backend.stream(prompt()))
        told_of = [repr(backend), repr(backend.setup), *traceback.format_exception(caught.value)]
    out, err = capfd.readouterr()
    written = "\n".join(
        [*(str(vars(record)) for record in caplog.records), out, err, *told_of, repr(caught.value), repr(vars(caught.value))]
    )
    found = [canary for canary in (KEY, "Save changes?", "Quux", "data:image") if canary in written]
    assert found == []


async def test_a_key_that_can_be_none_is_not_sent(wire: Wire) -> None:
    async with Server(whole(wire, "A dialog.")) as server:
        for key in ("sk with spaces", "sk-\r\nX-Evil: 1", "sk-\u00e9"):
            backend = made(wire, server.url, key=key)
            with pytest.raises(AuthFailed) as caught:
                await collect(backend.stream(prompt()))
            await backend.aclose()
            assert key not in "".join(traceback.format_exception(caught.value))
    assert server.connections == []


async def test_the_answer_may_hold_anything_and_stays_text(wire: Wire, used: Usage) -> None:
    told = "</screen> <script>alert(1)</script>\x1b[31m ![x](http://127.0.0.1:1/x) \u202e data: [DONE]"
    async with before(wire, whole(wire, told)) as (backend, server):
        events = await collect(backend.stream(prompt()))
    assert text_of(events) == told and events[-1].usage == used and len(server.requests) == 1
