"""The order in which lines are read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mmassist.perception.reading_order import ordered
from mmassist.values import Box, TextLine


def line(text: str, x: int, y: int, width: int = 0, height: int = 18) -> TextLine:
    return TextLine(text, Box(x, y, width or 9 * len(text), height), 0.99)


def words(*lines: TextLine) -> list[str]:
    return [line.text for line in ordered(lines)]


def test_columns_of_prose_are_read_one_after_the_other() -> None:
    left = [line(f"left {n}", 20, 20 + 19 * n, 300) for n in range(5)]
    right = [line(f"right {n}", 360, 20 + 19 * n, 300) for n in range(5)]
    assert words(*right, *left) == [f"left {n}" for n in range(5)] + [f"right {n}" for n in range(5)]


def test_a_tool_bar_comes_before_the_side_bar_and_that_before_the_content() -> None:
    bar = [line(text, 10 + 90 * at, 5) for at, text in enumerate(["File", "Edit", "View", "Go", "Help"])]
    side = [line(text, 10, 60 + 31 * at) for at, text in enumerate(["Home", "Desktop", "Trash", "Music"])]
    content = [line(f"A longer line of content {n}", 220, 67 + 20 * n, 400) for n in range(7)]
    got = words(*content, *side, *bar)
    assert got == [
        "File",
        "Edit",
        "View",
        "Go",
        "Help",
        "Home",
        "Desktop",
        "Trash",
        "Music",
        *(f"A longer line of content {n}" for n in range(7)),
    ]


def test_rows_of_a_table_stay_together() -> None:
    cells = [line(f"{column}{row}", 20 + 200 * at, 40 + 20 * row, 90 - 20 * row) for row in range(3) for at, column in enumerate("abc")]
    assert words(*reversed(cells)) == ["a0", "b0", "c0", "a1", "b1", "c1", "a2", "b2", "c2"]


def test_rows_of_a_form_stay_together() -> None:
    form = [line("Name:", 20, 20), line("Alice", 150, 20), line("Street:", 20, 60), line("High Street 1", 150, 60), line("Town:", 20, 100)]
    assert words(*form[::-1], line("York", 150, 100)) == ["Name:", "Alice", "Street:", "High Street 1", "Town:", "York"]


def test_a_dialog_ends_with_its_buttons_from_left_to_right() -> None:
    got = words(
        line("Cancel", 260, 120), line("OK", 360, 120), line("Don't save", 20, 120),
        line("Save the changes?", 80, 20, 250), line("They are lost otherwise.", 80, 42, 260),
    )  # fmt: skip
    assert got == ["Save the changes?", "They are lost otherwise.", "Don't save", "Cancel", "OK"]


def test_words_of_different_heights_on_one_line_are_read_from_left_to_right() -> None:
    assert words(line("2.5", 70, 10, 60, 36), line("Dose", 10, 19, 50, 18), line("mg", 140, 22, 20, 14)) == ["Dose", "2.5", "mg"]


def test_lines_of_a_paragraph_share_a_block_and_paragraphs_do_not() -> None:
    one = [line(f"first {n}", 20, 20 + 19 * n, 200) for n in range(3)]
    two = [line(f"second {n}", 20, 120 + 19 * n, 200) for n in range(2)]
    assert [read.block for read in ordered([*two, *one])] == [0, 0, 0, 1, 1]


def test_nothing_is_read_from_nothing() -> None:
    assert ordered([]) == ()


boxes = st.builds(Box, st.integers(0, 1900), st.integers(0, 1000), st.integers(1, 400), st.integers(6, 60))
lines = st.lists(st.builds(TextLine, st.text("abc", min_size=1, max_size=3), boxes, st.just(0.9)), max_size=25, unique=True)


@given(lines.flatmap(lambda drawn: st.tuples(st.just(drawn), st.permutations(drawn))))
def test_the_order_depends_on_the_places_alone(both: tuple[list[TextLine], list[TextLine]]) -> None:
    given, shuffled = both
    assert ordered(shuffled) == ordered(given)


@given(lines)
def test_every_line_is_read_once(given: list[TextLine]) -> None:
    assert sorted((line.text, line.box.as_list()) for line in ordered(given)) == sorted((line.text, line.box.as_list()) for line in given)


def prose(x: int, width: int, y: int, sentences: str, step: int = 26) -> list[TextLine]:
    """A paragraph, set in lines of about `width` pixels."""
    told: list[str] = []
    for word in sentences.split():
        if told and 9 * len(f"{told[-1]} {word}") <= width:
            told[-1] += f" {word}"
        else:
            told.append(word)
    return [line(text, x, y + step * at) for at, text in enumerate(told)]


ONE = "The lift is out of order until Friday because a rope has to be changed. Please take the stairs at the back of the house."
TWO = "The garden club meets in the cellar on Monday. Bring a chair and a cup, for there are not enough of either in the house."


def test_columns_whose_lines_stand_level_are_still_columns() -> None:
    left, right = prose(20, 260, 60, ONE), prose(310, 260, 60, TWO)
    assert words(*right, *left) == [read.text for read in (*left, *right)]


def test_columns_with_a_narrow_gutter_are_told_by_their_words() -> None:
    left, right = prose(20, 260, 60, ONE), prose(20 + 262 + 15, 260, 60, TWO)
    assert words(*right, *left) == [read.text for read in (*left, *right)]


def test_a_table_below_two_columns_is_read_by_its_rows() -> None:
    left, right = prose(20, 260, 60, ONE), prose(310, 260, 60, TWO)
    cells = [
        line(text, x, 400 + 19 * row)
        for row, texts in enumerate(["abc", "def", "ghi"])
        for text, x in zip(texts, (20, 200, 400), strict=True)
    ]
    assert words(*cells, *right, *left) == [read.text for read in (*left, *right, *cells)]


def test_a_heading_between_two_sections_parts_their_columns() -> None:
    above = [*prose(20, 260, 60, ONE), *prose(310, 260, 60, TWO)]
    below = [*prose(20, 260, 500, TWO), *prose(310, 260, 500, ONE)]
    heading = line("Second part", 20, 430, height=26)
    assert words(*below, heading, *above) == [read.text for read in (*above, heading, *below)]


def test_headings_of_columns_belong_to_their_columns() -> None:
    left = [line("The lift", 20, 20), *prose(20, 260, 60, ONE)]
    right = [line("Garden", 310, 20), *prose(310, 260, 60, TWO)]
    assert words(*right, *left) == [read.text for read in (*left, *right)]


def test_columns_written_from_right_to_left_begin_at_the_right() -> None:
    left = [line(f"שורה שמאלית {n}", 20, 20 + 19 * n, 300) for n in range(5)]
    right = [line(f"שורה ימנית {n}", 360, 20 + 19 * n, 300) for n in range(5)]
    assert words(*left, *right) == [read.text for read in (*right, *left)]


def test_a_title_close_above_columns_is_no_part_of_them() -> None:
    left, right = prose(20, 260, 60, ONE), prose(310, 260, 60, TWO)
    title = line("How to use the house and its garden", 20, 20, 315, 30)
    assert words(*right, title, *left) == [read.text for read in (title, *left, *right)]


def test_a_space_across_all_columns_by_chance_parts_none_of_them() -> None:
    left = [*prose(20, 260, 60, ONE), *prose(20, 260, 300, TWO)]
    right = [*prose(310, 260, 60, TWO), *prose(310, 260, 300, ONE)]
    cells = [
        line(text, x, 620 + 24 * row) for row, texts in enumerate(["abc", "def"]) for text, x in zip(texts, (20, 285, 400), strict=True)
    ]
    assert words(*cells, *right, *left) == [read.text for read in (*left, *right, *cells)]
