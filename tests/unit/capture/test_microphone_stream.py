"""How a device is opened, with PortAudio played by a table: what each combination of format and rate answers."""

from __future__ import annotations

import os
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import sounddevice

from mmassist.capture.microphone_stream import Stream, translated
from mmassist.capture.sound_devices import Source
from mmassist.errors import CaptureError, DeviceBusy, DeviceLost, DeviceMissing, PermissionDenied

SOURCE = Source("mic", "Mic", 48_000, 2)
_INVALID_RATE, _FORMAT, _CHANNELS, _UNAVAILABLE, _HOST, _NOT_OPENED = -9997, -9994, -9998, -9985, -9999, -9993


class Device:
    """Takes `formats` at `rates`; anything else is refused with `refusal`. `opened`: what was asked for, in order."""

    def __init__(self, formats: tuple[str, ...], rates: tuple[int, ...], refusal: tuple[Any, ...] = ("no", _INVALID_RATE)) -> None:
        self.formats, self.rates, self.refusal = formats, rates, refusal
        self.opened: list[dict[str, Any]] = []

    def stream(self, **wanted: Any) -> SimpleNamespace:
        self.opened.append(wanted)
        if wanted["dtype"] not in self.formats or wanted["samplerate"] not in self.rates:
            raise sounddevice.PortAudioError(*self.refusal)
        return SimpleNamespace(start=lambda: None, active=True, abort=lambda **_: None, close=lambda **_: None)


def plug_in(device: Device, monkeypatch: pytest.MonkeyPatch) -> Device:
    monkeypatch.setenv("PULSE_SOURCE", "")
    monkeypatch.setattr(sounddevice, "InputStream", device.stream)
    monkeypatch.setattr(sounddevice, "query_devices", lambda *_: [{"name": "pulse", "max_input_channels": 32}])
    return device


def test_a_device_is_opened_at_its_own_rate_and_by_the_name_that_the_sound_server_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    device = plug_in(Device(("float32",), (48_000,)), monkeypatch)
    assert Stream(SOURCE).rate == 48_000
    assert (device.opened[0]["device"], os.environ["PULSE_SOURCE"]) == ("pulse", "mic")


def test_a_device_that_knows_only_integers_is_opened_with_them(monkeypatch: pytest.MonkeyPatch) -> None:
    device = plug_in(Device(("int16",), (48_000,), ("no", _FORMAT)), monkeypatch)
    assert Stream(SOURCE).rate == 48_000
    assert device.opened[-1]["dtype"] == "int16"


def test_a_device_that_refuses_its_own_rate_is_tried_at_others(monkeypatch: pytest.MonkeyPatch) -> None:
    plug_in(Device(("float32",), (44_100,)), monkeypatch)
    assert Stream(SOURCE).rate == 44_100


def test_a_device_that_takes_one_channel_only_is_opened_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    device = plug_in(Device(("float32",), (48_000,)), monkeypatch)

    def mono_only(**wanted: Any) -> SimpleNamespace:
        if wanted["channels"] != 1:
            raise sounddevice.PortAudioError("no", _CHANNELS)
        return device.stream(**wanted)

    monkeypatch.setattr(sounddevice, "InputStream", mono_only)
    assert Stream(SOURCE).rate == 48_000


def test_a_device_that_takes_nothing_is_told_to_be_odd(monkeypatch: pytest.MonkeyPatch) -> None:
    plug_in(Device((), ()), monkeypatch)
    with pytest.raises(CaptureError) as caught:
        Stream(SOURCE)
    assert caught.value.spoken == "The microphone gives sound in a way that mmassist does not understand."


def test_a_busy_device_is_not_tried_at_every_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    device = plug_in(Device((), (), ("busy", _UNAVAILABLE)), monkeypatch)
    with pytest.raises(DeviceBusy):
        Stream(SOURCE)
    assert len(device.opened) == 1


@pytest.mark.parametrize("source", [SOURCE, Source("default", "default", 48_000, 2, server=False)], ids=["told by it", "not even told"])
def test_a_sound_server_that_lets_nobody_in_is_no_fault_of_the_microphone(monkeypatch: pytest.MonkeyPatch, source: Source) -> None:
    plug_in(Device((), (), ("Illegal combination of I/O devices", _NOT_OPENED)), monkeypatch)
    with pytest.raises(DeviceBusy) as caught:
        Stream(source)
    assert "Close other programs" in caught.value.remedy


def test_a_microphone_of_no_server_that_can_not_be_opened_may_have_a_loose_cable(monkeypatch: pytest.MonkeyPatch) -> None:
    plug_in(Device((), (), ("Illegal combination of I/O devices", _NOT_OPENED)), monkeypatch)
    with pytest.raises(DeviceLost):
        Stream(replace(SOURCE, server=False))


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        (("busy", _UNAVAILABLE), DeviceBusy),
        (("host", _HOST, (0, -16, "Device or resource busy")), DeviceBusy),
        (("host", _HOST, (0, -13, "Permission denied")), PermissionDenied),
        (("host", _HOST, (0, -19, "No such device")), DeviceMissing),
        (("host", _HOST, (0, -111, "Connection refused")), DeviceLost),
        (("host", _HOST, (0, -5, "Input/output error")), DeviceLost),
        (("invalid device", -9996), DeviceMissing),
        (("timed out", -9987), DeviceLost),
        (("unknown",), DeviceLost),
        ((), DeviceLost),
    ],
)
def test_each_of_portaudios_errors_is_told_in_plain_words(arguments: tuple[Any, ...], kind: type[CaptureError]) -> None:
    error = translated(sounddevice.PortAudioError(*arguments))
    assert type(error) is kind
    assert error.spoken.endswith(".")
    assert error.remedy


def test_a_hand_over_tells_how_long_the_sound_was_held_and_survives_a_clock_that_jumps(monkeypatch: pytest.MonkeyPatch) -> None:
    device = plug_in(Device(("float32",), (48_000,)), monkeypatch)
    stream = Stream(SOURCE)
    for now, taken in ((100.0, 99.95), (5_000_000.0, 100.0), (3.0, 100.0)):
        times = SimpleNamespace(currentTime=now, inputBufferAdcTime=taken)
        device.opened[-1]["callback"](np.zeros((480, 2), np.float32), 480, times, SimpleNamespace(input_overflow=False))
    held = [piece.held for piece in iter(lambda: stream.ring.take(0), None)]
    assert held == pytest.approx([0.04, 0.3, 0.0])
