"""What is on the screen at one moment of a problem: the window in front, and which others there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mmassist.dialogue.kinds import BUTTONS, CHOICES, FIELDS
from mmassist.dialogue.seen import squeezed
from mmassist.dialogue.untrusted import one_line
from mmassist.values import Item, Role, Scene, State, Window

SWITCHED = CHOICES | {Role.TOGGLE_BUTTON, Role.CHECK_MENU_ITEM, Role.RADIO_MENU_ITEM}
CHANGING = FIELDS | SWITCHED
_CONTROLS = CHANGING | BUTTONS | {Role.LINK, Role.TAB, Role.MENU_ITEM, Role.MENU, Role.LIST_ITEM, Role.TREE_ITEM, Role.CELL}
_ON = frozenset({State.CHECKED, State.PRESSED})
_LONGEST = 120
_MARKS = ("*", "●", "•")


@dataclass(frozen=True, slots=True)
class Shot:
    """`windows`: all in sight but the app's own, lowest first, the one in front among them; `away`: those that were seen before and are
    minimised, or on another desktop. Without a window in front the scene is empty."""

    scene: Scene
    windows: tuple[Window, ...] = ()
    away: tuple[Window, ...] = ()

    @property
    def window(self) -> int:
        """Of the one in front; 0 if there is none."""
        return self.scene.window.id if self.scene.window else 0

    @property
    def pid(self) -> int | None:
        return self.scene.window.pid if self.scene.window else None

    @property
    def title(self) -> str:
        return self.scene.window.title if self.scene.window else ""

    @property
    def is_whole(self) -> bool:
        """Whether all of the window is known, so that what is not found is not there."""
        return self.scene.text_read or (self.scene.has_outline and self.scene.outline_complete)

    def has(self, window: int) -> bool:
        """Whether it is open, in sight or not."""
        return any(one.id == window for one in (*self.windows, *self.away))

    def is_away(self, window: int) -> bool:
        return any(one.id == window for one in self.away)

    def runs(self, pid: int) -> bool:
        """Whether a program has any window."""
        return any(one.pid == pid for one in (*self.windows, *self.away))

    def texts(self) -> Iterator[str]:
        """All that can be read in the window in front, its title among it."""
        yield self.title
        for item in self.scene.items:
            yield item.name
            yield item.description
            if item.role is not Role.PASSWORD:
                yield item.value
        for line in self.scene.lines:
            yield line.text

    def shows(self, text: str) -> bool:
        sought = squeezed(text)
        return bool(sought) and any(sought in squeezed(one) for one in self.texts())

    def control(self, name: str) -> Item | None:
        """That of this name, or the first whose name holds it or is held by it."""
        sought = squeezed(name)
        if not sought:
            return None
        named = [(squeezed(item.name), item) for item in self.scene.items if item.role in _CONTROLS and item.name.strip()]
        for fits in (lambda known: known == sought, lambda known: sought in known, lambda known: len(known) > 2 and known in sought):
            if found := [item for known, item in named if fits(known)]:
                return min(found, key=lambda item: item.role not in CHANGING)
        return None


def called(item: Item) -> str:
    """Its name as it is spoken: without the colon of a label."""
    return one_line(item.name, _LONGEST).rstrip(":\uff1a ")


def is_on(item: Item) -> bool:
    return bool(item.states & _ON)


def standing(item: Item) -> str:
    """How a control stands, to be compared; nothing of a password field but whether it is marked as wrong."""
    value = "" if item.role is Role.PASSWORD else item.value.strip()
    selected = item.role in SWITCHED and is_on(item)
    return f"{value}\0{selected}"


def is_unsaved(title: str) -> bool:
    """Whether a title has the mark of a document with unsaved changes."""
    bare = title.strip()
    return bare.startswith(_MARKS) or bare.endswith(("*", "●")) or any(f"{mark} —" in bare or f"{mark} -" in bare for mark in _MARKS)
