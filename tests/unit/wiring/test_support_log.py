"""Who was helping when the app was killed is told at the next start."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from mmassist.app import _tell_left_behind
from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.turn import Options
from mmassist.support.audit import Entry, Happened
from mmassist.support.roles import Role
from mmassist.wiring.support_log import support_log
from tests.fakes.parts import FakeParts


async def test_who_was_helping_is_told_once_and_heard_though_a_key_is_pressed_meanwhile(home: Path) -> None:
    fakes = FakeParts()
    engine = Engine(fakes.parts(), Listeners(lambda spoken: None, lambda turn: None), Options())
    support_log().note(Entry(Happened.ADMITTED, Role.HELPER.value, "Ada"))
    rooms: Any = SimpleNamespace(engine=engine)
    for _ in range(2):
        _tell_left_behind(rooms)
    await engine.aclose()
    said = [(one.text, one.lasting) for one in fakes.mouth.said]
    assert said == [("Ada was helping when mmassist ended. Nothing is shared any more.", True)]


async def test_who_was_helping_is_told_also_where_that_they_help_no_more_can_not_be_written_down(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fakes = FakeParts()
    engine = Engine(fakes.parts(), Listeners(lambda spoken: None, lambda turn: None), Options())
    support_log().note(Entry(Happened.ADMITTED, Role.HELPER.value, "Ada"))

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    rooms: Any = SimpleNamespace(engine=engine)
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        _tell_left_behind(rooms)
    await engine.aclose()
    told, why = [one.text for one in fakes.mouth.said]
    assert told == "Ada was helping when mmassist ended. Nothing is shared any more."
    assert "Check the disk" in why
