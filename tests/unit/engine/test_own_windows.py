"""The app's own windows, asked for by a command."""

from __future__ import annotations

import asyncio
import time

from mmassist.dialogue.commands import Certainty, Match, names
from mmassist.engine.doing import Doing, Manner
from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.own_windows import OwnWindow
from mmassist.engine.turn import Options
from tests.fakes.commanded import NoWishes, no_states
from tests.fakes.parts import FakeParts


async def test_the_settings_come_and_nothing_is_said() -> None:
    fakes, shown = FakeParts(), list[OwnWindow]()
    engine = Engine(fakes.parts(), Listeners(lambda spoken: None, lambda turn: None, window=shown.append), Options())
    doing = Doing(engine, fakes.parts(), Manner(), NoWishes(), no_states())
    assert "settings" in names()
    assert doing.do(Match("settings", "settings", Certainty.SURE, ""), time.monotonic())
    await asyncio.sleep(0)
    assert shown == [OwnWindow.SETTINGS]
    assert fakes.mouth.said == []
    await doing.aclose()
    await engine.aclose()
