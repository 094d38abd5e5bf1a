"""Windows that the judge's tests speak about, written by hand."""

from __future__ import annotations

from mmassist.evaluation.draw import button_row, column, form
from mmassist.evaluation.layout import Element, Kind, Look, Part, Spec

LOOK = Look("qt", "fusion", "DejaVu Sans", 10, 1.0)

SAVE = Spec(
    number=0,
    kind=Kind.SAVE_QUESTION,
    title="Unsaved changes",
    program="Quill",
    dialog=True,
    root=column(
        Element(Part.QUESTION, id="question", name="Save changes to “Letter.odt” before closing?"),
        Element(Part.TEXT, id="detail", name="Your changes will be lost otherwise."),
        button_row(("Discard", "Cancel", "Save")),
    ),
    look=LOOK,
    focus="button_2",
    default="button_2",
    native_box=True,
    behind=("Xylophone polishing", "Walrus encyclopaedia"),
)
SAVE_GIST = "Unsaved changes, dialog. Save changes to “Letter.odt” before closing? Save button, default."
SAVE_TEXT = "Your changes will be lost otherwise. Other buttons: Discard and Cancel."

OPTIONS = Spec(
    number=1,
    kind=Kind.SETTINGS,
    title="Preferences",
    program="Pantry",
    dialog=True,
    root=column(
        Element(
            Part.TABS,
            id="tabs",
            chosen=1,
            children=(
                Element(Part.PAGE, id="tab_0", name="General", children=(Element(Part.CHECK, id="far", name="Obliterate galaxies"),)),
                Element(
                    Part.PAGE,
                    id="tab_1",
                    name="Sound",
                    children=(
                        Element(Part.CHECK, id="check_0", name="Wrap long lines", states=("checked",)),
                        Element(Part.CHECK, id="check_1", name="Animate windows"),
                        Element(Part.RADIO, id="radio_0", name="Metric", states=("checked",)),
                        Element(Part.RADIO, id="radio_1", name="Imperial"),
                        form(
                            Element(Part.COMBO, id="combo", name="Theme", entries=("Bright", "Vermilion"), chosen=0),
                            Element(Part.SLIDER, id="slider", name="Volume", number=40),
                            Element(Part.SPIN, id="spin", name="Tab width", number=8, high=16),
                        ),
                        Element(Part.BUTTON, id="ghost", name="Marzipan dragonfly", visible=False),
                    ),
                ),
            ),
        ),
        button_row(("Cancel", "OK")),
    ),
    look=LOOK,
    focus="slider",
    default="button_1",
)
OPTIONS_GIST = "Preferences, dialog, Sound tab. Volume, slider, 40."
OPTIONS_TEXT = (
    "2 check boxes: Wrap long lines is checked; Animate windows is not checked. Radio buttons: Metric, selected, and Imperial. "
    "Theme, combo box, Bright. Tab width, spin box, 8. Another tab: General. Buttons: Cancel and OK, the default."
)

SIGN_IN = Spec(
    number=2,
    kind=Kind.LOGIN,
    title="Mail account",
    program="Inkpot",
    dialog=True,
    root=column(
        Element(Part.TEXT, id="intro", name="Use the account that your library gave you."),
        Element(Part.ERROR, id="error", name="Error: the name or the password is wrong."),
        form(
            Element(Part.FIELD, id="user", name="User name", value="reader-1204"),
            Element(Part.FIELD, id="city", name="City", value="Porto"),
            Element(Part.PASSWORD, id="password", name="Password", value="tulip-Zephyr-91"),
        ),
        button_row(("Help", "Continue")),
    ),
    look=LOOK,
    focus="password",
    default="button_1",
)
SIGN_IN_GIST = "Mail account, dialog. Focus is in Password, a password field."
SIGN_IN_TEXT = (
    "Error: the name or the password is wrong. Use the account that your library gave you. User name, text field, reader-1204. "
    "City, text field, Porto. Buttons: Help, and Continue, which is the default."
)

FILES = Spec(
    number=3,
    kind=Kind.FILE_TABLE,
    title="Music",
    program="Waypoint",
    dialog=False,
    root=column(
        Element(
            Part.TABLE,
            id="table",
            name="Files",
            header=("Name", "Size"),
            rows=(("song-5.jpg", "4 KB"), ("map-17.txt", "88 KB"), ("poster-8.md", "12 KB")),
            chosen=1,
            captioned=False,
        ),
        button_row(("Open", "Delete")),
    ),
    look=LOOK,
    focus="table",
    title_has_program=True,
)
FILES_GIST = "Music, window. Files, table of 3 rows and 2 columns, map-17.txt selected."
FILES_TEXT = "2 buttons: Open and Delete."
