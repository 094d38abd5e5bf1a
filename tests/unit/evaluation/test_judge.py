"""The judge: right descriptions pass in several wordings, and each rule fails for what it is there to catch."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mmassist.evaluation.draw import column
from mmassist.evaluation.judge import Verdict, description_from_json, judge
from mmassist.evaluation.layout import Element, Part, Spec
from mmassist.evaluation.report import Shown
from mmassist.evaluation.rules import RULES
from mmassist.evaluation.rulings import Description
from mmassist.evaluation.specs import KINDS, generate
from mmassist.evaluation.truth import truth_of
from mmassist.values import Box
from tests.unit.evaluation.samples import (
    FILES,
    FILES_GIST,
    FILES_TEXT,
    OPTIONS,
    OPTIONS_GIST,
    OPTIONS_TEXT,
    SAVE,
    SAVE_GIST,
    SAVE_TEXT,
    SIGN_IN,
    SIGN_IN_GIST,
    SIGN_IN_TEXT,
)
from tests.unit.evaluation.truthful import describe

CHECKS = "Wrap long lines is checked; Animate windows is not checked"
USER, CITY = "User name, text field, reader-1204.", "City, text field, Porto."
SAMPLES = {
    "save": (SAVE, SAVE_GIST, SAVE_TEXT),
    "options": (OPTIONS, OPTIONS_GIST, OPTIONS_TEXT),
    "sign in": (SIGN_IN, SIGN_IN_GIST, SIGN_IN_TEXT),
    "files": (FILES, FILES_GIST, FILES_TEXT),
}


def verdict(spec: Spec, gist: str, text: str) -> Verdict:
    return judge(truth_of(spec), Description(gist, text, utterances=(gist, text)))


def changed(name: str, old: str, new: str) -> Verdict:
    """The verdict on a sample with one thing put in place of another, which must be there."""
    spec, gist, text = SAMPLES[name]
    assert old in gist + text
    return verdict(spec, gist.replace(old, new), text.replace(old, new))


@pytest.mark.parametrize("name", SAMPLES)
def test_a_right_description_keeps_every_rule(name: str) -> None:
    assert verdict(*SAMPLES[name]).broken == ()


@pytest.mark.parametrize("seed", [3, 4, 5])
def test_the_truth_told_plainly_keeps_every_rule_in_every_kind_of_window(seed: int) -> None:
    for spec in generate(len(KINDS) * 2, seed):
        truth = truth_of(spec)
        assert judge(truth, describe(truth)).broken == (), spec.kind


OTHER_WORDINGS = [
    ("save", "Save button, default.", "Default button: Save."),
    ("save", "Save button, default.", "Focus on the Save button, which is the default."),
    ("save", "Other buttons: Discard and Cancel.", "Two other buttons: Discard, Cancel."),
    ("save", "Other buttons: Discard and Cancel.", "The other buttons are “Discard” and “Cancel”."),
    ("options", f"{CHECKS}.", "Checked: Wrap long lines. Not checked: Animate windows."),
    ("options", f"{CHECKS}.", "Wrap long lines, on; Animate windows, off."),
    ("options", f"{CHECKS}.", "Wrap long lines is checked, Animate windows isn't."),
    ("options", f"2 check boxes: {CHECKS}.", "1 of 2 check boxes is checked: Wrap long lines. Animate windows, check box, not checked."),
    ("options", "Metric, selected, and Imperial.", "the selected one is Metric, the other is Imperial."),
    ("options", "Metric, selected, and Imperial.", "Metric (selected), Imperial."),
    ("options", "Volume, slider, 40.", "Volume slider at 40 percent."),
    ("options", "Theme, combo box, Bright.", "Theme: Bright, drop-down."),
    ("sign in", "Focus is in Password, a password field.", "You are in the password field “Password”."),
    ("sign in", "User name, text field, reader-1204.", "In the User name field it says reader-1204."),
    ("files", "map-17.txt selected.", "row 2 of 3, map-17.txt 88 KB, is selected."),
    ("files", "Files, table of 3 rows and 2 columns, map-17.txt selected.", "map-17.txt, cell, selected, row 2 of 3."),
    ("files", "map-17.txt selected.", "row 2, selected: map-17.txt."),
    ("files", "2 buttons: Open", "Rows: song-5.jpg and 2 more. 2 buttons: Open"),
    ("files", "2 buttons: Open and Delete.", "Buttons are Open and Delete."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new"), OTHER_WORDINGS)
def test_another_right_wording_keeps_every_rule(name: str, old: str, new: str) -> None:
    assert changed(name, old, new).broken == ()


WRONG = [
    ("title_named", "options", "Preferences, dialog", "Dialog"),
    ("title_named", "save", "Unsaved changes, dialog", "Unsaved, dialog"),
    ("question_first", "save", " Save changes to “Letter.odt” before closing?", ""),
    ("question_first", "save", "Save changes to “Letter.odt” before closing? Save button", "Save button"),
    ("question_first", "save", "Unsaved changes, dialog.", "Unsaved changes, dialog. Cancel button."),
    ("question_first", "save", "Save changes to “Letter.odt” before closing?", "Save changes to “Letter.odt”?"),
    ("focus_named", "options", " Volume, slider, 40.", ""),
    ("focus_named", "options", "Volume, slider, 40.", "Volume, 40."),
    ("focus_named", "options", "Volume, slider, 40.", "Volume, text field, 40."),
    ("focus_early", "options", "Volume, slider, 40.", "Theme, combo box, Bright. Volume, slider, 40."),
    ("focus_early", "sign in", "Focus is in Password", "City: Porto. Focus is in Password"),
    ("error_early", "sign in", "Error: the name or the password is wrong. ", ""),
    ("error_early", "sign in", "Error: the name or the password is wrong.", "Error: the name or the password."),
    ("error_early", "sign in", "Error: the name or", "User name, text field, reader-1204. Error: the name or"),
    ("default_said", "save", "Save button, default.", "Save button."),
    ("default_said", "options", "Cancel and OK, the default.", "Cancel, the default, and OK."),
    ("default_said", "sign in", "Help, and Continue, which is the default.", "the default is Help; Continue."),
    ("default_said", "save", "Save button, default.", "Save button. Discard, default."),
    ("buttons_named", "options", "Cancel and OK", "OK"),
    ("buttons_named", "save", "Discard and Cancel", "Discard"),
    ("buttons_named", "files", "Open and Delete", "Open"),
    ("text_said", "save", "Your changes will be lost otherwise. ", ""),
    ("text_said", "save", "Your changes will be lost otherwise. ", "Your changes will be lost. "),
    ("text_said", "sign in", "Use the account that your library gave you. ", ""),
    ("values_said", "options", "Theme, combo box, Bright.", "Theme, combo box."),
    ("values_said", "options", "Theme, combo box, Bright. ", ""),
    ("values_said", "options", "slider, 40.", "slider, 41."),
    ("values_said", "sign in", "reader-1204", "Porto"),
    ("values_said", "sign in", "City, text field, Porto", "City, text field, empty"),
    ("states_right", "options", CHECKS, "Wrap long lines is not checked; Animate windows is not checked"),
    ("states_right", "options", "Animate windows is not checked", "Animate windows is checked"),
    ("states_right", "options", "Animate windows is not checked", "Animate windows"),
    ("states_right", "options", f"{CHECKS}.", "Checked: Animate windows. Not checked: Wrap long lines."),
    ("states_right", "options", "Metric, selected, and Imperial.", "Metric, and Imperial, selected."),
    ("states_right", "options", "Metric, selected, and Imperial.", "Imperial."),
    ("states_right", "options", "Sound tab", "General tab selected, Sound tab"),
    ("states_right", "files", "map-17.txt selected", "map-17.txt; song-5.jpg is selected"),
    ("selection_said", "files", ", map-17.txt selected", ""),
    ("selection_said", "files", "map-17.txt", "poster-8.md"),
    ("order_kept", "sign in", f"{USER} {CITY}", f"{CITY} {USER}"),
    ("password_secret", "sign in", "a password field.", "a password field, tulip-Zephyr-91."),
    ("password_secret", "sign in", "a password field.", "a password field, zephyr."),
    ("hidden_unsaid", "options", "Buttons: Cancel", "Buttons: Marzipan dragonfly, Cancel"),
    ("hidden_unsaid", "options", "General.", "General, with Obliterate galaxies."),
    ("hidden_unsaid", "options", "combo box, Bright.", "combo box, Bright or Vermilion."),
    ("hidden_unsaid", "save", "Unsaved changes, dialog.", "Unsaved changes, dialog, over Xylophone polishing."),
    ("nothing_invented", "save", "Unsaved changes, dialog.", "Unsaved changes, dialog of Mousepad."),
    ("nothing_invented", "save", "Letter.odt", "Letter.ods"),
    ("nothing_invented", "options", "Another tab: General.", "Another tab: General. A photograph of a harbour."),
    ("roles_right", "save", "Other buttons:", "A table. Other buttons:"),
    ("roles_right", "options", "Tab width, spin box, 8.", "Tab width, spin box, 8. A link."),
    ("roles_right", "options", "Theme, combo box,", "Theme, check box,"),
    ("states_claimed", "options", "Cancel and OK, the default.", "Cancel, unavailable, and OK, the default."),
    ("states_claimed", "sign in", "reader-1204.", "reader-1204, required."),
    ("states_claimed", "files", "Open and Delete.", "Open, the default, and Delete."),
    ("counts_right", "options", "2 check boxes", "3 check boxes"),
    ("counts_right", "files", "table of 3 rows", "table of 4 rows"),
    ("counts_right", "files", "map-17.txt selected.", "row 3, selected: map-17.txt."),
    ("counts_right", "files", "2 buttons:", "Rows: song-5.jpg and 3 more. 2 buttons:"),
    ("counts_right", "files", "2 buttons:", "Three buttons:"),
    ("counts_right", "files", "map-17.txt selected", "row 3 of 3, map-17.txt selected"),
    ("counts_right", "files", "2 buttons:", "No buttons. There are Open and Delete:"),
    ("counts_right", "save", "Other buttons:", "Page 77. Other buttons:"),
    ("no_repeat", "save", "Other buttons: Discard and Cancel", "Buttons: Save, Discard and Cancel"),
    ("no_repeat", "sign in", "Buttons: Help", "Error: the name or the password is wrong. Buttons: Help"),
    ("no_repeat", "options", "Another tab: General.", "Other tabs in Preferences: General."),
    ("reads_naturally", "options", "2 check boxes", "2 check box"),
    ("reads_naturally", "files", "2 buttons: Open and Delete.", "2 buttons: Open and Delete.."),
    ("reads_naturally", "options", "Theme, combo box, Bright.", "Theme, combo box, Bright, None."),
    ("reads_naturally", "options", "Another tab: General.", "**Another tab**: General."),
    ("reads_naturally", "options", "Theme, combo box, Bright.", "Theme, an combo box, Bright."),
    ("reads_naturally", "options", "Another tab: General.", "1 tabs more: General."),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "name", "old", "new"), WRONG)
def test_a_wrong_description_breaks_the_rule(rule: str, name: str, old: str, new: str) -> None:
    assert rule in {ruling.rule for ruling in changed(name, old, new).broken}


def test_speech_that_leaves_a_sentence_out_is_not_what_is_written() -> None:
    heard = Description(SAVE_GIST, SAVE_TEXT, utterances=(SAVE_GIST, "Other buttons: Discard and Cancel."))
    assert judge(truth_of(SAVE), heard).kept("heard_as_written") is False


def test_a_password_in_an_item_that_is_not_even_said_breaks_secrecy() -> None:
    item = {"role": "password field", "name": "Password", "value": "tulip-Zephyr-91"}
    told = Description(SIGN_IN_GIST, SIGN_IN_TEXT, items=(item,))
    assert judge(truth_of(SIGN_IN), told).kept("password_secret") is False


def test_every_rule_has_a_description_that_breaks_it() -> None:
    assert {rule for rule, *_ in WRONG} | {"heard_as_written"} == {rule.__name__ for rule in RULES}


def test_a_broken_rule_shows_the_words_that_broke_it() -> None:
    ruling = next(
        r for r in changed("options", "Buttons: Cancel", "Buttons: Marzipan dragonfly, Cancel").broken if r.rule == "hidden_unsaid"
    )
    assert ruling.words == "Marzipan dragonfly"


def test_digits_said_as_a_range_name_their_keys() -> None:
    spec = next(spec for seed in range(90) for spec in generate(13, seed) if spec.title == "Dial pad")
    names = "Keys 0 to 9, star and hash. Buttons: Call and Erase."
    assert verdict(spec, "Dial pad, window.", names).kept("buttons_named") is True


def test_a_description_that_says_nothing_is_wrong() -> None:
    assert not verdict(SAVE, "", "").passed


def test_a_description_is_read_from_what_the_command_prints() -> None:
    printed = {
        "gist": "Music, window.",
        "text": "2 buttons.",
        "utterances": [{"text": "Music, window.", "at_ms": 90.0}],
        "items": [{"role": "button", "name": "Open", "states": [], "value": "", "box": [1, 2, 3, 4], "source": "both"}],
        "lines": [{"text": "Open", "box": [1, 2, 3, 4], "confidence": 0.9}],
    }
    assert description_from_json(printed).lines == ("Open",)


@pytest.fixture
def three_boxes() -> Spec:
    third = Element(Part.CHECK, id="check_2", name="Mute when locked", states=("checked",))
    return replace(OPTIONS, root=column(*OPTIONS.root.children, third))


def test_checked_boxes_in_another_order_are_out_of_order(three_boxes: Spec) -> None:
    told = OPTIONS_TEXT.replace("Wrap long lines is checked", "Mute when locked is checked; Wrap long lines is checked")
    assert verdict(three_boxes, OPTIONS_GIST, told).kept("order_kept") is False


def test_checked_boxes_may_be_told_together_before_the_others(three_boxes: Spec) -> None:
    told = OPTIONS_TEXT.replace(
        f"2 check boxes: {CHECKS}.", "Check boxes: Wrap long lines and Mute when locked, checked. Animate windows is not checked."
    )
    assert verdict(three_boxes, OPTIONS_GIST, told).broken == ()


def test_the_number_sign_has_two_words() -> None:
    spec = next(spec for seed in range(90) for spec in generate(13, seed) if spec.title == "Dial pad")
    assert verdict(spec, "Dial pad, window.", "Keys 0 to 9, asterisk, number sign. Call and Erase.").kept("buttons_named") is True


@pytest.mark.parametrize(
    ("count", "kept"), [("2 rows in sight", True), ("2 visible rows", True), ("1 row in sight", False), ("2 rows", False)]
)
def test_rows_in_sight_are_not_all_rows(count: str, kept: bool) -> None:
    drawn = Shown(True, 1, Box(0, 0, 9, 9), {}, {"table": (0, 1)}, (), "", "table")
    text = FILES_GIST.replace("3 rows", count)
    assert judge(truth_of(FILES, drawn), Description(text, FILES_TEXT)).kept("counts_right") is kept
