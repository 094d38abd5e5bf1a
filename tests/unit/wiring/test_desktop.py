"""Who answers for the desktop, by the system."""

from __future__ import annotations

import pytest

from mmassist.errors import ActRefused, DesktopError, MmassistError
from mmassist.wiring.desktop import desktop


@pytest.mark.parametrize(
    ("platform", "module"),
    [("linux", "mmassist.desktop.windows"), ("win32", "mmassist.desktop.win.windows"), ("darwin", "mmassist.desktop.mac.windows")],
)
def test_each_system_has_its_own(platform: str, module: str) -> None:
    assert type(desktop(platform).tracker()).__module__ == module


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_what_is_not_there_says_so_when_it_is_started(platform: str) -> None:
    here = desktop(platform)
    for part in (here.tracker(), here.keys()):
        with pytest.raises(MmassistError):
            part.start()


@pytest.mark.parametrize("platform", ["win32", "darwin"])
async def test_trees_that_are_not_there_say_so_when_they_are_started(platform: str) -> None:
    trees = desktop(platform).trees(10)
    with pytest.raises(MmassistError):
        await trees.start()
    await trees.aclose()


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_where_no_wheel_can_be_turned_that_is_said(platform: str) -> None:
    with pytest.raises(DesktopError) as closed:
        desktop(platform).wheel()
    assert "Scroll the window yourself" in closed.value.remedy


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_a_mouse_that_is_not_there_says_so_when_it_is_asked_for(platform: str) -> None:
    with pytest.raises(DesktopError):
        desktop(platform).hand()


def test_on_wayland_no_program_moves_the_pointer_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_SESSION_TYPE", "wayland")
    with pytest.raises(ActRefused) as refused:
        desktop("linux").hand()
    assert refused.value.spoken == "On this desktop no program can move the pointer or click."
    assert "focus" in refused.value.remedy
