"""The marker of the tests that need the servers of make peers."""

from __future__ import annotations

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "peers: needs the servers that make peers builds")
