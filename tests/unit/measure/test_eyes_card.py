"""The tower that is measured on a graphics card: what can be told of it without one."""

from __future__ import annotations

import numpy as np
import pytest

from mmassist.inference.runtime import CPU_ONLY, FixedSession
from mmassist.measure import eyes_card
from mmassist.measure.eyes_vit import Size, fp32, from_bytes, tower
from mmassist.measure.eyes_vit_fused import VIT_B, fused_tower, operations
from mmassist.measure.series import RoundFailed, Series

SMALL = Size(side=64, width=64, depth=2, heads=2, out=16)


def test_the_fused_tower_says_what_the_plain_one_says() -> None:
    pictures = np.random.default_rng(1).integers(0, 256, (3, 64, 64, 3), np.uint8)
    plain = FixedSession(tower(from_bytes, fp32, SMALL), wanted=CPU_ONLY).run(pictures)
    fused = FixedSession(fused_tower(SMALL, half=False), wanted=CPU_ONLY).run(pictures)
    assert np.abs(plain - fused).max() < 1e-4


def test_it_counts_the_operations_that_are_published() -> None:
    """17.6 thousand million pairs for a picture of 224 by 224 (arXiv 2010.11929 and the towers' model cards), without a class token."""
    assert operations(VIT_B, 1) == pytest.approx(2 * 17.5e9, rel=0.01)
    assert operations(VIT_B, 64) == 64 * operations(VIT_B, 1)


def test_without_a_card_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(eyes_card, "VIT_B", SMALL)
    monkeypatch.setattr(eyes_card, "_SIDE", 16)
    with pytest.raises(RoundFailed, match="no graphics card"):
        eyes_card.measure(Series(), 1)
