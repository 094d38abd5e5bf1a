"""Which tests of several processes stay together: those of a file, and of the fault matrix those of a state, which share an app.

The plugin's own way to group tests, a mark, does not reach its scheduler under pytest 9.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from xdist.scheduler import LoadScopeScheduling

if TYPE_CHECKING:
    import pytest

_MATRIX = "test_faults.py"
_SECONDS = 7
"""Of an ordinary test."""
_LONGER = {
    "test_screen_reader.py": 260,
    "test_screen_reader_windows.py": 100,
    "test_watch.py": 150,
    "test_support.py": 120,
    "test_support_ends.py": 90,
    "test_support_rights.py": 80,
}
"""Seconds of groups whose few tests take long: begun last, they would keep one desktop busy and the others waiting."""


class Together(LoadScopeScheduling):
    """Of what waits, the group that comes first goes to the next process that is free: that is `longest_first`'s affair."""

    def __init__(self, config: pytest.Config, log: object) -> None:
        config.option.loadscopereorder = False  # by number of tests
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)


def group(nodeid: str) -> str:
    """The name of the group: the file's, and the state's behind it."""
    path, _, name = nodeid.partition("::")
    return f"{path} {name.rstrip(']').rpartition('-')[2]}" if path.endswith(f"/{_MATRIX}") else path


def longest_first(nodeids: Sequence[str]) -> list[int]:
    """The order of tests, by their places, in which the groups that take longest come first; within a group it stays."""
    names = [group(nodeid) for nodeid in nodeids]
    counts = Counter(names)

    def seconds(name: str) -> int:
        return _LONGER.get(PurePosixPath(name.partition(" ")[0]).name, counts[name] * _SECONDS)

    return sorted(range(len(names)), key=lambda at: (-seconds(names[at]), names[at]))
