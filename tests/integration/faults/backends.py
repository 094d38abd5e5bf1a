"""Faults of a model's server and of the way to it."""

from __future__ import annotations

from tests.integration.faults.fault import Fault, Heard, at_once_in
from tests.integration.faults.house import House
from tests.integration.faults.services import Model
from tests.integration.faults.states import State


def describe(house: House) -> None:
    house.press("describe")


def _asked(model: Model, name: str, sentence: str, remedy: str = "embedded describer answers instead") -> Fault:
    """A server that has a fault of its own: heard at once by whoever waits for it, by others when it is asked."""
    return Fault(
        f"backend {name}",
        lambda house: house.services.behave(model),
        lambda house: house.services.behave(Model.ANSWERS),
        at_once_in(State.THINKING, heard=Heard(sentence, remedy), used=describe),
    )


def _answers_again(house: House) -> None:
    house.services.mend_the_network()
    house.services.behave(Model.ANSWERS)


FAULTS = (
    _asked(Model.FAILS, "fails (500)", "has a fault of its own"),
    _asked(Model.LIMITS, "limits (429)", "asks to wait"),
    _asked(Model.REFUSES, "refuses the key (401)", "The key was not accepted"),
    _asked(Model.CUTS, "cuts the answer", "The answer is incomplete", "Press the key again"),
    _asked(Model.BABBLES, "sends garbage", "something that is no answer"),
    _asked(Model.HANGS_UP, "hangs up", "The connection was lost"),
    Fault(
        "network cut",
        lambda house: house.services.cut_the_network(),
        _answers_again,
        at_once_in(State.THINKING, heard=Heard("does not answer", "embedded describer answers instead"), used=describe),
    ),
)
