from __future__ import annotations

import pytest

from mmassist.capture.sound_devices import Source, Sources, portaudio_sources
from mmassist.errors import DeviceMissing

WEBCAM = Source("alsa_input.usb-webcam", "Webcam Mono", 48_000, 1)
HEADSET = Source("bluez_input.1", "Headset of a friend", 16_000, 1)
SPEAKER = Source("sink.monitor", "Monitor of Headset", 48_000, 2, monitor=True)
ALL = Sources((SPEAKER, WEBCAM, HEADSET), HEADSET.name)


@pytest.mark.parametrize(
    ("name", "meant"),
    [("", HEADSET), (WEBCAM.name, WEBCAM), ("webcam", WEBCAM), ("FRIEND", HEADSET), (SPEAKER.name, SPEAKER)],
)
def test_a_name_means_a_microphone(name: str, meant: Source) -> None:
    assert ALL.chosen(name) == meant


def test_a_name_that_is_nowhere_is_told() -> None:
    with pytest.raises(DeviceMissing) as caught:
        ALL.chosen("studio")
    assert caught.value.spoken == "The microphone studio is not there."


def test_the_system_choosing_a_loudspeaker_is_overruled() -> None:
    assert Sources((SPEAKER, WEBCAM), SPEAKER.name).chosen("") == WEBCAM


@pytest.mark.parametrize("sources", [(), (SPEAKER,)])
def test_without_a_microphone_there_is_none(sources: tuple[Source, ...]) -> None:
    with pytest.raises(DeviceMissing):
        Sources(sources, SPEAKER.name).chosen("")


def test_portaudio_lists_microphones_without_loudspeakers_and_sound_servers() -> None:
    devices = [
        {"name": "hw:0", "max_input_channels": 2, "default_samplerate": 44100.0},
        {"name": "pulse", "max_input_channels": 32, "default_samplerate": 44100.0},
        {"name": "hdmi", "max_input_channels": 0, "default_samplerate": 48000.0},
    ]
    assert portaudio_sources(devices, "hw:0").all == (Source("hw:0", "hw:0", 44_100, 2, server=False),)
