"""Faults of a camera: heard at once by whoever watches with it, by others when they look through it."""

from __future__ import annotations

from dataclasses import replace

from mmassist.values import Earcon
from tests.integration.faults.fault import GOES_ON, Fault, Heard, at_once_in
from tests.integration.faults.house import House
from tests.integration.faults.services import Film
from tests.integration.faults.states import State


def look(house: House) -> None:
    house.order("look", house.services.camera_url)


def _shows(film: Film, sentence: str, remedy: str, otherwise: Heard | None = None) -> Fault:
    return Fault(
        f"camera {film.name.lower()}",
        lambda house: house.services.show(film),
        lambda house: house.services.show(Film.SHOWS),
        at_once_in(State.WATCHING, heard=Heard(sentence, remedy), used=look, otherwise=otherwise),
        camera=True,
    )


FAULTS = (
    Fault(
        "camera unplugged",
        lambda house: house.services.unplug_camera(),
        lambda house: house.services.plug_in_camera(),
        at_once_in(
            State.WATCHING,
            heard=Heard("The camera can't be reached", "switched on"),
            used=look,
        ),
        camera=True,
    ),
    _shows(Film.DENIED, "The camera wants a name and a password", "before the host"),
    _shows(Film.BUSY, "The camera is busy", "Close what else shows it"),
    _shows(Film.STALLS, "The camera has stopped giving pictures", "Check its cable", Heard("The camera gives no picture", "switched on")),
    _shows(Film.GARBAGE, "The camera sends what is no picture", "try again"),
    _shows(Film.CUT, "The camera has ended its pictures", "try again"),
    Fault(
        "camera dark",
        lambda house: house.services.show(Film.DARK),
        lambda house: house.services.show(Film.SHOWS),
        at_once_in(
            State.WATCHING,
            heard=Heard("It is too dark before the camera", "Switch a lamp on", None),
            used=look,
            otherwise=Heard("Too dark", "Switch a lamp on"),
        ),
        camera=True,
    ),
    Fault(
        "camera changes its size",
        lambda house: house.services.show(Film.RESIZED),
        lambda house: house.services.show(Film.SHOWS),
        at_once_in(State.WATCHING, heard=GOES_ON, used=look, otherwise=replace(GOES_ON, earcon=Earcon.START)),
        camera=True,
    ),
    _shows(Film.HTML, "is no stream of pictures", "manual"),
)
