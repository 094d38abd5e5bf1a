"""QR and bar codes are told as what they are, and nothing is done with them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.perception.camera import sentences
from mmassist.perception.camera.codes import MAX_TEXT, CodeKind, code_of, find_codes
from mmassist.values import Box, Pixels
from tests.unit.perception.camera.pictures import bgra, plain

BOX = Box(0, 0, 10, 10)


@pytest.mark.parametrize(
    ("content", "kind", "text", "secret"),
    [
        ("https://example.org/menu", CodeKind.URL, "https://example.org/menu", ""),
        ("WIFI:T:WPA;S:Guest\\;House;P:s3cr\\:et;;", CodeKind.WIFI, "Guest;House", "s3cr:et"),
        ("WIFI:S:Cafe;;", CodeKind.WIFI_OPEN, "Cafe", ""),
        ("MECARD:N:Quinn,Ada;TEL:+49301234;;", CodeKind.CONTACT, "Quinn,Ada, +49301234", ""),
        ("BEGIN:VCARD\nFN:Ada Quinn\nTEL;TYPE=cell:+49301234\nEND:VCARD", CodeKind.CONTACT, "Ada Quinn, +49301234", ""),
        ("BEGIN:VEVENT\nSUMMARY:Choir\nLOCATION:Hall\nEND:VEVENT", CodeKind.EVENT, "Choir, Hall", ""),
        ("tel:+49301234", CodeKind.PHONE, "+49301234", ""),
        ("mailto:a@example.org", CodeKind.EMAIL, "a@example.org", ""),
        ("smsto:123:hello", CodeKind.MESSAGE, "123:hello", ""),
        ("geo:52.5,13.4", CodeKind.PLACE, "52.5,13.4", ""),
        ("Platform 4", CodeKind.TEXT, "Platform 4", ""),
        ("javascript:alert(1)", CodeKind.TEXT, "javascript:alert(1)", ""),
    ],
)
def test_the_kind_is_told_by_the_form(content: str, kind: CodeKind, text: str, secret: str) -> None:
    code = code_of(content, BOX)
    assert (code.kind, code.text, code.secret) == (kind, text, secret)


def test_a_password_is_neither_shown_nor_said() -> None:
    code = code_of("WIFI:T:WPA;S:Guest;P:s3cret;;", BOX)
    assert "s3cret" not in repr(code) + sentences.say("codes", code.kind.value, text=code.text)


@given(st.text(max_size=600))
def test_any_content_is_some_code_fit_to_be_spoken(content: str) -> None:
    code = code_of(content, BOX)
    assert len(code.text) <= MAX_TEXT
    assert code.text.isprintable()
    assert sentences.say("codes", code.kind.value, text=code.text)


def qr(content: str) -> Pixels:
    made = np.asarray(cv2.QRCodeEncoder.create().encode(content), np.uint8)
    large = cv2.resize(made, None, fx=6, fy=6, interpolation=cv2.INTER_NEAREST)
    picture: Pixels = np.full((480, 640, 3), 200, np.uint8)
    picture[100 : 100 + large.shape[0], 300 : 300 + large.shape[1]] = large[..., None]
    return bgra(picture)


def test_a_qr_code_is_read_where_it_is() -> None:
    (code,) = find_codes(qr("https://example.org/menu"))
    assert (code.kind, code.text) == (CodeKind.URL, "https://example.org/menu")
    assert code.box.x >= 295


def ean(digits: str) -> Pixels:
    """A picture of an EAN-13 (GS1 General Specifications)."""
    left = ["0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011"]
    sets = ["LLLLLL", "LLGLGG", "LLGGLG", "LLGGGL", "LGLLGG", "LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL", "LGGLGL"]
    right = ["".join("10"[int(bit)] for bit in code) for code in left]
    bits = "101" + "".join(
        left[int(digit)] if kind == "L" else right[int(digit)][::-1] for digit, kind in zip(digits[1:7], sets[int(digits[0])], strict=True)
    )
    bits += "01010" + "".join(right[int(digit)] for digit in digits[7:]) + "101"
    picture: Pixels = np.full((700, 900, 3), 180, np.uint8)
    picture[200:500, 200:700] = 255
    for at, bit in enumerate(bits):
        if bit == "1":
            picture[260:440, 300 + 3 * at : 303 + 3 * at] = 0
    return bgra(picture)


def test_a_bar_code_is_a_product_number() -> None:
    (code,) = find_codes(ean("4006381333931"))
    assert (code.kind, code.text) == (CodeKind.PRODUCT, "4006381333931")


def test_where_there_is_none_there_is_none() -> None:
    assert find_codes(plain(128)) == ()
