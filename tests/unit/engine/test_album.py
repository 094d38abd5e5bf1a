"""Several pictures in one turn, and what the clipboard holds."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from mmassist.capture.clipboard import Copied
from mmassist.engine.choosing import Rules
from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.record import Request
from mmassist.engine.turn import Options
from mmassist.errors import CaptureError
from mmassist.privacy import masking
from mmassist.privacy.policy import Rule
from mmassist.privacy.policy import Rules as Sending
from mmassist.values import Box, Channel, Frame, Target, TargetKind, TextLine, Turn, Window
from tests.fakes.answering import FakeAnswering
from tests.fakes.parts import FakeParts, FakeTexts
from tests.fakes.remote import FakeRemote
from tests.unit.engine.test_sending import Own, all_sent

CLIPBOARD = Target(TargetKind.CLIPBOARD)
KEEPASS = Window(99, "", "keepassxc", 4711, Box(0, 0, 0, 0))
ALLOW = Rules(order=("remote", "embedded"), sending=Sending(Rule.ALLOW))


def copied_picture() -> Copied:
    pixels = np.full((60, 80, 4), 255, np.uint8)
    pixels[20:40:2, 10:60:3] = 0
    return Copied(Frame(pixels, (0, 0), Target(TargetKind.IMAGE), time.monotonic()))


class Stage:
    """A clipboard with `copied` of `owner`, or with `error`."""

    def __init__(self) -> None:
        self.fakes = FakeParts(texts=FakeTexts((TextLine("Total 5.00", Box(5, 5, 60, 12), 0.99),)))
        self.copied = copied_picture()
        self.owner: Window | None = None
        self.error: CaptureError | None = None
        self.engines: list[Engine] = []

    def clipboard(self) -> tuple[Copied, Window | None]:
        if self.error is not None:
            raise self.error
        return self.copied, self.owner

    async def look(self, target: Target, question: str = "") -> Turn:
        engine = Engine(
            replace(self.fakes.parts(), clipboard=self.clipboard), Listeners(spoken=lambda spoken: None, turn=lambda turn: None), Options()
        )
        self.fakes.mouth.on_started = engine.heard
        self.engines.append(engine)
        return await engine.describe(Request(time.monotonic(), target, question=question))


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    stage = Stage()
    yield stage
    for engine in stage.engines:
        await engine.aclose()


def pictures(folder: Path, *names: str) -> Target:
    """Files with something in them; a name in capitals is a broken one."""
    for name in names:
        if name.isupper():
            (folder / name).write_bytes(b"no picture")
            continue
        image = Image.new("RGB", (80, 60), "white")
        ImageDraw.Draw(image).text((5, 5), name, fill="black")
        image.save(folder / name)
    first, *more = (str(folder / name) for name in names)
    return Target(TargetKind.IMAGE, path=first, more=tuple(more))


async def test_a_picture_in_the_clipboard_is_told(stage: Stage) -> None:
    turn = await stage.look(CLIPBOARD)
    assert turn.fault is None
    assert turn.gist == "Image from the clipboard, 80 by 60 pixels."
    assert "Total 5.00" in turn.text


async def test_what_the_clipboard_lacks_is_said_with_a_remedy(stage: Stage) -> None:
    stage.error = CaptureError("empty", "The clipboard is empty.", "Copy a picture.")
    turn = await stage.look(CLIPBOARD)
    assert turn.fault is not None
    assert (turn.fault.spoken, turn.fault.remedy) == ("The clipboard is empty.", "Copy a picture.")
    assert stage.fakes.mouth.texts(Channel.SYSTEM)


async def test_a_single_file_in_the_clipboard_is_told_by_its_name(stage: Stage, tmp_path: Path) -> None:
    stage.copied = Copied(paths=(pictures(tmp_path, "beach.png").path,))
    turn = await stage.look(CLIPBOARD)
    assert turn.gist == "From the clipboard. Image beach.png."


async def test_several_pictures_are_numbered(stage: Stage, tmp_path: Path) -> None:
    turn = await stage.look(pictures(tmp_path, "a.png", "b.png", "c.png"))
    assert turn.fault is None
    assert turn.gist == ("3 pictures. Picture 1 of 3. Image a.png. Picture 2 of 3. Image b.png. Picture 3 of 3. Image c.png.")


async def test_what_was_said_of_one_picture_is_said_of_the_next_too(stage: Stage, tmp_path: Path) -> None:
    turn = await stage.look(pictures(tmp_path, "a.png", "b.png"))
    assert turn.text.count("Total 5.00") == 2


async def test_each_picture_is_told_whole_before_the_next(stage: Stage, tmp_path: Path) -> None:
    await stage.look(pictures(tmp_path, "a.png", "b.png"))
    said = [utterance.text for utterance in stage.fakes.mouth.said]
    second = next(at for at, text in enumerate(said) if "Picture 2" in text)
    assert any("Total 5.00" in text for text in said[:second])


async def test_files_in_the_clipboard_beyond_the_most_are_counted(stage: Stage, tmp_path: Path) -> None:
    target = pictures(tmp_path, "a.png", "b.png")
    stage.copied = Copied(paths=(target.path, *target.more), left_out=7)
    turn = await stage.look(CLIPBOARD)
    assert turn.gist.startswith("9 pictures in the clipboard. The first 2 are told. Picture 1 of 2.")


async def test_a_broken_picture_does_not_keep_the_others_back(stage: Stage, tmp_path: Path) -> None:
    turn = await stage.look(pictures(tmp_path, "a.png", "B.PNG", "c.png"))
    assert turn.fault is None
    assert "Image c.png" in turn.gist
    assert any("no image" in warning for warning in turn.warnings)


async def test_where_no_picture_can_be_read_the_turn_fails(stage: Stage, tmp_path: Path) -> None:
    turn = await stage.look(pictures(tmp_path, "A.PNG", "B.PNG"))
    assert turn.fault is not None
    assert turn.fault.spoken == "None of the 2 pictures can be read."


async def test_without_a_display_there_is_no_clipboard(stage: Stage) -> None:
    engine = Engine(stage.fakes.parts(), Listeners(spoken=lambda spoken: None, turn=lambda turn: None), Options())
    stage.engines.append(engine)
    turn = await engine.describe(Request(time.monotonic(), CLIPBOARD))
    assert turn.fault is not None
    assert "no clipboard" in turn.fault.spoken


async def test_a_question_is_asked_of_each_picture_and_all_answers_are_paid_for(stage: Stage, tmp_path: Path) -> None:
    remote = FakeRemote("Five euros.")
    stage.fakes.answering = FakeAnswering((remote,), ALLOW, {"remote"})
    one = await stage.look(pictures(tmp_path, "a.png"), question="How much is it?")
    both = await stage.look(pictures(tmp_path, "b.png", "c.png"), question="How much is it?")
    assert len(remote.prompts) == 3
    assert both.metering.usage.image == 2 * (one.metering.usage.image or 0)
    assert both.metering.cost == pytest.approx(2 * (one.metering.cost or 0), rel=0.1)


async def test_the_rule_of_the_program_that_holds_the_clipboard_is_kept(stage: Stage) -> None:
    remote, stage.owner = FakeRemote("A picture."), KEEPASS
    rules = replace(ALLOW, sending=Sending(Rule.ALLOW, {"keepassxc": Rule.LOCAL}))
    stage.fakes.answering = FakeAnswering((remote,), rules, {"remote"})
    await stage.look(CLIPBOARD)
    assert remote.prompts == []


async def test_a_rule_that_goes_by_a_window_of_that_program_is_kept_too(stage: Stage) -> None:
    remote, stage.owner = FakeRemote("A picture."), replace(KEEPASS, program="helper")
    stage.fakes.windows.others = (Window(5, "Vault", "KeePassXC", 4711, Box(0, 0, 10, 10)),)
    rules = replace(ALLOW, sending=Sending(Rule.ALLOW, {"keepassxc": Rule.LOCAL}))
    stage.fakes.answering = FakeAnswering((remote,), rules, {"remote"})
    await stage.look(CLIPBOARD)
    assert remote.prompts == []


async def test_nothing_leaves_of_a_picture_that_an_excluded_program_copied(stage: Stage) -> None:
    remote, stage.owner = FakeRemote("A picture."), KEEPASS
    stage.fakes.answering = FakeAnswering((remote,), ALLOW, {"remote"}, hiding=masking.Options(excluded=("keepass",)))
    await stage.look(CLIPBOARD)
    assert "5.00" not in all_sent(remote)


async def test_what_others_copied_may_leave(stage: Stage) -> None:
    remote, stage.owner = FakeRemote("A picture."), replace(KEEPASS, program="gimp")
    rules = replace(ALLOW, sending=Sending(Rule.ALLOW, {"keepassxc": Rule.LOCAL}))
    stage.fakes.answering = FakeAnswering((remote,), rules, {"remote"})
    await stage.look(CLIPBOARD)
    assert len(remote.prompts) == 1


async def test_what_was_said_of_one_programs_picture_does_not_leave_with_a_question_about_anothers(stage: Stage) -> None:
    own, remote = Own("The entry is Tiger Lily.", name="own"), FakeRemote("A picture.")
    rules = Rules(order=("own", "remote", "embedded"), sending=Sending(Rule.ALLOW, {"keepassxc": Rule.LOCAL}))
    stage.fakes.answering = FakeAnswering((own, remote), rules, {"remote"})
    stage.owner = KEEPASS
    engine = Engine(replace(stage.fakes.parts(), clipboard=stage.clipboard), Listeners(lambda spoken: None, lambda turn: None), Options())
    stage.engines.append(engine)
    stage.fakes.mouth.on_started = engine.heard
    await engine.describe(Request(time.monotonic(), CLIPBOARD, question="What is it?"))
    stage.owner, stage.copied = replace(KEEPASS, program="gimp"), copied_picture()
    await engine.describe(Request(time.monotonic(), CLIPBOARD, question="And this?", send="remote"))
    assert "What is it?" in all_sent(own)
    assert "And this?" in all_sent(remote)
    assert "Tiger" not in all_sent(remote)
