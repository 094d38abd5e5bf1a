"""What a training sees in place of the icons that were rendered."""

from __future__ import annotations

import numpy as np

from mmassist.training.icons.variations import seen_otherwise


def test_seen_otherwise_an_icon_stays_in_the_picture_and_what_it_is() -> None:
    arrow = np.full((40, 32, 32, 3), 240, np.uint8)
    arrow[:, 14:18, 8:24] = 20
    arrow[:, 10:22, 20:24] = 20
    changed = seen_otherwise(arrow, np.random.default_rng(1)).astype(np.int64)
    assert changed.shape == arrow.shape
    assert len({one.tobytes() for one in changed}) == len(changed)
    ink = np.abs(changed - changed[:, :1, :1]).sum(3) > 200
    share = ink.mean((1, 2)) / (arrow[0, :, :, 0] == 20).mean()
    assert ((share > 0.4) & (share < 2.0)).all()
    left, right = ink[:, :, :16].sum((1, 2)), ink[:, :, 16:].sum((1, 2))
    assert (right > left).mean() > 0.9


def test_each_is_seen_otherwise_in_the_same_way_for_the_same_chance() -> None:
    pictures = np.random.default_rng(2).integers(0, 256, (3, 32, 32, 3)).astype(np.uint8)
    assert (seen_otherwise(pictures, np.random.default_rng(1)) == seen_otherwise(pictures, np.random.default_rng(1))).all()
