"""The wire formats that the contract of the remote backends runs over."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mmassist.values import Usage
from tests.contract.remote import USED
from tests.fakes.servers import WIRES
from tests.fakes.servers.base import Wire


@pytest.fixture(params=WIRES, ids=lambda wire: wire.kind)
def wire(request: pytest.FixtureRequest) -> Wire:
    chosen: Wire = request.param
    return chosen


@pytest.fixture
def used(wire: Wire) -> Usage:
    """What the counts of an answer come out as: Ollama does not tell what it had cached, nor Gemini what it put there."""
    untold = {"ollama": ("cached", "written"), "gemini": ("written",)}.get(wire.kind, ())
    return replace(USED, **dict.fromkeys(untold))
