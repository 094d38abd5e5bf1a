"""Whoever goes and whatever breaks in a support session: nothing is shared before the user has let somebody in anew."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from mmassist.broker.options import Options
from mmassist.broker.serve import Serving
from mmassist.measure import programs
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.running import RunningApp
from tests.browsers import needs_chromium, needs_engine
from tests.fakes.session import SessionDouble
from tests.integration.helped import FRAMES, Helped, helped, says, shows, stays_still

pytestmark = [needs_chromium, needs_engine, pytest.mark.timeout(400)]


async def _refused(here: Helped, app: RunningApp) -> None:
    """Both hear it, and the link is worth nothing afterwards."""
    page = await here.page(await here.invited(app))
    await here.knocks(app, page)
    pressed = here.letter("shift+n")
    await says(app, "Ada is turned away. The invitation is over.", pressed)
    await shows(page, "turned-away")
    assert await page.evaluate(FRAMES) == 0
    await page.reload()
    await shows(page, "over", "problem")


async def _comes_and_goes(here: Helped, app: RunningApp) -> float:
    """A second helper with the same link, a broker that is restarted, a page that is loaded again, an app that is killed; when that was."""
    link = await here.invited(app)
    page = await here.page(link)
    await here.knocks(app, page)
    await shows(await here.page(link), "used", "problem")
    await here.let_in(app, page)
    await here.reads_until(page, "Tuesday")

    await here.broker.stop()
    await here.broker.start()
    wrote = time.monotonic()
    await page.locator("#message").fill("Still here")
    await page.keyboard.press("Enter")
    await says(app, "Still here", wrote)
    assert not await stays_still(page, 2.0)

    left = time.monotonic()
    await page.reload()
    await says(app, "Nothing is shared.", left)
    await here.knocks(app, page)
    assert await page.evaluate(FRAMES) == 0
    await here.let_in(app, page)
    await here.reads_until(page, "Tuesday")

    killed = time.monotonic()
    os.kill(app.pid, signal.SIGKILL)
    await shows(page, "away")
    assert await stays_still(page)
    return killed


async def _locked(here: Helped, app: RunningApp, session: SessionDouble) -> None:
    page = await here.page(await here.invited(app))
    await here.knocks(app, page)
    await here.let_in(app, page)
    await here.reads_until(page, "Tuesday")
    locked = time.monotonic()
    session.cover(True)
    await says(app, "The support session has ended, because the screen is locked. Nothing is shared.", locked)
    await shows(page, "ended")
    unlocked = time.monotonic()
    session.cover(False)
    assert await stays_still(page, 2.0)
    await shows(page, "ended")
    here.letter("shift+q")
    await says(app, "Nobody is helping.", unlocked)


async def _expired(here: Helped, app: RunningApp) -> None:
    """By a broker that gives a room no more than a second."""
    link = await here.invited(app)
    page = await here.page(link)
    await shows(page, "ready")
    await here.broker.stop()
    await here.broker.start(Serving(options=Options(room_seconds=1.0)))
    await says(app, "Nobody came in time: the invitation is over.")
    await shows(page, "over", "problem")
    await shows(await here.page(link), "over", "problem")


async def test_whoever_goes_and_whatever_breaks_nothing_is_shared_unasked(home: Path, keyboard: Keyboard) -> None:
    async with helped(keyboard) as here:
        with programs.tray_host(), programs.mousepad("Tuesday", keyboard), SessionDouble() as session:
            with RunningApp(home, environment=here.environment) as app:
                await _refused(here, app)
                killed = await _comes_and_goes(here, app)
            with RunningApp(home, environment=here.environment) as app:
                await says(app, "mmassist ended unexpectedly and is back.", killed)
                await says(app, "Ada was helping when mmassist ended. Nothing is shared any more.", killed)
                await _locked(here, app, session)
                await _expired(here, app)
