"""Support sessions by the command line: invited, let in, refused, shown more or less and ended in the app that runs."""

from __future__ import annotations

import asyncio
import json
import time

from mmassist.desktop.command_server import Caller, Serve
from mmassist.desktop.command_wire import SUPPORT
from mmassist.dialogue.commands import Certainty, Match
from mmassist.engine.doing import Doing
from mmassist.engine.support.session import Support
from mmassist.errors import MmassistError

CODE, JSON = "--code", "--json"
"""Has an invitation be a code that is read over the phone; has what is printed be JSON."""

_COMMANDS = {
    ("invite",): "invite",
    ("invite", CODE): "invite-code",
    ("admit",): "admit",
    ("refuse",): "refuse",
    ("share", "--monitor"): "share-monitor",
    ("share", "--window"): "share-window",
    ("control",): "give-control",
    ("end",): "end-help",
}
_WRITE = "tell-helper"


def helped(doing: Doing, support: Support, others: Serve) -> Serve:
    """Answers those; all other commands are for `others`. On the engine's loop. What goes wrong is heard, as with a key."""

    async def serve(caller: Caller) -> None:
        name, *rest = caller.asked.arguments
        words = tuple(word for word in rest if word != JSON)
        command, text = (_WRITE, words[1]) if len(words) == 2 and words[0] == "write" else (_COMMANDS.get(words), "")
        if name != SUPPORT:
            await others(caller)
        elif command is None:
            caller.decline()
        elif await caller.accept():
            caller.end(await _done(doing, support, Match(command, command, Certainty.SURE, text), caller))

    return serve


async def _done(doing: Doing, support: Support, match: Match, caller: Caller) -> int:
    """The exit code. An invitation is printed too, so that it can be sent from a terminal."""
    if not doing.do(match, time.monotonic()):
        caller.error("It was not done. mmassist has said why.\n")
        return 1
    if not match.name.startswith("invite"):
        return 0
    made, left = asyncio.create_task(support.invitation()), asyncio.create_task(caller.left())
    try:
        await asyncio.wait([made, left], return_when=asyncio.FIRST_COMPLETED)
        if not made.done():
            return 1
        text = made.result()
    except MmassistError as error:
        caller.error(f"{error.told}\n")
        return 1
    finally:
        made.cancel()
        left.cancel()
    caller.out(json.dumps({"invitation": text}) + "\n" if JSON in caller.asked.arguments else f"{text}\n")
    return 0
