"""Sound libraries that fail as they do on other computers: a microphone that another program holds, a voice that was uninstalled."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

BUSY, GONE = "busy", "gone"
_UNAVAILABLE = -9985  # PortAudio's paDeviceUnavailable: what it makes of ALSA's EBUSY


def held_by_another(sounddevice: ModuleType, site: Path) -> None:
    """For `stand_in`: as long as the file `BUSY` is in `site` no microphone can be opened."""
    real = sounddevice.InputStream

    def opened(**options: Any) -> Any:
        if (site / BUSY).exists():
            raise sounddevice.PortAudioError("Error opening InputStream: Device unavailable", _UNAVAILABLE)
        return real(**options)

    vars(sounddevice)["InputStream"] = opened


def uninstalled(module: ModuleType, site: Path) -> None:
    """For `stand_in`: as soon as the file `GONE` is in `site` the module can't be imported."""
    if (site / GONE).exists():
        raise ImportError(f"No module named {module.__name__!r}", name=module.__name__)
