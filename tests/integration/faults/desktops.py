"""Faults of the desktop around the app: a key that another program holds, a settings file that can't be used, buses that are gone."""

from __future__ import annotations

from mmassist.desktop.hotkeys import Hotkeys
from mmassist.values import Earcon
from tests.integration.faults.backends import describe
from tests.integration.faults.fault import Fault, Heard, always
from tests.integration.faults.hearing import start_again
from tests.integration.faults.house import TITLE, House

_KEY = "Ctrl+Shift+F9"
_ACCESSIBILITY = ("at-spi-bus-launcher", "at-spi2-registryd")


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


FAULTS = (
    Fault(
        "key taken",
        _take,
        _free,
        always(Heard("The key Control Shift F9 is already taken", "Choose another key", used=start_again)),
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
        "session bus gone",
        lambda house: house.desktop.kill_buses(*_ACCESSIBILITY, "dbus-daemon"),
        lambda house: house.desktop.start_session_bus(),
        always(Heard("Programs can't be asked what they show", "at-spi2-core", used=describe)),
    ),
)
