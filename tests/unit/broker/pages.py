"""The helper's page in Debian's Chromium, before the real broker and the app's own side of it."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import AsyncIterator
from importlib import resources
from typing import TYPE_CHECKING, Any

from mmassist.broker.serve import Serving
from mmassist.errors import SupportError
from mmassist.support import invite
from mmassist.support.signalling import Signalling
from tests.browsers import CHROMIUM
from tests.fakes.broker import Running, running

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP plain.example 127.0.0.1",
    # a microphone that is there, and says so
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    # names of addresses are looked up by multicast, which a machine without a network lacks
    "--disable-features=WebRtcHideLocalIpsWithMdns",
)

TEXTS: dict[str, dict[str, str]] = json.loads((resources.files("mmassist") / "resources/helper/texts.json").read_text("utf-8"))

PIXELS = """
() => {
  const video = document.getElementById("video");
  if (!video.videoWidth || video.readyState < 2) return null;
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
  const pen = canvas.getContext("2d");
  pen.drawImage(video, 0, 0);
  const pixel = (x, y) => [...pen.getImageData(x * canvas.width, y * canvas.height, 1, 1).data].slice(0, 3);
  return [0.25, 0.75].flatMap((y) => [0.25, 0.75].map((x) => pixel(x, y)));
}
"""
"""The picture's quarters, each as [red, green, blue]; null while there is none."""


class Stage:
    def __init__(self, broker: Running, owner: Signalling, invitation: invite.Invitation, browser: Browser) -> None:
        self.broker, self.owner, self.invitation, self.browser = broker, owner, invitation, browser
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.told: list[SupportError] = []

    @property
    def link(self) -> str:
        return self.invitation.link(self.broker.url)

    async def page(self, link: str = "", **options: Any) -> Page:
        context = await self.browser.new_context(**{"locale": "en-GB", **options})
        page = await context.new_page()
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("websocket", lambda line: self.asked.append(line.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        await page.goto(link or self.link)
        return page


@contextlib.asynccontextmanager
async def staged(made: invite.Invitation | None = None, serving: Serving | None = None) -> AsyncIterator[Stage]:
    from playwright.async_api import async_playwright

    made, told = made or invite.by_link(time.monotonic()), list[SupportError]()
    async with running(serving) as broker, async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            async with Signalling(broker.url, made, told.append, lambda _: None) as owner:
                await owner.ready()
                stage = Stage(broker, owner, made, browser)
                stage.told = told
                yield stage
        finally:
            await browser.close()


async def shows(page: Page, key: str, where: str = "status", language: str = "en") -> None:
    expected = TEXTS[language][key]
    try:
        await page.wait_for_function(f"text => document.getElementById('{where}').textContent === text", arg=expected)
    except Exception as error:
        shown = await page.locator("main").inner_text()
        raise AssertionError(f"not {expected!r} but {shown!r}") from error


async def knock(page: Page, name: str = "Ada") -> None:
    """By keys alone: the field has the focus."""
    await shows(page, "ready")
    await page.keyboard.type(name)
    await page.keyboard.press("Enter")


async def barriers(page: Page) -> list[str]:
    """What axe-core finds."""
    axe = (resources.files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
    await page.evaluate(axe)
    found = await page.evaluate("async () => (await axe.run()).violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html)}`)")
    return list(found)


def is_near(one: list[int], colour: str) -> bool:
    wanted = bytes.fromhex(colour[1:])
    return all(abs(a - b) < 24 for a, b in zip(one, wanted, strict=True))
