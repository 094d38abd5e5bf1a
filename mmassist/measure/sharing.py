"""`mmassist bench sharing`: what a helper's browser gets of a shared window over a thin link: how legible small text is, how late, and how
soon nothing more comes. `sharing_link` makes the link.
"""

from __future__ import annotations

import asyncio
import base64
import functools
import math
import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from mmassist.measure import figures as measured
from mmassist.measure.figures import Verdict
from mmassist.measure.series import Asked, RoundFailed, Series, tell
from mmassist.measure.sharing_link import cable, require, visit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from playwright.async_api import Page

    from mmassist.support.page_sender import PageSender

_SIZE = (1920, 1080)
_STATIC = (40, 40, 1100, 1000)  # left, top, right and bottom of the text that stays
_BUSY = (1240, 60, 1840, 460)  # of what changes ten times a second
_LAMP = (1240, 600, 1304, 664)  # of what changes its colour at a word
_SENTENCE = "Invoice 2041 due 14 March: transfer 1,284.50 EUR to DE89 3704 0044, then press Save and wait for the receipt number."
_EVERY = 0.1  # seconds
_LAMPS, _PATIENCE = 20, 20.0
_WATCH = """
([x, y]) => {
  const video = document.getElementById("video");
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  window.seen = { frames: 0, last: 0, lamps: [] };
  const look = () => {
    seen.frames += 1;
    seen.last = Date.now();
    [canvas.width, canvas.height] = [1, 1];
    pen.drawImage(video, x, y, 1, 1, 0, 0, 1, 1);
    const bright = pen.getImageData(0, 0, 1, 1).data[0] > 127;
    if (bright !== seen.bright) seen.lamps.push(seen.last);
    seen.bright = bright;
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);
}
"""
_TAKE = """
([left, top, right, bottom]) => {
  const video = document.getElementById("video");
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [right - left, bottom - top];
  const pen = canvas.getContext("2d");
  pen.drawImage(video, left, top, right - left, bottom - top, 0, 0, right - left, bottom - top);
  if (video.videoWidth !== 1920) return "";
  const bytes = pen.getImageData(0, 0, right - left, bottom - top).data;
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
"""


def _asked(rate: float) -> Asked:
    """At least 33 dB at 1 Mbit/s, 40 from 2 on: as the root mean square of the error, of 255."""
    decibels = 33 if rate < 2 else 40
    target = round(255 / 10 ** (decibels / 20), 2)
    name = f"error of small text at {rate:g} Mbit/s"
    return Asked(f"text-{rate:g}", name, "of 255", target, note=f"{target} is a PSNR of {decibels} dB.")


_OTHERS = (
    Asked("late", "from a picture that may leave to the helper's canvas, at the widest link", "ms", 150.0),
    Asked("stop", "from the end of sharing to the last picture", "ms", 200.0),
    Asked("after", "pictures later than 200 ms after the end", "number", 0.0),
)


def measure(rates: Sequence[float], seconds: float) -> dict[str, Any]:
    """`rates`: megabits a second. `seconds`: how long each lasts before the text is looked at. Raises SupportError where something is
    missing."""
    require()
    load, series = os.getloadavg()[0], Series()
    for rate in sorted(rates):
        with cable(rate) as namespace, TemporaryDirectory() as folder:
            asyncio.run(_session(series, namespace, Path(folder), rate, seconds, is_widest=rate == max(rates)))
    found = [series.figure(asked) for asked in (*(_asked(rate) for rate in sorted(rates)), *_OTHERS)]
    return {
        "command": f"mmassist bench sharing --seconds {seconds:g}" + "".join(f" --rate {rate:g}" for rate in rates),
        "machine": {"cores": os.cpu_count(), "load_before": round(load, 2), "load_after": round(os.getloadavg()[0], 2)},
        "met": all(figure.verdict in (Verdict.MET, Verdict.MEDIAN_MET, Verdict.PUBLISHED) for figure in found),
        "figures": [figure.as_json() for figure in found],
    }


def table(report: Mapping[str, Any]) -> str:
    """The report for eyes and ears that prefer lines."""
    machine = report["machine"]
    head = f"{machine['cores']} cores; load {machine['load_before']} before, {machine['load_after']} after; 1080p, ten pictures a second."
    return f"{head}\n\n{measured.table(report['figures'])}"


async def _session(series: Series, namespace: str, folder: Path, rate: float, seconds: float, *, is_widest: bool) -> None:
    async with visit(namespace, folder) as (page, sender):
        picture = _picture()
        await page.evaluate(_WATCH, [_LAMP[0] + 32, _LAMP[1] + 32])
        await _draw(sender, picture, (0, 0, *_SIZE))
        await _until(page, f"() => document.getElementById('video').videoWidth === {_SIZE[0]}", sender, picture)
        await _busy(sender, picture, seconds)
        for _ in range(5):
            await _busy(sender, picture, 0.5)
            error = _error(picture, await page.evaluate(_TAKE, list(_STATIC)))
            series.add(f"text-{rate:g}", error)
        tell(f"    {rate:g} Mbit/s: {error:.2f} of 255, {20 * math.log10(255 / max(error, 0.01)):.1f} dB")
        if is_widest:
            await _lamps(series, page, sender, picture)
            await _stop(series, page, sender)


async def _lamps(series: Series, page: Page, sender: PageSender, picture: NDArray[np.uint8]) -> None:
    for number in range(_LAMPS):
        await _busy(sender, picture, 0.5)
        before = len(await page.evaluate("() => seen.lamps"))
        _paint(picture, _LAMP, 0 if number % 2 == 0 else 255)
        began = time.time()
        await _draw(sender, picture, _LAMP)
        await _until(page, f"() => seen.lamps.length > {before}", sender, picture)
        series.add("late", (await page.evaluate("() => seen.lamps"))[before] - began * 1000)


async def _stop(series: Series, page: Page, sender: PageSender) -> None:
    began = time.time()
    await sender.aclose()
    await asyncio.sleep(0.2)
    frames = await page.evaluate("() => seen.frames")
    await asyncio.sleep(2)
    series.add("stop", max(0.0, await page.evaluate("() => seen.last") - began * 1000))
    series.add("after", float(await page.evaluate("() => seen.frames") - frames))


async def _until(page: Page, condition: str, sender: PageSender, picture: NDArray[np.uint8]) -> None:
    """While the window goes on. Raises RoundFailed."""
    until = time.monotonic() + _PATIENCE
    while not await page.evaluate(condition):
        if time.monotonic() > until:
            raise RoundFailed(f"not within {_PATIENCE:g} s: {condition}")
        await _busy(sender, picture, 0.3)


async def _busy(sender: PageSender, picture: NDArray[np.uint8], seconds: float) -> None:
    """Part of the window scrolls all the time, as a log does."""
    until, lines = time.monotonic() + seconds, _lines()
    left, top, right, bottom = _BUSY
    while (began := time.monotonic()) < until:
        above = int(began / _EVERY) * 9 % (lines.shape[0] - (bottom - top))
        picture[top:bottom, left:right] = lines[above : above + bottom - top]
        await _draw(sender, picture, _BUSY)
        await asyncio.sleep(max(0.0, began + _EVERY - time.monotonic()))


async def _draw(sender: PageSender, picture: NDArray[np.uint8], box: tuple[int, int, int, int]) -> None:
    from mmassist.support.sender import Patch

    left, top, right, bottom = box
    await sender.draw(*_SIZE, (Patch(left, top, picture[top:bottom, left:right]),))


def _picture() -> NDArray[np.uint8]:
    """A window of small text, RGBA."""
    import numpy as np

    left, top, right, bottom = _STATIC
    picture = np.full((_SIZE[1], _SIZE[0], 4), 255, np.uint8)
    picture[top:bottom, left:right] = _text(right - left, bottom - top)
    return picture


@functools.cache
def _lines() -> NDArray[np.uint8]:
    """What scrolls."""
    return _text(_BUSY[2] - _BUSY[0], 2400)


def _text(width: int, height: int) -> NDArray[np.uint8]:
    import numpy as np
    from PIL import Image, ImageDraw, ImageFont

    words = _SENTENCE.split()
    image = Image.new("RGBA", (width, height), (255, 255, 255, 255))
    pen, font = ImageDraw.Draw(image), ImageFont.truetype("DejaVuSans.ttf", 13)
    for line in range(height // 17):
        told = " ".join(words[(line * 7 + at * (1 + line % 3)) % len(words)] for at in range(30))
        pen.text((8, 6 + line * 17), told, fill=(20, 20, 20, 255), font=font)
    return np.array(image)


def _paint(picture: NDArray[np.uint8], box: tuple[int, int, int, int], level: int) -> None:
    left, top, right, bottom = box
    picture[top:bottom, left:right, :3] = level


def _error(picture: NDArray[np.uint8], taken: str) -> float:
    """The root mean square over the static text's red, green and blue. Raises RoundFailed where another size came."""
    import numpy as np

    left, top, right, bottom = _STATIC
    if not taken:
        raise RoundFailed("the picture came in another size")
    got = np.frombuffer(base64.b64decode(taken), np.uint8).reshape(bottom - top, right - left, 4)[..., :3].astype(float)
    return float(np.sqrt(np.mean((got - picture[top:bottom, left:right, :3]) ** 2)))
