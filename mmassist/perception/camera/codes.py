"""QR and bar codes: found, and their content said as data by what kind it is. Nothing is opened, dialled, joined or stored."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from mmassist.values import Box, Pixels
from mmassist.visible import visible

MAX_TEXT = 500
"""Characters that are kept; a QR code can hold 4,296."""


class CodeKind(StrEnum):
    URL = "url"
    WIFI = "wifi"
    WIFI_OPEN = "wifi_open"
    CONTACT = "contact"
    PHONE = "phone"
    EMAIL = "email"
    MESSAGE = "message"
    PLACE = "place"
    EVENT = "event"
    PRODUCT = "product"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Code:
    """`text`: what may be said: the address, the network's name, the contact's lines. `secret`: a network's password, for who asks."""

    kind: CodeKind
    text: str
    box: Box
    secret: str = field(default="", repr=False)


_PREFIXES = (
    ("tel:", CodeKind.PHONE),
    ("mailto:", CodeKind.EMAIL),
    ("smsto:", CodeKind.MESSAGE),
    ("sms:", CodeKind.MESSAGE),
    ("geo:", CodeKind.PLACE),
)
_FIELD = re.compile(r"([A-Z]+):((?:\\.|[^;\\])*);", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(.)")
_LINE = re.compile(r"^(FN|N|ORG|TEL|EMAIL|SUMMARY|DTSTART|LOCATION)(?:;[^:\n]*)?:(.+)$", re.IGNORECASE | re.MULTILINE)


def find_codes(pixels: Pixels) -> tuple[Code, ...]:
    """The codes in `pixels` (height, width, 4; BGRA), from the left. About 50 ms of one core at 720p."""
    import cv2

    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGRA2GRAY), np.uint8)
    found: list[Code] = []
    try:
        done, texts, corners, _ = cv2.QRCodeDetector().detectAndDecodeMulti(grey)
        found += [code_of(text, _box(points)) for text, points in zip(texts, corners, strict=True) if text] if done else []
        done, texts, _, corners = cv2.barcode.BarcodeDetector().detectAndDecodeWithType(grey)
        found += [_product(text, _box(points)) for text, points in zip(texts, corners, strict=True) if text] if done else []
    except (cv2.error, UnicodeDecodeError):  # what is not there, or is not text, is not found
        return tuple(found)
    return tuple(sorted(found, key=lambda code: (code.box.x, code.box.y)))


def code_of(content: str, box: Box) -> Code:
    """What the content of a QR code is, by its form. Pure."""
    small = content.strip().lower()
    if small.startswith("wifi:"):
        return _network(content.strip()[5:], box)
    if small.startswith(("mecard:", "begin:vcard")):
        return Code(CodeKind.CONTACT, _clean(", ".join(_lines(content))), box)
    if small.startswith(("begin:vevent", "begin:vcalendar")):
        return Code(CodeKind.EVENT, _clean(", ".join(_lines(content))), box)
    if re.match(r"https?://", small):
        return Code(CodeKind.URL, _clean(content), box)
    for prefix, kind in _PREFIXES:
        if small.startswith(prefix):
            return Code(kind, _clean(content.strip()[len(prefix) :]), box)
    return Code(CodeKind.TEXT, _clean(content), box)


def _network(content: str, box: Box) -> Code:
    fields = {name.upper(): _ESCAPED.sub(r"\1", value) for name, value in _FIELD.findall(content + ";")}
    secret = fields.get("P", "")
    kind = CodeKind.WIFI if secret else CodeKind.WIFI_OPEN
    return Code(kind, _clean(fields.get("S", "")), box, secret)


def _lines(content: str) -> Sequence[str]:
    if content.strip().lower().startswith("mecard:"):
        return [_ESCAPED.sub(r"\1", value) for name, value in _FIELD.findall(content.strip()[7:] + ";") if name.upper() != "URL"]
    return [value.replace(";", " ").strip() for _, value in _LINE.findall(content.replace("\r", ""))]


def _product(text: str, box: Box) -> Code:
    return Code(CodeKind.PRODUCT if text.isdigit() else CodeKind.TEXT, _clean(text), box)


def _clean(text: str) -> str:
    """As it may be spoken and shown: nothing hidden in it, in one line, not longer than anybody would listen to."""
    return " ".join(visible(text).split())[:MAX_TEXT]


def _box(points: object) -> Box:
    corners = np.asarray(points, np.float64).reshape(-1, 2)
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    return Box(round(left), round(top), max(1, round(right - left)), max(1, round(bottom - top)))
