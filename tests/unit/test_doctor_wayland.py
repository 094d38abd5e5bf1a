"""What is said of a Wayland session: what its portals could do, without a question to the user."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from mmassist import doctor
from mmassist.doctor import Finding, Verdict
from mmassist.portals.bus import SCREENSHOT, SHORTCUTS
from tests.fakes.portal import Desk, PortalDouble
from tests.fakes.session_bus import session_bus

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Wayland is Linux's")


@pytest.fixture(autouse=True)
def session(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("XDG_SESSION_TYPE", "wayland")
    with session_bus(monkeypatch):
        yield


def found() -> dict[str, Finding]:
    return {finding.part: finding for finding in doctor._portals()}


def test_portals_that_are_there_are_found() -> None:
    with PortalDouble(Desk(versions={SHORTCUTS: 1, SCREENSHOT: 2})) as double:
        assert [finding.verdict for finding in found().values()] == [Verdict.FOUND, Verdict.FOUND]
        assert not double.dialogs


def test_portals_that_are_not_there_are_missing_and_the_app_works_with_less() -> None:
    findings = found()
    assert [finding.verdict for finding in findings.values()] == [Verdict.MISSING, Verdict.MISSING]
    assert "xdg-desktop-portal" in findings["screen"].remedy and "keyboard settings" in findings["keys"].remedy
