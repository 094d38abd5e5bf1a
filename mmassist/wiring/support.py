"""Support sessions, made out of the settings."""

from __future__ import annotations

import time
from collections.abc import Callable

from mmassist.desktop import strokes
from mmassist.engine.keytable import Keytable
from mmassist.engine.support.advising import Assistant
from mmassist.engine.support.means import Means
from mmassist.engine.support.options import Options
from mmassist.engine.support.session import Support
from mmassist.sayings import saying
from mmassist.settings import Settings
from mmassist.support import needs
from mmassist.support.page_sender import PageSender
from mmassist.wiring.answers import masking_of
from mmassist.wiring.rooms import Rooms
from mmassist.wiring.support_log import support_log

_SOON, _LATE = 0.05, 0.25  # seconds in which the page that sends is told, and for which what was heard is on its way there


def open_support(settings: Settings, rooms: Rooms, show: Callable[[str], None], keytable: Keytable, assistant: Assistant) -> Support:
    """Opens nothing yet. `show`: has a browser's engine load an address unseen, or end what it has loaded."""
    means = Means(
        lambda: PageSender(show),
        needs.require_all,
        support_log().note,
        lambda command: _key(keytable, command),
        assistant,
        lambda: rooms.own_speech.overlaps((now := time.monotonic()) - _LATE, now + _SOON),
    )
    return Support(rooms.engine, rooms.parts, support_of(settings), means)


def support_of(settings: Settings) -> Options:
    """What the user has set for sessions."""
    return Options(settings.support.broker, settings.own_language(), masking_of(settings), settings.support.own_speech)


def _key(keytable: Keytable, command: str) -> str:
    """As it is said; where no key is on it, how the command is spoken."""
    now = keytable.now
    if (chord := now.chords.get(command)) is not None:
        return chord.spoken
    if now.leader is not None and (letter := now.letter_of(command)):
        return saying("{key}, then {letter}", key=now.leader.spoken, letter=strokes.spoken(letter))
    return saying("by voice")
