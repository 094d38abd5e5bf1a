"""Wishes as they reach the watches: by voice, and free ones that a model judges. What is heard of the voice is given by a fake."""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import pytest

from mmassist import settings
from mmassist.engine.engine import Listeners
from mmassist.measure import programs
from mmassist.measure.running import RunningApp
from mmassist.values import Spoken
from mmassist.wiring.once import ask_once
from mmassist.wiring.recogniser import Recogniser
from tests.fakes.said import said
from tests.fakes.transcriber import FakeTranscriber
from tests.integration.model_server import ModelServer, set_up
from tests.integration.voice_turns import say, wait_for_the_microphone

pytestmark = pytest.mark.timeout(240)

ANSWER = "The gate has opened."


@contextlib.contextmanager
def terminal(folder: Path) -> Iterator[IO[str]]:
    """A terminal called Terminal; what is written appears in it."""
    pipe = folder / "lines"
    os.mkfifo(pipe)
    with programs.xterm(f"cat {pipe}", "Terminal"), pipe.open("w", buffering=1) as lines:
        yield lines


@dataclass
class Heard:
    """What is spoken, as it comes."""

    texts: list[str] = field(default_factory=list)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def spoken(self, spoken: Spoken) -> None:
        self.texts.append(spoken.utterance.text)
        self._changed.set()

    async def wait(self, text: str) -> None:
        async with asyncio.timeout(90):
            while not any(text in heard for heard in self.texts):
                self._changed.clear()
                await self._changed.wait()


@contextlib.asynccontextmanager
async def asked_by_voice(home: Path, monkeypatch: pytest.MonkeyPatch, words: str) -> AsyncIterator[Heard]:
    """What `mmassist ask --voice` does where `words` are understood. Ends with it."""
    monkeypatch.setattr(Recogniser, "_made", lambda self, wanted: FakeTranscriber(words))
    monkeypatch.setenv("MMASSIST_HOME", str(home))
    chosen, _ = settings.load(home / "config" / "settings.toml")
    heard = Heard()
    said(words)
    asking = asyncio.create_task(ask_once(chosen, Listeners(spoken=heard.spoken, turn=lambda turn: None)))
    try:
        await asyncio.to_thread(wait_for_the_microphone)
        await asyncio.to_thread(say, words)
        yield heard
        async with asyncio.timeout(90):
            assert await asking is None
    finally:
        asking.cancel()
        await asyncio.wait([asking])


async def test_a_wish_by_voice_is_watched_for(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with terminal(tmp_path) as lines:
        async with asked_by_voice(home, monkeypatch, "tell me when it says gate 14") as heard:
            await heard.wait("waiting for text to appear")
            await asyncio.sleep(2)
            lines.write("gate 14 is open\n")
            await heard.wait("gate 14 is open")


async def test_a_free_wish_by_voice_is_judged_by_a_model(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ModelServer(ANSWER) as server, terminal(tmp_path):
        set_up(home, server.url)
        async with asked_by_voice(home, monkeypatch, "tell me when the gate looks as if it opened") as heard:
            await heard.wait(ANSWER)
        assert "the gate looks as if it opened" in server.asked.text


async def test_a_free_wish_by_voice_without_a_model_is_refused(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with terminal(tmp_path):
        async with asked_by_voice(home, monkeypatch, "tell me when the gate looks as if it opened") as heard:
            await heard.wait("it needs a model")


def watch(*options: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "mmassist", "watch", "tell me when the gate looks as if it opened", "--json", "--no-speak", *options)


def test_a_free_wish_of_the_command_line_is_judged_by_a_model(home: Path, tmp_path: Path) -> None:
    with ModelServer(ANSWER) as server, terminal(tmp_path):
        set_up(home, server.url)
        with RunningApp(home, command=watch()) as app:
            app.wait_for(lambda event: event.kind == "announced" and event.text == ANSWER, 90)


def test_a_free_wish_of_the_command_line_without_a_model_is_refused(home: Path, tmp_path: Path) -> None:
    with terminal(tmp_path):
        done = subprocess.run(watch(), capture_output=True, env={**os.environ, "MMASSIST_HOME": str(home)}, timeout=90)
    assert done.returncode == 1
    assert b"it needs a model" in done.stdout
