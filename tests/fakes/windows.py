"""Windows as real programs show them, as scenes."""

from __future__ import annotations

from collections.abc import Callable

from mmassist.values import Role, Scene, State
from tests.fakes.scenes import button, label, menus, part, picture, scene, table, text_field

Maker = Callable[[], Scene]
GTK_KEYS = ("<-", "C", "AC", "(", ")", "MS", "MR", "M+", *"789/", "sqrt", *"456*%123-=0.", "+/-", "+")


def save_prompt() -> Scene:
    """Mousepad, asked to close with an unsaved document (GTK 3)."""
    return scene(
        "Save Changes",
        "Mousepad",
        part(
            Role.ALERT,
            "Question",
            State.ACTIVE,
            State.MODAL,
            part(
                Role.GROUP,
                "",
                label("Do you want to save the changes before closing?"),
                label("If you don't save the document, all the changes will be lost."),
            ),
            part(
                Role.GROUP,
                "",
                button("Cancel"),
                button("Don't Save"),
                button("Save", State.FOCUSED, State.DEFAULT),
            ),
        ),
        dialog=True,
    )


def editor(text: str = "Dear Anna,\nwe meet at 3.5 km.\nYours, Ben") -> Scene:
    """Mousepad with a document (GTK 3)."""
    return scene(
        "*Untitled 1 - Mousepad",
        "Mousepad",
        part(
            Role.WINDOW,
            "*Untitled 1 - Mousepad",
            menus("File", "Edit", "Search", "View", "Document", "Help"),
            label("Warning: you are using the root account. You may harm your system."),
            part(
                Role.TAB_LIST,
                "",
                part(Role.TAB, "", State.SELECTED, part(Role.TEXT_AREA, "", State.EDITABLE, State.FOCUSED, State.MULTI_LINE, value=text)),
            ),
        ),
    )


def calculator() -> Scene:
    """galculator (GTK 3): its keys are toggle buttons."""
    keys = part(Role.GROUP, "", *(part(Role.TOGGLE_BUTTON, key) for key in GTK_KEYS))
    display = part(Role.TEXT_AREA, "", State.FOCUSED, State.MULTI_LINE, value="0")
    return scene(
        "galculator",
        "Galculator",
        part(Role.WINDOW, "galculator", menus("File", "Edit", "View", "Calculator", "Help"), display, keys),
    )


def settings_form() -> Scene:
    """A form with tabs (Qt): its combo box is named by its value, other tabs' contents have no boxes."""
    return scene(
        "Preferences",
        "notes",
        part(
            Role.GROUP,
            "",
            label("Name:"),
            text_field("Name:", "Anna", State.FOCUSED),
            label("E-mail:"),
            text_field("E-mail:", "anna@", State.REQUIRED, State.INVALID),
            label("Language:"),
            part(Role.COMBO_BOX, "German", value="German"),
            part(Role.SPIN_BOX, "Copies:", value="3"),
            part(Role.SLIDER, "Volume:", value="40"),
            part(
                Role.GROUP,
                "Theme",
                part(Role.RADIO, "Light"),
                part(Role.RADIO, "Dark", State.CHECKED),
                part(Role.RADIO, "System"),
            ),
            part(
                Role.GROUP,
                "Editing",
                part(Role.CHECK_BOX, "Word wrap", State.CHECKED),
                part(Role.CHECK_BOX, "Line numbers"),
                part(Role.CHECK_BOX, "Spell check"),
            ),
            part(Role.LABEL, "Choose your colours here", hidden=True),
        ),
        part(Role.TAB_LIST, "General", part(Role.TAB, "General", State.SELECTED), part(Role.TAB, "Display"), part(Role.TAB, "Sound")),
        part(Role.GROUP, "", button("OK", State.DEFAULT), button("Cancel"), button("Apply", State.DISABLED)),
    )


def error_dialog() -> Scene:
    """A message box with one button (Qt)."""
    return scene(
        "Notes",
        "notes",
        part(
            Role.ALERT,
            "Notes",
            State.ACTIVE,
            part(Role.IMAGE, ""),
            label("Could not save “report.txt”.\nThe disk is full."),
            button("OK", State.FOCUSED, State.DEFAULT),
        ),
        dialog=True,
    )


def file_manager() -> Scene:
    """A file manager: tool bar, places, a table with a selected row, a status bar."""
    rows = [[f"note {number}.txt", f"{number} kB", "text", f"2026-11-{number:02}"] for number in range(1, 13)]
    return scene(
        "Documents - Thunar",
        "thunar",
        menus("File", "Edit", "View", "Go", "Help"),
        part(Role.TOOL_BAR, "", button("Back"), button("Forward", State.DISABLED), button("Home"), button("")),
        part(Role.LIST, "Places", *(part(Role.LIST_ITEM, name) for name in ("Home", "Desktop", "Trash"))),
        table(["Name", "Size", "Type", "Modified"], rows, selected=2),
        part(Role.STATUS_BAR, "", label("12 items, free space: 3.5 GB")),
    )


def web_page() -> Scene:
    """A page in a browser: headings, paragraphs, links, an image."""
    return scene(
        "Garden news — Mozilla Firefox",
        "firefox-esr",
        part(
            Role.TOOL_BAR,
            "Navigation",
            button("Back"),
            button("Reload"),
            part(Role.TEXT_FIELD, "Search or enter address", value="garden.example"),
        ),
        part(
            Role.DOCUMENT,
            "Garden news",
            State.FOCUSED,
            part(Role.HEADING, "Garden news", level=1),
            part(Role.LINK, "Home"),
            part(Role.LINK, "Archive"),
            part(Role.HEADING, "Frost tonight", level=2),
            part(Role.PARAGRAPH, "Bring your lemon trees in. It will be -3.5 °C."),
            part(Role.LINK, "Read more"),
            part(Role.HEADING, "Bulbs for spring", level=2),
            part(Role.PARAGRAPH, "Plant tulips now."),
            part(Role.LINK, "Read more"),
            part(Role.IMAGE, "Tulips in a pot"),
        ),
    )


def login(password_shows: str = "") -> Scene:
    """A login form."""
    return scene(
        "Sign in",
        "mail",
        part(Role.HEADING, "Welcome back", level=1),
        text_field("User name", "anna"),
        part(Role.PASSWORD, "Password", State.EDITABLE, State.FOCUSED, State.REQUIRED, pixels_say=password_shows),
        part(Role.CHECK_BOX, "Remember me"),
        button("Sign in", State.DEFAULT),
        part(Role.LINK, "Forgot your password?"),
    )


def terminal() -> Scene:
    """xterm: no tree, only pixels."""
    shown = [f"total {number}" for number in range(1, 21)]
    return picture("\n".join([*shown, "make: *** [all] Error 2", "anna@box:~$"]), title="anna@box: ~", program="XTerm")


def photo() -> Scene:
    """An image file in which no text was found."""
    return picture(path="/home/anna/Pictures/beach.jpg")


def empty() -> Scene:
    """A window with a tree that holds nothing, and no text."""
    return scene("", "mystery")


ALL: dict[str, Maker] = {
    make.__name__: make
    for make in (save_prompt, editor, calculator, settings_form, error_dialog, file_manager, web_page, login, terminal, photo, empty)
}
