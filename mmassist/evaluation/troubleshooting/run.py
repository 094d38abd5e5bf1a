"""`mmassist evaluate troubleshooting --json`: troubles in real programs, each worked through with a replayed model and with none.

Needs a display with a window manager and the accessibility bus. A script presses the keys of a user; what the app takes to have become of
each step is compared with the script, which knows.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from mmassist.dialogue.commands import Certainty, Match
from mmassist.dialogue.troubleshooting.case import Case
from mmassist.dialogue.troubleshooting.judging import Judged, Verdict
from mmassist.engine.engine import Listeners
from mmassist.engine.troubleshooting.guide import Guide
from mmassist.evaluation.show import SYSTEM_PYTHON, require_display
from mmassist.evaluation.troubleshooting.report import Outcome, TroubleReport
from mmassist.evaluation.troubleshooting.scenario import REPLAYED, Act, Scenario, scenarios
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.programs import Program, ProgramFailed, program
from mmassist.measure.replay_server import ReplayServer
from mmassist.settings import BackendSettings, Settings
from mmassist.values import Spoken
from mmassist.wiring.once import open_guide
from mmassist.wiring.rooms import Rooms

# Seconds in which what a key did is noticed without a word; between two keys; and for what may hang.
_NOTICING, _KEY, _PATIENCE = 4.0, 0.15, 60.0
_FOLDER = Path(__file__).parent


def run(names: tuple[str, ...] = (), backends: tuple[str, ...] = (), progress: Callable[[str], None] = lambda line: None) -> TroubleReport:
    """`names`: of scenarios, all without; `backends`: both without. Raises DesktopError where there is no display."""
    require_display()
    chosen = [one for one in scenarios() if not names or one.name in names]
    with ReplayServer() as server:
        outcomes = asyncio.run(_all(chosen, backends, server, progress))
    return TroubleReport(tuple(outcomes))


async def _all(chosen: list[Scenario], backends: tuple[str, ...], server: ReplayServer, progress: Callable[[str], None]) -> list[Outcome]:
    outcomes: list[Outcome] = []
    for backend in (REPLAYED, "embedded"):
        if backends and backend not in backends:
            continue
        for scenario in chosen:
            outcomes.append(await _played(scenario, backend, server))
            progress(outcomes[-1].line())
    return outcomes


def _settings(backend: str, url: str) -> Settings:
    plain = Settings()
    if backend != REPLAYED:
        return plain.with_backend("embedded")
    made = BackendSettings(kind="chat", model="replay", base_url=url, own=True)
    return plain.model_copy(update={"backends": {"replay": made}}).with_backend("replay")


async def _played(scenario: Scenario, backend: str, server: ReplayServer) -> Outcome:
    """One trouble, from the program's start to its end. A program that does not come up, or hangs, is one that was not noticed."""
    if shutil.which(scenario.program[0].replace("QT", sys.executable).replace("GTK", SYSTEM_PYTHON)) is None:
        return Outcome(scenario.name, scenario.kind, backend, failure=f"{scenario.program[0]} is not installed", absent=True)
    if backend == REPLAYED:
        server.replay(scenario.replies)
    try:
        with _program(scenario) as (shown, folder), Keyboard() as keyboard:
            hands = _Hands(keyboard, folder)
            await hands.press(scenario.before)
            if scenario.trouble:
                await asyncio.to_thread(shown.wait_in_front, scenario.trouble)
            async with asyncio.timeout(_PATIENCE + 15 * len(scenario.acts[backend])):
                return await _worked_through(scenario, backend, server.url, hands)
    except (ProgramFailed, TimeoutError) as error:
        return Outcome(scenario.name, scenario.kind, backend, failure=f"{type(error).__name__}: {error}")


@contextlib.contextmanager
def _program(scenario: Scenario) -> Iterator[tuple[Program, str]]:
    """The program, and a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="mmassist-trouble-") as folder:
        where = {"SPEC": json.dumps(scenario.spec), "FOLDER": folder, "QT": sys.executable, "GTK": SYSTEM_PYTHON, "HERE": str(_FOLDER)}
        argv = [_filled(one, where) for one in scenario.program]
        Path(folder, "notes.txt").write_text("Milk\n", "utf-8")
        environment = {"QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
        with program(argv, scenario.window, environment=environment) as shown:
            yield shown, folder


def _filled(text: str, where: dict[str, str]) -> str:
    for name, value in where.items():
        text = value if text == name else text.replace(f"{{{name}}}", value)
    return text


def _slowly(chord: str) -> None:
    """A chord as a hand presses it: a window manager that holds the keyboard while its modifier is down has time to take it."""
    *modifiers, key = chord.split("+")
    held = [word for name in modifiers for word in ("keydown", name)]
    released = [word for name in reversed(modifiers) for word in ("keyup", name)]
    subprocess.run(["xdotool", *held, "sleep", "0.2", "key", key, "sleep", "0.4", *released], check=True)


class _Hands:
    """The user's, on the keyboard."""

    def __init__(self, keyboard: Keyboard, folder: str) -> None:
        self._keyboard = keyboard
        self._folder = folder

    async def press(self, keys: tuple[str, ...]) -> None:
        for key in keys:
            if key.startswith("type:"):
                await asyncio.to_thread(self._keyboard.type, _filled(key.removeprefix("type:"), {"FOLDER": self._folder}), 0.01)
            elif key.startswith("slow:"):
                await asyncio.to_thread(_slowly, key.removeprefix("slow:"))
            elif key.startswith("wait:"):
                await asyncio.sleep(float(key.removeprefix("wait:")))
            else:
                await asyncio.to_thread(self._keyboard.press, key)
            await asyncio.sleep(_KEY)


async def _worked_through(scenario: Scenario, backend: str, url: str, hands: _Hands) -> Outcome:
    told: list[str] = []
    judged = _Judged()
    over: list[Case] = []

    def spoken(said: Spoken) -> None:
        told.append(said.utterance.text)

    listeners = Listeners(spoken=spoken, turn=lambda turn: None)
    guiding = open_guide(_settings(backend, url), listeners, lambda summary: None, speak=False, keep_history=False)
    async with guiding as (guide, rooms):
        guide.follow(judged.add, over.append)
        guide.begin(scenario.problem)
        await _quiet(guide, rooms)
        begun = guide.case is not None
        found: list[str] = []
        for act in scenario.acts[backend]:
            judged.clear()
            await _acted(act, guide, rooms, hands, judged)
            if act.expect:
                found.append(judged.verdict.value)
        if guide.case is not None:
            guide.actions["troubleshoot-end"](Match("troubleshoot-end", "", Certainty.SURE), time.monotonic())
            await _quiet(guide, rooms)
    expected = tuple(act.expect for act in scenario.acts[backend] if act.expect)
    claimed = any(case.solved for case in over)
    failure = "" if begun else "it did not begin"
    return Outcome(scenario.name, scenario.kind, backend, expected, tuple(found), claimed, scenario.solved[backend], tuple(told), failure)


class _Judged:
    """What the steps were taken to have become since it was cleared. `came`: set once anything was."""

    def __init__(self) -> None:
        self.came = asyncio.Event()
        self.verdict = Verdict.UNDONE

    def add(self, judged: Judged) -> None:
        """What is no news does not take back what was."""
        if judged.verdict is not Verdict.UNDONE and self.verdict is Verdict.UNDONE:
            self.verdict = judged.verdict
        self.came.set()

    def clear(self) -> None:
        self.came.clear()
        self.verdict = Verdict.UNDONE


async def _acted(act: Act, guide: Guide, rooms: Rooms, hands: _Hands, judged: _Judged) -> None:
    """Presses the keys; what is not noticed by itself is said."""
    await hands.press(act.keys)
    if act.keys:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(judged.came.wait(), _NOTICING)
    await _quiet(guide, rooms)
    if act.say and not judged.came.is_set() and guide.case is not None:
        guide.actions[act.say](Match(act.say, "", Certainty.SURE), time.monotonic())
        await _quiet(guide, rooms)


async def _quiet(guide: Guide, rooms: Rooms) -> None:
    """Until all is told."""
    await guide.idle()
    await rooms.engine.over()
