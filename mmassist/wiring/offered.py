"""What can be chosen on this computer, for settings that take one of what is there."""

from __future__ import annotations

from dataclasses import replace

from mmassist.each_setting import Kind, Setting
from mmassist.speech.sound_server import outlets
from mmassist.speech.voices import registry as voices


def with_choices(setting: Setting) -> Setting:
    """A voice is one of those that are there, and so is a sound device where the sound server can be asked; "" is the system's own. Blocks
    for milliseconds."""
    if setting.name == "speech.voice":
        return replace(setting, kind=Kind.CHOICE, choices=tuple(voices.choices()))
    if setting.name == "speech.device" and (found := outlets()):
        return replace(setting, kind=Kind.CHOICE, choices=("", *(one.label for one in found)))
    return setting
