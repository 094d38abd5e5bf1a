"""What no server can do by what it sends: whatever comes is an answer, or an error of ours in the user's own terms."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from mmassist.errors import BackendError, BadAnswer
from mmassist.values import TextDelta
from tests.contract.remote import FAST, USED, before, prompt, whole
from tests.fakes.servers.base import Connection, Request, Wire, chunk, collect, head, raw

SPLINTERS = (b"null", b"[]", b"{}", b"\n\n", b'"', b"data: ", b"\r", b"1e999", b"NaN", b"\\ud800", b"\xff", b"\0")
ROUNDS = 40


def spoilt(data: bytes, dice: random.Random) -> bytes:
    """The bytes with a few of them changed, lost, or something put between."""
    body = bytearray(data)
    for _ in range(dice.choice([1, 1, 2, 5])):
        at = dice.randrange(len(body) + 1)
        match dice.randrange(4):
            case 0:
                body[at : at + 1] = bytes([dice.randrange(256)])
            case 1:
                del body[at : at + dice.randint(1, 30)]
            case 2:
                body[at:at] = dice.choice(SPLINTERS)
            case _:
                del body[at:]
    return bytes(body)


async def test_whatever_comes_is_an_answer_or_an_error_of_ours(wire: Wire) -> None:
    dice = random.Random(wire.kind)
    good = wire.opening() + wire.text("Größe 5 €.") + wire.text(" A dialog.") + wire.ending("model-9", USED)

    async def behave(connection: Connection, request: Request) -> None:
        reply = head(200, wire.content_type) + chunk(spoilt(good, dice) or b"\n") + b"0\r\n\r\n"
        await connection.send(reply if dice.random() < 0.8 else spoilt(reply, dice))
        connection.writer.close()

    async with before(wire, behave, options=replace(FAST, retries=0, first_token=3.0)) as (backend, _):
        for turn in range(ROUNDS):
            try:
                events = await collect(backend.stream(prompt(turn)))
            except BackendError as error:
                assert error.spoken and error.remedy
            else:
                assert all(event.text.encode() for event in events if isinstance(event, TextDelta))


async def test_half_a_character_does_not_get_through(wire: Wire) -> None:
    async with before(wire, whole(wire, "A dialog\ud83d", "\ude00.")) as (backend, _):
        events = await collect(backend.stream(prompt()))
    assert "".join(event.text for event in events[:-1]).encode().decode().startswith("A dialog")


@pytest.mark.parametrize("reply", [b"SSH-2.0-OpenSSH_9.2\r\n\r\n", b"\x16\x03\x01\x02\x00", b"HTTP/1.1 banana\r\n\r\n", b"\0" * 200_000])
async def test_what_does_not_speak_http_is_no_answer(wire: Wire, reply: bytes) -> None:
    async with before(wire, raw(reply), options=replace(FAST, retries=0)) as (backend, _):
        with pytest.raises(BadAnswer):
            await collect(backend.stream(prompt()))
