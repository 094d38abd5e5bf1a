"""What tests of windows share: the application's words, English with its plurals."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from mmassist.ui.languages import Interpreter


@pytest.fixture(autouse=True, scope="session")
def english(qapp: QApplication) -> Iterator[None]:
    """As `Shell` does it."""
    interpreter = Interpreter(qapp)
    assert interpreter.speak("en") is None
    yield
