"""Faults of the microphone: heard at once by whoever speaks into it, by others when they want to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from mmassist.values import Earcon
from tests.integration.faults.fault import GOES_ON, Deed, Fault, Heard, at_once_in, nothing
from tests.integration.faults.house import House
from tests.integration.faults.states import State

_SQUARE = np.sign(np.sin(2 * np.pi * 80 * np.arange(48_000) / 48_000)).astype(np.float32)
"""A second of nothing but the least and the greatest that a sample can be."""

_OF_ITS_OWN = {"FAULT": "microphone silent"}
"""Means nothing to the app: one that has heard nothing yet by this microphone."""


def listen(house: House) -> None:
    """Presses the key that listens."""
    house.press("ask")


def _without_a_sound(house: House) -> Mapping[str, str]:
    house.desktop.be_in_a_room(still=True)
    return {}


def _mute(muted: str) -> Deed:
    def deed(house: House) -> None:
        house.desktop.pactl("set-source-mute", "mic", muted)

    return deed


def _replug_slow(house: House) -> None:
    """One of 8 kHz and two channels in its place."""
    house.desktop.unplug_microphone()
    house.desktop.plug_in_microphone(8_000, 2)


def _replug(house: House) -> None:
    house.desktop.unplug_microphone()
    house.desktop.plug_in_microphone()


def _overdrive(house: House) -> None:
    house.desktop.play(_SQUARE)


FAULTS = (
    Fault(
        "microphone of another rate",
        _replug_slow,
        _replug,
        at_once_in(
            State.LISTENING,
            heard=Heard(" stopped. ", "cable, or choose another"),
            used=listen,
            otherwise=replace(GOES_ON, earcon=Earcon.LISTENING),
        ),
    ),
    Fault(
        "microphone clipping",
        _overdrive,
        lambda house: house.desktop.play(None),
        at_once_in(State.LISTENING, heard=Heard("The microphone is too loud", "Turn its volume down"), used=listen),
    ),
    Fault(
        "microphone unplugged",
        lambda house: house.desktop.unplug_microphone(),
        lambda house: house.desktop.plug_in_microphone(),
        at_once_in(
            State.LISTENING,
            heard=Heard(" stopped. ", "cable, or choose another"),
            used=listen,
            otherwise=Heard("No microphone is there", "Connect one"),
        ),
    ),
    Fault(
        "microphone muted",
        _mute("1"),
        _mute("0"),
        at_once_in(State.LISTENING, heard=Heard("The microphone is muted", "Unmute it"), used=listen),
    ),
    Fault(
        "microphone silent",
        nothing,
        lambda house: house.desktop.be_in_a_room(still=False),
        at_once_in(State.LISTENING, heard=Heard("The microphone gives only silence", "volume in the sound settings"), used=listen),
        environment=_OF_ITS_OWN,
        prepared=_without_a_sound,
    ),
)
