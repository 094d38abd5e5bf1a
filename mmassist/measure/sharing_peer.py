"""The opponent of `mmassist bench sharing`: aiortc's sender as it is by itself, given ten pictures of the screen a second."""

from __future__ import annotations

import asyncio
import contextlib
import re
import time
from collections.abc import AsyncIterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription, VideoStreamTrack
from aiortc.sdp import candidate_from_sdp

from mmassist.support import data_channel
from mmassist.support.messages import Candidate
from mmassist.support.roles import Right

if TYPE_CHECKING:
    from av import VideoFrame

    from mmassist.support.visit import Visit

_EVERY = 0.1  # seconds
_CLOCK = 90_000  # of video in RTP (RFC 3551)
_OTHER_HASHES = re.compile(r"^a=fingerprint:sha-(384|512) .*\r\n", re.MULTILINE)
_CANDIDATES = re.compile(r"^a=(candidate:.*)\r\n", re.MULTILINE)
_NO_MORE = re.compile(r"^a=end-of-candidates\r\n", re.MULTILINE)


class _Screen(VideoStreamTrack):
    """All of the first monitor."""

    def __init__(self) -> None:
        import mss

        super().__init__()
        self._display = mss.MSS()
        self._began = self._next = time.monotonic()

    async def recv(self) -> VideoFrame:
        await asyncio.sleep(max(0.0, self._next - time.monotonic()))
        self._next = max(self._next + _EVERY, time.monotonic())
        from av import VideoFrame

        shot = self._display.grab(self._display.monitors[1])
        frame = VideoFrame.from_ndarray(np.frombuffer(shot.raw, np.uint8).reshape(shot.height, shot.width, 4), format="bgra")
        frame.pts, frame.time_base = round((time.monotonic() - self._began) * _CLOCK), Fraction(1, _CLOCK)
        return frame

    def stop(self) -> None:
        super().stop()
        self._display.close()


@contextlib.asynccontextmanager
async def linked(visit: Visit) -> AsyncIterator[RTCPeerConnection]:
    """The helper is let in, and sees the screen."""
    peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    screen = _Screen()
    trickling: asyncio.Task[None] | None = None
    try:
        peer.addTrack(screen)
        channel = peer.createDataChannel(data_channel.LABEL, protocol=data_channel.PROTOCOL)
        opened = asyncio.Event()
        channel.on("open", opened.set)
        await peer.setLocalDescription(await peer.createOffer())
        told = _OTHER_HASHES.sub("", peer.localDescription.sdp)
        answered = await visit.offer(_NO_MORE.sub("", _CANDIDATES.sub("", told)), "en", visit.ice)
        await visit.decide(admitted=True)
        await peer.setRemoteDescription(RTCSessionDescription(answered.sdp, "answer"))
        for candidate in _CANDIDATES.findall(told):
            await visit.add_candidate(candidate, "0")
        trickling = asyncio.create_task(_take(peer, visit))
        async with asyncio.timeout(20):
            await opened.wait()
        granted = data_channel.Granted(right=Right.VIEW, seconds=3600)
        channel.send(data_channel.packed(data_channel.Rights(granted=(granted,))))
        channel.send(data_channel.packed(data_channel.Shown(sharing="live", title="bench")))
        yield peer
    finally:
        if trickling is not None:
            trickling.cancel()
        await peer.close()
        screen.stop()


async def _take(peer: RTCPeerConnection, visit: Visit) -> None:
    async for told in visit.candidates():
        await peer.addIceCandidate(_read(told))


def _read(told: Candidate) -> Any:
    candidate = candidate_from_sdp(told.candidate.removeprefix("candidate:"))
    candidate.sdpMid = told.mid or "0"
    return candidate
