"""The fault matrix shares one desktop and, as far as the faults let it, one app: its tests leave things running for the next one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes import whisper_model
from tests.integration.faults import own_desktop
from tests.integration.faults.house import House
from tests.integration.faults.services import Services
from tests.integration.faults.table import Table


@pytest.fixture(scope="session")
def table() -> Table:
    """Filled by the tests, and written where the environment names a file for it (MMASSIST_FAULTS), to which several processes add."""
    path = os.environ.get("MMASSIST_FAULTS")
    return Table(Path(path) if path else None)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    home = tmp_path_factory.mktemp("house")
    with own_desktop.opened() as desktop:
        desktop.be_in_a_room(still=False)
        os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
        services = Services()
        services.start()
        made = House(desktop, home, services, whisper_model.made(tmp_path_factory))
        try:
            made.open_window()
            yield made
        finally:
            made.close()
            services.close()


@pytest.fixture(autouse=True)
def nothing_left_behind() -> None:
    """Here the house is what is left, until it is closed with its desktop, which ends all that lives in it."""


@pytest.fixture(scope="session", autouse=True)
def worker_desktop() -> None:
    """The house has a desktop of its own."""


@pytest.fixture(autouse=True)
def desktop() -> None:
    """As above."""
