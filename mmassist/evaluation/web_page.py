"""A generated window as a web page: HTML with the roles that its parts have there. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from importlib.resources import files

from mmassist.evaluation.layout import Element, Part, Spec

# What the page is drawn with where a button has no text.
_ICON = '<svg width="20" height="20" aria-hidden="true"><path d="M3 10h14M10 3v14" stroke="currentColor" stroke-width="2"/></svg>'


def page(spec: Spec) -> str:
    """The whole document. Elements bear their ids."""
    look = spec.look
    style = files("mmassist.evaluation").joinpath("web_page.css").read_text("utf-8")
    direction = "rtl" if spec.right_to_left else "ltr"
    body = _Maker(spec).body()
    # No bubble of the browser's over the page that offers to translate it
    head = '<meta charset="utf-8"><meta name="google" content="notranslate">'
    return (
        f'<!DOCTYPE html><html lang="{spec.language}" dir="{direction}"><head>{head}<title>{escape(spec.caption)}</title>'
        f"<style>{style}</style></head>"
        f'<body class="{look.theme}" style="font-family: \'{look.family}\'; font-size: {look.points}pt">{body}</body></html>'
    )


class _Maker:
    def __init__(self, spec: Spec) -> None:
        self.spec = spec

    def body(self) -> str:
        inner = "".join(self.made(child) for child in self.spec.root.children)
        if self.spec.native_box:
            main, detail, _ = self.spec.root.children
            return f'<dialog role="alertdialog" aria-labelledby="{main.id}" aria-describedby="{detail.id}"><form>{inner}</form></dialog>'
        return f"<main><form>{inner}</form></main>"

    def made(self, element: Element) -> str:
        """An element and its children; with its label, where that stands before it."""
        part = element.part
        if part in {Part.ROW, Part.COLUMN, Part.GRID}:
            columns = f' style="grid-template-columns: repeat({element.columns}, 1fr)"' if part is Part.GRID else ""
            return f'<div class="{part}"{columns}>{self._all(element.children)}</div>'
        if part is Part.FORM:
            return f'<div class="form">{"".join(self._labelled(child) for child in element.children)}</div>'
        if part is Part.LIST and element.captioned:
            return f'<div class="column">{self._labelled(element)}</div>'
        if part in {Part.CHECK, Part.RADIO}:
            return f"<label class='choice'{self._hidden(element)}>{self._choice(element)} {escape(element.name)}</label>"
        if part in {Part.TABS, Part.GROUP, Part.TOOL_BAR, Part.MENU_BAR}:
            return self._container(element)
        return self._leaf(element)

    def _all(self, elements: Iterable[Element]) -> str:
        return "".join(self.made(element) for element in elements)

    def _labelled(self, element: Element) -> str:
        return f'<label for="{element.id}">{escape(element.name)}:</label>{self._leaf(element)}'

    def _container(self, element: Element) -> str:
        if element.part is Part.GROUP:
            return f'<fieldset id="{element.id}"><legend>{escape(element.name)}</legend>{self._all(element.children)}</fieldset>'
        if element.part is Part.TOOL_BAR:
            return f'<div role="toolbar" class="row" id="{element.id}">{self._all(element.children)}</div>'
        if element.part is Part.MENU_BAR:
            return f'<div role="menubar" class="row">{"".join(map(self._menu, element.children))}</div>'
        tabs = "".join(
            f'<button type="button" role="tab" id="{page.id}" aria-selected="{_truth(at == element.chosen)}">{escape(page.name)}</button>'
            for at, page in enumerate(element.children)
        )
        panels = "".join(
            f'<div role="tabpanel" aria-labelledby="{page.id}"{"" if at == element.chosen else " hidden"}>{self._all(page.children)}</div>'
            for at, page in enumerate(element.children)
        )
        return f'<div role="tablist" class="row">{tabs}</div>{panels}'

    def _menu(self, element: Element) -> str:
        entries = "".join(f'<div role="menuitem">{escape(entry.name)}</div>' for entry in element.children)
        menu = '<span role="menuitem" tabindex="-1" aria-haspopup="menu" aria-expanded="false"'
        return f'{menu} id="{element.id}">{escape(element.name)}</span><div role="menu" hidden>{entries}</div>'

    def _choice(self, element: Element) -> str:
        kind = "checkbox" if element.part is Part.CHECK else "radio"
        return f'<input type="{kind}" name="{kind}-{element.id if element.part is Part.CHECK else ""}"{self._common(element)}>'

    def _leaf(self, element: Element) -> str:
        part, common, text = element.part, self._common(element), escape(element.name)
        range_of = f'min="{element.low}" max="{element.high}" value="{element.number}"'
        makers = {
            Part.TEXT: lambda: f"<p{common}>{text}</p>",
            Part.QUESTION: lambda: f'<p class="question"{common}>{text}</p>',
            Part.ERROR: lambda: f'<p role="alert" class="error"{common}>{text}</p>',
            Part.HEADING: lambda: f"<h2{common}>{text}</h2>",
            Part.STATUS: lambda: f'<div role="status"{common}>{text}</div>',
            Part.BUTTON: lambda: self._button(element),
            Part.TOGGLE: lambda: self._button(element),
            Part.COMBO: lambda: f"<select{common}>{_options(element)}</select>",
            Part.LIST: lambda: f'<select size="{len(element.entries)}"{common}>{_options(element)}</select>',
            Part.SLIDER: lambda: f'<input type="range" {range_of}{common}>',
            Part.SPIN: lambda: f'<span><input type="number" {range_of}{common}>{escape(element.suffix)}</span>',
            Part.FIELD: lambda: f'<input type="text" size="{len(element.value) + 8}" value="{escape(element.value)}"{common}>',
            Part.PASSWORD: lambda: f'<input type="password" value="{escape(element.value)}"{common}>',
            Part.AREA: lambda: f'<textarea rows="14" cols="60"{common}>{escape(element.value)}</textarea>',
            Part.PROGRESS: lambda: (
                f'<div class="row"><progress max="{element.high}" value="{element.number}"{common}></progress>'
                f"<span>{element.number}{escape(element.suffix)}</span></div>"
            ),
            Part.TABLE: lambda: self._table(element),
        }
        return makers[part]()

    def _button(self, element: Element) -> str:
        kind = "submit" if element.id == self.spec.default else "button"
        pressed = f' aria-pressed="{_truth("checked" in element.states)}"' if element.part is Part.TOGGLE else ""
        inner = escape(element.name) if element.captioned else _ICON
        return f'<button type="{kind}"{pressed}{self._common(element)}>{inner}</button>'

    def _table(self, element: Element) -> str:
        head = "".join(f'<th role="columnheader">{escape(cell)}</th>' for cell in element.header)
        rows = "".join(
            f'<tr role="row" aria-selected="{_truth(at == element.chosen)}"{" tabindex=0" if at == element.chosen else ""}>'
            + "".join(f'<td role="gridcell">{escape(cell)}</td>' for cell in row)
            + "</tr>"
            for at, row in enumerate(element.rows)
        )
        return f'<div class="scrolled"><table role="grid"{self._common(element)}><tr role="row">{head}</tr>{rows}</table></div>'

    def _common(self, element: Element) -> str:
        """The attributes that any leaf may have."""
        found = f' id="{element.id}"' if element.id else ""
        if not element.captioned:
            found += f' aria-label="{escape(element.name)}"'
        for state, attribute in (("disabled", "disabled"), ("invalid", 'aria-invalid="true"'), ("checked", "checked")):
            found += f" {attribute}" if state in element.states and element.part is not Part.TOGGLE else ""
        return found + self._hidden(element)

    @staticmethod
    def _hidden(element: Element) -> str:
        return "" if element.visible else " hidden"


def _truth(holds: bool) -> str:
    return str(holds).lower()


def _options(element: Element) -> str:
    return "".join(
        f"<option{' selected' if at == element.chosen else ''}>{escape(text)}</option>" for at, text in enumerate(element.entries)
    )
