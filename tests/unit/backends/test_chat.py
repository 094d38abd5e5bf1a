"""Chat Completions: what servers of this format do differently from one another."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from mmassist.backends import catalogue
from mmassist.backends.base import Options, Setup
from mmassist.backends.chat import ChatBackend
from mmassist.errors import AnswerCut, BadAnswer, PromptTooLarge, ServiceFailed
from mmassist.values import Usage
from tests.contract.remote import FAST, USED, before, prompt, text_of, whole
from tests.fakes.servers.base import Connection, Request, Server, collect, declines, says
from tests.fakes.servers.openai_wires import ChatWire, sse

WIRE = ChatWire()


def backend(url: str = "", **changes: Any) -> ChatBackend:
    known, _ = catalogue.load()
    return ChatBackend(Setup("mine", "chat", replace(FAST, base_url=url)), replace(known.model("chat", "some-model"), **changes))


def test_speaks_to_a_server_on_this_machine_where_no_address_is_set() -> None:
    assert backend().address.is_loopback and backend().capabilities.local


def test_names_the_longest_answer_as_the_server_does() -> None:
    assert "max_tokens" in backend().body(prompt())
    assert "max_completion_tokens" in backend(token_parameter="max_completion_tokens").body(prompt())


def test_sends_plain_text_where_there_is_nothing_else() -> None:
    assert backend().body(prompt())["messages"][-1]["content"] == prompt().text


def test_sends_no_empty_system_message() -> None:
    assert [message["role"] for message in backend().body(prompt(instructions=""))["messages"]] == ["user"]


async def test_a_server_that_can_not_count_while_it_streams_is_asked_without() -> None:
    error = declines(400, json.dumps({"error": {"message": "Unrecognized request argument: stream_options"}}).encode())
    async with before(WIRE, error, whole(WIRE, "A dialog.")) as (asked, server):
        events = await collect(asked.stream(prompt()))
    assert text_of(events) == "A dialog." and "stream_options" not in server.requests[1].json


async def test_an_answer_without_a_count_is_still_one() -> None:
    end = sse({"model": "m", "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
    async with before(WIRE, says(WIRE.text("A dialog."), end, content_type=WIRE.content_type)) as (asked, _):
        events = await collect(asked.stream(prompt()))
    assert events[-1].usage == Usage() and events[-1].model == "m"


async def test_an_answer_with_an_empty_count_is_still_one() -> None:
    end = sse({"model": "m", "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}], "usage": {}})
    async with before(WIRE, says(WIRE.text("A dialog."), end, content_type=WIRE.content_type)) as (asked, _):
        assert (await collect(asked.stream(prompt())))[-1].usage == Usage()


@pytest.mark.parametrize("reason", ["abort", "error", "insufficient_system_resource"])
async def test_an_answer_that_the_server_gave_up_is_cut(reason: str) -> None:
    end = sse({"model": "m", "choices": [{"index": 0, "delta": {}, "finish_reason": reason}]})
    async with before(WIRE, says(WIRE.text("A dia"), end, content_type=WIRE.content_type)) as (asked, _):
        with pytest.raises(AnswerCut):
            await collect(asked.stream(prompt()))


async def test_an_error_in_the_stream_may_be_a_bare_sentence() -> None:
    error = sse({"error": "CUDA error: an illegal memory access was encountered"})
    async with before(WIRE, says(error, content_type=WIRE.content_type)) as (asked, _):
        with pytest.raises(ServiceFailed):
            await collect(asked.stream(prompt()))


async def test_an_error_that_breaks_its_own_quotes_is_no_answer() -> None:
    async with before(WIRE, says(b'data: {"error": "no "key" here"}\n\n', content_type=WIRE.content_type)) as (asked, _):
        with pytest.raises(BadAnswer):
            await collect(asked.stream(prompt()))


@pytest.mark.parametrize("body", [b'{"error":{"message":"File Not Found","code":404}}', b'{"detail":"Not Found"}'])
async def test_a_path_that_the_server_does_not_have_is_a_wrong_address(body: bytes) -> None:
    async with before(WIRE, declines(404, body)) as (asked, _):
        with pytest.raises(BadAnswer) as caught:
            await collect(asked.stream(prompt()))
    assert "address" in caught.value.remedy


async def test_what_the_model_thinks_is_not_told() -> None:
    async with before(WIRE, whole(WIRE, "<thi", "nk>Hm.", "</think>\n\nA", " dialog.")) as (asked, _):
        assert text_of(await collect(asked.stream(prompt()))) == "A dialog."


async def test_a_model_that_only_thinks_gives_no_answer() -> None:
    async with before(WIRE, whole(WIRE, "<think>Hm. Hm.", reason="length")) as (asked, _):
        with pytest.raises(BadAnswer):
            await collect(asked.stream(prompt()))


async def test_a_server_of_one_model_need_not_be_told_its_name() -> None:
    async def behave(connection: Connection, request: Request) -> None:
        if request.method == "GET":
            await declines(200, b'{"data": [{"id": "the-one"}, {"id": "other"}]}')(connection, request)
        else:
            await whole(WIRE, "A dialog.")(connection, request)

    async with Server(behave) as server:
        asked = backend(f"{server.url}/v1", name="")
        await collect(asked.stream(prompt()))
        await asked.aclose()
    assert [request.target for request in server.requests] == ["/v1/models", "/v1/chat/completions"]
    assert server.requests[1].json["model"] == "the-one"


async def test_a_server_without_a_list_of_models_is_asked_all_the_same() -> None:
    async with Server(declines(404), whole(WIRE, "A dialog.")) as server:
        asked = backend(f"{server.url}/v1", name="")
        events = await collect(asked.stream(prompt()))
        await asked.aclose()
    assert text_of(events) == "A dialog."


async def test_lists_what_the_server_offers() -> None:
    async with Server(declines(200, b'{"data": [{"id": "one"}, {"id": "two"}]}')) as server:
        asked = backend(f"{server.url}/v1")
        assert await asked.offered() == ("one", "two")
        await asked.aclose()


@pytest.mark.parametrize("reply", [b"[]", b"{", b'{"data": 5}', b'{"data": [{}]}', b'"x"'])
async def test_a_list_of_models_that_is_none_is_said_to_be_none(reply: bytes) -> None:
    async with Server(declines(200, reply)) as server:
        asked = backend(f"{server.url}/v1")
        with pytest.raises(BadAnswer):
            await asked.offered()
        await asked.aclose()


async def test_a_whole_answer_from_a_server_that_does_not_stream_is_no_stream() -> None:
    body = json.dumps({"choices": [{"message": {"content": "A dialog."}, "finish_reason": "stop"}]}).encode()
    async with before(WIRE, declines(200, body)) as (asked, _):
        with pytest.raises(BadAnswer):
            await collect(asked.stream(prompt()))


async def test_the_context_of_llama_cpp_is_known_by_its_error() -> None:
    error = {"code": 400, "message": "the request exceeds the available context size", "type": "exceed_context_size_error"}
    async with before(WIRE, declines(400, json.dumps({"error": error}).encode())) as (asked, _):
        with pytest.raises(PromptTooLarge):
            await collect(asked.stream(prompt()))


async def test_counts_as_the_server_does() -> None:
    async with before(WIRE, whole(WIRE, "A dialog.")) as (asked, _):
        assert (await collect(asked.stream(prompt())))[-1].usage == USED


def test_an_own_server_far_away_counts_as_local() -> None:
    known, _ = catalogue.load()
    far = Options(base_url="https://llm.example/v1")
    made = [ChatBackend(Setup("mine", "chat", options), known.default("chat")) for options in (far, replace(far, own=True))]
    assert [each.capabilities.local for each in made] == [False, True]


def test_this_machine_behind_a_proxy_does_not() -> None:
    known, _ = catalogue.load()
    made = ChatBackend(Setup("mine", "chat", Options(proxy="http://proxy.example:3128")), known.default("chat"))
    assert not made.capabilities.local
