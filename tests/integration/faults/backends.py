"""Faults of a model's server and of the way to it."""

from __future__ import annotations

from mmassist.values import Earcon
from tests.integration.faults.fault import Deed, Fault, Heard, always, at_once_in, nothing
from tests.integration.faults.house import House
from tests.integration.faults.services import Model
from tests.integration.faults.states import State

_INSTEAD = "embedded describer answers instead"


def describe(house: House) -> None:
    house.press("describe")


def _asked(model: Model, name: str, sentence: str, remedy: str = _INSTEAD) -> Fault:
    """A server that has a fault of its own: heard at once by whoever waits for it, by others when it is asked."""
    return Fault(
        f"backend {name}",
        lambda house: house.services.behave(model),
        lambda house: house.services.behave(Model.ANSWERS),
        at_once_in(State.THINKING, heard=Heard(sentence, remedy), used=describe),
    )


def _waits(model: Model, name: str) -> Fault:
    """No fault yet to whoever is patient: after a second a sound, after two a sentence tells that the app still waits."""
    return Fault(
        f"backend {name}",
        lambda house: house.services.behave(model),
        lambda house: house.services.behave(Model.ANSWERS),
        always(Heard("Still waiting for mine", "", Earcon.WORKING, used=describe)),
    )


def _asks(backend: str) -> Deed:
    def deed(house: House) -> None:
        house.order("ask", "what is due", backend)

    return deed


def _answers_again(house: House) -> None:
    house.services.mend_the_network()
    house.services.behave(Model.ANSWERS)


_UNSAFE = Heard("The connection to the service is not safe", "answers instead", used=_asks("secure"))

FAULTS = (
    _waits(Model.HOLDS, "silent"),
    _waits(Model.STALLS, "stalls in mid-answer"),
    Fault("backend not to be trusted (TLS)", nothing, nothing, always(_UNSAFE)),
    Fault("key gone", nothing, nothing, always(Heard("No key is stored", "", used=_asks("locked")))),
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
        at_once_in(
            State.THINKING,
            heard=Heard("The connection was lost", _INSTEAD),
            used=describe,
            otherwise=Heard("does not answer", _INSTEAD),
        ),
    ),
)
