"""The fault matrix: each fault in each state is heard as a sentence of the system's own with a remedy, and the app works on."""

from __future__ import annotations

import re
import time
from dataclasses import replace

import pytest

from mmassist.measure.running import Event
from mmassist.values import Earcon
from tests.integration.faults.catalogue import FAULTS
from tests.integration.faults.fault import Fault, Heard
from tests.integration.faults.house import House
from tests.integration.faults.states import State, enter, goes_on
from tests.integration.faults.table import AT_START, Row, Table

_UNFORESEEN = r"turn \d+ failed|Task exception was never retrieved|Unhandled exception"
_SLOWEST, _PAUSES = 16, 0.5  # letters a second; seconds
pytestmark = pytest.mark.timeout(180)


# State by state: an app outlives the faults of one state, and would not those of one part in all states. Several
# processes take a state each (`tests/integration/scheduling.py`).
_CELLS = [
    pytest.param(fault, state, id=f"{fault.name.replace(' ', '-')}-{state}")
    for state in State
    for fault in FAULTS
    if state is State.IDLE or not fault.at_start
]


@pytest.mark.parametrize(("fault", "state"), _CELLS)
def test_it_is_heard_and_the_app_works_on(house: House, table: Table, fault: Fault, state: State) -> None:
    environment = {**fault.environment, **fault.prepared(house)}
    house.be_ready(fault.name if fault.settings or environment else "", environment, fault.settings, fault.part)
    house.spoilt = True
    try:
        table.note(_cell(house, fault, state))
    finally:
        house.make_whole()
        house.reset()
        house.spoilt = False


def _cell(house: House, fault: Fault, state: State) -> Row:
    enter(house, state, camera=fault.camera)
    began = since = time.monotonic()
    logged = house.log_length()
    expected = fault.heard(state)
    since = fault.bring(house) or since
    if expected.used is not None:
        since = time.monotonic()
        since = expected.used(house) or since
    expected = _what_came(house, expected, since)
    sound, sentence = _right(house, expected, since) if expected.sentence else _unsaid(house, expected, since)
    heard = time.monotonic()
    if expected.earcon is Earcon.WORKING:  # no fault as long as something is heard: it counts from the end of that
        since = house.silent_since(since, sound)
    fault.mend(house)
    goes_on(house, state, began, ended=expected.used is not None, camera=fault.camera)
    _once(house, expected, began, heard)
    assert not re.search(_UNFORESEEN, house.log_since(logged))
    return Row(fault.name, str(state), _when(fault, expected), round(sound - since, 3), round(sentence - since, 3), works=True)


def _when(fault: Fault, expected: Heard) -> str:
    if fault.at_start:
        return AT_START
    return "goes on" if not expected.sentence else "when used" if expected.used else "at once"


def _what_came(house: House, expected: Heard, since: float) -> Heard:
    if expected.instead is None:
        return expected
    may_come = (expected, replace(expected.instead, used=expected.used))
    told = house.wait(lambda event: event.kind == "spoken" and any(_says(event, one) for one in may_come), since)
    return next(one for one in may_come if _says(told, one))


def _says(event: Event, expected: Heard) -> bool:
    return expected.sentence.lower() in event.text.lower()


def _right(house: House, expected: Heard, since: float) -> tuple[float, float]:
    """Holds what is heard to what should be; returns when the first sound of it came, and when its sentence."""
    told = house.wait_spoken(expected.sentence, since)
    assert told.channel == "system"
    assert expected.remedy.lower() in told.text.lower()
    if expected.earcon is None:
        return told.at, told.at
    at = house.earcon(expected.earcon, since)
    assert at is not None, f"no {expected.earcon} sound before {told.text!r}"
    return min(at, told.at), told.at


def _unsaid(house: House, expected: Heard, since: float) -> tuple[float, float]:
    """Where nothing fails: when what is used was heard, by its short sound or, where speech lies over that, by what the app told next."""
    if expected.earcon is None:
        return since, since
    told = house.wait(lambda event: event.kind in ("spoken", "listening"), since)
    at = house.earcon(expected.earcon, since, 0.5) or told.at
    return at, at


def _once(house: House, expected: Heard, since: float, heard: float) -> None:
    """Said once, and once more only where the next key press, as one in a test does, came before it was as good as said."""
    if not expected.sentence:
        texts = [event.text for event in house.running.spoken(since) if event.channel == "system" and event.at <= heard]
        assert not [text for text in texts if "stopped" in text or "can't" in text], f"said though nothing fails: {texts}"
        return
    if expected.earcon is Earcon.WORKING:
        return
    said = [event for event in house.running.spoken(since) if _says(event, expected)]
    cut = [event for event in said if any(event.at <= at <= event.at + _lasts(event.text) for at in house.cuts)]
    assert len(said) <= 1 + len(cut), f"said {len(said)} times, cut short {len(cut)} times"


def _lasts(text: str) -> float:
    """Seconds, at the most, at the rate of the house's voice."""
    return len(text) / _SLOWEST + _PAUSES
