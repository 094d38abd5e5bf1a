"""Which keys a helper may press (`resources/remote_keys.toml`)."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any

from mmassist.support.data_channel import Press

_ORDER = ("Control", "Alt", "Shift")


@dataclass(frozen=True, slots=True)
class Key:
    """`keysym`: X's name. `modifiers`: each once, in one order. `cap`: as it is said. `moves`: whether it writes nothing."""

    keysym: str
    modifiers: tuple[str, ...]
    cap: str
    moves: bool


def allowed(press: Press) -> Key | None:
    """None for what is not in the table."""
    modifiers = tuple(name for name in _ORDER if name in press.held)
    is_sign = len(press.key) == 1 and press.key != " "
    if ("signs" if is_sign else press.key) not in _table()["held"].get(" ".join(modifiers), ()):
        return None
    keysym = press.key if is_sign else str(_table()["keysyms"][press.key])
    cap = press.key.upper() if is_sign else press.key.removeprefix("Arrow").replace(" ", "Space")
    return Key(keysym, modifiers, cap, press.key in _table()["moving"]["keys"] and set(modifiers) <= {"Shift"})


@functools.cache
def _table() -> dict[str, Any]:
    return tomllib.loads((resources.files("mmassist") / "resources" / "remote_keys.toml").read_text("utf-8"))
