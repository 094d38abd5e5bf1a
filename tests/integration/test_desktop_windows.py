"""The window tracker against a real X server, window manager and programs."""

from __future__ import annotations

import re
import subprocess
import threading
import time
from collections.abc import Iterator

import pytest

from mmassist.desktop import x11
from mmassist.desktop.windows import WindowTracker
from mmassist.errors import DesktopError
from mmassist.measure.programs import tray_host
from mmassist.values import Box, Window
from tests.integration.programs.running import MOUSEPAD, front, program, save_prompt, until, xdotool

pytestmark = pytest.mark.desktop

XTERM = ("xterm", "-T", "A terminal", "-fn", "fixed")


@pytest.fixture
def tracker() -> Iterator[WindowTracker]:
    tracker = WindowTracker()
    tracker.start()
    yield tracker
    tracker.close()


def geometry(window: Window) -> Box:
    """What xwininfo says of the client area."""
    told = subprocess.run(("xwininfo", "-id", str(window.id)), check=True, capture_output=True, text=True).stdout
    names = ("Absolute upper-left X", "Absolute upper-left Y", "Width", "Height")
    found = [re.search(rf"{name}:\s+(-?\d+)", told) for name in names]
    return Box(*(int(each[1]) for each in found if each))


def test_a_new_window_is_in_front_with_title_program_and_process(tracker: WindowTracker) -> None:
    with program(XTERM) as terminal:
        window = front(tracker, terminal, "A terminal")

        assert (window.title, window.program, window.pid, window.dialog) == ("A terminal", "XTerm", terminal.pid, False)


def test_the_box_is_the_client_area_without_the_decoration(tracker: WindowTracker) -> None:
    with program(XTERM) as terminal:
        window = front(tracker, terminal)
        xdotool("windowmove", "--sync", str(window.id), "333", "222")
        until(lambda: (now := tracker.active()) and now.box != window.box)

        assert front(tracker, terminal).box == geometry(window)


def test_a_window_partly_left_of_the_screen_has_its_negative_place(tracker: WindowTracker) -> None:
    with program(XTERM) as terminal:
        window = front(tracker, terminal)
        xdotool("windowmove", str(window.id), "-150", "100")
        until(lambda: (now := tracker.active()) and now.box.x < -100)

        assert front(tracker, terminal).box == geometry(window)


def test_a_changed_title_is_known(tracker: WindowTracker) -> None:
    with program(XTERM) as terminal:
        xdotool("set_window", "--name", "Grüße 日本", str(front(tracker, terminal).id))

        assert front(tracker, terminal, "Grüße").title == "Grüße 日本"


def test_a_dialog_is_told_from_its_window(tracker: WindowTracker) -> None:
    with program(MOUSEPAD) as editor:
        main = front(tracker, editor, "Mousepad")

        assert (main.dialog, save_prompt(tracker, editor).dialog) == (False, True)


def test_a_closed_window_is_no_longer_in_front(tracker: WindowTracker) -> None:
    with program(XTERM) as terminal:
        window = front(tracker, terminal)
    until(lambda: tracker.active() != window)

    assert not tracker.is_alive(window)


def test_an_open_window_is_alive(tracker: WindowTracker) -> None:
    with program(XTERM) as terminal:
        assert tracker.is_alive(front(tracker, terminal))


def test_a_window_with_the_number_of_a_closed_one_is_followed(tracker: WindowTracker) -> None:
    with program(XTERM) as terminal:
        first = front(tracker, terminal)
    with program(XTERM) as terminal:
        second = front(tracker, terminal)
        xdotool("set_window", "--name", "renamed", str(second.id))

        assert (second.id, front(tracker, terminal, "renamed").title) == (first.id, "renamed")


def test_subscribers_hear_of_each_new_front_window(tracker: WindowTracker) -> None:
    heard: list[Window | None] = []
    tracker.subscribe(heard.append)
    with program(XTERM) as terminal:
        window = front(tracker, terminal, "A terminal")

        until(lambda: window in heard)


def test_windows_that_vanish_at_once_do_not_end_the_tracking(tracker: WindowTracker) -> None:
    from Xlib.display import Display

    connection = Display()
    root = connection.screen().root
    for _ in range(60):
        window = root.create_window(0, 0, 50, 50, 0, 0)
        window.map()
        connection.sync()
        window.destroy()
        connection.sync()
    connection.close()
    with program(XTERM) as terminal:
        assert front(tracker, terminal).pid == terminal.pid


def test_the_pointer_is_where_it_was_put(tracker: WindowTracker) -> None:
    xdotool("mousemove", "123", "456")

    assert tracker.pointer() == (123, 456)


def test_several_monitors_are_told_apart(tracker: WindowTracker) -> None:
    output = "none"
    try:
        for name, place in (("left", "960/300x1080/300+0+0"), ("right", "960/300x1080/300+960+0")):
            subprocess.run(("xrandr", "--setmonitor", name, place, output), check=True)

        assert set(tracker.monitors()) >= {Box(0, 0, 960, 1080), Box(960, 0, 960, 1080)}
    finally:
        for name in ("left", "right"):
            subprocess.run(("xrandr", "--delmonitor", name), check=True)


def test_waiting_costs_nothing(tracker: WindowTracker) -> None:
    before = time.process_time()
    time.sleep(1.0)

    assert time.process_time() - before < 0.2


def test_asking_takes_microseconds(tracker: WindowTracker) -> None:
    started = time.perf_counter()
    for _ in range(10_000):
        tracker.active()

    assert (time.perf_counter() - started) / 10_000 < 1e-3


def test_without_a_display_the_error_says_so() -> None:
    with pytest.raises(DesktopError) as caught:
        WindowTracker("no display").start()

    assert caught.value.spoken == "There is no graphical desktop to look at."


def test_closing_ends_the_thread() -> None:
    tracker = WindowTracker()
    tracker.start()
    tracker.close()

    assert not [thread for thread in threading.enumerate() if thread.name == "windows"]


def test_all_windows_are_known_with_their_places(tracker: WindowTracker) -> None:
    with program(XTERM) as terminal:
        shown = front(tracker, terminal)
        known = {window.id: window for window in tracker.all()}

    assert known[shown.id] == shown


def states(window: Window) -> str:
    return subprocess.run(("xprop", "-id", str(window.id), "_NET_WM_STATE"), check=True, capture_output=True, text=True).stdout


def in_view(tracker: WindowTracker, window: Window) -> bool:
    return any(one.id == window.id for one in tracker.all())


def test_a_window_behind_another_is_in_view(tracker: WindowTracker) -> None:
    with program(XTERM) as behind:
        lower = front(tracker, behind)
        with program(XTERM) as before:
            front(tracker, before)
            assert in_view(tracker, lower)


def test_a_minimised_window_is_in_view_again_when_it_comes_back(tracker: WindowTracker) -> None:
    with program(XTERM) as terminal:
        window = front(tracker, terminal)
        xdotool("windowminimize", str(window.id))
        until(lambda: not in_view(tracker, window))
        xdotool("windowactivate", str(window.id))
        until(lambda: in_view(tracker, window))


def test_a_window_on_another_desktop_is_not_in_view(tracker: WindowTracker) -> None:
    xdotool("set_num_desktops", "2")
    with program(XTERM) as terminal:
        window = front(tracker, terminal)
        xdotool("set_desktop_for_window", str(window.id), "1")
        until(lambda: not in_view(tracker, window))


def test_a_window_that_is_rolled_up_is_in_view_for_its_title(tracker: WindowTracker) -> None:
    with program(XTERM) as terminal:
        window = front(tracker, terminal)
        xdotool("mousemove", str(window.box.x + window.box.width // 2), str(window.box.y - 8), "click", "4")  # the wheel on the title
        until(lambda: "SHADED" in states(window))
        assert in_view(tracker, window)


def test_the_frame_holds_the_title_bar(tracker: WindowTracker) -> None:
    with program(XTERM) as terminal:
        window = front(tracker, terminal)
        xdotool("windowmove", "--sync", str(window.id), "333", "222")
        until(lambda: (now := tracker.active()) and now.box != window.box)
        moved = front(tracker, terminal)
        assert moved.frame is not None
        assert (moved.frame.x, moved.frame.y) == (333, 222)
        assert moved.frame.y + 10 < moved.box.y
        assert moved.frame.intersection(moved.box) == moved.box


def test_a_window_that_its_program_took_down_is_in_view_until_its_frame_is_taken_down() -> None:
    """What it showed is painted there until then."""
    from Xlib import X
    from Xlib.display import Display

    connection = Display()
    root = connection.screen().root
    frame = root.create_window(0, 0, 60, 60, 0, X.CopyFromParent, override_redirect=True)
    client = frame.create_window(5, 5, 50, 50, 0, X.CopyFromParent)
    client.map()
    frame.map()
    assert x11.is_in_view(client.id, connection)
    client.unmap()
    assert x11.is_in_view(client.id, connection)
    frame.unmap()
    assert not x11.is_in_view(client.id, connection)
    client.destroy()
    frame.map()
    assert not x11.is_in_view(client.id, connection)
    connection.close()


def test_a_panel_is_the_desktops_own_and_no_program(tracker: WindowTracker) -> None:
    with tray_host(), program(XTERM) as terminal:
        window = front(tracker, terminal, "A terminal")
        until(lambda: any(one.furniture for one in tracker.all()))
        assert [one.id for one in tracker.all() if not one.furniture] == [window.id]
