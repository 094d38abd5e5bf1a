"""Pictures out of a multipart stream, however it is cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.capture.camera_parts import MAX_PICTURE, Parts, boundary_of


def stream(bodies: list[bytes], *, length: bool) -> bytes:
    def part(body: bytes) -> bytes:
        size = b"Content-Length: %d\r\n" % len(body) if length else b""
        return b"--cut\r\nContent-Type: image/jpeg\r\n" + size + b"\r\n" + body + b"\r\n"

    return b"".join(map(part, bodies))


@given(st.lists(st.binary(min_size=1, max_size=300).filter(lambda body: b"--cut" not in body), max_size=5), st.integers(1, 200))
def test_what_was_put_in_comes_out_whatever_the_pieces(bodies: list[bytes], size: int) -> None:
    sent = stream(bodies, length=True)
    parts = Parts(b"cut")
    found = [body for at in range(0, len(sent), size) for body in parts.feed(sent[at : at + size])]
    assert found == bodies


@given(st.integers(1, 40))
def test_without_lengths_a_part_ends_at_the_next_boundary(size: int) -> None:
    sent = stream([b"one", b"two", b"three"], length=False)
    parts = Parts(b"cut")
    found = [body.strip() for at in range(0, len(sent), size) for body in parts.feed(sent[at : at + size])]
    assert found == [b"one", b"two"]


@given(st.binary(max_size=2000))
def test_garbage_raises_nothing_but_value_error(data: bytes) -> None:
    parts = Parts(b"cut")
    for at in range(0, len(data), 7):
        parts.feed(data[at : at + 7])


@pytest.mark.parametrize(
    "data",
    [
        b"--cut\r\n" + b"a" * 20_000,
        b"--cut\r\nContent-Length: 999999999\r\n\r\n",
        b"--cut\r\n\r\n" + b"a" * (MAX_PICTURE + 20_000),
    ],
)
def test_what_has_no_end_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="over the bound"):
        Parts(b"cut").feed(data)


def test_what_precedes_the_first_boundary_is_not_kept() -> None:
    parts = Parts(b"cut")
    for _ in range(50):
        assert parts.feed(b"x" * 1_000_000) == []


@pytest.mark.parametrize(
    ("content_type", "boundary"),
    [
        ("multipart/x-mixed-replace; boundary=--myboundary", b"myboundary"),
        ('Multipart/x-mixed-replace;boundary="frame"', b"frame"),
        ("multipart/x-mixed-replace", None),
        ("text/html; boundary=x", None),
        ("", None),
    ],
)
def test_the_boundary_is_told_by_the_content_type(content_type: str, boundary: bytes | None) -> None:
    assert boundary_of(content_type) == boundary
