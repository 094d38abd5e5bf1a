"""User and helper in two private networks between which nothing comes through directly: a real coturn with the configuration that is
shipped relays for them, by each way that firewalls leave open, and it is said in time where its credentials are over."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import ipaddress
import shutil
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mmassist.broker.serve import Serving
from mmassist.broker.turn import Turn
from mmassist.support import invite
from mmassist.support.data_channel import Chat, Shown
from mmassist.support.roles import Right
from mmassist.support.signalling import Signalling
from tests.browsers import CHROMIUM, needs_chromium
from tests.fakes.broker import running
from tests.fakes.networks import CAN, HERE, Network, two_networks
from tests.fakes.sender import COLOURS, Sender
from tests.unit.broker.pages import FLAGS, PIXELS, is_near, knock, shows

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = [
    needs_chromium,
    pytest.mark.skipif(shutil.which("turnserver") is None, reason="coturn is not installed"),
    pytest.mark.skipif(not CAN, reason="needs root, nftables and network namespaces"),
]

_CONFIGURATION = Path(__file__).parents[3] / "packaging/support/turnserver.conf"
_SECRET = "of this test"
_PORT, _TLS_PORT = 34_780, 53_490

_WAY = """
async () => {
  const all = await sender.pc.getStats();
  const pair = [...all.values()].find((one) => one.type === "candidate-pair" && one.nominated && one.state === "succeeded");
  const [local, remote] = [all.get(pair.localCandidateId), all.get(pair.remoteCandidateId)];
  return { types: [local.candidateType, remote.candidateType], protocol: local.relayProtocol };
}
"""


@pytest.fixture(scope="module")
def networks() -> Iterator[tuple[Network, Network]]:
    with two_networks() as both:
        yield both


@pytest.fixture(scope="module")
def coturn(networks: tuple[Network, Network], tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    assert networks
    folder = tmp_path_factory.mktemp("coturn")
    certificate, key = _certified(folder)
    own = [
        "--listening-ip=127.0.0.1",
        f"--listening-ip={HERE}",
        f"--relay-ip={HERE}",
        f"--listening-port={_PORT}",
        f"--tls-listening-port={_TLS_PORT}",
    ]
    secrets = [f"--static-auth-secret={_SECRET}", f"--cert={certificate}", f"--pkey={key}"]
    server = subprocess.Popen(
        ["turnserver", "-c", str(_CONFIGURATION), *own, *secrets, f"--pidfile={folder}/pid", f"--userdb={folder}/db"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 20
    try:
        while True:
            try:
                socket.create_connection(("127.0.0.1", _PORT), timeout=1).close()
                break
            except OSError:
                assert server.poll() is None, "coturn does not take its configuration"
                assert time.monotonic() < deadline
                time.sleep(0.05)
        yield
    finally:
        server.kill()
        server.wait()


def _certified(folder: Path) -> tuple[Path, Path]:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "coturn of a test")])
    built = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HERE))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate_file, key_file = folder / "certificate.pem", folder / "key.pem"
    certificate_file.write_bytes(built.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return certificate_file, key_file


@contextlib.asynccontextmanager
async def _visit(networks: tuple[Network, Network], turn: Turn, folder: Path) -> AsyncIterator[tuple[Page, Sender]]:
    """The user in the first network, the helper in the second; before the offer."""
    from playwright.async_api import async_playwright

    made = invite.by_link(time.monotonic())
    async with running(Serving(host="0.0.0.0", port=0, turn=turn)) as broker, async_playwright() as driver:
        port = broker.url.rpartition(":")[2]
        there = f"http://{HERE}:{port}"
        flags = (*FLAGS, f"--unsafely-treat-insecure-origin-as-secure={there}", "--ignore-certificate-errors")
        user, helper = [
            await driver.chromium.launch(executable_path=network.runs(CHROMIUM or "", folder), args=flags) for network in networks
        ]
        try:
            async with Signalling(broker.url, made, lambda _: None, lambda _: None) as owner:
                await owner.ready()
                context = await helper.new_context(locale="en-GB")
                page = await context.new_page()
                await page.goto(f"{there}/#{made.link('http://localhost').partition('#')[2]}")
                await knock(page)
                visit = await asyncio.wait_for(owner.next_visit(), 20)
                sender = await Sender.make(user, f"{there}/healthz", visit)
                try:
                    yield page, sender
                finally:
                    await sender.leave()
        finally:
            await user.close()
            await helper.close()


@pytest.mark.parametrize(
    ("url", "protocol"),
    [
        (f"turn:{HERE}:{_PORT}?transport=udp", "udp"),
        (f"turn:{HERE}:{_PORT}?transport=tcp", "tcp"),
        (f"turns:{HERE}:{_TLS_PORT}?transport=tcp", "tls"),
    ],
)
async def test_they_are_relayed(networks: tuple[Network, Network], coturn: None, tmp_path: Path, url: str, protocol: str) -> None:
    async with _visit(networks, Turn((url,), _SECRET), tmp_path) as (page, sender):
        await sender.connect()
        await shows(page, "connected")
        way = await sender.page.evaluate(_WAY)
        assert "relay" in way["types"]
        assert way["protocol"] in (protocol, None)  # none where the other side's relay is used
        await sender.allow(Right.VIEW, Right.CHAT)
        await sender.say(Shown(sharing="live", title="Editor"))
        await page.locator("#picture").wait_for(state="visible")
        await page.wait_for_function(f"() => ({PIXELS})() !== null")
        assert all(map(is_near, await page.evaluate(PIXELS), COLOURS))
        await page.locator("#message").fill("hello")
        await page.locator("#message").press("Enter")
        assert await sender.hears("chat") == Chat(text="hello")


async def test_credentials_that_are_over_are_said_and_nothing_comes_through_directly(
    networks: tuple[Network, Network], coturn: None, tmp_path: Path
) -> None:
    over = Turn((f"stun:{HERE}:{_PORT}", f"turn:{HERE}:{_PORT}?transport=udp"), _SECRET, seconds=-10)
    async with _visit(networks, over, tmp_path) as (page, sender):
        connecting = asyncio.create_task(sender.connect())
        try:
            await shows(page, "admitted")
            await shows(page, "relay-refused")  # by then a direct connection would long have stood
            assert await sender.page.evaluate("() => sender.channel.readyState") == "connecting"
        finally:
            connecting.cancel()
            await asyncio.wait([connecting])
