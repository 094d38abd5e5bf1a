"""Faults of hearing and speaking that come from outside: a graphics card, a sound server, another program that holds the microphone, a
voice that was uninstalled."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import time
from collections.abc import Mapping
from pathlib import Path

from tests.fakes import graphics_card, sound_edges, stand_in
from tests.integration.faults.fault import Fault, Heard, always, nothing
from tests.integration.faults.house import House
from tests.integration.faults.states import open_the_microphone

_MOST_CLIENTS = 64
"""Of PulseAudio: MAX_CONNECTIONS of its `protocol-native.c`."""
_HANGS_UP_WITHIN, _PAUSE, _SURELY_FULL = 0.5, 0.05, 20  # seconds; seconds; clients that are turned away one after the other


def start_again(house: House) -> None:
    house.end()
    house.launch()


def ask(house: House) -> None:
    """Something that only a speech model understands; by a microphone that is opened anew."""
    house.order("reset")
    open_the_microphone(house)
    house.say("what does the window say")


def listen_anew(house: House) -> None:
    house.order("reset")
    house.press("ask")


def _listen_in_the_crowd(house: House) -> None:
    """The place that the app's own microphone had is taken, too, which is free a moment after it was told to go."""
    house.order("reset")
    turned_away = 0
    while turned_away < _SURELY_FULL:
        time.sleep(_PAUSE)
        turned_away = turned_away + 1 if _is_turned_away(_client(house)) else 0
    house.press("ask")


# ---- the graphics card


def _site(house: House) -> Path:
    return house.home / "site"


def _counted(house: House) -> Mapping[str, str]:
    """CTranslate2 counts a card, and fails by itself where it is to be used."""
    (_site(house) / graphics_card.CARD).unlink(missing_ok=True)
    return stand_in.installed(_site(house), "ctranslate2", "graphics_card.plugged_in")


def _working(house: House) -> Mapping[str, str]:
    environment = stand_in.installed(_site(house), "ctranslate2", "graphics_card.plugged_in")
    (_site(house) / graphics_card.CARD).touch()
    (_site(house) / graphics_card.LOST_CARD).unlink(missing_ok=True)
    return environment


def _lose(house: House) -> None:
    (_site(house) / graphics_card.LOST_CARD).touch()


# ---- the microphone


def _shared(house: House) -> Mapping[str, str]:
    """PortAudio can be told that another program holds the microphone."""
    (house.home / "microphones" / sound_edges.BUSY).unlink(missing_ok=True)
    return stand_in.installed(house.home / "microphones", "sounddevice", "sound_edges.held_by_another")


def _hold(house: House) -> None:
    (house.home / "microphones" / sound_edges.BUSY).touch()


def _let_go(house: House) -> None:
    (house.home / "microphones" / sound_edges.BUSY).unlink()


# ---- the voice


def _other_voice(house: House) -> Mapping[str, str]:
    (house.home / "voices" / sound_edges.GONE).unlink(missing_ok=True)
    return stand_in.installed(house.home / "voices", "pyttsx3", "sound_edges.uninstalled")


def _uninstall(house: House) -> None:
    """What runs of it dies with it."""
    (house.home / "voices" / sound_edges.GONE).touch()
    os.kill(house.worker("pyttsx3_process"), signal.SIGKILL)


# ---- the sound server


def _guarded(house: House) -> Mapping[str, str]:
    """The way in of somebody who comes by the network, where a cookie is asked for, with the right one."""
    cookies = house.home / "cookie", house.home / "shown-cookie"
    for cookie in cookies:
        cookie.write_bytes(b"c" * 256)
    known = [line for line in house.desktop.pactl("list", "short", "modules").splitlines() if "module-native-protocol-tcp" in line]
    if known:
        port = known[0].partition("port=")[2].split()[0]
    else:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = str(free.getsockname()[1])
        options = ["listen=127.0.0.1", f"port={port}", "auth-ip-acl=", f"auth-cookie={cookies[0]}"]
        house.desktop.pactl("load-module", "module-native-protocol-tcp", *options)
    return {"PULSE_SERVER": f"tcp:127.0.0.1:{port}", "PULSE_COOKIE": str(cookies[1])}


def _deny(house: House) -> None:
    """Who comes now is not let in; who is in stays. The microphone's process is one that comes."""
    (house.home / "shown-cookie").write_bytes(b"w" * 256)
    os.kill(house.worker("microphone_process"), signal.SIGKILL)


def _let_in(house: House) -> None:
    (house.home / "shown-cookie").write_bytes(b"c" * 256)


def _crowd(house: House) -> None:
    """As many clients as the sound server takes."""
    for _ in range(_MOST_CLIENTS):
        _client(house)


def _client(house: House) -> socket.socket:
    client = socket.socket(socket.AF_UNIX)
    with contextlib.suppress(OSError):
        client.connect(str(house.desktop.box / "pulse" / "native"))
    return house.crowd.enter_context(client)


def _is_turned_away(client: socket.socket) -> bool:
    """The server hangs up on whom it has no place for; of the others it waits to hear."""
    client.settimeout(_HANGS_UP_WITHIN)
    try:
        return client.recv(1) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


def _disperse(house: House) -> None:
    house.crowd.close()


FAULTS = (
    Fault(
        "graphics card is none",
        nothing,
        nothing,
        always(Heard("The graphics card can't be used for speech recognition", "mmassist doctor", None, used=start_again)),
        prepared=_counted,
        at_start=True,
    ),
    Fault(
        "graphics card lost",
        _lose,
        nothing,
        always(Heard("The graphics card failed at speech recognition", "start mmassist again", None, used=ask)),
        prepared=_working,
    ),
    Fault(
        "microphone busy",
        _hold,
        _let_go,
        always(Heard("Another program holds the microphone", "Close that program", used=listen_anew)),
        prepared=_shared,
    ),
    Fault(
        "voice uninstalled",
        _uninstall,
        nothing,
        always(Heard("The voice keeps stopping and is switched off", "leave safe mode")),
        "voice",
        settings={"speech": {"voice": "pyttsx3"}},
        prepared=_other_voice,
    ),
    Fault(
        "microphone denied",
        _deny,
        _let_in,
        always(Heard("The sound system does not let mmassist hear", "as the user whose desktop it is", used=listen_anew)),
        "microphone",
        prepared=_guarded,
    ),
    Fault(
        "sound server full",
        _crowd,
        _disperse,
        always(Heard("The sound system does not let mmassist at the microphone", "Close other programs", used=_listen_in_the_crowd)),
    ),
)
