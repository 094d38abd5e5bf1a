"""OpenAI's Responses API: what only this wire format can do."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from mmassist.backends import catalogue
from mmassist.backends.base import Options, Setup
from mmassist.backends.responses import ResponsesBackend
from mmassist.errors import PromptTooLarge, RateLimited, Refused, ServiceFailed
from mmassist.values import Exchange
from tests.contract.remote import FAST, before, picture, prompt, text_of, whole
from tests.fakes.servers.base import collect, declines, says
from tests.fakes.servers.openai_wires import ResponsesWire

WIRE = ResponsesWire()
KEPT = replace(FAST, keep=True)


def backend(**changes: Any) -> ResponsesBackend:
    known, _ = catalogue.load()
    return ResponsesBackend(Setup("mine", "openai", Options()), replace(known.default("openai"), **changes))


def test_asks_that_nothing_be_kept() -> None:
    assert backend().body(prompt())["store"] is False


def test_thinks_no_harder_than_the_catalogue_says() -> None:
    assert backend(effort="low").body(prompt())["reasoning"] == {"effort": "low"}
    assert "reasoning" not in backend(effort="").body(prompt())


def test_leaves_room_for_what_is_thought_before_the_answer() -> None:
    asked = prompt(answer_tokens=600)
    assert backend(effort="low").body(asked)["max_output_tokens"] > 2000 > backend(effort="").body(asked)["max_output_tokens"] == 600


def test_asks_for_no_more_than_the_model_gives() -> None:
    assert backend(effort="", output=100).body(prompt(answer_tokens=600))["max_output_tokens"] == 100


def test_sets_no_temperature_where_the_model_takes_none() -> None:
    assert "temperature" in backend(sampling=True).body(prompt())
    assert "temperature" not in backend(sampling=False).body(prompt())


def test_asks_for_the_detail_that_the_catalogue_names() -> None:
    body = backend().body(prompt(pictures=(picture(),)))
    assert body["input"][-1]["content"][1]["detail"] == backend().model.pictures.detail


async def test_a_follow_up_refers_back_and_sends_neither_pictures_nor_what_was_said() -> None:
    async with before(WIRE, whole(WIRE, "A dialog."), options=KEPT) as (asked, server):
        await collect(asked.stream(prompt(1, pictures=(picture(),))))
        conversation = (Exchange(1, "What is this?", "A dialog."),)
        await collect(asked.stream(prompt(2, pictures=(picture(),), conversation=conversation, follows=1)))
    body = server.requests[1].json
    assert body["previous_response_id"] == "resp_1" and body["store"] is True
    assert [WIRE.asked(server.requests[1]).pictures, WIRE.asked(server.requests[1]).turns] == [[], []]
    assert body["instructions"] == prompt().instructions


async def test_what_was_said_since_is_sent() -> None:
    async with before(WIRE, whole(WIRE, "A dialog."), options=KEPT) as (asked, server):
        await collect(asked.stream(prompt(1)))
        conversation = (Exchange(1, "What is this?", "A dialog."), Exchange(2, "By another?", "Yes."))
        await collect(asked.stream(prompt(3, conversation=conversation, follows=1)))
    assert WIRE.asked(server.requests[1]).turns == [("user", "By another?"), ("assistant", "Yes.")]


async def test_without_leave_to_keep_a_follow_up_is_whole() -> None:
    async with before(WIRE, whole(WIRE, "A dialog.")) as (asked, server):
        await collect(asked.stream(prompt(1, pictures=(picture(),))))
        await collect(asked.stream(prompt(2, pictures=(picture(),), follows=1)))
    assert "previous_response_id" not in server.requests[1].json and len(WIRE.asked(server.requests[1]).pictures) == 1


async def test_a_service_that_has_forgotten_is_asked_again_with_everything() -> None:
    error = json.dumps({"error": {"code": "previous_response_not_found", "message": "Previous response not found."}}).encode()
    answer = whole(WIRE, "A dialog.")
    async with before(WIRE, answer, declines(400, error), answer, options=KEPT) as (asked, server):
        await collect(asked.stream(prompt(1, pictures=(picture(),))))
        events = await collect(asked.stream(prompt(2, pictures=(picture(),), follows=1)))
    assert text_of(events) == "A dialog." and events[-1].retries == 0
    assert len(WIRE.asked(server.requests[2]).pictures) == 1


async def test_remembers_only_the_latest_turns() -> None:
    async with before(WIRE, whole(WIRE, "A dialog."), options=KEPT) as (asked, _):
        for turn in range(1, 20):
            await collect(asked.stream(prompt(turn)))
        assert "previous_response_id" not in asked.body(prompt(20, follows=1))
        assert "previous_response_id" in asked.body(prompt(20, follows=19))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("rate_limit_exceeded", RateLimited),
        ("server_error", ServiceFailed),
        ("image_content_policy_violation", Refused),
        ("image_file_too_large", PromptTooLarge),
        ("something_new", ServiceFailed),
    ],
)
async def test_an_error_inside_the_stream_is_told_by_its_code(code: str, expected: type[Exception]) -> None:
    event = b"event: error\ndata: " + json.dumps({"type": "error", "code": code, "message": "no", "param": None}).encode() + b"\n\n"
    async with before(WIRE, says(event, content_type=WIRE.content_type), options=replace(FAST, retries=0)) as (asked, _):
        with pytest.raises(expected):
            await collect(asked.stream(prompt()))


@pytest.mark.parametrize(("url", "own"), [("", False), ("https://API.openai.com/v1", False), ("https://llm.example/v1", True)])
def test_a_vendors_own_address_cannot_be_marked_as_the_users(url: str, own: bool) -> None:
    rows, _ = catalogue.load()
    made = ResponsesBackend(Setup("gpt", "openai", Options(base_url=url, own=True)), rows.default("openai"))
    assert made.capabilities.local is own
