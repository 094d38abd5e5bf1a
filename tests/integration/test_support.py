"""Being helped, from end to end: the running app, a real broker, and the helper in Debian's Chromium."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from mmassist.desktop.chords import default_keys
from mmassist.measure import programs
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.running import RunningApp
from tests.browsers import needs_chromium, needs_engine
from tests.integration.helped import PATIENCE, command, helped, says, shows, stays_still

pytestmark = [
    needs_chromium,
    needs_engine,
    pytest.mark.timeout(300),
]

_TEXT = "The meeting is on Tuesday at nine in room fourteen\nBring the signed contract"


async def test_a_helper_is_invited_compared_let_in_sees_points_writes_and_is_ended(home: Path, keyboard: Keyboard) -> None:
    # with a tray no window of the app's lies over the editor, where it would be grey
    async with helped(keyboard) as here:
        with programs.tray_host(), programs.mousepad(_TEXT, keyboard), RunningApp(home, environment=here.environment) as app:
            link = await here.invited(app)
            page = await here.page(link)
            await here.knocks(app, page)
            await here.let_in(app, page)
            await here.reads_until(page, "Tuesday")
            await here.reads_until(page, "signed contract")

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
