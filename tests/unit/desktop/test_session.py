"""Which window system the session has."""

from __future__ import annotations

import pytest

from mmassist.desktop.session import is_wayland


@pytest.mark.parametrize(
    ("environment", "wayland"),
    [
        ({}, False),
        ({"DISPLAY": ":0"}, False),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, True),
        ({"XDG_SESSION_TYPE": "wayland", "DISPLAY": ":0"}, True),
        ({"XDG_SESSION_TYPE": "x11", "WAYLAND_DISPLAY": "wayland-1"}, False),
        ({"XDG_SESSION_TYPE": "tty", "WAYLAND_DISPLAY": "wayland-1"}, True),
    ],
)
def test_the_session_tells_and_else_its_display(environment: dict[str, str], wayland: bool) -> None:
    assert is_wayland(environment) is wayland
