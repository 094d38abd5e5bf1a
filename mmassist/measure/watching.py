"""`mmassist bench watch`: a scripted desktop session, in which all that was asked for must be announced within a second, and nothing else.

Real programs in a virtual desktop: a chat (with a caret that blinks, a clock and a film of noise in the same window), a terminal, a
download whose bar the accessibility tree tells, one that only pixels tell, dialogs, titles, a word that goes away; and between the
events others that nobody asked for. One `mmassist watch` process watches five windows for seven wishes and speaks.
"""

from __future__ import annotations

import contextlib
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from mmassist.measure import programs
from mmassist.measure.commanded import Commanded
from mmassist.measure.figures import percentile
from mmassist.measure.own_desktop import in_desktop, print_report
from mmassist.measure.painted_page import lines
from mmassist.measure.resources import group
from mmassist.measure.running import RunningApp
from mmassist.measure.series import tell
from mmassist.perception.watching.words import folded

EVENTS_A_MINUTE = 20
TARGET_S, TARGET_LOAD = 1.0, 5.0
PUBLISHED_SEED = 20_261_125
_SLOT = 60.0 / EVENTS_A_MINUTE
# How long an announcement is waited for before it counts as missing.
_PATIENCE = 6.0
# Clocks and films are learnt before the first event.
_LEARNING = 6.0
_GTK = Path(__file__).with_name("watched_gtk.py")

WISHES = (
    "read what is new in the window Chat room",
    'tell me every time "build finished" appears in the window Terminal',
    "tell me every time the download ends in the window Downloads",
    "tell me every time a dialog opens in the window Downloads",
    "tell me every time the title changes in the window board",
    'tell me every time "Offline" disappears in the window board',
    "tell me every time the copying ends in the window Copying files",
)


@dataclass(frozen=True, slots=True)
class Expected:
    """What watch `number` must announce from `at` on. `text`: what it must hold, "" for any."""

    number: int
    at: float
    text: str


@dataclass(slots=True)
class Session:
    """The programs, what was done, and what is expected. `held`: seconds for which a dialog stays and a word is gone."""

    qt: Commanded
    gtk: Commanded
    terminal: IO[str]
    chance: random.Random
    held: float
    expected: list[Expected] = field(default_factory=list)
    decoys: int = 0
    _serial: int = 0

    def event(self, kind: str) -> None:
        """Does one thing that was asked for; returns when it is done."""
        match kind:
            case "chat":
                message = f"{self.chance.choice(('Ann', 'Bob', 'Eve'))}: {self._words()}"
                self._expect(1, self.qt.ask(f"chat {message}"), message)
            case "terminal":
                self._serial += 1
                self._line(f"build finished after {self._serial} of {self._words()}")
                self._expect(2, {"at": time.monotonic()}, "build finished")
            case "download":
                self._expect(3, self.gtk.ask("run 1.0"), "")
            case "dialog":
                title = self._words().title()
                self._expect(4, self.gtk.ask(f"ask {title}"), title)
                time.sleep(self.held)
                self.gtk.ask("close")
            case "title":
                title = f"Status board {self._words()}"
                self._expect(5, self.qt.ask(f"title {title}"), title)
            case "word":
                self._expect(6, self.qt.ask("word Online"), "Offline")
                time.sleep(self.held)
                self.qt.ask("word Offline")
            case "copy":
                self._expect(7, self.qt.ask("copy 1.0"), "")

    def decoy(self) -> None:
        """Does something that nobody asked for."""
        self.decoys += 1
        match self.chance.choice(("terminal", "terminal", "count", "download", "copy")):
            case "terminal":
                self._line(f"compiling {self._words()}")
            case "count":
                self.qt.ask(f"count {self.chance.randint(1, 9999)}")
            case "download":
                self.gtk.ask("run 0.5")
            case "copy":
                self.qt.ask("copy 0.6")

    def _expect(self, number: int, answer: Mapping[str, Any], text: str) -> None:
        self.expected.append(Expected(number, float(answer["at"]), text))

    def _line(self, text: str) -> None:
        self.terminal.write(text + "\n")
        self.terminal.flush()

    def _words(self) -> str:
        return lines(self.chance.randrange(1 << 30))[1].lower()


class _GtkChild(Commanded):
    """The one that needs the system's Python."""

    def __init__(self) -> None:
        super().__init__("mmassist.measure.watched_gtk", environment={"GTK_MODULES": "gail:atk-bridge"})
        self._argv = ["/usr/bin/python3", str(_GTK)]


@contextlib.contextmanager
def _session(seed: int, held: float) -> Iterator[Session]:
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mmassist-watched-")))
        pipe = folder / "lines"
        os.mkfifo(pipe)
        qt = stack.enter_context(Commanded("mmassist.measure.watched_qt"))
        qt.answer()
        gtk = stack.enter_context(_GtkChild())
        gtk.answer()
        stack.enter_context(programs.xterm(f"cat {pipe}", "Terminal"))
        terminal = stack.enter_context(pipe.open("w"))
        yield Session(qt, gtk, terminal, random.Random(seed), held)  # noqa: S311 - no secret


def _kinds(count: int, chance: random.Random) -> list[str]:
    """Of twenty events five are chat messages; the others are spread."""
    twenty = ["chat"] * 5 + ["terminal"] * 4 + ["download"] * 3 + ["dialog"] * 3 + ["title"] * 2 + ["word"] * 2 + ["copy"]
    kinds = [kind for _ in range(-(-count // len(twenty))) for kind in chance.sample(twenty, len(twenty))]
    return kinds[:count]


def run(minutes: int, seed: int = PUBLISHED_SEED, progress: Callable[[str], None] = tell, held: float = 1.3) -> dict[str, Any]:
    """One session, inside of a desktop; 20 events a minute. `held`: see `Session`. Raises AppFailed, ChildFailed or ProgramFailed."""
    load = os.getloadavg()[0]
    with _session(seed, held) as session, tempfile.TemporaryDirectory(prefix="mmassist-home-") as home:
        command = (sys.executable, "-m", "mmassist", "watch", *WISHES, "--json")
        with RunningApp(Path(home), command=command) as app:
            time.sleep(_LEARNING)
            before = {process.pid: process for process in group(app.pid)}
            began = time.monotonic()
            for number, kind in enumerate(_kinds(minutes * EVENTS_A_MINUTE, session.chance)):
                _until(began + number * _SLOT + session.chance.random() * 0.4)
                session.event(kind)
                if kind not in ("download", "copy"):
                    session.decoy()
                if number % 20 == 19:
                    progress(f"{number + 1} events")
            _until(began + minutes * 60.0)
            took = time.monotonic() - began
            shares = {
                f"{process.name} ({process.pid})": 100 * (process.cpu - (before[process.pid].cpu if process.pid in before else 0.0)) / took
                for process in group(app.pid)
            }
            time.sleep(_PATIENCE)
            announced = [(int(e.fields["number"]), e.at, e.text) for e in app.events if e.kind == "announced" and e.at >= began]
            spoken = [(e.at, e.text) for e in app.events if e.kind == "spoken"]
    judged = judge(session.expected, announced, spoken)
    machine = {"cores": os.cpu_count(), "load_before": round(load, 2), "load_after": round(os.getloadavg()[0], 2)}
    found = {"seconds": round(took, 1), "seed": seed, "events": len(session.expected), "decoys": session.decoys}
    shown = {name: round(share, 2) for name, share in shares.items()}
    total = round(sum(shares.values()), 2)
    met = not judged["missed"] and not judged["unasked"] and not judged["late"] and total <= TARGET_LOAD
    return {"command": "mmassist bench watch", "machine": machine, **found, **judged, "load": total, "load_by_process": shown, "met": met}


def _until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.monotonic()))


def judge(expected: Sequence[Expected], announced: Sequence[tuple[int, float, str]], spoken: Sequence[tuple[float, str]]) -> dict[str, Any]:
    """Which events were announced, when, and what else was. `announced`: watch, time, text, as handed to speech; `spoken`: time of the
    first sample, text. Seconds."""
    used: set[int] = set()
    handed, heard, missed, late = [], [], [], []
    for event in expected:
        answers = [at for at, one in enumerate(announced) if _answers(one, event)]
        # One announcement may tell two events, but not where each has its own.
        at = next((at for at in answers if at not in used), answers[0] if answers else None)
        if at is None:
            missed.append({"watch": event.number, "text": event.text})
            continue
        used.add(at)
        handed.append(announced[at][1] - event.at)
        sounded = next((when for when, text in spoken if when >= announced[at][1] - 0.01 and text == announced[at][2]), None)
        if sounded is not None:
            heard.append(sounded - event.at)
        delay = (sounded if sounded is not None else announced[at][1]) - event.at
        if delay > TARGET_S:
            late.append({"watch": event.number, "text": event.text, "seconds": round(delay, 2)})
    unasked = [{"watch": one[0], "text": one[2]} for at, one in enumerate(announced) if at not in used]
    figures = {"handed_to_speech_s": _figures(handed), "heard_s": _figures(heard)}
    return {"announced": len(handed), **figures, "late": late, "missed": missed, "unasked": unasked}


def _answers(announced: tuple[int, float, str], event: Expected) -> bool:
    number, at, text = announced
    return number == event.number and -0.1 <= at - event.at <= _PATIENCE and folded(event.text) in folded(text)


def _figures(values: Sequence[float]) -> dict[str, float | None]:
    if not values:
        return {"median": None, "p95": None, "max": None}
    return {"median": round(percentile(values, 50), 3), "p95": round(percentile(values, 95), 3), "max": round(max(values), 3)}


def measure(minutes: int) -> dict[str, Any]:
    """One session in a virtual desktop of its own. Raises DesktopError."""
    return in_desktop("mmassist.measure.watching", minutes)


def table(report: Mapping[str, Any]) -> str:
    """The report for eyes and ears that prefer lines."""
    machine, heard, handed = report["machine"], report["heard_s"], report["handed_to_speech_s"]
    rows = [
        f"{machine['cores']} cores; load {machine['load_before']} before, {machine['load_after']} after; seed {report['seed']}.",
        f"{report['events']} events asked for and {report['decoys']} others in {report['seconds']} s.",
        f"Announced: {report['announced']}; missed: {len(report['missed'])}; later than 1 s: {len(report['late'])}; "
        f"announced and not asked for: {len(report['unasked'])}.",
        f"From the event to the first sample: median {heard['median']} s, 95 % within {heard['p95']} s, at most {heard['max']} s; "
        f"to speech: {handed['median']}, {handed['p95']}, {handed['max']} s.",
        f"Processor time of all its processes: {report['load']} % of a core (5 were aimed at).",
    ]
    for kind in ("missed", "late", "unasked"):
        rows += [
            f"  {kind}: watch {one['watch']}, {one['text']!r}{', ' + str(one['seconds']) + ' s' if 'seconds' in one else ''}"
            for one in report[kind]
        ]
    return "\n".join(rows)


if __name__ == "__main__":
    sys.exit(print_report(run))
