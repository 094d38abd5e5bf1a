"""Watching real programs: all that was asked for is announced, and nothing else. How soon, and at what load, is the bench's affair."""

from __future__ import annotations

import pytest

from mmassist.measure import watching

SEED = 11


@pytest.mark.timeout(240)
def test_a_minute_of_a_busy_desktop_is_told_as_it_was_asked_for() -> None:
    report = watching.run(1, SEED, lambda line: None)
    assert report["events"] == watching.EVENTS_A_MINUTE
    assert report["decoys"] >= 10
    assert report["missed"] == []
    assert report["unasked"] == []
