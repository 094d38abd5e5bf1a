"""Being helped, from end to end: the running app, a real broker, and the helper in Debian's Chromium."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mmassist.capture.screen import ScreenGrabber
from mmassist.desktop.chords import default_keys
from mmassist.desktop.windows import WindowTracker
from mmassist.measure import programs
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.running import RunningApp
from mmassist.values import Frame, Target
from tests.browsers import needs_chromium, needs_engine
from tests.integration.helped import PATIENCE, Helped, command, helped, says, shows, stays_still

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = [
    needs_chromium,
    needs_engine,
    pytest.mark.timeout(300),
]

_TEXT = """The meeting is on Tuesday at nine in room fourteen
Please read all of the pages before you come, and mark what is not clear to you
Nobody has to know the figures by heart, they are on the last page
Whoever comes by train takes the second exit and turns left at the bridge
There is coffee in the kitchen, and the lift is on the other side of the hall
Bring the signed contract"""
_LEGIBLE = 0.98
"""Of the words that are read on the screen, as many at least are to be read in the helper's browser."""


def _screen() -> Frame:
    """The window in front, as the user's screen has it."""
    with contextlib.closing(WindowTracker()) as tracker, contextlib.closing(ScreenGrabber()) as grabber:
        tracker.start()
        return grabber.grab(Target(), tracker.in_front(), (0, 0))


async def _is_legible(here: Helped, page: Page) -> None:
    wanted, share = Counter((await here.read(_screen().pixels)).split()), 0.0
    assert wanted.total() > 70
    try:
        async with asyncio.timeout(PATIENCE):
            while share < _LEGIBLE:  # changes are withheld first, and then become sharp
                share = (wanted & Counter((await here.reads(page)).split())).total() / wanted.total()
    except TimeoutError:
        raise AssertionError(f"only {share:.3f} of {wanted}: {here.seen[-1]}") from None


async def test_a_helper_is_invited_compared_let_in_sees_points_writes_and_is_ended(home: Path, keyboard: Keyboard) -> None:
    # with a tray no window of the app's lies over the editor, where it would be grey
    async with helped(keyboard) as here:
        with programs.tray_host(), programs.mousepad(_TEXT, keyboard), RunningApp(home, environment=here.environment) as app:
            link = await here.invited(app)
            page = await here.page(link)
            await here.knocks(app, page)
            await here.let_in(app, page)
            await _is_legible(here, page)

            box = await page.locator("#picture").bounding_box()
            assert box is not None
            pressed = time.monotonic()
            await page.mouse.click(box["x"] + 12, box["y"] + 8)
            await says(app, "Ada points at", pressed)
            await says(app, "File", pressed)
            await page.locator("#message").fill("Press Save now")
            await page.keyboard.press("Enter")
            await says(app, "Ada writes", pressed)
            assert (await asyncio.to_thread(app.wait_spoken, "Press Save now", pressed, PATIENCE)).channel == "detail"

            asked = time.monotonic()
            await page.locator("button[data-right=control]").click()
            await says(app, "Ada asks to use your keyboard and mouse", asked)
            await says(app, "If not, refuse", asked)
            pressed = here.letter("shift+y")
            await says(app, "Ada now uses your keyboard and mouse", pressed)
            await page.locator("#hands").click()
            await page.keyboard.type("Hello")
            await says(app, "Ada types", pressed)
            await here.reads_until(page, "contractHello")
            pressed = keyboard.press("Shift_L")
            await says(app, "You have your keyboard and mouse for yourself again", pressed)
            await page.locator("#hands").wait_for(state="hidden")

            stop = default_keys()["stop"]
            keyboard.press(stop)
            await asyncio.sleep(0.03)  # what follows in the same millisecond is a key's own repetition
            pressed = keyboard.press(stop)
            await says(app, "has ended. Nothing is shared", pressed)
            await shows(page, "ended")
            assert await stays_still(page)
            await shows(await here.page(link), "over", "problem")
    log = await asyncio.to_thread(command, "log")
    happened = ["invited", "knocked", "admitted", "granted", "dismissed"]
    assert [word for word in happened if word in log] == happened
