"""The app sends nothing of its own accord: watched in a network namespace from which every packet would be seen."""

from __future__ import annotations

import os

import pytest

from mmassist.measure import quiet

SECONDS = 10.0  # a runtime that reports home does so within the first quarter of a minute; a turn and twenty seconds follow


@pytest.mark.skipif(os.geteuid() != 0, reason="a network namespace needs root")
def test_the_idle_app_sends_no_packet() -> None:
    report = quiet.measure(SECONDS)
    assert report["control_packets"] > 0
    assert report["turns"] == 1
    assert report["first_packets"] == []
