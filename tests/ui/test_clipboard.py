"""What is copied is in the clipboard."""

from __future__ import annotations

import threading

from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from mmassist.ui.bridge import Bridge
from mmassist.ui.clipboard import ClipboardOwner


def test_a_text_from_the_engine_s_thread_is_there_and_said_to_be(qtbot: QtBot) -> None:
    bridge, told = Bridge(), list[bool]()
    owner = ClipboardOwner(bridge)
    thread = threading.Thread(target=bridge.emit_copied, args=("Ann Lee", told.append))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: told == [True])
    assert QGuiApplication.clipboard().text() == "Ann Lee"
    owner.deleteLater()
