"""Whose work mmassist stands on, and under which licences: as the installed packages, models and their cards say, not as a list says that
would go stale. Looks, changes nothing, sends nothing."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata, resources
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from mmassist.inference import shipped
from mmassist.inference.store import catalogue

UNKNOWN = "unknown"
"""The licence of a package that names none."""

_APP = "mmassist"
_NOTICE = re.compile(r"licen[cs]e|copying|notice|copyright", re.IGNORECASE)
_SOURCE = re.compile(r"(@?[\w.-]+(?:/[\w.-]+)?) \(([^()]+)\)")
_DATA = "- Data: "
_NO_TEXT = ("", "UNKNOWN")
_HOMES = ("homepage", "home", "source", "source code", "sources", "repository", "github", "documentation")


class Kind(StrEnum):
    """`MODEL` and `PAGE` (of the helper's page) come with mmassist, `PULLED` only when the user asks for it; `SYSTEM` is the computer's own
    and is loaded."""

    APP = "app"
    PACKAGE = "package"
    MODEL = "model"
    PULLED = "pulled"
    PAGE = "page"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Source:
    """A package whose files a model was trained on."""

    name: str
    licence: str


@dataclass(frozen=True, slots=True)
class ThirdParty:
    """`licence`: an expression or the words of whoever made it, `UNKNOWN` where there are none. `notices`: its files that hold licences.
    `made_from`: of a model, in a sentence; `sources`: the packages in that sentence."""

    kind: Kind
    name: str
    version: str
    licence: str
    home: str = ""
    notices: tuple[str, ...] = ()
    made_from: str = ""
    sources: tuple[Source, ...] = ()


def third_parties(models: Path = shipped.FOLDER) -> Iterator[ThirdParty]:
    """mmassist first. `models`: the folder of those that come with it. Blocks for some tenths of a second.

    Raises ModelMissing, ModelCorrupt.
    """
    yield _package(metadata.distribution(_APP), Kind.APP)
    yield from (_package(found, Kind.PACKAGE) for found in needed(_APP))
    yield from (_model(row, models) for row in shipped.every(models))
    for model in catalogue.load().models:
        if not model.shipped:  # what a package brings is that package's
            yield ThirdParty(Kind.PULLED, model.title, "", model.licence, model.repository)
    for kind, name in ((Kind.PAGE, "page_libraries.toml"), (Kind.SYSTEM, "system_libraries.toml")):
        table = tomllib.loads(resources.files("mmassist.resources").joinpath(name).read_text("utf-8"))
        yield from (ThirdParty(kind, row["name"], row.get("version", ""), row["licence"], row["home"]) for row in table["libraries"])


def needed(name: str) -> list[metadata.Distribution]:
    """All that are installed of what this distribution asks for, and these in turn, by name. What belongs to its extras for one computer
    or another, or for being helped, is among them, what is only for training, judging or a broker is not."""
    found: dict[str, metadata.Distribution] = {}
    seen: set[tuple[str, str]] = set()
    open_ends = [(name, extra) for extra in ("", "cpu", "gpu", "support")]
    while open_ends:
        end = open_ends.pop()
        if end in seen:
            continue
        seen.add(end)
        try:
            distribution = metadata.distribution(end[0])
        except metadata.PackageNotFoundError:  # of the other extra
            continue
        found[canonicalize_name(end[0])] = distribution
        for asked in _asked(distribution, end[1]):
            open_ends += [(asked.name, extra) for extra in ("", *asked.extras)]
    del found[canonicalize_name(name)]
    return [found[key] for key in sorted(found)]


def _asked(distribution: metadata.Distribution, extra: str) -> Iterator[Requirement]:
    """On this computer, with this extra."""
    for requirement in map(Requirement, distribution.requires or ()):
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            yield requirement


def _package(distribution: metadata.Distribution, kind: Kind) -> ThirdParty:
    notices = sorted({file.name for file in distribution.files or () if _NOTICE.match(file.name) and file.suffix not in (".py", ".pyc")})
    about = distribution.metadata
    home = _field(about, "Home-page") or _home(about.get_all("Project-URL") or ())
    return ThirdParty(kind, distribution.name, distribution.version, licence_of(distribution), home, tuple(notices))


def licence_of(distribution: metadata.Distribution) -> str:
    """Its expression (PEP 639), else its own words or its classifiers, whichever name a version; `UNKNOWN` where there is nothing.

    A text in full stands where its name should: then the classifiers do, or its first line.
    """
    about = distribution.metadata
    if expression := _field(about, "License-Expression"):
        return expression
    text = _field(about, "License")
    words = "" if "\n" in text or text in _NO_TEXT else text
    classifiers = (one.split(" :: ")[-1] for one in about.get_all("Classifier") or () if one.startswith("License :: "))
    classified = ", ".join(one for one in classifiers if one != "OSI Approved")
    if classified and not _names_version(words) and (not words or _names_version(classified)):
        return classified
    return words or ("" if text in _NO_TEXT else text.splitlines()[0].strip()) or UNKNOWN


def _field(about: metadata.PackageMetadata, name: str) -> str:
    return next(iter(about.get_all(name) or ()), "").strip()


def _names_version(licence: str) -> bool:
    return any(letter.isdigit() for letter in licence)


def _home(addresses: Iterable[str]) -> str:
    """Of a package's addresses the one that is its home, else that of its source, else the first of all; "" where it names none."""
    by_label = {label.strip().lower(): address.strip() for label, _, address in (one.partition(",") for one in addresses)}
    return next((by_label[label] for label in _HOMES if label in by_label), next(iter(by_label.values()), ""))


def _model(row: shipped.Shipped, folder: Path) -> ThirdParty:
    made_from = data_of(shipped.card(row, folder))
    sources = tuple(Source(name, licence) for name, licence in _SOURCE.findall(made_from))
    return ThirdParty(Kind.MODEL, row.name, row.precision, row.licence, made_from=made_from, sources=sources)


def data_of(card: str) -> str:
    """What a model was trained on, as its card says; empty where it does not say."""
    return next((line.removeprefix(_DATA) for line in card.splitlines() if line.startswith(_DATA)), "")
