"""The models that a service lists, over every wire format, and what is made of them."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from mmassist.backends import catalogue, listing, registry
from mmassist.backends.base import Options, Setup
from mmassist.backends.catalogue import Catalogue
from mmassist.backends.remote import RemoteBackend
from mmassist.errors import AuthFailed
from tests.contract.remote import KEY, made
from tests.fakes.servers import WIRES
from tests.fakes.servers.base import Server, Wire, declines

LISTS: dict[str, object] = {
    "openai": {"object": "list", "data": [{"id": "one", "object": "model"}, {"id": "two", "object": "model"}]},
    "chat": {"models": [{"name": "one"}], "object": "list", "data": [{"id": "one"}, {"id": "two"}]},
    "gemini": {"models": [{"name": "models/one", "supportedGenerationMethods": ["generateContent"]}, {"name": "models/two"}]},
    "claude": {"data": [{"type": "model", "id": "one"}, {"type": "model", "id": "two"}], "has_more": False},
    "ollama": {"models": [{"name": "one", "model": "one", "size": 5}, {"name": "two"}]},
}


@pytest.fixture(params=WIRES, ids=lambda wire: wire.kind)
def wire(request: pytest.FixtureRequest) -> Wire:
    chosen: Wire = request.param
    return chosen


@pytest.fixture
def known() -> Catalogue:
    return catalogue.load()[0]


@contextlib.asynccontextmanager
async def listed(wire: Wire, status: int, reply: object) -> AsyncIterator[tuple[RemoteBackend, Server]]:
    async with Server(declines(status, json.dumps(reply).encode())) as server, contextlib.aclosing(made(wire, server.url)) as backend:
        yield backend, server


def using(model: str, kind: str = "openai", successor: str = "") -> RemoteBackend:
    known, _ = catalogue.load()
    setup = Setup("mine", kind, Options(model))
    row = replace(known.model(kind, model), successor=successor)
    backend = registry.create_from(setup, replace(known, rows=(row,)))
    assert isinstance(backend, RemoteBackend)
    return backend


async def test_lists_what_the_service_offers(wire: Wire) -> None:
    async with listed(wire, 200, LISTS[wire.kind]) as (backend, server):
        assert await listing.models(backend) == ("one", "two")
    assert server.requests[0].method == "GET" and wire.key(server.requests[0]) == KEY


async def test_a_key_that_is_not_accepted_is_heard_of(wire: Wire) -> None:
    async with listed(wire, 401, {"error": {"message": "no"}}) as (backend, _):
        with pytest.raises(AuthFailed):
            await listing.models(backend)


async def test_a_backend_without_a_service_has_no_list() -> None:
    assert await listing.models(registry.create("embedded")) == ()


@pytest.mark.parametrize("offered", ["gpt-x", "GPT-X", "gpt-x-2026-11-01", "gpt-x-1106", "gpt-x:latest"])
def test_a_model_that_is_offered_is_not_warned_of(offered: str) -> None:
    assert listing.warning(using("gpt-x"), ("other", offered)) == ""


@pytest.mark.parametrize("offered", ["gpt-x-mini", "gpt-xl", "my-gpt-x"])
def test_a_model_that_is_gone_is_said_to_be(offered: str) -> None:
    assert listing.warning(using("gpt-x"), (offered,)) == "The backend mine does not offer the model gpt-x any more. Choose another model."


def test_its_successor_is_named_where_it_is_offered() -> None:
    assert listing.warning(using("gpt-x", successor="gpt-y"), ("gpt-y",)).endswith("Choose gpt-y instead.")
    assert listing.warning(using("gpt-x", successor="gpt-y"), ("gpt-z",)).endswith("Choose another model.")


def test_an_empty_list_says_nothing() -> None:
    assert listing.warning(using("gpt-x"), ()) == ""


def test_a_server_with_one_model_answers_to_any_name() -> None:
    assert listing.warning(using("my-model", "chat"), ("llama.gguf",)) == ""
    assert listing.warning(using("my-model", "chat"), ("one", "two"))


def test_tells_which_models_the_catalogue_does_not_know(known: Catalogue) -> None:
    row = known.models("claude")[0].name
    assert listing.strangers("claude", (row, "claude-of-the-future"), known) == ("claude-of-the-future",)
