"""What has changed in a real window, asked of the app that described it."""

from __future__ import annotations

import time
from pathlib import Path
from types import ModuleType

import pytest

from mmassist.desktop import command_wire
from mmassist.desktop.command_client import hand_over
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.running import RunningApp


@pytest.mark.timeout(240)
def test_what_was_typed_since_a_window_was_described_is_told(
    home: Path, programs: ModuleType, keyboard: Keyboard, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command_wire, "PATIENCE", 30.0)  # what is told counts, also on a busy machine

    def told(*arguments: str) -> str:
        capfd.readouterr()
        assert hand_over(["describe", "--no-speak", *arguments]) == 0
        return capfd.readouterr().out

    with programs.galculator(), RunningApp(home) as app:
        app.wait_for(lambda event: event.kind == "spoken", timeout=30)
        assert "I can't know what has changed" in told("--ask", "what changed?")
        told()
        assert "I see no change since this was described" in told("--ask", "what changed?")
        for key in "42":
            keyboard.press(key)
        after = told("--ask", "what changed?")
        assert "42" in after
        assert "I see no change" not in after
        time.sleep(1.0)  # its buttons come up again
        told()
        assert "I see no change since this was described" in told("--ask", "what has changed since then?")
