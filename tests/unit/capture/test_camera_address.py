"""What may be named as a camera."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.capture.camera_address import SourceKind, address_of
from mmassist.errors import DeviceMissing


@pytest.mark.parametrize(
    ("source", "kind", "place"),
    [
        ("0", SourceKind.DEVICE, "0"),
        ("/dev/video2", SourceKind.DEVICE, "2"),
        ("film.avi", SourceKind.VIDEO, "film.avi"),
        ("/tmp/page%03d.png", SourceKind.PICTURES, "/tmp/page%03d.png"),
        ("http://192.168.0.9:8080/video?x=1", SourceKind.WEB, "http://192.168.0.9:8080/video?x=1"),
        ("https://[::1]/", SourceKind.WEB, "https://[::1]/"),
        ("http://host", SourceKind.WEB, "http://host/"),
    ],
)
def test_it_is_told_by_its_form(source: str, kind: SourceKind, place: str) -> None:
    address = address_of(source)
    assert (address.kind, address.place) == (kind, place)


@pytest.mark.parametrize("source", ["rtsp://host/live", "ftp://host/a.avi", "file:///etc/passwd", "concat:/a", "http:///x", "", "a\nb"])
def test_what_is_not_opened_is_said(source: str) -> None:
    with pytest.raises(DeviceMissing) as caught:
        address_of(source)
    assert caught.value.spoken
    assert caught.value.remedy


def test_name_and_password_stand_in_nothing_that_is_shown() -> None:
    address = address_of("http://eva:p%40ss@host/video")
    assert (address.name, address.password) == ("eva", "p@ss")
    assert "p@ss" not in repr(address)
    assert "eva" not in repr(address)


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused(source: str) -> None:
    try:
        assert address_of(source).place
    except DeviceMissing as error:
        assert error.spoken
