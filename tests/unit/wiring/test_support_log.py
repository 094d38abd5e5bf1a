"""Who was helping when the app was killed is told at the next start."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

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
