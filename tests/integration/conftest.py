"""Integration tests: real programs, real keys and real sound, in `packaging/virtual-desktop.sh`.

Several processes (pytest-xdist, `--dist loadgroup`) bring up a desktop each, with a display, buses and a sound server of its own.
"""

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
from tests.integration.faults import own_desktop

_HERE = Path(__file__).parent
_PUNCTUAL = ("test_bench", "test_harness", "test_microphone_faults", "test_quiet", "test_speech_sound", "test_speech_sound_loss")
"""Files whose tests hold sound to the clock: they want a machine that does little else."""
_ABSENT = "needs the virtual desktop: packaging/virtual-desktop.sh .venv/bin/python -m pytest ..., or make test"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "punctual: holds sound to the clock; run before the others, a few at a time")


def _is_one_of_several(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    from tests.integration.scheduling import Together

    return Together(config, log) if config.getoption("dist") == "loadgroup" else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """All tests of this folder are `desktop` tests. Outside a desktop they are skipped, unless one was promised."""
    outside = "MMASSIST_DESKTOP" not in os.environ and not _is_one_of_several(config)
    for item in items:
        if _HERE in item.path.parents:
            item.add_marker(pytest.mark.desktop)
            if item.path.stem in _PUNCTUAL:
                item.add_marker(pytest.mark.punctual)
            if outside and not os.environ.get("MMASSIST_REQUIRE_DESKTOP"):
                item.add_marker(pytest.mark.skip(reason=_ABSENT))
    if _is_one_of_several(config):
        from tests.integration.scheduling import longest_first

        items[:] = [items[at] for at in longest_first([item.nodeid for item in items])]


@pytest.fixture(scope="session", autouse=True)
def worker_desktop(request: pytest.FixtureRequest) -> Iterator[None]:
    """One of several processes is in a desktop of its own from its first test here on."""
    if not _is_one_of_several(request.config):
        yield
        return
    with own_desktop.opened():
        os.environ["QT_QPA_PLATFORM"] = "xcb"
        yield


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
