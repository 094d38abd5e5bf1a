"""Being helped, from end to end: the running app, a real broker, and the helper in Debian's Chromium."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import io
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from mmassist.desktop.chords import default_keys, defaults
from mmassist.measure import programs
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.running import RunningApp
from mmassist.perception.text import Options, TextReader
from mmassist.values import Frame, Target
from tests.browsers import CHROMIUM, needs_chromium, needs_engine
from tests.fakes.broker import running
from tests.unit.broker.pages import FLAGS, TEXTS

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = [
    needs_chromium,
    needs_engine,
    pytest.mark.timeout(300),
]

_PATIENCE = 60.0
_TEXT = "The meeting is on Tuesday at nine in room fourteen\nBring the signed contract"
_SHOT = """() => {
  const video = document.getElementById("video");
  if (!video.videoWidth) return null;
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
  canvas.getContext("2d").drawImage(video, 0, 0);
  return canvas.toDataURL("image/png").split(",")[1];
}"""
_FRAMES = "document.getElementById('video').getVideoPlaybackQuality().totalVideoFrames"


class Eyes:
    """What the helper can read."""

    def __init__(self, page: Page, reader: TextReader) -> None:
        self._page, self._reader = page, reader
        self.all: list[str] = []

    async def read(self) -> str:
        shot = await self._page.evaluate(_SHOT)
        if shot is None:
            return ""
        picture = np.asarray(Image.open(io.BytesIO(base64.b64decode(shot))).convert("RGBA"), np.uint8)[..., [2, 1, 0, 3]]
        lines = [line.text async for group in self._reader.read(Frame(picture, (0, 0), Target(), 0.0)) for line in group]
        self.all.append("\n".join(lines))
        return self.all[-1]

    async def until(self, text: str) -> None:
        try:
            async with asyncio.timeout(_PATIENCE):
                while text not in await self.read():  # noqa: ASYNC110
                    await asyncio.sleep(0.3)
        except TimeoutError:
            raise AssertionError(f"not {text!r} but {self.all[-1:]}") from None


def _command(*words: str) -> str:
    done = subprocess.run([sys.executable, "-m", "mmassist", "support", *words], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


async def _spoken(app: RunningApp, text: str, since: float = 0.0) -> str:
    return (await asyncio.to_thread(app.wait_spoken, text, since, _PATIENCE)).text


def _letter(keyboard: Keyboard, letter: str) -> float:
    pressed = keyboard.press(str(defaults()["leader"]))
    keyboard.press(letter)
    return pressed


async def test_a_helper_is_invited_compared_let_in_sees_points_writes_and_is_ended(home: Path, keyboard: Keyboard) -> None:
    from playwright.async_api import async_playwright

    environment = {"QTWEBENGINE_DISABLE_SANDBOX": "1"}  # tests run as root
    async with contextlib.aclosing(TextReader(Options())) as reader, running() as broker, async_playwright() as driver:
        environment["MMASSIST_SUPPORT__BROKER"] = broker.url
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        # with a tray no window of the app's lies over the editor, where it would be grey
        with programs.tray_host(), programs.mousepad(_TEXT, keyboard), RunningApp(home, environment=environment) as app:
            link = await asyncio.to_thread(_command, "invite")
            await _spoken(app, "The invitation is in the clipboard")
            page = await (await browser.new_context(locale="en-GB")).new_page()
            await page.goto(link)
            await page.locator("#knock").wait_for(state="visible")
            await page.locator("#name").fill("Ada")
            await page.keyboard.press("Enter")
            assert await _spoken(app, "knocks") == "Ada knocks, as they call themselves: nobody has checked that name."
            await page.locator("#check").wait_for(state="visible")
            words = await page.locator("#words").inner_text()
            assert f"Yours are: {words}." in await _spoken(app, "Yours are")
            pressed = _letter(keyboard, "shift+y")
            await _spoken(app, "Ada is let in", pressed)
            eyes = Eyes(page, reader)
            await eyes.until("Tuesday")
            await eyes.until("signed contract")

            picture = page.locator("#picture")
            box = await picture.bounding_box()
            assert box is not None
            pressed = time.monotonic()
            await page.mouse.click(box["x"] + 12, box["y"] + 8)
            await _spoken(app, "Ada points at", pressed)
            await _spoken(app, "File", pressed)
            await page.locator("#message").fill("Press Save now")
            await page.keyboard.press("Enter")
            await _spoken(app, "Ada writes", pressed)
            assert (await asyncio.to_thread(app.wait_spoken, "Press Save now", pressed, _PATIENCE)).channel == "detail"

            asked = time.monotonic()
            await page.locator("button[data-right=control]").click()
            await _spoken(app, "Ada asks to use your keyboard and mouse", asked)
            await _spoken(app, "If not, refuse", asked)
            pressed = _letter(keyboard, "shift+y")
            await _spoken(app, "Ada now uses your keyboard and mouse", pressed)
            await page.locator("#hands").click()
            await page.keyboard.type("Hello")
            await _spoken(app, "Ada types", pressed)
            await eyes.until("contractHello")
            pressed = keyboard.press("Shift_L")
            await _spoken(app, "You have your keyboard and mouse for yourself again", pressed)
            await page.locator("#hands").wait_for(state="hidden")

            stop = default_keys()["stop"]
            keyboard.press(stop)
            await asyncio.sleep(0.2)  # as fast as a hand: what follows in the same millisecond is a key's own repetition
            pressed = keyboard.press(stop)
            await _spoken(app, "has ended. Nothing is shared", pressed)
            await page.wait_for_function("text => document.getElementById('status').textContent === text", arg=TEXTS["en"]["ended"])
            frames = await page.evaluate(_FRAMES)
            await asyncio.sleep(1)
            assert await page.evaluate(_FRAMES) == frames
            again = await (await browser.new_context(locale="en-GB")).new_page()
            await again.goto(link)
            await again.wait_for_function("text => document.getElementById('problem').textContent === text", arg=TEXTS["en"]["over"])
        await browser.close()
    log = await asyncio.to_thread(_command, "log")
    assert [word for word in ("invited", "knocked", "admitted", "granted", "dismissed") if word in log] == [
        "invited",
        "knocked",
        "admitted",
        "granted",
        "dismissed",
    ]
