"""The interfaces of NVDA and JAWS for other programs, as their documentation tells them, without either."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from html import unescape
from typing import Any

_SECONDS_A_LETTER = 0.002
_ERROR_CANCELLED, _RPC_S_SERVER_UNAVAILABLE = 1223, 1722


class FakeNvdaClient:
    """nvdaControllerClient.dll. `modern`: of 2024.1 or later."""

    def __init__(self, *, modern: bool = True) -> None:
        self.running = True
        self.said: list[str] = []
        self.stops = 0
        self.cut_at = -1
        """Before its so-manieth word a key of the user's cuts it short."""
        self._stopped = threading.Event()
        self._on_mark: Callable[[str], int] = lambda name: 0
        if modern:
            self.nvdaController_speakSsml = self._speak_ssml
            self.nvdaController_setOnSsmlMarkReachedCallback = self._set_callback

    def nvdaController_testIfRunning(self) -> int:  # noqa: N802 - the client's names
        return 0 if self.running else _RPC_S_SERVER_UNAVAILABLE

    def nvdaController_speakText(self, text: str) -> int:  # noqa: N802
        self.said += text.split()
        return self.nvdaController_testIfRunning()

    def nvdaController_cancelSpeech(self) -> int:  # noqa: N802
        self.stops += 1
        self._stopped.set()
        return 0

    def _set_callback(self, callback: Callable[[str], int]) -> int:
        self._on_mark = callback
        return 0

    def _speak_ssml(self, ssml: str, level: int, priority: int, asynchronous: bool) -> int:
        if not self.running:
            return _RPC_S_SERVER_UNAVAILABLE
        assert not asynchronous
        self._stopped.clear()
        for mark, word in re.findall(r'<mark name="(\d+)"/>([^<]*)', ssml):
            if self._stopped.is_set():
                return _ERROR_CANCELLED
            if len(self.said) == self.cut_at:
                self.cut_at = -1
                return _ERROR_CANCELLED
            self._on_mark(mark)
            time.sleep(len(word) * _SECONDS_A_LETTER)
            self.said.append(unescape(word).strip())
        return 0


class FakeJaws:
    """The COM object "FreedomSci.JawsApi"; its thread must be the one that made it."""

    def __init__(self) -> None:
        self.running = True
        self.said: list[str] = []
        self.stops = 0

    def make(self) -> Any:
        return self

    def find_window(self, kind: str, title: None) -> int:
        return 7 if self.running and kind == "JFWUI2" else 0

    def SayString(self, text: str, flush: bool) -> bool:  # noqa: N802
        if self.running:
            self.said += text.split()
        return self.running

    def StopSpeech(self) -> None:  # noqa: N802
        self.stops += 1
