"""Integration tests: real programs, real keys and real sound, in `packaging/virtual-desktop.sh`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from mmassist.measure import programs as real_programs
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.running import RunningApp
from mmassist.measure.sink import Sink

_HERE = Path(__file__).parent
_ABSENT = "needs the virtual desktop: packaging/virtual-desktop.sh .venv/bin/python -m pytest ..., or make test"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder are `desktop` tests. Outside a desktop they are skipped, unless one was promised."""
    outside = "MMASSIST_DESKTOP" not in os.environ
    for item in items:
        if _HERE in item.path.parents:
            item.add_marker(pytest.mark.desktop)
            if outside and not os.environ.get("MMASSIST_REQUIRE_DESKTOP"):
                item.add_marker(pytest.mark.skip(reason=_ABSENT))


@pytest.fixture(autouse=True)
def desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    """A promised desktop that is not there is a failure, not a reason to skip. Qt draws on it, here and in what a test starts."""
    if "MMASSIST_DESKTOP" not in os.environ:
        pytest.fail(_ABSENT)
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A recording of what the speaker plays."""
    with Sink() as recording:
        yield recording


@pytest.fixture
def keyboard() -> Iterator[Keyboard]:
    with Keyboard() as keys:
        yield keys


@pytest.fixture
def programs() -> ModuleType:
    """`mmassist.measure.programs`: real programs as context managers."""
    return real_programs


@pytest.fixture
def app(home: Path) -> Iterator[RunningApp]:
    """The running app, ready for its keys, in this test's home. Start programs first only if the test is about a cold start."""
    with RunningApp(home) as running:
        yield running
