"""Looking at a Wayland desktop through its portals: what the user allows, denies, ends; and what is not there."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import mmassist.capture.portal_screen as portal_screen
from mmassist.capture.portal_cast import Tokens
from mmassist.capture.portal_frames import FrameReader
from mmassist.capture.portal_screen import PortalGrabber, check
from mmassist.errors import CaptureError, DeviceLost, DeviceMissing, NoWindow, PermissionDenied
from mmassist.portals.bus import SCREENCAST, SCREENSHOT, SHORTCUTS
from mmassist.values import Box, Frame, Target, TargetKind, Window
from tests.fakes import frame_reader
from tests.fakes.frame_reader import BLUE, GREEN, HEIGHT, RED, WIDTH
from tests.fakes.portal import CANCELLED, REFUSED, UNANSWERED, Desk, PortalDouble
from tests.fakes.session_bus import session_bus

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="portals are Linux's")

WINDOW = Window(1, "Notes", "notes", 7, Box(-65_536, -65_536, 131_072, 131_072))
SCREEN = Target(TargetKind.SCREEN)


class Kept:
    """Where the permission is kept."""

    def __init__(self) -> None:
        self.token = ""

    def keep(self, token: str) -> None:
        self.token = token

    @property
    def tokens(self) -> Tokens:
        return Tokens(lambda: self.token, self.keep)


@pytest.fixture(autouse=True)
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with session_bus(monkeypatch) as address:
        yield address


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def grabber(kept: Kept) -> Iterator[Callable[..., PortalGrabber]]:
    """Makes grabbers whose streams are read by a fake; `lacks`: there is nothing to read them with."""
    made: list[PortalGrabber] = []

    def make(kind: str = "plain", *, lacks: bool = False) -> PortalGrabber:
        def reader(descriptor: int, targets: Sequence[str]) -> FrameReader:
            return FrameReader(descriptor, targets, (sys.executable, str(Path(frame_reader.__file__)), kind))

        def probed() -> None:
            if lacks:
                raise DeviceMissing("no GStreamer", "Not installed.", "Install it.")

        made.append(PortalGrabber(kept.tokens, reader=reader, probed=probed))
        return made[-1]

    yield make
    for one in made:
        one.close()


def look(grabber: PortalGrabber, target: Target = SCREEN) -> Frame:
    return grabber.grab(target, WINDOW, (0, 0))


def test_the_screen_is_seen_in_its_colours(grabber: Callable[..., PortalGrabber]) -> None:
    with PortalDouble():
        frame = look(grabber())
    assert (frame.width, frame.height, frame.origin) == (WIDTH, HEIGHT, (0, 0))
    assert frame.pixels[1, 1, :3].tolist() == [BLUE, GREEN, RED]


def test_a_window_is_shown_by_the_whole_screen_and_that_is_told(grabber: Callable[..., PortalGrabber]) -> None:
    with PortalDouble():
        assert look(grabber(), Target()).target == SCREEN


def test_the_desktop_asks_once(grabber: Callable[..., PortalGrabber], kept: Kept) -> None:
    with PortalDouble() as double:
        one = grabber()
        look(one)
        look(one)
        one.close()
        first = kept.token
        look(grabber())
        assert double.dialogs == ["Start"]
    assert first and kept.token not in ("", first)


def test_a_permission_that_was_withdrawn_is_asked_for_again(grabber: Callable[..., PortalGrabber], kept: Kept) -> None:
    kept.token = "of another time"
    with PortalDouble() as double:
        look(grabber())
        assert double.dialogs == ["Start"]


def test_a_portal_of_before_permissions_could_be_kept_is_asked_without(grabber: Callable[..., PortalGrabber], kept: Kept) -> None:
    kept.token = "kept"
    with PortalDouble(Desk(versions={SCREENCAST: 3})) as double:
        look(grabber())
        wishes = dict(double.asked)["SelectSources"]
    assert not {"restore_token", "persist_mode"} & wishes.keys()


@pytest.mark.parametrize("answer", [CANCELLED, REFUSED])
def test_a_denial_is_said_and_nobody_is_asked_again(answer: int, grabber: Callable[..., PortalGrabber]) -> None:
    with PortalDouble(Desk(answer=answer)) as double:
        one = grabber()
        for _ in range(3):
            with pytest.raises(PermissionDenied) as denied:
                look(one)
        assert double.dialogs == ["Start"]
    assert "Start mmassist again" in denied.value.remedy


def test_a_denial_is_said_in_few_words_from_the_second_time(grabber: Callable[..., PortalGrabber]) -> None:
    said = []
    with PortalDouble(Desk(answer=CANCELLED)):
        one = grabber()
        for _ in range(2):
            with pytest.raises(PermissionDenied) as denied:
                look(one)
            said.append(denied.value.spoken)
    assert said == ["The desktop did not let mmassist see the screen.", "mmassist may not see the screen."]


def test_while_the_dialog_stands_open_that_is_said(grabber: Callable[..., PortalGrabber], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portal_screen, "_PATIENCE", 0.1)
    with PortalDouble(Desk(answer=UNANSWERED)) as double:
        one = grabber()
        with pytest.raises(PermissionDenied) as asking:
            look(one)
        double.wait_for(lambda: bool(double.dialogs))
        monkeypatch.setattr(portal_screen, "_PATIENCE", 5.0)
        double.answer_waiting(0)
        assert look(one).width == WIDTH
    assert "is asking" in asking.value.spoken


def test_closing_takes_an_open_dialog_away(grabber: Callable[..., PortalGrabber]) -> None:
    with PortalDouble(Desk(answer=UNANSWERED)) as double:
        one = grabber()
        one.open()
        double.wait_for(lambda: bool(double.dialogs))
        threading.Event().wait(0.1)
        one.close()
        double.wait_for(lambda: any("/session/" in path for path in double.closed))
    assert any("/request/" in path for path in double.closed)


def test_a_view_that_the_user_ended_is_not_opened_again(grabber: Callable[..., PortalGrabber]) -> None:
    with PortalDouble() as double:
        one = grabber()
        look(one)
        double.end_sessions()
        threading.Event().wait(0.2)
        for _ in range(2):
            with pytest.raises(PermissionDenied) as ended:
                look(one)
        assert double.dialogs == ["Start"] and not double.sessions
    assert "Start mmassist again" in ended.value.remedy


def test_a_stream_that_broke_is_opened_anew_without_asking(grabber: Callable[..., PortalGrabber], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portal_screen, "_CLOSING", 0.05)
    with PortalDouble() as double:
        one = grabber("stops")
        look(one)
        with pytest.raises(DeviceLost):
            look(one)
        assert look(one).width == WIDTH
        assert double.dialogs == ["Start"]


def test_a_stream_of_nonsense_is_called_that_each_time(grabber: Callable[..., PortalGrabber]) -> None:
    with PortalDouble() as double:
        one = grabber("planes")
        for _ in range(3):
            with pytest.raises(CaptureError) as nonsense:
                look(one)
            assert "that I can't read" in nonsense.value.spoken
        assert double.dialogs == ["Start"]


def test_a_portal_that_was_started_again_is_asked_anew_without_a_dialog(grabber: Callable[..., PortalGrabber]) -> None:
    with PortalDouble() as double:
        one = grabber()
        look(one)
        double.vanish()
        threading.Event().wait(0.2)
        with pytest.raises(DeviceLost):
            look(one)
        double.come_back()
        assert look(one).width == WIDTH
        assert double.dialogs == ["Start"]


def test_no_portal_is_said_with_what_to_install(grabber: Callable[..., PortalGrabber]) -> None:
    with pytest.raises(DeviceMissing) as missing:
        look(grabber())
    assert "xdg-desktop-portal" in missing.value.remedy


def test_a_portal_without_screens_is_said_with_what_to_install(grabber: Callable[..., PortalGrabber]) -> None:
    with PortalDouble(Desk(versions={SHORTCUTS: 1})), pytest.raises(DeviceMissing) as missing:
        look(grabber())
    assert "xdg-desktop-portal" in missing.value.remedy


def test_a_portal_that_is_there_later_is_used_then(grabber: Callable[..., PortalGrabber]) -> None:
    one = grabber()
    with pytest.raises(DeviceMissing):
        look(one)
    with PortalDouble():
        assert look(one).width == WIDTH


def test_without_pipewire_nobody_is_asked_for_a_stream(grabber: Callable[..., PortalGrabber]) -> None:
    with PortalDouble(Desk(versions={SCREENCAST: 5})) as double, pytest.raises(DeviceMissing) as missing:
        look(grabber(lacks=True))
    assert not double.dialogs
    assert missing.value.remedy == "Install it."


@pytest.mark.parametrize("versions", [{SCREENCAST: 5, SCREENSHOT: 2}, {SCREENSHOT: 3}])
def test_where_no_stream_is_to_be_had_the_desktop_takes_a_picture_that_is_removed(
    versions: dict[str, int], grabber: Callable[..., PortalGrabber], tmp_path: Path
) -> None:
    picture = tmp_path / "Screenshot from now.png"
    Image.fromarray(np.full((6, 9, 3), (RED, GREEN, BLUE), np.uint8)).save(picture)
    with PortalDouble(Desk(versions=versions, picture=picture)):
        frame = look(grabber(lacks=True))
    assert frame.pixels.shape == (6, 9, 4) and frame.pixels[2, 2, :3].tolist() == [BLUE, GREEN, RED]
    assert not picture.exists()


def test_a_file_that_was_not_just_made_is_neither_read_nor_removed(grabber: Callable[..., PortalGrabber], tmp_path: Path) -> None:
    import os

    diary = tmp_path / "diary.png"
    Image.new("RGB", (4, 4)).save(diary)
    os.utime(diary, (1, 1))
    with PortalDouble(Desk(versions={SCREENSHOT: 2}, picture=diary)), pytest.raises(CaptureError):
        look(grabber())
    assert diary.exists()


def test_a_link_is_no_picture(grabber: Callable[..., PortalGrabber], tmp_path: Path) -> None:
    diary, link = tmp_path / "diary.png", tmp_path / "shot.png"
    Image.new("RGB", (4, 4)).save(diary)
    link.symlink_to(diary)
    with PortalDouble(Desk(versions={SCREENSHOT: 2}, picture=link)), pytest.raises(CaptureError):
        look(grabber())
    assert diary.exists()


def test_several_screens_make_one_desktop(grabber: Callable[..., PortalGrabber]) -> None:
    streams = [(7, {"position": (WIDTH, 0), "size": (2 * WIDTH, HEIGHT)}), (8, {"position": (0, 0), "size": (WIDTH, HEIGHT)})]
    with PortalDouble(Desk(streams=streams)):
        one = grabber("screens")
        assert look(one).box == Box(0, 0, 3 * WIDTH, HEIGHT)
        assert look(one, Target(TargetKind.MONITOR, 2)).box == Box(WIDTH, 0, 2 * WIDTH, HEIGHT)


@pytest.mark.parametrize("target", [Target(TargetKind.POINTER), Target(TargetKind.MONITOR)])
def test_what_needs_the_pointer_is_said_to_be_unknown(target: Target, grabber: Callable[..., PortalGrabber]) -> None:
    with PortalDouble(Desk(streams=[(7, {}), (8, {})])), pytest.raises(CaptureError) as error:
        look(grabber("screens"), target)
    assert "does not tell" in error.value.spoken


def test_a_monitor_that_is_not_there_is_said(grabber: Callable[..., PortalGrabber]) -> None:
    with PortalDouble(), pytest.raises(DeviceMissing) as missing:
        look(grabber(), Target(TargetKind.MONITOR, 3))
    assert "There is one monitor" in missing.value.spoken


def test_a_region_is_cut_out(grabber: Callable[..., PortalGrabber]) -> None:
    with PortalDouble():
        assert look(grabber(), Target(TargetKind.REGION, region=Box(2, 1, 3, 2))).box == Box(2, 1, 3, 2)


def test_no_window_in_front_is_said(grabber: Callable[..., PortalGrabber]) -> None:
    with PortalDouble(), pytest.raises(NoWindow):
        grabber().grab(Target(), None, (0, 0))


@pytest.mark.parametrize("streams", [[], [(1, {"position": (1 << 40, 0)})]])
def test_streams_that_can_not_be_are_survived(streams: list[tuple[int, dict[str, object]]], grabber: Callable[..., PortalGrabber]) -> None:
    with PortalDouble(Desk(streams=streams)):
        try:
            look(grabber())
        except CaptureError as error:
            assert error.spoken and error.remedy


def test_closing_twice_is_closing_once(grabber: Callable[..., PortalGrabber]) -> None:
    with PortalDouble() as double:
        one = grabber()
        look(one)
        one.close()
        one.close()
        double.wait_for(lambda: not double.sessions)


def lacking() -> None:
    raise DeviceMissing("no GStreamer", "Not installed.", "Install it.")


@pytest.mark.parametrize(
    ("versions", "lacks", "says"),
    [
        ({SCREENCAST: 5, SCREENSHOT: 2}, False, "stream"),
        ({SCREENCAST: 5, SCREENSHOT: 2}, True, "picture each time"),
        ({SCREENSHOT: 1}, False, "picture"),
    ],
)
def test_how_the_screen_can_be_seen_is_known_without_asking(versions: dict[str, int], lacks: bool, says: str) -> None:
    with PortalDouble(Desk(versions=versions)) as double:
        assert says in check(lacking if lacks else lambda: None)
        assert not double.dialogs and not double.sessions


@pytest.mark.parametrize("versions", [{}, {SCREENCAST: 5}])
def test_what_is_missing_for_that_is_said(versions: dict[str, int]) -> None:
    with PortalDouble(Desk(versions=versions)), pytest.raises(DeviceMissing):
        check(lacking)
