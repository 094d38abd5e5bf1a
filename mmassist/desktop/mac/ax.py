"""Accessibility trees under macOS (AXUIElement): one call for each object brings all that is asked of it, breadth first, what is in sight.

What an object holds is asked in a second call, which is not made of password fields.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mmassist.desktop.items import Harvested, Item, box_of, in_order, in_sight
from mmassist.desktop.mac.apis import Apis, load, require_trust
from mmassist.desktop.mac.ax_words import Words
from mmassist.desktop.mac.screens import Screens, screens
from mmassist.values import Box, Role, Window

_NO_OPTIONS = 0
_RECT, _ERROR = 3, 5  # kAXValueTypeCGRect, kAXValueTypeAXError
_LEAST = 0.02  # seconds that a program is waited for at least
_CLOSE = 4  # pixels by which a window's place may differ: shadows and rounding
# Browsers built on Chromium make their tree only for those who ask.
_ASKED_FOR = "AXManualAccessibility"
_PRESS = "AXPress"


class AxSource:
    """Keeps `thread_trees.Source`."""

    def __init__(self, apis: Callable[[], Apis] = load) -> None:
        """Raises NotTrusted where the user has not let us ask programs what they show."""
        self._apis = apis()
        require_trust(self._apis, "ask programs what they show")
        self._words = Words.load()

    def read(self, window: Window, until: float, cap: int) -> Harvested | None:
        """See `thread_trees.Source.read`."""
        if window.pid is None:
            return None
        reading = _Reading(self._apis, self._words, screens(self._apis), window, until)
        top = reading.top()
        if top is None:
            # A program that hangs answers nothing, one without a tree answers that it has none.
            return None if time.monotonic() < until else Harvested((), False)
        reading.grow(top, cap)
        return Harvested(in_order(reading.items, {}), reading.complete, "AX")

    def focus(self, item: Item) -> bool:
        """See `thread_trees.Source.focus`."""
        return bool(self._apis.services.AXUIElementSetAttributeValue(item.handle, "AXFocused", True) == 0)

    def press(self, item: Item) -> bool:
        """See `thread_trees.Source.press`."""
        services = self._apis.services
        error, names = services.AXUIElementCopyActionNames(item.handle, None)
        if error or _PRESS not in (names or ()):
            return False
        return bool(services.AXUIElementPerformAction(item.handle, _PRESS) == 0)


@dataclass(frozen=True, slots=True)
class _Told:
    """An object, and the attributes that it gave by our names."""

    element: Any
    by_name: Mapping[str, Any]


class _Reading:
    """One reading of one window."""

    def __init__(self, apis: Apis, words: Words, known: Screens, window: Window, until: float) -> None:
        self._services = apis.services
        self._words = words
        self._screens = known
        self._window = window
        self._until = until
        self.items: list[Item] = []
        self.complete = True

    def top(self) -> _Told | None:
        """The window among its program's: by its place, else by its title."""
        services = self._services
        program = services.AXUIElementCreateApplication(self._window.pid)
        services.AXUIElementSetMessagingTimeout(program, max(_LEAST, (self._until - time.monotonic()) / 2))
        services.AXUIElementSetAttributeValue(program, _ASKED_FOR, True)
        error, found = services.AXUIElementCopyAttributeValue(program, "AXWindows", None)
        if error:
            return None
        told = [_Told(element, self._asked(element, self._words.attributes)) for element in found or ()]
        for one in told:
            if (box := self._box(one)) is not None and _is_close(box, self._window.box):
                return one
        titled = [one for one in told if self._window.title and one.by_name.get("title") == self._window.title]
        return titled[0] if titled else None

    def grow(self, top: _Told, cap: int) -> None:
        level: list[tuple[_Told, Item | None]] = [(top, None)]
        while level:
            following: list[tuple[_Told, Item | None]] = []
            for told, above in level:
                if time.monotonic() > self._until or len(self.items) >= cap:
                    self.complete = False
                    return
                if (item := self._added(told, above)) is not None:
                    following += [(_Told(child, self._asked(child, self._words.attributes)), item) for child in self._below(told)]
            level = following

    def _added(self, told: _Told, above: Item | None) -> Item | None:
        """None for what is not looked into: left out, not in sight, or a leaf."""
        by_name, box = told.by_name, self._box(told)
        kind, role = by_name.get("role"), self._words.role(by_name)
        if not by_name or {kind, by_name.get("subrole")} & self._words.left_out:
            return None
        if above is not None and not in_sight(box, self._window.box):
            return None
        held = {} if role is Role.PASSWORD else self._held(told.element)
        item = Item(self._words.node(by_name, held, box), above, kind in self._words.structure, told.element)
        self.items.append(item)
        return None if kind in self._words.leaves or role is Role.PASSWORD else item

    def _held(self, element: Any) -> dict[str, Any]:
        held = self._asked(element, self._words.held)
        if (label := held.get("labelled_by")) is not None:
            text = self._asked(label, {"value": "AXValue", "title": "AXTitle"})
            held["labelled_by"] = text.get("value") or text.get("title")
        return held

    def _below(self, told: _Told) -> list[Any]:
        """Of a list or table only what is in sight."""
        if time.monotonic() > self._until:
            self.complete = False
            return []
        for name in ("shown_rows", "shown", "children"):
            if found := told.by_name.get(name):
                return list(found)
        return []

    def _asked(self, element: Any, attributes: Mapping[str, str]) -> dict[str, Any]:
        """What it gave of them; empty where it is gone."""
        names = list(attributes)
        wanted = [attributes[name] for name in names]
        error, values = self._services.AXUIElementCopyMultipleAttributeValues(element, wanted, _NO_OPTIONS, None)
        if error or values is None or len(values) != len(names):
            return {}
        return {name: value for name, value in zip(names, values, strict=True) if not self._is_missing(value)}

    def _is_missing(self, value: Any) -> bool:
        """An attribute that an object has not comes as an error in its place."""
        return value is None or self._kind(value) == _ERROR

    def _kind(self, value: Any) -> int:
        """Of an AXValue, 0 for all others."""
        if isinstance(value, str | int | float | list | tuple):
            return 0
        try:
            return int(self._services.AXValueGetType(value))
        except (TypeError, ValueError):
            return 0

    def _box(self, told: _Told) -> Box | None:
        frame = told.by_name.get("frame")
        if frame is None or self._kind(frame) != _RECT:
            return None
        good, rect = self._services.AXValueGetValue(frame, _RECT, None)
        if not good:
            return None
        sides = (rect.origin.x, rect.origin.y, rect.size.width, rect.size.height)
        return self._screens.box(*sides) if box_of(sides) else None


def _is_close(one: Box, other: Box) -> bool:
    return all(abs(a - b) <= _CLOSE for a, b in zip(one.as_list(), other.as_list(), strict=True))
