"""The session on the user's side and the helper's page, from the knock to the end: a real broker, and a page in Chromium on either side."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.support.giving import PEER
from mmassist.engine.support.means import Means
from mmassist.engine.support.options import Options
from mmassist.engine.support.session import ENDED, Support
from mmassist.engine.troubleshooting.guide import Guide
from mmassist.engine.turn import Options as TurnOptions
from mmassist.support.page_sender import PageSender
from mmassist.support.roles import Right
from mmassist.values import Box, Channel, Node, Outline, Role
from tests.browsers import CHROMIUM, needs_chromium
from tests.fakes.broker import running, until
from tests.fakes.guided import ERROR, form, guide_on
from tests.fakes.parts import FakeOutlines, FakeParts
from tests.unit.broker.pages import FLAGS, PIXELS, TEXTS

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

pytestmark = needs_chromium

RED, GREEN = (30, 30, 200), (40, 160, 40)  # BGR
KEEPS_CONNECTIONS = """
window.connections = [];
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...how) {
    super(...how);
    connections.push(this);
  }
};
"""
RECEIVED = """async () => {
  const told = (await Promise.all(connections.map((one) => one.getStats()))).flatMap((stats) => [...stats.values()]);
  return told.filter((one) => one.type === "inbound-rtp" && one.kind === "video").reduce((sum, one) => sum + one.framesReceived, 0);
}"""
"""Pictures that came to the browser, whether it shows them or not."""
WINDOW_TREE = Outline(
    (
        Node(Role.BUTTON, "Save", -1, box=Box(400, 300, 80, 30)),
        Node(Role.PASSWORD, "Password", -1, box=Box(110, 60, 180, 130)),
    ),
    -1,
    True,
    0.0,
)


@dataclass
class Stage:
    fakes: FakeParts
    support: Support
    browser: Browser
    copied: list[str]
    complaints: list[str]
    guide: Guide

    async def hears(self, part: str) -> str:
        await until(lambda: any(part in text for text in self.fakes.mouth.texts(Channel.SYSTEM)))
        return next(text for text in self.fakes.mouth.texts(Channel.SYSTEM) if part in text)

    async def page(self) -> Page:
        page = await (await self.browser.new_context(locale="en-GB")).new_page()
        await page.add_init_script(KEEPS_CONNECTIONS)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        await page.goto(self.copied[-1])
        return page

    async def knocked(self) -> Page:
        self.support.do("invite")
        await self.hears("in the clipboard")
        page = await self.page()
        await _shows(page, "status", "ready")
        await page.keyboard.type("Ada")
        await page.keyboard.press("Enter")
        await page.locator("#check").wait_for(state="visible")
        await self.hears("Yours are")
        return page


async def _shows(page: Page, where: str, key: str) -> None:
    await page.wait_for_function(f"text => document.getElementById('{where}').textContent === text", arg=TEXTS["en"][key])


async def _sees(page: Page, quarter: int, colour: tuple[int, int, int]) -> list[list[int]]:
    """Waits until a quarter of the picture has a colour (BGR)."""
    wanted, found = colour[::-1], list[list[int]]()
    try:
        async with asyncio.timeout(30):
            while not found or any(abs(one - other) >= 30 for one, other in zip(found[quarter], wanted, strict=True)):
                await asyncio.sleep(0.1)
                found = await page.evaluate(PIXELS) or []
    except TimeoutError:
        raise AssertionError(f"not {wanted} but {found}; {await page.locator('main').inner_text()}") from None
    return found


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    from playwright.async_api import async_playwright

    fakes, copied = FakeParts(outlines=FakeOutlines(WINDOW_TREE)), list[str]()
    pixels = np.full((300, 400, 4), 255, np.uint8)
    pixels[:150, :, :3], pixels[150:, :, :3] = RED, GREEN
    fakes.grabber.pixels = pixels

    def copy(text: str, done: Callable[[bool], object]) -> None:
        copied.append(text)
        done(True)

    async with running() as broker, async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = await browser.new_context()
        loading: list[asyncio.Task[Any]] = []
        sending: list[Page] = []

        async def load(address: str) -> None:
            if address:
                sending.append(await context.new_page())
                await sending[-1].goto(address)
            else:
                await sending.pop().close()

        engine = Engine(fakes.parts(), Listeners(lambda spoken: None, lambda turn: None, copied=copy), TurnOptions())
        fakes.mouth.on_started = engine.heard
        guide = guide_on(engine, fakes.parts())
        means = Means(
            lambda: PageSender(lambda address: loading.append(asyncio.create_task(load(address)))),
            lambda: None,
            lambda entry: None,
            lambda command: f"key of {command}",
            guide,
            lambda: False,
        )
        support = Support(engine, fakes.parts(), Options(broker.url), means)
        stage = Stage(fakes, support, browser, copied, [], guide)
        try:
            yield stage
        finally:
            await support.aclose()
            await guide.aclose()
            await asyncio.gather(*loading, return_exceptions=True)
            await engine.aclose()
            await browser.close()
    assert stage.complaints == []


async def test_a_helper_in_a_browser_sees_the_masked_window_points_writes_and_is_ended(stage: Stage) -> None:
    page = await stage.knocked()
    words = await page.locator("#words").inner_text()
    assert f"Yours are: {words}." in await stage.hears("Yours are")
    assert await page.evaluate(PIXELS) is None
    stage.support.do("admit")
    left_above, *_ = await _sees(page, 1, RED)
    assert max(left_above) - min(left_above) < 30, "the password field is grey"
    await page.wait_for_function("() => document.getElementById('video').srcObject?.getTracks()[0] instanceof MediaStreamTrackGenerator")
    await _sees(page, 3, GREEN)  # as it was decoded there, as soon as it came
    await stage.hears("hidden: a password")

    await page.evaluate("() => document.getElementById('picture').scrollIntoView({ block: 'end' })")
    box = await page.locator("#video").bounding_box()
    assert box is not None
    await page.mouse.click(box["x"] + box["width"] * 340 / 400, box["y"] + box["height"] * 265 / 300)
    await stage.hears("Ada points at:")
    await until(lambda: any(text.startswith("Save, button") for text in stage.fakes.mouth.texts(Channel.DETAIL)))
    await page.wait_for_function("() => document.getElementById('log').textContent.includes('Save, button')")
    await page.locator("#message").fill("Press Save")
    await page.keyboard.press("Enter")
    await until(lambda: "Press Save" in stage.fakes.mouth.texts(Channel.DETAIL))

    await _sees_nothing_without_the_right(stage, page)
    await _advised(stage, page)

    stage.support.stopped()
    began = time.monotonic()
    stage.support.stopped()
    await _shows(page, "status", "ended")
    assert time.monotonic() - began < 20
    await stage.hears(ENDED)


async def _sees_nothing_without_the_right(stage: Stage, page: Page) -> None:
    """Where it runs out, and where it is taken back, while the session goes on: black pictures come for two seconds, then none, whatever
    is on the screen."""
    consent, pixels = stage.support._consent, stage.fakes.grabber.pixels
    for end in (lambda: consent.grant(PEER, Right.VIEW, 0.01), lambda: consent.revoke(PEER, Right.VIEW)):
        await _sees(page, 3, GREEN)
        end()
        await page.wait_for_function(f"() => ({PIXELS})() === null")
        assert stage.support.runs
        before = -1
        async with asyncio.timeout(30):
            while (received := await page.evaluate(RECEIVED)) != before:
                before = received
                await asyncio.sleep(1.5)
        for _ in range(4):
            stage.fakes.grabber.pixels = stage.fakes.grabber.pixels[::-1].copy()
            await asyncio.sleep(0.5)
        assert await page.evaluate(RECEIVED) == received > 0
        stage.fakes.grabber.pixels = pixels
        consent.grant(PEER, Right.VIEW, 600)
        await page.wait_for_function("count => (" + RECEIVED + ")().then(now => now > count)", arg=received)


async def _advised(stage: Stage, page: Page) -> None:
    """The helper asks to decide what the assistant tells, and sends a suggestion in their own words."""
    stage.fakes.outlines.outline = form("12", ERROR)
    await page.locator(f"button:has-text('{TEXTS['en']['right-advise']}')").click()
    await stage.hears("Ada asks to see what the assistant suggests")
    stage.support.do("admit")
    await stage.hears("Ada is now allowed to see what the assistant suggests")
    stage.guide.begin()
    await page.locator("#advising").wait_for(state="visible")
    assert await page.evaluate("() => document.getElementById('suggestion').value") == "Correct Postcode."
    assert not any("Correct Postcode" in text for text in stage.fakes.mouth.texts(Channel.DETAIL))
    await page.locator("#suggestion").fill("Correct Postcode: five figures.")
    await page.locator("#suggestion").press("Tab")
    await page.keyboard.press("Enter")
    await stage.hears("Ada, with the assistant:")
    await until(lambda: "Step 1: Correct Postcode: five figures." in stage.fakes.mouth.texts(Channel.DETAIL))
    await page.wait_for_function("() => document.getElementById('log').textContent.includes('with the assistant: Correct Postcode')")


async def test_a_helper_who_loads_the_page_again_has_to_be_let_in_again(stage: Stage) -> None:
    page = await stage.knocked()
    stage.support.do("admit")
    await _sees(page, 3, GREEN)
    await page.reload()
    await stage.hears("Nothing is shared.")
    stage.fakes.mouth.said.clear()
    await _shows(page, "status", "ready")
    await page.keyboard.type("Ada")
    await page.keyboard.press("Enter")
    await stage.hears("Yours are")
    assert await page.evaluate(PIXELS) is None
    stage.support.do("refuse")
    await _shows(page, "status", "turned-away")
