"""A window that may not be seen, or can't be, is told by its tree."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mmassist.engine.engine import Engine
from mmassist.engine.record import Request
from mmassist.errors import CaptureError, DeviceLost, DeviceMissing, PermissionDenied
from mmassist.values import Channel, Target, TargetKind
from tests.fakes.parts import WINDOW, FakeOutlines, FakeParts
from tests.unit.engine.test_turn import DIALOG, QUESTION, SAVE_PROMPT, engine, fakes

__all__ = ["engine", "fakes"]

DENIED = PermissionDenied("denied", "The desktop did not let mmassist see the screen.", "Start mmassist again.")


@pytest.fixture
def dialog(fakes: FakeParts) -> FakeParts:
    fakes.windows.window = DIALOG
    fakes.outlines = FakeOutlines(SAVE_PROMPT)
    return fakes


@pytest.mark.parametrize("error", [DENIED, DeviceMissing("no portal"), DeviceLost("it ended")])
async def test_why_there_is_no_picture_is_said_and_the_tree_is_told(
    error: CaptureError, dialog: FakeParts, engine: Callable[[], Engine]
) -> None:
    dialog.grabber.error = error
    turn = await engine().describe(Request(0))
    assert turn.fault is None
    assert dialog.mouth.texts(Channel.SYSTEM) == [f"{error.spoken} {error.remedy}"]
    assert QUESTION in " ".join(dialog.mouth.texts(Channel.GIST))


async def test_without_a_tree_the_title_is_told(fakes: FakeParts, engine: Callable[[], Engine]) -> None:
    fakes.grabber.error = DENIED
    turn = await engine().describe(Request(0))
    assert turn.fault is None
    assert WINDOW.title in " ".join(fakes.mouth.texts(Channel.GIST))
    assert DENIED.spoken in " ".join(fakes.mouth.texts(Channel.SYSTEM))


async def test_a_screen_that_may_not_be_seen_has_no_tree_to_tell(dialog: FakeParts, engine: Callable[[], Engine]) -> None:
    dialog.grabber.error = DENIED
    turn = await engine().describe(Request(0, Target(TargetKind.SCREEN)))
    assert turn.fault is not None and turn.fault.spoken == DENIED.spoken


async def test_a_display_that_broke_is_still_a_fault(dialog: FakeParts, engine: Callable[[], Engine]) -> None:
    dialog.grabber.error = CaptureError("the display is gone")
    turn = await engine().describe(Request(0))
    assert turn.fault is not None
