"""Asking the portals: answers, denials, old portals, and portals that go away."""

from __future__ import annotations

import asyncio

import pytest

from mmassist.portals.bus import SCREENCAST, SCREENSHOT, SHORTCUTS, Portal, PortalGone, PortalMissing, PortalRefused, Signal
from tests.fakes.portal import ALLOWED, CANCELLED, REFUSED, UNANSWERED, Desk, PortalDouble


async def test_a_desktop_without_portals_is_one_that_has_none() -> None:
    with pytest.raises(PortalMissing):
        await Portal.connect()


async def test_no_session_bus_is_no_portal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
    with pytest.raises(PortalMissing):
        await Portal.connect()


async def test_versions_are_told_and_0_is_a_portal_that_is_not_there() -> None:
    with PortalDouble(Desk(versions={SCREENCAST: 4})):
        portal = await Portal.connect()
        assert (await portal.version(SCREENCAST), await portal.version(SHORTCUTS)) == (4, 0)
        await portal.close()


@pytest.mark.parametrize("old", [False, True])
async def test_a_request_brings_what_the_user_answers(old: bool) -> None:
    with PortalDouble(Desk(old_handles=old)):
        portal = await Portal.connect()
        session = await portal.open_session(SCREENCAST)
        results = await portal.request(SCREENCAST, "Start", "osa{sv}", (session, ""), {})
        await portal.close()
    assert results["streams"] == [(42, {})]


@pytest.mark.parametrize(("answer", "by_user"), [(CANCELLED, True), (REFUSED, False)])
async def test_what_is_not_allowed_is_refused(answer: int, by_user: bool) -> None:
    with PortalDouble(Desk(answer=answer)):
        portal = await Portal.connect()
        session = await portal.open_session(SCREENCAST)
        with pytest.raises(PortalRefused) as refused:
            await portal.request(SCREENCAST, "Start", "osa{sv}", (session, ""), {})
        await portal.close()
    assert refused.value.by_user is by_user


async def test_giving_up_takes_the_dialog_away() -> None:
    with PortalDouble(Desk(answer=UNANSWERED)) as double:
        portal = await Portal.connect()
        session = await portal.open_session(SCREENCAST)
        asking = asyncio.create_task(portal.request(SCREENCAST, "Start", "osa{sv}", (session, ""), {}))
        await asyncio.to_thread(double.wait_for, lambda: bool(double.dialogs))
        await asyncio.sleep(0.05)
        asking.cancel()
        await asyncio.wait([asking])
        await asyncio.to_thread(double.wait_for, lambda: bool(double.closed))
        await portal.close()
    assert "/request/" in double.closed[0]


async def test_a_portal_that_ends_ends_what_is_asked_of_it() -> None:
    gone: list[bool] = []
    with PortalDouble(Desk(answer=UNANSWERED)) as double:
        portal = await Portal.connect()
        portal.on_gone(lambda: gone.append(True))
        session = await portal.open_session(SCREENCAST)
        asking = asyncio.create_task(portal.request(SCREENCAST, "Start", "osa{sv}", (session, ""), {}))
        await asyncio.to_thread(double.wait_for, lambda: bool(double.dialogs))
        await asyncio.to_thread(double.vanish)
        with pytest.raises(PortalGone):
            await asking
        assert not portal.connected
        await portal.close()
    assert gone == [True]


async def test_only_the_portal_itself_is_believed() -> None:
    heard: list[Signal] = []
    with PortalDouble() as double:
        portal = await Portal.connect()
        came = asyncio.Event()

        def hear(signal: Signal) -> None:
            if signal.member == "Activated":
                heard.append(signal)
                came.set()

        portal.listen(hear)
        session = await portal.open_session(SHORTCUTS)
        await asyncio.to_thread(double.forge, double.sessions[session], session, "forged")
        await asyncio.to_thread(double.press, "true")
        async with asyncio.timeout(5):
            await came.wait()
        await portal.close()
    assert [signal.arguments[1] for signal in heard] == ["true"]


async def test_a_portal_that_is_not_there_is_missing() -> None:
    with PortalDouble(Desk(versions={SHORTCUTS: 1}, answer=ALLOWED)):
        portal = await Portal.connect()
        with pytest.raises(PortalMissing):
            await portal.request(SCREENSHOT, "Screenshot", "sa{sv}", ("",), {})
        await portal.close()
