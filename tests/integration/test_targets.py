"""Parts of a real desktop: which window is on top at a place, and turns about what is under the pointer and around the focus."""

from __future__ import annotations

import asyncio
import contextlib
import io
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from mmassist.capture.screen import ScreenGrabber
from mmassist.desktop.outline import OutlineReader
from mmassist.desktop.pointer import WindowFinder
from mmassist.desktop.windows import WindowTracker
from mmassist.engine.engine import Listeners
from mmassist.engine.record import Request
from mmassist.settings import Settings
from mmassist.values import Box, Target, TargetKind, Turn, Window
from mmassist.wiring.once import describe_once
from tests.fakes.clipboard import ClipboardOwner
from tests.integration.programs.running import MOUSEPAD, front, gtk, program, until, xdotool

pytestmark = pytest.mark.desktop


def note(words: str) -> bytes:
    """A picture of some words."""
    picture, file = Image.new("RGB", (600, 120), "white"), io.BytesIO()
    ImageDraw.Draw(picture).text((20, 40), words, fill="black", font=ImageFont.load_default(28))
    picture.save(file, "PNG")
    return file.getvalue()


# A button that is all magenta, so that its pixels tell where it is.
MAGENTA = """
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
app = QApplication([])
window = QWidget()
window.setWindowTitle("Paint")
window.setGeometry(100, 200, 200, 150)
button = QPushButton("Magenta", window)
button.setGeometry(20, 30, 90, 40)
button.setStyleSheet("background: #ff00ff; border: none; color: #ff00ff")
window.show()
app.exec()
"""


@pytest.fixture
def tracker() -> Iterator[WindowTracker]:
    tracker = WindowTracker()
    tracker.start()
    yield tracker
    tracker.close()


@pytest.fixture
def finder() -> Iterator[WindowFinder]:
    finder = WindowFinder()
    yield finder
    finder.close()


def look(target: Target) -> Turn:
    settings = Settings()
    silent = Listeners(spoken=lambda spoken: None, turn=lambda turn: None)
    return asyncio.run(describe_once(settings, Request(time.monotonic(), target), silent, speak=False))


def moved(tracker: WindowTracker, window: Window, x: int, y: int) -> Window:
    xdotool("windowmove", "--sync", str(window.id), str(x), str(y))
    until(lambda: (now := tracker.active()) and now.box != window.box and now.frame)
    now = tracker.active()
    assert now is not None
    return now


def test_the_window_on_top_is_found_by_its_content_its_frame_and_its_menu(tracker: WindowTracker, finder: WindowFinder) -> None:
    with program(MOUSEPAD) as editor:
        window = moved(tracker, front(tracker, editor, "Mousepad"), 400, 300)
        assert window.frame is not None
        inside, title = (500, 400), (window.frame.x + 60, window.frame.y + 5)
        assert [finder.at(*inside), finder.at(*title), finder.at(5, 1000)] == [window, window, None]
        xdotool("mousemove", str(window.box.x + 20), str(window.box.y + 10), "click", "1")
        below = (window.box.x + 30, window.box.y + 100)
        until(lambda: (found := finder.at(*below)) is not None and found.id != window.id)
        menu = finder.at(*below)
        assert menu is not None
        assert (menu.program, menu.pid) == (window.program, window.pid)
        assert menu in finder.popups()
        assert window not in finder.popups()
        xdotool("key", "Escape")


def test_the_control_under_the_pointer_and_the_surroundings_of_the_focus_are_told(tracker: WindowTracker) -> None:
    with program(gtk()) as form:
        window = moved(tracker, front(tracker, form, "Order form"), 700, 400)
        whole = look(Target()).scene
        assert whole is not None
        button = next(item.box for item in whole.items if item.name == "Order")
        assert button is not None
        x, y = (round(each) for each in button.moved(window.box.x, window.box.y).centre)
        xdotool("mousemove", str(x), str(y))
        pointed = look(Target(TargetKind.POINTER))
        assert pointed.gist.startswith("Under the pointer: Order, button")
        assert pointed.scene is not None
        assert pointed.scene.size == (480, 360)
        there = next(item.box for item in pointed.scene.items if item.name == "Order")
        assert there == button.moved(window.box.x - (x - 240), window.box.y - (y - 180))
        focused = look(Target(TargetKind.FOCUS))
        assert focused.gist.startswith("Focus on Name, text field")
        region = look(Target(TargetKind.REGION, region=Box(x - 30, y - 10, 60, 20)))
        assert "Order" in region.text
        assert "Lovelace" not in region.gist + region.text


def test_what_is_in_the_clipboard_is_told_picture_or_files(tmp_path: Path) -> None:
    with ClipboardOwner({"image/png": note("Delivery on Tuesday")}):
        turn = look(Target(TargetKind.CLIPBOARD))
    assert turn.gist == "Image from the clipboard, 600 by 120 pixels."
    assert "Delivery on Tuesday" in turn.text
    for name in ("Milk", "Bread"):
        (tmp_path / f"{name}.png").write_bytes(note(f"{name} is sold out"))
    uris = "\r\n".join((tmp_path / f"{name}.png").as_uri() for name in ("Milk", "Bread"))
    with ClipboardOwner({"text/uri-list": uris.encode()}):
        turn = look(Target(TargetKind.CLIPBOARD))
    assert turn.gist == "2 pictures in the clipboard. Picture 1 of 2. Image Milk.png. Picture 2 of 2. Image Bread.png."
    assert turn.text.index("Milk is sold out") < turn.text.index("Bread is sold out")


@contextlib.contextmanager
def two_monitors() -> Iterator[None]:
    """The right one lower, and of twice the density."""
    try:
        for name, given, output in (("left", "960/250x1080/280+0+0", "screen"), ("right", "960/125x700/91+960+100", "none")):
            subprocess.run(["xrandr", "--setmonitor", name, given, output], check=True, capture_output=True)
        yield
    finally:
        for name in ("left", "right"):
            subprocess.run(["xrandr", "--delmonitor", name], check=True)


async def boxes_of(tracker: WindowTracker, window: Window) -> tuple[Box | None, Box]:
    """Of the magenta button: as the tree tells, and as the pixels do."""
    reader, grabber = OutlineReader(), ScreenGrabber()
    await reader.start()
    outline = await reader.read(window, deadline=2.0)
    await reader.aclose()
    frame = grabber.grab(Target(TargetKind.SCREEN), None, (0, 0))
    grabber.close()
    rows, columns = np.nonzero((frame.pixels[:, :, :3] == (255, 0, 255)).all(axis=2))
    shown = Box(int(columns.min()), int(rows.min()), int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1)
    return next((node.box for node in outline.nodes if node.name == "Magenta"), None) if outline else None, shown


def test_boxes_are_right_on_monitors_of_different_scales(tracker: WindowTracker) -> None:
    with two_monitors(), program((sys.executable, "-c", MAGENTA), {"QT_SCREEN_SCALE_FACTORS": "left=1;right=2"}) as painter:
        window = front(tracker, painter, "Paint")
        for x, y, scale in ((300, 500, 1), (1200, 300, 2)):
            window = moved(tracker, window, x, y)
            time.sleep(0.5)  # Qt paints anew where the scale changes
            told, shown = asyncio.run(boxes_of(tracker, window))
            assert told is not None
            assert (told.x, told.y) == (window.box.x + 20 * scale, window.box.y + 30 * scale)
            assert told.intersection(window.box) == shown
