"""Who answers for the desktop."""

from __future__ import annotations

import sys

import pytest

from mmassist.capture.portal_screen import PortalGrabber
from mmassist.capture.screen import ScreenGrabber
from mmassist.errors import DesktopError
from mmassist.wiring.desktop import desktop

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Wayland and X11 are Linux's")


def test_on_wayland_the_portals_do_also_beside_x11(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_SESSION_TYPE", "wayland")
    monkeypatch.setenv("DISPLAY", ":0")
    assert isinstance(desktop("linux").grabber(), PortalGrabber)


def test_on_x11_they_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_SESSION_TYPE", "x11")
    assert isinstance(desktop("linux").grabber(), ScreenGrabber)


def test_the_clipboard_of_wayland_is_said_to_be_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_SESSION_TYPE", "wayland")
    with pytest.raises(DesktopError) as closed:
        desktop("linux").clipboard()
    assert "file" in closed.value.remedy


def test_on_wayland_it_is_said_that_nothing_can_be_scrolled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_SESSION_TYPE", "wayland")
    with pytest.raises(DesktopError) as closed:
        desktop("linux").wheel()
    assert "Scroll the window yourself" in closed.value.remedy
