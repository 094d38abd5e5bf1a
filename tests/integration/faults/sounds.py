"""Faults of the sound server and the speaker: what can't be heard meanwhile is heard when there is sound again."""

from __future__ import annotations

import signal

from tests.integration.faults.fault import Fault, Heard, always
from tests.integration.faults.house import House


def _kill(house: House) -> None:
    house.desktop.blow("pulseaudio", signal.SIGKILL)


def _start(house: House) -> None:
    house.desktop.start_sound_server()
    house.reopen_sink()


def _plug_in(house: House) -> None:
    house.desktop.plug_in_speaker()
    house.reopen_sink()


def _unplug(house: House) -> None:
    house.desktop.unplug("sink_name=speaker")


_BACK = Heard("There was no sound for a while", "in the window of mmassist", mended_first=True)

FAULTS = (
    Fault("sound server restarted", _kill, _start, always(_BACK)),
    Fault("speaker unplugged", _unplug, _plug_in, always(_BACK)),
)
