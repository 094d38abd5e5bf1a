from __future__ import annotations

from mmassist.perception.watching.canvas import Change, Scroll
from mmassist.perception.watching.news import Book, News, compare, regions
from mmassist.perception.watching.parts import differing
from mmassist.perception.watching.scroll import scrolled
from mmassist.values import Box, Pixels
from tests.unit.perception.watching.drawing import LINE, page, text_line


def change(before: Pixels, after: Pixels) -> Change:
    box = differing(before, after, Box(0, 0, before.shape[1], before.shape[0]))
    assert box is not None
    return Change(box, before, after)


def test_scrolling_is_found_in_both_directions() -> None:
    before, after = page(list(range(1, 13))), page(list(range(3, 15)))
    assert scrolled(before, after) == 2 * LINE
    assert scrolled(after, before) == -2 * LINE


def test_other_content_is_not_taken_for_scrolled() -> None:
    assert scrolled(page(list(range(1, 13))), page(list(range(101, 113)))) == 0


def test_known_lines_move_with_the_scrolling() -> None:
    book = Book()
    book.learn([text_line(f"line {number}", number - 1) for number in range(1, 13)])
    book.scroll(Scroll(Box(0, 0, 400, 12 * LINE), LINE))
    assert book.texts == tuple(f"line {number}" for number in range(2, 13))


def test_a_region_holds_the_whole_line_of_a_word_that_changed() -> None:
    before, after = page([1]), page([1])
    after[4:16, 100:120, :3] = 0
    (region,) = regions([change(before, after)])
    assert region.box.x <= 10
    assert region.box.right >= 210
    assert region.was_written(Box(10, 2, 200, 16))


def test_a_region_holds_the_whole_height_of_a_line_of_which_a_part_changed() -> None:
    before, after = page([1, 2, 3]), page([1, 2, 3])
    after[LINE + 4 : LINE + 8, 10:210, :3] = 0
    (region,) = regions([change(before, after)])
    assert region.box.y <= LINE + 4
    assert region.box.bottom >= LINE + 16
    assert region.box.height < 2 * LINE


def test_a_line_where_nothing_was_is_new() -> None:
    assert compare([], [text_line("Hello there", 3)]) == News(new=("Hello there",))


def test_a_line_that_only_moved_is_no_news() -> None:
    assert not compare([text_line("Hello there", 3)], [text_line("Hello there", 7)])


def test_a_line_that_is_read_a_little_differently_is_no_news() -> None:
    assert not compare([text_line("Total: l0 items", 3)], [text_line("Total: 10 items.", 3)])


def test_a_line_in_the_place_of_another_replaces_it() -> None:
    assert compare([text_line("Offline", 3)], [text_line("Online", 3)]) == News(replaced=(("Offline", "Online"),))


def test_a_line_that_is_no_more_is_gone() -> None:
    assert compare([text_line("Loading", 3)], []) == News(gone=("Loading",))


def test_a_line_that_comes_twice_is_new_the_second_time() -> None:
    assert compare([text_line("ok", 3)], [text_line("ok", 3), text_line("ok", 4)]) == News(new=("ok",))


def test_a_known_line_of_which_a_part_came_to_rest_late_is_no_news() -> None:
    book = Book()
    book.update([], [text_line("build finished after 3", 1)])
    assert not book.update([], [text_line("build finished after 3", 1, x=12)])
    assert book.texts == ("build finished after 3",)


def test_the_same_words_in_another_place_are_news() -> None:
    book = Book()
    book.update([], [text_line("ok", 1)])
    assert book.update([], [text_line("ok", 2)]) == News(new=("ok",))
