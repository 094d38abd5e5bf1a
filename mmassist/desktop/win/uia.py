"""Accessibility trees under Windows, by UI Automation: one call brings a subtree with all that is asked of it (a cache request).

A window whose tree does not come whole in half of the time is read level by level, what is in sight first, as far as time and number go;
that is remembered of it. What fields hold is asked in a second call, whose condition leaves password fields out.
"""

from __future__ import annotations

import dataclasses
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from mmassist.desktop.items import Harvested, Item, in_order, in_sight
from mmassist.desktop.win.uia_words import Words
from mmassist.errors import DesktopError
from mmassist.values import Node, Role, State, Window

if TYPE_CHECKING:
    from comtypes.gen.UIAutomationClient import IUIAutomation2, IUIAutomationCacheRequest, IUIAutomationElement

LONGEST_TEXT = 20_000

_ELEMENT, _CHILDREN, _DESCENDANTS, _SUBTREE = 1, 2, 4, 7  # TreeScope
_LEAST_MS = 20
# What a click does, by pattern number, interface and method; the first that a control has.
_CLICKS = (
    (10000, "IUIAutomationInvokePattern", "Invoke"),
    (10015, "IUIAutomationTogglePattern", "Toggle"),
    (10010, "IUIAutomationSelectionItemPattern", "Select"),
    (10005, "IUIAutomationExpandCollapsePattern", "Expand"),
)
_FIELDS = frozenset((Role.TEXT_FIELD, Role.TEXT_AREA, Role.COMBO_BOX, Role.SPIN_BOX, Role.CELL))


@dataclass(frozen=True, slots=True)
class Client:
    """UI Automation, what its calls raise (a program that is gone, hangs, or refuses), and its interfaces by their names."""

    automation: IUIAutomation2
    failure: type[Exception]
    interface: Callable[[str], Any]


def open_client() -> Client:
    """Windows' own, for the thread that calls. Raises DesktopError where it is not to be had."""
    # Of many threads' kind (COINIT_MULTITHREADED), as its documentation asks of clients; read when comtypes is imported.
    sys.__dict__.setdefault("coinit_flags", 0)
    try:
        import comtypes
        import comtypes.client

        module = comtypes.client.GetModule("UIAutomationCore.dll")
        automation = comtypes.client.CreateObject(module.CUIAutomation8, interface=module.IUIAutomation2)
    except (ImportError, OSError) as missing:
        raise DesktopError(
            f"no UI Automation: {missing}",
            "Programs can't be asked what they show; I read the screen's pixels instead.",
            "Install mmassist again with all its packages.",
        ) from missing
    return Client(automation, comtypes.COMError, partial(getattr, module))


class UiaSource:
    """Keeps `thread_trees.Source`."""

    def __init__(self, opened: Callable[[], Client] = open_client) -> None:
        self._client = opened()
        self._words = Words.load()
        self._slow: set[tuple[int, int | None]] = set()

    def read(self, window: Window, until: float, cap: int) -> Harvested | None:
        """See `thread_trees.Source.read`."""
        reading = _Reading(self._client, self._words, window, until, cap)
        key = window.id, window.pid
        try:
            if key not in self._slow and reading.whole():
                return reading.harvested()
            self._slow.add(key)
            reading.by_levels()
        except self._client.failure:
            if not reading.items:
                return None
            reading.complete = False
        return reading.harvested()

    def focus(self, item: Item) -> bool:
        """See `thread_trees.Source.focus`."""
        try:
            item.handle.SetFocus()
        except self._client.failure:
            return False
        return True

    def press(self, item: Item) -> bool:
        """See `thread_trees.Source.press`."""
        for number, interface, method in _CLICKS:
            try:
                pattern = item.handle.GetCurrentPattern(number)
                if pattern:  # a null pointer where the control has none
                    getattr(pattern.QueryInterface(self._client.interface(interface)), method)()
                    return True
            except self._client.failure:
                continue
        return False


class _Reading:
    """One reading of one window."""

    def __init__(self, client: Client, words: Words, window: Window, until: float, cap: int) -> None:
        self._client = client
        self._words = words
        self._window = window
        self._until = until
        self._cap = cap
        self._elements: dict[Item, IUIAutomationElement] = {}
        self.items: list[Item] = []
        self.complete = True

    def whole(self) -> bool:
        """In one call. False where that takes more than half of the time; raises `failure` for a window that is gone."""
        began = time.monotonic()
        half = (self._until - began) / 2
        self._patience(half)
        try:
            root = self._client.automation.ElementFromHandleBuildCache(self._window.id, self._request(_SUBTREE))
        except self._client.failure:
            if time.monotonic() - began < half * 0.9:
                raise
            return False
        self._take(root)
        return True

    def _take(self, root: IUIAutomationElement) -> None:
        level: list[tuple[IUIAutomationElement, Item | None]] = [(root, None)]
        while level:
            following: list[tuple[IUIAutomationElement, Item | None]] = []
            for element, above in level:
                if (item := self._added(element, above)) is not None:
                    following += [(child, item) for child in _children(element)]
            level = following

    def by_levels(self) -> None:
        """A call for each container, those of one level one after the other."""
        self.items, self._elements, self.complete = [], {}, True
        self._patience(self._until - time.monotonic())
        request = self._request(_ELEMENT | _CHILDREN)
        root = self._client.automation.ElementFromHandleBuildCache(self._window.id, request)
        top = self._added(root, None)
        level = [(root, top)] if top else []
        while level:
            following: list[tuple[IUIAutomationElement, Item]] = []
            for element, item in level:
                for child in _children(element):
                    if (added := self._added(child, item)) is None:
                        continue
                    if time.monotonic() > self._until:
                        self.complete = False
                        return
                    following.append((self._filled(child, request), added))
            level = following

    def _filled(self, element: IUIAutomationElement, request: IUIAutomationCacheRequest) -> IUIAutomationElement:
        """The element with its children; as it is where it has gone meanwhile."""
        self._patience(self._until - time.monotonic())
        try:
            return element.BuildUpdatedCache(request)
        except self._client.failure:
            self.complete = False
            return element

    def _added(self, element: IUIAutomationElement, above: Item | None) -> Item | None:
        """None for what is not looked into: left out, not in sight, beyond the cap, or inside of a leaf."""
        read = partial(self._cached, element)
        kind = read(self._words.common["type"])
        if len(self.items) >= self._cap:
            self.complete = False
            return None
        if kind in self._words.left_out or (above is not None and read(self._words.common["offscreen"])):
            return None
        node = self._words.node(read)
        if above is not None and not in_sight(node.box, self._window.frame or self._window.box):
            return None
        item = Item(node, above, kind in self._words.structure, element)
        self.items.append(item)
        self._elements[item] = element
        return item if kind not in self._words.leaves and node.role is not Role.PASSWORD else None

    def _cached(self, element: IUIAutomationElement, number: int) -> Any:
        try:
            return element.GetCachedPropertyValue(number)
        except (self._client.failure, ValueError):  # not offered; or a value that comtypes can't turn into Python's
            return None

    def harvested(self) -> Harvested:
        """With what the fields hold, as far as there is time for it, and in document order."""
        held: dict[tuple[int, ...], str] = {}
        fields = [item for item in self.items if item.node.role in _FIELDS]
        if fields and time.monotonic() < self._until:
            held = self._held()
        filled = {item: self._with_value(item, held) for item in fields}
        return Harvested(in_order(self.items, filled), self.complete, "UIA")

    def _held(self) -> dict[tuple[int, ...], str]:
        """By identity. Password fields are left out by the condition, so that their programs are not even asked."""
        automation, words = self._client.automation, self._words
        request = automation.CreateCacheRequest()
        request.TreeScope = _ELEMENT
        for number in (words.common["identity"], words.values["value"]):
            request.AddProperty(number)
        condition = automation.CreateAndCondition(
            automation.CreatePropertyCondition(words.common["password"], False),
            automation.CreatePropertyCondition(words.patterns["value"], True),
        )
        self._patience(self._until - time.monotonic())
        try:
            found = self._elements[self.items[0]].FindAllBuildCache(_DESCENDANTS, condition, request)
        except self._client.failure:
            self.complete = False
            return {}
        held = {}
        for at in range(found.Length if found else 0):
            element = found.GetElement(at) if found else None
            if element is not None and (identity := self._cached(element, words.common["identity"])):
                value = self._cached(element, words.values["value"])
                held[tuple(identity)] = value[:LONGEST_TEXT] if isinstance(value, str) else ""
        return held

    def _with_value(self, item: Item, held: dict[tuple[int, ...], str]) -> Node:
        identity = self._cached(self._elements[item], self._words.common["identity"])
        value = held.get(tuple(identity), "") if identity else ""
        node = item.node
        if node.role is Role.TEXT_FIELD and "\n" in value:
            return dataclasses.replace(node, role=Role.TEXT_AREA, value=value, states=node.states | {State.MULTI_LINE})
        return dataclasses.replace(node, value=value or node.value)

    def _request(self, scope: int) -> IUIAutomationCacheRequest:
        request = self._client.automation.CreateCacheRequest()
        for number in self._words.harvested:
            request.AddProperty(number)
        request.TreeScope = scope
        request.TreeFilter = self._client.automation.ControlViewCondition
        return request

    def _patience(self, seconds: float) -> None:
        """How long the next call may wait for the program."""
        milliseconds = max(_LEAST_MS, round(1000 * seconds))
        self._client.automation.ConnectionTimeout = milliseconds
        self._client.automation.TransactionTimeout = milliseconds


def _children(element: IUIAutomationElement) -> Iterator[IUIAutomationElement]:
    found = element.GetCachedChildren()
    if found:  # a null pointer where there are none
        for at in range(found.Length):
            yield found.GetElement(at)
