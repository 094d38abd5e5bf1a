"""The settings: one versioned TOML file, loaded with its faults reported, saved whole or not at all."""

from __future__ import annotations

import os
import tempfile
import tomllib
from pathlib import Path
from typing import Literal

import tomli_w
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from mmassist.desktop.chords import default_keys
from mmassist.errors import SettingsError
from mmassist.values import Verbosity

VERSION: Literal[1] = 1


class Section(BaseModel):
    """A part of the settings: unknown keys are an error, so that a misspelt one is heard of."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SpeechSettings(Section):
    """How the app sounds."""

    voice: str = Field("espeak", description="Name of the voice.")
    language: str = Field("en-us", description="Language of the voice, as the voice names it.", pattern=r"^[A-Za-z0-9_+-]{2,32}$")
    rate: int = Field(300, ge=80, le=900, description="Words a minute.")
    pitch: int = Field(50, ge=0, le=100, description="Pitch, 50 is the voice's own.")
    volume: int = Field(90, ge=0, le=100, description="Volume of speech, in percent.")
    earcons: int = Field(50, ge=0, le=100, description="Volume of the short sounds, in percent; 0 switches them off.")


class DescribeSettings(Section):
    """What is said of a screen, and by whom."""

    verbosity: Verbosity = Field(Verbosity.NORMAL, description="How much is said: brief, normal or full.")
    backend: str = Field("embedded", description="Name of the backend that gives the detail.")
    outline_nodes: int = Field(2000, ge=50, le=20000, description="Most objects read of one accessibility tree.")


class KeySettings(Section):
    """The global keys; empty for the default."""

    describe: str = Field("", description="Describe the window in front.")
    stop: str = Field("", description="Stop speaking.")


class Settings(Section):
    """All settings, as the file holds them."""

    version: Literal[1] = VERSION
    speech: SpeechSettings = SpeechSettings()
    describe: DescribeSettings = DescribeSettings()
    keys: KeySettings = KeySettings()

    def chords(self) -> dict[str, str]:
        """The chord of each action: the user's own, else the default."""
        own = self.keys.model_dump()
        return {action: own[action] or chord for action, chord in default_keys().items()}

    def with_backend(self, name: str) -> Settings:
        """The same settings, with another backend for the detail."""
        return self.model_copy(update={"describe": self.describe.model_copy(update={"backend": name})})


class _Environment(BaseSettings):
    """What the environment overrides, such as MMASSIST_SPEECH__RATE=400."""

    model_config = SettingsConfigDict(env_prefix="MMASSIST_", env_nested_delimiter="__", env_ignore_empty=True)

    speech: dict[str, str] = {}
    describe: dict[str, str] = {}
    keys: dict[str, str] = {}


def load(path: Path) -> tuple[Settings, SettingsError | None]:
    """The settings of the file under those of the environment, and what was wrong if anything.

    A file that can't be used is set aside as `*.broken`, so that nothing the user wrote is lost, and the defaults are used. One of a
    newer version stays where it is. A wrong environment variable is left out.
    """
    settings, problem = _from_file(path)
    overrides = {name: values for name, values in _Environment().model_dump().items() if values}
    if not overrides:
        return settings, problem
    data = settings.model_dump()
    for section, values in overrides.items():
        data[section] |= values
    try:
        return Settings.model_validate(data), problem
    except ValidationError as error:
        return settings, SettingsError(
            _complaint(error),
            f"A setting in the environment can't be used: {_complaint(error)}.",
            "Correct or remove the variable that begins with MMASSIST.",
        )


def _from_file(path: Path) -> tuple[Settings, SettingsError | None]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings(), None
    except OSError as error:
        return Settings(), SettingsError(
            f"can't read {path}: {error}", "The settings file can't be read. The defaults are in use.", "Check the file's rights."
        )
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        return Settings(), _set_aside(path, "it is not valid TOML")
    version = data.get("version", VERSION)
    if isinstance(version, int) and version > VERSION:
        return Settings(), SettingsError(
            f"settings are of version {version}",
            "The settings were written by a newer mmassist and are not used.",
            "Update mmassist, or move the settings file away.",
        )
    try:
        return Settings.model_validate(data), None
    except ValidationError as error:
        return Settings(), _set_aside(path, _complaint(error))


def save(settings: Settings, path: Path) -> None:
    """Writes the file atomically, readable by its owner alone. Raises SettingsError if it can't be written."""
    data = settings.model_dump(mode="json")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".settings-")
        try:
            with os.fdopen(handle, "wb") as file:
                tomli_w.dump(data, file)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise SettingsError(
            f"can't write {path}: {error}", "The settings could not be saved.", "Check the disk's free space and the folder's rights."
        ) from error


def _complaint(error: ValidationError) -> str:
    first = error.errors(include_input=False, include_url=False)[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"


def _set_aside(path: Path, complaint: str) -> SettingsError:
    broken = path.with_name(path.name + ".broken")
    try:
        path.replace(broken)
    except OSError:
        broken = path
    return SettingsError(
        complaint,
        f"The settings file can't be used: {complaint}. The defaults are in use.",
        f"Your file was kept as {broken.name}. Mend it and put it back, or set things anew.",
    )
