"""The main windows among the generated ones: tables, text, tools, forms, a wizard, a key pad."""

from __future__ import annotations

from mmassist.evaluation.draw import Draft, Draw, button_row, column, form
from mmassist.evaluation.layout import Element, Part


def file_table(draw: Draw) -> Draft:
    """A table of files with one row selected, and a status bar."""
    count = draw.pick((6, 8, 10, 12, 30, 40))
    names = tuple(dict.fromkeys(draw.file() for _ in range(count)))
    rows = tuple((name, str(draw.one("sizes")), str(draw.one("file_kinds")), draw.date()) for name in names)
    header = tuple(draw.lists["file_header"])
    root = column(
        Element(Part.TABLE, id="table", name=draw.label("files"), header=header, rows=rows, chosen=draw.number(0, 4), captioned=False),
        draw.hidden_button(),
        button_row(draw.one("file_buttons")),
        Element(Part.STATUS, id="status", name=draw.label("files_status").format(files=len(rows), free=draw.number(2, 90))),
    )
    return Draft(str(draw.one("folders")), root, focus="table", title_has_program=True)


def editor(draw: Draw) -> Draft:
    """A text editor with a menu bar and some paragraphs of which the first one is wrapped."""
    sentences = draw.some("sentences", draw.number(4, 7))
    cut = draw.number(1, 3)
    text = "\n\n".join((draw.joined(sentences[:cut]), draw.joined(sentences[cut:])))
    root = column(
        menu_bar(draw),
        Element(Part.AREA, id="text", name=draw.label("document"), value=text, captioned=False),
        Element(Part.STATUS, id="status", name=draw.one("statuses")),
    )
    return Draft(draw.one("documents") + draw.one("extensions"), root, focus="text", title_has_program=True)


def menu_bar(draw: Draw) -> Element:
    """Menus that are closed: their titles show, their entries don't."""
    menus = enumerate(draw.one("tool_menus"))
    return Element(
        Part.MENU_BAR,
        children=tuple(
            Element(Part.MENU, id=f"menu_{i}", name=name, children=(Element(Part.MENU_ITEM, id=f"entry_{i}", name=draw.hidden()),))
            for i, name in menus
        ),
    )


def wizard(draw: Draw) -> Draft:
    """A page of an assistant at work."""
    names = draw.one("wizard_buttons")
    finished = draw.chance(0.4)
    percent = 100 if finished else draw.number(7, 96)
    root = column(
        Element(Part.HEADING, id="heading", name=draw.one("wizard_headings")),
        Element(Part.TEXT, id="text", name=draw.fill(draw.one("wizard_texts"))),
        Element(Part.PROGRESS, id="progress", name=draw.label("progress"), number=percent, suffix=" %", captioned=False),
        Element(Part.CHECK, id="check_0", name=draw.one("checks"), states=("checked",) if draw.chance(0.5) else ()),
        draw.hidden_text(),
        button_row(names, disabled="" if finished else names[1]),
    )
    focus = "button_1" if finished else "button_2"
    return Draft(draw.one("wizard_titles"), root, focus=focus, default="button_1" if finished else "", dialog=True)


def tools(draw: Draw) -> Draft:
    """A menu bar, a tool bar with text or with icons alone, a list of messages and a status bar."""
    captioned = draw.chance(0.5)
    buttons = tuple(
        Element(Part.BUTTON, id=f"tool_{i}", name=name, captioned=captioned, states=("disabled",) if i == 2 else ())
        for i, name in enumerate(draw.some("tools", draw.number(4, 6)))
    )
    toggles = tuple(
        Element(Part.TOGGLE, id=f"toggle_{i}", name=name, captioned=captioned, states=("checked",) if i == 0 else ())
        for i, name in enumerate(draw.some("toggles", 2))
    )
    entries = tuple(dict.fromkeys(f"{draw.person()}, {draw.one('documents')}" for _ in range(draw.number(4, 7))))
    root = column(
        menu_bar(draw),
        Element(Part.TOOL_BAR, id="tools", children=(*buttons, *toggles)),
        Element(Part.LIST, id="list", name=draw.label("messages"), entries=entries, chosen=draw.number(0, min(3, len(entries) - 1))),
        draw.hidden_text(),
        Element(Part.STATUS, id="status", name=draw.one("statuses")),
    )
    return Draft(draw.one("tool_titles"), root, focus="list", title_has_program=True)


def two_columns(draw: Draw) -> Draft:
    """Two columns of text under their headings, and a button."""
    first, second = draw.some("headings", 2)
    sentences = draw.some("sentences", 8)
    left = column(
        Element(Part.HEADING, id="heading_0", name=first),
        Element(Part.TEXT, id="text_0", name=draw.joined(sentences[:2])),
        Element(Part.TEXT, id="text_1", name=draw.joined(sentences[2:4])),
    )
    right = column(
        Element(Part.HEADING, id="heading_1", name=second),
        Element(Part.TEXT, id="text_2", name=draw.joined(sentences[4:6])),
        Element(Part.TEXT, id="text_3", name=draw.joined(sentences[6:])),
    )
    names = draw.one("column_buttons")
    root = column(Element(Part.ROW, children=(left, right)), draw.hidden_button(), button_row(names))
    return Draft(draw.one("column_titles"), root, focus="button_0", title_has_program=True)


def long_form(draw: Draw) -> Draft:
    """Many fields, some of them required, one of them wrong and one empty."""
    label, wrong, error = draw.one("form_errors")
    names = draw.one("form_buttons")
    fields = [
        Element(Part.FIELD, id="first_name", name=draw.label("first_name"), value=draw.one("first_names")),
        Element(Part.FIELD, id="last_name", name=draw.label("last_name"), value=draw.one("last_names")),
        Element(Part.FIELD, id="street", name=draw.label("street"), value=f"{draw.one('streets')} {draw.number(2, 98)}"),
        Element(Part.COMBO, id="city", name=draw.label("city"), entries=(*draw.some("cities", 4), draw.hidden()), chosen=draw.number(0, 3)),
        Element(Part.SPIN, id="guests", name=draw.label("guests"), number=draw.number(1, 8), low=1, high=20),
        Element(Part.FIELD, id="amount", name=draw.label("amount"), value=draw.amount()),
        Element(Part.FIELD, id="arrival", name=draw.label("arrival"), value=draw.date()),
        Element(Part.FIELD, id="note", name=draw.label("note"), value=draw.one("form_notes") if draw.chance(0.5) else ""),
    ]
    fields.insert(draw.number(2, 7), Element(Part.FIELD, id="wrong", name=label, value=draw.fill(wrong), states=("invalid",)))
    root = column(
        Element(Part.ERROR, id="error", name=error),
        Element(Part.TEXT, id="note_text", name=draw.one("notes")),
        form(*fields),
        Element(Part.CHECK, id="check_0", name=draw.label("accept"), states=("checked",) if draw.chance(0.4) else ()),
        draw.hidden_text(),
        draw.hidden_button(),
        button_row(names),
    )
    focus = draw.pick(("wrong", "first_name", "city", "guests", "check_0"))
    return Draft(
        draw.one("form_titles"), root, focus=focus, title_has_program=draw.chance(0.5), default=f"button_{len(names) - 1}", dialog=True
    )


def key_pad(draw: Draw) -> Draft:
    """A display and its keys in a grid."""
    calculates = draw.chance(0.5)
    pad = draw.lists["calculator" if calculates else "dial"]
    title = draw.pick(pad["titles"])
    keys, extra, wide = pad["keys"], pad["extra"], pad["columns"]
    shown = f"{draw.number(12, 9999)}" if calculates else " ".join(str(draw.number(10, 99)) for _ in range(3))
    buttons = tuple(Element(Part.BUTTON, id=f"key_{i}", name=key) for i, key in enumerate(keys.split()))
    root = column(
        Element(Part.FIELD, id="display", name=draw.label("display"), value=shown, captioned=False),
        Element(Part.GRID, columns=wide, children=buttons),
        draw.hidden_button(),
        button_row(extra),
    )
    return Draft(title, root, focus=draw.pick(("display", "key_4")))
