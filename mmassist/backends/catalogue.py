"""The catalogue of models: what each takes, costs and allows, and what its vendor keeps. Rows are data, in `catalogue.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from mmassist.backends import catalogue_rows
from mmassist.backends.picture_rules import PictureRules
from mmassist.errors import SettingsError
from mmassist.plurals import counted
from mmassist.sayings import run_on, said_day, saying
from mmassist.values import Usage

# What a vendor adds to a model's name for one state of it: a date, a number, "latest".
_SNAPSHOT = re.compile(r"[-@:.]?(?:latest|\d{3}|\d{4}-?\d{2}-?\d{2}|preview(?:-\d{2}-\d{2,4})?)")
_VARIANT = re.compile(r"[-:@_./]")
_NOTICE = timedelta(days=60)
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Model:
    """One model. Prices in US dollars per million tokens, None where not known; `price_cached` and `price_written` of input that the
    vendor's cache gave and took, counted as other input where not known; `context`, `output`: tokens, None where not known.

    `inputs`: image, audio, video, beside text. `effort`: of thinking to ask for, empty for none. `sampling`: whether it takes temperature
    and the like. `token_parameter`: what chat servers call the longest answer. `quality`: 1 to 5. `retires`: from this day on it is no
    longer offered. `known`: false where the catalogue has no row for the name, and the rest is a cautious guess.
    """

    kind: str
    name: str
    inputs: frozenset[str]
    pictures: PictureRules
    context: int | None = None
    output: int | None = None
    price_input: float | None = None
    price_cached: float | None = None
    price_written: float | None = None
    price_output: float | None = None
    sampling: bool = False
    effort: str = ""
    token_parameter: str = "max_tokens"  # noqa: S105 - a parameter's name
    quality: int = 2
    fast: bool = False
    retires: date | None = None
    successor: str = ""
    source: str = ""
    as_of: date | None = None
    known: bool = True


@dataclass(frozen=True, slots=True)
class Vendor:
    """Who answers. `keeps`: what is read aloud before consent. `trains`: None where it depends on the contract or is not known."""

    kind: str
    name: str
    keeps: str
    source: str
    as_of: date
    trains: bool | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """One kind of backend. `default`: the model used where none is named; `pictures`: the rules for a model without a row.

    `variants`: a row stands for every name that begins with its own, not for dated snapshots alone.
    """

    kind: str
    default: str
    pictures: PictureRules
    variants: bool = False


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All rows. Raises KeyError for a kind it does not have."""

    families: dict[str, Family]
    vendors: dict[str, Vendor]
    rows: tuple[Model, ...]

    def model(self, kind: str, name: str) -> Model:
        """The row of a name, of one of its dated snapshots, or a cautious guess under that name. Empty: the family's default."""
        family = self.families[kind]
        name = name or family.default
        folded = name.casefold()
        fitting = [row for row in self.models(kind) if _stands_for(row.name.casefold(), folded, variants=family.variants)]
        if fitting:
            return replace(max(fitting, key=lambda row: len(row.name)), name=name)
        return Model(kind, name, frozenset({"image"}), family.pictures, known=False)

    def default(self, kind: str) -> Model:
        """The model used where the user has named none."""
        return self.model(kind, "")

    def models(self, kind: str) -> tuple[Model, ...]:
        """The rows of a kind, best first as they stand in the file."""
        return tuple(row for row in self.rows if row.kind == kind)

    def vendor(self, kind: str) -> Vendor:
        return self.vendors[kind]

    def kinds(self) -> tuple[str, ...]:
        return tuple(self.families)


def load(user_file: Path | None = None) -> tuple[Catalogue, SettingsError | None]:
    """The built-in catalogue under the user's own rows, and what was wrong with these, if anything; then the built-in stands alone."""
    built_in = _built_in()
    if user_file is None:
        return _made(built_in), None
    try:
        own = tomllib.loads(user_file.read_text("utf-8"))
        return _made(catalogue_rows.merged(built_in, own)), None
    except FileNotFoundError:
        return _made(built_in), None
    except OSError as error:
        return _made(built_in), _complaint(f"it can't be read ({error.strerror})", "Check the file's rights.")
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        return _made(built_in), _complaint("it is not valid TOML", "Correct the file, or move it away.")
    except catalogue_rows.RowWrong as error:
        return _made(built_in), _complaint(str(error), "Correct the file, or move it away.")


def cost(model: Model, usage: Usage) -> float | None:
    """What the tokens cost in US dollars; None where a price or a count is not known."""
    if model.price_input is None or model.price_output is None or usage.input is None or usage.output is None:
        return None
    cached = min(usage.cached or 0, usage.input)
    # Where it is not told what was written to the vendor's cache, all of it may have been.
    written = usage.input - cached if usage.written is None else min(usage.written, usage.input - cached)
    price_cached = model.price_input if model.price_cached is None else model.price_cached
    price_written = model.price_input if model.price_written is None else model.price_written
    plain = (usage.input - cached - written) * model.price_input
    return (plain + cached * price_cached + written * price_written + usage.output * model.price_output) / _MILLION


def warnings(model: Model, today: date) -> str:
    """A sentence from 60 days before the model's end on, naming its successor; empty before that."""
    if model.retires is None or today < model.retires - _NOTICE:
        return ""
    day = said_day(model.retires)
    instead = saying("Choose {model} instead.", model=model.successor) if model.successor else "Choose another model."
    if today >= model.retires:
        return run_on(saying("The model {model} is no longer offered since {day}.", model=model.name, day=day), instead)
    left = counted((model.retires - today).days, "day")
    return run_on(saying("The model {model} is offered until {day}, {days} from now.", model=model.name, day=day, days=left), instead)


def _stands_for(row: str, name: str, *, variants: bool) -> bool:
    if not name.startswith(row):
        return False
    rest = name[len(row) :]
    return not rest or bool(_SNAPSHOT.fullmatch(rest)) or (variants and bool(_VARIANT.match(rest)))


@cache
def _built_in() -> dict[str, Any]:
    return tomllib.loads((resources.files("mmassist.backends") / "catalogue.toml").read_text("utf-8"))


def _made(tables: dict[str, Any]) -> Catalogue:
    read = catalogue_rows.Reader(tables)
    rules = read.rules()
    families = {kind: Family(kind, row["default"], rules[row["pictures"]], row.get("variants", False)) for kind, row in read.families()}
    vendors = {kind: Vendor(kind=kind, **row) for kind, row in read.vendors()}
    rows = tuple(
        Model(
            **row
            | {"inputs": frozenset(row["inputs"]), "pictures": rules[row.get("pictures", tables["families"][row["kind"]]["pictures"])]}
        )
        for row in read.models()
    )
    return Catalogue(families, vendors, rows)


def _complaint(what: str, remedy: str) -> SettingsError:
    return SettingsError(
        f"the user's file of models: {what}",
        saying("Your file of models can't be used: {what}. The built-in list is in use.", what=what),
        remedy,
    )
