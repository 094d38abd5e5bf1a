"""The harness itself on the real desktop: it hears what is played, presses what is pressed, and leaves nothing behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
import wave
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from mmassist.measure.floor import floor
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.programs import ProgramFailed
from mmassist.measure.sink import RATE, SILENT, NothingHeard, Sink
from tests.conftest import ROOT

DESKTOP = str(ROOT / "packaging" / "virtual-desktop.sh")


def play(tmp_path: Path, hertz: float, seconds: float, level: float) -> None:
    """Plays a sine of `level` dBFS (root mean square) to its end."""
    times = np.arange(int(RATE * seconds)) / RATE
    samples = 32768 * np.sqrt(2) * 10 ** (level / 20) * np.sin(2 * np.pi * hertz * times)
    with wave.open(str(tmp_path / "tone.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.astype("<i2").tobytes())
    subprocess.run(["paplay", "--latency-msec=20", str(tmp_path / "tone.wav")], check=True)


@pytest.fixture
def tone(sink: Sink, tmp_path: Path) -> tuple[float, float, float]:
    """440 Hz, half a second, at -20 dBFS: when it was asked for, when it began, when it ended."""
    asked = time.monotonic()
    play(tmp_path, 440, 0.5, -20)
    onset = sink.onset(asked)
    return asked, onset, sink.silence(onset)


def test_a_sound_begins_after_it_was_asked_for(tone: tuple[float, float, float]) -> None:
    asked, onset, _ = tone
    assert asked < onset < asked + 1.0


def test_a_sound_is_as_long_as_it_is(tone: tuple[float, float, float]) -> None:
    _, onset, end = tone
    assert end - onset == pytest.approx(0.5, abs=0.02)


def test_a_sound_is_as_loud_as_it_is(sink: Sink, tone: tuple[float, float, float]) -> None:
    _, onset, end = tone
    assert sink.level(onset + 0.05, end - 0.05) == pytest.approx(-20, abs=0.5)


def test_a_sound_is_as_high_as_it_is(sink: Sink, tone: tuple[float, float, float]) -> None:
    _, onset, end = tone
    assert sink.frequency(onset + 0.05, end - 0.05) == pytest.approx(440, abs=1)


def test_a_span_is_saved_as_it_sounded(sink: Sink, tone: tuple[float, float, float], tmp_path: Path) -> None:
    _, onset, end = tone
    sink.save(tmp_path / "heard.wav", onset, end)
    with wave.open(str(tmp_path / "heard.wav"), "rb") as file:
        assert file.getnframes() / file.getframerate() == pytest.approx(0.5, abs=0.02)


def test_silence_has_no_onset(sink: Sink) -> None:
    with pytest.raises(NothingHeard):
        sink.onset(time.monotonic(), timeout=0.3)


def test_silence_is_silent(sink: Sink) -> None:
    time.sleep(0.3)
    assert sink.level(time.monotonic() - 0.2, time.monotonic()) == SILENT


def test_the_sinks_own_latency_is_small_and_steady(sink: Sink) -> None:
    measured = floor(sink, runs=20)
    assert 0 < measured.median < 0.025, measured


def test_typed_text_arrives_in_the_program(programs: ModuleType, keyboard: Keyboard, tmp_path: Path) -> None:
    arrived = tmp_path / "arrived"
    with programs.xterm(f"read -r line; printf %s \"$line\" >'{arrived}'"):
        keyboard.type("Bill: 12.50 EUR (VAT)\n")
        deadline = time.monotonic() + 5
        while not (arrived.exists() and arrived.read_text("utf-8")) and time.monotonic() < deadline:
            time.sleep(0.02)
    assert arrived.read_text("utf-8") == "Bill: 12.50 EUR (VAT)"


def test_a_key_that_the_layout_lacks_is_refused(keyboard: Keyboard) -> None:
    with pytest.raises(ValueError, match="no key"):
        keyboard.press("ctrl+ü")


def test_mousepad_asks_before_it_closes(programs: ModuleType, keyboard: Keyboard) -> None:
    with programs.save_prompt("Unsaved.", keyboard) as editor:
        assert programs.window_title(editor.window) == "Save Changes"


def test_two_editors_are_two_processes(programs: ModuleType, keyboard: Keyboard) -> None:
    with programs.mousepad("one", keyboard) as one, programs.mousepad("two", keyboard) as two:
        assert one.pid != two.pid and one.process.poll() is None


def test_galculator_comes_to_the_front(programs: ModuleType) -> None:
    with programs.galculator() as calculator:
        assert programs.active_window() == calculator.window


def test_a_program_is_gone_afterwards(programs: ModuleType) -> None:
    with programs.xterm("sleep 1000") as terminal:
        pass
    assert terminal.process.returncode is not None and programs.active_window() != terminal.window


def test_a_suspended_program_can_still_be_ended(programs: ModuleType) -> None:
    with programs.galculator() as calculator:
        calculator.suspend()
    assert calculator.process.returncode is not None


def test_a_program_that_fails_says_why(programs: ModuleType) -> None:
    with (
        pytest.raises(ProgramFailed, match="ended with code 3\nno such thing"),
        programs.program(["sh", "-c", "echo no such thing; exit 3"]),
    ):
        pass


def test_a_desktop_hands_on_the_exit_code() -> None:
    assert subprocess.run([DESKTOP, "sh", "-c", "exit 7"], check=False).returncode == 7


def test_desktops_side_by_side_do_not_share_a_display() -> None:
    started = [subprocess.Popen([DESKTOP, "sh", "-c", "echo $DISPLAY; sleep 1"], stdout=subprocess.PIPE, text=True) for _ in range(3)]
    displays = [process.communicate(timeout=60)[0].strip() for process in started]
    assert len({os.environ["DISPLAY"], *displays}) == 4


@contextlib.contextmanager
def another_desktop(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """A desktop with a program in it that left its parent; and the folder that it lives in."""
    command = "setsid sleep 1000 & echo $MMASSIST_DESKTOP; exec sleep 1000"
    process = subprocess.Popen([DESKTOP, "sh", "-c", command], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process, Path(process.stdout.readline().strip())
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_desktop_that_is_stopped_leaves_nothing(tmp_path: Path, stop: signal.Signals) -> None:
    # what is left running would be found by the guard of all tests
    with another_desktop(tmp_path) as (process, box):
        process.send_signal(stop)
        process.wait(20)
        assert box.name.startswith("mmassist-desktop.") and not box.exists()


def test_what_a_killed_desktop_left_is_swept_by_the_next(tmp_path: Path) -> None:
    with another_desktop(tmp_path) as (process, box):
        process.kill()
        process.wait()
        subprocess.run([DESKTOP, "true"], check=True)
        assert not box.exists()
