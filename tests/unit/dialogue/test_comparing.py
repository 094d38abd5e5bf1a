"""Two answers side by side: what is said of them is so, and what can't be compared is not said to agree."""

from __future__ import annotations

import pytest

from mmassist.dialogue.comparing import compare, told
from tests.fakes.scenes import button, label, scene

BILL = scene("Bill", "Viewer", label("Total: 12.50 EUR, to be paid until 3 May 2026"), button("Pay"))


def said(first: str, second: str, language: str = "en") -> str:
    return told(compare(first, second, BILL, language), "gpt", "claude")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("The total is 12.50 EUR.", "It costs 12.50 EUR.", "They agree. Both say: 12.50 EUR."),
        (
            "The total is 12.50 EUR.",
            "The total is 15.20 EUR.",
            "They differ. Only gpt says: 12.50 EUR. Only claude says: 15.20 EUR. The screen shows: 12.50 EUR.",
        ),
        ("Yes, it is due.", "No, it is paid.", "They differ. gpt says yes, claude says no."),
        ("No. It is unpaid.", "No, nothing was paid.", "They agree. Both say no."),
        ('It says "Pay".', 'The button is called "Pay".', "They agree. Both say: Pay."),
        (
            "It looks like a bill.",
            "This is an invoice.",
            "There are no figures, names, or yes and no in both answers to compare. Hear them both.",
        ),
        ("Nowhere is a date.", "It is due on 3 May 2026.", "They differ. Only claude says: 3 May 2026. The screen shows: 3 May 2026."),
    ],
)
def test_agreement_and_difference_are_told(first: str, second: str, expected: str) -> None:
    assert said(first, second) == expected


def test_the_same_figure_in_another_writing_is_the_same() -> None:
    assert compare("It costs 1,250 dollars.", "The price is $1250.", BILL).agrees


def test_a_word_that_only_begins_like_no_is_none() -> None:
    assert compare("Nothing is due.", "Nobody knows.", BILL).says == ("", "")


def test_many_differences_are_counted() -> None:
    figures = ", ".join(f"{number}.75 EUR" for number in range(20, 30))
    assert "5 more" in said(f"Paid were {figures}.", "Nothing.")


def test_yes_and_no_are_known_in_whatever_language_a_model_answers() -> None:
    assert compare("Ja, es ist fällig.", "Nein.", BILL, "de").is_opposed
    assert compare("Yes, it is due.", "Nein, sie ist bezahlt.", BILL).is_opposed
    assert compare("Oui.", "Sí, lo es.", BILL).says == ("yes", "yes")
    assert compare("Non-refundable.", "Jazz.", BILL).says == ("", "")


def test_answers_in_two_languages_agree_in_the_same_figures_and_differ_in_others() -> None:
    assert said("Yes, 12.50 EUR are due on 3 May 2026.", "Ja, 12,50 EUR sind am 3. Mai 2026 fällig.") == (
        "They agree. Both say yes. Both say: 12.50 EUR and 3 May 2026."
    )
    assert said("It is 12.50 EUR.", "Es sind 15,20 EUR.").startswith("They differ. Only gpt says: 12.50 EUR. Only claude says: 15,20 EUR.")
