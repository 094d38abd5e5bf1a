"""Who works through a problem with the user."""

from __future__ import annotations

from collections.abc import Callable

from mmassist.engine.troubleshooting.advice import Advisor
from mmassist.engine.troubleshooting.guide import Guide
from mmassist.engine.troubleshooting.looking import Looking
from mmassist.engine.watch.opening import OpenWatches
from mmassist.engine.watch.watches import Attention
from mmassist.wiring.rooms import Rooms


def guide_of(rooms: Rooms, watches: OpenWatches, keep: Callable[[str], None], send: str = "") -> Guide:
    """`keep`: takes the summary; `send`: the backend that the user has named for all of it."""
    answering = rooms.answers.guiding

    def attend(guide: Guide) -> Attention | None:
        return watches.watches.attend(watches.screen(), guide) if watches.desk is not None else None

    looking = Looking(rooms.parts, rooms.engine.screen, answering)
    return Guide(rooms.engine, looking, Advisor(answering, rooms.answers, send), attend, rooms.play, keep)
