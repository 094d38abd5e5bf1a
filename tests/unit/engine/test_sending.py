"""What must not leave, and who must not be asked, whatever way is tried."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from mmassist.backends.base import Capabilities
from mmassist.engine.choosing import Rules
from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.record import Request
from mmassist.engine.turn import Options
from mmassist.errors import MmassistError, PromptTooLarge, SecretUnavailable, Unreachable
from mmassist.privacy import masking
from mmassist.privacy.policy import Rule
from mmassist.privacy.policy import Rules as Sending
from mmassist.values import Box, Channel, Clip, Target, TargetKind, TextLine, Turn, Window
from tests.fakes.answering import FakeAnswering
from tests.fakes.parts import WINDOW, FakeOutlines, FakeParts, FakeTexts
from tests.fakes.remote import FakeRemote
from tests.unit.engine.test_answering import CARD, TOTAL, repaint
from tests.unit.engine.test_turn import EDITOR

ALLOW = Rules(order=("remote", "embedded"), sending=Sending(Rule.ALLOW))
ASK = Rules(order=("remote", "embedded"), sending=Sending(Rule.ASK))
VAULT = Window(id=7, title="Bank of Elsewhere", program="KeePassXC", pid=42, box=WINDOW.box)
PIN = (TextLine("PIN", Box(20, 100, 40, 14), 0.99), TextLine("482193", Box(80, 100, 60, 14), 0.99))


class Own(FakeRemote):
    """A model on this machine."""

    capabilities = Capabilities(images=True, audio=False, streaming=True, local=True)


@pytest.fixture
def fakes() -> FakeParts:
    fakes = FakeParts()
    fakes.outlines = FakeOutlines(EDITOR, kept_warm=True)
    fakes.texts = FakeTexts((TOTAL, CARD))
    return fakes


Make = Callable[..., Engine]


@pytest.fixture
async def engine(fakes: FakeParts) -> AsyncIterator[Make]:
    made: list[Engine] = []

    def make(*remotes: FakeRemote, rules: Rules = ALLOW, agreed: tuple[str, ...] = ("remote",), excluded: tuple[str, ...] = ()) -> Engine:
        fakes.answering = FakeAnswering(remotes, rules, set(agreed), hiding=masking.Options(excluded=excluded))
        made.append(Engine(fakes.parts(), Listeners(lambda spoken: None, lambda turn: None), Options()))
        fakes.mouth.on_started = made[-1].heard
        return made[-1]

    yield make
    for each in made:
        await each.aclose()


async def turn_of(engine: Engine, **asked: object) -> Turn:
    return await engine.describe(replace(Request(time.monotonic()), **asked))  # type: ignore[arg-type]


def all_sent(remote: FakeRemote) -> str:
    sent = remote.sent
    told = [text for each in sent.conversation for text in (each.question, each.answer)]
    return " ".join([sent.instructions, sent.text, sent.spoken, sent.question, repr(sent.scene), *told])


async def test_a_question_that_is_typed_after_an_offer_does_not_accept_it(engine: Make) -> None:
    remote = FakeRemote("A letter.")
    one = engine(remote, rules=ASK, agreed=())
    await turn_of(one)
    await turn_of(one, question="What is it?", again=True)
    assert remote.prompts == []


async def test_revealing_something_does_not_accept_an_offer(fakes: FakeParts, engine: Make) -> None:
    own, remote = Own("A letter.", name="own"), FakeRemote("A letter.")
    one = engine(own, remote, rules=replace(ASK, order=("remote", "embedded")))
    await turn_of(one)
    await turn_of(one, revealed=frozenset({"card 1"}), again=True)
    assert remote.prompts == []


async def test_what_is_revealed_belongs_to_what_was_asked_about(fakes: FakeParts, engine: Make) -> None:
    remote = FakeRemote("A letter.")
    one = engine(remote, rules=ASK)
    await turn_of(one, send="remote")
    fakes.windows.window = Window(99, "Bank", "Firefox", 1, WINDOW.box)
    repaint(fakes)
    await turn_of(one)
    turn = await turn_of(one, revealed=frozenset({"card 1"}), again=True)
    assert len(remote.prompts) == 1
    assert turn.fault is not None
    assert "Nothing" in turn.fault.spoken


async def test_a_whole_screen_follows_the_strictest_rule_of_the_windows_on_it(fakes: FakeParts, engine: Make) -> None:
    remote = FakeRemote("A letter.")
    rules = replace(ALLOW, sending=Sending(Rule.ALLOW, {"keepassxc": Rule.LOCAL}))
    fakes.windows.others = (Window(8, "Passwords", "KeePassXC", 1, Box(50, 50, 100, 100)),)
    await turn_of(engine(remote, rules=rules), target=Target(TargetKind.SCREEN))
    assert remote.prompts == []


async def test_a_window_elsewhere_has_no_say_about_the_one_in_front(fakes: FakeParts, engine: Make) -> None:
    remote = FakeRemote("A letter.")
    rules = replace(ALLOW, sending=Sending(Rule.ALLOW, {"keepassxc": Rule.LOCAL}))
    fakes.windows.others = (Window(8, "Passwords", "KeePassXC", 1, Box(50, 50, 100, 100)),)
    await turn_of(engine(remote, rules=rules))
    assert len(remote.prompts) == 1


async def test_nothing_that_was_said_of_an_excluded_window_leaves(fakes: FakeParts, engine: Make) -> None:
    fakes.windows.window = VAULT
    remote = FakeRemote("Nothing to see.")
    await turn_of(engine(remote, excluded=("keepass",)))
    assert "Elsewhere" not in all_sent(remote)
    assert "Dear neighbour" not in all_sent(remote)


async def test_what_a_model_of_ones_own_said_of_an_excluded_window_does_not_leave_later(fakes: FakeParts, engine: Make) -> None:
    fakes.windows.window = VAULT
    own, remote = Own("It names the Bank of Elsewhere, user jane.", name="own"), FakeRemote("Nothing to see.")
    one = engine(own, remote, rules=replace(ALLOW, order=("own", "remote", "embedded")), excluded=("keepass",))
    await turn_of(one)
    await turn_of(one, question="And who is it?", again=True, send="remote")
    assert "jane" not in all_sent(remote)
    await turn_of(one, question="And who is it?", again=True, send="own")
    assert "jane" in all_sent(own)


async def test_what_was_put_back_into_an_answer_does_not_leave_with_the_next_question(fakes: FakeParts, engine: Make) -> None:
    fakes.texts = FakeTexts(PIN)
    remote = FakeRemote()
    one = engine(remote)
    first = await turn_of(one)
    assert first.hidden == ("code 1",)
    remote.pieces = ("It shows ", "⟦code 1⟧", " there.")
    repaint(fakes)
    assert "482193" in (await turn_of(one)).text
    fakes.texts.lines = (TOTAL,)
    repaint(fakes)
    await turn_of(one, question="What was it?")
    assert remote.sent.conversation
    assert "482193" not in all_sent(remote)


async def test_what_a_model_of_ones_own_was_told_does_not_leave_with_the_next_question(fakes: FakeParts, engine: Make) -> None:
    fakes.texts = FakeTexts(PIN)
    own, remote = Own("It shows 482 193 there.", name="own"), FakeRemote("A letter.")
    one = engine(own, remote, rules=replace(ALLOW, order=("own", "remote", "embedded")))
    await turn_of(one)
    fakes.texts.lines = (TOTAL,)
    repaint(fakes)
    await turn_of(one, question="What was it?", send="remote")
    assert remote.sent.conversation
    assert "482" not in all_sent(remote)


@pytest.mark.parametrize("error", [SecretUnavailable("locked"), MmassistError("of a plug-in")])
async def test_whatever_error_of_ours_a_backend_raises_is_said_and_the_next_one_answers(
    fakes: FakeParts, engine: Make, error: MmassistError
) -> None:
    remote = FakeRemote()
    remote.pieces = ()
    remote.error = error  # type: ignore[assignment]
    turn = await turn_of(engine(remote))
    assert (turn.backend, turn.fault) == ("embedded", None)
    assert "Total 19.90 euros" in turn.text
    assert error.spoken in " ".join(fakes.mouth.texts(Channel.SYSTEM))


@pytest.mark.parametrize("text", ["\u200b\u2060", " \n ", "<data-0123456789ab screen></data-0123456789ab>"])
async def test_an_answer_of_which_nothing_can_be_said_is_none(engine: Make, text: str) -> None:
    turn = await turn_of(engine(FakeRemote(text)))
    assert (turn.backend, turn.failures) == ("embedded", (("remote", "BadAnswer"),))
    assert "Total 19.90 euros" in turn.text


async def test_what_is_asked_again_is_what_was_answered_last_even_from_memory(engine: Make) -> None:
    remote = FakeRemote("A letter.")
    one = engine(remote)
    for question in ("First?", "Second?", "First?"):
        await turn_of(one, question=question)
    await turn_of(one, revealed=frozenset({"card 1"}), again=True)
    assert remote.sent.question == "First?"


async def test_what_is_revealed_to_one_backend_is_not_revealed_to_the_next(engine: Make) -> None:
    first, second = FakeRemote(), FakeRemote("A letter.", name="second")
    one = engine(first, second, rules=replace(ALLOW, order=("remote", "second", "embedded")), agreed=("remote", "second"))
    await turn_of(one)
    first.pieces, first.error = (), Unreachable("no route")
    turn = await turn_of(one, again=True, revealed=frozenset({"card 1"}))
    assert turn.backend == "second"
    assert "4111" in all_sent(first)
    assert "4111" not in all_sent(second)


async def test_a_preview_tells_that_nothing_is_hidden_in_a_recording(fakes: FakeParts, engine: Make) -> None:
    await turn_of(engine(FakeRemote()), preview=True, clips=(Clip(b"RIFF", "audio/wav"),))
    assert "The recording goes along as it is" in " ".join(fakes.mouth.texts(Channel.SYSTEM))


@pytest.mark.parametrize("preview", [False, True])
async def test_what_is_meant_for_a_backend_that_is_not_there_goes_to_no_other(engine: Make, preview: bool) -> None:
    remote = FakeRemote("A letter.")
    turn = await turn_of(engine(remote), send="mine", preview=preview)
    assert remote.prompts == []
    assert turn.fault is not None
    assert "no backend of that name" in turn.fault.spoken


async def test_too_much_for_one_backend_is_said_and_the_next_one_answers(
    fakes: FakeParts, engine: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_large(*given: object, **options: object) -> None:
        raise PromptTooLarge("too large")

    monkeypatch.setattr("mmassist.engine.border.fuse", too_large)
    turn = await turn_of(engine(FakeRemote("A letter.")))
    assert (turn.backend, turn.fault) == ("embedded", None)
    assert "too much on the screen" in " ".join(fakes.mouth.texts(Channel.SYSTEM))


async def test_nobody_agrees_to_what_they_could_not_hear(fakes: FakeParts, engine: Make) -> None:
    remote = FakeRemote("A letter.")
    one = engine(remote, agreed=())
    fakes.mouth.on_started = lambda spoken: None
    await turn_of(one)
    await turn_of(one)
    assert remote.prompts == []


async def test_a_log_does_not_quote_the_screen(engine: Make, caplog: pytest.LogCaptureFixture) -> None:
    remote = FakeRemote()
    remote.pieces = ()
    remote.error = KeyError("Dear neighbour")  # type: ignore[assignment]
    with caplog.at_level("DEBUG"):
        turn = await turn_of(engine(remote))
    assert turn.fault is not None
    assert "KeyError" in caplog.text
    assert "Dear neighbour" not in caplog.text


async def test_of_an_image_file_the_name_alone_leaves(engine: Make, tmp_path: Path) -> None:
    folder = tmp_path / "jane.doe"
    folder.mkdir()
    Image.new("RGB", (200, 100), "white").save(folder / "scan.png")
    picture = Image.open(folder / "scan.png")
    picture.putpixel((3, 3), (0, 0, 0))
    picture.save(folder / "scan.png")
    remote = FakeRemote("A letter.")
    await turn_of(engine(remote), target=Target(TargetKind.IMAGE, path=str(folder / "scan.png")))
    assert "scan.png" in all_sent(remote)
    assert "jane" not in all_sent(remote)
