"""What a fault of the matrix is: how it comes about, what must be heard of it and when, and how it is mended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from mmassist.values import Earcon
from tests.integration.faults.house import House
from tests.integration.faults.states import State

Deed: TypeAlias = Callable[[House], float | None]
"""Returns when it was done where that is not when it was begun."""


@dataclass(frozen=True)
class Heard:
    """A phrase of the sentence and one of its remedy, case apart, and the short sound before it.

    `used`: what the user does next with the part that has failed, where nothing is to be heard before that: a part that is not in use
    may fail unheard until it is. None: it is heard at once. `instead`: as good, where it is chance which of the two is heard.
    """

    sentence: str
    remedy: str
    earcon: Earcon | None = Earcon.ERROR
    used: Deed | None = None
    instead: Heard | None = None


def _as_it_is(house: House) -> Mapping[str, str]:
    return {}


GOES_ON = Heard("", "", None)
"""Nothing fails that anybody would notice, and so nothing is said: what is heard is what is used."""


@dataclass(frozen=True)
class Fault:
    """`heard`: in each state. `part`: of which part of the app a process dies or hangs by it, "" for none.

    `settings`, `environment`: of an app of its own that this fault needs; `prepared`: what else of its environment is known only in the
    house. `camera`: whether what is watched is the camera. `at_start`: it is met when the app starts, so that states make no difference.
    """

    name: str
    bring: Deed
    mend: Deed
    heard: Callable[[State], Heard]
    part: str = ""
    settings: Mapping[str, object] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    prepared: Callable[[House], Mapping[str, str]] = _as_it_is
    camera: bool = False
    at_start: bool = False


def nothing(house: House) -> None:
    """It mends itself."""


def always(heard: Heard) -> Callable[[State], Heard]:
    """The same in every state."""
    return lambda state: heard


def at_once_in(*states: State, heard: Heard, used: Deed, otherwise: Heard | None = None) -> Callable[[State], Heard]:
    """At once where the part is in use, and where it is not when it is `used`; there `otherwise` is heard if it is given."""
    later = replace(otherwise or heard, used=used)
    return lambda state: heard if state in states else later
