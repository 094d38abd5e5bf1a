"""What is said of the keys when the app starts."""

from __future__ import annotations

from mmassist.desktop.portal_keys import PortalKeys
from mmassist.dialogue.commands import names
from mmassist.engine.keytable import Keytable
from mmassist.settings import KeySettings
from mmassist.wiring.keys import introduced


class Grabbed:
    """Keys that are what the settings say, or can't be had."""

    def start(self) -> None: ...

    def bind(self, chord: str, pressed: object, released: object = None) -> None: ...

    def unbind(self, chord: str) -> None: ...

    def hold(self, struck: object, patience: float, lapsed: object) -> None: ...

    def let_go(self) -> None: ...

    def close(self) -> None: ...


def keytable(**wishes: str) -> Keytable:
    return Keytable(KeySettings(**wishes).options(), names())


def test_keys_that_the_app_takes_are_said_at_once() -> None:
    assert introduced(Grabbed(), keytable(), lambda text: None) == (
        "Control Shift F1 describes the window in front. Control Shift F3 listens to you. Control Shift F7 stops speech. "
        "Control Shift F6 and then a letter does the rest; press it twice to hear the letters."
    )


def test_a_key_that_is_not_there_is_not_named() -> None:
    assert introduced(Grabbed(), keytable(describe="none", leader="none"), lambda text: None) == (
        "Control Shift F3 listens to you. Control Shift F7 stops speech."
    )


def test_keys_that_the_desktop_chooses_are_not_said_before_it_has() -> None:
    assert introduced(PortalKeys(), keytable(), lambda text: None) == ""
