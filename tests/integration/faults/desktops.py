"""Faults of the desktop around the app: a key that another program holds, a settings file that can't be used, buses that are gone or come
back, a clipboard that holds too much, a monitor that is taken away."""

from __future__ import annotations

import contextlib
import subprocess
import time

from mmassist.desktop.hotkeys import Hotkeys
from mmassist.measure import programs
from mmassist.measure.running import AppFailed
from mmassist.values import Earcon
from tests.fakes.clipboard import ClipboardOwner
from tests.integration.faults.backends import describe
from tests.integration.faults.fault import Fault, Heard, always, nothing
from tests.integration.faults.hearing import start_again
from tests.integration.faults.house import LONG_ENOUGH, TITLE, House
from tests.integration.programs.running import until

_KEY = "Ctrl+Shift+F9"
_ACCESSIBILITY = ("at-spi-bus-launcher", "at-spi2-registryd")
_TOO_MUCH = 100_000_000
_MONITOR = "beside"
_LOOKS = 4
_FOLLOWED = 1.0  # seconds within which the app knows of a monitor that came or went


def _take(house: House) -> None:
    """Another program is there first when the app starts."""
    house.end()
    house.other = Hotkeys()
    house.other.start()
    house.other.bind(_KEY, lambda at: None)


def _free(house: House) -> None:
    if house.other is not None:
        house.other.close()
        house.other = None


def _scribble(house: House) -> None:
    """Nothing that runs is touched by it."""
    (house.home / "config" / "settings.toml").write_text('[speech\nvoice = "', "utf-8")


def _set_right(house: House) -> None:
    """With the defaults the window is described, too."""
    pressed = house.press("describe")
    house.wait_spoken(TITLE, pressed)
    house.start_anew()


def _restart_accessibility(house: House) -> None:
    """A program that starts now is on the new bus."""
    house.desktop.kill_buses(*_ACCESSIBILITY)
    house.desktop.start_accessibility_bus()
    house.crowd.enter_context(programs.galculator())


def _describe_by_tree(house: House) -> float:
    """Only the tree tells what has the focus. A tree that is new to the app may not be there in time for the first look."""
    pressed = house.press("describe")
    house.wait_spoken("galculator", pressed)
    last = pressed
    for _ in range(_LOOKS):
        with contextlib.suppress(AppFailed):
            house.wait_spoken("Focus on", last, LONG_ENOUGH / _LOOKS)
            return pressed
        last = house.press("describe")
    house.wait_spoken("Focus on", last)
    return pressed


def _end_the_other(house: House) -> None:
    house.crowd.close()
    until(lambda: programs.window_title(programs.active_window()) == TITLE, LONG_ENOUGH)


def _copy_too_much(house: House) -> None:
    house.crowd.enter_context(ClipboardOwner({"image/bmp": bytes(_TOO_MUCH)}))


def _show_clipboard(house: House) -> float:
    return house.order("show", "clipboard")


def _unplug_monitor(house: House) -> None:
    """While it is being described."""
    _xrandr("--setmonitor", _MONITOR, "640/160x480/120+1200+0", "none")
    time.sleep(_FOLLOWED)
    house.wait_spoken("monitor 2", house.order("show", "monitor", 2))
    _xrandr("--delmonitor", _MONITOR)
    time.sleep(_FOLLOWED)


def _show_monitor(house: House) -> float:
    return house.order("show", "monitor", 2)


def _xrandr(*arguments: str) -> None:
    subprocess.run(["xrandr", *arguments], check=True, capture_output=True, timeout=20)


FAULTS = (
    Fault(
        "key taken",
        _take,
        _free,
        always(Heard("The key Control Shift F9 is already taken", "mmassist keys set stop", used=start_again)),
        settings={"keys": {"stop": _KEY}},
        at_start=True,
    ),
    Fault(
        "settings broken",
        _scribble,
        _set_right,
        always(Heard("The settings file can't be used: it is not valid TOML", "Mend it and put it back", used=start_again)),
        at_start=True,
    ),
    Fault(
        "accessibility bus killed",
        lambda house: house.desktop.kill_buses(*_ACCESSIBILITY),
        lambda house: None,
        always(Heard("", "", Earcon.START, used=describe)),
    ),
    Fault(
        "accessibility bus restarted",
        _restart_accessibility,
        _end_the_other,
        always(Heard("", "", Earcon.START, used=_describe_by_tree)),
    ),
    Fault(
        "clipboard of 100 megabytes",
        _copy_too_much,
        lambda house: house.crowd.close(),
        always(Heard("The picture in the clipboard is too large", "Copy a part of it", used=_show_clipboard)),
    ),
    Fault(
        "monitor unplugged",
        _unplug_monitor,
        nothing,
        always(Heard("Monitor 2 is not there. There is one monitor", "Choose monitor 1", used=_show_monitor)),
    ),
    Fault(
        "session bus gone",
        lambda house: house.desktop.kill_buses(*_ACCESSIBILITY, "dbus-daemon"),
        lambda house: house.desktop.start_session_bus(),
        always(Heard("Programs can't be asked what they show", "at-spi2-core", used=describe)),
    ),
)
