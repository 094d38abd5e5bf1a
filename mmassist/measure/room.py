"""A room of the sound server's own parts: what the loudspeaker plays comes back to the microphone, later and softer, by several ways."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType

CABLE = "miccable"


@dataclass(frozen=True, slots=True)
class Way:
    """From the loudspeaker to the microphone. `loudness`: of the echo beside what is played; `delay`: in seconds, beyond the server's."""

    loudness: float
    delay: float


class Room:
    """While it is open, what the virtual desktop's speaker plays is heard by its microphone."""

    def __init__(self, ways: Sequence[Way]) -> None:
        self._ways = ways
        self._modules: list[str] = []

    def __enter__(self) -> Room:
        for way in self._ways:
            self._modules.append(_opened(way))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for module in self._modules:
            subprocess.run(["pactl", "unload-module", module], check=False, timeout=10)
        self._modules.clear()


def _opened(way: Way) -> str:
    """The number of the module that carries it. Its clock is the server's: nothing has to be adjusted."""
    latency = f"latency_msec={max(1, round(way.delay * 1000))}"
    module = _pactl("load-module", "module-loopback", "source=speaker.monitor", f"sink={CABLE}", latency, "adjust_time=0").strip()
    for one in json.loads(_pactl("--format=json", "list", "sink-inputs")):
        if str(one["owner_module"]) == module:
            _pactl("set-sink-input-volume", str(one["index"]), f"{round(65536 * way.loudness ** (1 / 3))}")  # its scale is a cubic one
    return module


def _pactl(*arguments: str) -> str:
    return subprocess.run(["pactl", *arguments], check=True, capture_output=True, text=True, timeout=10).stdout
