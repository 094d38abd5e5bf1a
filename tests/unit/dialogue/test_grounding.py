"""What of an answer is confirmed by a scene, what only probably, and what is said to be unconfirmed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmassist.dialogue.grounding import MOST_CLAIMS, Grounder
from mmassist.values import ClaimKind, Role, Scene, Verdict
from tests.unit.backends.strategies import scenes
from tests.unit.dialogue.scenes import cell, control, label, line, scene


def verdicts(shown: Scene | str, answer: str, question: str = "") -> list[str]:
    claims = Grounder(scene(shown) if isinstance(shown, str) else shown, question).check(answer).claims
    return [claim.verdict.value for claim in claims]


@pytest.mark.parametrize(
    ("shown", "answer"),
    [
        ("Dose: 5 mg", "The dose is 5 mg."),
        ("Dose: 5mg", "The dose is 5 milligrams."),
        ("Dose: five milligrams", "The dose is 5 mg."),
        ("50 µg", "It holds 50 mcg."),
        ("Take one tablet twice a day", "Take 1 tablet 2 times daily."),
        ("Take 2 tablets every 8 hours", "Take two tablets every eight hours."),
        ("2 x 500 mg", "Take 2x500 mg."),
        ("3 coated tablets", "It says three tablets."),
        ("half a tablet", "Take ½ tablet."),
        ("Total €1,234.50", "The total is 1,234.50 euros."),
        ("Total 1.234,50 EUR", "The total is €1,234.50."),
        ("Total: $12.50", "You pay twelve dollars and fifty cents."),
        ("1 234,50 €", "The total is 1,234.50 euros."),
        ("Total 25.00", "The total is 25."),
        ("$5/month", "It costs 5 dollars a month."),
        ("Price: £1.5 million", "It costs 1,500,000 pounds."),
        ("25.11.2026", "Due on 25 November 2026."),
        ("2026-11-25", "Due on November 25th, 2026."),
        ("Nov 25, 2026", "Due on Wednesday, 25 November 2026."),
        ("25. November 2026", "Due on the twenty-fifth of November 2026."),
        ("25/11/26", "Due on 25 Nov 2026."),
        ("25 November 2026", "Due on 25 November."),
        ("03/04/2026", "Due on 03/04/2026."),
        ("14:05", "It leaves at 2:05 pm."),
        ("14:05:33", "It was 14:05:33."),
        ("2 PM", "It starts at two pm."),
        ("9:30", "It opens at half past nine."),
        ("9:00–17:00", "It opens at 9:00."),  # noqa: RUF001
        ("9:00 - 17:00", "Open from 9:00 to 17:00."),
        ("+49 30 1234567", "Call +49 (0)30 123 45 67."),
        ("(555) 010-0199", "Call 555-010-0199."),
        ("Order INV-2026-0417", "The order is INV 2026 0417."),
        ("Gate B 14", "Go to gate B14."),
        ("IBAN DE89 3704 0044 0532 0130 00", "The IBAN is DE89370400440532013000."),
        ("4111 1111 1111 1111", "The card is 4111111111111111."),
        ("Version 2.14.3", "This is version v2.14.3."),
        ("Error 0x80070005", "The error is 0X80070005."),
        ("-12 °C", "It is minus 12 degrees Celsius."),
        ("−12 °C", "It is -12 °C."),  # noqa: RUF001
        ("5–10 mg", "Take 5 to 10 mg."),  # noqa: RUF001
        ("87%", "It is at 87 percent."),
        ("80 km/h", "The limit is 80 kph."),
        ("Seats: 25", "There are twenty-five seats."),
        ("one hundred and twenty guests", "For 120 guests."),
        ("Write to anna@example.org", "The address is anna@example.org."),
        ("Key: ABCD-EFGH-IJKL", "The key is ABCD-EFGH-IJKL."),
    ],
)
def test_what_the_scene_says_in_any_form_is_confirmed(shown: str, answer: str) -> None:
    found = verdicts(shown, answer)
    assert found and set(found) == {"confirmed"}


@pytest.mark.parametrize(
    ("shown", "answer"),
    [
        ("25 mg", "The dose is 5 mg."),
        ("5 tablets, 20 mg", "The dose is 5 mg."),
        ("5 mg/ml", "The dose is 5 mg."),
        ("5 mg", "The dose is 5 µg."),
        ("Take one tablet twice a day", "Take two tablets twice a day."),
        ("Take one tablet twice a day", "Take one tablet three times a day."),
        ("2 x 500 mg", "Take 3 x 500 mg."),
        ("Total €1,234.50", "The total is $1,234.50."),
        ("Total €1,234.50", "The total is 1,234.05 euros."),
        ("Total €12.50", "The total is 2.50 euros."),
        ("-12 °C", "It is 12 °C."),
        ("12 °C", "It is -12 °C."),
        ("12.5 %", "It is 125 %."),
        ("25 November 2026", "Due on 26 November 2026."),
        ("25 November 2026", "Due on 25 November 2027."),
        ("25 November 2026", "Due on Thursday, 25 November 2026."),
        ("14:05", "It leaves at 2:05 am."),
        ("14:05", "It leaves at 14:50."),
        ("+49 30 1234567", "Call +49 30 1234576."),
        ("INV-2026-0417", "The order is INV-2026-0471."),
        ("INV-2026-0417", "The number is 0417."),
        ("Version 3.11.7", "This is version 3.1.7."),
        ("192.168.1.10", "The address is 192.168.1.1."),
        ("IBAN DE89 3704 0044 0532 0130 00", "The IBAN is DE89 3704 0044 0532 0130 01."),
        ("page 3 of 12", "This is page 3 of 14."),
        ("12 345", "The number is 123."),
    ],
)
def test_what_the_scene_does_not_say_is_unconfirmed(shown: str, answer: str) -> None:
    assert "unconfirmed" in verdicts(shown, answer)


@pytest.mark.parametrize(
    ("shown", "answer"),
    [
        ("Gate B14", "Go to gate 814."),
        ("Room S12", "Go to room 512."),
        ("Total 1O.5O", "The total is 10.50."),
        ("5OO mg", "The dose is 500 mg."),
        ("500 rng", "The dose is 500 mg."),
        ("03/04/2026", "Due on 3 April 2026."),
        ("25 November", "Due on 25 November 2026."),
        ("2:05", "It leaves at 2:05 pm."),
        ("14:05:33", "It was 14:05."),
        ("5-10 mg", "Take 5 mg."),
        ("20 mg", "The number is 20."),
        ("030 1234567", "Call +49 30 1234567."),
        ("Version 3.10", "This is version 3.1."),
    ],
)
def test_what_may_be_the_same_is_probable(shown: str, answer: str) -> None:
    assert verdicts(shown, answer) == ["probably"]


@pytest.mark.parametrize(
    "answer",
    [
        "There are three buttons and 12 list items.",
        "The focus is on the third of five entries.",
        "This is item 3 of 9.",
        "Row 4 has two columns.",
        "1. Save the file",
        "Two dogs play in a garden.",
        "One of the options is off.",
    ],
)
def test_plain_counts_and_places_are_no_claims(answer: str) -> None:
    assert verdicts("Nothing here", answer) == []


def test_a_dose_is_no_plain_count() -> None:
    assert verdicts("Take as told", "Take three tablets.") == ["unconfirmed"]


def test_a_dose_may_lack_its_noun() -> None:
    assert verdicts("Take one at night", "Take two at night.") == ["unconfirmed"]


def test_a_value_of_another_line_does_not_make_a_dose_right() -> None:
    shown = scene("Paracetamol: 2 tablets", "Ibuprofen", "Directions:", "Aspirin", "Once daily")
    assert verdicts(shown, "Take 2 tablets once daily.") == ["probably"]


def test_a_number_and_its_unit_may_stand_in_cells_of_one_row() -> None:
    assert verdicts(scene(control("t", Role.TABLE), cell("5", 0, 0), cell("mg", 0, 1)), "It is 5 mg.") == ["confirmed"]


def test_digits_of_two_cells_are_no_number_for_certain() -> None:
    shown = scene(control("t", Role.TABLE), cell("12", 0, 0), cell("345", 0, 1))
    assert "confirmed" not in verdicts(shown, "It is 12,345.")


def test_a_unit_in_a_column_head_makes_a_bare_number_probable() -> None:
    assert verdicts(scene("Amount (EUR)", "12.50"), "It is 12.50 euros.") == ["probably"]


def test_an_iban_broken_over_two_lines_is_probable() -> None:
    shown = scene(line("IBAN DE89 3704 0044", 0), line("0532 0130 00", 20))
    assert verdicts(shown, "The IBAN is DE89 3704 0044 0532 0130 00.") == ["probably"]


def test_a_doubtful_line_proves_nothing_for_certain() -> None:
    assert verdicts(scene(line("Dose 5 mg", confidence=0.7)), "It is 5 mg.") == ["probably"]


def test_a_dose_in_tiny_letters_is_probable() -> None:
    assert verdicts(scene(line("Dose 5 mg", height=10)), "It is 5 mg.") == ["probably"]


def test_an_amount_in_tiny_letters_is_confirmed() -> None:
    assert verdicts(scene(line("Total 5.10", height=10)), "It is 5.10.") == ["confirmed"]


def test_the_tree_proves_what_a_doubtful_line_does_not() -> None:
    assert verdicts(scene(label("Dose 5 mg"), line("Dose 5 mg", confidence=0.6)), "It is 5 mg.") == ["confirmed"]


@pytest.mark.parametrize("answer", ["It is 26 mg.", "It is 25 mg."])
def test_where_tree_and_pixels_disagree_neither_is_certain(answer: str) -> None:
    shown = scene(control("Dose 25 mg", pixels_say="Dose 26 mg"), line("Dose 26 mg"))
    assert verdicts(shown, answer) == ["probably"]


def test_a_name_that_was_guessed_from_an_icon_is_not_certain() -> None:
    shown = scene(replace(control("Print"), guessed=True))
    assert verdicts(shown, 'Press the button "Print".') == ["probably"]
    assert verdicts(scene(control("Print")), 'Press the button "Print".') == ["confirmed"]


def test_a_field_value_and_the_title_count() -> None:
    shown = scene(control("Zoom", Role.SPIN_BOX, value="150 %"), title="Invoice 4711")
    assert verdicts(shown, "Invoice 4711, zoom 150 %.") == ["confirmed", "confirmed"]


def test_the_question_proves_nothing() -> None:
    assert verdicts("Dose: see label", "Yes, it is 5 mg.", "Is it 5 mg?") == ["unconfirmed"]


@pytest.mark.parametrize("marks", ["“{}”", '"{}"', "„{}“", "«{}»", "‘{}’", "'{}'", "「{}」"])  # noqa: RUF001
def test_quotations_in_any_marks_are_looked_up(marks: str) -> None:
    shown = scene("Do you want to save the changes?")
    assert verdicts(shown, f"It asks {marks.format('do you want to save the changes')}.") == ["confirmed"]
    assert verdicts(shown, f"It asks {marks.format('do you want to lose the changes')}.") == ["unconfirmed"]


def test_a_quotation_over_the_lines_of_a_paragraph_is_confirmed() -> None:
    shown = scene(line("The file could not", 0, block=3), line("be saved to disk.", 20, block=3))
    assert verdicts(shown, "It says “the file could not be saved to disk”.") == ["confirmed"]


def test_a_quotation_of_look_alikes_is_probable() -> None:
    assert verdicts("Modern Iist", "It says “modern list”.") == ["probably"]


def test_a_quotation_may_leave_words_out() -> None:
    assert verdicts("Do you want to save all the changes?", "It asks “Do you want … the changes?”") == ["confirmed"]


def test_an_apostrophe_opens_no_quotation() -> None:
    assert verdicts("Nothing", "It's the user's choice, don't worry.") == []


@pytest.mark.parametrize(
    "answer",
    [
        "Use the Export button.",
        "There is a check box named “Export”.",
        "Press Export to go on.",
        "The Save, Cancel and Export buttons.",
        "The button Export has the focus.",
    ],
)
def test_a_control_that_is_not_there_is_flagged(answer: str) -> None:
    claims = Grounder(scene(control("Save"), control("Cancel"))).check(answer).claims
    assert [claim.text for claim in claims if claim.verdict is Verdict.UNCONFIRMED] == ["Export"]


@pytest.mark.parametrize(
    "answer",
    [
        "The Save and Cancel buttons are at the bottom.",
        "Press Save to keep it.",
        "A button named 'Save'.",
        "The close button is in the title bar.",
        "The Close button of the window.",
        "Press Enter or Tab.",
        "Buttons are at the bottom, and a field is above.",
        "Select the file you want.",
        "Save buttons for later.",
    ],
)
def test_controls_that_are_there_and_generic_ones_raise_no_alarm(answer: str) -> None:
    assert "unconfirmed" not in verdicts(scene(control("Save"), control("Cancel")), answer)


def test_without_a_tree_names_of_controls_are_not_judged() -> None:
    assert verdicts(scene(line("Save")), "Press the Export button.") == []


def test_unconfirmed_claims_are_named_once_behind_the_sentence() -> None:
    spoken = Grounder(scene("Nothing")).check("Take 5 mg at 14:05, that is 5 mg,").spoken
    assert spoken == "Take 5 mg at 14:05, that is 5 mg. Unconfirmed: 5 mg, 14:05."


def test_probable_claims_are_said_to_be_probable() -> None:
    assert Grounder(scene("Gate B14")).check("Gate 814.").spoken == "Gate 814. Probably: 814."


def test_a_confirmed_sentence_is_said_as_it_is() -> None:
    grounded = Grounder(scene("Dose 5 mg")).check(" The dose is 5 mg. ")
    assert (grounded.spoken, grounded.remark) == (" The dose is 5 mg. ", "")


def test_the_word_confirmed_in_an_answer_takes_no_mark_away() -> None:
    spoken = Grounder(scene("Nothing")).check("The dose is 5 mg. Confirmed and verified: 5 mg.").spoken
    assert spoken.endswith("Unconfirmed: 5 mg.")


def test_many_claims_are_summed_up() -> None:
    remark = Grounder(scene("Nothing")).check("11 22 33, 44, 55, 66, 77 km").remark
    assert remark.endswith("and 3 more.")


def test_a_character_of_no_width_cannot_part_a_number() -> None:
    grounded = Grounder(scene("Take 2 of 5 mg")).check("Take 2\u200b5 mg.")
    assert [claim.verdict for claim in grounded.claims] == [Verdict.UNCONFIRMED]
    assert "\u200b" not in grounded.spoken


def test_digits_of_other_scripts_are_digits() -> None:
    assert verdicts("Dose \N{ARABIC-INDIC DIGIT FIVE} mg", "The dose is 5 mg.") == ["confirmed"]


def test_kinds_are_told() -> None:
    answer = "5 mg, €5, 5 km, 14:05, 25 May 2026, +49 30 1234567, B14, “so”, the Save button"
    found = [claim.kind for claim in Grounder(scene(control("Save"))).check(answer).claims]
    kinds = [ClaimKind.DOSE, ClaimKind.AMOUNT, ClaimKind.NUMBER, ClaimKind.TIME, ClaimKind.DATE, ClaimKind.PHONE, ClaimKind.CODE]
    assert found == [*kinds, ClaimKind.QUOTE, ClaimKind.CONTROL]


FIGURES = (
    "5",
    "25",
    "1,000",
    "14:05",
    "2026",
    "½",
    "+49",
    "B14",
    "\N{ARABIC-INDIC DIGIT THREE}",
    "two",
    "twice",
    "million",
    "minus",
    "point",
    "Nov",
)
WORDS = ("mg", "€", "tablets", "a day", "x", "of", "the", "Save", "button", " ", "\n", "\u200b", "\ud800", "\x00")
PIECES = st.sampled_from((*FIGURES, *WORDS, ".", ",", "-", "–", "(", ")", "“", "”", "'"))  # noqa: RUF001
TEXTS = st.text(max_size=80) | st.lists(PIECES, max_size=25).map("".join) | st.lists(PIECES, max_size=25).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(scenes(TEXTS), TEXTS, TEXTS)
def test_no_text_and_no_scene_makes_it_fail(shown: Scene, answer: str, question: str) -> None:
    grounded = Grounder(shown, question).check(answer)
    assert all(claim.text and claim.text in grounded.spoken for claim in grounded.claims if claim.kind is not ClaimKind.QUOTE)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_an_answer_that_reads_the_screen_out_has_nothing_unconfirmed_but_what_is_cut(text: str) -> None:
    grounded = Grounder(scene(text)).check(text)
    assert not [claim for claim in grounded.claims if claim.verdict is Verdict.UNCONFIRMED and claim.kind is not ClaimKind.CONTROL]


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "unit",
    [
        "5",
        "5 ",
        "5 mg ",
        "1-",
        "1,",
        "“",
        "'a",
        "+49 ",
        "(",
        "A1 ",
        "two ",
        "O0",
        "Save and ",
        "press A ",
        "1.",
        "x1 ",
        "a@b.c ",
        "5:05 ",
        "«a»",
    ],
)
def test_long_hostile_answers_and_scenes_end(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    grounded = Grounder(scene(text, line(text))).check(text)
    assert len(grounded.remark) < 1000


def test_beyond_the_most_claims_nothing_is_confirmed() -> None:
    claims = Grounder(scene("7 km")).check("7 km, " * (MOST_CLAIMS + 5)).claims
    assert [claim.verdict for claim in claims[MOST_CLAIMS:]] == [Verdict.UNCONFIRMED] * 5
