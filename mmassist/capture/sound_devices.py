"""Which microphones there are, and which of them is meant by a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mmassist.errors import DeviceMissing
from mmassist.sayings import saying

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any


@dataclass(frozen=True, slots=True)
class Source:
    """A microphone. `name`: the system's, unique; `label`: for the ear. `rate`, `channels`: its own.

    `server`: it is one of the sound server's. `monitor`: it is no microphone but what a loudspeaker plays. `muted`: by the sound server.
    `index`: the sound server's number, another one for one that was connected anew under the same name.
    """

    name: str
    label: str
    rate: int
    channels: int
    server: bool = True
    monitor: bool = False
    muted: bool = False
    index: int = 0


@dataclass(frozen=True, slots=True)
class Sources:
    """All of them at one time. `default`: name of the system's choice, empty if it has none."""

    all: tuple[Source, ...]
    default: str

    def chosen(self, name: str) -> Source:
        """The one whose name is `name`, or whose label contains it; for an empty name the system's choice. Raises DeviceMissing."""
        found = self._called(name) if name else self._default()
        if found is not None:
            return found
        if name:
            remedy = "Connect it, or choose another in the settings."
            raise DeviceMissing(f"no source {name!r}", saying("The microphone {name} is not there.", name=name), remedy)
        raise DeviceMissing("no source", "No microphone is there.", "Connect one.")

    def _called(self, name: str) -> Source | None:
        wanted = name.casefold()
        labelled = (source for source in self.all if wanted in source.label.casefold())
        return next((source for source in self.all if source.name == name), next(labelled, None))

    def _default(self) -> Source | None:
        # Where no microphone is left, a sound server offers what the loudspeaker plays: the app would hear itself.
        real = [source for source in self.all if not source.monitor]
        return next((source for source in real if source.name == self.default), real[0] if real else None)


_SERVERS = ("pulse", "pipewire")
"""What ALSA calls sound servers. Their microphones are asked of themselves; these are the way to them."""


def portaudio_sources(devices: Iterable[Mapping[str, Any]], default: str) -> Sources:
    """What `sounddevice.query_devices` lists, without sound servers. `default`: name of the one that the system prefers."""
    found: list[Source] = []
    for device in devices:
        name, channels = str(device["name"]), int(device["max_input_channels"])
        if channels > 0 and name not in _SERVERS:
            found.append(Source(name, name, int(device["default_samplerate"]), min(channels, 2), server=False))
    return Sources(tuple(found), default)
