"""What the forms that a clipboard is offered in come to."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from Xlib.display import Display

from mmassist.capture import clipboard
from mmassist.capture.clipboard import MOST_FILES, Copied, listed, read_clipboard
from mmassist.capture.clipboard_selection import TooLarge
from mmassist.errors import CaptureError, ImageUnreadable

HERE = SimpleNamespace()


class Held:
    """A clipboard that holds these forms; None is refused, a number of bytes is too many."""

    def __init__(self, forms: Mapping[str, bytes | int | None]) -> None:
        self.forms = forms
        self.owner = 7 if forms else 0
        self.closed = False

    def offers(self, names: Sequence[str]) -> tuple[str, ...]:
        return tuple(name for name in names if name in self.forms)

    def read(self, name: str, most: int | None = None) -> bytes | None:
        held = self.forms[name]
        if isinstance(held, int):
            raise TooLarge(f"{held} bytes")
        return held

    def close(self) -> None:
        self.closed = True


def read(monkeypatch: pytest.MonkeyPatch, forms: Mapping[str, bytes | int | None]) -> Copied:
    held = Held(forms)
    monkeypatch.setattr(clipboard, "Selection", lambda connection, limits: held)
    try:
        return read_clipboard(cast(Display, HERE))
    finally:
        assert held.closed


def picture(kind: str, size: tuple[int, int] = (3, 2)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "red").save(file, kind)
    return file.getvalue()


def test_the_picture_without_loss_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    copied = read(monkeypatch, {"image/jpeg": picture("JPEG", (9, 9)), "image/png": picture("PNG"), "text/uri-list": b"file:///x.png"})
    assert copied.frame is not None
    assert (copied.frame.width, copied.frame.height) == (3, 2)


def test_a_form_that_is_refused_is_followed_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    copied = read(monkeypatch, {"image/png": None, "image/bmp": picture("BMP")})
    assert copied.frame is not None


def test_the_path_of_no_file_is_told_of_a_picture_that_was_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    copied = read(monkeypatch, {"image/png": picture("PNG")})
    assert copied.frame is not None
    assert copied.frame.target.path == ""


@pytest.mark.parametrize(
    ("forms", "spoken"),
    [
        ({}, "The clipboard is empty."),
        ({"UTF8_STRING": b"Dear Anna"}, "There is only text in the clipboard, no picture."),
        ({"UTF8_STRING": b""}, "There is only text in the clipboard, no picture."),
        ({"STRING": 10**8}, "There is only text in the clipboard, no picture."),
        ({"UTF8_STRING": b"see /home/anna/a.png"}, "There is only text in the clipboard, no picture."),
        ({"audio/wav": b"1"}, "There is no picture in the clipboard."),
        ({"text/uri-list": b"https://example.org/a.png\r\n"}, "The clipboard holds addresses, but no files of this computer."),
        ({"text/uri-list": b"file:///a.txt\r\nfile:///b.odt"}, "None of the 2 files in the clipboard is a picture."),
    ],
)
def test_what_is_no_picture_is_said(monkeypatch: pytest.MonkeyPatch, forms: Mapping[str, bytes | int], spoken: str) -> None:
    with pytest.raises(CaptureError) as caught:
        read(monkeypatch, forms)
    assert (caught.value.spoken, bool(caught.value.remedy)) == (spoken, True)


@pytest.mark.parametrize("form", ["image/png", "text/uri-list"])
def test_too_much_is_said(monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    with pytest.raises(ImageUnreadable) as caught:
        read(monkeypatch, {form: 10**8})
    assert "too" in caught.value.spoken.lower()


def test_a_path_that_was_copied_as_text_is_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(monkeypatch, {"UTF8_STRING": b"/home/anna/a b.png\n"}).paths == ("/home/anna/a b.png",)


def test_a_single_file_is_looked_at_whatever_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(monkeypatch, {"text/uri-list": b"file:///tmp/scan"}).paths == ("/tmp/scan",)


def test_of_very_many_files_the_first_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    uris = "\r\n".join(f"file:///{number}.png" for number in range(MOST_FILES + 30))
    copied = read(monkeypatch, {"text/uri-list": uris.encode()})
    assert (len(copied.paths), copied.left_out) == (MOST_FILES, 30)


@pytest.mark.parametrize(
    ("text", "is_list", "paths"),
    [
        ("file:///a%20b.png\r\n# a note\r\nfile://localhost/c.png\r\n", True, ("/a b.png", "/c.png")),
        ("copy\nfile:///a.png", True, ("/a.png",)),
        ("cut\nfile:///a.png\nfile:///a.png", True, ("/a.png",)),
        ("file://elsewhere/a.png", True, ()),
        ("file://[/a.png", True, ()),
        ("file:///a%00.png", True, ()),
        ("file:a.png", True, ()),
        ("/a.png\n/b.png", False, ("/a.png", "/b.png")),
        ("/a.png\nand more", False, ()),
        ("# /a.png", False, ()),
        ("", False, ()),
    ],
)
def test_files_are_listed_in_several_ways(text: str, is_list: bool, paths: tuple[str, ...]) -> None:
    assert listed(text, is_list=is_list) == paths


@given(st.text(max_size=80), st.booleans())
def test_any_text_lists_absolute_paths_or_none(text: str, is_list: bool) -> None:
    assert all(path.startswith("/") and "\0" not in path for path in listed(text, is_list=is_list))
