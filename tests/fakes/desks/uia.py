"""UI Automation as far as mmassist asks it: elements by their property numbers, that answer only for what a cache request names."""

from __future__ import annotations

import itertools
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from mmassist.desktop.win.uia import Client

# Of the properties that stand for a pattern, what they bring with them.
_PATTERN_OF = {30086: 30041, 30070: 30028, 30079: 30036, 30047: 30033, 30049: 30033, 30050: 30033, 30077: 30044, 30064: 30029, 30045: 30043}
_DEFAULTS: dict[int, Any] = {30005: "", 30008: False, 30009: False, 30010: True, 30013: "", 30019: False, 30022: False, 30173: 80050}
_ids = itertools.count(1)


class ComError(Exception):
    """As comtypes.COMError: a program that is gone, or does not answer in time."""


@dataclass(eq=False, slots=True)
class FakeElement:
    """`properties`: by number, without what can be told from the rest. `asked`: what was ever asked of it. `patterns`: what can be done to
    it, by their numbers; `done`: what was; `refuses`: it is gone, or won't."""

    kind: int
    name: str = ""
    box: tuple[float, float, float, float] = (0, 0, 0, 0)
    properties: dict[int, Any] = field(default_factory=dict)
    children: Sequence[FakeElement] = ()
    asked: set[int] = field(default_factory=set)
    identity: tuple[int, ...] = field(default_factory=lambda: (42, next(_ids)))
    patterns: frozenset[int] = frozenset()
    done: list[str] = field(default_factory=list)
    refuses: bool = False

    def act(self, what: str) -> None:
        if self.refuses:
            raise ComError("refused")
        self.done.append(what)

    def value_of(self, number: int) -> Any:
        known = {30003: self.kind, 30005: self.name, 30001: self.box, 30000: self.identity, **self.properties}
        if number in _PATTERN_OF.values():
            return any(_PATTERN_OF.get(given) == number for given in self.properties)
        return known.get(number, _DEFAULTS.get(number, 0))


class Pattern:
    """A null pointer is None."""

    def __init__(self, element: FakeElement) -> None:
        self._element = element

    def QueryInterface(self, interface: str) -> Pattern:
        return self

    def Invoke(self) -> None:
        self._element.act("Invoke")

    def Toggle(self) -> None:
        self._element.act("Toggle")

    def Select(self) -> None:
        self._element.act("Select")

    def Expand(self) -> None:
        self._element.act("Expand")


class Elements:
    def __init__(self, found: Sequence[Cached]) -> None:
        self._found = found

    @property
    def Length(self) -> int:
        return len(self._found)

    def GetElement(self, index: int) -> Cached:
        return self._found[index]


class Condition:
    def __init__(self, *wanted: tuple[int, Any]) -> None:
        self.wanted = wanted


class Request:
    def __init__(self) -> None:
        self.TreeScope = 1
        self.TreeFilter: Any = None
        self.properties: set[int] = set()

    def AddProperty(self, propertyId: int) -> None:
        self.properties.add(propertyId)


class Cached:
    """An element with what was asked of it when it was fetched."""

    def __init__(self, automation: FakeAutomation, element: FakeElement, request: Request) -> None:
        self._automation = automation
        self._element = element
        self._request = request
        element.asked |= request.properties
        self._children: list[Cached] | None = None
        if request.TreeScope & 6:
            below = Request()
            below.properties, below.TreeScope = request.properties, request.TreeScope if request.TreeScope & 4 else 1
            self._children = [Cached(automation, child, below) for child in element.children]

    def GetCachedPropertyValue(self, propertyId: int) -> Any:
        if propertyId not in self._request.properties:
            raise ComError("not in the cache")
        return self._element.value_of(propertyId)

    def SetFocus(self) -> None:
        self._element.act("SetFocus")

    def GetCurrentPattern(self, patternId: int) -> Pattern | None:
        return Pattern(self._element) if patternId in self._element.patterns else None

    def GetCachedChildren(self) -> Elements | None:
        return Elements(self._children) if self._children else None

    def BuildUpdatedCache(self, cacheRequest: Any) -> Cached:
        self._automation.called()
        return Cached(self._automation, self._element, cacheRequest)

    def FindAllBuildCache(self, scope: int, condition: Any, cacheRequest: Any) -> Elements:
        self._automation.called()
        found = [one for one in _below(self._element) if all(one.value_of(number) == value for number, value in condition.wanted)]
        return Elements([Cached(self._automation, one, cacheRequest) for one in found])


def _below(element: FakeElement) -> list[FakeElement]:
    return [one for child in element.children for one in (child, *_below(child))]


class FakeAutomation:
    """`windows`: by handle. `slow`: seconds that a subtree in one call takes. `calls`: to other programs."""

    def __init__(self, windows: dict[int, FakeElement], slow: float = 0.0, pause: float = 0.0) -> None:
        self._windows = windows
        self._slow = slow
        self._pause = pause
        self.calls = 0
        self.ConnectionTimeout = 2000
        self.TransactionTimeout = 20000
        self.ControlViewCondition = Condition()

    def called(self) -> None:
        self.calls += 1
        time.sleep(self._pause)

    def CreateCacheRequest(self) -> Request:
        return Request()

    def CreatePropertyCondition(self, propertyId: int, value: Any) -> Condition:
        return Condition((propertyId, value))

    def CreateAndCondition(self, condition1: Any, condition2: Any) -> Condition:
        return Condition(*condition1.wanted, *condition2.wanted)

    def ElementFromHandleBuildCache(self, hwnd: int, cacheRequest: Any) -> Cached:
        self.called()
        if hwnd not in self._windows:
            raise ComError("no such window")
        if cacheRequest.TreeScope & 4 and self._slow:
            time.sleep(min(self._slow, self.TransactionTimeout / 1000))
            if self._slow > self.TransactionTimeout / 1000:
                raise ComError("timed out")
        return Cached(self, self._windows[hwnd], cacheRequest)


def client(automation: FakeAutomation) -> Client:
    return Client(automation, ComError, str)
