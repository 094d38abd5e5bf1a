"""Which of Windows' windows count, over a fake of user32."""

from __future__ import annotations

import pytest

from mmassist.desktop.win.dll import load
from mmassist.desktop.win.user import User
from mmassist.errors import DesktopError
from mmassist.values import Box
from tests.fakes.desks.windows import FRAME, FakeWindow, FakeWindows

BOX = Box(100, 50, 400, 300)


def shown(window: FakeWindow) -> tuple[list[str], list[str]]:
    """Titles of the windows that are listed, and of what pops up."""
    desk = FakeWindows()
    desk.add(window)
    user = User(desk.libraries)
    return ([desk.windows[one].title for one in user.listed()], [desk.windows[one].title for one in user.popups()])


@pytest.mark.parametrize(
    "window",
    [
        FakeWindow("Notes", BOX),
        FakeWindow("Dialog", BOX, kind="#32770", owner=1),
        FakeWindow("Player", BOX, extended=0x40000 | 0x80),
    ],
)
def test_a_window_of_a_program_is_listed(window: FakeWindow) -> None:
    assert shown(window) == ([window.title], [])


@pytest.mark.parametrize(
    "window",
    [
        FakeWindow("minimised", BOX, minimised=True),
        FakeWindow("on another desktop", BOX, cloaked=True),
        FakeWindow("the ground", BOX, kind="Progman"),
        FakeWindow("a palette", BOX, extended=0x80),
    ],
)
def test_what_no_user_would_call_open_is_not_told(window: FakeWindow) -> None:
    assert shown(window) == ([], [])


@pytest.mark.parametrize(
    "window",
    [
        FakeWindow("menu", BOX, kind="#32768", extended=0x80),
        FakeWindow("tip", BOX, kind="tooltips_class32", extended=0x80),
        FakeWindow("news", BOX, style=-0x80000000, extended=0x80 | 0x8),
    ],
)
def test_what_pops_up_is_told_apart(window: FakeWindow) -> None:
    assert shown(window) == ([], [window.title])


def test_a_window_is_described_with_its_frame_and_its_program() -> None:
    desk = FakeWindows()
    number = desk.add(FakeWindow("Notes", BOX))
    told = User(desk.libraries).describe(number)

    assert told is not None
    assert (told.title, told.program, told.pid, told.box, told.dialog) == ("Notes", "notepad", 4711, BOX, False)
    assert told.frame == Box(BOX.x - FRAME, BOX.y - FRAME, BOX.width + 2 * FRAME, BOX.height + 2 * FRAME)


def test_a_dialog_is_told_from_a_window() -> None:
    desk = FakeWindows()
    number = desk.add(FakeWindow("Save?", BOX, kind="#32770"))
    told = User(desk.libraries).describe(number)

    assert told is not None
    assert told.dialog


@pytest.mark.parametrize("box", [Box(0, 0, 0, 300), Box(0, 0, 400, 0)])
def test_a_window_without_an_inside_is_none(box: Box) -> None:
    desk = FakeWindows()

    assert User(desk.libraries).describe(desk.add(FakeWindow("Thin", box))) is None


def test_a_window_that_is_gone_is_none() -> None:
    assert User(FakeWindows().libraries).describe(77) is None


def test_monitors_left_of_the_first_have_negative_places() -> None:
    assert User(FakeWindows().libraries).monitors() == (Box(0, 0, 1920, 1080), Box(-1280, 0, 1280, 1024))


def test_the_ground_is_no_window() -> None:
    desk = FakeWindows()
    desk.add(FakeWindow("Program Manager", Box(0, 0, 1920, 1080), kind="Progman"))

    assert User(desk.libraries).at(10, 10) == 0


def test_who_holds_the_clipboard_is_known_by_its_program_whatever_its_window() -> None:
    desk = FakeWindows()
    desk.copied_by = desk.add(FakeWindow("", Box(0, 0, 0, 0)))
    owner = User(desk.libraries).clipboard_owner()

    assert owner is not None
    assert (owner.program, owner.pid) == ("notepad", 4711)
    assert User(FakeWindows().libraries).clipboard_owner() is None


def test_another_system_has_no_such_libraries() -> None:
    with pytest.raises(DesktopError):
        load()
