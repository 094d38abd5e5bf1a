from __future__ import annotations

import numpy as np

from mmassist.perception.watching.canvas import Canvas, Change
from mmassist.values import Box, Pixels
from tests.unit.perception.watching.drawing import LINE, ground, page, with_line

LOOK = 0.15


class Watching:
    """A canvas that is looked at regularly."""

    def __init__(self, pixels: Pixels) -> None:
        self.canvas = Canvas(pixels, 0.0)
        self.at = 0.0
        self.busy = False

    def see(self, pixels: Pixels, hidden: tuple[Box, ...] = ()) -> list[Change]:
        self.at += LOOK
        self.busy = self.canvas.see(pixels, self.at, hidden).busy
        return self.canvas.rested(self.at)


def test_a_change_is_told_once_and_only_when_it_rests() -> None:
    watching, after = Watching(ground()), with_line(ground(), 3, 1)
    assert watching.see(after) == []
    (change,) = watching.see(after)
    assert change.box.intersection(Box(10, 64, 200, 12)) == change.box
    assert watching.see(after) == []


def test_what_was_there_before_is_told_with_a_change() -> None:
    watching = Watching(with_line(ground(), 3, 1))
    watching.see(with_line(ground(), 3, 2))
    (change,) = watching.see(with_line(ground(), 3, 2))
    assert np.array_equal(change.before, with_line(ground(), 3, 1))


def test_what_came_and_went_is_not_told() -> None:
    watching = Watching(ground())
    watching.see(with_line(ground(), 3, 1))
    assert watching.see(ground()) == []
    assert watching.see(ground()) == []


def test_a_film_is_never_told_and_text_beside_it_is() -> None:
    chance = np.random.default_rng(1)
    watching = Watching(ground())

    def filmed(pixels: Pixels) -> Pixels:
        shown = pixels.copy()
        shown[200:280, 200:360] = chance.integers(0, 255, (80, 160, 4))
        return shown

    told = [change for _ in range(20) for change in watching.see(filmed(ground()))]
    assert told == []
    told = [change for _ in range(3) for change in watching.see(filmed(with_line(ground(), 1, 1)))]
    assert [change.box.y // 20 for change in told] == [1]


def test_a_film_that_ends_is_looked_at() -> None:
    chance = np.random.default_rng(1)
    watching = Watching(ground())
    for _ in range(20):
        shown = ground()
        shown[200:280, 200:360] = chance.integers(0, 255, (80, 160, 4))
        watching.see(shown)
    assert any(watching.see(with_line(ground(), 11, 1)) for _ in range(30))


def test_a_thin_caret_is_not_told() -> None:
    watching, caret = Watching(ground()), ground()
    caret[60:76, 50:52, :3] = 0
    assert [change for turn in range(20) for change in watching.see(caret if turn // 4 % 2 else ground())] == []


def test_a_block_caret_is_not_told() -> None:
    watching, caret = Watching(ground()), ground()
    caret[60:76, 50:58, :3] = 0
    assert [change for turn in range(20) for change in watching.see(caret if turn // 4 % 2 else ground())] == []


def test_what_blinks_is_told_no_more_once_it_is_known() -> None:
    watching, lit = Watching(ground()), with_line(ground(), 3, 1)
    for turn in range(24):
        watching.see(lit if turn // 4 % 2 else ground())
    assert [change for turn in range(24) for change in watching.see(lit if turn // 4 % 2 else ground())] == []
    assert not watching.busy


def test_a_clock_is_told_no_more_once_it_is_known() -> None:
    watching = Watching(ground())
    watching.at = 0.0
    told = []
    for number in range(60):
        shown = with_line(ground(), 3, 1 + int((number + 1) * LOOK / 1.0001), width=60)
        told.append(len(watching.see(shown)))
    assert sum(told[:30]) > 0
    assert sum(told[40:]) == 0


def test_lines_that_come_once_a_second_are_no_clock() -> None:
    watching, shown, told = Watching(ground()), ground(), 0
    for number in range(70):
        if number % 7 == 0:
            shown = with_line(shown, number // 7, number, width=60)
        told += len(watching.see(shown))
    assert told == 10


def test_what_covers_a_window_is_not_told() -> None:
    watching, over = Watching(ground()), Box(0, 0, 300, 200)
    covered = ground()
    covered[0:200, 0:300] = 90
    assert [change for _ in range(4) for change in watching.see(covered, (over,))] == []


def test_what_changed_behind_a_cover_is_told_afterwards() -> None:
    watching, over = Watching(ground()), Box(0, 0, 300, 200)
    for _ in range(4):
        watching.see(ground(), (over,))
    assert [change for _ in range(3) for change in watching.see(with_line(ground(), 3, 1))]


def test_a_word_that_is_gone_for_a_second_twice_within_three_does_not_blink() -> None:
    watching, word = Watching(with_line(ground(), 3, 1)), with_line(ground(), 3, 1)
    told = 0
    for shown, seconds in ((ground(), 1.3), (word, 1.7), (ground(), 1.3), (word, 1.7)):
        told += sum(len(watching.see(shown)) for _ in range(round(seconds / LOOK)))
    assert told == 4


def rows(changes: list[Change]) -> list[int]:
    return [row for change in changes for row in range(change.box.y // LINE, -(-change.box.bottom // LINE))]


def test_of_a_scrolled_page_only_what_came_in_is_told() -> None:
    watching, after = Watching(page(list(range(1, 13)))), page(list(range(2, 14)))
    told = watching.see(after) + watching.see(after)
    assert rows(told) == [11]
    assert not (told[0].before[11 * LINE : 12 * LINE, :, :3] < 255).any()


def test_the_scrolling_itself_is_told_at_once() -> None:
    canvas = Canvas(page(list(range(1, 13))), 0.0)
    (scroll,) = canvas.see(page(list(range(3, 15))), LOOK).scrolls
    assert scroll.shift == 2 * LINE


def test_the_same_line_once_more_is_told() -> None:
    watching, after = Watching(page([*range(1, 12), 50])), page([*range(2, 12), 50, 50])
    assert rows(watching.see(after) + watching.see(after)) == [11]


def test_a_line_that_is_scrolled_before_it_has_come_to_rest_is_told_in_its_new_place() -> None:
    watching = Watching(page(list(range(1, 12))))
    watching.see(page(list(range(1, 13))))
    after = page([*range(2, 13), 40])
    assert rows(watching.see(after) + watching.see(after)) == [10, 11]


def test_a_page_that_is_scrolled_line_by_line_is_never_taken_for_a_film_or_for_what_blinks() -> None:
    """Lines that begin alike, as a terminal's do: where they begin, the same two pictures come back all the time."""

    def shown(first: int) -> Pixels:
        pixels = page(list(range(first, first + 12)))
        for row in range(12):
            pixels = with_line(pixels, row, 900 + (first + row) % 2, 90)
        return pixels

    watching, told = Watching(shown(0)), []
    for first in (*range(1, 15), *[14] * 12):
        told += [first + row for row in rows(watching.see(shown(first)))]
    assert sorted(set(told)) == list(range(12, 26))


def test_beside_a_film_a_page_may_be_scrolled() -> None:
    chance = np.random.default_rng(1)

    def filmed(numbers: list[int]) -> Pixels:
        shown = page(numbers)
        shown[0:80, 280:400] = chance.integers(0, 255, (80, 120, 4))
        return shown

    watching = Watching(filmed(list(range(1, 13))))
    for _ in range(20):
        watching.see(filmed(list(range(1, 13))))
    told = [change for _ in range(3) for change in watching.see(filmed(list(range(2, 14))))]
    assert rows(told) == [11]
