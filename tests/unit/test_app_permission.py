"""Keys that the user has not let the app hear."""

from __future__ import annotations

from mmassist.desktop.mac.hotkeys import MacHotkeys
from mmassist.errors import MmassistError
from mmassist.wiring.keys import hears
from tests.fakes.desks.macos import FakeMac


def test_a_refusal_is_said_with_what_to_do_and_the_app_goes_on() -> None:
    mac = FakeMac(trusted=False)
    keys, said = MacHotkeys(lambda: mac.apis), list[MmassistError]()

    assert not hears(keys, said.append)
    keys.close()
    assert ["Accessibility" in error.remedy for error in said] == [True]


def test_keys_that_may_be_heard_are_started() -> None:
    mac = FakeMac()
    keys, said = MacHotkeys(lambda: mac.apis), list[MmassistError]()
    try:
        assert hears(keys, said.append)
    finally:
        keys.close()
    assert said == []
