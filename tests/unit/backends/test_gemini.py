"""What is particular to Google's API; all else is in the contract of the remote backends."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mmassist.backends import gemini
from mmassist.errors import AuthFailed, BackendError, BadAnswer, PromptTooLarge, RateLimited, Refused, RequestRejected, ServiceFailed
from mmassist.values import Clip, Exchange, Finished, FinishReason, FusedPrompt, TextDelta, Usage
from tests.contract.remote import FAST, KEY, before, made, picture, prompt, text_of, whole
from tests.fakes.servers.base import Server, collect, says
from tests.fakes.servers.gemini import GeminiWire

WIRE = GeminiWire()
PICTURES = (picture(), picture(b"\x89PNG second", 320))
HEARS = frozenset({"image", "audio", "video"})
VARIABLES = {
    "GOOGLE_API_KEY": "key-of-the-environment",
    "GEMINI_API_KEY": "key-of-the-environment",
    "GOOGLE_GENAI_USE_VERTEXAI": "true",
    "GOOGLE_GENAI_USE_ENTERPRISE": "true",
    "GOOGLE_GEMINI_BASE_URL": "http://127.0.0.2:9",
    "GOOGLE_VERTEX_BASE_URL": "http://127.0.0.2:9",
    "GOOGLE_GENAI_API_VERSION": "v9environment",
    "GOOGLE_CLOUD_PROJECT": "project-of-the-environment",
    "GOOGLE_APPLICATION_CREDENTIALS": "/nowhere/environment.json",
}


def answers(*events: bytes) -> Any:
    return says(*events, content_type=WIRE.content_type)


def stops(reason: object, *parts: dict[str, Any], **fields: Any) -> bytes:
    """The last event of an answer."""
    usage = {"promptTokenCount": 5, "candidatesTokenCount": 3}
    return WIRE.event({"candidates": [WIRE.candidate(list(parts)) | {"finishReason": reason}], "usageMetadata": usage, **fields})


async def body_for(asked: FusedPrompt, options: Any = FAST, **row: Any) -> dict[str, Any]:
    """What is sent for it, by a model whose catalogue row says this."""
    async with Server(whole(WIRE, "A dialog.")) as server:
        backend = made(WIRE, server.url, options)
        backend.model = replace(backend.model, **row)
        await collect(backend.stream(asked))
        await backend.aclose()
    return server.requests[0].json


async def failure(*events: bytes) -> tuple[BackendError, list[Any]]:
    heard: list[Any] = []
    async with before(WIRE, answers(*events), options=replace(FAST, retries=0)) as (backend, _):
        with pytest.raises(BackendError) as caught:
            await collect(backend.stream(prompt()), heard)
    return caught.value, heard


def list_of(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def test_instructions_go_into_their_own_field() -> None:
    assert (await body_for(prompt()))["systemInstruction"]["parts"] == [{"text": "You are the eyes of a blind user."}]


async def test_without_instructions_that_field_is_left_out() -> None:
    assert "systemInstruction" not in await body_for(prompt(instructions=""))


async def test_the_assistant_is_called_model() -> None:
    contents = (await body_for(prompt(conversation=(Exchange(5, "What?", "A dialog."),))))["contents"]
    assert [content["role"] for content in contents] == ["user", "model", "user"]


async def test_pictures_stand_before_the_text_the_whole_first() -> None:
    [content] = (await body_for(prompt(pictures=PICTURES)))["contents"]
    assert [sorted(part) for part in content["parts"]] == [["inlineData"], ["inlineData"], ["text"]]
    assert base64.urlsafe_b64decode(content["parts"][0]["inlineData"]["data"]) == PICTURES[0].data


@pytest.mark.parametrize("media_type", ["audio/wav", "audio/mpeg", "video/mp4", "video/webm; codecs=vp9"])
async def test_sound_and_video_travel_inside(media_type: str) -> None:
    [content] = (await body_for(prompt(clips=(Clip(b"\0\1\2\xff", media_type),)), inputs=HEARS))["contents"]
    inline = content["parts"][0]["inlineData"]
    assert base64.urlsafe_b64decode(inline["data"]) == b"\0\1\2\xff"
    assert (inline.get("mimeType") or inline["mime_type"]) == media_type.partition(";")[0]


async def test_a_follow_up_begins_with_the_very_bytes_of_the_first_request() -> None:
    async with before(WIRE, whole(WIRE, "A dialog.")) as (backend, server):
        await collect(backend.stream(prompt(7, pictures=PICTURES)))
        told = (Exchange(7, "What is this?", "A dialog."),)
        await collect(backend.stream(prompt(8, pictures=PICTURES, conversation=told, follows=7, text="And now?")))
    first, second = (request.json["contents"] for request in server.requests)
    assert first[0]["parts"][:2] == second[0]["parts"][:2] and len(second) == 3


async def test_the_resolution_of_the_row_is_asked_for() -> None:
    assert (await body_for(prompt(pictures=PICTURES)))["generationConfig"]["mediaResolution"] == "MEDIA_RESOLUTION_HIGH"
    assert "mediaResolution" not in (await body_for(prompt()))["generationConfig"]


async def test_as_little_thinking_as_the_row_says() -> None:
    thinking = (await body_for(prompt(), effort="low"))["generationConfig"]["thinkingConfig"]
    assert list(thinking.values()) == ["LOW"]
    without = (await body_for(prompt(), effort="none"))["generationConfig"]["thinkingConfig"]
    assert list(without.values()) == [0]
    assert "thinkingConfig" not in (await body_for(prompt(), effort=""))["generationConfig"]


async def test_a_model_that_thinks_may_answer_as_long_all_the_same() -> None:
    assert (await body_for(prompt(answer_tokens=300), effort="low"))["generationConfig"]["maxOutputTokens"] > 2000
    assert (await body_for(prompt(answer_tokens=300), effort=""))["generationConfig"]["maxOutputTokens"] == 300


async def test_sampling_only_where_the_row_says_so() -> None:
    assert (await body_for(prompt(), sampling=True))["generationConfig"]["temperature"] == 0.2
    assert "temperature" not in (await body_for(prompt(), sampling=False))["generationConfig"]


@pytest.mark.parametrize("keep", [False, True])
async def test_the_service_is_told_whether_it_may_keep_the_request(keep: bool) -> None:
    assert (await body_for(prompt(), replace(FAST, keep=keep)))["store"] is keep


async def test_what_is_too_large_to_travel_inside_is_said_before_it_is_sent() -> None:
    async with Server(whole(WIRE, "A dialog.")) as server:
        backend = made(WIRE, server.url, inputs=HEARS)
        with pytest.raises(PromptTooLarge) as caught:
            await collect(backend.stream(prompt(clips=(Clip(bytes(gemini.INLINE * 3 // 4), "video/mp4"),))))
        await backend.aclose()
    assert "recording" in caught.value.spoken and server.connections == []


async def test_a_recording_of_a_kind_that_the_model_does_not_take_is_said_and_nothing_is_opened() -> None:
    async with Server(whole(WIRE, "A dialog.")) as server:
        backend = made(WIRE, server.url, inputs=HEARS)
        with pytest.raises(RequestRejected):
            await collect(backend.stream(prompt(clips=(Clip(b"PK", "application/zip"),))))
        await backend.aclose()
    assert server.connections == []


@pytest.mark.parametrize("variable", VARIABLES)
async def test_the_environment_changes_neither_server_nor_key(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, VARIABLES[variable])
    async with before(WIRE, whole(WIRE, "A dialog.")) as (backend, server):
        assert text_of(await collect(backend.stream(prompt()))) == "A dialog."
    request = server.requests[0]
    assert request.headers["x-goog-api-key"] == KEY and "authorization" not in request.headers
    assert request.target == f"{WIRE.path}?alt=sse"
    assert b"environment" not in request.body


@pytest.mark.parametrize("mode", ["record", "replay", "auto"])
async def test_the_environment_makes_no_recording_of_a_turn(mode: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOOGLE_GENAI_CLIENT_MODE", mode)
    monkeypatch.setenv("GOOGLE_GENAI_REPLAYS_DIRECTORY", str(tmp_path))
    monkeypatch.setenv("GOOGLE_GENAI_REPLAY_ID", "turn")
    async with before(WIRE, whole(WIRE, "A dialog.")) as (backend, _):
        assert text_of(await collect(backend.stream(prompt()))) == "A dialog."
    assert not list_of(tmp_path)


async def test_a_library_that_the_environment_asks_for_in_vain_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOOGLE_GENAI_HTTP_CLIENT", "httpx")
    async with before(WIRE, whole(WIRE, "A dialog.")) as (backend, _):
        with pytest.raises(BackendError) as caught:
            await collect(backend.stream(prompt()))
    assert "GOOGLE_GENAI_HTTP_CLIENT" in caught.value.remedy


@pytest.mark.parametrize(("path", "target"), [("", "/v1/models/"), ("/v1beta", "/v1beta/models/"), ("/gate/v1", "/gate/v1/models/")])
async def test_an_address_may_name_the_version_or_not(path: str, target: str) -> None:
    async with Server(whole(WIRE, "A dialog.")) as server:
        backend = made(WIRE, f"{server.url}{path}")
        await collect(backend.stream(prompt()))
        await backend.aclose()
    assert server.requests[0].target.startswith(target)


async def test_the_next_turn_uses_the_same_connection() -> None:
    async with before(WIRE, whole(WIRE, "A dialog.")) as (backend, server):
        await collect(backend.stream(prompt(1)))
        await collect(backend.stream(prompt(2)))
    assert len(server.requests) == 2 and len(server.connections) == 1


async def test_counts_what_pictures_thinking_and_the_cache_were() -> None:
    used = {
        "promptTokenCount": 2500,
        "candidatesTokenCount": 40,
        "thoughtsTokenCount": 60,
        "cachedContentTokenCount": 1200,
        "promptTokensDetails": [{"modality": "IMAGE", "tokenCount": 2240}, {"modality": "TEXT", "tokenCount": 260}],
    }
    async with before(WIRE, answers(WIRE.text("Hi."), stops("STOP", usageMetadata=used))) as (backend, _):
        finished = (await collect(backend.stream(prompt())))[-1]
    assert isinstance(finished, Finished) and finished.usage == Usage(2500, 100, 2240, 1200)


async def test_counts_that_come_after_the_end_are_heard() -> None:
    last = WIRE.event({"candidates": [WIRE.candidate([], "STOP")]})
    counts = WIRE.event({"usageMetadata": {"promptTokenCount": 5, "candidatesTokenCount": 3}})
    async with before(WIRE, answers(WIRE.event({"candidates": [WIRE.candidate([{"text": "Hi."}])]}), last, counts)) as (backend, _):
        finished = (await collect(backend.stream(prompt())))[-1]
    assert finished.usage == Usage(5, 3, None, 0)


async def test_without_counts_there_are_none() -> None:
    events = [WIRE.event({"candidates": [WIRE.candidate([{"text": "Hi."}], "STOP")]})]
    async with before(WIRE, answers(*events)) as (backend, _):
        finished = (await collect(backend.stream(prompt())))[-1]
    assert finished.usage == Usage()


@pytest.mark.parametrize("reason", ["MAX_TOKENS", "CONTINUATION"])
async def test_an_answer_that_came_to_its_longest_length_is_incomplete(reason: str) -> None:
    async with before(WIRE, answers(WIRE.text("A dia"), stops(reason))) as (backend, server):
        finished = (await collect(backend.stream(prompt())))[-1]
    assert finished.reason is FinishReason.LENGTH and len(server.requests) == 1


@pytest.mark.parametrize("reason", ["SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "OTHER", "A_REASON_OF_TOMORROW"])
async def test_an_answer_that_was_stopped_is_a_refusal(reason: str) -> None:
    error, heard = await failure(WIRE.text("A dia"), stops(reason))
    assert type(error) is Refused and text_of(heard) == "A dia"


async def test_a_recitation_is_said_to_be_one() -> None:
    error, _ = await failure(stops("RECITATION"))
    assert "published text" in error.spoken and "summary" in error.remedy


@pytest.mark.parametrize("reason", ["MALFORMED_RESPONSE", "UNEXPECTED_TOOL_CALL"])
async def test_an_end_that_is_a_fault_of_the_model_is_no_answer(reason: str) -> None:
    error, _ = await failure(stops(reason))
    assert type(error) is BadAnswer


@pytest.mark.parametrize("reason", ["SAFETY", "A_REASON_OF_TOMORROW"])
async def test_a_blocked_prompt_is_a_refusal(reason: str) -> None:
    error, _ = await failure(WIRE.event({"promptFeedback": {"blockReason": reason}}))
    assert type(error) is Refused


async def test_ratings_of_a_prompt_that_was_not_blocked_are_no_refusal() -> None:
    rated = WIRE.event({"promptFeedback": {"safetyRatings": [{"category": "HARM_CATEGORY_HARASSMENT", "probability": "LOW"}]}})
    async with before(WIRE, answers(rated, WIRE.text("Hi."), stops("STOP"))) as (backend, _):
        assert text_of(await collect(backend.stream(prompt()))) == "Hi."


@pytest.mark.parametrize(
    ("code", "expected"), [(503, ServiceFailed), (500, ServiceFailed), (429, RateLimited), (400, RequestRejected), (401, AuthFailed)]
)
async def test_an_error_inside_the_stream_means_what_its_code_says(code: int, expected: type[Exception]) -> None:
    error, _ = await failure(b"data: " + WIRE.error(code, "no") + b"\r\n\r\n")
    assert type(error) is expected


async def test_the_wait_that_an_error_inside_the_stream_asks_for_is_heard() -> None:
    told = json.loads(WIRE.error(429, "slow down"))
    told["error"]["details"] = [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "38s"}]
    error, _ = await failure(b"data: " + json.dumps(told).encode() + b"\r\n\r\n")
    assert error.retry_after == 38


async def test_an_error_in_many_lines_is_one_too() -> None:
    told = json.dumps(json.loads(WIRE.error(503, "The model is overloaded.")), indent=2).replace("\n", "\r\n")
    error, _ = await failure(WIRE.opening(), told.encode())
    assert type(error) is ServiceFailed


async def test_an_overloaded_service_is_asked_again() -> None:
    async with before(WIRE, answers(WIRE.opening(), WIRE.overloaded()), whole(WIRE, "A dialog.")) as (backend, server):
        events = await collect(backend.stream(prompt()))
    assert events[-1].retries == 1 and len(server.requests) == 2
    assert [event.text for event in events if isinstance(event, TextDelta)] == ["A dialog."]


async def test_pieces_that_are_no_text_are_passed_over() -> None:
    call = WIRE.event({"candidates": [WIRE.candidate([{"functionCall": {"name": "open", "args": {}}}, {"text": "Hi."}])]})
    async with before(WIRE, answers(call, stops("STOP"))) as (backend, _):
        assert text_of(await collect(backend.stream(prompt()))) == "Hi."


async def test_lists_what_the_service_offers_to_this_key() -> None:
    listed = json.dumps({"models": [{"name": "models/gemini-one"}, {"name": "models/gemini-two"}]})
    async with before(WIRE, says(listed.encode(), content_type="application/json")) as (backend, server):
        assert await backend.offered() == ("gemini-one", "gemini-two")
    [request] = server.requests
    assert request.target == "/v1/models?pageSize=1000" and WIRE.key(request) == KEY
