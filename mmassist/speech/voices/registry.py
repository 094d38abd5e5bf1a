"""Which voices there are: the built-in ones and those that other packages bring (entry points `mmassist.voices`)."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import metadata
from typing import cast

from mmassist.errors import MmassistError, PluginError, VoiceUnavailable
from mmassist.plugins import guarded
from mmassist.speech.voices.base import AnyVoice, VoiceClass
from mmassist.speech.voices.speechd import SpeechdVoice
from mmassist.values import Fault

log = logging.getLogger(__name__)

GROUP = "mmassist.voices"
AUTO = "auto"
"""In place of a name: the screen reader while one runs, else the first voice that works."""
_READER = "screen-reader"
_BUILT_IN = {
    "espeak": "mmassist.speech.voices.espeak:EspeakVoice",
    "pyttsx3": "mmassist.speech.voices.pyttsx3:Pyttsx3Voice",
    "speechd": "mmassist.speech.voices.speechd:SpeechdVoice",
    _READER: "mmassist.speech.voices.screen_reader:SCREEN_READER",
}


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether a voice can be used here; `fault` says why not and what to do about it."""

    name: str
    fault: Fault | None

    @property
    def ok(self) -> bool:
        return self.fault is None


def names() -> list[str]:
    """All voices that are registered, built-in ones first. A plug-in can't take a built-in voice's name."""
    return [*_BUILT_IN, *(point.name for point in _plugins())]


def choices() -> list[str]:
    """What can be chosen in the settings."""
    return [AUTO, *names()]


def available() -> list[Availability]:
    """Every registered voice, with the reason where it can't be used. Starts no process."""
    return [Availability(name, _fault(name)) for name in names()]


def create(name: str) -> AnyVoice:
    """The voice of that name, not started; "speechd:flite" is the voice speechd with its module flite. Raises VoiceUnavailable (unknown,
    or missing on this machine) or PluginError."""
    name, _, part = name.partition(":")
    voice_class = _load(name)
    if fault := voice_class.check():
        raise VoiceUnavailable(fault.error, fault.spoken, fault.remedy)
    if not part:
        return voice_class()
    if voice_class is not SpeechdVoice:
        raise VoiceUnavailable(f"{name} has no parts", f"The voice {name} has no parts to choose from.", f"Write {name} alone.")
    return SpeechdVoice(part)


def in_order(first: str, on_fault: Callable[[Fault], None]) -> list[AnyVoice]:
    """The usable voices, the chosen one first: what `Speaker` falls back through. Why the chosen one is missing goes to `on_fault`.

    The screen reader is among them only where it, or `AUTO`, was chosen, and is silently left out under `AUTO`.
    """
    voices: list[AnyVoice] = []
    others = [other for other in names() if other not in (first, first.partition(":")[0], _READER)]
    for name in [_READER if first == AUTO else first, *others]:
        try:
            voices.append(create(name))
        except MmassistError as error:
            log.warning("voice %s: %s", name, error)
            if name == first or isinstance(error, PluginError):
                on_fault(Fault(str(error), error.spoken, error.remedy))
    return voices


def only(name: str, on_fault: Callable[[Fault], None]) -> list[AnyVoice]:
    """That voice and no other, so that nothing of another package is loaded; none where it is missing, which goes to `on_fault`."""
    try:
        return [create(name)]
    except MmassistError as error:
        on_fault(Fault(str(error), error.spoken, error.remedy))
        return []


def _fault(name: str) -> Fault | None:
    try:
        return _load(name).check()
    except MmassistError as error:
        return Fault(str(error), error.spoken, error.remedy)


def _load(name: str) -> VoiceClass:
    if name in _BUILT_IN:
        module, _, attribute = _BUILT_IN[name].partition(":")
        return cast(VoiceClass, getattr(importlib.import_module(module), attribute))
    for point in _plugins():
        if point.name == name:
            return cast(VoiceClass, guarded(f"voice {name}", point.load))
    raise VoiceUnavailable(f"no voice is called {name!r}", remedy="Choose one of: " + ", ".join(names()) + ".")


def _plugins() -> Iterable[metadata.EntryPoint]:
    return (point for point in metadata.entry_points(group=GROUP) if point.name not in _BUILT_IN)
