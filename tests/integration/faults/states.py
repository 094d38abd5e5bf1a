"""The five states in which things break, and how it is seen that each of them works again."""

from __future__ import annotations

import time
from enum import StrEnum

from mmassist.measure.running import AppFailed, Event
from mmassist.measure.sink import NothingHeard
from tests.fakes.said import said
from tests.integration.faults.house import LONG_ENOUGH, TITLE, House
from tests.integration.faults.services import Model
from tests.integration.programs.running import until

ANSWER = "All is well"
PART_OF_LONG = "of a text that takes a while"
AUDIBLE = -45.0
_QUESTION = "what does the window say"
_PATIENCE = 3.0  # seconds of the eight for which the app waits for a first word


class State(StrEnum):
    IDLE = "idle"
    LISTENING = "listening"
    THINKING = "thinking"
    SPEAKING = "speaking"
    WATCHING = "watching"


def enter(house: House, state: State, *, camera: bool = False) -> None:
    """Brings the app, idle until now, into the state. `camera`: that is what is watched, instead of the window."""
    if state is State.LISTENING:
        open_the_microphone(house)
    elif state is State.THINKING:
        house.services.behave(Model.HOLDS)
        asked = house.services.asked
        pressed = house.press("describe")
        house.wait_spoken(TITLE, pressed)
        _until_asked(house, asked)
    elif state is State.SPEAKING:
        house.services.behave(Model.READS)
        pressed = house.press("describe")
        house.wait_spoken(PART_OF_LONG, pressed)
    elif state is State.WATCHING:
        watch_the_camera(house) if camera else watch(house)


def open_the_microphone(house: House) -> float:
    """Presses the key that listens; returns when it was pressed, once the app hears."""
    pressed = house.press("ask")
    house.wait(lambda event: event.kind == "listening" and bool(event.fields["open"]), pressed)
    return pressed


def watch(house: House) -> None:
    began = house.order("watch", "read what is new")
    house.wait_spoken("I read what is new", began)


def watch_the_camera(house: House) -> None:
    """For words that are not there."""
    began = house.order("watch", "tell me when you see platform nine", house.services.camera_url)
    house.wait_spoken("waiting for text", began)


def goes_on(house: House, state: State, since: float, *, ended: bool, camera: bool = False) -> None:
    """What the state was about works again, and a look at the window is heard. `ended`: by the user's own doing since it was entered, so
    that it is begun anew; else what goes on is waited for, and only what the fault has ended is begun anew."""
    if state is State.LISTENING:
        _hears(house)
    elif state is State.WATCHING:
        _sees(house) if camera else _watches(house)
    elif state is State.SPEAKING:
        _speaks(house, goes_on=not ended)
    elif state is State.THINKING and not ended:
        _thinks(house, since)
    describes(house)


def describes(house: House) -> None:
    """Key, title at the speaker, detail from the model."""
    house.services.behave(Model.ANSWERS)
    pressed = house.press("describe")
    house.wait_spoken(TITLE, pressed)
    _answered(house, pressed)


def _answered(house: House, pressed: float) -> None:
    answer = house.wait_spoken(ANSWER, pressed)
    turn = house.wait(lambda event: event.kind == "turn" and event.fields["backend"] == "mine", answer.seen)
    assert turn.fields["fault"] is None
    time.sleep(max(0.0, answer.at + 0.5 - time.monotonic()))  # until it has been recorded
    level = house.sink.level(answer.at, answer.at + 0.4)
    assert level > AUDIBLE, f"what was spoken is not at the speaker: {level:.0f} dBFS"


def _hears(house: House) -> None:
    """What is said is understood, as far as random weights understand, and answered; where the microphone was closed, the key is pressed
    again."""
    house.services.behave(Model.ANSWERS)
    said(_QUESTION)  # made before it is wanted
    begun = time.monotonic()
    house.quiet(begun)  # what is said over the app's own voice is not listened to
    if is_open(house) and _open_for(house) > _PATIENCE:  # too late to begin to speak: who says nothing is not waited for any longer
        until(lambda: not is_open(house), LONG_ENOUGH)
        house.quiet(time.monotonic())
    if not is_open(house):
        open_the_microphone(house)
    house.say(_QUESTION)
    house.wait(lambda event: event.kind == "heard" and bool(event.fields["final"]), begun)
    _answered(house, begun)


def is_open(house: House) -> bool:
    """Whether the app listens."""
    told = _listenings(house)
    return bool(told) and bool(told[-1].fields["open"])


def _open_for(house: House) -> float:
    """Seconds since the microphone was opened or closed."""
    return time.monotonic() - _listenings(house)[-1].seen


def _listenings(house: House) -> list[Event]:
    return [event for event in house.running.events if event.kind == "listening"]


def _thinks(house: House, since: float) -> None:
    """A turn that goes on is answered; one that the fault has ended comes to its end, and that it can be asked again `describes` shows."""
    house.services.behave(Model.ANSWERS)
    house.wait(lambda event: event.kind == "turn" or (event.kind == "spoken" and ANSWER in event.text), since)


def _speaks(house: House, *, goes_on: bool) -> None:
    """What was being read is read on, or is read anew at the key."""
    if not goes_on or not _reads_on(house):
        house.order("reset")  # what the model answered when it was mended is remembered too
        house.services.behave(Model.READS)
        pressed = house.press("describe")
        house.wait_spoken(PART_OF_LONG, pressed)
    house.order("reset")  # what was read is remembered, and would be the answer to the next look


def _reads_on(house: House) -> bool:
    try:
        house.wait_spoken(PART_OF_LONG, time.monotonic(), 4.0)
        house.sink.onset(time.monotonic(), timeout=2.0)
    except (AppFailed, NothingHeard):
        return False
    return True


def _watches(house: House) -> None:
    """New text is announced; by a watch that is begun anew, where the fault has ended it."""
    if not house.watching:
        watch(house)
    text = house.new_text()
    house.wait_spoken(text, house.write(text))


def _sees(house: House) -> None:
    """What stands before the camera is announced to whoever begins to wait for it."""
    began = house.order("watch", "tell me when you see gate", house.services.camera_url)
    house.wait_spoken("It is there already", began)


def _until_asked(house: House, before: int) -> None:
    until(lambda: house.services.asked > before, 30)
