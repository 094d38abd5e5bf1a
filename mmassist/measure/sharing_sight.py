"""What the helper's browser shows, for `mmassist bench sharing`: the text that stays beside the source's, and when spots change colour."""

from __future__ import annotations

import asyncio
import base64
import math
import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mmassist.measure.series import RoundFailed
from mmassist.measure.shared_window import LAMP, SIDE, SPOT, STILL
from mmassist.perception.text import TextReader
from mmassist.values import Frame, Target

if TYPE_CHECKING:
    from playwright.async_api import Page

_PATIENCE = 60.0  # seconds
_WIDTH = 1920
_WATCH = """
(places) => {
  const video = document.getElementById("video");
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  [canvas.width, canvas.height] = [1, 1];
  window.seen = { frames: 0, last: 0, spots: places.map(() => []), pressed: 0 };
  document.addEventListener("pointerdown", () => { seen.pressed = Date.now(); }, { capture: true });
  const look = () => {
    seen.frames += 1;
    seen.last = Date.now();
    places.forEach(([x, y], at) => {
      pen.drawImage(video, x, y, 1, 1, 0, 0, 1, 1);
      const colour = [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
      const before = seen.spots[at].at(-1);
      if (!before || colour.some((one, which) => Math.abs(one - before[1 + which]) > 24)) seen.spots[at].push([seen.last, ...colour]);
    });
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);
}
"""
_TAKE = """
([width, left, top, right, bottom]) => {
  const video = document.getElementById("video");
  if (video.videoWidth !== width) return "";
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [right - left, bottom - top];
  const pen = canvas.getContext("2d");
  pen.drawImage(video, left, top, right - left, bottom - top, 0, 0, right - left, bottom - top);
  const bytes = pen.getImageData(0, 0, right - left, bottom - top).data;
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
"""
_PLACES = {"lamp": LAMP, "spot": SPOT}
Rgb = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Source:
    """The text that stays as it is on the screen, and the words that OCR reads there."""

    pixels: Rgb
    words: Counter[str]


async def read_source(reader: TextReader) -> Source:
    import mss

    left, top, right, bottom = STILL
    with mss.MSS() as display:
        shot = display.grab({"left": left, "top": top, "width": right - left, "height": bottom - top})
    pixels = np.frombuffer(shot.raw, np.uint8).reshape(bottom - top, right - left, 4)[..., 2::-1].copy()
    return Source(pixels, await words(reader, pixels))


class Sight:
    """One helper's page, while it shows a picture."""

    def __init__(self, page: Page) -> None:
        self._page = page

    async def begin(self) -> None:
        """Waits for the picture. Raises RoundFailed."""
        await self.until(f"document.getElementById('video').videoWidth === {_WIDTH}")
        await self._page.evaluate(_WATCH, [[x + SIDE // 2, y + SIDE // 2] for x, y in _PLACES.values()])
        await self.until("seen.frames > 0")

    async def until(self, condition: str) -> None:
        """Raises RoundFailed."""
        until = time.monotonic() + _PATIENCE
        while not await self._page.evaluate(f"() => {condition}"):
            if time.monotonic() > until:
                raise RoundFailed(f"not within {_PATIENCE:g} s: {condition}")
            await asyncio.sleep(0.1)

    async def ask(self, expression: str) -> Any:
        return await self._page.evaluate(f"() => {expression}")

    async def withheld(self) -> bool:
        """Whether the helper is told that something is."""
        return bool(await self.ask("document.getElementById('checking').textContent !== ''"))

    async def became(self, spot: str, colour: tuple[int, int, int], since: float) -> float:
        """Seconds since the epoch at which a spot was first shown in that colour after `since`. Raises RoundFailed."""
        which, (red, green, blue) = list(_PLACES).index(spot), colour
        found = (
            f"seen.spots[{which}].find(([at, r, g, b]) => at >= {since * 1000:.0f} && Math.hypot(r - {red}, g - {green}, b - {blue}) < 60)"
        )
        await self.until(found)
        return float((await self.ask(found))[0]) / 1000

    async def text(self) -> Rgb:
        """The text that stays. Raises RoundFailed where a picture of another size came."""
        left, top, right, bottom = STILL
        taken = await self._page.evaluate(_TAKE, [_WIDTH, *STILL])
        if not taken:
            raise RoundFailed("the picture came in another size")
        return np.frombuffer(base64.b64decode(taken), np.uint8).reshape(bottom - top, right - left, 4)[..., :3].copy()


def error(source: Source, got: Rgb) -> float:
    """Root mean square over red, green and blue, of 255."""
    return float(np.sqrt(np.mean((got.astype(float) - source.pixels) ** 2)))


def decibels(error: float) -> float:
    """PSNR."""
    return 20 * math.log10(255 / max(error, 0.01))


async def lost(source: Source, got: Rgb, reader: TextReader) -> float:
    """Percent of the source's words that OCR does not read in it."""
    missing = source.words - await words(reader, got)
    return 100 * missing.total() / max(source.words.total(), 1)


async def words(reader: TextReader, pixels: Rgb) -> Counter[str]:
    frame = Frame(np.dstack((pixels[..., ::-1], np.full(pixels.shape[:2], 255, np.uint8))), (0, 0), Target(), time.monotonic())
    return Counter(word for group in [lines async for lines in reader.read(frame)] for line in group for word in line.text.split())
