"""The measurement of barge-in: every kind of backend is given up before a server that stays silent."""

from __future__ import annotations

from mmassist.backends import registry
from mmassist.measure import cancelling


def test_every_kind_is_given_up_and_seen_to_be() -> None:
    report = cancelling.measure(3)
    assert [figure["key"] for figure in report["figures"]] == list(registry.KINDS)
    assert [figure["n"] for figure in report["figures"]] == [3] * len(registry.KINDS)
    assert all(figure["min"] > 0 for figure in report["figures"])
    assert "ollama" in cancelling.table(report)
