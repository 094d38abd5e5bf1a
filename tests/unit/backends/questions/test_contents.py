"""How many, which ones, what they hold, and what is read one by one."""

from __future__ import annotations

import pytest

from mmassist.values import Box, Role, Scene, State, TargetKind
from tests.fakes import windows
from tests.fakes.scenes import button, in_view, label, part, picture, scene, table, text_field, with_pixels_at
from tests.unit.backends.questions.screens import choices, files, form, said, text


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("how many rows are there?", "3 rows."),
        ("how many columns", "3 columns: Name, Size and Price."),
        ("how many files do I have", "3 rows."),
        ("how many unread messages are there", "It says “2 unread messages”."),
        ("how many people live in Porto", "I see nothing that tells how many."),
        ("read row two", "Row 2: file 2.txt, Size 2 KB, Price 2.50."),
        ("read the last row", "Row 3: file 3.txt, Size 3 KB, Price 3.50."),
        ("what is in row 7", "I see only 3 rows."),
        ("what is the price in row 3?", "3.50."),
        ("what's the size of file 1.txt", "1 KB."),
        ("what is the size of the selected file", "2 KB."),
        ("read the column Price", "Price: 1.50, 2.50 and 3.50."),
        ("read the weight column", "I see no column weight; the columns are Name, Size and Price."),
        ("how many rows are selected", "1 row is selected."),
        ("how many rows are disabled", "I see nothing that tells how many."),
        ("read the first column", "Name: file 1.txt, file 2.txt and file 3.txt."),
        ("what is in row one, column two?", "1 KB."),
        ("what is in the price column of row 2", "2.50."),
        ("which file is selected", "Selected: file 2.txt, 2 KB, 2.50, in the table Files."),
        ("is the table empty", "No, Files is not empty."),
        ("what does the status bar say", "3 files, 2 GB free; 2 unread messages."),
    ],
)
def test_tables(question: str, answer: str) -> None:
    assert said(files(), question) == answer


def test_rows_that_may_not_be_all_are_counted_as_in_view() -> None:
    rows = in_view(table(["Name"], [[f"file {row}"] for row in range(30)]), 100)
    assert said(scene("Long", "files", rows), "how many rows") == "5 rows in view."


PAGE = scene(
    "Garden shop",
    "web",
    label("You are using an unsupported flag."),
    part(
        Role.DOCUMENT,
        "Garden shop",
        part(Role.PARAGRAPH, "Welcome to the shop."),
        part(
            Role.TABLE,
            "",
            *(part(Role.COLUMN_HEADER, name, column=at) for at, name in enumerate(("Plant", "Price"))),
            *(
                part(Role.CELL, text, row=row, column=at)
                for row, one in enumerate((("Rose", "4.50"), ("Fern", "1.20")))
                for at, text in enumerate(one)
            ),
        ),
    ),
)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("how many rows are there", "2 rows."),
        ("read row 1", "Row 1: Rose, Price 4.50."),
        ("what is the price in the second row", "1.20."),
        ("where is Fern", "Fern, cell, in row 2, column Plant."),
        ("read the first paragraph", "Welcome to the shop."),
    ],
)
def test_a_page_is_asked_for_without_its_headers_and_its_browser(question: str, answer: str) -> None:
    assert said(PAGE, question) == answer


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("list the buttons", "3 buttons: Back, Cancel and Save As (default)."),
        ("what buttons are there?", "3 buttons: Back, Cancel and Save As (default)."),
        ("how many check boxes", "2 check boxes: Wrap long lines and Show line numbers."),
        ("list the links", "I see no links here."),
        ("what is in Street", "Street is empty."),
        ("what is the value of City", "City: Porto."),
        ("what does First name say", "First name (required): “Ana”."),
        ("what is the password", "Password is a password field; what it holds is never read."),
        ("what are my choices in Units", "Units: Metric (checked) and Imperial."),
        ("what can I choose in City", "City is Porto. Its other choices show when it is opened."),
        ("what is the capital of France", ""),
        ("what is in Units", "Units: Metric (checked) and Imperial."),
        ("what kind of control is City", "City, combo box, below Password, at the top left."),
        ("what did I type in Street", "Street is empty."),
        ("is there a text field", "3 text fields: First name (required), Street and Password."),
        ("any links?", "I see no links here."),
        ("which is the last button", "Save As, button, default, unavailable."),
        ("is there anything else", ""),
        ("is it raining", ""),
        ("should I press Cancel", ""),
        ("what is the second field", "Street, text field, empty."),
    ],
)
def test_forms(question: str, answer: str) -> None:
    assert said(form(), question) == answer


def test_entries_of_a_list_are_listed() -> None:
    assert said(choices(), "list the items") == "3 items: Amélie, Bruno and Cosima."


LETTER = "Dear Ana,\n\nwe meet at 3.5 km. Bring 12 cups.\nYours, Ben"


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("read the second paragraph", "we meet at 3.5 km. Bring 12 cups."),
        ("read paragraph 3", "Yours, Ben."),
        ("read the last line", "Yours, Ben."),
        ("read line 2", "Line 2 is empty."),
        ("read the third line", "we meet at 3.5 km. Bring 12 cups."),
        ("what is the second sentence", "we meet at 3.5 km."),
        ("read the ninth paragraph", "I see only 3 paragraphs."),
    ],
)
def test_a_text_is_read_piece_by_piece(question: str, answer: str) -> None:
    assert said(text(LETTER), question) == answer


def test_free_texts_are_read_as_paragraphs() -> None:
    shown = scene("News", "web", part(Role.HEADING, "Opening hours"), label("We open at nine."), button("Go"), label("We close at five."))
    assert said(shown, "read the second paragraph") == "We close at five."
    assert said(shown, "read the first heading") == "Opening hours."


def test_lines_of_a_picture_are_read() -> None:
    assert said(picture("First line\nSecond line"), "read the second line") == "Second line."


def test_a_total_is_read_beside_its_label() -> None:
    shown = with_pixels_at(scene("Bill", "shop", label("Ready")), "Total 12.50", Box(10, 300, 100, 20))
    assert said(shown, "what is the total") == "It says “Total 12.50”."


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("what does the error say", "The disk is almost full. Only 120 MB are left."),
        ("what does the message say?", "The disk is almost full. Only 120 MB are left."),
        ("is there an error?", "It says: The disk is almost full. Only 120 MB are left."),
        ("what went wrong", "The disk is almost full. Only 120 MB are left."),
        ("what is this window", "Disk, Desk dialog."),
        ("what program is this", "The program is Desk."),
        ("what can I do here", "You can press Ignore or Clean Up."),
        (
            "what changed",
            "I can't know what has changed: I have nothing from before to compare it with. Describe the window, and ask again later.",
        ),
        ("what has the focus", "No control reports the focus."),
    ],
)
def test_a_message_box(question: str, answer: str) -> None:
    shown = scene(
        "Disk",
        "desk",
        label("The disk is almost full."),
        label("Only 120 MB are left."),
        button("Ignore"),
        button("Clean Up…"),
        dialog=True,
    )
    assert said(shown, question) == answer


def test_what_a_dialog_asks() -> None:
    assert said(windows.save_prompt(), "what does it ask me?") == "Do you want to save the changes before closing?"


def test_a_question_is_no_error() -> None:
    asked = scene("Move", "desk", label("Move 3 messages?"), button("Move"), dialog=True)
    assert said(asked, "is there an error") == "Nothing is marked as an error. It says: Move 3 messages?"


def test_an_invalid_field_is_the_error() -> None:
    shown = scene("Form", "desk", text_field("Arrival", "31.02.", State.INVALID), text_field("Street", "Mill 4"))
    assert said(shown, "is there an error") == "Invalid: Arrival, “31.02.”"


def test_where_nothing_is_wrong_that_is_said() -> None:
    assert said(form(), "is there an error?") == "I see no error or warning."


def test_of_an_image_no_control_is_counted() -> None:
    shown: Scene = picture("Anna", path="photo.png")
    assert shown.target.kind is TargetKind.IMAGE
    assert said(shown, "how many buttons are there") == "I can't count them: only the picture is known."


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("how many items are in the list", "2 items."),
        ("how many rows does the table Loaves have", "1 row."),
        ("how many rows are in Loaves", "1 row."),
        ("what does the weather say", "Light rain until three. Weather: More."),
    ],
)
def test_of_several_containers_the_one_that_is_meant_is_asked(question: str, answer: str) -> None:
    shown = scene(
        "Bakery",
        "web",
        part(Role.LIST, "", part(Role.LIST_ITEM, "Monday"), part(Role.LIST_ITEM, "Saturday")),
        part(Role.TABLE, "Loaves", part(Role.CELL, "Rye", row=0, column=0)),
        part(Role.GROUP, "Weather", part(Role.PARAGRAPH, "Light rain until three."), button("More")),
    )
    assert said(shown, question) == answer


def test_a_password_field_without_a_name_is_asked_for() -> None:
    assert (
        said(scene("Sign in", "app", part(Role.PASSWORD)), "what is in the password field") == "What a password field holds is never read."
    )
