"""Presets: what a model is asked to do with a screen. The built-in ones, the user's own, and which one suits a scene."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from types import MappingProxyType

from mmassist.dialogue.kinds import kind_of
from mmassist.dialogue.preset import Pictures, Preset
from mmassist.dialogue.preset_file import parse, read
from mmassist.errors import SettingsError
from mmassist.sayings import saying
from mmassist.values import Scene

__all__ = ["Choice", "Pictures", "Preset", "Presets", "load"]


@dataclass(frozen=True, slots=True)
class Choice:
    """`reason`: why it is this preset, in plain English."""

    preset: Preset
    reason: str


@dataclass(frozen=True, slots=True)
class Presets:
    """All presets by name, and what of the user's own file can't be used."""

    by_name: Mapping[str, Preset]
    faults: tuple[SettingsError, ...] = ()

    def named(self, name: str) -> Preset:
        """Raises SettingsError where there is none of this name."""
        found = self.by_name.get(name.strip().casefold())
        if found is None:
            raise SettingsError(
                f"no preset {name!r}",
                "There is no preset of this name.",
                saying("Choose one of these: {names}.", names=", ".join(sorted(self.by_name))),
            )
        return found

    def choose(self, name: str, scene: Scene) -> Choice:
        """The one that is asked for; else the user's own for the program; else by the kind of window.

        Raises SettingsError where none has the name.
        """
        if name.strip():
            return Choice(self.named(name), "it was asked for")
        if own := self.of_program(scene):
            return Choice(own, f"it is your own for {own.program}")
        kind = kind_of(scene)
        return Choice(self.named(kind.preset), kind.reason)

    def of_program(self, scene: Scene) -> Preset | None:
        """The user's own preset for the program in front; the longest name that fits."""
        program = scene.window.program if scene.window else ""
        fitting = [preset for preset in self.by_name.values() if preset.program and _names(preset.program, program)]
        return max(fitting, key=lambda preset: (len(preset.program), preset.name), default=None)


def _names(name: str, program: str) -> bool:
    """Whether `name` is the program's, or whole words of it, whatever the case."""
    return re.search(rf"(?<![^\W_]){re.escape(name.casefold())}(?![^\W_])", program.casefold()) is not None


def load(user_file: Path | None = None) -> Presets:
    """The built-in presets and over them those of `user_file`, which may replace built-in ones of the same name.

    A file that is not there holds none. What is wrong in it is in `faults`, named with its line or field; all else stays usable.
    Raises nothing.
    """
    built_in = parse((resources.files("mmassist.resources") / "presets.toml").read_text("utf-8"), own=False)
    if user_file is None:
        return Presets(MappingProxyType(built_in.presets), built_in.faults)
    user = read(user_file, built_in.presets)
    return Presets(MappingProxyType(built_in.presets | user.presets), user.faults)
