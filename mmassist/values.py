"""The values that flow between rooms. All are frozen; none does I/O; none imports a room.

Boxes are in physical pixels. A box in the *desktop's* space has its origin at the top left of the virtual desktop (it may be
negative); a box in the *picture's* space has its origin at the top left of one `Frame`. Each field below says which it is.
Times named `at` are `time.monotonic()` seconds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:  # the command line's help must not wait for numpy
    import numpy as np
    from numpy.typing import NDArray

Pixels: TypeAlias = "NDArray[np.uint8]"


@dataclass(frozen=True, slots=True)
class Box:
    """A bounding box: x, y of the top left corner, width and height, in physical pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def area(self) -> int:
        return max(0, self.width) * max(0, self.height)

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2

    def moved(self, dx: int, dy: int) -> Box:
        return Box(self.x + dx, self.y + dy, self.width, self.height)

    def intersection(self, other: Box) -> Box | None:
        """The common part, or None where there is none."""
        x, y = max(self.x, other.x), max(self.y, other.y)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Box(x, y, right - x, bottom - y) if right > x and bottom > y else None

    def iou(self, other: Box) -> float:
        """Intersection over union, 0 to 1."""
        common = self.intersection(other)
        return common.area / (self.area + other.area - common.area) if common else 0.0

    def contains(self, x: float, y: float) -> bool:
        return self.x <= x < self.right and self.y <= y < self.bottom

    def as_list(self) -> list[int]:
        return [self.x, self.y, self.width, self.height]


class Role(StrEnum):
    """What a control is, in the words that are spoken. One vocabulary for every accessibility API and for pixels."""

    ALERT = "alert"
    APPLICATION = "application"
    BUTTON = "button"
    CANVAS = "canvas"
    CELL = "cell"
    CHECK_BOX = "check box"
    CHECK_MENU_ITEM = "check menu item"
    COLUMN_HEADER = "column header"
    COMBO_BOX = "combo box"
    DIALOG = "dialog"
    DOCUMENT = "document"
    GROUP = "group"
    HEADING = "heading"
    ICON = "icon"
    IMAGE = "image"
    LABEL = "label"
    LINK = "link"
    LIST = "list"
    LIST_ITEM = "list item"
    MENU = "menu"
    MENU_BAR = "menu bar"
    MENU_ITEM = "menu item"
    PARAGRAPH = "paragraph"
    PASSWORD = "password field"  # noqa: S105 - a role's name
    PROGRESS_BAR = "progress bar"
    RADIO = "radio button"
    RADIO_MENU_ITEM = "radio menu item"
    ROW = "row"
    ROW_HEADER = "row header"
    SCROLL_BAR = "scroll bar"
    SEPARATOR = "separator"
    SLIDER = "slider"
    SPIN_BOX = "spin box"
    STATUS_BAR = "status bar"
    SWITCH = "switch"
    TAB = "tab"
    TAB_LIST = "tab list"
    TABLE = "table"
    TERMINAL = "terminal"
    TEXT = "text"
    TEXT_AREA = "text area"
    TEXT_FIELD = "text field"
    TOGGLE_BUTTON = "toggle button"
    TOOL_BAR = "tool bar"
    TOOL_TIP = "tool tip"
    TREE = "tree"
    TREE_ITEM = "tree item"
    UNKNOWN = "unknown"
    WINDOW = "window"


class State(StrEnum):
    """A state of a control. A state that is absent is false or unknown."""

    ACTIVE = "active"
    BUSY = "busy"
    CHECKABLE = "checkable"
    CHECKED = "checked"
    COLLAPSED = "collapsed"
    DEFAULT = "default"
    DISABLED = "disabled"
    EDITABLE = "editable"
    EXPANDED = "expanded"
    FOCUSABLE = "focusable"
    FOCUSED = "focused"
    INVALID = "invalid"
    MIXED = "mixed"
    MODAL = "modal"
    MULTI_LINE = "multi-line"
    POPUP = "has pop-up"
    PRESSED = "pressed"
    READ_ONLY = "read only"
    REQUIRED = "required"
    SELECTED = "selected"
    SHOWING = "showing"


class TargetKind(StrEnum):
    """What a turn looks at."""

    WINDOW = "window"
    MONITOR = "monitor"
    SCREEN = "screen"
    IMAGE = "image"


@dataclass(frozen=True, slots=True)
class Target:
    """What to look at. `monitor` counts from 1, 0 is the one under the pointer; `path` is the image file's."""

    kind: TargetKind = TargetKind.WINDOW
    monitor: int = 0
    path: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """A top-level window as the window system knows it. `box`: client area without the frame, desktop's space."""

    id: int
    title: str
    program: str
    pid: int | None
    box: Box
    dialog: bool = False


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


class Source(StrEnum):
    """Where an item is known from."""

    OUTLINE = "outline"
    PIXELS = "pixels"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in a scene. `box`: picture's space. `pixels_say`: what the pixels show where they disagree with `name` or `value`.

    `parent`: index into the scene's items, -1 at the top. `confidence`: 1 for the tree, the recogniser's for pixels.
    The other fields are as in `Node`.
    """

    role: Role
    name: str
    source: Source
    states: frozenset[State] = frozenset()
    value: str = ""
    description: str = ""
    box: Box | None = None
    parent: int = -1
    level: int = 0
    row: int = -1
    column: int = -1
    pixels_say: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Scene:
    """What a turn saw: items and lines in reading order, boxes in the picture's space.

    `size`: (width, height) of the picture. `focus`: index into `items`, or -1. `text_read`: whether OCR has run to its end, so
    that "there is no text" may be said. `outline_complete`: whether the tree was read to its end.
    """

    target: Target
    window: Window | None
    size: tuple[int, int]
    items: tuple[Item, ...]
    lines: tuple[TextLine, ...] = ()
    focus: int = -1
    has_outline: bool = False
    outline_complete: bool = True
    text_read: bool = False


class Verbosity(StrEnum):
    """How much is said."""

    BRIEF = "brief"
    NORMAL = "normal"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class FusedPrompt:
    """All that a backend is given for one turn. `spoken`: the gist, already said and not to be repeated."""

    turn_id: int
    scene: Scene
    verbosity: Verbosity
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class TextDelta:
    """A piece of the answer as it streams in."""

    turn_id: int
    text: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The end of an answer. `model`: what really answered."""

    turn_id: int
    model: str


BackendEvent: TypeAlias = TextDelta | Finished


class Priority(StrEnum):
    """`NOW` interrupts, `NEXT` goes before what waits, `NORMAL` waits its turn."""

    NOW = "now"
    NEXT = "next"
    NORMAL = "normal"


class Channel(StrEnum):
    """Who is speaking. No text from a screen or a model ever reaches `SYSTEM`."""

    SYSTEM = "system"
    GIST = "gist"
    DETAIL = "detail"


@dataclass(frozen=True, slots=True)
class Utterance:
    """One piece of speech, plain text. `turn_id` is 0 for what belongs to no turn."""

    turn_id: int
    text: str
    channel: Channel
    priority: Priority = Priority.NORMAL


class Earcon(StrEnum):
    """A short sound with a meaning. Names are those of the sounds' definitions in `resources/earcons.toml`."""

    START = "start"
    WORKING = "working"
    DONE = "done"
    ERROR = "error"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Spoken:
    """An utterance whose first sample was handed to the sound device at `at`."""

    utterance: Utterance
    at: float


@dataclass(frozen=True, slots=True)
class Fault:
    """A failure as the user hears it: what happened, and what to do about it."""

    error: str
    spoken: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A finished turn. `timings`: milliseconds since the trigger by stage (capture, outline, ocr, first_sound, total)."""

    turn_id: int
    backend: str
    gist: str
    text: str
    scene: Scene | None
    spoken: tuple[Spoken, ...]
    started: float
    timings: dict[str, float] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    fault: Fault | None = None
