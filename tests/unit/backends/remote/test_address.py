from __future__ import annotations

import pytest

from mmassist.backends.remote.address import parse, proxy_for
from mmassist.errors import Unreachable

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.mark.parametrize(
    "url", ["http://localhost:1", "http://127.0.0.1", "http://127.8.8.8/v1", "http://[::1]:8080", "http://[::ffff:127.0.0.1]"]
)
def test_this_machine_is_known(url: str) -> None:
    assert parse(url).is_loopback


@pytest.mark.parametrize(
    "url",
    [
        "https://api.openai.com",
        "http://192.168.1.5",
        "http://nas.local",
        "https://localhost.evil.example",
        "https://127.0.0.1.evil.example",
        "http://0.0.0.0",
        "http://model.localhost",
    ],
)
def test_other_machines_are_not_this_one(url: str) -> None:
    assert not parse(url).is_loopback


@pytest.mark.parametrize(
    "url", ["http://192.168.1.5:8080", "http://10.0.0.1", "http://nas", "http://nas.local", "http://[fd00::1]", "http://[fe80::1]"]
)
def test_a_private_network_need_not_be_encrypted(url: str) -> None:
    assert parse(url).is_near


@pytest.mark.parametrize("url", ["http://api.openai.com/v1", "http://8.8.8.8", "http://llm.example:8080"])
def test_a_far_address_must_be_encrypted(url: str) -> None:
    with pytest.raises(Unreachable) as caught:
        parse(url)
    assert "not encrypted" in caught.value.spoken and not caught.value.retryable


@pytest.mark.parametrize(
    "url",
    [
        "",
        "api.openai.com",
        "ftp://x.example",
        "https://",
        "https://me:pw@x.example",
        "https://x.example/?key=1",
        "http://x:99999",
        "http://[::1",
    ],
)
def test_what_is_no_address_is_said_to_be_none(url: str) -> None:
    with pytest.raises(Unreachable) as caught:
        parse(url)
    assert "no web address" in caught.value.spoken and "pw" not in str(caught.value)


def test_the_port_belongs_to_the_server() -> None:
    assert parse("https://x.example/v1/").origin == parse("https://X.example:443").origin != parse("https://x.example:8443").origin


def test_a_slash_at_the_end_does_not_matter() -> None:
    assert parse("https://x.example/v1/").url == "https://x.example/v1"


def test_the_users_own_proxy_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://other:1")
    assert proxy_for(parse("https://x.example"), "http://mine:2") == "http://mine:2"


def test_the_environments_proxy_is_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://other:1")
    assert proxy_for(parse("https://x.example"), "") == "http://other:1"


def test_the_environment_may_except_a_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://other:1")
    monkeypatch.setenv("NO_PROXY", "x.example")
    assert proxy_for(parse("https://x.example"), "") == ""


def test_no_proxy_of_the_environment_sees_what_stays_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://other:1")
    assert proxy_for(parse("http://127.0.0.1:8080"), "") == ""


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "ftp://proxy.example"])
@pytest.mark.parametrize("where", ["settings", "environment"])
def test_a_proxy_that_cannot_be_used_is_an_error_with_a_remedy(monkeypatch: pytest.MonkeyPatch, proxy: str, where: str) -> None:
    if where == "environment":
        monkeypatch.setenv("ALL_PROXY", proxy)
    with pytest.raises(Unreachable) as caught:
        proxy_for(parse("https://api.openai.com"), proxy if where == "settings" else "")
    assert "HTTP proxy" in caught.value.spoken and not caught.value.retryable
    assert proxy not in str(caught.value) + caught.value.spoken + caught.value.remedy


def test_a_proxy_without_a_scheme_is_an_http_proxy() -> None:
    assert proxy_for(parse("https://api.openai.com"), "proxy.example:3128") == "http://proxy.example:3128"
