"""The user's end of a connection, as another page in the browser: a drawn picture, a tone, and the data channel. It stands in for the app's
own sender where the helper's page is what is asked about."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from mmassist.support import data_channel
from mmassist.support.data_channel import FromHelper, FromOwner, Granted, Rights
from mmassist.support.roles import Right
from mmassist.support.visit import Answered, Visit

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

_MAKE = """
async ([label, protocol, ice, colours]) => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [640, 360];
  const draw = () => {
    const pen = canvas.getContext("2d");
    colours.forEach((colour, at) => {
      pen.fillStyle = colour;
      pen.fillRect((at % 2) * 320, Math.floor(at / 2) * 180, 320, 180);
    });
  };
  draw();
  const drawing = setInterval(draw, 100);
  const sound = new AudioContext();
  const tone = sound.createOscillator();
  const out = sound.createMediaStreamDestination();
  tone.connect(out);
  tone.start();
  const pc = new RTCPeerConnection({ iceServers: ice });
  const [track] = canvas.captureStream(10).getVideoTracks();
  track.contentHint = "text";
  pc.addTransceiver(track, { direction: "sendonly" });
  pc.addTransceiver(out.stream.getAudioTracks()[0], { direction: "sendrecv" });
  const channel = pc.createDataChannel(label, { protocol });
  window.sender = { pc, channel, heard: [], candidates: [], voices: 0, drawing };
  channel.onmessage = ({ data }) => sender.heard.push(data);
  pc.onicecandidate = ({ candidate }) => candidate?.candidate && sender.candidates.push([candidate.candidate, candidate.sdpMid]);
  await pc.setLocalDescription(await pc.createOffer());
  return pc.localDescription.sdp.replace(/^a=candidate:.*\\r\\n/gm, "");
}
"""

COLOURS = ("#c00000", "#00a000", "#0000c0", "#e0e000")
"""Of the picture's quarters."""


class Sender:
    """Of one visit."""

    def __init__(self, page: Page, visit: Visit) -> None:
        self.page, self._visit = page, visit
        self._trickling: list[asyncio.Task[None]] = []

    @classmethod
    async def make(cls, browser: Browser, url: str, visit: Visit) -> Sender:
        """`url`: any page of a secure origin."""
        context = await browser.new_context()
        page = await context.new_page()
        await page.goto(url)
        return cls(page, visit)

    async def connect(self, *, protocol: str = data_channel.PROTOCOL) -> Answered:
        """Offers, lets the helper in, and waits until the channel is open, unless the page would not have that protocol."""
        servers = [server.model_dump() for server in self._visit.ice]
        sdp = await self.page.evaluate(_MAKE, [data_channel.LABEL, protocol, servers, list(COLOURS)])
        answered = await self._visit.offer(sdp, "en", self._visit.ice)
        await self.page.evaluate("sdp => sender.pc.setRemoteDescription({ type: 'answer', sdp })", answered.sdp)
        await self._visit.decide(admitted=True)
        self._trickling = [asyncio.create_task(self._theirs()), asyncio.create_task(self._ours())]
        if protocol == data_channel.PROTOCOL:
            await self.page.wait_for_function("() => sender.channel.readyState === 'open'")
        return answered

    async def say(self, message: FromOwner) -> None:
        await self.page.evaluate("text => sender.channel.send(text)", data_channel.packed(message))

    async def allow(self, *rights: Right, seconds: int = 600) -> None:
        """These and no others."""
        rest = tuple(right for right in Right if right not in rights)
        await self.say(Rights(granted=tuple(Granted(right=right, seconds=seconds) for right in rights), may_ask=rest))

    async def hears(self, kind: str) -> FromHelper:
        """The next message of that kind, others passed over. Each is one that the app would take."""
        await self.page.wait_for_function("kind => sender.heard.some((one) => JSON.parse(one).kind === kind)", arg=kind)
        found = await self.page.evaluate(
            "kind => sender.heard.splice(0, 1 + sender.heard.findIndex((one) => JSON.parse(one).kind === kind)).at(-1)", kind
        )
        return data_channel.from_helper(found)

    async def heard(self) -> list[FromHelper]:
        """All that came since the last that was waited for."""
        return [data_channel.from_helper(data) for data in await self.page.evaluate("() => sender.heard.splice(0)")]

    async def cut(self) -> None:
        """As a crash does it."""
        await self.page.evaluate("() => sender.pc.close()")
        await self.leave()

    async def leave(self) -> None:
        for task in self._trickling:
            task.cancel()
        for task in self._trickling:
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _theirs(self) -> None:
        async for candidate in self._visit.candidates():
            await self.page.evaluate(
                "([candidate, sdpMid]) => sender.pc.addIceCandidate({ candidate, sdpMid })", [candidate.candidate, candidate.mid]
            )

    async def _ours(self) -> None:
        while True:
            for candidate, mid in await self.page.evaluate("() => sender.candidates.splice(0)"):
                await self._visit.add_candidate(candidate, mid)
            await asyncio.sleep(0.1)
