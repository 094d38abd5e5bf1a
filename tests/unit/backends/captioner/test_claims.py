import pytest

from mmassist.backends.captioner.claims import false_claims
from mmassist.backends.captioner.memory import Thing
from mmassist.backends.captioner.words import words
from tests.unit.backends.captioner.test_words import written

TOP_LEFT, BOTTOM_RIGHT = (0.0, 0.0, 0.1, 0.05), (0.85, 0.9, 0.95, 0.95)
THINGS = (
    Thing("window title", "Settings", TOP_LEFT),
    Thing("check box", "Remember me", TOP_LEFT, frozenset({"checked"})),
    Thing("button", "Save", BOTTOM_RIGHT, frozenset({"focused"})),
    Thing("button", "Cancel", BOTTOM_RIGHT, frozenset({"disabled"})),
    Thing("text field", "", TOP_LEFT),
)


@pytest.mark.parametrize(
    "text",
    [
        "this|window|is|called|<0>|.|it|has|2|buttons|,|1|check box|and|1|text field|.",
        "yes|,|the|button|<2>|is|at the bottom right|.",
        "<1>|is|checked|.",
        "<2>|is|not checked|.",
        "<3>|is|unavailable|.",
        "you|can|press|<2>|;|tick|<1>|.",
        "the|focus|is|on|the|button|<2>|.",
        "I|see|no|sliders|.",
        "nothing|is|selected|.",
        "the|buttons|are|<2>|and|<3>|.",
        "there|is|1|unlabelled|text field|.",
        "1|check box|is|checked|.",
        "I|cannot|tell|that|.",
    ],
)
def test_what_is_so_may_be_said(text: str) -> None:
    assert false_claims(written(text), THINGS, words()) == []


@pytest.mark.parametrize(
    "text",
    [
        "this|window|is|called|<2>|.",
        "it|has|3|buttons|.",
        "the|check box|<2>|is|at the bottom right|.",
        "the|button|<2>|is|at the top left|.",
        "<1>|is|not checked|.",
        "<2>|is|unavailable|.",
        "you|can|press|<3>|.",
        "you|can|press|<1>|.",
        "the|focus|is|on|the|button|<3>|.",
        "I|see|no|focus|.",
        "I|see|no|buttons|.",
        "nothing|is|checked|.",
        "the|buttons|are|<1>|and|<2>|.",
        "the|slider|is|on|the|window|.",
        "<4>|is|available|.",
        "<9>|is|available|.",
        "there|are|2|unlabelled|buttons|.",
        "2|check boxes|are|checked|.",
        "I|see|nothing|that|you|can|press|.",
        "this|window|has|nothing|that|I|can|tell|.",
        "this|window|has|.",
        "there|are|.",
    ],
)
def test_what_is_not_so_is_found(text: str) -> None:
    assert false_claims(written(text), THINGS, words())


def test_each_sentence_is_judged_by_itself() -> None:
    found = false_claims(written("<1>|is|checked|.|<2>|is|checked|.|<3>|is|checked|."), THINGS, words())
    assert len(found) == 2
