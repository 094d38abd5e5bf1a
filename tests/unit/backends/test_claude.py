"""What is particular to Anthropic's API; all else is in the contract of the remote backends."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from mmassist.errors import AnswerCut, BackendError, BadAnswer, PromptTooLarge, RateLimited, Refused, RequestRejected, ServiceFailed
from mmassist.values import Clip, Exchange, Finished, FinishReason, FusedPrompt, TextDelta, Usage
from tests.contract.remote import FAST, KEY, before, made, picture, prompt, text_of, whole
from tests.fakes.servers.base import Server, collect, says
from tests.fakes.servers.claude import ClaudeWire

WIRE = ClaudeWire()
PICTURES = (picture(), picture(b"\x89PNG second", 320))
VARIABLES = {
    "ANTHROPIC_BASE_URL": "http://127.0.0.2:9",
    "ANTHROPIC_API_KEY": "sk-of-the-environment",
    "ANTHROPIC_AUTH_TOKEN": "token-of-the-environment",
    "ANTHROPIC_PROFILE": "of-the-environment",
    "ANTHROPIC_CUSTOM_HEADERS": "Authorization: Bearer sk-of-the-environment\nX-Api-Key: sk-of-the-environment\nanthropic-version: 1",
    "ANTHROPIC_OPEN_TELEMETRY_TRACES_CONTENT_MODE": "content",
}


def answers(*events: bytes) -> Any:
    return says(*events, content_type=WIRE.content_type)


async def body_for(asked: FusedPrompt, **row: Any) -> dict[str, Any]:
    """What is sent for it, by a model whose catalogue row says this."""
    async with Server(whole(WIRE, "A dialog.")) as server:
        backend = made(WIRE, server.url)
        backend.model = replace(backend.model, **row)
        await collect(backend.stream(asked))
        await backend.aclose()
    return server.requests[0].json | {"headers": server.requests[0].headers}


async def failure(*events: bytes) -> tuple[BackendError, list[Any]]:
    heard: list[Any] = []
    async with before(WIRE, answers(*events), options=replace(FAST, retries=0)) as (backend, _):
        with pytest.raises(BackendError) as caught:
            await collect(backend.stream(prompt()), heard)
    return caught.value, heard


async def test_instructions_go_into_the_system_field() -> None:
    assert (await body_for(prompt()))["system"] == [{"type": "text", "text": "You are the eyes of a blind user."}]


async def test_without_instructions_there_is_no_system_field() -> None:
    assert "system" not in await body_for(prompt(instructions=""))


async def test_pictures_stand_before_the_text_the_whole_first_and_the_last_is_marked() -> None:
    [message] = (await body_for(prompt(pictures=PICTURES)))["messages"]
    assert [block["type"] for block in message["content"]] == ["image", "image", "text"]
    assert [block.get("cache_control") for block in message["content"]] == [None, {"type": "ephemeral"}, None]
    assert message["content"][0]["source"]["media_type"] == "image/png"


async def test_without_pictures_nothing_is_marked() -> None:
    assert "cache_control" not in json.dumps((await body_for(prompt()))["messages"])


async def test_a_follow_up_begins_with_the_very_bytes_of_the_first_request() -> None:
    async with before(WIRE, whole(WIRE, "A dialog.")) as (backend, server):
        await collect(backend.stream(prompt(7, pictures=PICTURES)))
        told = (Exchange(7, "What is this?", "A dialog."),)
        await collect(backend.stream(prompt(8, pictures=PICTURES, conversation=told, follows=7, text="And now?")))
    first, second = (request.json for request in server.requests)
    assert first["system"] == second["system"]
    assert first["messages"][0]["content"][:2] == second["messages"][0]["content"][:2]
    assert [message["role"] for message in second["messages"]] == ["user", "assistant", "user"]


async def test_an_effort_of_the_row_is_asked_for() -> None:
    assert (await body_for(prompt(), effort="low"))["output_config"] == {"effort": "low"}


async def test_thinking_is_switched_off_where_the_row_says_none() -> None:
    body = await body_for(prompt(), effort="none")
    assert body["thinking"] == {"type": "between_tools"} and body["output_config"] == {"effort": "low"}


async def test_a_model_that_thinks_may_answer_as_long_all_the_same() -> None:
    assert (await body_for(prompt(answer_tokens=300), effort="low"))["max_tokens"] > 2000
    assert (await body_for(prompt(answer_tokens=300), effort=""))["max_tokens"] == 300


async def test_a_model_without_a_row_may_think_too() -> None:
    assert (await body_for(prompt(answer_tokens=300), effort="", known=False))["max_tokens"] > 2000


async def test_no_sampling_where_the_row_does_not_say_so() -> None:
    body = await body_for(prompt(), sampling=False)
    assert not {"temperature", "top_p", "top_k"} & set(body)
    assert body["headers"]["anthropic-version"] == "2026-10-21"


async def test_sampling_speaks_the_version_of_the_api_that_has_it() -> None:
    body = await body_for(prompt(), sampling=True)
    assert body["temperature"] == 0.2
    assert body["headers"]["anthropic-version"] == "2023-06-01"


async def test_a_recording_is_said_not_to_be_taken_and_nothing_is_opened() -> None:
    async with Server(whole(WIRE, "A dialog.")) as server:
        backend = made(WIRE, server.url)
        with pytest.raises(RequestRejected) as caught:
            await collect(backend.stream(prompt(clips=(Clip(b"RIFF", "audio/wav"),))))
        await backend.aclose()
    assert "sound" in caught.value.spoken and server.connections == []


@pytest.mark.parametrize("variable", VARIABLES)
async def test_the_environment_changes_neither_server_nor_key(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, VARIABLES[variable])
    async with before(WIRE, whole(WIRE, "A dialog.")) as (backend, server):
        assert text_of(await collect(backend.stream(prompt()))) == "A dialog."
    headers = server.requests[0].headers
    assert headers["authorization"] == f"Bearer {KEY}" and "x-api-key" not in headers
    assert headers["anthropic-version"] == "2026-10-21"
    assert not [value for value in headers.values() if "environment" in value]


async def test_headers_of_the_environment_are_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_CUSTOM_HEADERS", "X-Who: of-the-environment\nCookie: of-the-environment")
    async with before(WIRE, whole(WIRE, "A dialog.")) as (backend, server):
        await collect(backend.stream(prompt()))
    assert not [value for value in server.requests[0].headers.values() if "environment" in value]


async def test_an_address_with_the_version_is_the_same_address() -> None:
    async with Server(whole(WIRE, "A dialog.")) as server:
        backend = made(WIRE, f"{server.url}/v1")
        await collect(backend.stream(prompt()))
        await backend.aclose()
    assert server.requests[0].target == "/v1/messages"


async def test_the_next_turn_uses_the_same_connection() -> None:
    async with before(WIRE, whole(WIRE, "A dialog.")) as (backend, server):
        await collect(backend.stream(prompt(1)))
        await collect(backend.stream(prompt(2)))
    assert len(server.requests) == 2 and len(server.connections) == 1


async def test_what_the_cache_gave_and_took_is_input_too() -> None:
    counts = {"input_tokens": 11, "cache_creation_input_tokens": 200, "cache_read_input_tokens": 3000, "output_tokens": 1}
    events = [WIRE.start("m", counts), WIRE.text("Hi."), WIRE.delta("end_turn", {"output_tokens": 25}), WIRE.event("message_stop")]
    async with before(WIRE, answers(*events)) as (backend, _):
        finished = (await collect(backend.stream(prompt())))[-1]
    assert isinstance(finished, Finished) and finished.usage == Usage(3211, 25, cached=3000, written=200)


async def test_events_that_are_not_known_are_passed_over() -> None:
    new = WIRE.event("content_block_heartbeat", index=0, delta={"type": "wave"})
    odd = WIRE.event("content_block_delta", index=1, delta={"type": "wave_delta", "wave": "~"})
    async with before(WIRE, answers(WIRE.opening(), new, odd, WIRE.text("Hi."), odd, WIRE.ending("m", Usage(5, 5)))) as (backend, _):
        assert text_of(await collect(backend.stream(prompt()))) == "Hi."


@pytest.mark.parametrize("told", ["max_tokens", "model_context_window_exceeded"])
async def test_an_answer_that_came_to_its_longest_length_is_incomplete(told: str) -> None:
    events = [WIRE.opening(), WIRE.text("A dia"), WIRE.delta(told), WIRE.event("message_stop")]
    async with before(WIRE, answers(*events)) as (backend, _):
        finished = (await collect(backend.stream(prompt())))[-1]
    assert finished.reason is FinishReason.LENGTH


async def test_a_refusal_in_the_middle_keeps_what_was_said() -> None:
    error, heard = await failure(WIRE.opening(), WIRE.text("A dialog."), WIRE.refused())
    assert type(error) is Refused and text_of(heard) == "A dialog."


async def test_a_pause_for_tools_is_no_answer() -> None:
    error, _ = await failure(WIRE.opening(), WIRE.delta("pause_turn"), WIRE.event("message_stop"))
    assert type(error) is BadAnswer


async def test_an_end_without_a_reason_is_a_cut_answer() -> None:
    error, _ = await failure(WIRE.opening(), WIRE.text("A dia"), WIRE.event("message_stop"))
    assert type(error) is AnswerCut


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("overloaded_error", ServiceFailed),
        ("api_error", ServiceFailed),
        ("rate_limit_error", RateLimited),
        ("invalid_request_error", RequestRejected),
        ("request_too_large", PromptTooLarge),
        ("an_error_of_tomorrow", ServiceFailed),
    ],
)
async def test_an_error_inside_the_stream_means_what_its_type_says(kind: str, expected: type[Exception]) -> None:
    error, _ = await failure(WIRE.opening(), WIRE.event("error", error={"type": kind, "message": "no"}))
    assert type(error) is expected


@pytest.mark.parametrize("data", ["{", "17", '{"error": "no"}', "[]"])
async def test_an_error_inside_the_stream_that_is_garbage_is_the_services_fault(data: str) -> None:
    error, _ = await failure(f"event: error\ndata: {data}\n\n".encode())
    assert type(error) is ServiceFailed


async def test_an_overloaded_service_is_asked_again() -> None:
    async with before(WIRE, answers(WIRE.opening(), WIRE.overloaded()), whole(WIRE, "A dialog.")) as (backend, server):
        events = await collect(backend.stream(prompt()))
    assert events[-1].retries == 1 and len(server.requests) == 2
    assert [event.text for event in events if isinstance(event, TextDelta)] == ["A dialog."]


async def test_lists_what_the_service_offers_to_this_key() -> None:
    listed = json.dumps({"data": [{"type": "model", "id": "claude-one"}, {"type": "model", "id": "claude-two"}], "has_more": False})
    async with before(WIRE, says(listed.encode(), content_type="application/json")) as (backend, server):
        assert await backend.offered() == ("claude-one", "claude-two")
    [request] = server.requests
    assert request.target == "/v1/models?limit=1000" and WIRE.key(request) == KEY and request.headers["anthropic-version"]
