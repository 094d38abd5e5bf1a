"""Real programs that are hard to tell, asked about through the running app: every answer is known, one is always that it is not there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mmassist.measure import programs
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.running import RunningApp
from tests.integration.programs import harder

pytestmark = pytest.mark.timeout(240)
BUDGET = (
    ("Item", "January", "February", "Total"),
    ("Rent", "800", "800", "1600"),
    ("Food", "310.5", "295", "605.5"),
    ("Travel", "", "120", "120"),
)
LETTER = (
    '<text:h text:outline-level="1">Annual meeting</text:h>'
    "<text:p>Dear Ann, the annual meeting is on 14 May in the town hall.</text:p>"
    "<text:p>Please bring the report and the list of members.</text:p>"
    '<text:h text:outline-level="2">Agenda</text:h><text:p>Yours, Carl</text:p>'
)
PAGE = {
    "Which boxes are ticked?": "Slice the bread and Paper bag are checked.",
    "Is there a Save order button, and where?": "Yes: Save order, button, first of 3 buttons…",
    "What does the error say?": "Alert: The email address has no @ sign. Invalid: Email, “ann.example.org”, required.",
    "How many rows does the table Loaves have?": "3 rows.",
    "What is the price of Spelt?": "5.10.",
    "Read row 3": "Row 3: Oat, Weight 1000 g, Price 6.40.",
    "Read the second paragraph": "Collect them at the shop in Mill Street. Bring the number of your order.",
    "List the links": "4 links: Bread, Cakes, Contact us and shop in Mill Street.",
    "How many headings are there?": "4 headings: Mill Street Bakery, Your order, Opening hours and Weather today.",
    "What does the weather say?": "Weather today. Light rain until three, then dry.…",
    "How many items are in the list?": "2 items.",
    "What is in Size?": "Size: Medium.",
    "Is Pay now greyed out?": "Yes, Pay now is unavailable.",
    "Is Morning chosen?": "No, Morning is not selected.",
    "Which fields are required?": "Email is required.",
    "Is there a Delete button?": "I see no button Delete here.",
    "What is in Password?": "Password is a password field; what it holds is never read.",
}


@dataclass(frozen=True, slots=True)
class Asking:
    """Commands that go through the running app."""

    home: Path

    def describe(self, *arguments: str) -> dict[str, Any]:
        command = [sys.executable, "-m", "mmassist", "describe", "--no-speak", "--json", *arguments]
        environment = {**os.environ, "MMASSIST_HOME": str(self.home)}
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=60, check=True, env=environment)
        told: dict[str, Any] = json.loads(done.stdout)
        return told

    def once(self, text: str, seconds: float = 40.0) -> dict[str, Any]:
        """The description once it tells `text`: programs fill their trees a while after their windows show."""
        ends = time.monotonic() + seconds
        while text not in f"{(told := self.describe())['gist']} {told['text']}":
            assert time.monotonic() < ends, f"{told['gist']} {told['text']}"
        return told

    def wrong(self, expected: Mapping[str, str]) -> dict[str, str]:
        """The answers that are not as expected, by their questions. "…" at an end: anything may follow."""
        answers = {question: str(self.describe("--ask", question)["text"]) for question in expected}
        return {question: answer for question, answer in answers.items() if not _fits(answer, expected[question])}


def _fits(answer: str, expected: str) -> bool:
    return answer.startswith(expected[:-1]) if expected.endswith("…") else answer == expected


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    home = tmp_path_factory.mktemp("asked")
    with RunningApp(home, environment={"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}):
        yield Asking(home)


def test_a_page_in_firefox(asking: Asking, tmp_path: Path) -> None:
    with harder.firefox(tmp_path):
        asking.once("Orders - Mill Street Bakery, Mozilla Firefox. Focus on Name, text field, “Ann Lee”.")
        told = asking.once("Table Loaves with 3 rows and 3 columns: Loaf, Weight and Price.")
        wrong = asking.wrong(PAGE)
    assert "Orders that reach us before noon are ready the next day." in told["text"]
    assert "hunter2" not in json.dumps(told)
    assert wrong == {}


@pytest.mark.skipif(not shutil.which("chromium"), reason="needs chromium")
def test_a_page_in_chromium(asking: Asking, tmp_path: Path) -> None:
    with harder.chromium(tmp_path):
        told = asking.once("Table Loaves with 3 rows and 3 columns: Loaf, Weight and Price.")
        wrong = asking.wrong(PAGE)
    assert told["gist"].startswith("Orders - Mill Street Bakery, Chromium.")
    assert "Orders that reach us before noon are ready the next day." in told["text"]
    assert "hunter2" not in json.dumps(told)
    assert wrong == {}


def test_a_spreadsheet_and_the_cell_under_the_cursor(asking: Asking, tmp_path: Path, keyboard: Keyboard) -> None:
    with harder.calc(tmp_path, BUDGET):
        first = asking.once("Table Sheet budget with 4 rows and 4 columns.")
        for key in ("Down", "Right"):
            keyboard.press(key)
        second = asking.once("800, cell, B2")
        wrong = asking.wrong(
            {
                "What has the focus?": "Focus on 800, cell, B2.",
                "What is in B3?": "B3: 310.5.",
                "What is in B4?": "I see nothing in B4.",
                "Where is Travel?": "Travel, cell, in A4.",
                "What is the total of Food?": "605.5.",
                "How many rows are there?": "4 rows.",
                "Read row 4": "Row 4: Travel, February 120, Total 120.",
                "Read the column February": "February: 800, 295 and 120.",
                "How many columns are there?": "4 columns: Item, January, February and Total.",
                "Is there a Save button, and where?": "Yes: Save, button, in the tool bar…",
                "Is Paste greyed out?": "Yes, Paste is unavailable.",
                "Is there a Send button?": "I see no button Send here.",
            }
        )
    assert "Item, cell, A1" in first["gist"] + first["text"]
    assert second["gist"].startswith("budget.fods, LibreOffice Calc.")
    assert wrong == {}


def test_a_document_in_a_word_processor(asking: Asking, tmp_path: Path) -> None:
    with harder.writer(tmp_path, LETTER):
        told = asking.once("letter.fodt, LibreOffice Writer. Focus on Annual meeting, heading.")
        wrong = asking.wrong(
            {
                "What has the focus?": "Focus on Annual meeting, heading.",
                "Read the second paragraph": "Please bring the report and the list of members.",
                "Read the last paragraph": "Yours, Carl.",
                "How many paragraphs are there?": "3 paragraphs.",
                "List the headings": "2 headings: Annual meeting and Agenda.",
                "Is Copy greyed out?": "Yes, Copy is unavailable.",
                "Is there an error?": "I see no error or warning.",
                "Is there a Send button?": "I see no button Send here.",
            }
        )
    assert "Dear Ann, the annual meeting is on 14 May in the town hall." in told["text"]
    assert wrong == {}


def test_a_gtk_4_form(asking: Asking) -> None:
    with harder.ferry():
        told = asking.once("Ferry booking. Focus on Name, text field, “Ann Lee”.")
        wrong = asking.wrong(
            {
                "Which boxes are ticked?": "Bring a car and Return trip are checked.",
                "Is there a Save booking button, and where?": "Yes: Save booking, button, first of 3 buttons…",
                "What is selected?": "Selected: Leith 12:30, in the list.",
                "List the items": "3 items in view: Hull 08:00, Leith 12:30 and Dover 17:45.",
                "Is Pay greyed out?": "Yes, Pay is unavailable.",
                "What is in the combo box?": "Combo box: Deck.",
                "Read the first paragraph": "The ferry leaves at nine. Be there half an hour before.",
                "Is there a Delete button?": "I see no button Delete here.",
                "What is in the password field?": "What a password field holds is never read.",
            }
        )
    assert "Gtk" not in told["text"]
    assert "hunter2" not in json.dumps(told)
    assert wrong == {}


def test_the_settings_of_a_desktop(asking: Asking) -> None:
    with programs.program(["xfce4-appearance-settings"], "^Appearance$"):
        told = asking.once("other tabs: Icons, Fonts and Settings")
        wrong = asking.wrong(
            {
                "Which tab is selected?": "Selected: tab Style.",
                "List the tabs": "4 tabs: Style, Icons, Fonts and Settings.",
                "Read the second tab": "Icons, tab, 2 of 4.",
                "Is there a Close button, and where?": "Yes: Close, button, right of Help, at the bottom right.",
                "What has the focus?": "Focus on Style, tab, selected, 1 of 4.",
                "Is there a Delete button?": "I see no button Delete here.",
            }
        )
    assert told["gist"].startswith("Appearance, ")
    assert wrong == {}


def test_a_window_full_of_controls(asking: Asking) -> None:
    with programs.program(["gtk3-widget-factory"], "gtk3-widget-factory"):
        asking.once("gtk3-widget-factory. Focus on ")
        told = asking.once("Table with 4 rows and 4 columns: Cool, Icon, Name and Nick.")
        wrong = asking.wrong(
            {
                "Which boxes are ticked?": "checkbutton (2 times) are checked.",
                "What is the nick of Otto?": "chaotic.",
                "What is in column Name?": "Name: Andrea, Otto, Orville and Benjamin.",
                "How many columns are there?": "4 columns: Cool, Icon, Name and Nick.",
                "Is there a Close button, and where?": "Yes: Close, button, at the top right.",
                "Is there an error?": "I see no error or warning.",
                "Is there a Delete button?": "I see no button Delete here.",
            }
        )
    assert "symbolic" not in told["text"]
    assert wrong == {}


def test_files_as_icons(asking: Asking, tmp_path: Path, keyboard: Keyboard) -> None:
    with harder.file_manager(tmp_path, ("Letters/", "Photos/", "budget.csv", "notes.txt")):
        told = asking.once("List with 4 items: Letters, Photos, budget.csv and notes.txt.")
        keyboard.press("Right")
        asking.once("Letters, icon, selected, 1 of 4")
        wrong = asking.wrong(
            {
                "What is selected?": "Selected: Letters, in the list.",
                "List the items": "4 items: Letters, Photos, budget.csv and notes.txt.",
                "Where is notes.txt?": "notes.txt, icon, fourth of 4 in the list.",
                "Read the second item": "Photos.",
                "Is there a Parent Folder button, and where?": "Yes: Parent Folder, button, in the tool bar…",
                "Is Next Folder greyed out?": "Yes, Next Folder is unavailable.",
                "Is there a Delete button?": "I see no button Delete here.",
            }
        )
    assert told["gist"].startswith("papers, Pcmanfm.")
    assert wrong == {}


def test_a_question(asking: Asking) -> None:
    question = ["--title=Delete files", "--text=Delete 3 files? They can't be brought back.", "--ok-label=Delete", "--cancel-label=Keep"]
    with programs.program(["zenity", "--question", *question], "^Delete files$"):
        told = asking.once("Delete 3 files? Delete files, Zenity dialog. Focus on Delete, button, default.")
        wrong = asking.wrong(
            {
                "What does it ask?": "Delete 3 files?",
                "What are my choices?": "You can press Keep or Delete, which is the default.",
                "What is the default button?": "Delete is the default button.",
                "Is there a Keep button, and where?": "Yes: Keep, button, left of Delete…",
                "What has the focus?": "Focus on Delete, button, default.",
                "Is there a Save button?": "I see no button Save here.",
            }
        )
    assert "They can't be brought back." in told["text"]
    assert wrong == {}


def test_a_text_in_a_qt_editor(asking: Asking, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("Dear Ann,\n\nthe ferry leaves at nine.\nBring the tickets.\n\nYours, Bob\n", "utf-8")
    with programs.program(["featherpad", "--standalone", str(note)], "note.txt"):
        told = asking.once("FeatherPad. Focus on text area")
        wrong = asking.wrong(
            {
                "Read the third line": "the ferry leaves at nine.",
                "Read the last line": "Yours, Bob.",
                "Is Undo greyed out?": "Yes, Undo is unavailable.",
                "Is there a Reload button?": "Yes: Reload, button…",
                "Is there a Send button?": "I see no button Send here.",
            }
        )
    assert "Dear Ann," in told["gist"] + told["text"]
    assert wrong == {}
