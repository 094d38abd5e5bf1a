"""The process that recognises speech, with a graphics card that fails at its work."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mmassist.errors import PerceptionError
from mmassist.inference.messages import Message
from mmassist.perception.hearing import devices
from mmassist.perception.hearing.base import Hints
from mmassist.perception.hearing.decoding import Options
from mmassist.perception.hearing.whisper import Whisper
from mmassist.perception.hearing.whisper_process import WhisperHandler
from tests.fakes.graphics_card import LOST, Card

SAMPLES = np.random.default_rng(2).normal(0, 0.1, 16_000).astype(np.float32)


class Bench:
    """A process whose card may be lost, and how often a model was put on it."""

    def __init__(self, model: Path) -> None:
        self.is_lost = False
        self.loads = 0
        self._model = model
        self._handler = WhisperHandler()

    def card(self, folder: Path) -> Card:
        self.loads += 1
        return Card(folder, lambda: self.is_lost)

    def ask(self, op: str, cancelled: Callable[[], bool] = bool) -> list[dict[str, Any]]:
        fields = {"folder": str(self._model), "device": "auto", "hints": asdict(Hints("en")), "options": asdict(Options())}
        return [reply.fields for reply in self._handler.handle(Message({"op": op, **fields}, SAMPLES.tobytes()), cancelled)]


@pytest.fixture
def bench(model: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    made = Bench(model)
    monkeypatch.setattr(devices, "_cards", lambda: 1)
    monkeypatch.setattr(devices, "_on_card", made.card)
    assert made.ask("load") == [{"device": "cuda", "refused": ""}]
    return made


def kinds(replies: list[dict[str, Any]]) -> list[str]:
    return [kind for reply in replies for kind in reply]


def test_a_card_that_works_is_used(bench: Bench) -> None:
    assert kinds(bench.ask("transcribe")) == ["transcript", "transcript"]


@pytest.mark.parametrize("op", ["transcribe", "partial"])
def test_what_was_said_is_understood_by_the_processor_when_the_card_fails(bench: Bench, op: str) -> None:
    bench.is_lost = True
    assert kinds(bench.ask(op))[:2] == ["refused", "transcript"]


def test_why_the_card_was_given_up_is_told_once(bench: Bench) -> None:
    bench.is_lost = True
    told = [reply["refused"] for reply in bench.ask("transcribe") + bench.ask("transcribe") if "refused" in reply]
    assert told == [f"RuntimeError: {LOST}"]


def test_a_card_that_failed_is_not_tried_again(bench: Bench) -> None:
    bench.is_lost = True
    bench.ask("partial")
    bench.is_lost = False
    bench.ask("partial")
    assert bench.loads == 1


def test_a_processor_that_fails_has_not_understood(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.is_lost = True
    bench.ask("partial")
    monkeypatch.setattr(Whisper, "understand", _fail)
    with pytest.raises(PerceptionError, match="recognition failed"):
        bench.ask("transcribe")


def _fail(*_: object) -> None:
    raise RuntimeError("no")


def test_nothing_is_imported_once_the_model_is_loaded(model: Path) -> None:
    """What is imported as late as that fails as an `ImportError` where memory is short, and the user isn't told of the memory."""
    done = subprocess.run([sys.executable, "-c", _IMPORTS_LATE, str(model)], check=True, capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == []


_IMPORTS_LATE = """
import sys
from dataclasses import asdict
import numpy as np
from mmassist.inference.messages import Message
from mmassist.perception.hearing.base import Hints
from mmassist.perception.hearing.decoding import Options
from mmassist.perception.hearing.whisper_process import open_handler
handler = open_handler()
samples = np.random.default_rng(2).normal(0, 0.1, 16_000).astype(np.float32)
fields = {"folder": sys.argv[1], "device": "cpu", "hints": asdict(Hints("en")), "options": asdict(Options())}
for op in ("load", "partial", "transcribe"):
    list(handler.handle(Message({"op": op, **fields}, samples.tobytes()), bool))
    if op == "load":
        loaded = set(sys.modules)
print(*sorted(set(sys.modules) - loaded))
"""
