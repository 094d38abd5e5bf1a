"""A support session on the user's side, with a real broker, a helper who speaks as the page does, and a sender without a network."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import os
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from mmassist.dialogue.commands import Certainty, Match
from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.support import sharing, visitor
from mmassist.engine.support.giving import PEER
from mmassist.engine.support.means import Means
from mmassist.engine.support.options import Options
from mmassist.engine.support.session import ENDED, Support
from mmassist.engine.troubleshooting.guide import Guide
from mmassist.engine.turn import Options as TurnOptions
from mmassist.errors import ConsentRevoked, NothingToTake, NoWindow, SignallingFailed, SupportError
from mmassist.privacy import masking
from mmassist.privacy.vault import placeholder
from mmassist.support import invite
from mmassist.support.audit import Entry, Happened
from mmassist.support.messages import Candidate
from mmassist.support.roles import Right
from mmassist.values import Box, Channel, Earcon, Frame, Node, Outline, Role, Target, Window
from tests.fakes.broker import Helper, Running, running, until
from tests.fakes.guided import ERROR, form, guide_on
from tests.fakes.parts import WINDOW, FakeOutlines, FakeParts
from tests.fakes.sending import FakeSender

SAVE = Outline((Node(Role.BUTTON, "Save", -1, box=Box(400, 300, 80, 30)),), -1, True, 0.0)


@dataclass
class Stage:
    broker: Running
    fakes: FakeParts
    engine: Engine
    support: Support
    senders: list[FakeSender]
    copied: list[str]
    noted: list[Entry]
    guide: Guide
    helpers: list[Helper] = field(default_factory=list)
    speaking: list[bool] = field(default_factory=list)

    @property
    def sender(self) -> FakeSender:
        return self.senders[-1]

    def said(self, part: str) -> bool:
        return any(part in text for text in self.fakes.mouth.texts(Channel.SYSTEM))

    async def hears(self, part: str) -> str:
        await until(lambda: self.said(part))
        return next(text for text in self.fakes.mouth.texts(Channel.SYSTEM) if part in text)

    async def invited(self) -> Helper:
        self.support.do("invite")
        await self.hears("in the clipboard")
        helper = Helper(self.broker.url, invite.read_link(self.copied[-1], time.monotonic()))
        self.helpers.append(helper)
        return helper

    async def knocked(self) -> tuple[Helper, tuple[str, str]]:
        """Up to the words; the user has heard the question."""
        helper = await self.invited()
        await helper.greet()
        await helper.knock()
        words = await helper.answer()
        await self.hears("Yours are")
        return helper, words

    async def shared(self) -> Helper:
        helper, _ = await self.knocked()
        self.support.do("admit")
        assert await helper.admitted()
        await helper.add_candidate()
        await until(lambda: self.sender.picture is not None and self.sender.picture.shape[:2] == (300, 400))
        return helper


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    fakes = FakeParts(outlines=FakeOutlines(SAVE))
    copied: list[str] = []
    senders: list[FakeSender] = []
    noted: list[Entry] = []
    speaking: list[bool] = []

    def copy(text: str, done: Callable[[bool], object]) -> None:
        copied.append(text)
        done(True)

    def sender() -> FakeSender:
        senders.append(FakeSender())
        return senders[-1]

    engine = Engine(fakes.parts(), Listeners(lambda spoken: None, lambda turn: None, copied=copy), TurnOptions())
    fakes.mouth.on_started = engine.heard
    async with running() as broker:
        guide = guide_on(engine, fakes.parts())
        means = Means(sender, lambda: None, noted.append, lambda command: f"key of {command}", guide, lambda: bool(speaking))
        support = Support(engine, fakes.parts(), Options(broker.url), means)
        stage = Stage(broker, fakes, engine, support, senders, copied, noted, guide, speaking=speaking)
        try:
            yield stage
        finally:
            await support.aclose()
            await guide.aclose()
            for helper in stage.helpers:
                await helper.leave()
            await engine.aclose()


async def test_an_invitation_that_is_asked_for_again_a_minute_later_is_told_once(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    await stage.invited()
    monkeypatch.setattr(invite.Invitation, "left", lambda invitation, now: 540.0)
    stage.support.do("invite")
    await stage.hears("It holds for 9 minutes")
    assert "It holds for 10 minutes" in stage.fakes.mouth.withdrawn[-1]


async def test_another_broker_is_asked_from_the_next_invitation_on(stage: Stage) -> None:
    stage.support.use(Options(""))
    with pytest.raises(SupportError, match="no broker"):
        stage.support.do("invite")
    stage.support.use(Options(stage.broker.url))
    await stage.invited()


async def test_what_is_set_to_be_hidden_is_hidden_at_once_from_who_sees_it(stage: Stage) -> None:
    await stage.shared()
    await until(lambda: stage.sender.picture is not None and (stage.sender.picture[200, 300, :3] == 255).all())
    stage.support.use(Options(stage.broker.url, masks=masking.Options(excluded=("untitled",))))
    await stage.hears("1 item hidden: an excluded window")
    assert stage.sender.picture is not None
    assert not (stage.sender.picture[..., :3] == 255).all(axis=2).any()


async def test_a_window_that_stays_hidden_because_of_its_program_is_told_of(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "_UNTOLD", 0.1)
    assert isinstance(stage.fakes.outlines, FakeOutlines)
    stage.fakes.outlines.outline = replace(SAVE, complete=False)
    await stage.shared()
    heard = await stage.hears("Ada does not see all of Untitled 1")
    assert heard.endswith("Share another window.")
    assert stage.sender.picture is not None
    assert not (stage.sender.picture[..., :3] == 255).all(axis=2).any()


async def test_a_helper_is_heard_compared_let_in_and_sees_the_window(stage: Stage) -> None:
    helper, words = await stage.knocked()
    assert await stage.hears("Ada knocks") == "Ada knocks, as they call themselves: nobody has checked that name."
    assert ", ".join(words) in await stage.hears("Yours are")
    assert stage.sender.drawn == 0
    stage.support.do("admit")
    assert await helper.admitted()
    await helper.add_candidate()
    assert "Untitled 1" in await stage.hears("is let in")
    await until(lambda: stage.sender.picture is not None and (stage.sender.picture[200, 300, :3] == 255).all())
    assert stage.sender.picture is not None
    assert stage.sender.picture.shape == (300, 400, 4)
    assert [entry.happened for entry in stage.noted][:3] == [Happened.INVITED, Happened.KNOCKED, Happened.ADMITTED]


async def test_nobody_is_let_in_before_it_was_heard_what_is_asked(stage: Stage) -> None:
    stage.fakes.mouth.on_started = lambda spoken: None  # what is said does not sound
    helper = await stage.invited()
    await helper.greet()
    await helper.knock()
    await helper.answer()
    await stage.hears("Yours are")
    with pytest.raises(ConsentRevoked, match="unheard"):
        stage.support.do("admit")
    assert stage.sender.drawn == 0


async def test_a_helper_who_is_refused_sees_nothing_and_the_invitation_is_over(stage: Stage) -> None:
    helper, _ = await stage.knocked()
    stage.support.do("refuse")
    assert not await helper.admitted()
    await until(lambda: not stage.support.runs)
    assert stage.said("turned away")
    assert stage.sender.drawn == 0
    assert not stage.sender.is_open
    assert Happened.REFUSED in [entry.happened for entry in stage.noted]


async def test_the_stop_key_pressed_twice_ends_all_at_once(stage: Stage) -> None:
    await stage.shared()
    stage.support.stopped()
    assert stage.support.runs
    stage.support.stopped()
    drawn = stage.sender.drawn
    await until(lambda: not stage.support.runs)
    assert not stage.sender.is_open
    assert stage.sender.drawn == drawn
    assert stage.said(ENDED)
    assert Earcon.LEFT in stage.fakes.earcons
    assert stage.noted[-1].happened is Happened.DISMISSED


async def test_a_screen_that_is_locked_ends_the_session_and_it_stays_so(stage: Stage) -> None:
    await stage.shared()
    stage.support.away()
    await until(lambda: not stage.support.runs)
    assert stage.said("because the screen is locked")
    with pytest.raises(ConsentRevoked):
        stage.support.do("admit")


async def test_a_helper_points_and_the_thing_is_said(stage: Stage) -> None:
    await stage.shared()
    await until(lambda: stage.sender.picture is not None and (stage.sender.picture[200, 300, :3] == 255).all())
    stage.sender.hear(json.dumps({"kind": "point", "x": 340 / 400, "y": 265 / 300}).encode())
    await stage.hears("Ada points at:")
    await until(lambda: any(text.startswith("Save, button") for text in stage.fakes.mouth.texts(Channel.DETAIL)))
    assert stage.support.pointed().item.name == "Save"
    stage.sender.hear(json.dumps({"kind": "point", "x": 0.01, "y": 0.99}).encode())
    await stage.hears("know of nothing")


async def test_what_a_helper_writes_is_said_but_never_as_the_apps_own(stage: Stage) -> None:
    await stage.shared()
    stage.sender.hear(json.dumps({"kind": "chat", "text": "Press Save"}).encode())
    await stage.hears("Ada writes:")
    assert stage.fakes.mouth.texts(Channel.DETAIL)[-1] == "Press Save"
    assert not stage.said("Press Save")


async def test_what_the_user_writes_goes_to_the_helper(stage: Stage) -> None:
    def write(text: str) -> None:
        stage.support.actions["tell-helper"](Match("tell-helper", "tell the helper", Certainty.SURE, text), 0.0)

    with pytest.raises(ConsentRevoked):
        write("Hello")
    await stage.shared()
    write("Which button?")
    await stage.hears("Written to Ada.")
    await until(lambda: b'{"kind":"chat","text":"Which button?"}' in stage.sender.said)
    with pytest.raises(ConsentRevoked, match="nothing to write"):
        write(" ")


async def test_from_the_apps_own_window_the_one_below_is_shared(stage: Stage) -> None:
    await stage.knocked()
    stage.fakes.windows.others = (WINDOW, replace(WINDOW, id=5, title="panel", pid=7, furniture=True))
    stage.fakes.windows.window = replace(WINDOW, id=99, title="Help by a person", pid=os.getpid())
    stage.support.do("admit")
    assert "Untitled 1" in await stage.hears("is let in")


async def test_nonsense_is_told_once_and_does_nothing(stage: Stage) -> None:
    await stage.shared()
    for _ in range(5):
        stage.sender.hear(b"\xff{")
    stage.sender.hear(json.dumps({"kind": "click", "x": 0.5, "y": 0.5}).encode())
    await stage.hears("not allowed")
    assert sum("no message" in text for text in stage.fakes.mouth.texts(Channel.SYSTEM)) == 1
    assert stage.fakes.hand.did == []


async def test_a_helper_who_goes_away_sees_nothing_more_and_may_come_again(stage: Stage) -> None:
    helper = await stage.shared()
    stage.sender.lose()
    await stage.hears("The helper went away")
    await until(lambda: not stage.sender.is_open)
    assert stage.support.runs
    assert isinstance(await helper.hears(), Candidate)  # that of before
    await helper.greet()
    await helper.knock()
    await helper.answer()
    await until(lambda: len(stage.senders) == 2)
    assert stage.sender.drawn == 0


async def test_without_a_window_of_another_program_nobody_is_let_in_yet(stage: Stage) -> None:
    await stage.knocked()
    stage.fakes.windows.window = None
    with pytest.raises(NoWindow):
        stage.support.do("admit")
    stage.fakes.windows.window = WINDOW
    stage.support.do("admit")
    await stage.hears("is let in")


async def test_the_dialog_that_comes_up_is_shown_instead_and_that_is_said(stage: Stage) -> None:
    await stage.shared()
    stage.fakes.windows.others = (WINDOW,)
    stage.fakes.windows.window = replace(WINDOW, id=8, title="Save as", dialog=True)
    await stage.hears("Ada now sees Save as.")
    stage.fakes.windows.window = replace(WINDOW, id=9, title="My bank", pid=43)
    await stage.hears("Ada now sees Untitled 1.")
    assert not stage.said("My bank")


async def test_a_password_field_is_never_seen(stage: Stage) -> None:
    field = Node(Role.PASSWORD, "Password", -1, box=Box(120, 150, 200, 20))
    stage.fakes.outlines.outline = replace(SAVE, nodes=(*SAVE.nodes, field))
    await stage.shared()
    picture = stage.sender.picture
    await until(lambda: stage.sender.picture is not None and (stage.sender.picture[200, 300, :3] == 255).all())
    assert picture is not None
    assert not (picture[100:120, 20:220, :3] == 255).all(axis=2).any()
    await stage.hears("hidden")


async def test_what_is_hidden_is_told_also_where_something_turns_all_the_time(stage: Stage) -> None:
    field = Node(Role.PASSWORD, "Password", -1, box=Box(120, 150, 200, 20))
    stage.fakes.outlines.outline = replace(SAVE, nodes=(*SAVE.nodes, field))
    grab, count = stage.fakes.grabber.grab, itertools.count()

    def turning(target: Target, window: Window | None, pointer: tuple[int, int]) -> Frame:
        found = grab(target, window, pointer)
        pixels = np.array(found.pixels)
        pixels[5:35, 345:375, :3] = next(count) % 251
        return replace(found, pixels=pixels)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stage.fakes.grabber, "grab", turning)
        await stage.shared()
        await stage.hears("hidden: a password")


async def test_what_lies_above_the_window_is_never_seen(stage: Stage) -> None:
    stage.fakes.windows.others = ()
    await stage.shared()
    above = replace(WINDOW, id=11, title="Other", program="Other", pid=99, box=Box(100, 50, 40, 40))
    bank = np.array(stage.fakes.grabber.pixels)
    bank[:40, :40] = (1, 2, 3, 255)
    stage.fakes.grabber.pixels = bank
    windows = stage.fakes.windows
    with contextlib.ExitStack() as stack:
        stack.enter_context(pytest.MonkeyPatch.context()).setattr(windows, "all", lambda: (WINDOW, above))
        await asyncio.sleep(0.5)
        picture = stage.sender.picture
        assert picture is not None
        assert not (picture[:40, :40, :3] == (3, 2, 1)).all(axis=2).any()
        assert (picture[200, 300, :3] == 255).all()


async def test_a_whole_monitor_is_seen_when_the_user_has_heard_what_is_on_it_and_said_yes(stage: Stage) -> None:
    bank = replace(WINDOW, id=11, title="My bank", program="Browser", pid=43, box=Box(0, 0, 90, 90))
    panel = replace(WINDOW, id=5, title="panel", pid=7, box=Box(0, 90, 90, 9), furniture=True)
    stage.fakes.windows.others = (bank, panel)
    await stage.shared()
    stage.support.do("share-monitor")
    asked = await stage.hears("Ada would see all that is on monitor 1")
    assert "On it now: Untitled 1 and My bank." in asked
    with pytest.raises(ConsentRevoked, match="something else"):
        stage.support.do("share-monitor")
    stage.sender.hear(b'{"kind": "ask", "right": "talk"}')
    await stage.hears("That is not possible now.")
    assert not stage.said("Ada now sees")
    stage.support.do("admit")
    await stage.hears("Ada now sees monitor 1.")
    assert stage.noted[-1] == Entry(Happened.MONITOR, "helper", "Ada")
    stage.support.do("share-window")
    await stage.hears("Ada now sees Untitled 1.")


async def test_a_no_when_nothing_is_asked_takes_the_monitor_back(stage: Stage) -> None:
    await stage.shared()
    stage.support.do("share-monitor")
    await stage.hears("Ada would see all that is on monitor 1")
    stage.support.do("admit")
    await stage.hears("Ada now sees monitor 1.")
    stage.fakes.windows.window = None
    stage.fakes.windows.others = (WINDOW,)
    stage.support.do("refuse")
    await stage.hears("Ada now sees Untitled 1.")
    assert stage.noted[-1].happened is Happened.WINDOW
    with pytest.raises(ConsentRevoked, match="nothing was asked") as refused:
        stage.support.do("refuse")
    assert (
        refused.value.told == "Ada sees what you share, may point and write, and nothing more. To end it at once press key of stop twice."
    )


async def test_who_does_not_want_the_monitor_seen_shares_one_window_on(stage: Stage) -> None:
    with pytest.raises(ConsentRevoked):
        stage.support.do("share-monitor")
    await stage.shared()
    stage.support.do("share-monitor")
    await stage.hears("Ada would see all that is on monitor 1")
    stage.support.do("refuse")
    await stage.hears("Ada goes on seeing one window alone.")
    assert Happened.MONITOR not in [entry.happened for entry in stage.noted]


async def test_it_is_said_again_and_again_that_the_screen_is_shared(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitor, "_REMINDED", 0.2)
    await stage.shared()
    await stage.hears("Your screen is shared with Ada.")


async def test_two_networks_that_find_no_way_to_each_other_are_told_of(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitor, "_CONNECTING", 0.3)
    helper, _ = await stage.knocked()
    stage.support.do("admit")
    assert await helper.admitted()
    await stage.hears("find no way to each other")
    assert not stage.sender.is_open


async def test_a_relay_that_refuses_is_told_of_while_another_way_is_still_looked_for(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitor, "_UNANSWERED", 0.1)
    helper, _ = await stage.knocked()
    stage.support.do("admit")
    assert await helper.admitted()
    stage.sender.be_refused()
    await stage.hears("The relay server refuses")
    assert stage.sender.is_open


async def test_a_relay_that_refuses_where_another_way_is_found_is_not_told_of(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitor, "_UNANSWERED", 0.1)
    await stage.shared()
    stage.sender.be_refused()
    await asyncio.sleep(0.3)
    assert not any("relay" in utterance.text for utterance in stage.fakes.mouth.said)


async def test_what_is_missing_is_said_before_anything_is_made(stage: Stage) -> None:
    means = Means(FakeSender, lambda: None, stage.noted.append, str, stage.guide, lambda: False)
    with pytest.raises(SupportError, match="no broker"):
        Support(stage.engine, stage.fakes.parts(), Options(), means).do("invite")
    with pytest.raises(SignallingFailed):
        Support(stage.engine, stage.fakes.parts(), Options("http://example.org"), means).do("invite")
    with pytest.raises(NothingToTake):
        stage.support.pointed()
    for command in ("admit", "refuse", "end-help"):
        with pytest.raises(ConsentRevoked):
            stage.support.do(command)
    assert stage.noted == []


async def test_a_code_is_read_out_digit_by_digit(stage: Stage) -> None:
    stage.support.do("invite-code")
    told = await stage.hears("The code is")
    assert "127.0.0.1" in told
    assert sum(sign.isdigit() for sign in told.partition(".")[0]) == 12
    with pytest.raises(SupportError, match="a session runs"):
        stage.support.do("invite")


async def test_who_sees_nothing_any_more_is_not_told_what_they_point_at(stage: Stage) -> None:
    await stage.shared()
    await until(lambda: stage.sender.picture is not None and bool((stage.sender.picture[..., :3] == 255).any()))
    stage.support._consent.revoke(PEER, Right.VIEW)
    stage.sender.hear(json.dumps({"kind": "point", "x": 340 / 400, "y": 265 / 300}).encode())
    stage.sender.hear(json.dumps({"kind": "chat", "text": "Hello"}).encode())  # in its turn
    await stage.hears("Ada writes:")
    assert not stage.said("points at")
    assert not any(b"Save" in said for said in stage.sender.said)


async def test_a_voice_is_heard_when_the_user_has_said_yes_and_no_longer_when_they_take_it_back(stage: Stage) -> None:
    await stage.shared()
    assert (stage.sender.listens, stage.sender.plays) == (False, False)
    stage.sender.hear(b'{"kind": "ask", "right": "hear"}')
    assert "Ada asks to hear you." in await stage.hears("To allow it: key of admit.")
    stage.support.do("admit")
    await stage.hears("Ada is now allowed to hear you.")
    assert (stage.sender.listens, stage.sender.plays) == (True, False)
    await until(lambda: any('"right":"hear"' in said.decode() for said in stage.sender.said))
    stage.support.do("refuse")
    await stage.hears("Ada is no longer allowed to hear you.")
    await until(lambda: not stage.sender.listens)
    assert Happened.REVOKED in [entry.happened for entry in stage.noted]
    assert stage.support.runs


async def test_what_the_app_says_is_kept_out_of_what_goes_to_the_helper(stage: Stage) -> None:
    await stage.shared()
    stage.speaking.append(True)
    stage.sender.hear(b'{"kind": "ask", "right": "hear"}')
    await stage.hears("Ada asks to hear you.")
    assert not stage.sender.is_hushed
    stage.support.do("admit")
    await until(lambda: stage.sender.listens and stage.sender.is_hushed)
    assert not stage.sender.leaked  # not even until the next look
    stage.speaking.clear()
    await until(lambda: not stage.sender.is_hushed)
    stage.speaking.append(True)
    await until(lambda: stage.sender.is_hushed)
    stage.support.use(Options(stage.broker.url, own_speech=True))
    await until(lambda: not stage.sender.is_hushed)


async def test_what_the_app_begins_to_say_while_the_microphone_opens_is_kept_out_too(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    await stage.shared()
    listen = stage.sender.listen

    async def opens(*, on: bool) -> None:
        if on:
            stage.speaking.append(True)
            await until(lambda: stage.sender.is_hushed)
        await listen(on=on)

    monkeypatch.setattr(stage.sender, "listen", opens)
    stage.sender.hear(b'{"kind": "ask", "right": "hear"}')
    await stage.hears("Ada asks to hear you.")
    stage.support.do("admit")
    await until(lambda: stage.sender.listens)
    assert not stage.sender.leaked


async def test_what_is_answered_is_not_said_to_its_end_and_what_comes_of_it_does_not_wait(stage: Stage) -> None:
    await stage.knocked()
    question = await stage.hears("Yours are")
    before = stage.fakes.mouth.caught_up
    stage.support.do("admit")
    assert stage.fakes.mouth.withdrawn[-1] == question
    with pytest.raises(ConsentRevoked):
        stage.support.do("share-window")
    await until(lambda: stage.fakes.mouth.caught_up == before + 2)


async def test_what_is_refused_or_can_not_be_given_is_told_to_the_helper(stage: Stage) -> None:
    await stage.shared()
    stage.sender.hear(b'{"kind": "ask", "right": "talk"}')
    await stage.hears("Ada asks to talk to you.")
    stage.support.do("refuse")
    await until(lambda: b'{"kind":"refused","why":"no","right":"talk"}' in stage.sender.said)
    assert not stage.sender.plays
    stage.sender.hear(b'{"kind": "ask", "right": "control"}')
    await stage.hears("On this desktop that can't be allowed to anybody.")
    await until(lambda: b'{"kind":"refused","why":"no","right":"control"}' in stage.sender.said)


async def test_without_a_microphone_the_right_is_not_given(stage: Stage) -> None:
    await stage.shared()
    stage.sender.has_microphone = False
    stage.sender.hear(b'{"kind": "ask", "right": "hear"}')
    await stage.hears("To allow it")
    stage.support.do("admit")
    await until(lambda: b'{"kind":"refused","why":"no","right":"hear"}' in stage.sender.said)
    assert Earcon.ERROR in stage.fakes.earcons
    assert not stage.sender.listens


async def test_a_helper_who_leaves_is_told_by_name(stage: Stage) -> None:
    await stage.shared()
    stage.sender.hear(b'{"kind": "bye"}')
    await stage.hears("Ada has left. Nothing is shared.")
    await until(lambda: not stage.sender.is_open)


async def test_the_helper_is_told_what_is_shown_and_never_what_is_hidden(stage: Stage) -> None:
    stage.fakes.windows.window = replace(WINDOW, title="Card 4111 1111 1111 1111")
    await stage.shared()
    await until(lambda: any(b'"checking":false' in said for said in stage.sender.said))
    assert not any(b"4111" in said for said in stage.sender.said)
    assert any(placeholder("card 1").encode() in said for said in stage.sender.said)


async def test_a_helper_who_may_decides_what_the_assistant_tells_until_they_may_no_more(stage: Stage) -> None:
    stage.fakes.outlines.outline = form("12", ERROR)
    await stage.shared()
    stage.sender.hear(b'{"kind": "ask", "right": "advise"}')
    await stage.hears("Ada asks to see what the assistant suggests, and decide what you hear of it.")
    stage.support.do("admit")
    await stage.hears("Ada is now allowed to see what the assistant suggests")
    stage.guide.begin()
    await stage.hears("Ada looks at what the assistant suggests.")
    assert not any("Correct Postcode" in text for text in stage.fakes.mouth.texts(Channel.DETAIL))
    await until(lambda: any(b'"state":"open"' in said for said in stage.sender.said))
    open_ = json.loads(next(said for said in stage.sender.said if b'"state":"open"' in said))
    assert (open_["text"], open_["problem"]) == ("Correct Postcode.", f"The window says: {ERROR}")
    sent = {"kind": "advise", "act": "send", "number": open_["number"], "text": "Correct Postcode: five figures."}
    stage.sender.hear(json.dumps(sent).encode())
    await stage.hears("Ada, with the assistant:")
    await until(lambda: "Step 1: Correct Postcode: five figures." in stage.fakes.mouth.texts(Channel.DETAIL))
    stage.support.do("refuse")
    await stage.hears("Ada is no longer allowed to see what the assistant suggests")
    stage.guide.what_now()
    await stage.guide.idle()
    assert stage.fakes.mouth.texts(Channel.DETAIL)[-1] == "Step 1: Correct Postcode: five figures."
    agent = [(entry.happened, entry.right) for entry in stage.noted if entry.role == "agent"]
    assert agent == [(Happened.ADMITTED, ""), (Happened.GRANTED, "chat"), (Happened.DISMISSED, "")]
