"""Faults of the microphone: heard at once by whoever speaks into it, by others when they want to."""

from __future__ import annotations

from tests.integration.faults.fault import Deed, Fault, Heard, at_once_in, nothing
from tests.integration.faults.house import House
from tests.integration.faults.states import State


def listen(house: House) -> None:
    """Presses the key that listens."""
    house.press("ask")


def _mute(muted: str) -> Deed:
    def deed(house: House) -> None:
        house.desktop.pactl("set-source-mute", "mic", muted)

    return deed


FAULTS = (
    Fault(
        "microphone unplugged",
        lambda house: house.desktop.unplug_microphone(),
        lambda house: house.desktop.plug_in_microphone(),
        at_once_in(
            State.LISTENING,
            heard=Heard("stopped", "cable, or choose another"),
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
        nothing,
        at_once_in(State.LISTENING, heard=Heard("The microphone gives only silence", "volume in the sound settings"), used=listen),
    ),
)
