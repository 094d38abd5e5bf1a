"""The tiny model, for the tests that read it in this process."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.whisper_model import made


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory)
