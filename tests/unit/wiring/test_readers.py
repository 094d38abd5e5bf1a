"""Whether a screen reader runs is found out where one could be spoken through, and nowhere else."""

from __future__ import annotations

import pytest

from mmassist.values import Fault
from mmassist.wiring import readers
from mmassist.wiring.readers import ScreenReader


class Reader:
    def __init__(self, runs: bool, fault: Fault | None) -> None:
        self._runs = runs
        self._fault = fault

    def __call__(self) -> Reader:
        return self

    def check(self) -> Fault | None:
        return self._fault

    async def is_here(self) -> bool:
        return self._runs


MISSING = Fault("none", "There is none.", "Install one.")


@pytest.mark.parametrize(("runs", "fault", "found"), [(True, None, True), (False, None, False), (True, MISSING, False)])
def test_one_that_runs_is_found(runs: bool, fault: Fault | None, found: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "SCREEN_READER", Reader(runs, fault))
    assert ScreenReader().runs() is found
