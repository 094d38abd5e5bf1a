"""The wire formats that the contract of the remote backends runs over."""

from __future__ import annotations

import pytest

from tests.fakes.servers import WIRES
from tests.fakes.servers.base import Wire


@pytest.fixture(params=WIRES, ids=lambda wire: wire.kind)
def wire(request: pytest.FixtureRequest) -> Wire:
    chosen: Wire = request.param
    return chosen
