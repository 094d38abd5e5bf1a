"""The dialogs among the generated windows: questions, errors, logging in, saving, choosing."""

from __future__ import annotations

from mmassist.evaluation.draw import Draft, Draw, button_row, column, form
from mmassist.evaluation.layout import Element, Part


def save_question(draw: Draw) -> Draft:
    """A question with two or three buttons, one of them the default, in the toolkit's own message box."""
    saving = draw.chance(0.6)
    index = draw.number(0, len(draw.lists["delete_questions"]) - 1)
    names = draw.one("save_buttons") if saving else draw.lists["delete_buttons"][index]
    default = f"button_{len(names) - 1 if saving else 0}"
    question = draw.one("save_questions") if saving else draw.lists["delete_questions"][index]
    root = column(
        Element(Part.QUESTION, id="question", name=draw.fill(question)),
        Element(Part.TEXT, id="detail", name=draw.one("save_details") if saving else draw.lists["delete_details"][index]),
        button_row(names),
    )
    title = draw.pick((*draw.lists["save_titles" if saving else "delete_titles"], draw.program))
    return Draft(title, root, dialog=True, focus=default, default=default, native_box=True)


def error_dialog(draw: Draw) -> Draft:
    """An error with its cause and two buttons."""
    index = draw.number(0, len(draw.lists["error_titles"]) - 1)
    names = draw.lists["error_buttons"][index]
    default = f"button_{draw.number(0, len(names) - 1)}"
    root = column(
        Element(Part.ERROR, id="error", name=draw.fill(draw.lists["error_texts"][index])),
        Element(Part.TEXT, id="detail", name=draw.lists["error_details"][index]),
        button_row(names),
    )
    return Draft(draw.lists["error_titles"][index], root, dialog=True, focus=default, default=default, native_box=True)


def save_as(draw: Draw) -> Draft:
    """A file name, a folder and a format to choose."""
    folders = tuple(draw.some("folders", 4))
    root = column(
        Element(Part.QUESTION, id="question", name=draw.label("save_where")),
        form(
            Element(Part.FIELD, id="file_name", name=draw.label("file_name"), value=draw.file()),
            Element(Part.COMBO, id="folder", name=draw.label("folder"), entries=(*folders, draw.hidden()), chosen=draw.number(0, 3)),
            Element(
                Part.COMBO,
                id="format",
                name=draw.label("format"),
                entries=(*draw.label("formats"), draw.hidden()),
                chosen=draw.number(0, 1),
            ),
        ),
        Element(Part.CHECK, id="check_0", name=draw.label("backup"), states=("checked",) if draw.chance(0.5) else ()),
        draw.hidden_text(),
        button_row(draw.label("save_as_buttons")),
    )
    return Draft(draw.label("save_as"), root, dialog=True, focus="file_name", default="button_1")


def login(draw: Draw) -> Draft:
    """A name, a password that is typed already, and sometimes what went wrong."""
    names = draw.one("login_buttons")
    failed = draw.chance(0.5)
    user = draw.pick((draw.fill("{first}") + str(draw.number(10, 99)), "reader-" + str(draw.number(1000, 9999))))
    error = (Element(Part.ERROR, id="error", name=draw.one("login_errors")),) if failed else ()
    root = column(
        Element(Part.TEXT, id="intro", name=draw.one("login_intros")),
        *error,
        form(
            Element(Part.FIELD, id="user", name=draw.label("user_name"), value=user),
            Element(Part.PASSWORD, id="password", name=draw.label("password"), value=draw.one("passwords")),
        ),
        Element(Part.CHECK, id="check_0", name=draw.one("login_checks"), states=("checked",) if draw.chance(0.5) else ()),
        draw.hidden_button(),
        button_row(names),
    )
    return Draft(draw.one("login_titles"), root, dialog=True, focus=draw.pick(("password", "user")), default="button_1")


def list_choice(draw: Draw) -> Draft:
    """A list with one entry selected, and what can be done with it."""
    title, label, source = draw.one("list_titles")
    count = draw.number(5, 9)
    entries = tuple(draw.some(source, count)) if source else tuple(dict.fromkeys(draw.person() for _ in range(count)))
    names = draw.one("choose_buttons")
    root = column(
        Element(Part.LIST, id="list", name=label, entries=entries, chosen=draw.number(0, len(entries) - 1)),
        draw.hidden_button(),
        button_row(names),
    )
    return Draft(title, root, dialog=True, focus="list", default=f"button_{len(names) - 1}")


def settings(draw: Draw) -> Draft:
    """Tabs, of which one shows check boxes, radio buttons, a combo box, a slider and a spin box."""
    names = draw.one("dialog_buttons")
    pages = draw.some("tab_names", draw.number(3, 4))
    front = draw.number(0, len(pages) - 1)
    page = column(*_options(draw))
    tabs = tuple(
        Element(Part.PAGE, id=f"tab_{i}", name=name, children=(page if i == front else _hidden_page(draw, i),))
        for i, name in enumerate(pages)
    )
    root = column(
        Element(Part.TABS, id="tabs", chosen=front, children=tabs),
        button_row(names, disabled=draw.label("apply") if draw.chance(0.5) else ""),
    )
    focus = draw.pick(("check_1", "combo", "slider", "spin", "check_0", "radio_chosen"))
    default = f"button_{len(names) - 1}"
    return Draft(draw.one("settings_titles"), root, dialog=True, focus=focus, default=default)


def _options(draw: Draw) -> tuple[Element, ...]:
    checks = draw.some("checks", 3)
    states = [("checked",), (), ("checked",) if draw.chance(0.5) else ()]
    draw.random.shuffle(states)
    group, *choices = draw.one("radio_groups")
    chosen = draw.number(0, len(choices) - 1)
    radios = tuple(
        Element(Part.RADIO, id="radio_chosen" if i == chosen else f"radio_{i}", name=name, states=("checked",) if i == chosen else ())
        for i, name in enumerate(choices)
    )
    combo, *entries = draw.one("combos")
    spin, suffix, low, high = draw.one("spins")
    fields = form(
        Element(Part.COMBO, id="combo", name=combo, entries=(*entries, draw.hidden()), chosen=draw.number(0, len(entries) - 1)),
        Element(Part.SLIDER, id="slider", name=draw.one("sliders"), number=draw.number(5, 95)),
        Element(Part.SPIN, id="spin", name=spin, number=draw.number(int(low), int(high)), low=int(low), high=int(high), suffix=suffix),
    )
    boxes = tuple(Element(Part.CHECK, id=f"check_{i}", name=name, states=states[i]) for i, name in enumerate(checks))
    return *boxes, Element(Part.GROUP, id="group", name=group, children=(Element(Part.ROW, children=radios),)), fields, draw.hidden_text()


def _hidden_page(draw: Draw, index: int) -> Element:
    return column(
        Element(Part.TEXT, id=f"page_{index}_text", name=draw.hidden() + "."),
        Element(Part.CHECK, id=f"page_{index}_check", name=draw.hidden(), states=("checked",)),
    )
