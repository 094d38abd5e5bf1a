"""How the helper's page decodes pictures by itself: in their order, whatever comes late or is lost; in Debian's Chromium."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.browsers import CHROMIUM, needs_chromium
from tests.fakes.broker import running
from tests.unit.broker.pages import FLAGS

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = needs_chromium

_DECODE = """
async ({ order, whole, mimeType, broken }) => {
  const told = [], shown = [], coded = [];
  const Decoding = new Function("postMessage", `${await (await fetch("decoder.js")).text()}; return Decoding;`)(() => {});
  const encoder = new VideoEncoder({
    output: (chunk) => {
      const data = new ArrayBuffer(chunk.byteLength);
      chunk.copyTo(data);
      coded.push({ type: chunk.type, data });
    },
    error: (error) => told.push(String(error)),
  });
  encoder.configure({ codec: "vp8", width: 64, height: 64, bitrate: 1_000_000 });
  const canvas = new OffscreenCanvas(64, 64);
  const pen = canvas.getContext("2d");
  for (let number = 0; number < 8; number += 1) {
    pen.fillStyle = `rgb(${[0, 0, 0].fill(20 + 30 * number)})`;
    pen.fillRect(0, 0, 64, 64);
    const picture = new VideoFrame(canvas, { timestamp: number * 100_000 });
    encoder.encode(picture, { keyFrame: whole.includes(number) });
    picture.close();
  }
  await encoder.flush();
  const pictures = new WritableStream({
    write(picture) {
      pen.drawImage(picture, 0, 0);
      picture.close();
      shown.push(Math.round((pen.getImageData(32, 32, 1, 1).data[0] - 20) / 30));
    },
  });
  const decoding = new Decoding(pictures, (what) => told.push(what));
  for (const number of order) {
    if (decoding.isOver) break;
    const { type, data } = coded[number];
    const dependencies = whole.includes(number) ? [] : [number - 1];
    decoding.take({ type, data: number === broken ? new ArrayBuffer(3) : data, getMetadata: () => ({ frameId: 100 + number, mimeType,
      dependencies: dependencies.map((one) => 100 + one) }) });
  }
  if (!decoding.isOver) await decoding.decoder.flush();
  if (!decoding.isOver) await decoding.writer.close(); // once all is written
  return { told, shown };
}
"""


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    from playwright.async_api import async_playwright

    async with running() as broker, async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            page = await (await browser.new_context(bypass_csp=True)).new_page()
            await page.goto(broker.url)
            yield page
        finally:
            await browser.close()


async def _decoded(
    page: Page, order: list[int], whole: tuple[int, ...] = (0,), mime: str = "video/VP8", broken: int | None = None
) -> dict[str, Any]:
    """Of pictures 0 to 7, given in that order, which are shown, and what is told of it."""
    found: dict[str, Any] = await page.evaluate(_DECODE, {"order": order, "whole": whole, "mimeType": mime, "broken": broken})
    return found


async def test_pictures_are_shown_in_their_order_and_none_before_those_that_it_builds_on(page: Page) -> None:
    assert await _decoded(page, [0, 1, 2, 3, 4, 5, 6, 7]) == {"told": ["shown"], "shown": [0, 1, 2, 3, 4, 5, 6, 7]}
    assert await _decoded(page, [0, 2, 3, 1, 4, 5, 7, 6]) == {"told": ["shown"], "shown": [0, 1, 2, 3, 4, 5, 6, 7]}
    assert (await _decoded(page, [0, 1, 3, 4, 6, 5, 7], (0, 6)))["shown"] == [0, 1, 6, 7], "2 was lost, and 6 is a whole one"
    assert (await _decoded(page, [1, 2, 3, 4, 5, 6, 7], (0, 4)))["shown"] == [4, 5, 6, 7], "the first one was lost"


async def test_what_can_not_be_decoded_is_left_to_the_browser(page: Page) -> None:
    assert await _decoded(page, [0, 1, 2], mime="video/AV1") == {"told": ["failed"], "shown": []}
    assert (await _decoded(page, [0, 1, 2], broken=0))["told"] == ["failed"]
