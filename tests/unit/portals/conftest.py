"""A session bus for the tests of portals."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fakes.session_bus import session_bus


@pytest.fixture(autouse=True)
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Its address."""
    with session_bus(monkeypatch) as address:
        yield address
