"""What the one maker of clients sees to below every wire format: TLS, the loop's threads, the limits."""

from __future__ import annotations

import ssl
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from mmassist.backends import catalogue, registry
from mmassist.backends.base import Options, Setup
from mmassist.backends.remote import RemoteBackend, quiet, transport
from mmassist.backends.remote.address import parse
from mmassist.errors import AuthFailed, BackendError, SecretUnavailable, Unreachable
from tests.contract.remote import FAST, KEY, prompt, whole
from tests.fakes.servers import WIRES
from tests.fakes.servers.base import Server, collect, tunnels
from tests.fakes.servers.openai_wires import ChatWire

WIRE = ChatWire()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine that nobody vouches for; its key lies beside it."""
    folder = tmp_path_factory.mktemp("tls")
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    command += ["-keyout", "key.pem", "-out", "cert.pem", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder / "cert.pem"


def shown(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_name("key.pem"))
    return context


def chat(url: str, key: str | None = KEY, options: Options = FAST) -> Setup:
    return Setup("mine", "chat", replace(options, base_url=url, model="m"), lambda: None if key is None else SecretStr(key))


async def test_a_server_that_nobody_vouches_for_gets_nothing(certificate: Path) -> None:
    async with Server(whole(WIRE, "Got you."), tls=shown(certificate)) as server:
        backend = registry.create_from(chat(f"https://127.0.0.1:{server.port}/v1"), catalogue.load()[0])
        with pytest.raises(Unreachable) as caught:
            await collect(backend.stream(prompt()))
        await backend.aclose()
    assert "not safe" in caught.value.spoken and caught.value.retries == 0 and server.requests == []


async def test_a_certificate_that_the_system_is_told_to_trust_will_do(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    async with Server(whole(WIRE, "A dialog."), tls=shown(certificate)) as server:
        backend = registry.create_from(chat(f"https://127.0.0.1:{server.port}/v1"), catalogue.load()[0])
        await collect(backend.stream(prompt()))
        await backend.aclose()
    assert len(server.requests) == 1


async def test_a_proxy_on_the_way_to_an_encrypted_server_learns_its_name_and_nothing_else(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    async with Server(tunnels) as proxy, Server(whole(WIRE, "A dialog."), tls=shown(certificate)) as server:
        options = replace(FAST, proxy=proxy.url)
        backend = registry.create_from(chat(f"https://127.0.0.1:{server.port}/v1", options=options), catalogue.load()[0])
        await collect(backend.stream(prompt()))
        await backend.aclose()
    [seen] = proxy.requests
    assert (seen.method, seen.target, len(server.requests)) == ("CONNECT", f"127.0.0.1:{server.port}", 1)
    assert KEY not in repr(seen) and set(seen.headers) <= {"host", "accept", "connection", "user-agent"}


@pytest.mark.parametrize("kind", [wire.kind for wire in WIRES])
def test_making_one_imports_no_sdk(kind: str) -> None:
    code = f"""if True:
        import sys
        from mmassist.backends import catalogue, registry
        from mmassist.backends.base import Setup
        registry.create_from(Setup("mine", {kind!r}), catalogue.load()[0])
        sys.exit(", ".join({{"openai", "anthropic", "google.genai", "httpx2", "pydantic"}} & set(sys.modules)) or 0)
    """
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


async def test_the_key_is_asked_for_off_the_loop() -> None:
    asked: list[threading.Thread] = []

    def key() -> SecretStr:
        asked.append(threading.current_thread())
        return SecretStr(KEY)

    async with Server(whole(WIRE, "A dialog.")) as server:
        backend = registry.create_from(replace(chat(f"{server.url}/v1"), key=key), catalogue.load()[0])
        await collect(backend.stream(prompt(1)))
        await collect(backend.stream(prompt(2)))
        await backend.aclose()
    assert len(asked) == 2 and threading.current_thread() not in asked


async def test_a_keyring_that_fails_is_heard_in_its_own_words() -> None:
    def key() -> SecretStr:
        raise SecretUnavailable("locked", "The keyring is locked.", "Unlock it.")

    backend = registry.create_from(Setup("mine", "openai", FAST, key), catalogue.load()[0])
    with pytest.raises(AuthFailed) as caught:
        await collect(backend.stream(prompt()))
    assert (caught.value.spoken, caught.value.remedy) == ("The keyring is locked.", "Unlock it.")


async def test_all_is_made_ready_off_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    on: list[threading.Thread] = []

    def load() -> tuple[type[Exception], ...]:
        on.append(threading.current_thread())
        return ()

    backend = registry.create_from(chat("http://127.0.0.1:9/v1"), catalogue.load()[0])
    assert isinstance(backend, RemoteBackend)
    monkeypatch.setattr(backend, "load", load)
    await backend.warm()
    await backend.warm()
    await backend.aclose()
    assert len(on) == 1 and threading.current_thread() not in on


def test_other_peoples_loggers_are_silent_with_all_their_children() -> None:
    import logging

    names = ("openai", "openai._base_client", "httpx2", "httpcore2", "httpcore2.http11")
    logging.getLogger("openai._base_client").setLevel(logging.DEBUG)
    quiet.hush()
    assert not [name for name in names if logging.getLogger(name).isEnabledFor(logging.CRITICAL)]


def test_an_unknown_kind_is_told_with_those_that_there_are() -> None:
    with pytest.raises(BackendError) as caught:
        registry.create_from(Setup("mine", "telepathy"), catalogue.load()[0])
    assert "openai, chat, gemini, claude, ollama" in caught.value.remedy


@pytest.mark.parametrize("url", ["http://127.0.0.2:{port}/", "https://127.0.0.1:{port}/", "http://127.0.0.1/", "http://127.0.0.1:{other}/"])
async def test_no_client_goes_anywhere_but_to_its_own_server(url: str) -> None:
    async with Server(whole(WIRE, "Got you.")) as server, Server(whole(WIRE, "Got you.")) as other:
        client = transport.make(parse(f"{server.url}/v1"), FAST)
        with pytest.raises(Unreachable):
            await client.get(url.format(port=server.port, other=other.port))
        await client.aclose()
    assert server.connections == other.connections == []


def test_no_options_show_a_proxys_password() -> None:
    assert "hunter2" not in repr(Setup("mine", "chat", Options(proxy="http://me:hunter2@proxy.example:3128")))
