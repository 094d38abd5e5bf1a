"""Worker processes that die, hang or run out of memory."""

from __future__ import annotations

import os
import signal

from tests.integration.faults.fault import Deed, Fault, Heard, always, at_once_in, nothing
from tests.integration.faults.house import House
from tests.integration.faults.microphones import listen
from tests.integration.faults.states import State, open_the_microphone


def _blow(module: str, how: signal.Signals) -> Deed:
    def deed(house: House) -> None:
        os.kill(house.worker(module), how)

    return deed


def _killed(what: str, module: str, heard: Heard, part: str) -> Fault:
    return Fault(f"{what} killed", _blow(module, signal.SIGKILL), nothing, always(heard), part)


def _hung(what: str, module: str, heard: Heard, part: str, used: Deed, *states: State) -> Fault:
    """Nothing of it runs any more, and it is not gone: noticed by whoever waits for it."""
    return Fault(f"{what} hung", _blow(module, signal.SIGSTOP), nothing, at_once_in(*states, heard=heard, used=used), part)


def _describe_new_text(house: House) -> None:
    house.write(house.new_text())
    house.press("describe")


def _describe(house: House) -> None:
    house.press("describe")


def _ask(house: House) -> None:
    open_the_microphone(house)
    house.say("what does the window say")


_VOICE = Heard("The voice stopped", "say again")
_TEXT = Heard("The text recogniser stopped", "read again by itself")
_MICROPHONE = Heard("The microphone's process stopped", "say it again")
_HANGS = Heard("The microphone does not answer", "say it again")
_SPEECH = Heard("The speech recogniser stopped", "tried once more by itself")
_COMMANDS = Heard("The recogniser of commands stopped", "tried once more by itself")

FAULTS = (
    _killed("voice", "espeak_process", _VOICE, "voice"),
    _killed("text recogniser", "text_process", _TEXT, "text"),
    _killed("microphone's process", "microphone_process", _MICROPHONE, "microphone"),
    _killed("speech recogniser", "whisper_process", _SPEECH, "speech"),
    _killed("commands' recogniser", "commands_process", _COMMANDS, "commands"),
    _hung("voice", "espeak_process", _VOICE, "voice", _describe, State.SPEAKING),
    _hung("text recogniser", "text_process", _TEXT, "text", _describe_new_text),
    _hung(
        "microphone's process",
        "microphone_process",
        Heard("The microphone does not answer", "say it again"),
        "microphone",
        listen,
        State.LISTENING,
    ),
    _hung("speech recogniser", "whisper_process", _SPEECH, "speech", _ask),
)
