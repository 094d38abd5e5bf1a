"""A support session as both have it: the user's keys and what the app says to them, and the helper's page in Debian's Chromium."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import io
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from mmassist.desktop.chords import defaults
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.running import RunningApp
from mmassist.perception.text import Options, TextReader
from mmassist.values import Frame, Target
from tests.browsers import CHROMIUM
from tests.fakes.broker import Running, running
from tests.unit.broker.pages import FLAGS, TEXTS

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

PATIENCE = 60.0
FRAMES = "document.getElementById('video').getVideoPlaybackQuality().totalVideoFrames"
_SHOT = """() => {
  const video = document.getElementById("video");
  if (!video.videoWidth) return null;
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
  canvas.getContext("2d").drawImage(video, 0, 0);
  return canvas.toDataURL("image/png").split(",")[1];
}"""


@dataclass
class Helped:
    """`environment`: for the app."""

    broker: Running
    browser: Browser
    keyboard: Keyboard
    reader: TextReader
    environment: dict[str, str]
    seen: list[str] = field(default_factory=list)

    async def page(self, link: str) -> Page:
        """The helper's, in a browser that knows nothing of any other."""
        page = await (await self.browser.new_context(locale="en-GB")).new_page()
        page.set_default_timeout(PATIENCE * 1000)
        await page.goto(link)
        return page

    async def reads(self, page: Page) -> str:
        """What is written in the picture that the helper gets."""
        shot = await page.evaluate(_SHOT)
        if shot is None:
            return ""
        return await self.read(np.asarray(Image.open(io.BytesIO(base64.b64decode(shot))).convert("RGBA"), np.uint8)[..., [2, 1, 0, 3]])

    async def read(self, picture: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> str:
        lines = [line.text async for group in self.reader.read(Frame(picture, (0, 0), Target(), 0.0)) for line in group]
        self.seen.append("\n".join(lines))
        return self.seen[-1]

    async def reads_until(self, page: Page, text: str) -> str:
        try:
            async with asyncio.timeout(PATIENCE):
                while text not in (read := await self.reads(page)):  # noqa: ASYNC110
                    await asyncio.sleep(0.3)
        except TimeoutError:
            raise AssertionError(f"not {text!r} but {self.seen[-1:]}") from None
        return read

    def letter(self, letter: str) -> float:
        """After the leader; when that was pressed."""
        pressed = self.keyboard.press(str(defaults()["leader"]))
        self.keyboard.press(letter)
        return pressed

    async def invited(self, app: RunningApp) -> str:
        """The link, by the command line."""
        asked = time.monotonic()
        link = await asyncio.to_thread(command, "invite")
        await says(app, "The invitation is in the clipboard", asked)
        return link

    async def knocks(self, app: RunningApp, page: Page, name: str = "Ada") -> str:
        """The words that the helper sees; the user hears the same."""
        asked = time.monotonic()
        await shows(page, "ready")
        await page.locator("#name").fill(name)
        await page.keyboard.press("Enter")
        assert await says(app, "knocks", asked) == f"{name} knocks, as they call themselves: nobody has checked that name."
        await page.locator("#check").wait_for(state="visible")
        words = await page.locator("#words").inner_text()
        assert f"Yours are: {words}." in await says(app, "Yours are", asked)
        return words

    async def let_in(self, app: RunningApp, page: Page, name: str = "Ada") -> float:
        """When the key was pressed; the helper is connected."""
        pressed = self.letter("shift+y")
        await says(app, f"{name} is let in", pressed)
        await page.locator("#session").wait_for(state="visible")
        return pressed


def command(*words: str) -> str:
    done = subprocess.run([sys.executable, "-m", "mmassist", "support", *words], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


async def says(app: RunningApp, text: str, since: float = 0.0) -> str:
    """What the app said that holds this, from `since` on."""
    return (await asyncio.to_thread(app.wait_spoken, text, since, PATIENCE)).text


async def shows(page: Page, key: str, where: str = "status") -> None:
    """Waits until the page says that."""
    try:
        await page.wait_for_function(
            "([where, text]) => document.getElementById(where).textContent === text", arg=[where, TEXTS["en"][key]]
        )
    except Exception as error:
        raise AssertionError(f"not {TEXTS['en'][key]!r} but {await page.locator('main').inner_text()!r}") from error


async def notes(page: Page, text: str) -> None:
    """Waits until that is in the page's log of what happens."""
    await page.wait_for_function("text => document.getElementById('log').textContent.includes(text)", arg=text)


async def stays_still(page: Page, seconds: float = 1.0) -> bool:
    """Whether no picture comes."""
    frames = await page.evaluate(FRAMES)
    await asyncio.sleep(seconds)
    return bool(await page.evaluate(FRAMES) == frames)


@contextlib.asynccontextmanager
async def helped(keyboard: Keyboard, *flags: str) -> AsyncIterator[Helped]:
    """A broker and a browser; the app is started by whoever uses it. `flags`: more of Chromium's."""
    from playwright.async_api import async_playwright

    environment = {"QTWEBENGINE_DISABLE_SANDBOX": "1", "MMASSIST_SPEECH__RATE": "900"}  # tests run as root, and hear fast
    async with contextlib.aclosing(TextReader(Options())) as reader, running() as broker, async_playwright() as driver:
        environment["MMASSIST_SUPPORT__BROKER"] = broker.url
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags])
        try:
            yield Helped(broker, browser, keyboard, reader, environment)
        finally:
            await browser.close()
