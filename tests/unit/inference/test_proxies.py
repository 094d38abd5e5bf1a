from __future__ import annotations

import pytest

from mmassist.inference.proxies import ProxyUnusable, is_loopback, proxy_for

NAMES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize("variable", ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"])
def test_the_environments_proxy_is_used(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv(variable, "proxy.example:3128")
    assert proxy_for("https://far.example/a", "") == "http://proxy.example:3128"


def test_ones_own_choice_counts_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://theirs.example")
    assert proxy_for("https://far.example", "http://mine.example") == "http://mine.example"


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://localhost", "http://[::1]:8", "http://[::ffff:127.0.0.1]"])
def test_this_machine_is_behind_no_proxy_of_the_environment(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("http_proxy", "http://proxy.example:3128")
    assert proxy_for(url, "") == ""


def test_the_environment_may_exempt_a_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "far.example")
    assert proxy_for("https://far.example", "") == ""


@pytest.mark.parametrize("proxy", ["http://", "http://[::1", "socks5://name:hunter2@127.0.0.1:1", "://", "http://127.0.0.1:99999"])
def test_what_is_no_http_proxy_is_refused_without_naming_it(proxy: str) -> None:
    with pytest.raises(ProxyUnusable) as refused:
        proxy_for("https://far.example", proxy)
    assert "hunter2" not in str(refused.value)


def test_a_name_that_only_looks_like_this_machine_is_not() -> None:
    assert not is_loopback("localhost.evil.example")
    assert not is_loopback("127.0.0.1.evil.example")
