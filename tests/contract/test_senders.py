"""What every sender does: the fake, and the page in Debian's Chromium. In the app's own browser engine it is in the integration tests."""

from __future__ import annotations

import asyncio
import contextlib
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mmassist.errors import PeerLost, SignallingFailed
from mmassist.support import check_words
from mmassist.support.messages import Candidate, IceServer
from mmassist.support.page_sender import PageSender
from mmassist.support.sender import Connection, Heard, Patch, Sender
from mmassist.values import Pixels
from tests.browsers import CHROMIUM, needs_chromium
from tests.fakes.broker import sdp, until
from tests.fakes.sending import FakeSender

if TYPE_CHECKING:
    from playwright.async_api import Page

_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--autoplay-policy=no-user-gesture-required",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)

_HELPER = """async sdp => {
  window.got = []; window.found = [];
  window.line = new RTCPeerConnection();
  line.onicecandidate = ({ candidate }) => candidate?.candidate && found.push([candidate.candidate, candidate.sdpMid]);
  line.ondatachannel = ({ channel }) => { window.channel = channel; channel.onmessage = ({ data }) => got.push(data); };
  line.ontrack = ({ track }) => {
    if (track.kind !== "video") return;
    window.video = document.createElement("video");
    video.muted = true; video.srcObject = new MediaStream([track]); document.body.append(video); video.play();
  };
  await line.setRemoteDescription({ type: "offer", sdp });
  const answer = await line.createAnswer();
  await line.setLocalDescription(answer);
  return answer.sdp;
}"""
_SEEN = """([x, y]) => {
  if (!window.video || !video.videoWidth) return null;
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
  const drawn = canvas.getContext("2d");
  drawn.drawImage(video, 0, 0);
  return [canvas.width, canvas.height, ...drawn.getImageData(x, y, 1, 1).data.slice(0, 3)];
}"""


class Browser:
    """The helper's side in a real browser."""

    def __init__(self, page: Page, sender: Sender) -> None:
        self._page, self._sender = page, sender

    async def answer(self, offer: str) -> str:
        return str(await self._page.evaluate(_HELPER, offer))

    async def add_candidate(self, candidate: Candidate) -> None:
        await self._page.evaluate(
            "([candidate, sdpMid]) => line.addIceCandidate({ candidate, sdpMid })", [candidate.candidate, candidate.mid]
        )

    async def candidates(self) -> list[Candidate]:
        async with asyncio.timeout(20):
            while not (found := await self._page.evaluate("found")):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        return [Candidate(candidate=text, mid=mid) for text, mid in found]

    async def seen(self, x: int, y: int) -> list[int] | None:
        """Width, height and the colour there."""
        found: list[int] | None = await self._page.evaluate(_SEEN, [x, y])
        return found

    async def say(self, text: str) -> None:
        await self._page.evaluate(
            "async text => { while (!window.channel) await new Promise(r => setTimeout(r, 20)); channel.send(text); }", text
        )

    async def heard(self) -> list[str]:
        return list(await self._page.evaluate("got"))

    async def hears(self) -> bool:
        """Whether any sound comes: packets of it, for a while."""
        count = """async () => {
          const packets = async () => [...(await line.getStats()).values()]
            .filter((one) => one.type === "inbound-rtp" && one.kind === "audio")
            .reduce((sum, one) => sum + one.packetsReceived, 0);
          const before = await packets();
          await new Promise((done) => setTimeout(done, 400));
          return (await packets()) - before;
        }"""
        return int(await self._page.evaluate(count)) > 0

    async def pictures(self) -> int:
        count = """async () => [...(await line.getStats()).values()]
          .filter((one) => one.type === "inbound-rtp" && one.kind === "video")
          .reduce((sum, one) => sum + one.framesReceived, 0)"""
        return int(await self._page.evaluate(count))

    async def refuse(self) -> None:
        """The relay does."""

    async def leave(self) -> None:
        await self._page.evaluate("line.close()")


class Stand:
    """The helper's side of the fake."""

    def __init__(self, sender: FakeSender) -> None:
        self._sender = sender

    async def answer(self, offer: str) -> str:
        return sdp(b"h" * 32)

    async def add_candidate(self, candidate: Candidate) -> None: ...

    async def candidates(self) -> list[Candidate]:
        return [Candidate(candidate="candidate:1 1 udp 1 192.0.2.9 9 typ host", mid="0")]

    async def seen(self, x: int, y: int) -> list[int] | None:
        picture = self._sender.picture
        return None if picture is None else [picture.shape[1], picture.shape[0], *(int(part) for part in picture[y, x, :3])]

    async def say(self, text: str) -> None:
        self._sender.hear(text.encode())

    async def heard(self) -> list[str]:
        return [said.decode() for said in self._sender.said]

    async def hears(self) -> bool:
        return self._sender.listens

    async def pictures(self) -> int:
        return self._sender.drawn

    async def refuse(self) -> None:
        self._sender.be_refused()

    async def leave(self) -> None:
        self._sender.lose()


@dataclass
class Both:
    sender: Sender
    helper: Browser | Stand
    found: list[Candidate] = field(default_factory=list)
    heard: list[bytes] = field(default_factory=list)
    states: list[Connection] = field(default_factory=list)
    ended: bool = False

    async def listen(self) -> None:
        async for event in self.sender.events():
            if isinstance(event, Candidate):
                self.found.append(event)
            elif isinstance(event, Heard):
                self.heard.append(event.data)
            else:
                self.states.append(event)
        self.ended = True

    async def connect(self) -> None:
        offer = await self.sender.offer(())
        assert "a=candidate" not in offer
        assert len(check_words.fingerprint(offer)) == 32
        await self.sender.accept(await self.helper.answer(offer))
        await until(lambda: bool(self.found))
        for candidate in self.found:
            await self.helper.add_candidate(candidate)
        for candidate in await self.helper.candidates():
            await self.sender.add_candidate(candidate)
        await until(lambda: Connection.THERE in self.states)


@contextlib.asynccontextmanager
async def _fake() -> AsyncIterator[tuple[Sender, Browser | Stand]]:
    async with FakeSender() as sender:
        yield sender, Stand(sender)


@contextlib.asynccontextmanager
async def _chromium() -> AsyncIterator[tuple[Sender, Browser | Stand]]:
    from playwright.async_api import async_playwright

    async with async_playwright() as driver:
        # as the app's own engine does, which has no names to be looked up for its addresses
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=[*_FLAGS, "--disable-features=WebRtcHideLocalIpsWithMdns"])
        try:
            yours, theirs = [await (await browser.new_context()).new_page() for _ in range(2)]
            loading: list[asyncio.Task[Any]] = []

            def show(address: str) -> None:
                loading.append(asyncio.ensure_future(yours.goto(address or "about:blank")))

            async with PageSender(show) as sender:
                yield sender, Browser(theirs, sender)
            await asyncio.gather(*loading, return_exceptions=True)
        finally:
            await browser.close()


_KINDS: dict[str, Callable[[], AbstractAsyncContextManager[tuple[Sender, Browser | Stand]]]] = {"fake": _fake, "chromium": _chromium}


@pytest.fixture(
    params=[
        "fake",
        pytest.param("chromium", marks=needs_chromium),
    ]
)
async def both(request: pytest.FixtureRequest) -> AsyncIterator[Both]:
    async with _KINDS[request.param]() as (sender, helper):
        pair = Both(sender, helper)
        listening = asyncio.create_task(pair.listen())
        try:
            yield pair
        finally:
            await sender.aclose()
            await listening


def _plain(width: int, height: int, colour: tuple[int, int, int]) -> Pixels:
    pixels: Pixels = np.full((height, width, 4), 255, np.uint8)
    pixels[:, :, :3] = colour
    return pixels


def _near(seen: list[int] | None, wanted: list[int]) -> bool:
    return seen is not None and len(seen) == len(wanted) and all(abs(one - other) <= 24 for one, other in zip(seen, wanted, strict=True))


async def _shows(both: Both, x: int, y: int, wanted: list[int]) -> None:
    """Pictures are sent again until the helper sees it."""
    seen = None
    try:
        async with asyncio.timeout(20):
            while not _near(seen := await both.helper.seen(x, y), wanted):
                await both.sender.draw(wanted[0], wanted[1], ())
                await asyncio.sleep(0.1)
    except TimeoutError:
        raise AssertionError(f"not {wanted} but {seen}") from None


async def test_what_is_drawn_is_seen_part_by_part_and_in_another_size(both: Both) -> None:
    await both.connect()
    await both.sender.draw(320, 240, (Patch(0, 0, _plain(320, 240, (200, 40, 40))),))
    await _shows(both, 50, 50, [320, 240, 200, 40, 40])
    await both.sender.draw(320, 240, (Patch(160, 0, _plain(160, 240, (40, 40, 200))),))
    await _shows(both, 240, 120, [320, 240, 40, 40, 200])
    await _shows(both, 50, 50, [320, 240, 200, 40, 40])
    await both.sender.draw(480, 320, (Patch(0, 0, _plain(100, 100, (40, 200, 40))),))
    await _shows(both, 50, 50, [480, 320, 40, 200, 40])
    await _shows(both, 400, 300, [480, 320, 0, 0, 0])


async def test_a_picture_in_parts_comes_as_one(both: Both) -> None:
    await both.connect()
    colours = [(200, 40, 40), (40, 40, 200)]
    for number in range(10):
        parts = tuple(Patch(x, 0, _plain(40, 240, colours[number % 2])) for x in range(0, 320, 40))
        await both.sender.draw(320, 240, parts)
        await asyncio.sleep(0.1)
    async with asyncio.timeout(20):
        while not await both.helper.pictures():  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    await asyncio.sleep(0.5)
    assert await both.helper.pictures() <= 10
    await _shows(both, 300, 20, [320, 240, *colours[1]])


async def _refuses(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A relay whose credentials are over: 401 to whoever asks for a place (RFC 8656), in STUN's messages (RFC 8489)."""
    pairs = ((0x0009, b"\x00\x00\x04\x01Unauthorized"), (0x0014, b"here"), (0x0015, b"once"))  # error, realm, nonce
    body = b"".join(struct.pack(">HH", kind, len(value)) + value + bytes(-len(value) % 4) for kind, value in pairs)
    with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError), contextlib.closing(writer):
        while True:
            head = await reader.readexactly(20)  # kind, length of what follows, whose
            await reader.readexactly(int.from_bytes(head[2:4]))
            writer.write(b"\x01\x13" + struct.pack(">H", len(body)) + head[4:] + body)


async def test_a_relay_that_refuses_is_told_of(both: Both) -> None:
    async with await asyncio.start_server(_refuses, "127.0.0.1") as server:
        port = server.sockets[0].getsockname()[1]
        relay = IceServer(urls=(f"turn:127.0.0.1:{port}?transport=tcp",), username="1:ada", credential="over")
        await both.helper.refuse()
        await both.sender.accept(await both.helper.answer(await both.sender.offer((relay,))))
        await until(lambda: Connection.REFUSED in both.states)


async def test_messages_go_both_ways_in_order(both: Both) -> None:
    await both.connect()
    for number in range(5):
        await both.helper.say(f"to you {number}")
        await both.sender.say(f"to them {number}".encode())
    await until(lambda: len(both.heard) == 5)
    assert both.heard == [f"to you {number}".encode() for number in range(5)]
    async with asyncio.timeout(20):
        while len(heard := await both.helper.heard()) < 5:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert heard == [f"to them {number}" for number in range(5)]


async def test_a_helper_who_leaves_is_told_of(both: Both) -> None:
    await both.connect()
    await both.helper.leave()
    await until(lambda: Connection.LOST in both.states)


async def test_once_closed_nothing_is_sent_any_more(both: Both) -> None:
    await both.connect()
    await both.sender.aclose()
    await both.sender.aclose()
    with pytest.raises(PeerLost):
        await both.sender.draw(320, 240, ())
    with pytest.raises(PeerLost):
        await both.sender.say(b"more")
    await until(lambda: both.ended)


async def test_what_is_no_answer_is_refused(both: Both) -> None:
    await both.sender.offer(())
    with pytest.raises(SignallingFailed):
        await both.sender.accept("v=0\r\nnonsense\r\n")


async def test_the_users_voice_goes_only_while_it_is_wanted(both: Both) -> None:
    await both.connect()
    assert not await both.helper.hears()
    await both.sender.listen(on=True)
    await _becomes(both.helper.hears, True)
    await both.sender.listen(on=False)
    await _becomes(both.helper.hears, False)
    await both.sender.hush(on=True)
    await both.sender.play(on=True)
    await both.sender.play(on=False)


async def _becomes(fact: Callable[[], Awaitable[bool]], wanted: bool) -> None:
    async with asyncio.timeout(20):
        while await fact() is not wanted:  # noqa: ASYNC110
            await asyncio.sleep(0.1)
