"""What was captured: targets, windows, pictures, accessibility trees, text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mmassist.values.controls import Role, State
from mmassist.values.geometry import Box, Pixels


class TargetKind(StrEnum):
    """What a turn looks at."""

    WINDOW = "window"
    MONITOR = "monitor"
    SCREEN = "screen"
    IMAGE = "image"
    CAMERA = "camera"
    POINTER = "pointer"
    REGION = "region"
    FOCUS = "focus"
    CONTAINER = "container"
    CLIPBOARD = "clipboard"


@dataclass(frozen=True, slots=True)
class Target:
    """What to look at. `monitor` counts from 1, 0 is the one under the pointer.

    `path`: the image file's, or the camera's source: a number, a file, a pattern of numbered files, or a URL. `more`: image files that are
    told after the first. `region`: desktop's space; given with REGION, and found out for FOCUS
    and for CONTAINER, which is the next larger part that holds what FOCUS shows.
    """

    kind: TargetKind = TargetKind.WINDOW
    monitor: int = 0
    path: str = ""
    more: tuple[str, ...] = ()
    region: Box | None = None

    @property
    def on_screen(self) -> bool:
        """Whether it is a part of the desktop, not a file, the clipboard, or what a camera sees."""
        return self.kind not in (TargetKind.IMAGE, TargetKind.CAMERA, TargetKind.CLIPBOARD)

    @property
    def is_region(self) -> bool:
        """Whether it is a part of the desktop that need not be the whole of anything."""
        return self.kind in (TargetKind.POINTER, TargetKind.REGION, TargetKind.FOCUS, TargetKind.CONTAINER)


@dataclass(frozen=True, slots=True)
class Window:
    """A top-level window as the window system knows it. `box`: client area without the frame, desktop's space; `frame`: the same with
    the frame that the window manager draws around it, None where that is not known. `furniture`: the desktop's own, such as its panel."""

    id: int
    title: str
    program: str
    pid: int | None
    box: Box
    dialog: bool = False
    frame: Box | None = None
    furniture: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture. `pixels`: uint8, shape (height, width, 4), BGRA, read-only; the alpha byte means nothing.

    `origin` is where the picture's top left lies in the desktop's space; (0, 0) for a file.
    """

    pixels: Pixels
    origin: tuple[int, int]
    target: Target
    at: float

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])

    @property
    def box(self) -> Box:
        """The picture's place in the desktop's space."""
        return Box(self.origin[0], self.origin[1], self.width, self.height)


@dataclass(frozen=True, slots=True)
class Node:
    """One object of an accessibility tree. `box`: desktop's space, None where unknown or impossible.

    `parent`: index into the outline's nodes, -1 for the root. `value`: text of a field, number of a slider, selected entry of a
    combo box; always empty for `Role.PASSWORD`. `labelled_by`: text of the label that the program ties to it.
    `level`: of a heading, tree item or so, 0 if none. `row`, `column`: of a cell, -1 if none.
    """

    role: Role
    name: str
    parent: int
    states: frozenset[State] = frozenset()
    value: str = ""
    description: str = ""
    labelled_by: str = ""
    box: Box | None = None
    level: int = 0
    row: int = -1
    column: int = -1


@dataclass(frozen=True, slots=True)
class Outline:
    """The accessibility tree of one window, flattened in document order: a parent stands before its children.

    `focus`: index of the focused node, or -1. `complete`: false if a cap on nodes or time cut the tree short.
    """

    nodes: tuple[Node, ...]
    focus: int
    complete: bool
    at: float
    toolkit: str = ""


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text read from pixels. `box`: picture's space. `confidence`: 0 to 1. `block`: lines of one paragraph, column
    or cell share a number; lines stand in reading order."""

    text: str
    box: Box
    confidence: float
    block: int = 0
