"""Which models there are to be pulled: rows of `mmassist/resources/models.toml`, each checked before anything is made of it. Pure."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from mmassist.errors import ModelCorrupt, ModelMissing
from mmassist.sayings import run_on, saying

MEGABYTE = 1_000_000

# A name becomes a folder's or a file's: no slash, no leading dot, nothing that a terminal or a file system takes for something else.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_REPOSITORY = re.compile(rf"{_NAME.pattern}/{_NAME.pattern}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_HALF = "_fp16."


@dataclass(frozen=True, slots=True)
class Model:
    """One row. `megabytes`: of all files, rounded, 10**6 bytes each. `languages`: codes such as "en"; "*" for all that its kind knows.

    File names are relative POSIX paths inside `repository` and inside the model's folder alike. `pins`: SHA-256 by file, from the
    publisher. `shipped`: the folder of the installed package that holds it, relative to the package; empty for what is pulled.
    """

    name: str
    kind: str
    title: str
    files: tuple[str, ...]
    megabytes: int
    licence: str
    repository: str = ""
    revision: str = "main"
    choices: tuple[tuple[str, ...], ...] = ()
    optional: tuple[str, ...] = ()
    languages: frozenset[str] = frozenset({"*"})
    quality: int = 0
    encoder_millions: float = 0
    decoder_millions: float = 0
    pins: Mapping[str, str] = field(default_factory=dict)
    shipped: str = ""

    @property
    def bytes(self) -> int:
        """About so many."""
        return self.megabytes * MEGABYTE

    @property
    def for_card(self) -> bool:
        """Whether its weights are in half precision, by the names that the hub's repositories give their files: only a graphics card is
        quick with these."""
        return any(_HALF in file for file in self.files)

    def known(self, file: str) -> bool:
        """Whether a file of that name may belong to it."""
        return file in self.files or file in self.optional or any(file in group for group in self.choices)

    def complete(self, files: frozenset[str]) -> bool:
        """Whether these are all that it needs, and nothing else."""
        chosen = all(any(file in files for file in group) for group in self.choices)
        return chosen and files.issuperset(self.files) and all(map(self.known, files))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """`hub`: the address under which repositories lie, without a trailing slash."""

    models: tuple[Model, ...]
    hub: str = ""

    def model(self, name: str) -> Model:
        """Raises ModelMissing for a name that is not there; it says which is nearest."""
        for model in self.models:
            if model.name == name:
                return model
        names = [model.name for model in self.models]
        near = difflib.get_close_matches(name, names, 1, 0.5)
        # What was typed is not repeated: it may be anything.
        raise ModelMissing(
            "a model that is not in the catalogue",
            run_on("There is no model of that name.", saying("Did you mean {name}?", name=near[0]) if near else ""),
            "Run mmassist models list to hear which there are.",
        )


@cache
def load() -> Catalogue:
    """The catalogue that comes with mmassist."""
    return made(tomllib.loads((resources.files("mmassist.resources") / "models.toml").read_text("utf-8")))


def read(path: Path) -> Catalogue:
    """Another file of the same form. Raises ModelCorrupt."""
    try:
        return made(tomllib.loads(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _wrong("it can't be read") from error


def made(tables: Mapping[str, Any]) -> Catalogue:
    """Raises ModelCorrupt for a row that can't be used."""
    try:
        models = tuple(_model(row) for row in tables["models"])
        hub = str(tables.get("hub", {}).get("address", "")).rstrip("/")
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise _wrong(f"a row is not as it should be ({type(error).__name__})") from error
    if len({model.name.casefold() for model in models}) < len(models):
        raise _wrong("a name is there twice")
    return Catalogue(models, hub)


def is_safe(file: str) -> bool:
    """Whether `file` names something below the folder it is in: parts of plain letters, none of them a way up or hidden."""
    return all(_NAME.fullmatch(part) for part in file.split("/"))


def _model(row: Mapping[str, Any]) -> Model:
    known = {name: value for name, value in row.items() if name != "as_of"}
    known["files"], known["optional"] = tuple(row["files"]), tuple(row.get("optional", ()))
    known["choices"] = tuple(tuple(group) for group in row.get("choices", ()))
    known["languages"] = frozenset(row.get("languages", ("*",)))
    model = Model(**known)
    every = [*model.files, *model.optional, *(file for group in model.choices for file in group)]
    sound = (
        _NAME.fullmatch(model.name)
        and model.files
        and all(map(is_safe, every))
        and len({file.casefold() for file in every}) == len(every)
        and (bool(_REPOSITORY.fullmatch(model.repository)) if not model.shipped else is_safe(model.shipped))
        and is_safe(model.revision)
        and model.megabytes > 0
        and all(_SHA256.fullmatch(pin) for pin in model.pins.values())
        and (not model.shipped or set(model.pins) == set(model.files))
        and all(map(model.known, model.pins))
    )
    if not sound:
        raise ValueError("names, pins or sizes")
    return model


def _wrong(why: str) -> ModelCorrupt:
    return ModelCorrupt(f"the list of models: {why}", "The list of models can't be used.", "Install mmassist again.")
