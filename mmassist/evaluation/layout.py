"""What a generated window is: a tree of elements, and the toolkit, theme and sizes it is shown with. Frozen values that survive JSON."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """The kinds of windows that people meet."""

    SAVE_QUESTION = "save question"
    SAVE_AS = "save as"
    ERROR_DIALOG = "error dialog"
    LOGIN = "login"
    SETTINGS = "settings"
    FILE_TABLE = "file table"
    LIST_CHOICE = "list"
    EDITOR = "editor"
    WIZARD = "wizard"
    TOOLS = "tools"
    TWO_COLUMNS = "two columns"
    LONG_FORM = "long form"
    KEY_PAD = "key pad"


class Part(StrEnum):
    """What an element is drawn as. The first block holds children; the rest are leaves."""

    COLUMN = "column"
    ROW = "row"
    FORM = "form"
    GRID = "grid"
    GROUP = "group"
    TABS = "tabs"
    PAGE = "page"
    TOOL_BAR = "tool bar"
    MENU_BAR = "menu bar"
    MENU = "menu"

    TEXT = "text"
    HEADING = "heading"
    QUESTION = "question"
    ERROR = "error"
    BUTTON = "button"
    TOGGLE = "toggle"
    CHECK = "check"
    RADIO = "radio"
    COMBO = "combo"
    SLIDER = "slider"
    SPIN = "spin"
    FIELD = "field"
    PASSWORD = "password"  # noqa: S105 - a part's name
    AREA = "area"
    LIST = "list"
    TABLE = "table"
    PROGRESS = "progress"
    STATUS = "status"
    MENU_ITEM = "menu item"


# Languages written from right to left, and so laid out
RIGHT_TO_LEFT = frozenset({"ar"})

CONTAINERS = frozenset(
    {Part.COLUMN, Part.ROW, Part.FORM, Part.GRID, Part.GROUP, Part.TABS, Part.PAGE, Part.TOOL_BAR, Part.MENU_BAR, Part.MENU}
)


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a window.

    `id`: unique in the window, "" for what nobody asks after. `name`: the text on it or of its label, without mnemonic.
    `value`: what a field holds (for a password: what was typed). `states`: any of checked, disabled, invalid, selected.
    `entries`: of a list or combo box. `header`, `rows`: of a table. `chosen`: index of the selected entry, row or page, -1 if none.
    `number`, `low`, `high`, `suffix`: of a slider, spin box or progress bar. `columns`: of a grid. `visible`: false for what the
    program holds but does not show. `captioned`: false for an icon without text (its name is in the tree alone).
    """

    part: Part
    id: str = ""
    name: str = ""
    value: str = ""
    states: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    chosen: int = -1
    number: int = 0
    low: int = 0
    high: int = 100
    suffix: str = ""
    columns: int = 1
    visible: bool = True
    captioned: bool = True
    children: tuple[Element, ...] = ()

    def walk(self) -> Iterator[Element]:
        """This element and all below it in document order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def shown(self) -> Iterator[Element]:
        """As `walk`, without what is invisible, on a tab page that is not in front, or in a closed menu."""
        if not self.visible or self.part is Part.MENU_ITEM:
            return
        yield self
        for index, child in enumerate(self.children):
            if self.part is not Part.TABS or index == self.chosen:
                yield from child.shown()


@dataclass(frozen=True, slots=True)
class Look:
    """How a window is drawn. `toolkit`: qt, gtk3 or web. `theme`: fusion, fusion-dark, windows | Adwaita, Adwaita-dark, HighContrast |
    plain, dark, cards.

    `points`: font size. `scale`: of the whole user interface (QT_SCALE_FACTOR, GDK_SCALE, the page's device scale factor). `text_scale`:
    of text alone (GDK_DPI_SCALE; 1 for others). `roominess`: window size over the smallest that fits.
    """

    toolkit: str
    theme: str
    family: str
    points: int
    scale: float
    text_scale: float = 1.0
    roominess: float = 1.0


@dataclass(frozen=True, slots=True)
class Spec:
    """One window to be shown. `title`: what names it; its title bar reads `title` or `title - program`.

    `focus`, `default`: ids, "" if none. `native_box`: use the toolkit's own message box for a question or an error.
    `behind`: title and text of another window of the same program that lies behind this one. `language`: ISO 639-1 code.
    """

    number: int
    kind: Kind
    title: str
    program: str
    dialog: bool
    root: Element
    look: Look
    focus: str = ""
    default: str = ""
    title_has_program: bool = False
    native_box: bool = False
    behind: tuple[str, ...] = ()
    language: str = "en"

    @property
    def right_to_left(self) -> bool:
        """Whether the window is laid out from right to left."""
        return self.language in RIGHT_TO_LEFT

    @property
    def caption(self) -> str:
        """The text of the title bar."""
        return f"{self.title} - {self.program}" if self.title_has_program else self.title

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values; `spec_from_json` takes them back."""
        return {**asdict(self), "caption": self.caption, "right_to_left": self.right_to_left}


def extent(text: str) -> int:
    """How wide a text is, in letters: signs of East Asian scripts are as wide as two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def element_from_json(data: dict[str, Any]) -> Element:
    """The inverse of an element's `asdict`. Raises KeyError, TypeError or ValueError on anything else."""
    known = {field.name for field in fields(Element)}
    values: dict[str, Any] = {key: _frozen(value) for key, value in data.items() if key in known and key != "children"}
    values["part"] = Part(data["part"])
    return Element(**values, children=tuple(element_from_json(child) for child in data["children"]))


def spec_from_json(data: dict[str, Any]) -> Spec:
    """The inverse of `Spec.as_json`. Raises KeyError, TypeError or ValueError on anything else."""
    values = {field.name: _frozen(data[field.name]) for field in fields(Spec) if field.name not in {"root", "look", "kind"}}
    return Spec(**values, kind=Kind(data["kind"]), root=element_from_json(data["root"]), look=Look(**data["look"]))


def _frozen(value: Any) -> Any:
    return tuple(_frozen(part) for part in value) if isinstance(value, list | tuple) else value
