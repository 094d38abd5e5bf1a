"""The event tap, over a fake of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mmassist.desktop.mac import hotkeys as module
from mmassist.desktop.mac.apis import NotTrusted
from mmassist.desktop.mac.hotkeys import MacHotkeys
from mmassist.errors import DesktopError, SettingsError
from tests.contract.desktop import until
from tests.fakes.desks.macos import FakeMac

CHORD, PRESSED = "Ctrl+Shift+F8", "ctrl+shift+F8"


@pytest.fixture
def mac() -> FakeMac:
    return FakeMac()


@pytest.fixture
def troubles() -> list[DesktopError]:
    return []


@pytest.fixture
def keys(mac: FakeMac, troubles: list[DesktopError], monkeypatch: pytest.MonkeyPatch) -> Iterator[MacHotkeys]:
    monkeypatch.setattr(module, "_LOOK", 0.02)
    keys = MacHotkeys(lambda: mac.apis, troubles.append)
    keys.start()
    yield keys
    keys.close()


def test_no_program_sees_a_bound_chord(mac: FakeMac, keys: MacHotkeys) -> None:
    keys.bind(CHORD, lambda at: None)
    mac.press(PRESSED)
    mac.let_go(PRESSED)
    mac.press("ctrl+F8")
    mac.let_go("ctrl+F8")

    assert mac.passed_on == [(10, 100), (11, 100)]


def test_holding_it_is_one_press(mac: FakeMac, keys: MacHotkeys) -> None:
    heard: list[float] = []
    keys.bind(CHORD, heard.append)
    mac.press(PRESSED)
    for _ in range(5):
        mac.press(PRESSED, repeat=True)
    mac.let_go(PRESSED)

    assert (len(heard), mac.passed_on) == (1, [])


def test_a_tap_that_the_system_switched_off_is_switched_on_again(mac: FakeMac, keys: MacHotkeys) -> None:
    heard: list[float] = []
    keys.bind(CHORD, heard.append)
    mac.disable_tap()
    mac.press(PRESSED)

    assert len(heard) == 1


def test_a_secured_keyboard_is_said_once_each_time(mac: FakeMac, keys: MacHotkeys, troubles: list[DesktopError]) -> None:
    mac.secured = 99
    until(lambda: troubles)
    keys.bind(CHORD, lambda at: None)  # some rounds later
    mac.secured = 0
    until(lambda: not keys._is_secured)
    once = len(troubles)
    mac.secured = 99
    until(lambda: len(troubles) > once)

    assert once == 1
    assert troubles[0].spoken == "Another program has secured the keyboard, so that I don't hear my keys."


def test_without_the_users_permission_it_is_refused_with_what_to_do(mac: FakeMac) -> None:
    mac.trusted = False
    with pytest.raises(NotTrusted) as caught:
        MacHotkeys(lambda: mac.apis).start()

    assert "Accessibility" in caught.value.remedy


def test_a_key_that_no_mac_has_is_refused(keys: MacHotkeys) -> None:
    with pytest.raises(SettingsError):
        keys.bind("Ctrl+Pause", lambda at: None)


def test_nothing_is_tapped_after_closing(mac: FakeMac, keys: MacHotkeys) -> None:
    keys.close()

    assert (mac.tap, mac.tap_is_on) == (None, False)
