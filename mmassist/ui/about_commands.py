"""What the window about the app asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class AboutCommands:
    """Each returns at once and is called on the main thread. `examine`: looks at each part; what it finds comes line by line by
    `Bridge.found`, and an empty line at the end. `licences`: the list comes by `Bridge.licences`. `say`: heard at once.
    `bundle`: writes a file for whoever helps; what is in it is said, and comes by `Bridge.bundled`."""

    examine: Callable[[], None]
    licences: Callable[[], None]
    say: Callable[[str], None]
    bundle: Callable[[Path], None]
