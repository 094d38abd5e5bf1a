"""Faults of a camera: heard at once by whoever watches with it, by others when they look through it."""

from __future__ import annotations

from dataclasses import replace

from mmassist.values import Earcon
from tests.integration.faults.fault import GOES_ON, Fault, Heard, always, at_once_in
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


def _turned_out(film: Film, refused: Heard) -> Fault:
    """Whoever watches loses the connection, and is told that; whoever comes then is refused."""
    return _shows(film, "The camera has ended its pictures", "try again", refused)


FAULTS = (
    Fault(
        "camera unplugged",
        lambda house: house.services.unplug_camera(),
        lambda house: house.services.plug_in_camera(),
        at_once_in(
            State.WATCHING,
            heard=Heard("camera", "switched on"),
            used=look,
            otherwise=Heard("The camera can't be reached", "switched on"),
        ),
        camera=True,
    ),
    _turned_out(Film.DENIED, Heard("The camera wants a name and a password", "before the host")),
    _turned_out(Film.BUSY, Heard("The camera is busy", "Close what else shows it")),
    _shows(Film.STALLS, "The camera has stopped giving pictures", "I try again", Heard("The camera gives no picture", "switched on")),
    _shows(Film.GARBAGE, "The camera sends what is no picture", "try again"),
    _shows(Film.CUT, "The camera has ended its pictures", "try again"),
    Fault(
        "camera dark",
        lambda house: house.services.show(Film.DARK),
        lambda house: house.services.show(Film.SHOWS),
        always(Heard("Too dark", "Switch a lamp on", used=look)),
    ),
    Fault(
        "camera changes its size",
        lambda house: house.services.show(Film.RESIZED),
        lambda house: house.services.show(Film.SHOWS),
        at_once_in(State.WATCHING, heard=GOES_ON, used=look, otherwise=replace(GOES_ON, earcon=Earcon.START)),
        camera=True,
    ),
    _turned_out(Film.HTML, Heard("is no stream of pictures", "manual")),
)
