"""One tiny model for all tests of the loop."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes import vision_model


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return vision_model.made(tmp_path_factory)
