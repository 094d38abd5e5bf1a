"""What of a picture's text is told before its controls are known."""

from __future__ import annotations

from dataclasses import replace

from mmassist.backends.describer.reading import prose
from mmassist.perception.scene import merge
from mmassist.values import Box, Scene, Target, TextLine, Window

WINDOW = Window(id=7, title="Kiosk", program="kiosk", pid=42, box=Box(0, 0, 800, 600))
TEXT = (
    ("The contract ends on the last day of", 330),
    ("March unless both sides agree in writing", 340),
    ("to go on for another year.", 200),
)


def seen(*lines: tuple[str, int], dialog: bool = False, step: int = 18) -> Scene:
    read = [TextLine(text, Box(20, 40 + step * at, width, 14), 0.99) for at, (text, width) in enumerate(lines)]
    window = replace(WINDOW, dialog=dialog)
    return merge(target=Target(), window=window, frame_box=WINDOW.box, outline=None, lines=read, text_read=True)


def told(scene: Scene, *, questions_alone: bool = False) -> list[str]:
    found = prose(scene, questions_alone=questions_alone)
    return [] if found is None else [line.text for line in found.lines]


def test_running_text_is_told() -> None:
    assert told(seen(*TEXT)) == [text for text, _ in TEXT]


def test_what_may_be_names_of_controls_is_not() -> None:
    labels = (("Show hidden files too", 160), ("use large icons", 120), ("open each in a window of its own", 240), ("Cancel", 50))
    assert told(seen(*labels)) == []
    assert told(seen(*labels, step=40)) == []


def test_two_lines_may_be_a_control() -> None:
    assert told(seen(*TEXT[1:])) == []


def test_the_question_of_a_dialog_is_told_and_nothing_else_of_it() -> None:
    asked = (("Keep the new settings?", 180), ("Keep", 40), ("Back to the old ones", 150))
    assert told(seen(*asked, dialog=True, step=50)) == ["Keep the new settings?"]
    assert told(seen(*asked, dialog=True, step=50), questions_alone=True) == ["Keep the new settings?"]


def test_of_a_long_text_some_paragraphs_are_told() -> None:
    assert 600 <= len(" ".join(told(seen(*TEXT * 20)))) < 800


def test_in_brief_running_text_waits() -> None:
    assert told(seen(*TEXT), questions_alone=True) == []
