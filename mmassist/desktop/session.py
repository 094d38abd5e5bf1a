"""Which window system the user's session has."""

from __future__ import annotations

import os
from collections.abc import Mapping

_KNOWN = ("wayland", "x11")


def is_wayland(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether it is Wayland, also where X11 programs run in it: of the desktop they see only one another."""
    told = environment.get("XDG_SESSION_TYPE", "")
    return told == "wayland" if told in _KNOWN else bool(environment.get("WAYLAND_DISPLAY"))
