"""The clipboard of Windows and macOS, with a stand-in for Pillow's."""

from __future__ import annotations

from typing import Any

import pytest
from PIL import Image

from mmassist.capture.clipboard import MOST_FILES
from mmassist.capture.clipboard_system import read_system_clipboard
from mmassist.errors import CaptureError, ImageUnreadable


def test_a_picture_is_a_frame() -> None:
    copied = read_system_clipboard(lambda: Image.new("RGB", (3, 2), (10, 20, 30)))

    assert copied.frame is not None
    assert copied.frame.pixels[0, 0].tolist() == [30, 20, 10, 255]


def test_a_transparent_picture_lies_on_white() -> None:
    copied = read_system_clipboard(lambda: Image.new("RGBA", (3, 2), (0, 0, 0, 0)))

    assert copied.frame is not None
    assert copied.frame.pixels[0, 0].tolist() == [255, 255, 255, 255]


def test_files_of_pictures_are_named_and_others_left_out() -> None:
    assert read_system_clipboard(lambda: ["a.PNG", "b.txt", "c.jpg"]).paths == ("a.PNG", "c.jpg")


def test_one_file_is_looked_at_whatever_its_name() -> None:
    assert read_system_clipboard(lambda: ["scan"]).paths == ("scan",)


def test_more_files_than_are_told_are_counted() -> None:
    copied = read_system_clipboard(lambda: [f"{at}.png" for at in range(MOST_FILES + 3)])

    assert (len(copied.paths), copied.left_out) == (MOST_FILES, 3)


@pytest.mark.parametrize("held", [None, ["a.txt", "b.txt"]])
def test_no_picture_is_said(held: Any) -> None:
    with pytest.raises(CaptureError) as caught:
        read_system_clipboard(lambda: held)

    assert caught.value.remedy == "Copy a picture, or files of pictures, then try again."


def test_a_damaged_picture_is_said() -> None:
    def broken() -> Any:
        raise OSError("bad image")

    with pytest.raises(ImageUnreadable):
        read_system_clipboard(broken)
