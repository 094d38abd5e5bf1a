"""A step whose window is minimised, on another desktop, closed, or gone with its program, while only a window of the app's own is left."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import Iterator

from mmassist.desktop import x11
from mmassist.dialogue.commands import Certainty, Match
from mmassist.engine.engine import Listeners
from mmassist.engine.troubleshooting.guide import Guide
from mmassist.measure.programs import program
from mmassist.settings import Settings
from mmassist.values import Spoken
from mmassist.wiring.once import open_guide
from tests.integration.programs.running import gtk, until, xdotool

_PATIENCE = 60.0
_LONG_ENOUGH = 2.0  # seconds in which what is noticed would be said
TITLE = "Updates"


class Heard:
    def __init__(self) -> None:
        self.texts: list[str] = []

    def spoken(self, spoken: Spoken) -> None:
        self.texts.append(spoken.utterance.text)

    async def soon(self, text: str) -> None:
        end = time.monotonic() + _PATIENCE
        while text not in self.texts:
            assert time.monotonic() < end, f"{text!r} was not heard: {self.texts}"
            await asyncio.sleep(0.1)


@contextlib.contextmanager
def own_window() -> Iterator[None]:
    """A window of this process, as the app's own is."""
    from Xlib import X, Xatom

    with x11.opened() as display:
        root = display.screen().root
        window = root.create_window(20, 20, 300, 200, 0, X.CopyFromParent)
        window.change_property(display.intern_atom("_NET_WM_PID"), Xatom.CARDINAL, 32, [os.getpid()])
        window.map()
        display.sync()
        until(lambda: x11.window_ids(root, display, "_NET_ACTIVE_WINDOW") == [window.id])
        yield
        window.destroy()
        display.sync()


def say(guide: Guide, command: str) -> None:
    guide.actions[command](Match(command, "", Certainty.SURE), time.monotonic())


async def test_what_closed_or_crashed_is_told_though_no_other_window_is_left_and_what_is_only_out_of_sight_is_not() -> None:
    heard = Heard()
    listeners = Listeners(spoken=heard.spoken, turn=lambda turn: None)
    settings = Settings().with_backend("embedded")
    with own_window():
        async with open_guide(settings, listeners, lambda summary: None, speak=False, keep_history=False) as (guide, _):
            asks = ["zenity", "--error", f"--title={TITLE}", "--text=Could not download the updates: the server was not found."]
            with program(asks, f"^{TITLE}$") as shown:
                guide.begin()
                await heard.soon("Step 1: Choose OK.")
                window = str(shown.window)
                await asyncio.to_thread(xdotool, "windowminimize", "--sync", window)
                await asyncio.sleep(_LONG_ENOUGH)
                say(guide, "step-done")
                await heard.soon(f"It is only out of sight, not closed: {TITLE}.")
                await asyncio.to_thread(xdotool, "windowactivate", "--sync", window)
                await asyncio.to_thread(xdotool, "set_desktop_for_window", window, "1")
                await asyncio.sleep(_LONG_ENOUGH)
                assert "Done." not in heard.texts
                await asyncio.to_thread(xdotool, "set_desktop_for_window", window, "0")
                await asyncio.to_thread(xdotool, "windowactivate", "--sync", window)
                await asyncio.to_thread(xdotool, "key", "Return")
                await heard.soon("Done.")
                say(guide, "troubleshoot-end")
                await guide.idle()
            heard.texts.clear()
            with program(gtk(), "Order") as form:
                guide.begin("the name is wrong")
                await asyncio.sleep(0)
                await guide.idle()
                assert guide.case is not None and guide.case.step is not None
                form.end()
                await heard.soon(f"{guide.case.program} has closed or crashed: none of its windows is left.")
                await heard.soon("Step 2: Start it again.")
