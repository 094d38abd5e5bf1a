"""Working through a problem by a model that is asked over each wire format: its object is understood, however it comes in."""

from __future__ import annotations

import contextlib
import json

from mmassist.engine.choosing import Rules
from mmassist.privacy.policy import Rule
from mmassist.privacy.policy import Rules as Sending
from tests.contract.remote import made, whole
from tests.fakes.guided import Guided, form
from tests.fakes.servers.base import Server, Wire

STEP = json.dumps(
    {
        "problem": "The postcode is wrong.",
        "state": "step",
        "say": "Correct Postcode.",
        "control": "Postcode",
        "done_when": [{"what": "value", "name": "Postcode", "value": "53111"}],
    }
)
SOLVED = json.dumps({"state": "solved", "say": "The postcode is right."})


async def test_a_problem_is_worked_through(wire: Wire) -> None:
    half = len(STEP) // 2
    async with (
        Server(whole(wire, STEP[:half], STEP[half:]), whole(wire, SOLVED)) as server,
        contextlib.aclosing(made(wire, server.url)) as backend,
    ):
        rules = Rules(order=(backend.name, "embedded"), sending=Sending(Rule.ALLOW))
        stage = Guided((backend,), rules)
        try:
            assert await stage.hear("troubleshoot") == ["The postcode is wrong.", "Step 1: Correct Postcode."]
            said = await stage.change(form("53111"))
            assert said[:2] == ["Done.", "It is solved."]
            asked = wire.asked(server.requests[-1])
            assert "1. Correct Postcode. - done, as the app saw on the screen" in asked.text
        finally:
            await stage.guide.aclose()
            await stage.engine.aclose()
