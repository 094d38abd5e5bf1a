"""Whatever a server says, a pull ends in one of the ways that are foreseen."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.errors import PullFailed
from mmassist.inference.store import replies, web
from mmassist.inference.store.journal import Facts
from mmassist.inference.store.source import Absent, Interrupted, Request, Restart
from tests.unit.inference.store.models import MODEL

_VALUES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["bytes 100-199/200", "bytes 5-3/10", "bytes 100-300/200", "bytes */200", "0", "200", "-1", "9" * 40]),
    st.sampled_from(["gzip", "text/html", "identity", "application/octet-stream"]),
    st.sampled_from(['"tag"', 'W/"tag"', "a" * 40, f'"{"b" * 64}"', "multipart/byteranges; boundary=x"]),
)
_NAMES = ("content-length", "content-range", "content-type", "content-encoding", "etag", "x-linked-etag", "x-repo-commit", "retry-after")


@given(st.integers(100, 999), st.dictionaries(st.sampled_from(_NAMES), _VALUES), st.sampled_from([0, 100]))
def test_any_reply_is_bytes_or_a_foreseen_failure(status: int, headers: dict[str, str], start: int) -> None:
    request = Request(MODEL, "onnx/model.bin", "main", start, Facts("hub.example", 200, '"tag"') if start else None)
    named = replies.of_hub(headers)
    assert set(named) <= {"sha256", "git", "revision"}
    with contextlib.suppress(Absent, Interrupted, Restart, PullFailed):
        facts, begins = replies.judged(request, status, headers, Facts("hub.example"))
        assert begins in (0, start)
        assert facts.total >= -1


@given(st.text(max_size=80))
def test_any_redirect_leads_to_a_safe_place_or_nowhere(location: str) -> None:
    with contextlib.suppress(PullFailed):
        target = web.redirected("https://hub.example/a/b", location)
        assert target.startswith("https://")


def test_an_encrypted_connection_is_not_left_for_one_that_is_not() -> None:
    with pytest.raises(PullFailed):
        web.redirected("https://hub.example/a", "http://127.0.0.1/b")


def test_a_small_files_digest_is_believed_only_beside_a_revision() -> None:
    assert replies.of_hub({"etag": '"' + "b" * 40 + '"'}) == {}
    assert replies.of_hub({"etag": '"' + "b" * 40 + '"', "x-repo-commit": "a" * 40}) == {"git": "b" * 40, "revision": "a" * 40}


def test_a_large_files_digest_is_its_pointers() -> None:
    assert replies.of_hub({"x-linked-etag": '"' + "b" * 64 + '"', "etag": '"other"'}) == {"sha256": "b" * 64}


@pytest.mark.parametrize(("said", "seconds"), [("7", 7), ("100000", 60), ("soon", 0), ("", 0)])
def test_a_server_may_ask_for_a_pause_but_not_for_an_endless_one(said: str, seconds: float) -> None:
    with pytest.raises(Interrupted) as raised:
        replies.judged(Request(MODEL, "a", "main"), 503, {"retry-after": said}, Facts("hub.example"))
    assert raised.value.after == seconds


@pytest.mark.parametrize("variable", ["https_proxy", "HTTPS_PROXY", "all_proxy"])
def test_the_environments_proxy_is_used(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, "proxy.example:3128")
    assert web.proxy_for("https://hub.example/a", "") == "http://proxy.example:3128"


def test_the_environment_may_exempt_a_host_and_this_computer_is_never_behind_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("http_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "hub.example")
    assert web.proxy_for("https://hub.example/a", "") == ""
    assert web.proxy_for("http://127.0.0.1:1/a", "") == ""
    assert web.proxy_for("https://hub.example/a", "http://mine.example") == "http://mine.example"
