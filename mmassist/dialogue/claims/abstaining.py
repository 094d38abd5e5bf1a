"""The words of abstentions and of their remedies, read from `resources/abstention.en.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """`abstaining`: patterns of a sentence that abstains; `declining`: of one that does not want to answer; `telling`: of one that does
    neither, though it looks like it; `remedies`: what is said by cause; `small`: lines of less height (px) are small."""

    abstaining: tuple[str, ...]
    declining: tuple[str, ...]
    telling: tuple[str, ...]
    remedies: Mapping[str, str]
    small: int


@cache
def phrases() -> Phrases:
    """The one set of them; what is spoken is English."""
    data = tomllib.loads((resources.files("mmassist.resources") / "abstention.en.toml").read_text("utf-8"))
    return Phrases(tuple(data["abstaining"]), tuple(data["declining"]), tuple(data["telling"]), data["remedies"], data["small"])
