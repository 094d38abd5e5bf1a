"""Whether what a program says and what is read from its picture are the same text."""

from __future__ import annotations

import pytest

from mmassist.perception.agreement import Wording
from mmassist.perception.scene import merge
from mmassist.values import Box, Node, Outline, Role, State, Target, TextLine, Window


@pytest.mark.parametrize("read", ["lreport-7.odt", "|report-7.odt", "report-7.odtI", "report-7.odt|"])
def test_a_caret_beside_the_text_is_no_letter_of_it(read: str) -> None:
    assert Wording("report-7.odt").says(Wording(read))


@pytest.mark.parametrize("read", ["124.50", "24.501", "l25.50"])
def test_a_figure_more_is_another_figure(read: str) -> None:
    assert not Wording("24.50").says(Wording(read))


def test_a_caret_is_no_letter_where_label_and_field_are_read_as_one_line() -> None:
    window = Window(1, "Save as", "Almanac", 1, Box(0, 0, 400, 300))
    shown = frozenset({State.SHOWING})
    nodes = (
        Node(Role.DIALOG, "Save as", -1, shown, box=window.box),
        Node(Role.TEXT_FIELD, "File name", 0, shown | {State.FOCUSED}, value="report-7.odt", box=Box(100, 50, 200, 25)),
    )
    line = TextLine("File name: lreport-7.odt", Box(20, 53, 190, 18), 0.95)
    outline = Outline(nodes, 1, True, 0.0)
    scene = merge(target=Target(), window=window, frame_box=window.box, outline=outline, lines=[line], text_read=True)
    assert [item.name for item in scene.items] == ["Save as", "File name"]


@pytest.mark.parametrize(("told", "shown", "agree"), [("建国26", "健国26", True), ("建国26", "建国27", False), ("第14行", "弟14行", True)])
def test_of_signs_beside_figures_one_may_be_misread_and_no_figure(told: str, shown: str, agree: bool) -> None:
    assert Wording(told).says(Wording(shown)) is agree


@pytest.mark.parametrize(
    ("told", "shown", "agree"),
    [
        ("karte-19.jpg", "karte-19.ing", True),
        ("karte-19.jpg", "karte-18.jpg", False),
        ("karte-19.jpg", "karte-1g.jpg", False),
        ("12A4", "12B4", False),
        ("0x8024", "0x8O24", True),
    ],
)
def test_a_letter_of_a_file_s_name_may_be_misread_and_no_figure(told: str, shown: str, agree: bool) -> None:
    assert Wording(told).says(Wording(shown)) is agree
