"""Which tests of several processes stay together: those of a file, and of the fault matrix those of a state, which share an app.

The plugin's own way to group tests, a mark, does not reach its scheduler under pytest 9.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xdist.scheduler import LoadScopeScheduling

if TYPE_CHECKING:
    import pytest

_MATRIX = "test_faults.py"


class Together(LoadScopeScheduling):
    """Of what waits, the largest group goes to the next process that is free."""

    def __init__(self, config: pytest.Config, log: object) -> None:
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)


def group(nodeid: str) -> str:
    """The name of the group: the file's, and the state's behind it."""
    path, _, name = nodeid.partition("::")
    return f"{path} {name.rstrip(']').rpartition('-')[2]}" if path.endswith(f"/{_MATRIX}") else path
