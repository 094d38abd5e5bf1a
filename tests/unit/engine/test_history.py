"""What becomes an entry of the history, and what never does; told again step by step."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.history import Entry, Options, Query, entry_of, headline
from mmassist.engine.history_store import HistoryStore
from mmassist.engine.history_thread import History
from mmassist.engine.recalling import Recall, Step
from mmassist.engine.record import Reads, Request
from mmassist.engine.turn import Options as TurnOptions
from mmassist.errors import CaptureError, HistoryLocked
from mmassist.privacy import masking
from mmassist.translation import translation
from mmassist.values import Box, Channel, Node, Outline, Role, Spoken, State, Target, TargetKind, Turn, Utterance, Window
from tests.fakes.answering import FakeAnswering
from tests.fakes.parts import WINDOW, FakeParts
from tests.unit.engine.test_turn import EDITOR

ENTRY = Entry(time.time(), "Mousepad", "Untitled 1", "", "Dear neighbour.", "embedded")
LOGIN = Outline(
    (
        Node(Role.WINDOW, "Log in", -1, frozenset({State.SHOWING}), box=WINDOW.box),
        Node(Role.PASSWORD, "Password", 0, frozenset({State.SHOWING, State.FOCUSED}), box=Box(120, 100, 200, 30)),
    ),
    1,
    True,
    0.0,
    "gtk",
)


class Stage:
    """An engine with fake parts; `turns` are as the history gets them."""

    def __init__(self, fakes: FakeParts) -> None:
        self.fakes = fakes
        self.turns: list[Turn] = []
        listeners = Listeners(lambda spoken: None, self.turns.append, cancelled=self.turns.append)
        self.engine = Engine(fakes.parts(), listeners, TurnOptions())
        fakes.mouth.on_started = self.engine.heard

    async def turn(self, request: Request | None = None) -> Turn:
        return await self.engine.describe(request or Request(time.monotonic()))


async def staged(fakes: FakeParts, request: Request | None = None) -> Entry | None:
    """What is kept of one turn with these parts."""
    stage = Stage(fakes)
    try:
        return entry_of(await stage.turn(request))
    finally:
        await stage.engine.aclose()


def fakes_with(outline: Outline, *, excluded: tuple[str, ...] = (), window: Window = WINDOW, others: tuple[Window, ...] = ()) -> FakeParts:
    fakes = FakeParts(answering=FakeAnswering(hiding=masking.Options(excluded=excluded)))
    fakes.outlines.outline = outline
    fakes.windows.window, fakes.windows.others = window, others
    return fakes


async def test_a_turn_is_kept_with_where_it_was_and_what_was_heard() -> None:
    kept = await staged(fakes_with(EDITOR), Request(time.monotonic(), question="What does the text say?"))
    assert kept is not None
    assert (kept.program, kept.title, kept.question, kept.backend) == ("Mousepad", "Untitled 1", "What does the text say?", "embedded")
    assert "Dear neighbour" in kept.spoken


async def test_what_is_read_is_kept() -> None:
    kept = await staged(fakes_with(EDITOR), Request(time.monotonic(), read=Reads.ALL))
    assert kept is not None and "Dear neighbour" in kept.spoken


@pytest.mark.parametrize(
    "request_", [Request(0.0), Request(0.0, question="What is this?"), Request(0.0, read=Reads.ALL)], ids=["described", "asked", "read"]
)
@pytest.mark.parametrize(
    "fakes",
    [
        fakes_with(LOGIN),
        fakes_with(EDITOR, excluded=("mousepad",)),
        fakes_with(EDITOR, excluded=("untitled*",)),
        fakes_with(EDITOR, excluded=("keepass",), others=(Window(9, "Vault", "KeePass", 77, Box(120, 60, 100, 100)),)),
    ],
    ids=["password", "excluded program", "excluded title", "excluded window beside"],
)
async def test_a_password_or_an_excluded_window_never_enters_it(fakes: FakeParts, request_: Request) -> None:
    target = Target(TargetKind.SCREEN) if fakes.windows.others else Target()
    assert await staged(fakes, replace(request_, at=time.monotonic(), target=target)) is None


async def test_reading_on_in_a_window_with_a_password_never_enters_it() -> None:
    stage = Stage(fakes_with(LOGIN))
    await stage.turn(Request(time.monotonic(), read=Reads.ALL))
    stage.fakes.outlines.outline = EDITOR
    await stage.turn()
    assert entry_of(await stage.turn(Request(time.monotonic(), read=Reads.ON))) is None
    await stage.engine.aclose()


async def test_the_apps_own_windows_never_enter_it() -> None:
    import os

    assert await staged(fakes_with(EDITOR, window=replace(WINDOW, pid=os.getpid()))) is None


async def test_a_turn_that_was_broken_off_before_all_was_known_never_enters_it() -> None:
    fakes = fakes_with(LOGIN)
    fakes.outlines.delay = 0.25
    stage = Stage(fakes)
    task = stage.engine.describe(Request(time.monotonic()))
    while not fakes.mouth.said:  # noqa: ASYNC110 - nothing else tells
        await asyncio.sleep(0.01)
    stage.engine.silence()
    await asyncio.wait([task])
    assert [entry_of(turn) for turn in stage.turns] == [None]
    await stage.engine.aclose()


async def test_a_turn_that_saw_nothing_never_enters_it() -> None:
    fakes = fakes_with(EDITOR)
    fakes.grabber.error = CaptureError("broken")
    assert await staged(fakes) is None


async def test_what_nobody_should_find_on_the_disk_is_kept_by_its_kind() -> None:
    turn = await _turn_that_says("Pay with 4111 1111 1111 1111 today. Call 030 901820.")
    kept = entry_of(turn)
    assert kept is not None
    assert "4111" not in kept.spoken and "[card]" in kept.spoken
    assert "030 901820" in kept.spoken


async def _turn_that_says(text: str) -> Turn:
    stage = Stage(fakes_with(EDITOR))
    turn = await stage.turn()
    await stage.engine.aclose()
    return replace(turn, spoken=(Spoken(Utterance(1, text, Channel.DETAIL), 0.0),))


def test_a_day_is_said_as_people_say_it() -> None:
    noon = time.mktime((2026, 11, 26, 12, 0, 0, 0, 0, -1))
    told = [headline(replace(ENTRY, at=noon - days * 86_400), noon).split(",")[0] for days in (0, 1, 2)]
    assert told == ["Today 12:00", "Yesterday 12:00", "2026-11-24 12:00"]


@pytest.fixture
async def history(tmp_path: Path) -> AsyncIterator[History]:
    history = History(tmp_path / "history.db", Options(), lambda error: pytest.fail(str(error)))
    yield history
    await history.aclose()


@pytest.fixture
async def recall(history: History) -> AsyncIterator[tuple[Recall, FakeParts]]:
    stage = Stage(FakeParts())
    yield Recall(history, stage.engine), stage.fakes
    await stage.engine.aclose()


async def noted(history: History, *texts: str) -> None:
    for text in texts:
        history.note(await _turn_that_says(text))


async def heard(recall: tuple[Recall, FakeParts], step: Step) -> str:
    one, fakes = recall
    fakes.mouth.said.clear()
    one.go(step)
    await one.over()
    return " ".join(utterance.text for utterance in fakes.mouth.said)


async def test_answers_are_told_again_back_and_forward(history: History, recall: tuple[Recall, FakeParts]) -> None:
    await noted(history, "The first.", "The second.", "The third.")
    steps = (Step.NEWEST, Step.OLDER, Step.OLDER, Step.OLDER, Step.NEWER, Step.NEWER, Step.NEWER)
    told = [(await heard(recall, step)).rpartition("Untitled 1 ")[2] for step in steps]
    assert told == [
        "The third.",
        "The second.",
        "The first.",
        "There is nothing older in the history.",
        "The second.",
        "The third.",
        "There is nothing newer in the history.",
    ]


async def test_what_a_screen_says_is_told_again_where_answers_are_told(history: History, recall: tuple[Recall, FakeParts]) -> None:
    await noted(history, "The screen's words.")
    await heard(recall, Step.NEWEST)
    assert recall[1].mouth.texts(Channel.SYSTEM) == []
    assert recall[1].mouth.texts(Channel.DETAIL)[-1] == "The screen's words."


async def test_it_is_told_in_the_users_language(history: History) -> None:
    fakes = FakeParts()
    engine = Engine(replace(fakes.parts(), translation=translation("de")), Listeners(lambda spoken: None, lambda turn: None), TurnOptions())
    turn = await _turn_that_says("Zwei Brote.")
    history.note(replace(turn, question="Was steht da?"))
    told = await heard((Recall(history, engine), fakes), Step.NEWEST)
    assert told.startswith("Heute ") and told.endswith(", Mousepad, Untitled 1 Sie fragten: Was steht da? Zwei Brote.")
    await engine.aclose()


async def test_from_an_entry_that_was_deleted_it_goes_on(history: History, recall: tuple[Recall, FakeParts]) -> None:
    await noted(history, "The first.", "The second.", "The third.")
    await heard(recall, Step.NEWEST)
    assert "The second." in await heard(recall, Step.OLDER)
    await history.delete(tuple(entry.id for entry in (await history.find(Query("second"))).entries))
    assert "The first." in await heard(recall, Step.OLDER)


async def test_an_empty_history_is_said_to_be_empty(recall: tuple[Recall, FakeParts]) -> None:
    assert await heard(recall, Step.NEWEST) == "The history is empty."


async def test_while_the_session_is_locked_nothing_is_written_and_nothing_told(history: History, recall: tuple[Recall, FakeParts]) -> None:
    await noted(history, "Before.")
    history.lock(True)
    await noted(history, "Meanwhile.")
    assert await heard(recall, Step.NEWEST) == "The history is locked away while the session is locked. Unlock the session, then ask again."
    with pytest.raises(HistoryLocked):
        await history.find(Query())
    with pytest.raises(HistoryLocked):
        await history.export(Path("never.txt"), Query())
    history.lock(False)
    assert [entry.spoken for entry in (await history.find(Query())).entries] == ["Before."]


@pytest.mark.parametrize(("locked", "kept"), [(False, ["Meanwhile."]), (True, [])])
async def test_until_it_is_known_whether_the_session_is_locked_all_waits(history: History, locked: bool, kept: list[str]) -> None:
    history.lock(None)
    await noted(history, "Meanwhile.")
    asked = asyncio.create_task(history.find(Query()))
    await asyncio.sleep(0.05)
    assert not asked.done()
    history.lock(locked)
    if locked:
        with pytest.raises(HistoryLocked):
            await asked
        history.lock(False)
    assert [entry.spoken for entry in (await history.find(Query())).entries] == kept
    await asyncio.wait([asked])


async def test_switched_off_it_keeps_nothing_and_says_so(tmp_path: Path) -> None:
    history = History(tmp_path / "history.db", Options(enabled=False), lambda error: pytest.fail(str(error)))
    await noted(history, "Never.")
    stage = Stage(FakeParts())
    told = await heard((Recall(history, stage.engine), stage.fakes), Step.NEWEST)
    assert told == "The history is switched off. Switch it on in the settings: history, enabled."
    await history.aclose()
    await stage.engine.aclose()


async def test_switched_off_while_the_app_runs_it_keeps_nothing_more(history: History) -> None:
    await noted(history, "Before.")
    history.use(Options(enabled=False))
    await noted(history, "Afterwards.")
    assert [entry.spoken for entry in (await history.find(Query())).entries] == ["Before."]


async def test_what_is_too_old_by_new_settings_goes_at_once(history: History, tmp_path: Path) -> None:
    earlier = HistoryStore(tmp_path / "history.db", Options(), lambda error: pytest.fail(str(error)))
    earlier.record(replace(ENTRY, at=time.time() - 10 * 86_400))
    earlier.close()
    assert (await history.find(Query())).total == 1
    history.use(Options(days=5))
    assert (await history.find(Query())).total == 0


async def test_forgetting_deletes_what_was_told_in_this_run(history: History) -> None:
    await noted(history, "Gone soon.")
    history.forget_run()
    assert (await history.find(Query())).total == 0


async def test_what_is_exported_can_be_read(history: History, tmp_path: Path) -> None:
    await noted(history, "The first.", "The second.")
    for name in ("out.txt", "out.csv", "out.json"):
        assert await history.export(tmp_path / name, Query("second")) == 1
        text = (tmp_path / name).read_text("utf-8")
        assert "The second." in text and "The first." not in text
