"""What is true of a generated window: what may be said of it, what must be, and what must not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mmassist.evaluation.layout import Element, Part, Spec
from mmassist.evaluation.report import Shown
from mmassist.evaluation.speech import split
from mmassist.values import Role

ROLES = {
    Part.BUTTON: Role.BUTTON,
    Part.TOGGLE: Role.TOGGLE_BUTTON,
    Part.CHECK: Role.CHECK_BOX,
    Part.RADIO: Role.RADIO,
    Part.COMBO: Role.COMBO_BOX,
    Part.SLIDER: Role.SLIDER,
    Part.SPIN: Role.SPIN_BOX,
    Part.FIELD: Role.TEXT_FIELD,
    Part.PASSWORD: Role.PASSWORD,
    Part.AREA: Role.TEXT_AREA,
    Part.LIST: Role.LIST,
    Part.TABLE: Role.TABLE,
    Part.PROGRESS: Role.PROGRESS_BAR,
    Part.PAGE: Role.TAB,
    Part.MENU: Role.MENU_ITEM,
}
# Beyond those: what else a window with such a part is made of
OTHER_ROLES = {
    Part.TABS: {Role.TAB, Role.TAB_LIST},
    Part.TOOL_BAR: {Role.TOOL_BAR},
    Part.MENU_BAR: {Role.MENU, Role.MENU_BAR, Role.MENU_ITEM},
    Part.STATUS: {Role.STATUS_BAR},
    Part.GROUP: {Role.GROUP},
    Part.LIST: {Role.LIST, Role.LIST_ITEM, Role.SCROLL_BAR},
    Part.TABLE: {Role.TABLE, Role.ROW, Role.CELL, Role.COLUMN_HEADER, Role.SCROLL_BAR},
    Part.HEADING: {Role.HEADING},
    Part.TEXT: {Role.LABEL, Role.TEXT, Role.PARAGRAPH},
    Part.ERROR: {Role.ALERT, Role.LABEL},
    Part.AREA: {Role.TEXT, Role.DOCUMENT, Role.PARAGRAPH, Role.SCROLL_BAR},
}


@dataclass(frozen=True, slots=True)
class Control:
    """Something that can be worked. `value`: as it is seen, "" where there is none or it is secret. `checked`: None where it has no such
    state."""

    id: str
    role: Role
    name: str
    value: str = ""
    checked: bool | None = None
    disabled: bool = False
    invalid: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a list (one cell each) or table, `header` of the latter, which row is selected, and how many are wholly in sight."""

    id: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    chosen: int
    in_sight: int


@dataclass(frozen=True, slots=True)
class Truth:
    """All that is known of one window. Texts are as seen, in reading order.

    `caption`: the text of the title bar. `controls`: what can be worked, in reading order, tabs and menus included. `texts`: paragraphs
    of running text (a text area's among them). `secrets`: never to appear anywhere. `hidden`: held by the program, not shown, never to
    be said. `words`: what a reader of pixels should find. `sayable`: every text that a describer may take its words from. `roles`: every
    role that occurs.
    """

    title: str
    caption: str
    program: str
    dialog: bool
    question: str
    errors: tuple[str, ...]
    headings: tuple[str, ...]
    texts: tuple[str, ...]
    status: str
    controls: tuple[Control, ...]
    lists: tuple[Rows, ...]
    focus: str
    default: str
    secrets: tuple[str, ...]
    hidden: tuple[str, ...]
    words: tuple[str, ...]
    sayable: tuple[str, ...]
    roles: frozenset[Role]

    def control(self, identifier: str) -> Control | None:
        """The control of that id, None if there is none."""
        return next((control for control in self.controls if control.id == identifier), None)


def truth_of(spec: Spec, drawn: Shown | None = None) -> Truth:
    """What is true of a spec's window. `drawn` tells which rows of long lists are in sight and which button the toolkit holds for the
    default; without it, all rows and the spec's own."""
    shown = tuple(spec.root.shown())
    lists = tuple(element for element in shown if element.part in {Part.LIST, Part.TABLE})
    texts = tuple(text for element in shown for text in _paragraphs(element, spec.dialog))
    visible = tuple(text for element in shown for text in visible_texts(element, drawn.rows if drawn else {}))
    return Truth(
        title=spec.title,
        caption=spec.caption,
        program=spec.program,
        dialog=spec.dialog,
        question=next(_names(shown, Part.QUESTION), "") if spec.dialog else "",
        errors=tuple(_names(shown, Part.ERROR)),
        headings=tuple(_names(shown, Part.HEADING)),
        texts=texts,
        status=next(_names(shown, Part.STATUS), ""),
        controls=tuple(_control(element, parent) for element, parent in _with_parents(spec.root) if element.part in ROLES),
        lists=tuple(_list(element, drawn) for element in lists),
        focus=spec.focus,
        default=drawn.default if drawn else spec.default,
        secrets=tuple(element.value for element in spec.root.walk() if element.part is Part.PASSWORD),
        hidden=(*_hidden(spec.root, shown), *spec.behind),
        words=tuple(word for text in visible for word in split(text) if any(character.isalnum() for character in word)),
        sayable=_sayable(spec, shown),
        roles=_roles(spec, shown),
    )


def visible_texts(element: Element, rows: dict[str, tuple[int, ...]]) -> tuple[str, ...]:
    """The texts that an element, without its children, puts on the screen; `rows`: as in `Shown`."""
    if element.part is Part.TABS:
        return tuple(page.name for page in element.children)
    caption = (element.name,) if element.captioned and element.name and element.part is not Part.PAGE else ()
    if element.part in {Part.LIST, Part.TABLE}:
        in_sight = rows.get(element.id, tuple(range(len(_rows(element)))))
        lines = _rows(element)
        return *caption, *element.header, *(cell for row in in_sight for cell in lines[row])
    value = value_of(element) if element.part is not Part.SLIDER else ""
    return (*caption, value) if value else caption


def value_of(element: Element) -> str:
    """The value of an element as it is seen; "" where it has none or it is secret."""
    if element.part in {Part.FIELD, Part.AREA}:
        return element.value
    if element.part is Part.COMBO:
        return element.entries[element.chosen]
    if element.part in {Part.SLIDER, Part.SPIN, Part.PROGRESS}:
        return f"{element.number}{element.suffix}"
    return ""


def _names(shown: tuple[Element, ...], part: Part) -> Iterator[str]:
    return (element.name for element in shown if element.part is part)


def _paragraphs(element: Element, dialog: bool) -> tuple[str, ...]:
    """The paragraphs of running text in an element; what a page asks that is no dialog is one of them."""
    if element.part is Part.AREA:
        return tuple(line for line in element.value.split("\n") if line)
    return (element.name,) if element.part is Part.TEXT or (element.part is Part.QUESTION and not dialog) else ()


def _with_parents(parent: Element) -> Iterator[tuple[Element, Element]]:
    """What is in sight with the element that holds it, in document order; of a page that is not in front, its tab alone."""
    for index, child in enumerate(parent.children):
        if child.visible and child.part is not Part.MENU_ITEM:
            yield child, parent
            if parent.part is not Part.TABS or index == parent.chosen:
                yield from _with_parents(child)


def _control(element: Element, parent: Element) -> Control:
    checked: bool | None = None
    if element.part in {Part.CHECK, Part.RADIO, Part.TOGGLE}:
        checked = "checked" in element.states
    elif element.part is Part.PAGE:
        checked = parent.children.index(element) == parent.chosen
    return Control(
        id=element.id,
        role=ROLES[element.part],
        name=element.name,
        value=value_of(element),
        checked=checked,
        disabled="disabled" in element.states,
        invalid="invalid" in element.states,
    )


def _list(element: Element, drawn: Shown | None) -> Rows:
    rows = _rows(element)
    in_sight = drawn.rows.get(element.id, ()) if drawn else rows
    return Rows(element.id, element.header, rows, element.chosen, len(in_sight))


def _rows(element: Element) -> tuple[tuple[str, ...], ...]:
    return element.rows or tuple((entry,) for entry in element.entries)


def _hidden(root: Element, shown: tuple[Element, ...]) -> tuple[str, ...]:
    in_sight = {id(element) for element in shown}
    pages = {id(page) for tabs in shown if tabs.part is Part.TABS for page in tabs.children}
    unseen = (element.name for element in root.walk() if id(element) not in in_sight | pages and element.name)
    folded = (entry for e in shown if e.part is Part.COMBO for i, entry in enumerate(e.entries) if i != e.chosen)
    return *unseen, *folded


def _sayable(spec: Spec, shown: tuple[Element, ...]) -> tuple[str, ...]:
    own = (text for element in shown for text in (element.name, value_of(element), *element.header) if text)
    tabs = (page.name for element in shown if element.part is Part.TABS for page in element.children)
    entries = (" ".join(row) for element in shown if element.part in {Part.LIST, Part.TABLE} for row in _rows(element))
    # a describer that knows the program by its process names it rightly
    return (spec.caption, spec.program, "python3", *own, *tabs, *entries)


def _roles(spec: Spec, shown: tuple[Element, ...]) -> frozenset[Role]:
    own = {ROLES[element.part] for element in shown if element.part in ROLES}
    other = {role for element in shown for role in OTHER_ROLES.get(element.part, set())}
    window = {Role.DIALOG, Role.WINDOW} if spec.dialog else {Role.WINDOW}
    window |= {Role.DOCUMENT, Role.GROUP} if spec.look.toolkit == "web" else set()
    # a message box has its sign, a tool bar has icons
    pictures = {Role.IMAGE, Role.ICON} if spec.native_box or any(element.part is Part.TOOL_BAR for element in shown) else set()
    return frozenset(own | other | window | pictures | ({Role.ALERT} if spec.native_box else set()))
