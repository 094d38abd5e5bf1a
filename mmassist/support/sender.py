"""The user's end of the connection to a helper, as a contract: what is drawn is sent as video, messages go both ways.

Nothing of it asks whether anything is allowed: that is decided before anything is drawn, and after anything is heard.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from mmassist.support.messages import Candidate, IceServer


@dataclass(frozen=True, slots=True)
class Patch:
    """A part of the picture: where it goes, and its pixels (uint8, (height, width, 4), RGBA)."""

    x: int
    y: int
    pixels: NDArray[np.uint8]


class Connection(StrEnum):
    """What became of the connection to the helper: it stands, and messages go both ways; a relay refuses us, and it may come all the same;
    or it is over."""

    THERE = "connected"
    REFUSED = "refused"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Heard:
    """A message of the helper's, as it came: nobody has read it yet."""

    data: bytes


SenderEvent = Candidate | Connection | Heard


class Canvas(Protocol):
    """What a picture is drawn into."""

    async def draw(self, width: int, height: int, patches: tuple[Patch, ...]) -> None:
        """Changes the picture; of another size than before it is black, but for the patches. Without patches the picture is sent again.
        Raises PeerLost."""
        ...


class Sender(Canvas, Protocol):
    """One connection to one helper. Belongs to one asyncio loop. All raise PeerLost once it is closed or what sends has died."""

    async def offer(self, ice: tuple[IceServer, ...]) -> str:
        """The session description, without any address. Once only, and first."""
        ...

    async def accept(self, sdp: str) -> None:
        """The helper's answer. From here on the two look for a way to each other. Raises SignallingFailed where it is none."""
        ...

    async def add_candidate(self, candidate: Candidate) -> None:
        """One of the helper's."""
        ...

    def events(self) -> AsyncIterator[SenderEvent]:
        """The user's own candidates, what became of the connection, and messages, in order; ends when it is closed. One reader."""
        ...

    async def say(self, data: bytes) -> None:
        """A message to the helper; nothing where the connection does not stand."""
        ...

    async def listen(self, *, on: bool) -> None:
        """Opens the user's microphone for the helper, or closes it. Raises DeviceMissing."""
        ...

    async def hush(self, *, on: bool) -> None:
        """Whether silence goes instead of what the microphone hears, open or not."""
        ...

    async def play(self, *, on: bool) -> None:
        """Whether the helper's voice is to be heard."""
        ...

    async def aclose(self) -> None:
        """Ends the connection: no further picture leaves. Idempotent."""
        ...
