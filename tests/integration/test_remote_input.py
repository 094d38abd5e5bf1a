"""Keyboard and mouse for somebody else, on a real X server: what is typed arrives, keys that others hold are left alone, and the user's own
hands are noticed whoever holds the keyboard."""

from __future__ import annotations

import contextlib
import subprocess
import time
from collections.abc import Iterator

import pytest

from mmassist.desktop.hotkeys import Hotkeys
from mmassist.desktop.remote_input import XRemoteInput
from mmassist.desktop.windows import WindowTracker
from mmassist.errors import ActRefused, DesktopError
from mmassist.measure.keyboard import Keyboard
from tests.integration.programs.running import front, program, until

pytestmark = pytest.mark.desktop


@pytest.fixture
def tracker() -> Iterator[WindowTracker]:
    tracker = WindowTracker()
    tracker.start()
    yield tracker
    tracker.close()


@pytest.fixture
def remote() -> Iterator[XRemoteInput]:
    with contextlib.closing(XRemoteInput()) as remote:
        remote.open()
        yield remote


def test_what_is_typed_arrives_and_is_not_taken_for_the_users_own(remote: XRemoteInput, tracker: WindowTracker) -> None:
    with program(("zenity", "--entry", "--title", "Name"), output=subprocess.PIPE) as asking:
        box = front(tracker, asking, "Name").box
        for sign in "xx":
            remote.type(sign)
        remote.press("a", ("Control",))
        for sign in "Ab 3!":
            remote.type(sign)
        remote.click(box.x + 3, box.y + 3, "left", 2)
        remote.turn(box.x + 3, box.y + 3, 2)
        time.sleep(0.3)
        assert not remote.is_touched()
        remote.press("Return", ())
        assert asking.communicate(timeout=15)[0] == b"Ab 3!\n"


def test_keys_that_somebody_holds_are_not_pressed_and_the_users_are_noticed_though_held(remote: XRemoteInput, keyboard: Keyboard) -> None:
    presses: list[float] = []
    hotkeys = Hotkeys()
    hotkeys.start()
    try:
        hotkeys.bind("Ctrl+Shift+F1", presses.append)
        with pytest.raises(ActRefused, match="grabbed"):
            remote.press("F1", ("Control", "Shift"))
        with pytest.raises(ActRefused, match="not on this keyboard"):
            remote.type("語")
        assert not remote.is_touched()
        keyboard.press("ctrl+shift+F1")
        until(lambda: presses)
        until(remote.is_touched)
        with pytest.raises(ActRefused, match="own hands"):
            remote.type("a")
        assert len(presses) == 1
    finally:
        hotkeys.close()


def test_once_closed_nothing_is_done(remote: XRemoteInput) -> None:
    remote.close()
    with pytest.raises(DesktopError):
        remote.type("a")
