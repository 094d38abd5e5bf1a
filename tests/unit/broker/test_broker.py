"""The broker as whoever connects to it sees it: a real one on loopback."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import http.client
import json
import secrets
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from mmassist.broker import protocols, site
from mmassist.broker.options import Options
from mmassist.broker.serve import Serving
from mmassist.broker.session import Ended, read_wish
from tests.fakes.broker import Running, running

ROOM = "R" * 22


@pytest.fixture
async def broker() -> AsyncIterator[Running]:
    async with running(Serving(port=0, options=Options(frames_at_once=20, frames_a_second=1.0, misses_a_minute=0.001))) as started:
        yield started


def _wish(role: str, room: str = ROOM, token: str = "", **more: object) -> dict[str, object]:
    seconds = {"seconds": 60} if role == "owner" else {}
    return {"version": 1, "role": role, "room": room, "token": token or secrets.token_urlsafe(32), **seconds, **more}


@contextlib.asynccontextmanager
async def _connected(broker: Running, words: object, **options: Any) -> AsyncIterator[ClientConnection]:
    async with connect(broker.url.replace("http", "ws") + site.SOCKET, proxy=None, **options) as line:
        await line.send(words if isinstance(words, str | bytes) else json.dumps(words))
        yield line


async def _hears(line: ClientConnection) -> Any:
    said = await asyncio.wait_for(line.recv(), 10)
    return json.loads(said) if isinstance(said, str) else said


async def _why(line: ClientConnection) -> str:
    """Why the broker ends it."""
    with contextlib.suppress(ConnectionClosed):
        while True:
            await asyncio.wait_for(line.recv(), 10)
    return line.close_reason or ""


async def test_what_one_sends_the_other_gets_and_nobody_else(broker: Running) -> None:
    async with (
        _connected(broker, _wish("owner")) as owner,
        _connected(broker, _wish("owner", "S" * 22)) as stranger,
        _connected(broker, _wish("helper")) as helper,
    ):
        assert (await _hears(owner))["peer"] is False
        assert (await _hears(helper))["peer"] is True
        assert await _hears(owner) == {"peer": True}
        await owner.send(b"\0to the helper")
        await helper.send(b"\xffto the owner")
        assert await _hears(helper) == b"\0to the helper"
        assert await _hears(owner) == b"\xffto the owner"
        await _hears(stranger)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(stranger.recv(), 0.2)


async def test_it_is_said_that_the_other_went_and_that_nobody_got_a_frame(broker: Running) -> None:
    async with _connected(broker, _wish("owner")) as owner:
        async with _connected(broker, _wish("helper")) as helper:
            await _hears(helper)
        assert [await _hears(owner) for _ in range(3)][1:] == [{"peer": True}, {"peer": False}]
        await owner.send(b"to nobody")
        assert await _hears(owner) == {"peer": False}


async def test_a_room_has_two_places(broker: Running) -> None:
    mine = secrets.token_urlsafe(32)
    async with _connected(broker, _wish("owner")) as owner, _connected(broker, _wish("helper", token=mine)) as helper:
        await _hears(owner)
        await _hears(helper)
        for role in ("owner", "helper"):
            async with _connected(broker, _wish(role)) as third:
                assert await _hears(third) == {"refused": "taken"}
        async with _connected(broker, _wish("helper", token=mine)) as again:
            assert (await _hears(again))["peer"] is True
            assert await _why(helper) == "replaced"


async def test_there_is_no_room_but_the_owner_s_and_who_looks_for_rooms_is_told_nothing_soon(broker: Running) -> None:
    told = []
    for number in range(14):
        async with _connected(broker, _wish("helper", f"{number:06}")) as guess:
            told.append((await _hears(guess))["refused"])
    assert told == ["no-room"] * 12 + ["too-many"] * 2


async def test_a_room_ends_with_its_time_for_both(broker: Running) -> None:
    async with _connected(broker, _wish("owner", seconds=2)) as owner, _connected(broker, _wish("helper")) as helper:
        assert list(await asyncio.gather(_why(owner), _why(helper))) == ["over", "over"]
    async with _connected(broker, _wish("helper")) as late:
        assert await _hears(late) == {"refused": "no-room"}


async def test_a_room_is_not_there_for_longer_than_the_broker_allows(broker: Running) -> None:
    async with _connected(broker, _wish("owner", seconds=1e12)) as owner:
        assert (await _hears(owner))["seconds"] <= 600


async def test_a_room_that_is_held_lives_on_for_both(broker: Running) -> None:
    async with _connected(broker, _wish("owner", seconds=2)) as owner, _connected(broker, _wish("helper")) as helper:
        await owner.send(json.dumps({"hold": 60}))
        await asyncio.sleep(2.3)
        await owner.send(b"still there")
        while not isinstance(said := await _hears(helper), bytes):
            pass
        assert said == b"still there"


async def test_the_owner_ends_the_room_and_the_helper_can_not(broker: Running) -> None:
    token = secrets.token_urlsafe(32)
    async with _connected(broker, _wish("owner")) as owner:
        async with _connected(broker, _wish("helper", token=token)) as helper:
            await helper.send(json.dumps({"end": True}))
            assert await _why(helper) == "bad"
        async with _connected(broker, _wish("helper", token=token)) as helper:
            await _hears(helper)
            await owner.send(json.dumps({"end": True}))
            assert list(await asyncio.gather(_why(owner), _why(helper))) == ["over", "over"]


async def test_who_sends_too_fast_is_cut_off_and_the_other_stays(broker: Running) -> None:
    async with _connected(broker, _wish("owner")) as owner, _connected(broker, _wish("helper")) as helper:
        with contextlib.suppress(ConnectionClosed):
            for _ in range(60):
                await helper.send(b"x")
        assert await _why(helper) == "too-fast"
        await owner.send(b"x")
        said = None
        while said != {"peer": False}:
            said = await _hears(owner)


async def test_a_frame_that_is_too_long_is_not_carried(broker: Running) -> None:
    async with _connected(broker, _wish("owner")) as owner, _connected(broker, _wish("helper")) as helper:
        await _hears(helper)
        with contextlib.suppress(ConnectionClosed):
            await helper.send(bytes(40_000))
            await helper.recv()
        assert helper.close_code == 1009
        heard = [await _hears(owner) for _ in range(3)]
        assert not any(isinstance(said, bytes) for said in heard)


async def test_who_connects_and_asks_for_nothing_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocols, "FIRST_REQUEST", 2.0)
    async with running() as broker:
        port = int(broker.url.rpartition(":")[2])
        for begun in (b"", b"GET / HTTP/1.1\r\nHost: he"):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(begun)
            with contextlib.suppress(ConnectionResetError):
                assert await asyncio.wait_for(reader.read(), 10) == b""
            writer.close()
        async with _connected(broker, _wish("owner")) as line:
            assert (await _hears(line))["joined"] is True
            await asyncio.sleep(2.3)
            await line.send(b"still there")
            assert await _hears(line) == {"peer": False}


async def test_who_goes_on_after_having_been_cut_off_is_not_read_any_more(broker: Running) -> None:
    token = secrets.token_urlsafe(32)
    reader, writer = await asyncio.open_connection("127.0.0.1", int(broker.url.rpartition(":")[2]))
    head = f"GET {site.SOCKET} HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    writer.write(f"{head}Sec-WebSocket-Key: {base64.b64encode(bytes(16)).decode()}\r\n\r\n".encode())
    await reader.readuntil(b"\r\n\r\n")
    words = json.dumps(_wish("owner", token=token)).encode()
    writer.write(_masked(1, words))
    frame, sent = _masked(2, bytes(30_000)), 0
    with pytest.raises(ConnectionError):  # it is not swallowed for as long as it likes
        async with asyncio.timeout(20):
            while True:
                writer.write(frame)
                await writer.drain()
                sent += 1
                await asyncio.sleep(0.001)
    assert sent < 1000
    writer.close()


def _masked(opcode: int, payload: bytes) -> bytes:
    """A client's frame, with a mask of zeros."""
    return bytes([0x80 | opcode, 0x80 | 126]) + len(payload).to_bytes(2, "big") + bytes(4) + payload


async def test_who_says_nothing_is_cut_off() -> None:
    async with (
        running(Serving(port=0, options=Options(first_word=0.2))) as broker,
        connect(broker.url.replace("http", "ws") + site.SOCKET, proxy=None) as silent,
    ):
        assert await _why(silent) == "bad"


@pytest.mark.parametrize(
    "words",
    [
        b"\0\1",
        "",
        "[]",
        "{",
        "[" * 400,
        "x" * 1000,
        _wish("agent"),
        _wish("owner", "../../etc"),
        _wish("owner", "123"),
        _wish("owner", token="short"),
        _wish("owner", seconds=0),
        _wish("owner", seconds=-1),
        _wish("owner", seconds=True),
        _wish("owner", seconds=float("nan")),
        _wish("owner", version=2),
        {},
    ],
)
async def test_a_first_word_that_is_none_ends_it(broker: Running, words: object) -> None:
    async with _connected(broker, words) as line:
        assert await _why(line) == "bad"


@given(st.text(max_size=60) | st.recursive(st.none() | st.integers() | st.text(max_size=9), st.lists, max_leaves=5).map(json.dumps))
def test_any_first_word_is_taken_or_ends_it(words: str) -> None:
    with pytest.raises(Ended):
        read_wish(words, Options())


async def test_a_page_of_another_site_is_turned_away(broker: Running) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with _connected(broker, _wish("owner"), origin="https://elsewhere.example"):
            pass
    assert refused.value.response.status_code == 403
    async with _connected(broker, _wish("owner"), origin=broker.url) as line:
        assert (await _hears(line))["joined"] is True


async def test_a_socket_elsewhere_is_not_found(broker: Running) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with connect(broker.url.replace("http", "ws") + "/v2/signal", proxy=None):
            pass
    assert refused.value.response.status_code == 404


async def test_one_address_can_not_take_all_connections() -> None:
    async with running(Serving(port=0, options=Options(connections_an_address=3))) as broker, contextlib.AsyncExitStack() as held:
        for number in range(3):
            await held.enter_async_context(_connected(broker, _wish("owner", f"{number:06}"), local_addr=("127.0.0.2", 0)))
        with pytest.raises(InvalidStatus) as refused:
            await held.enter_async_context(_connected(broker, _wish("owner", "000009"), local_addr=("127.0.0.2", 0)))
        assert refused.value.response.status_code == 429
        async with _connected(broker, _wish("owner", "000009")) as other:
            assert (await _hears(other))["joined"] is True


async def test_rooms_are_not_without_number() -> None:
    async with running(Serving(port=0, options=Options(rooms=2))) as broker, contextlib.AsyncExitStack() as held:
        told = []
        for number in range(3):
            line = await held.enter_async_context(_connected(broker, _wish("owner", f"{number:06}")))
            told.append(await _hears(line))
        assert [one.get("refused") for one in told] == [None, None, "full"]


async def _get(broker: Running, method: str, path: str, headers: dict[str, str] | None = None) -> tuple[int, dict[str, str], bytes]:
    def ask() -> tuple[int, dict[str, str], bytes]:
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", int(broker.url.rpartition(":")[2]), timeout=10)) as line:
            line.request(method, path, headers=headers or {})
            answer = line.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()

    return await asyncio.to_thread(ask)


async def test_all_that_is_answered_has_the_strict_headers(broker: Running) -> None:
    for path, status in (("/", 200), ("/index.html", 200), ("/healthz", 200), ("/metrics", 200), ("/none", 404)):
        answer = await _get(broker, "GET", path)
        assert answer[0] == status
        for name, value in site.HEADERS.items():
            assert answer[1][name.lower()] == value
        assert "server" not in answer[1]
    policy = site.HEADERS["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert not any(word in policy for word in ("http:", "https:", "unsafe", "*"))


async def test_the_metrics_are_numbers_and_nothing_of_what_was_said(broker: Running) -> None:
    async with _connected(broker, _wish("owner", "424242")) as owner:
        await _hears(owner)
        _, _, body = await _get(broker, "GET", "/metrics")
    text = body.decode()
    assert 'mmassist_broker_total{what="joined-owner"} 1' in text
    assert "mmassist_broker_connections 1" in text
    assert "424242" not in text


async def test_nothing_of_a_room_is_logged(broker: Running, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    token = secrets.token_urlsafe(32)
    with caplog.at_level("DEBUG", "uvicorn"), caplog.at_level("DEBUG", "mmassist"):
        async with _connected(broker, _wish("owner", "424242", token)) as owner:
            await _hears(owner)
            await owner.send(b"a frame of theirs")
            await _hears(owner)
        await _get(broker, "GET", "/?424242")
        with pytest.raises(InvalidStatus):
            async with _connected(broker, "", origin="https://elsewhere.example"):
                pass
    written = "".join(capfd.readouterr()) + " ".join(
        record.getMessage() for record in caplog.records if not record.name.startswith("websockets")
    )
    assert not any(word in written for word in ("424242", token, "a frame of theirs", "ERROR", "handshake"))


_PATHS = st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters=" "), max_size=60)
_FIELDS = st.dictionaries(
    st.sampled_from(
        ["Host", "Origin", "Range", "If-Modified-Since", "If-None-Match", "Upgrade", "Connection", "Accept-Encoding", "X-Forwarded-For"]
    ),
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30).map(str.strip),
    max_size=4,
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(method=st.sampled_from(["GET", "HEAD", "POST", "PUT", "OPTIONS", "TRACE", "DELETE"]), path=_PATHS, fields=_FIELDS)
def test_whatever_is_asked_over_http_is_no_fault_of_the_server(asked: Asked, method: str, path: str, fields: dict[str, str]) -> None:
    assert asked.status(f"{method} /{path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields.items()) + "\r\n") < 500


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("GET / HTTP/1.1", 200),
        ("HEAD / HTTP/1.1", 200),
        ("POST / HTTP/1.1", 405),
        ("GET /healthz?x HTTP/1.1", 200),
        ("DELETE /metrics HTTP/1.1", 405),
        ("GET /v1/signal HTTP/1.1", 404),
        ("GET /%00 HTTP/1.1", 404),
        ("GET /../../../etc/passwd HTTP/1.1", 404),
        ("GET /%2e%2e/%2e%2e/check_words.toml HTTP/1.1", 404),
        ("GET /" + "a" * 5000 + " HTTP/1.1", 404),
        ("GET / HTTP/9", 400),
    ],
)
def test_what_is_answered_over_http(asked: Asked, line: str, status: int) -> None:
    assert asked.status(f"{line}\r\nHost: here\r\n\r\n") == status


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.binary(max_size=200))
def test_bytes_that_are_no_http_are_no_fault_of_the_server(asked: Asked, data: bytes) -> None:
    assert asked.status(data.decode("latin-1") + "\r\n\r\n", whole=False) < 500


class Asked:
    """A broker on a loop of its own, asked byte by byte."""

    def __init__(self, port: int) -> None:
        self._port = port

    def status(self, request: str, *, whole: bool = True) -> int:
        """0 where nothing is answered. `whole`: whether the request has an end, so that an answer is waited for."""
        with socket.create_connection(("127.0.0.1", self._port), timeout=2) as line:
            line.sendall(request.encode("latin-1"))
            if not whole:
                line.shutdown(socket.SHUT_WR)
            try:
                answer = line.recv(4096)
            except (ConnectionResetError, TimeoutError):
                return 0
        return int(answer.split()[1]) if answer.startswith(b"HTTP/") else 0


@pytest.fixture
def asked() -> Iterator[Asked]:
    ready, over = threading.Event(), threading.Event()
    port = 0

    async def serve() -> None:
        nonlocal port
        async with running() as broker:
            port = int(broker.url.rpartition(":")[2])
            ready.set()
            await asyncio.to_thread(over.wait)

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    assert ready.wait(20)
    yield Asked(port)
    over.set()
    thread.join()
