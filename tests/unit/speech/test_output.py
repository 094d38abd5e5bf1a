"""The sound output where there is no sound device: reported once, tried again, and reports go on in time."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from mmassist.errors import SpeechError
from mmassist.speech.device import Device, Render
from mmassist.speech.earcons import Samples, render
from mmassist.speech.output import Options, Output
from mmassist.speech.sink import Tag
from mmassist.values import Earcon

RATE = 22050
TENTH = b"\x00\x10" * (RATE // 10)


class Reports:
    def __init__(self) -> None:
        self.events: queue.SimpleQueue[tuple[str, Tag, float]] = queue.SimpleQueue()
        self.faults: list[SpeechError] = []
        self.moves: list[SpeechError] = []

    def sounding(self, tag: Tag, at: float) -> None:
        self.events.put(("sounding", tag, at))

    def sounded(self, tag: Tag, at: float) -> None:
        self.events.put(("sounded", tag, at))

    def sink_back(self) -> None:
        self.is_back = True

    def sink_moved(self, error: SpeechError) -> None:
        self.moves.append(error)

    def sink_lost(self, error: SpeechError) -> None:
        self.faults.append(error)

    def take(self, count: int) -> list[tuple[str, Tag, float]]:
        return [self.events.get(timeout=5) for _ in range(count)]


@pytest.fixture
def reports() -> Reports:
    return Reports()


@pytest.fixture
def output(reports: Reports, monkeypatch: pytest.MonkeyPatch) -> Iterator[Output]:
    def refuse(device: Device, sample_rate: int, render: Render) -> float:
        raise SpeechError("no sound output", "There is no sound output.", "Check the sound device or sound server.")

    monkeypatch.setattr(Device, "open", refuse)
    made = Output(Options(reopen_after=0.05), RATE)
    made.open(reports)
    yield made
    made.close()


def test_utterances_go_on_in_time(output: Output, reports: Reports) -> None:
    first, second = Tag(1, 1), Tag(1, 2)
    for tag in (first, second):
        output.append(tag, TENTH)
        output.finish(tag)
    events = reports.take(4)
    assert [event[:2] for event in events] == [("sounding", first), ("sounded", first), ("sounding", second), ("sounded", second)]
    assert events[3][2] - events[0][2] == pytest.approx(0.2, abs=0.001)


def test_it_is_reported_once_however_often_it_is_tried(output: Output, reports: Reports, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[float] = []
    opened = Device.open

    def counted(device: Device, sample_rate: int, render: Render) -> float:
        tried.append(time.monotonic())
        return opened(device, sample_rate, render)

    monkeypatch.setattr(Device, "open", counted)
    deadline = time.monotonic() + 10
    while len(tried) < 3 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(tried) >= 3
    assert len(reports.faults) == 1
    assert reports.faults[0].remedy


def test_cleared_speech_is_not_reported_any_more(output: Output, reports: Reports) -> None:
    output.append(Tag(1, 1), TENTH * 50)
    output.finish(Tag(1, 1))
    reports.take(1)
    output.clear(1)
    output.append(Tag(2, 2), TENTH)
    output.finish(Tag(2, 2))
    assert [event[:2] for event in reports.take(2)] == [("sounding", Tag(2, 2)), ("sounded", Tag(2, 2))]


def test_a_clear_of_one_turn_spares_another(output: Output, reports: Reports) -> None:
    output.append(Tag(0, 1), TENTH)
    output.clear(1)
    output.finish(Tag(0, 1))
    assert [event[0] for event in reports.take(2)] == ["sounding", "sounded"]


def test_another_rate_ends_what_sounded_and_goes_on(output: Output, reports: Reports) -> None:
    output.append(Tag(1, 1), TENTH * 100)
    output.finish(Tag(1, 1))
    output.use_rate(16000)
    output.append(Tag(1, 2), b"\x00\x10" * 1600)
    output.finish(Tag(1, 2))
    events = reports.take(4)
    assert [event[1].serial for event in events] == [1, 1, 2, 2]
    assert events[3][2] - events[2][2] == pytest.approx(0.1, abs=0.001)


def test_earcons_do_not_hold_up_the_caller(output: Output) -> None:
    start = time.monotonic()
    for _ in range(1000):
        output.play(Earcon.START)
    assert time.monotonic() - start < 5


def test_closing_twice_is_fine(output: Output) -> None:
    output.close()
    output.close()
    assert not output._thread.is_alive()


class Speaker:
    """A device that plays what it is told to, when it is told to."""

    def __init__(self) -> None:
        self.is_open = False
        self.is_chosen = True
        self.starts = self.aborts = 0
        self._render: Render | None = None

    def open(self, sample_rate: int, render: Render) -> float:
        self.is_open, self._render = True, render
        return 0.1

    def start(self) -> None:
        self.starts += 1

    def abort(self) -> None:
        self.aborts += 1

    def check(self) -> None:
        """It is always well."""

    def close(self) -> None:
        self.is_open = False

    def play(self, seconds: float) -> Samples:
        assert self._render is not None
        out = np.zeros(int(seconds * RATE), np.float32)
        self._render(out, False, 0.0)
        return out


def _until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not true() and time.monotonic() < deadline:
        time.sleep(0.005)
    assert true()


@pytest.fixture
def speaker(reports: Reports, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Output, Speaker]]:
    """The output through that device. What is heard is what was rendered: time does not go on by itself."""
    made, device = Output(Options(), RATE), Speaker()
    monkeypatch.setattr(made, "_device", device)
    monkeypatch.setattr(made, "_heard", lambda: made._timeline.position)
    made.open(reports)
    yield made, device
    made.close()


def _handled(output: Output) -> None:
    """Returns once all that was asked for is done."""
    _until(output._inbox.empty)
    time.sleep(0.05)


@pytest.mark.parametrize("earcon", [Earcon.ERROR, Earcon.HIDDEN])
def test_what_is_said_behind_the_sound_of_an_error_does_not_break_it_up(speaker: tuple[Output, Speaker], earcon: Earcon) -> None:
    output, device = speaker
    tone = render(RATE, 1.0)[earcon]
    output.play(earcon)
    _until(lambda: device.starts == 1)
    heard = [device.play(0.04)]
    output.append(Tag(1, 1), TENTH)
    output.play(Earcon.WORKING)
    _handled(output)
    heard.append(device.play(1.0))
    assert (device.starts, device.aborts) == (1, 0)
    samples = np.concatenate(heard)
    lead = int(np.flatnonzero(samples)[0]) - int(np.flatnonzero(tone)[0])
    beside = samples[lead : lead + len(tone)] - tone
    said = np.flatnonzero(np.abs(beside) > 1e-6)
    assert np.allclose(beside[said], 0.125, atol=1e-6)  # the speech, whole and at once, and nothing else but the tone
    assert len(said) == RATE // 10
    assert 0 <= said[0] + lead - int(0.04 * RATE) < RATE // 50


@pytest.mark.parametrize("earcon", [Earcon.ERROR, Earcon.HIDDEN])
def test_a_microphone_that_opens_again_is_heard_behind_the_sound_that_told_of_its_loss(
    speaker: tuple[Output, Speaker], earcon: Earcon
) -> None:
    output, device = speaker
    sounds = render(RATE, 1.0)
    output.play(earcon)
    _until(lambda: device.starts == 1)
    heard = [device.play(0.04)]
    output.play(Earcon.LISTENING)
    _handled(output)
    heard.append(device.play(1.0))
    samples = np.concatenate(heard)
    both = np.concatenate([sounds[earcon], sounds[Earcon.LISTENING]])
    lead = int(np.flatnonzero(samples)[0]) - int(np.flatnonzero(both)[0])
    assert np.allclose(samples[lead : lead + len(both)], both, atol=1e-6)
    assert (device.starts, device.aborts) == (1, 0)


def test_a_microphone_that_opens_is_heard_at_once_in_place_of_the_sound_of_the_key(speaker: tuple[Output, Speaker]) -> None:
    output, device = speaker
    output.play(Earcon.START)
    _until(lambda: device.starts == 1)
    device.play(0.01)
    output.play(Earcon.LISTENING)
    _until(lambda: device.starts == 2)
    listening = render(RATE, 1.0)[Earcon.LISTENING]
    samples = device.play(0.5)
    lead = int(np.flatnonzero(samples)[0]) - int(np.flatnonzero(listening)[0])
    assert np.allclose(samples[lead : lead + len(listening)], listening, atol=1e-6)


def test_behind_any_other_sound_speech_begins_without_the_wait_for_what_is_buffered(speaker: tuple[Output, Speaker]) -> None:
    output, device = speaker
    output.play(Earcon.START)
    _until(lambda: device.starts == 1)
    device.play(0.02)
    output.append(Tag(1, 1), TENTH)
    _until(lambda: device.starts == 2)
    assert device.aborts == 1


def test_another_device_takes_over_what_sounds_and_the_short_sounds_fall_silent(
    output: Output, reports: Reports, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def open_it(device: Device, sample_rate: int, render: Render) -> float:
        opened.append(device._name)
        raise SpeechError("no sound output", "There is no sound output.", "Check the sound device or sound server.")

    monkeypatch.setattr(Device, "open", open_it)
    output.append(Tag(1, 1), TENTH * 3)
    output.finish(Tag(1, 1))
    reports.take(1)
    output.use(Options(device="head", earcons=0, reopen_after=0.05))
    output.play(Earcon.START)
    assert [event[:2] for event in reports.take(1)] == [("sounded", Tag(1, 1))]
    assert "head" in opened
