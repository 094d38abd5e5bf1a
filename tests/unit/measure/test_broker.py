"""`mmassist bench broker`, small: a real broker, a real flood."""

from __future__ import annotations

from mmassist.measure.broker import measure, table


def test_honest_rooms_lose_nothing_in_a_flood() -> None:
    report = measure(rooms=5, seconds=1.0)
    figures = {figure["key"]: figure for figure in report["figures"]}
    assert report["met"]
    assert figures["lost"]["max"] == 0
    assert figures["open"]["n"] == 5
    assert figures["alone"]["n"] > 0
    assert figures["flooded"]["n"] > 0
    assert report["flood"]["tried"] > 0
    assert "a frame there and back" in table(report)
