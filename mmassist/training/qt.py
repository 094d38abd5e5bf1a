"""Qt for drawing, without a display."""

from __future__ import annotations

import os
import sys
from functools import cache

from PySide6.QtWidgets import QApplication


@cache
def need_qt() -> QApplication:
    """The process's application, made where there is none; it draws on nothing unless QT_QPA_PLATFORM says otherwise.

    Kept until the process ends: nobody has to hold it.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    found = QApplication.instance()
    return found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
