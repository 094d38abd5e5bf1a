"""The whole app in a Wayland session: real programs, a real accessibility bus, and a double of the desktop's portals.

The programs draw on X11, of which the app makes no use: keys, pictures and the window in front come as they do on Wayland.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import mss
import mss.tools
import pytest

from mmassist.measure import programs
from mmassist.measure.running import RunningApp
from mmassist.portals.bus import SCREENSHOT, SHORTCUTS
from tests.fakes.portal import CANCELLED, Desk, PortalDouble

pytestmark = pytest.mark.timeout(120)

SESSION = {"XDG_SESSION_TYPE": "wayland"}
Started = tuple[RunningApp, PortalDouble]


@pytest.fixture
def started(home: Path, tmp_path: Path) -> Iterator[Callable[[Desk], Started]]:
    """The app in such a session; the desktop takes pictures of what is really on the screen."""

    def picture() -> Path:
        file = tmp_path / f"{time.monotonic_ns()}.png"
        with mss.MSS() as screen:
            shot = screen.grab(screen.monitors[0])
            mss.tools.to_png(shot.rgb, shot.size, output=str(file))
        return file

    def entered(stack: ExitStack, desk: Desk) -> Started:
        desk.picture = picture
        double = stack.enter_context(PortalDouble(desk))
        return stack.enter_context(_running(home)), double

    with ExitStack() as stack:
        yield lambda desk: entered(stack, desk)
    assert not list(tmp_path.glob("*.png"))


def _running(home: Path) -> AbstractContextManager[RunningApp]:
    return RunningApp(home, environment=SESSION)


def test_the_key_that_the_desktop_bound_describes_the_window_in_front(started: Callable[[Desk], Started]) -> None:
    with programs.galculator():
        app, double = started(Desk(versions={SHORTCUTS: 1, SCREENSHOT: 2}, triggers={"describe": "Meta+D"}))
        app.wait_spoken("describe is on Super D")
        pressed = time.monotonic()
        double.press("describe")
        app.wait_spoken("galculator", pressed, 20)
        assert "Screenshot" in [member for member, _ in double.asked]


def test_a_denied_portal_is_said_with_what_to_do_and_the_app_works_on(started: Callable[[Desk], Started]) -> None:
    with programs.galculator():
        app, double = started(Desk(versions={SHORTCUTS: 1, SCREENSHOT: 2}, answers={"Screenshot": CANCELLED}))
        app.wait_spoken("describe is on")
        for said in ("The desktop did not let mmassist see the screen.", "mmassist may not see the screen."):
            pressed = time.monotonic()
            double.press("describe")
            assert "Start mmassist again" in app.wait_spoken(said, pressed, 20).text
            app.wait_spoken("galculator", pressed, 20)
