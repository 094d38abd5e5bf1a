"""Keys that are changed while the app runs: listed, tried, kept, and every fault said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest

from mmassist.desktop.contracts import Keys
from mmassist.errors import HotkeyTaken
from mmassist.settings import Settings, load
from mmassist.translation import ENGLISH, translation
from mmassist.wiring import key_tuning
from mmassist.wiring.key_conflicts import Conflicts
from mmassist.wiring.key_tuning import KeyTuner
from tests.unit.wiring.test_tuning import Heard


@dataclass
class Desktop:
    """Who tries keys: some are taken."""

    taken: set[str] = field(default_factory=set)

    def bind(self, chord: str, *told: object) -> None:
        if chord in self.taken:
            raise HotkeyTaken(chord)

    def unbind(self, chord: str) -> None:
        pass


@pytest.fixture
def others(monkeypatch: pytest.MonkeyPatch) -> Desktop:
    found = Desktop()

    @contextmanager
    def tried() -> Iterator[Conflicts]:
        yield Conflicts(cast(Keys, found), lambda: ())

    monkeypatch.setattr(key_tuning, "tried", tried)
    return found


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


@pytest.fixture
def tuner(path: Path, heard: Heard, others: Desktop) -> KeyTuner:
    return KeyTuner(path, heard.used.append, heard.faults.append, ENGLISH)


def row(tuner: KeyTuner, command: str) -> tuple[str, str]:
    return next((letter, key) for name, _, letter, key in tuner.each() if name == command)


def test_the_leader_comes_first_then_all_commands(tuner: KeyTuner) -> None:
    first, second, *_ = rows = list(tuner.each())
    assert first[:3] == ("leader", "the leader key", "")
    assert second == ("describe", "describe the window", "d", "Ctrl+Shift+F1")
    assert len({name for name, *_ in rows}) == len(rows) > 40


def test_a_letter_is_given_kept_and_in_use(tuner: KeyTuner, path: Path, heard: Heard) -> None:
    assert tuner.change("next-button", "Shift+V").fault == ""
    assert row(tuner, "next-button") == ("Shift+V", "")
    assert load(path)[0] == heard.used[-1]
    assert tuner.reset("next-button").fault == ""
    assert row(tuner, "next-button") == ("b", "")


def test_all_are_put_back(tuner: KeyTuner, path: Path) -> None:
    tuner.change("next-button", "Shift+V")
    tuner.change("describe", "Ctrl+Shift+F10")
    tuner.reset("")
    assert load(path)[0].keys == Settings().keys


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("d", "D: describe the window."),
        ("Shift+V", "Shift V is free."),
        ("Ctrl+Shift+F1", "Control Shift F1: describe the window."),
        ("Ctrl+Shift+F12", "Control Shift F12 is free."),
    ],
)
def test_a_key_is_tried_without_changing_anything(tuner: KeyTuner, path: Path, key: str, told: str) -> None:
    assert tuner.trial(key) == told
    assert not path.exists()


def test_a_key_of_another_program_is_told_and_refused(tuner: KeyTuner, path: Path, heard: Heard, others: Desktop) -> None:
    others.taken.add("Ctrl+Shift+F12")
    assert "is free. To take it" in tuner.trial("Ctrl+Shift+F12")
    outcome = tuner.change("describe", "Ctrl+Shift+F12")
    assert "taken" in outcome.fault
    assert len(heard.faults) == 1
    assert not path.exists()


def test_what_is_no_key_is_told(tuner: KeyTuner) -> None:
    assert tuner.trial("Hyper+Q")


def test_keys_are_told_in_the_user_s_language(path: Path, heard: Heard, others: Desktop) -> None:
    tuner = KeyTuner(path, heard.used.append, heard.faults.append, translation("de"))
    assert tuner.trial("Shift+V") == "Umschalt V ist frei."
    assert next(tuner.each())[1] == "die Leittaste"


def test_in_one_program_a_command_has_another_key(tuner: KeyTuner, path: Path, heard: Heard) -> None:
    assert tuner.programs() == ()
    assert tuner.change("next-button", "Shift+W", "Firefox").fault == ""
    assert tuner.programs() == ("Firefox",)
    there = {name: letter for name, _, letter, _ in tuner.each("firefox")}
    assert (there["next-button"], row(tuner, "next-button")) == ("Shift+W", ("b", ""))
    assert tuner.trial("Shift+W", "Firefox") == "Shift W: next button."
    assert tuner.trial("Shift+W") == "Shift W is free."
    assert heard.used[-1].keys.programs["Firefox"].letters == {"next-button": "Shift+W"}
    tuner.reset("next-button", "Firefox")
    assert {name: letter for name, _, letter, _ in tuner.each("Firefox")}["next-button"] == "b"
