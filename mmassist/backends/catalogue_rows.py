"""The catalogue's tables: the user's laid over the built-in ones, each key checked before anything is made of it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from mmassist.backends.picture_rules import PictureRules, TokenRule

Table = dict[str, Any]

_NUMBER = (int, float)
_KEYS: dict[str, dict[str, tuple[type, ...]]] = {
    "families": {"default": (str,), "pictures": (str,), "variants": (bool,)},
    "vendors": {"name": (str,), "keeps": (str,), "source": (str,), "as_of": (date,), "trains": (bool,)},
    "pictures": {
        "rule": (str,),
        "formats": (list,),
        "detail": (str,),
        "each": _NUMBER,
        "legible": _NUMBER,
        **dict.fromkeys(("long_side", "short_side", "cell", "base", "cap", "most", "budget", "bytes_each", "bytes_all"), (int,)),
    },
    "models": {
        "inputs": (list,),
        **dict.fromkeys(("context", "output", "quality"), (int,)),
        **dict.fromkeys(("price_input", "price_cached", "price_written", "price_output"), _NUMBER),
        **dict.fromkeys(("sampling", "fast"), (bool,)),
        **dict.fromkeys(("retires", "as_of"), (date,)),
        **dict.fromkeys(("kind", "name", "effort", "token_parameter", "successor", "source", "pictures"), (str,)),
    },
    "legibility": {"height": _NUMBER},
}
_NEEDED = {
    "families": ("default", "pictures"),
    "vendors": ("name", "keeps", "source", "as_of"),
    "pictures": ("rule", "long_side"),
    "models": (),
    "legibility": ("height",),
}
_INPUTS = frozenset({"image", "audio", "video"})
_FORMATS = frozenset({"image/png", "image/jpeg", "image/webp"})


class RowWrong(ValueError):
    """A table can't be used; the message says which and why, in words that can be read out."""


def merged(built_in: Mapping[str, Any], own: Mapping[str, Any]) -> Table:
    """The user's tables over the built-in ones, key by key; model rows meet by kind and name. Raises RowWrong."""
    for section in own:
        if section not in _KEYS:
            raise RowWrong(f"it has no part named {section}")
    tables: Table = {}
    for section in ("families", "vendors", "pictures"):
        rows = _tables(own, section)
        tables[section] = {name: dict(row) for name, row in built_in[section].items()}
        for name, row in rows.items():
            tables[section][name] = tables[section].get(name, {}) | row
    tables["legibility"] = dict(built_in["legibility"]) | _table(own.get("legibility", {}), "legibility")
    tables["models"] = _models(built_in["models"], own.get("models", []))
    return tables


class Reader:
    """Reads checked rows. Each method raises RowWrong at the first that can't be used."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        self._tables = tables

    def families(self) -> Iterator[tuple[str, Table]]:
        for kind, row in self._checked("families"):
            if row["pictures"] not in self._tables["pictures"]:
                raise RowWrong(f"the family {kind} names picture rules that are not there")
            yield kind, row

    def vendors(self) -> Iterator[tuple[str, Table]]:
        yield from self._checked("vendors")

    def rules(self) -> dict[str, PictureRules]:
        _check("legibility", "legibility", self._tables["legibility"])
        height = float(self._tables["legibility"]["height"])
        return {name: _rules(name, {"legible": height} | row) for name, row in self._checked("pictures")}

    def models(self) -> Iterator[Table]:
        for row in self._tables["models"]:
            name = row.get("name")
            if not isinstance(name, str) or not name or row.get("kind") not in self._tables["families"]:
                raise RowWrong("a model has no name, or a kind that is not there")
            _check("models", f"the model {name}", row)
            if not _INPUTS.issuperset(row.get("inputs", ["image"])):
                raise RowWrong(f"the model {name} takes something other than image, audio and video")
            if row.get("pictures", "") and row["pictures"] not in self._tables["pictures"]:
                raise RowWrong(f"the model {name} names picture rules that are not there")
            if not 1 <= row.get("quality", 2) <= 5:
                raise RowWrong(f"the quality of the model {name} is not 1 to 5")
            yield {"inputs": ["image"]} | row

    def _checked(self, section: str) -> Iterator[tuple[str, Table]]:
        for name, row in self._tables[section].items():
            _check(section, f"{name} in {section}", row)
            yield name, row


def _models(built_in: list[Table], own: object) -> list[Table]:
    if not isinstance(own, list) or not all(isinstance(row, dict) for row in own):
        raise RowWrong("models are not written as rows")
    rows = {(row["kind"], row["name"]): row for row in built_in}
    for row in own:
        key = (row.get("kind"), row.get("name"))
        rows[key] = rows.get(key, {}) | row
    return list(rows.values())


def _tables(own: Mapping[str, Any], section: str) -> dict[str, Table]:
    return {name: _table(row, f"{name} in {section}") for name, row in _table(own.get(section, {}), section).items()}


def _table(value: object, place: str) -> Table:
    if not isinstance(value, dict):
        raise RowWrong(f"{place} is no table")
    return value


def _check(section: str, place: str, row: Table) -> None:
    known = _KEYS[section]
    for key, value in row.items():
        if key not in known:
            raise RowWrong(f"{place} has a key that is not known: {key}")
        # A bool is an int to Python; to a user a number is not yes or no.
        if not isinstance(value, known[key]) or (isinstance(value, bool) and bool not in known[key]):
            raise RowWrong(f"{key} of {place} is of the wrong kind")
        if isinstance(value, _NUMBER) and value < 0:
            raise RowWrong(f"{key} of {place} is negative")
    for key in _NEEDED[section]:
        if key not in row:
            raise RowWrong(f"{place} has no {key}")


def _rules(name: str, row: Table) -> PictureRules:
    if row["rule"] not in list(TokenRule):
        raise RowWrong(f"{name} in pictures has a rule that is not known")
    formats = tuple(row.get("formats", ("image/png", "image/jpeg", "image/webp")))
    if not formats or not _FORMATS.issuperset(formats):
        raise RowWrong(f"{name} in pictures has formats that are not known")
    if row.get("cell", 32) < 1:
        raise RowWrong(f"{name} in pictures has a cell of no size")
    return PictureRules(**row | {"rule": TokenRule(row["rule"]), "formats": formats})
