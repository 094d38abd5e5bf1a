"""Pictures in the clipboard of a real X server, whose owner does well or badly."""

from __future__ import annotations

import io
import os
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from mmassist.capture.clipboard import Copied, read_clipboard
from mmassist.capture.clipboard_selection import Limits
from mmassist.desktop import x11
from mmassist.errors import CaptureError, DeviceBusy, DeviceLost, ImageUnreadable
from tests.fakes.clipboard import PIECE, ClipboardOwner

pytestmark = pytest.mark.desktop

QUICK = Limits(pause=0.5, whole=3.0)


def png(width: int = 60, height: int = 40) -> bytes:
    """Red on the left, noise on the right."""
    pixels = np.random.default_rng(1).integers(0, 255, (height, width, 3), np.uint8)
    pixels[:, : width // 2] = (255, 0, 0)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


def read(limits: Limits = QUICK) -> Copied:
    with x11.opened() as connection:
        return read_clipboard(connection, limits)


def spoken(error: type[CaptureError], limits: Limits = QUICK) -> str:
    with pytest.raises(error) as caught:
        read(limits)
    assert caught.value.remedy
    return caught.value.spoken


def test_a_picture_is_read() -> None:
    with ClipboardOwner({"UTF8_STRING": b"red", "image/png": png()}) as owner:
        copied = read()
    assert copied.frame is not None
    assert (copied.frame.width, copied.frame.height, copied.owner) == (60, 40, owner.window)
    assert copied.frame.pixels[20, 10, :3].tolist() == [0, 0, 255]


def test_a_picture_that_comes_in_pieces_is_read() -> None:
    data = png(900, 600)
    with ClipboardOwner({"image/png": data}) as owner:
        copied = read()
    assert copied.frame is not None
    assert (copied.frame.width, copied.frame.height) == (900, 600)
    assert owner.pieces == -(-len(data) // PIECE) + 1


def test_a_hundred_megabytes_are_too_large_and_none_of_them_is_read() -> None:
    with ClipboardOwner({"image/bmp": bytes(100_000_000)}) as owner:
        began = time.monotonic()
        assert spoken(ImageUnreadable) == "The picture in the clipboard is too large: over 64 megabytes."
        assert time.monotonic() - began < 1.0
    assert owner.pieces == 0


def test_an_owner_that_sends_more_than_it_announced_is_stopped() -> None:
    with ClipboardOwner({"image/bmp": bytes(5_000_000)}, announces=1000) as owner:
        assert "too large" in spoken(ImageUnreadable, Limits(most=1_000_000, pause=1.0, whole=3.0))
    assert owner.pieces <= 17


def test_a_hundred_megabytes_of_text_are_only_text() -> None:
    with ClipboardOwner({"UTF8_STRING": bytes(100_000_000)}) as owner:
        assert spoken(CaptureError) == "There is only text in the clipboard, no picture."
    assert owner.pieces == 0


def test_an_empty_clipboard_is_said() -> None:
    assert spoken(CaptureError) == "The clipboard is empty."


def test_text_is_said_to_be_no_picture() -> None:
    with ClipboardOwner({"UTF8_STRING": b"a letter"}):
        assert spoken(CaptureError) == "There is only text in the clipboard, no picture."


def test_something_else_is_said_to_be_no_picture() -> None:
    with ClipboardOwner({"application/x-parts": b"1"}):
        assert spoken(CaptureError) == "There is no picture in the clipboard."


def test_what_a_password_manager_holds_is_not_looked_at() -> None:
    with ClipboardOwner({"x-kde-passwordManagerHint": b"secret", "UTF8_STRING": b"/etc/passwd"}):
        assert spoken(CaptureError) == "The clipboard holds a secret, which I don't look at."


def test_an_owner_that_answers_nothing_is_said() -> None:
    with ClipboardOwner({"image/png": png()}, is_deaf=True):
        assert spoken(DeviceBusy) == "The program that holds the clipboard does not answer."


def test_an_owner_that_stops_in_the_middle_is_said() -> None:
    with ClipboardOwner({"image/png": png(900, 600)}, stops_after=3):
        assert spoken(DeviceBusy) == "The program that holds the clipboard does not answer."


def test_an_owner_that_ends_in_the_middle_is_said_at_once() -> None:
    with ClipboardOwner({"image/png": png(900, 600)}, ends_after=3):
        began = time.monotonic()
        assert spoken(DeviceLost, Limits()) == "The program that held the clipboard has ended."
        assert time.monotonic() - began < 1.5


def test_a_damaged_picture_is_said() -> None:
    with ClipboardOwner({"image/png": png()[:200]}):
        assert spoken(ImageUnreadable) == "The picture in the clipboard can't be read."


def test_files_that_were_copied_are_named(tmp_path: Path) -> None:
    uris = f"copy\n{(tmp_path / 'a b.png').as_uri()}\n{(tmp_path / 'notes.txt').as_uri()}\n{(tmp_path / 'c.JPG').as_uri()}"
    with ClipboardOwner({"x-special/gnome-copied-files": uris.encode()}):
        assert read().paths == (str(tmp_path / "a b.png"), str(tmp_path / "c.JPG"))


def test_the_program_that_holds_it_is_known() -> None:
    with ClipboardOwner({"image/png": png()}) as owner, x11.opened() as connection:
        found = x11.owner(owner.window, connection)
    assert found is not None
    assert found.pid == os.getpid()
    assert found.program == Path("/proc/self/comm").read_text().strip()


@pytest.mark.parametrize("kind", ["picture", "files"])
def test_what_a_program_of_qt_copied_is_read(qtbot: QtBot, tmp_path: Path, kind: str) -> None:
    data = QMimeData()
    if kind == "picture":
        image = QImage(800, 500, QImage.Format.Format_RGB32)
        image.fill(QColor("blue"))
        data.setImageData(image)
    else:
        data.setUrls([QUrl.fromLocalFile(str(tmp_path / "ä.png")), QUrl.fromLocalFile(str(tmp_path / "b.webp"))])
    clipboard = QGuiApplication.clipboard()
    clipboard.setMimeData(data)
    found: list[Copied] = []
    reader = threading.Thread(target=lambda: found.append(read(Limits())))
    reader.start()
    qtbot.waitUntil(lambda: bool(found), timeout=5000)
    reader.join()
    clipboard.clear()
    if kind == "picture":
        assert found[0].frame is not None
        assert (found[0].frame.width, found[0].frame.pixels[0, 0, :3].tolist()) == (800, [255, 0, 0])
    else:
        assert found[0].paths == (str(tmp_path / "ä.png"), str(tmp_path / "b.webp"))
