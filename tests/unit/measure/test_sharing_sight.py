"""What `mmassist bench sharing` sees in a helper's browser: held against a video whose content is known, in a real one."""

from __future__ import annotations

import base64
import time
from collections import Counter

import numpy as np

from mmassist.measure.shared_window import LAMP, SIDE, STILL
from mmassist.measure.sharing_sight import Sight, Source, error
from tests.browsers import CHROMIUM, needs_chromium

_PAGE = """
<video id="video" muted autoplay></video>
<script>
const canvas = document.createElement("canvas");
[canvas.width, canvas.height] = [1920, 1080];
const pen = canvas.getContext("2d");
pen.fillRect(0, 0, 1920, 1080);
document.getElementById("video").srcObject = canvas.captureStream(10);
function paint(colour, x, y, wide, high) {
  pen.fillStyle = colour;
  pen.fillRect(x, y, wide, high);
  return Date.now() / 1000;
}
let turns = 0;
setInterval(() => paint(turns++ % 2 ? "#000000" : "#101010", 1900, 1060, 16, 16), 100); // pictures go on
function put(text, x, y, wide, high) {
  const bytes = Uint8ClampedArray.from(atob(text), (letter) => letter.charCodeAt(0));
  pen.putImageData(new ImageData(bytes, wide, high), x, y);
}
</script>
"""


def _stripes(seed: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """What a picture that is shifted or scaled does not agree with; grey, for colour is halved on its way."""
    wide, high = STILL[2] - STILL[0], STILL[3] - STILL[1]
    levels = np.random.default_rng(seed).integers(0, 2, (high // 8 + 1, wide // 8 + 1), np.uint8) * 255
    return np.repeat(np.repeat(levels, 8, 0), 8, 1)[:high, :wide, None].repeat(3, 2)


@needs_chromium
async def test_text_is_held_against_the_same_place_and_a_lamp_is_seen_after_it_was_lit() -> None:
    from playwright.async_api import async_playwright

    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=["--headless=new", "--no-sandbox", "--disable-gpu"])
        try:
            page = await (await browser.new_context()).new_page()
            await page.set_content(_PAGE)
            sight, source = Sight(page), Source(_stripes(1), Counter())
            await sight.begin()
            whole = np.dstack((source.pixels, np.full(source.pixels.shape[:2], 255, np.uint8)))
            packed = base64.b64encode(whole.tobytes()).decode()
            await page.evaluate("([text, ...place]) => put(text, ...place)", [packed, *STILL[:2], whole.shape[1], whole.shape[0]])
            lit = float(await page.evaluate("(place) => paint('#ff0000', ...place)", [*LAMP, SIDE, SIDE]))
            seen = await sight.became("lamp", (255, 0, 0), lit)
            assert lit <= seen <= time.time()
            got = await sight.text()
            assert error(source, got) < 8  # the way of colours alone: nothing was coded
            assert error(source, np.roll(got, 1, axis=1)) > 40
            assert error(Source(_stripes(2), Counter()), got) > 100
        finally:
            await browser.close()
