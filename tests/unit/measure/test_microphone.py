from __future__ import annotations

import numpy as np
import pytest

from mmassist.measure import microphone
from mmassist.measure.microphone import _Arrival, _matched
from mmassist.measure.series import RoundFailed, Series
from mmassist.values import AudioBlock

BLOCK = 512


def arrival(begin: float, late: float, click: int | None = None, error: float = 0.0) -> _Arrival:
    samples = np.zeros(BLOCK, np.float32)
    if click is not None:
        samples[click : click + 64] = 0.25
    return _Arrival(AudioBlock(samples, begin + error), begin + BLOCK / 16_000 + late)


def test_a_click_is_timed_from_its_sound_and_from_the_end_of_its_block() -> None:
    series = Series()
    _matched(series, [10.016], [arrival(9.968, 0.02), arrival(10.0, 0.025, 256, error=0.003)])
    assert series.values["transport"] == pytest.approx([25])
    assert series.values["sound"] == pytest.approx([41])
    assert series.values["clock"] == pytest.approx([3])


def test_a_click_that_nobody_heard_fails_the_round() -> None:
    with pytest.raises(RoundFailed):
        _matched(Series(), [10.0, 11.0], [arrival(10.0, 0.02, 0)])


def test_the_table_names_each_figure() -> None:
    report = {
        "machine": {"cores": 2, "load_before": 0.1, "load_after": 0.2},
        "seconds": 60,
        "figures": [Series().figure(asked, "not run").as_json() for asked in microphone._ASKED],
    }
    assert all(asked.name in microphone.table(report) for asked in microphone._ASKED)
