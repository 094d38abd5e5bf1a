"""The parts of `bench eyes` that tell whether its figures mean something; the times are its own affair."""

from __future__ import annotations

import itertools
from random import Random

import numpy as np
import pytest

from mmassist.measure import eyes, eyes_change, eyes_encode, eyes_session
from mmassist.measure.eyes_change import missed, once
from mmassist.measure.eyes_desk import Desk
from mmassist.measure.eyes_encode import ours, pillow
from mmassist.measure.eyes_session import _there, frames
from mmassist.measure.eyes_timed import in_turns, timed
from mmassist.measure.screens import FULL, document, rewritten
from mmassist.measure.series import Series
from mmassist.perception import change
from mmassist.perception.change import changed_tiles, dirty_boxes
from mmassist.values import Box, Pixels, TextLine


def test_every_round_begins_with_another() -> None:
    order: list[str] = []
    calls = {name: lambda name=name: order.append(name) for name in "abc"}
    for number in range(3):
        in_turns(number, calls)
    assert "".join(order) == "abcbcacab"


def test_what_was_timed_gives_what_it_gives() -> None:
    spent, given = timed(lambda: 7)
    assert given == 7
    assert spent.clock >= 0


def test_the_opponent_compares_all_of_the_memory() -> None:
    before = np.zeros((50, 60, 4), np.uint8)
    after = before.copy()
    assert once(before, after)
    after[-1, -1, -1] = 1
    assert not once(before, after)


def test_no_change_of_a_single_value_is_missed_and_a_blind_map_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(1)
    before: Pixels = chance.integers(0, 256, (130, 210, 4), np.uint8)
    assert missed(before, before.copy(), chance, 300) == 0

    def blind(before: Pixels, after: Pixels) -> change.Mask:
        return changed_tiles(before[:, :-4], after[:, :-4])

    monkeypatch.setattr(eyes_change, "changed_tiles", blind)
    assert missed(before, before.copy(), chance, 300) > 0


def test_both_ways_to_the_tower_show_it_the_same_picture() -> None:
    pixels = document(3, FULL).pixels
    levels = (pillow(pixels)[0].transpose(1, 2, 0) + 1) * 127.5
    assert np.abs(ours(pixels)[0] - levels).mean() < 12


def test_each_part_of_the_bench_has_its_figures() -> None:
    keys = [asked.key for part in eyes.parts(1) for asked in part.asked]
    assert len(keys) == len(set(keys))
    assert {"share same", "share whole", "missed", "share frame", "share int8", "share line", "share session", "lost"} <= set(keys)


def test_a_line_is_written_in_the_place_of_another_and_nowhere_else() -> None:
    screen = document(3, FULL)
    box = screen.lines[3].box
    changed = rewritten(screen.pixels, box, "Something else")
    height, width = changed.shape[:2]
    dirty = dirty_boxes(changed_tiles(screen.pixels, changed), width, height)
    assert dirty
    assert np.array_equal(np.delete(changed, range(box.y, box.bottom), 0), np.delete(screen.pixels, range(box.y, box.bottom), 0))


def test_the_session_is_the_same_each_time_and_goes_on_changing() -> None:
    once_more = zip(itertools.islice(frames(1), 3), itertools.islice(frames(1), 3), strict=True)
    assert all(np.array_equal(one, other) for one, other in once_more)
    desk = Desk(Random(2))
    shown = []
    for second in (0, 1, 22, 27, 31, 41, 43, 52):
        desk.act(second)
        shown.append(desk.shown(0))
    assert all(not np.array_equal(one, other) for one, other in itertools.pairwise(shown))


def test_while_nothing_happens_only_the_caret_moves() -> None:
    desk = Desk(Random(2))
    assert np.array_equal(desk.shown(0), desk.shown(2))
    assert changed_tiles(desk.shown(0), desk.shown(1)).sum() <= 4


@pytest.mark.parametrize(
    ("text", "place", "verdict"),
    [
        ("The ferry leaves at 7", 100, "same"),
        ("The fery leaves at 7", 100, "alike"),
        ("The bus leaves at nine", 100, "lost"),
        ("The ferry leaves at 7", 300, "lost"),
    ],
)
def test_a_line_is_there_where_nearly_the_same_stands_in_its_place(text: str, place: int, verdict: str) -> None:
    line = TextLine("The ferry leaves at 7", Box(10, 100, 200, 16), 0.9)
    assert _there(line, [TextLine(text, Box(12, place, 190, 15), 0.9)]) == verdict


def test_the_map_has_its_figures_in_few_rounds() -> None:
    series = Series()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(eyes_change, "TRIALS", 50)
        patch.setattr(eyes_change, "_SIDES", (135, 240))
        eyes_change.measure(series, 1)
    assert series.values["missed"] == [0]
    assert {asked.key for asked in eyes_change.ASKED} <= set(series.values)


def test_the_bench_names_who_it_is_measured_against() -> None:
    asked = [*eyes_change.ASKED, *eyes_encode.ASKED, *eyes_session.ASKED]
    assert all(one.opponents or one.target is not None or one.key == "otherwise session" for one in asked)
