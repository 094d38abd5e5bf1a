"""Worker processes that die, hang or run out of memory."""

from __future__ import annotations

import os
import resource
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.integration.faults.fault import Deed, Fault, Heard, always, at_once_in, nothing
from tests.integration.faults.house import LONG_ENOUGH, House
from tests.integration.faults.microphones import listen
from tests.integration.faults.states import State, is_open, open_the_microphone


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
    house.show(house.new_text())
    house.press("describe")


def _describe(house: House) -> None:
    house.press("describe")


def _ask(house: House) -> float:
    """The recogniser is used from the first word on."""
    return _say(house, "what does the window say")


def _say(house: House, text: str) -> float:
    if not is_open(house):
        open_the_microphone(house)
    return house.say(text)


def _starve(module: str) -> Deed:
    """Whatever memory it wants more is refused: no process has as little as one byte. What it holds already it keeps, and the house sees to
    it that it holds none for later (`House.start`)."""

    def deed(house: House) -> None:
        pid = house.worker(module)
        _wait_until_at_rest(pid)  # one that is still starting would end as it starts, again and again
        resource.prlimit(pid, resource.RLIMIT_AS, (1, resource.RLIM_INFINITY))

    return deed


def _wait_until_at_rest(pid: int) -> None:
    """Returns once the process has been given no processor time for two seconds: it has loaded all that it needs, and waits."""
    used, since = -1, time.monotonic()
    deadline = since + 4 * LONG_ENOUGH
    while (now := time.monotonic()) < since + 2.0:
        assert now < deadline, "it is never at rest"
        spent = sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]))
        if spent > used + 1:  # a tick, for the time in which nothing happens is not free
            used, since = spent, now
        time.sleep(0.1)


def _feed(module: str) -> Deed:
    def deed(house: House) -> None:
        resource.prlimit(house.worker(module), resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    return deed


def _starved(what: str, module: str, heard: Heard, part: str, used: Deed) -> Fault:
    return Fault(f"{what} out of memory", _starve(module), _feed(module), always(replace(heard, used=used)), part)


def _spoil(how: Callable[[Path], None]) -> Deed:
    """Does something to the speech model's weights; then its process dies and has to load them again."""

    def deed(house: House) -> float:
        how(house.kept_weights())
        at = time.monotonic()
        os.kill(house.worker("whisper_process"), signal.SIGKILL)
        return at

    return deed


def _restore(house: House) -> None:
    house.restore_weights()


def _tamper(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        byte = file.read(1)[0]
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte ^ 1]))


def _truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _model(name: str, how: Callable[[Path], None], heard: Heard) -> Fault:
    return Fault(f"speech model {name}", _spoil(how), _restore, always(heard), "speech")


_VOICE = Heard("The voice stopped", "press the key again")
_TEXT = Heard("The text recogniser stopped", "is read again")
_MICROPHONE = Heard("The microphone's process stopped", "say it again")
_DAMAGED = Heard("Whisper tiny is damaged", "mmassist models pull")
_SPEECH = Heard("The speech recogniser stopped", "say it again")
_COMMANDS = Heard("The recogniser of commands stopped", "say it again")
# The model's own threads end the process when they get no memory; all else of it tells that there is none.
_STARVED_SPEECH = replace(_SPEECH, instead=Heard("There is not enough memory for this speech model", "choose a smaller model"))

FAULTS = (
    _killed("voice", "espeak_process", _VOICE, "voice"),
    _killed("text recogniser", "text_process", _TEXT, "text"),
    _killed("microphone's process", "microphone_process", _MICROPHONE, "microphone"),
    _killed("speech recogniser", "whisper_process", _SPEECH, "speech"),
    _killed("commands' recogniser", "commands_process", _COMMANDS, "commands"),
    _hung("voice", "espeak_process", _VOICE, "voice", _describe, State.SPEAKING),
    _hung("text recogniser", "text_process", _TEXT, "text", _describe_new_text),
    _hung("microphone's process", "microphone_process", _MICROPHONE, "microphone", listen, State.LISTENING),
    _hung("speech recogniser", "whisper_process", _SPEECH, "speech", _ask),
    _starved("speech recogniser", "whisper_process", _STARVED_SPEECH, "speech", _ask),
    _starved("text recogniser", "text_process", _TEXT, "text", _describe_new_text),
    _model("missing", Path.unlink, _DAMAGED),
    _model("tampered", _tamper, _DAMAGED),
    _model("truncated", _truncate, _DAMAGED),
)
