"""What a helper gets of a real window with more controls than are read of one otherwise, and a field that shows its password among them."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import numpy as np
import pytest

from mmassist.capture.screen import ScreenGrabber
from mmassist.desktop.outline import Options, OutlineReader
from mmassist.desktop.windows import WindowTracker
from mmassist.engine.screen import Screen
from mmassist.engine.support.sharing import Sharing, Shown
from mmassist.evaluation.show import SYSTEM_PYTHON
from mmassist.privacy import masking
from mmassist.support.sender import Patch
from mmassist.values import Role
from tests.fakes.parts import FakeParts
from tests.fakes.sending import FakeSender
from tests.integration.programs.running import HERE, front, program

pytestmark = pytest.mark.desktop

PUBLIC, SECRET = (0x10, 0xC0, 0x20), (0xE9, 0x16, 0x0B)


class Watcher(FakeSender):
    """A helper who counts the pictures in which the password's colour shows, and those in which shows what may be seen."""

    def __init__(self) -> None:
        super().__init__()
        self.leaks = self.clear = 0

    async def draw(self, width: int, height: int, patches: tuple[Patch, ...]) -> None:
        await super().draw(width, height, patches)
        assert self.picture is not None
        self.leaks += bool(np.all(self.picture[..., :3] == SECRET, axis=2).any())
        self.clear += bool(np.all(self.picture[..., :3] == PUBLIC, axis=2).any())


@pytest.mark.parametrize(("labels", "stands", "cap"), [(300, "last", 50), (1100, "first", 2000)], ids=["beyond the cap", "in a crowd"])
async def test_a_password_that_is_shown_is_hidden_behind_however_many_controls(labels: int, stands: str, cap: int) -> None:
    tracker, reader, grabber = WindowTracker(), OutlineReader(Options(cap=cap)), ScreenGrabber()
    tracker.start()
    await reader.start()
    fakes, watcher, told = FakeParts(), Watcher(), list[Shown]()
    screen = Screen(grabber)
    try:
        with program((SYSTEM_PYTHON, str(HERE / "gtk_vault.py"), str(labels), stands)) as process:
            window = await asyncio.to_thread(front, tracker, process, "Vault")
            outline = await reader.read(window, deadline=5.0)
            parts = replace(fakes.parts(), windows=tracker, outlines=reader, grabber=grabber)
            sharing = Sharing(parts, screen, masking.Options(), lambda: True, told.append)
            running = asyncio.create_task(sharing.run(window, watcher))
            async with asyncio.timeout(60):
                while watcher.clear < 5:  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
            running.cancel()
            await asyncio.wait([running])
    finally:
        screen.close()
        await reader.aclose()
        tracker.close()

    assert outline is not None
    assert not any(node.role is Role.PASSWORD for node in outline.nodes)  # it takes more than a usual reading to know of it
    assert watcher.leaks == 0
    assert "password 1" in told[-1].hidden
