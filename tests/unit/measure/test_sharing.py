"""`mmassist bench sharing`, short: a real link, real browsers."""

from __future__ import annotations

import base64
import shutil

import pytest

from mmassist.errors import SupportError
from mmassist.measure import sharing, sharing_link
from tests.browsers import needs_chromium
from tests.fakes.networks import CAN


@needs_chromium
@pytest.mark.skipif(not (CAN and shutil.which("tc")), reason="needs root and tc")
def test_text_arrives_legibly_and_nothing_after_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "_LAMPS", 1)
    report = sharing.measure([20], 2.0)
    figures = {figure["key"]: figure for figure in report["figures"]}
    assert figures["text-20"]["n"] == 5
    assert 0 < figures["text-20"]["max"] < 20  # legible, however busy this machine is
    assert figures["late"]["n"] == 1
    assert figures["late"]["min"] > 0
    assert figures["stop"]["n"] == 1
    assert "small text at 20 Mbit/s" in sharing.table(report)


def test_the_error_is_that_of_what_came() -> None:
    picture = sharing._picture()
    left, top, right, bottom = sharing._STATIC
    whole = picture[top:bottom, left:right].copy()
    assert sharing._error(picture, base64.b64encode(whole.tobytes()).decode()) == 0
    whole[..., :3] ^= 4
    assert sharing._error(picture, base64.b64encode(whole.tobytes()).decode()) == pytest.approx(4)


def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(SupportError) as missing:
        sharing_link.require()
    assert "chromium" in str(missing.value)
    assert "root" in missing.value.remedy
