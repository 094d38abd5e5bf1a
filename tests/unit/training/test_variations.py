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


def test_some_are_seen_in_other_colours() -> None:
    flag = np.full((200, 32, 32, 3), 255, np.uint8)
    flag[:, 8:24, 4:16, 2] = flag[:, 8:24, 16:28, 0] = 5
    seen = seen_otherwise(flag, np.random.default_rng(3)).astype(np.float64)
    strengths = np.abs(seen - seen[:, [0, -1]].mean((1, 2))[:, None, None]).sum(3)
    yellow, cyan = strengths[:, 10:22, 8:13].mean((1, 2)), strengths[:, 10:22, 19:24].mean((1, 2))
    # as bright as before by a channel more or less, its distance from the ground differs by less than this
    assert 0.05 < (np.abs(np.log(yellow / cyan)) > 0.35).mean() < 0.3
