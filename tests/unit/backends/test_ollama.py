"""What is Ollama's own: what it is asked, models that run elsewhere, and the download of models."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from mmassist.backends import catalogue
from mmassist.backends.base import Setup
from mmassist.backends.ollama import OllamaBackend
from mmassist.backends.ollama_pull import Installed, Progress, Stage
from mmassist.errors import AnswerCut, BackendError, ModelUnknown, RequestRejected, ServiceFailed, Unreachable
from mmassist.values import FinishReason
from tests.contract.remote import FAST, before, picture, prompt, text_of, whole
from tests.fakes.servers.base import Behaviour, Connection, Request, Server, chunk, collect, declines, hangs, head, says
from tests.fakes.servers.ollama import OllamaWire, line

WIRE = OllamaWire()
NDJSON = WIRE.content_type
MB = 1_000_000


def made(model: str = "", url: str = "", own: bool = False, **fields: Any) -> OllamaBackend:
    known, _ = catalogue.load()
    setup = Setup("mine", "ollama", replace(FAST, base_url=url, model=model, own=own))
    return OllamaBackend(setup, replace(known.model("ollama", model), **fields))


@contextlib.asynccontextmanager
async def at(*behaviours: Behaviour) -> AsyncIterator[tuple[OllamaBackend, Server]]:
    async with Server(*behaviours) as server, contextlib.aclosing(made("llama3.2-vision:11b", server.url)) as backend:
        yield backend, server


def reports(*told: dict[str, object]) -> Behaviour:
    return says(*(json.dumps(each).encode() + b"\n" for each in told), content_type=NDJSON)


def tells(answers: dict[str, object]) -> Behaviour:
    """Each path's own reply."""

    async def behave(connection: Connection, request: Request) -> None:
        body = json.dumps(answers[request.target]).encode()
        await connection.send(head(200, "application/json; charset=utf-8") + chunk(body) + b"0\r\n\r\n")

    return behave


# ---- what is asked


def test_asks_not_to_lose_the_beginning_of_a_long_prompt() -> None:
    body = made().body(prompt())
    assert (body["truncate"], body["shift"]) == (False, False)


def test_the_context_is_the_same_for_prompts_of_usual_length() -> None:
    contexts = {made().body(prompt(text="word " * words))["options"]["num_ctx"] for words in (1, 500, 2000)}
    assert contexts == {8192}


def test_the_context_holds_a_long_prompt() -> None:
    assert made().body(prompt(text="word " * 20_000))["options"]["num_ctx"] == 65_536


def test_the_context_holds_the_pictures() -> None:
    row = made(context=None).model
    shown = (picture(width=1000),)
    asked = prompt(text="word " * 3_000, pictures=shown)
    assert made(context=None).body(replace(asked, pictures=()))["options"]["num_ctx"] == 8192
    assert made(context=None, pictures=replace(row.pictures, each=4_000)).body(asked)["options"]["num_ctx"] == 16_384


def test_the_context_is_no_larger_than_the_model_goes() -> None:
    assert made(context=16_384).body(prompt(text="word " * 100_000))["options"]["num_ctx"] == 16_384


@pytest.mark.parametrize(("effort", "think"), [("", False), ("none", False), ("low", "low")])
def test_a_model_thinks_only_where_the_catalogue_says_so(effort: str, think: object) -> None:
    assert made(effort=effort).body(prompt())["think"] == think


async def test_what_a_model_thinks_is_not_spoken() -> None:
    thinking = line(message={"role": "assistant", "content": "", "thinking": "The user is blind."}, done=False)
    ending = line(message={"role": "assistant", "content": " It asks."}, done=True, done_reason="stop")
    async with at(says(thinking, WIRE.text("A dialog."), ending, content_type=NDJSON)) as (backend, _):
        assert text_of(await collect(backend.stream(prompt()))) == "A dialog. It asks."


async def test_an_answer_without_counts_is_one() -> None:
    ending = line(message={"role": "assistant", "content": ""}, done=True, eval_count="many")
    async with at(says(WIRE.text("A dialog."), ending, content_type=NDJSON)) as (backend, _):
        finished = (await collect(backend.stream(prompt())))[-1]
    assert (finished.usage.input, finished.usage.output, finished.reason) == (None, None, FinishReason.COMPLETE)


async def test_what_unicode_calls_the_end_of_a_line_is_text() -> None:
    told = "One\u2028two\x85three\x0bfour"
    piece = json.dumps({"model": "m", "message": {"content": told}, "done": False}, ensure_ascii=False).encode() + b"\n"
    ending = line(message={"content": ""}, done=True)
    async with at(says(piece, ending, content_type=NDJSON)) as (backend, _):
        assert text_of(await collect(backend.stream(prompt()))) == told


# ---- models that run elsewhere


@pytest.mark.parametrize("name", ["gpt-oss:120b-cloud", "qwen3-vl:235b:cloud", "Kimi-K2.5:Cloud"])
@pytest.mark.parametrize("own", [False, True])
def test_a_cloud_model_is_not_local_wherever_the_server_is(name: str, own: bool) -> None:
    assert not made(name, "http://127.0.0.1:11434", own).capabilities.local


@pytest.mark.parametrize("name", ["", "llama3.2-vision:11b", "cloudy:7b"])
def test_a_model_on_this_machine_is_local(name: str) -> None:
    assert made(name).capabilities.local


async def test_a_local_name_for_a_model_elsewhere_is_found_out_and_said() -> None:
    piece = line(message={"content": "A dialog."}, done=False, remote_host="https://ollama.com:443", remote_model="big:120b")
    async with at(says(piece, content_type=NDJSON)) as (backend, _):
        assert backend.capabilities.local
        with pytest.raises(RequestRejected, match="another service"):
            await collect(backend.stream(prompt()))
        assert not backend.capabilities.local


async def test_loading_finds_it_out_before_anything_was_asked() -> None:
    loaded = line(message={"content": ""}, done=True, remote_host="https://ollama.com:443")
    async with at(says(loaded, content_type=NDJSON)) as (backend, _):
        with pytest.raises(RequestRejected):
            await backend.preload()
        assert not backend.capabilities.local


async def test_once_it_is_known_to_run_elsewhere_it_answers() -> None:
    told = {"remote_host": "https://ollama.com:443"}
    answer = [line(message={"content": "A dialog."}, done=False, **told), line(message={"content": ""}, done=True, **told)]
    async with at(says(*answer, content_type=NDJSON)) as (backend, _):
        with pytest.raises(RequestRejected):
            await collect(backend.stream(prompt()))
        assert text_of(await collect(backend.stream(prompt()))) == "A dialog."


# ---- failures


async def failure(*behaviours: Behaviour) -> BackendError:
    async with at(*behaviours) as (backend, _):
        with pytest.raises(BackendError) as caught:
            await collect(backend.stream(prompt()))
    return caught.value


async def test_a_model_that_was_not_pulled_is_said_to_be_with_the_way_to_pull_it() -> None:
    error = await failure(declines(404, b'{"error": "model \'llama3.2-vision:11b\' not found"}'))
    assert type(error) is ModelUnknown
    assert "mmassist backends pull mine llama3.2-vision:11b" in error.remedy


async def test_a_wrong_address_is_not_a_missing_model() -> None:
    error = await failure(declines(404, b"404 page not found", content_type="text/plain"))
    assert "pull" not in error.remedy


async def test_too_little_memory_is_not_tried_again() -> None:
    told = b'{"error": "model requires more system memory (11.4 GiB) than is available (7.1 GiB)"}'
    async with at(declines(500, told)) as (backend, server):
        with pytest.raises(ServiceFailed) as caught:
            await collect(backend.stream(prompt()))
    assert "memory" in caught.value.spoken and len(server.requests) == 1


async def test_a_busy_server_is_asked_again() -> None:
    busy = declines(503, b'{"error": "server busy, please try again.  maximum pending requests exceeded"}')
    async with before(WIRE, busy, whole(WIRE, "A dialog.")) as (backend, _):
        assert (await collect(backend.stream(prompt())))[-1].retries == 1


async def test_an_error_in_the_middle_of_an_answer_cuts_it() -> None:
    error = await failure(says(WIRE.text("A dia"), WIRE.overloaded(), content_type=NDJSON))
    assert type(error) is AnswerCut


# ---- models on the server


async def test_a_model_can_be_loaded_before_it_is_asked() -> None:
    loaded = line(message={"role": "assistant", "content": ""}, done=True, done_reason="load")
    async with at(says(loaded, content_type=NDJSON)) as (backend, server):
        await backend.preload()
        asked = backend.body(prompt())
    sent = server.requests[0].json
    assert sent["messages"] == []
    assert (sent["options"]["num_ctx"], sent["keep_alive"]) == (asked["options"]["num_ctx"], asked["keep_alive"])


async def test_loading_may_take_longer_than_an_answer() -> None:
    loaded = line(message={"role": "assistant", "content": ""}, done=True, done_reason="load")
    async with Server(says(loaded, content_type=NDJSON, pause=0.4)) as server:
        backend = made(url=server.url)
        backend.setup = replace(backend.setup, options=replace(backend.setup.options, first_token=0.1, total=0.2))
        await backend.preload()
        await backend.aclose()


async def test_a_model_that_is_not_there_can_not_be_loaded() -> None:
    async with at(declines(404, b'{"error": "model not found"}')) as (backend, _):
        with pytest.raises(ModelUnknown):
            await backend.preload()


async def test_pulls_a_model_and_tells_how_far_it_is() -> None:
    behaviour = reports(
        {"status": "pulling manifest"},
        {"status": "pulling 8eeb52dfb3bb", "digest": "sha256:a", "total": 8 * MB},
        {"status": "pulling 8eeb52dfb3bb", "digest": "sha256:a", "total": 8 * MB, "completed": 4 * MB},
        {"status": "pulling 8eeb52dfb3bb", "digest": "sha256:a", "total": 8 * MB, "completed": 8 * MB},
        {"status": "pulling 73b313b5552d", "digest": "sha256:b", "total": 2 * MB, "completed": MB},
        {"status": "verifying sha256 digest"},
        {"status": "writing manifest"},
        {"status": "success"},
    )
    async with at(behaviour) as (backend, server):
        told = [each async for each in backend.pull("llama3.2-vision")]
    assert told == [
        Progress(Stage.ASKING),
        Progress(Stage.LOADING, 0, 8 * MB),
        Progress(Stage.LOADING, 4 * MB, 8 * MB),
        Progress(Stage.LOADING, 8 * MB, 8 * MB),
        Progress(Stage.LOADING, 9 * MB, 10 * MB),
        Progress(Stage.CHECKING, 9 * MB, 10 * MB),
        Progress(Stage.STORING, 9 * MB, 10 * MB),
        Progress(Stage.DONE, 9 * MB, 10 * MB),
    ]
    assert (server.requests[0].target, server.requests[0].json) == ("/api/pull", {"model": "llama3.2-vision"})


async def test_a_report_of_a_new_kind_does_no_harm() -> None:
    behaviour = reports({"status": "pulling a", "digest": "a", "total": 5}, {"status": "\x1b[2Jscrubbing"}, {"status": "success"})
    async with at(behaviour) as (backend, _):
        assert [each.stage async for each in backend.pull("x")] == [Stage.LOADING, Stage.DONE]


@pytest.mark.parametrize(
    ("told", "kind", "spoken"),
    [
        ("pull model manifest: file does not exist", ModelUnknown, "does not offer"),
        ("pull model manifest: 412: The model you are pulling requires a newer version of Ollama.", RequestRejected, "newer version"),
        ("write /models/blobs/x: no space left on device", ServiceFailed, "full"),
        ("max retries exceeded: dial tcp: lookup registry: no such host", Unreachable, "can't reach"),
        ("something new", ServiceFailed, "fault"),
    ],
)
async def test_a_download_that_fails_says_why(told: str, kind: type[BackendError], spoken: str) -> None:
    async with at(reports({"status": "pulling manifest"}, {"error": told})) as (backend, _):
        with pytest.raises(BackendError) as caught:
            await collect(backend.pull("x"))
    assert type(caught.value) is kind and spoken in caught.value.spoken


async def test_a_download_that_is_cut_off_is_said_to_be() -> None:
    async with at(reports({"status": "pulling a", "digest": "a", "total": 5, "completed": 2})) as (backend, _):
        with pytest.raises(AnswerCut, match="early") as caught:
            await collect(backend.pull("x"))
    assert "kept" in caught.value.remedy


async def test_a_report_that_is_none_is_a_bad_answer() -> None:
    async with at(reports({"stat": "pulling"})) as (backend, _):
        with pytest.raises(BackendError, match="malformed"):
            await collect(backend.pull("x"))


async def test_leaving_a_download_ends_it() -> None:
    first = json.dumps({"status": "pulling a", "digest": "a", "total": 5}).encode() + b"\n"
    async with at(hangs(first, content_type=NDJSON)) as (backend, server):
        progress = backend.pull("x")
        await anext(progress)
        await progress.aclose()
        await server.left.wait()


async def test_lists_what_is_installed() -> None:
    tags = [
        {"name": "llama3.2-vision:11b", "size": 8 * MB, "capabilities": ["completion", "vision"]},
        {"name": "big", "size": 384, "remote_host": "https://ollama.com:443", "capabilities": ["completion"]},
    ]
    async with at(tells({"/api/tags": {"models": tags}})) as (backend, _):
        assert await backend.installed() == (
            Installed("llama3.2-vision:11b", 8 * MB, pictures=True, elsewhere=False),
            Installed("big", 384, pictures=False, elsewhere=True),
        )


async def test_asks_an_older_server_for_what_its_list_does_not_tell() -> None:
    answers = {"/api/tags": {"models": [{"name": "llava:7b", "size": 5}]}, "/api/show": {"capabilities": ["vision"]}}
    async with at(tells(answers)) as (backend, server):
        assert (await backend.installed())[0].pictures is True
    assert server.requests[1].json == {"model": "llava:7b"}


async def test_what_a_server_does_not_tell_is_not_known() -> None:
    async with at(tells({"/api/tags": {"models": [{"name": "llava:7b"}]}, "/api/show": {}})) as (backend, _):
        assert await backend.installed() == (Installed("llava:7b", 0, pictures=None, elsewhere=False),)


async def test_a_server_that_is_not_there_is_said_not_to_be() -> None:
    async with Server(hangs(content_type=NDJSON)) as server:
        url = server.url
    backend = made(url=url)
    with pytest.raises(Unreachable):
        await backend.installed()
    await backend.aclose()
