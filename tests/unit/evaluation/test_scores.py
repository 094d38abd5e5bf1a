"""How words and boxes are scored, and how findings add up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mmassist.errors import DesktopError
from mmassist.evaluation import windows
from mmassist.evaluation.findings import Finding, WindowsReport
from mmassist.evaluation.judge import judge
from mmassist.evaluation.layout import Spec
from mmassist.evaluation.report import shown_from_json
from mmassist.evaluation.rulings import Description
from mmassist.evaluation.scores import Placing, place_items, read_by_script, read_words
from mmassist.evaluation.truth import truth_of
from mmassist.values import Box
from tests.unit.evaluation.samples import FILES, FILES_GIST, FILES_TEXT


def test_words_are_counted_as_often_as_they_stand_there() -> None:
    reading = read_words(["the", "cat", "the"], ["the cat"])
    assert (reading.words, reading.strict, reading.missed) == (3, 2, ("the",))


def test_punctuation_at_the_edges_is_not_part_of_a_word() -> None:
    assert read_words(["“Letter.odt”?"], ["Letter.odt"]).strict == 1


@pytest.mark.parametrize(
    ("word", "line"), [("Évora", "Evora"), ("Open", "open"), ("1204", "l204"), ("O7", "07"), ("changes", "savechangesto")]
)
def test_a_slip_counts_tolerantly_but_not_strictly(word: str, line: str) -> None:
    reading = read_words([word], [line])
    assert (reading.strict, reading.tolerant) == (0, 1)


def test_another_word_counts_in_no_way() -> None:
    assert read_words(["Porto"], ["Lyon"]).tolerant == 0


def test_what_is_nowhere_on_the_screen_is_spurious() -> None:
    assert read_words(["Porto"], ["Porto Lyon"], known=["Lyon"]).spurious == 0
    assert read_words(["Porto"], ["Porto Lyon"]).spurious == 1


def item(name: str, role: str, box: list[int]) -> dict[str, Any]:
    return {"name": name, "role": role, "box": box}


def test_an_item_is_compared_with_the_toolkits_box_in_the_pictures_space() -> None:
    boxes = {"button_0": Box(110, 220, 80, 30)}
    placing = place_items(truth_of(FILES), boxes, Box(100, 200, 400, 300), [item("Open", "button", [10, 20, 80, 30])])
    assert placing.ious == (1.0,)


def test_of_several_items_with_a_name_the_one_with_the_role_counts() -> None:
    boxes = {"button_0": Box(0, 0, 80, 30)}
    items = [item("Open", "label", [0, 0, 80, 30]), item("Open", "button", [0, 0, 40, 30])]
    assert place_items(truth_of(FILES), boxes, Box(0, 0, 9, 9), items).ious == (0.5,)


def test_a_control_that_no_item_names_counts_as_nought() -> None:
    placing = place_items(truth_of(FILES), {"button_0": Box(0, 0, 8, 3)}, Box(0, 0, 9, 9), [])
    assert (placing.ious, placing.missing) == ((0.0,), ("Open",))


def test_the_share_of_good_boxes_begins_at_a_half() -> None:
    assert Placing((0.5, 0.49, 1.0, 0.0)).good_share == 0.5


def finding(gist: str, text: str, spec: Spec = FILES) -> Finding:
    description = Description(gist, text, utterances=(gist, text))
    return Finding(spec, description=description, verdict=judge(truth_of(spec), description), reading=read_by_script(["a"], ["a"]))


def test_a_right_description_of_every_window_meets_the_criteria() -> None:
    assert WindowsReport(1, (finding(FILES_GIST, FILES_TEXT),)).met


def test_one_wrong_description_fails_its_criterion_alone() -> None:
    report = WindowsReport(1, (finding(FILES_GIST, FILES_TEXT), finding(FILES_GIST, "Buttons: Open.")))
    assert [name for name, met in report.criteria().items() if not met] == ["title, focus and buttons are named"]


def test_a_window_that_could_not_be_examined_meets_nothing() -> None:
    report = WindowsReport(1, (finding(FILES_GIST, FILES_TEXT), Finding(FILES, failure="it did not come up")))
    assert not any(report.criteria().values())


def test_an_examination_of_no_window_meets_nothing() -> None:
    assert not any(WindowsReport(1, ()).criteria().values())


def test_too_few_words_read_is_not_met() -> None:
    half_read = Finding(FILES, reading=read_by_script(["a", "b"], ["a"]))
    assert not WindowsReport(1, (half_read,)).criteria()["pixels alone: 98% of the words in Latin script are read"]


def test_a_report_lists_what_broke_and_the_words() -> None:
    broken = WindowsReport(1, (finding(FILES_GIST, "Buttons: Open."),)).as_json()["findings"][0]["broken"]
    assert broken == [{"rule": "buttons_named", "reason": "not named: Delete", "words": ""}]


def test_without_a_display_one_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    with pytest.raises(DesktopError, match="DISPLAY") as caught:
        windows.run(1)
    assert "virtual-desktop.sh" in caught.value.remedy


def test_a_window_program_that_says_something_else_is_refused() -> None:
    with pytest.raises(ValueError, match="Expecting"):
        shown_from_json("Traceback (most recent call last):")


def test_words_are_counted_for_each_script_apart() -> None:
    words = ["Größe", "12", "μέγεθος", "حفظ", "保", "存"]
    found = read_by_script(words, ["Größe 12", "保存", "Meye8os"])
    assert {script: (one.strict, one.words) for script, one in found.items()} == {
        "Latin": (1, 1),
        "figures": (1, 1),
        "Greek": (0, 1),
        "Arabic": (0, 1),
        "Han": (2, 2),
    }
    assert found["Latin"].spurious == 1


def test_what_is_read_in_a_script_that_is_not_there_is_spurious_all_the_same() -> None:
    assert {script: one.spurious for script, one in read_by_script(["Open", "it"], ["Open it 口"]).items()} == {"Latin": 1}


def test_unread_words_of_other_scripts_do_not_count_against_latin() -> None:
    greek = Finding(FILES, reading=read_by_script(["a", "άλφα"], ["a"]))
    assert "pixels alone: 98% of the words in Latin script are read" in WindowsReport(1, (greek,)).criteria()
    assert WindowsReport(1, (greek,)).reading["Latin"].strict_recall == 1.0


def test_a_report_tells_each_language_apart() -> None:
    german = replace(FILES, language="de")
    languages = WindowsReport(1, (finding(FILES_GIST, FILES_TEXT), finding(FILES_GIST, "Buttons: Open.", german))).languages()
    assert languages == {
        "de": {"windows": 1, "named": 0, "all_kept": 0},
        "en": {"windows": 1, "named": 1, "all_kept": 1},
    }
