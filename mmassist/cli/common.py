"""What every command shares: JSON or words, errors as sentences, the settings."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import typer

from mmassist.errors import MmassistError, SettingsError

if TYPE_CHECKING:
    from mmassist.settings import Settings

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Seed = Annotated[int | None, typer.Option(help="Of the generator; the published figures use the default.")]
Print = Annotated[bool, typer.Option("--print", help="Print all that is spoken.")]


class Echo(Protocol):
    """Prints a line, to standard error where `err`."""

    def __call__(self, message: str, *, err: bool = False) -> None: ...


@contextlib.contextmanager
def faults(as_json: bool, echo: Echo = typer.echo) -> Iterator[None]:
    """An error becomes its sentence and its remedy, and exit code 1."""
    try:
        yield
    except MmassistError as error:
        print_fault(type(error).__name__, translated(error.spoken), translated(error.remedy), as_json, echo)
        raise typer.Exit(1) from None


def print_fault(error: str, spoken: str, remedy: str, as_json: bool, echo: Echo = typer.echo) -> None:
    if as_json:
        print_json({"error": error, "spoken": spoken, "remedy": remedy}, echo)
    else:
        echo(f"{spoken} {remedy}", err=True)


def translated(text: str) -> str:
    """A sentence of the app's own in the language of the voice, as the settings file has it now."""
    from mmassist.wiring.language import translation_of

    settings, _ = load_settings()
    return translation_of(settings, [])(text)


def print_json(value: object, echo: Echo = typer.echo) -> None:
    echo(json.dumps(value, ensure_ascii=False))


def load_settings() -> tuple[Settings, SettingsError | None]:
    from mmassist.settings import load

    return load(settings_file())


def settings_file() -> Path:
    from mmassist.desktop import paths

    return paths.config_dir() / "settings.toml"


class InUse(StrEnum):
    """Whether an app that runs has put to use what was changed."""

    NOW = "now"
    NOT = "not"
    NO_APP = "no app"

    @property
    def told(self) -> str:
        """A space and a sentence; nothing where no app runs."""
        return {InUse.NOW: " It is in use now.", InUse.NOT: " mmassist could not put it to use, and says why."}.get(self, "")


def put_to_use() -> InUse:
    """Has the app that runs put the settings to use, as the file has them now. Why it can't it says by itself."""
    from mmassist.desktop.command_wire import CHANGED

    return _asked_to_use(CHANGED)


def model_in_use(name: str) -> InUse:
    """Has the app that runs look again which models are here, one having come or gone. Whether it uses that one now."""
    from mmassist.desktop.command_wire import MODELS

    return _asked_to_use(MODELS, name)


def _asked_to_use(*words: str) -> InUse:
    from mmassist.desktop.command_client import hand_over

    code = hand_over([*words])
    if code is None:
        return InUse.NO_APP
    return InUse.NOW if code == 0 else InUse.NOT


def put(line: str) -> None:
    """Writes a line at once. A reader that went away must not end the app."""
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


class Printer:
    """Lines on standard output, or wherever `put` has them, from whichever thread: JSON events, or the plain words."""

    def __init__(self, on: bool, as_json: bool, put: Callable[[str], None] = put) -> None:
        self._on = on
        self._as_json = as_json
        self._put = put

    def event(self, event: dict[str, Any], text: str) -> None:
        """Prints `event` as JSON, or `text` if there is any."""
        line = json.dumps(event, ensure_ascii=False) if self._as_json else text
        if self._on and line:
            self._put(line)
