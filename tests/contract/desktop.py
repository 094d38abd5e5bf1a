"""What every desktop does, whatever its system: one suite over the real X11 (tests/integration) and over fakes of the others' APIs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Protocol

import pytest

from mmassist.desktop.contracts import Finder, Keys, Tracker
from mmassist.desktop.strokes import Stroke
from mmassist.errors import DesktopError, HotkeyTaken, SettingsError
from mmassist.values import Box, Window

CHORD, PRESSED = "Ctrl+Shift+F8", "ctrl+shift+F8"
FIRST, SECOND = Box(120, 140, 420, 320), Box(260, 300, 400, 300)


class Stage(Protocol):
    """A desktop that a test can arrange: windows of another program, the pointer, and the keyboard."""

    def tracker(self) -> Tracker: ...

    def keys(self) -> Keys: ...

    def finder(self) -> Finder: ...

    def open(self, title: str, box: Box) -> None:
        """Another program's window comes, in front of all others."""

    def shut(self, title: str) -> None: ...

    def point(self, x: int, y: int) -> None:
        """Moves the mouse pointer."""

    def press(self, chord: str) -> None: ...

    def let_go(self, chord: str) -> None: ...

    def take(self, chord: str) -> None:
        """Another program takes it as its global key."""


def until(holds: Callable[[], object]) -> None:
    """Waits until something holds."""
    deadline = time.monotonic() + 5
    while not holds():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.01)


def _beside(window: Window) -> bool:
    """Whether it is where it was opened, but for what a window manager draws around it."""
    return abs(window.box.x - FIRST.x) < 40 and abs(window.box.y - FIRST.y) < 40


class DesktopContract:
    """`stage`: a fixture of the subclass."""

    @pytest.fixture
    def tracker(self, stage: Stage) -> Iterator[Tracker]:
        tracker = stage.tracker()
        tracker.start()
        yield tracker
        tracker.close()

    @pytest.fixture
    def keys(self, stage: Stage) -> Iterator[Keys]:
        keys = stage.keys()
        keys.start()
        yield keys
        keys.close()

    @pytest.fixture
    def finder(self, stage: Stage) -> Iterator[Finder]:
        finder = stage.finder()
        yield finder
        finder.close()

    def test_a_new_window_is_in_front_with_its_title_and_place(self, stage: Stage, tracker: Tracker) -> None:
        stage.open("A letter", FIRST)
        # the window manager may move it once more after it was mapped
        until(lambda: (now := tracker.active()) and now.title == "A letter" and _beside(now))

        asked, known = tracker.in_front(), tracker.active()
        assert asked == known
        assert known is not None
        assert (known.box.width, known.box.height) == (FIRST.width, FIRST.height)
        assert known.pid is not None

    def test_who_subscribes_is_told_of_another_window_in_front(self, stage: Stage, tracker: Tracker) -> None:
        told: list[Window | None] = []
        came = threading.Event()

        def changed(window: Window | None) -> None:
            told.append(window)
            if window is not None and window.title == "A letter":
                came.set()

        tracker.subscribe(changed)
        stage.open("A letter", FIRST)

        assert came.wait(5)

    def test_the_window_before_is_in_front_again_when_one_closes(self, stage: Stage, tracker: Tracker) -> None:
        stage.open("Below", FIRST)
        until(lambda: (now := tracker.active()) and now.title == "Below")
        below = tracker.in_front()
        stage.open("Above", SECOND)
        until(lambda: (now := tracker.active()) and now.title == "Above")
        above = tracker.in_front()
        stage.shut("Above")
        until(lambda: (now := tracker.active()) and now.title == "Below")

        assert below is not None
        assert above is not None
        assert (tracker.is_alive(below), tracker.is_alive(above)) == (True, False)
        assert (tracker.is_listed(below), tracker.is_listed(above)) == (True, False)

    def test_all_windows_are_told_lowest_first(self, stage: Stage, tracker: Tracker) -> None:
        stage.open("Below", FIRST)
        stage.open("Above", SECOND)
        until(lambda: (now := tracker.active()) and now.title == "Above")

        assert [window.title for window in tracker.all()][-2:] == ["Below", "Above"]

    def test_the_pointer_is_where_it_was_put(self, stage: Stage, tracker: Tracker) -> None:
        stage.point(321, 123)

        assert tracker.pointer() == (321, 123)

    def test_there_is_a_monitor_and_the_windows_are_on_it(self, stage: Stage, tracker: Tracker) -> None:
        assert any(monitor.intersection(FIRST) == FIRST for monitor in tracker.monitors())

    def test_a_tracker_that_is_closed_twice_is_closed(self, stage: Stage) -> None:
        tracker = stage.tracker()
        tracker.start()
        tracker.close()
        tracker.close()

    def test_the_window_on_top_is_found_at_a_place(self, stage: Stage, tracker: Tracker, finder: Finder) -> None:
        stage.open("Below", FIRST)
        stage.open("Above", SECOND)
        until(lambda: (now := tracker.active()) and now.title == "Above")

        common, only = finder.at(SECOND.x + 50, SECOND.y + 50), finder.at(FIRST.x + 20, FIRST.y + 20)
        assert common is not None
        assert only is not None
        assert (common.title, only.title) == ("Above", "Below")

    def test_a_bound_chord_tells_of_press_and_release(self, stage: Stage, keys: Keys) -> None:
        pressed: list[float] = []
        released: list[float] = []
        keys.bind(CHORD, pressed.append, released.append)
        before = time.monotonic()
        stage.press(PRESSED)
        until(lambda: pressed)
        early = list(released)
        stage.let_go(PRESSED)
        until(lambda: released)

        assert (len(pressed), early, len(released)) == (1, [], 1)
        assert before <= pressed[0] <= released[0] <= time.monotonic()

    def test_binding_again_replaces_what_it_does(self, stage: Stage, keys: Keys) -> None:
        first: list[float] = []
        second: list[float] = []
        keys.bind(CHORD, first.append)
        keys.bind(CHORD, second.append)
        stage.press(PRESSED)
        stage.let_go(PRESSED)
        until(lambda: second)

        assert first == []

    def test_an_unbound_chord_is_not_heard(self, stage: Stage, keys: Keys) -> None:
        heard: list[float] = []
        keys.bind(CHORD, heard.append)
        keys.unbind(CHORD)
        keys.unbind(CHORD)
        stage.press(PRESSED)
        stage.let_go(PRESSED)
        time.sleep(0.1)

        assert heard == []

    def test_a_chord_with_other_modifiers_is_another(self, stage: Stage, keys: Keys) -> None:
        heard: list[float] = []
        keys.bind(CHORD, heard.append)
        stage.press("ctrl+F8")
        stage.let_go("ctrl+F8")
        time.sleep(0.1)

        assert heard == []

    def test_a_held_keyboard_tells_of_each_key(self, stage: Stage, keys: Keys) -> None:
        strokes: list[Stroke] = []
        keys.hold(strokes.append, 30, lambda at: None)
        for key in ("d", "shift+b", "shift+question", "Escape"):
            stage.press(key)
            until(lambda: strokes and strokes[-1].is_down)
            stage.let_go(key)
            until(lambda: not strokes[-1].is_down)

        assert [stroke.names[0] for stroke in strokes if stroke.is_down] == ["d", "Shift+B", "?", "Escape"]

    def test_it_is_held_from_where_a_press_is_told_and_let_go_from_where_a_stroke_is(self, stage: Stage, keys: Keys) -> None:
        strokes: list[Stroke] = []

        def struck(stroke: Stroke) -> None:
            strokes.append(stroke)
            keys.let_go()

        held = threading.Event()

        def pressed(at: float) -> None:
            keys.hold(struck, 30, lambda at: None)
            held.set()

        keys.bind(CHORD, pressed)
        stage.press(PRESSED)
        assert held.wait(5)
        stage.press("d")  # while Control and Shift are held on: they belong to the chord
        stage.let_go("d")
        stage.let_go(PRESSED)
        until(lambda: len(strokes) == 2)
        stage.press("e")
        stage.let_go("e")
        time.sleep(0.2)

        assert [(stroke.names[0], stroke.is_down) for stroke in strokes] == [("d", True), ("d", False)]

    def test_a_bound_chord_is_heard_while_the_keyboard_is_held(self, stage: Stage, keys: Keys) -> None:
        strokes: list[Stroke] = []
        heard: list[float] = []
        keys.bind(CHORD, heard.append)
        keys.hold(strokes.append, 30, lambda at: None)
        stage.press(PRESSED)
        stage.let_go(PRESSED)
        until(lambda: heard)

        assert strokes == []

    def test_a_held_keyboard_lapses_and_says_so_once(self, stage: Stage, keys: Keys) -> None:
        strokes: list[Stroke] = []
        lapsed: list[float] = []
        keys.hold(strokes.append, 0.2, lapsed.append)
        until(lambda: lapsed)
        stage.press("d")
        stage.let_go("d")
        time.sleep(0.3)

        assert (len(lapsed), strokes) == (1, [])

    def test_letting_go_of_what_is_not_held_is_nothing(self, keys: Keys) -> None:
        keys.let_go()
        keys.let_go()

    def test_a_taken_chord_is_refused_with_what_to_do(self, stage: Stage, keys: Keys) -> None:
        stage.take(PRESSED)
        with pytest.raises(HotkeyTaken) as refused:
            keys.bind(CHORD, lambda at: None)

        assert refused.value.spoken == "The key Control Shift F8 is already taken by another program."
        assert "another key" in refused.value.remedy

    def test_what_is_no_chord_is_refused(self, keys: Keys) -> None:
        with pytest.raises(SettingsError):
            keys.bind("Ctrl+Nonsense", lambda at: None)

    def test_keys_that_are_closed_are_given_back(self, stage: Stage) -> None:
        heard: list[float] = []
        keys = stage.keys()
        keys.start()
        keys.bind(CHORD, heard.append)
        keys.close()
        keys.close()
        stage.press(PRESSED)
        stage.let_go(PRESSED)
        time.sleep(0.1)

        assert heard == []
        with pytest.raises(DesktopError):
            keys.bind(CHORD, heard.append)
