"""The owner's side against a real broker, with a helper who speaks as the page does."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from mmassist.broker.options import Options
from mmassist.broker.serve import Serving
from mmassist.broker.turn import Turn
from mmassist.errors import PeerLost, SignallingFailed, SupportError
from mmassist.support import broker_line, invite, signalling
from mmassist.support.audit import AuditLog, Happened
from mmassist.support.invite import Invitation
from mmassist.support.signalling import Signalling
from mmassist.support.visit import Visit
from tests.fakes.broker import Helper, Running, running, sdp, until


class Stage:
    """One invitation, and whoever comes to it."""

    def __init__(self, broker: Running, invitation: Invitation, owner: Signalling, told: list[SupportError]) -> None:
        self.broker, self.invitation, self.owner, self.told = broker, invitation, owner, told
        self.helpers: list[Helper] = []

    def helper(self, name: str = "Ada", token: str = "") -> Helper:
        self.helpers.append(Helper(self.broker.url, self.invitation, name, token))
        return self.helpers[-1]

    async def visit(self) -> Visit:
        return await asyncio.wait_for(self.owner.next_visit(), 20)

    async def until_told(self, count: int = 1) -> SupportError:
        await until(lambda: len(self.told) >= count)
        return self.told[-1]


@contextlib.asynccontextmanager
async def staged(invitation: Invitation | None = None, serving: Serving | None = None) -> AsyncIterator[Stage]:
    made = invitation or invite.by_link(time.monotonic())
    told: list[SupportError] = []
    async with running(serving) as broker, Signalling(broker.url, made, told.append, lambda _: None) as owner:
        stage = Stage(broker, made, owner, told)
        try:
            yield stage
        finally:
            for helper in stage.helpers:
                await helper.leave()


async def test_a_link_is_for_where_helpers_get_the_page() -> None:
    async with staged() as stage:
        await stage.owner.ready()
        assert stage.owner.link == stage.invitation.link(stage.broker.url)
    async with staged(serving=Serving(port=0, lan="192.0.2.7")) as stage:
        await stage.owner.ready()
        assert stage.owner.link == stage.invitation.link("https://192.0.2.7:1")


@pytest.mark.parametrize("kind", [invite.by_link, invite.by_code])
async def test_from_the_knock_to_the_verdict(kind: type[Invitation]) -> None:
    async with staged(kind(time.monotonic())) as stage:  # type: ignore[call-arg,arg-type]
        helper = stage.helper("  Ada\u202e \x1b[2J")
        await helper.greet()
        await helper.knock()
        visit = await stage.visit()
        assert visit.name == "Ada"
        own = secrets.token_bytes(32)
        answered, seen = await asyncio.gather(visit.offer(sdp(own), "de"), helper.answer())
        assert answered.words == seen
        await visit.decide(admitted=True)
        assert await helper.admitted()
        await helper.add_candidate()
        assert (await anext(visit.candidates())).candidate.startswith("candidate:")
        assert stage.told == []


async def test_a_helper_who_is_refused_hears_it_and_can_say_nothing_more() -> None:
    async with staged() as stage:
        helper = stage.helper()
        await helper.greet()
        await helper.knock()
        visit = await stage.visit()
        await visit.decide(admitted=False)
        assert not await helper.admitted()
        with pytest.raises(PeerLost):
            await visit.offer(sdp(bytes(32)), "en")


async def test_a_swapped_answer_is_refused_whatever_the_words_would_be() -> None:
    async with staged() as stage:
        helper = stage.helper()
        await helper.greet()
        await helper.knock()
        visit = await stage.visit()
        with pytest.raises(SignallingFailed, match="another certificate"):
            await asyncio.gather(visit.offer(sdp(bytes(32)), "en"), helper.answer(secrets.token_bytes(32)))


async def test_a_wrong_code_is_said_to_both_and_the_right_one_is_taken_after_it() -> None:
    async with staged(invite.by_code(time.monotonic())) as stage:
        helper = stage.helper()
        await _enter_wrongly(stage, helper)
        assert "wrong code" in (await stage.until_told()).spoken
        await helper.greet()
        await helper.knock()
        assert (await stage.visit()).name == "Ada"


async def test_after_three_wrong_codes_the_right_one_is_worth_nothing() -> None:
    async with staged(invite.by_code(time.monotonic())) as stage:
        helper = stage.helper()
        for _ in range(signalling.GUESSES):
            await _enter_wrongly(stage, helper)
        with pytest.raises(SignallingFailed) as over:
            await stage.visit()
        assert "three times" in over.value.spoken
        with pytest.raises(SignallingFailed):
            await stage.visit()


async def _enter_wrongly(stage: Stage, helper: Helper) -> None:
    right = stage.invitation.secret
    await helper.greet(replace(stage.invitation, secret=b"000000" if right != b"000000" else b"111111"))
    await helper.knock()
    assert await helper.hears() == "unopened"


async def test_a_helper_who_loads_the_page_again_knocks_again() -> None:
    async with staged() as stage:
        first = stage.helper()
        await first.greet()
        await first.knock()
        visit = await stage.visit()
        offering = asyncio.create_task(visit.offer(sdp(bytes(32)), "en"))
        await first.hears()
        token = first.line.token
        await first.leave()
        with pytest.raises(PeerLost):
            await offering
        again = stage.helper(token=token)
        await again.greet()
        await again.knock()
        assert (await stage.visit()) is not visit
        await asyncio.wait_for(visit.gone(), 5)


async def test_a_second_helper_is_not_let_into_the_room() -> None:
    async with staged() as stage:
        first = stage.helper()
        await first.greet()
        second = stage.helper("Mallory")
        with pytest.raises(SignallingFailed) as refused:
            await asyncio.wait_for(second._running, 20)
        assert "used this invitation" in refused.value.spoken


async def test_one_whose_token_is_in_use_elsewhere_gives_up_its_place() -> None:
    async with staged() as stage:
        first = stage.helper()
        await first.greet()
        second = stage.helper(token=first.line.token)
        with pytest.raises(SignallingFailed, match="replaced"):
            await asyncio.wait_for(first._running, 20)
        await second.greet()


async def test_it_goes_on_after_the_broker_was_restarted() -> None:
    async with staged() as stage:
        first = stage.helper()
        await first.greet()
        await first.knock()
        await stage.visit()
        await stage.broker.stop()
        await until(lambda: not first.owner_there.is_set())
        await stage.broker.start()
        await first.greet()
        await first.knock()
        visit = await stage.visit()
        answered, seen = await asyncio.gather(visit.offer(sdp(bytes(32)), "fr"), first.answer())
        assert answered.words == seen


async def test_who_was_let_in_can_come_again_also_later_than_an_invitation_holds_and_after_a_restart() -> None:
    async with staged(serving=Serving(port=0, options=Options(room_seconds=2.0))) as stage:
        helper = stage.helper()
        await helper.greet()
        await helper.knock()
        visit = await stage.visit()
        await asyncio.gather(visit.offer(sdp(bytes(32)), "en"), helper.answer())
        await visit.decide(admitted=True)
        await helper.admitted()
        await stage.broker.stop()
        await until(lambda: not helper.owner_there.is_set())
        await stage.broker.start()
        await asyncio.wait_for(helper.owner_there.wait(), 20)
        await asyncio.sleep(2.5)
        await helper.greet()
        await helper.knock()
        assert (await stage.visit()).name == "Ada"


async def test_a_broker_that_comes_late_is_waited_for() -> None:
    broker = Running(Serving(port=0))
    await broker.start()
    await broker.stop()
    made = invite.by_link(time.monotonic())
    async with Signalling(broker.url, made, lambda _: None, lambda _: None) as owner:
        await asyncio.sleep(0.1)
        await broker.start()
        await owner.ready()
        helper = Helper(broker.url, made)
        try:
            await helper.greet()
            await helper.knock()
            assert (await asyncio.wait_for(owner.next_visit(), 20)).name == "Ada"
        finally:
            await helper.leave()
            await broker.stop()


async def test_a_code_whose_room_is_another_s_is_never_read_out() -> None:
    now = time.monotonic()
    first = invite.by_code(now)
    made = iter([replace(invite.by_code(now), room=first.room), replace(invite.by_code(now), room=first.room), invite.by_code(now)])
    async with running() as broker, Signalling(broker.url, first, lambda _: None, lambda _: None) as other:
        await other.ready()
        async with signalling.opened(broker.url, lambda _: next(made), lambda _: None, lambda _: None) as owner:
            assert owner.invitation.room != first.room
            helper = Helper(broker.url, owner.invitation)
            try:
                await helper.greet()
                await helper.knock()
                assert (await asyncio.wait_for(owner.next_visit(), 20)).name == "Ada"
            finally:
                await helper.leave()


async def test_it_is_said_when_there_is_no_room_for_an_invitation() -> None:
    async with running(Serving(port=0, options=Options(rooms=0))) as broker:
        with pytest.raises(SignallingFailed) as failed:
            async with signalling.opened(broker.url, invite.by_link, lambda _: None, lambda _: None):
                pass
        assert "no room left" in failed.value.spoken


async def test_what_happens_before_anybody_is_let_in_is_written_down(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "support.jsonl")
    async with running() as broker, signalling.opened(broker.url, invite.by_link, lambda _: None, log.note) as owner:
        helper = Helper(broker.url, owner.invitation)
        try:
            await helper.greet()
            await helper.knock()
            visit = await asyncio.wait_for(owner.next_visit(), 20)
            await visit.decide(admitted=False)
        finally:
            await helper.leave()
    written = [(entry.happened, entry.name) for entry in log.entries()[0]]
    assert written == [(Happened.INVITED, ""), (Happened.KNOCKED, "Ada"), (Happened.REFUSED, "Ada")]


async def test_a_knock_that_can_not_be_written_down_is_told_and_not_heard(tmp_path: Path) -> None:
    made, told = invite.by_link(time.monotonic()), list[SupportError]()
    (tmp_path / "support.jsonl").mkdir()
    log = AuditLog(tmp_path / "support.jsonl")
    async with running() as broker, Signalling(broker.url, made, told.append, log.note):
        helper = Helper(broker.url, made)
        try:
            await helper.greet()
            await helper.knock()
            assert await helper.hears() == "unopened"
        finally:
            await helper.leave()
    assert "can't be written down" in told[0].spoken


async def test_waiting_for_a_knock_can_be_cancelled_at_any_moment() -> None:
    async with running() as broker:
        for wait in (0.0, 0.01, 0.2):
            task = asyncio.create_task(_waits(broker.url))
            await asyncio.sleep(wait)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asyncio.wait_for(task, 10)


async def _waits(url: str) -> None:
    async with signalling.opened(url, invite.by_code, lambda _: None, lambda _: None) as owner:
        await owner.next_visit()


async def test_an_invitation_that_nobody_took_is_over() -> None:
    made = replace(invite.by_link(time.monotonic()), made_at=time.monotonic() - invite.SECONDS + 0.5)
    async with staged(made) as stage:
        with pytest.raises(SignallingFailed) as over:
            await stage.visit()
        assert "the invitation is over" in over.value.spoken


async def test_an_invitation_that_was_withdrawn_is_over_for_the_helper() -> None:
    made = invite.by_link(time.monotonic())
    async with running() as broker:
        async with Signalling(broker.url, made, lambda _: None, lambda _: None):
            helper = Helper(broker.url, made)
            await helper.greet()
        with pytest.raises(SignallingFailed):
            await asyncio.wait_for(helper._running, 20)


async def test_no_broker_at_the_address_is_said_at_once() -> None:
    made = invite.by_link(time.monotonic())
    async with running() as broker, Signalling(broker.url + "/elsewhere", made, lambda _: None, lambda _: None) as owner:
        with pytest.raises(SignallingFailed) as failed:
            await asyncio.wait_for(owner.next_visit(), 20)
        assert "no broker" in failed.value.spoken


async def test_what_is_said_out_of_turn_ends_the_visit_and_is_told() -> None:
    async with staged() as stage:
        helper = stage.helper()
        await helper.greet()
        await helper.knock()
        visit = await stage.visit()
        await helper.add_candidate()
        assert "damaged" not in (await stage.until_told()).spoken
        await asyncio.wait_for(visit.gone(), 5)


async def test_what_is_repeated_or_changed_on_the_way_is_told_and_reaches_nobody() -> None:
    async with staged() as stage:
        helper = stage.helper()
        await helper.greet()
        await helper.knock()
        visit = await stage.visit()
        frame = bytearray(await _sealed(helper))
        frame[-1] ^= 1
        await helper.line.send(bytes(frame))
        assert "damaged" in (await stage.until_told()).spoken
        await asyncio.wait_for(visit.gone(), 5)


async def _sealed(helper: Helper) -> bytes:
    assert helper.channel is not None
    return helper.channel.seal(b'{"kind":"candidate","candidate":"x"}')


async def test_who_knocks_again_and_again_ends_the_invitation() -> None:
    async with staged() as stage:
        helper = stage.helper()
        with pytest.raises(SignallingFailed) as over:
            async with asyncio.timeout(30):
                for _ in range(signalling.MOST_VISITS):
                    await helper.greet()
                    await helper.knock()
                    await stage.visit()
        assert "again and again" in over.value.spoken


async def test_the_broker_s_servers_reach_the_one_who_offers() -> None:
    turn = Turn(["turn:turn.example:3478?transport=udp"], "hush")
    async with staged(serving=Serving(port=0, turn=turn)) as stage:
        helper = stage.helper()
        await helper.greet()
        await helper.knock()
        visit = await stage.visit()
        assert visit.ice[0].urls == ("turn:turn.example:3478?transport=udp",)
        assert int(visit.ice[0].username.split(":")[0]) > time.time() + 3600


@pytest.mark.parametrize(
    "word",
    ["", "[]", '"joined"', '{"joined": true}', '{"joined": 1, "peer": true}', '{"peer": "yes"}', "[" * 3000, '{"refused": 3}', "\x00"],
)
def test_a_broker_that_says_what_it_should_not_is_not_believed(word: str) -> None:
    with pytest.raises(SignallingFailed) as failed:
        broker_line._read(word)
    assert failed.value.remedy
