"""What is said of the keys when the app starts."""

from __future__ import annotations

from mmassist.app import introduced
from mmassist.desktop.portal_keys import PortalKeys
from mmassist.settings import Settings


class Grabbed:
    """Keys that are what the settings say, or can't be had."""

    def start(self) -> None: ...

    def bind(self, chord: str, pressed: object, released: object = None) -> None: ...

    def unbind(self, chord: str) -> None: ...

    def hold(self, struck: object, patience: float, lapsed: object) -> None: ...

    def let_go(self) -> None: ...

    def close(self) -> None: ...


def test_keys_that_the_app_takes_are_said_at_once() -> None:
    assert "Control Shift F1 describes the window in front" in introduced(Grabbed(), Settings(), lambda text: None)


def test_keys_that_the_desktop_chooses_are_not_said_before_it_has() -> None:
    assert introduced(PortalKeys(), Settings(), lambda text: None) == ""
