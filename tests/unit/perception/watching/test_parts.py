"""Parts of pictures."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mmassist.perception.change import dirty_boxes
from mmassist.perception.watching.parts import groups
from mmassist.values import Box

TILES = st.lists(st.lists(st.booleans(), min_size=9, max_size=9), min_size=1, max_size=7).map(lambda rows: np.array(rows, np.bool_))


@settings(deadline=None)
@given(TILES)
def test_groups_are_those_of_the_change_map(tiles: np.ndarray) -> None:
    width, height = tiles.shape[1] * 40 - 13, len(tiles) * 40 - 7
    found, expected = groups(tiles, width, height), dirty_boxes(tiles, width, height)
    assert sorted(map(Box.as_list, found)) == sorted(map(Box.as_list, expected))
