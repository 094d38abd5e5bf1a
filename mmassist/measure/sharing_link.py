"""A helper at the end of a thin cable: for `mmassist bench sharing`.

Their page runs in Debian's Chromium, in a network namespace behind a cable on which `tc` allows so many bits a second, and comes from a
real broker. Needs root.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mmassist.errors import SupportError

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

_ADDRESS = "198.51.100.{}"  # RFC 5737; each cable has four of its own
_FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-features=WebRtcHideLocalIpsWithMdns"),
)


@dataclass(frozen=True, slots=True)
class Helping:
    """The helper's browser, and the broker that they and the user meet at. `address`: the broker's, as it is reached at the cable's end."""

    browser: Browser
    port: int
    address: str

    @property
    def broker(self) -> str:
        """As the user reaches it."""
        return f"http://127.0.0.1:{self.port}"

    async def knocking(self, link: str) -> Page:
        """Their page, once they have knocked as Ada. Of the link only the secret counts."""
        context = await self.browser.new_context(viewport={"width": 1600, "height": 900}, locale="en-GB")
        page = await context.new_page()
        await page.goto(f"{self.address}/#{link.partition('#')[2]}")
        await page.locator("#knock").wait_for(state="visible")
        await page.locator("#name").fill("Ada")
        await page.keyboard.press("Enter")
        return page


@contextlib.asynccontextmanager
async def helping(cable: Cable, folder: Path) -> AsyncIterator[Helping]:
    """`folder`: for a command that starts the browser behind the cable."""
    from playwright.async_api import async_playwright

    async with _broker(cable.here) as port, async_playwright() as driver:
        address = f"http://{cable.here}:{port}"
        secure = f"--unsafely-treat-insecure-origin-as-secure={address}"
        program = cable.inside(shutil.which("chromium") or "", folder)
        browser = await driver.chromium.launch(executable_path=program, args=(*_FLAGS, secure))
        try:
            yield Helping(browser, port, address)
        finally:
            await browser.close()


@contextlib.asynccontextmanager
async def _broker(address: str) -> AsyncIterator[int]:
    """Its port, on this computer and at the cable."""
    import uvicorn

    from mmassist.broker.serve import Serving, config

    with socket.create_server(("127.0.0.1", 0)) as here:
        port: int = here.getsockname()[1]
        with socket.create_server((address, port)) as there:
            server = uvicorn.Server(config(Serving()))
            running = asyncio.create_task(server.serve(sockets=[here, there]))
            try:
                yield port
            finally:
                server.should_exit = True
                await running


@dataclass(frozen=True, slots=True)
class Cable:
    """To a namespace; `end` is its device here, `here` and `there` are the addresses of both ends."""

    namespace: str
    end: str
    here: str
    there: str

    def allow(self, rate: float) -> None:
        """Megabits a second, towards the namespace."""
        limits = ("root", "tbf", "rate", f"{rate * 1000:.0f}kbit", "burst", "16kb", "latency", "200ms")
        _run("tc", "qdisc", "replace", "dev", self.end, *limits)

    def sent(self) -> int:
        """Bytes so far, towards the namespace."""
        return int(Path(f"/sys/class/net/{self.end}/statistics/tx_bytes").read_text())

    def inside(self, program: str, folder: Path) -> Path:
        """A command that starts it there."""
        script = folder / "chromium"
        script.write_text(f'#!/bin/sh\nexec ip netns exec {self.namespace} {program} "$@"\n', "utf-8")
        script.chmod(0o700)
        return script


@contextlib.contextmanager
def laid() -> Iterator[Cable]:
    """A cable without a limit. Raises SupportError where this computer makes none."""
    first = os.getpid() % 64 * 4
    cable = Cable(f"share{os.getpid()}"[:15], f"s{os.getpid()}"[:15], _ADDRESS.format(first + 1), _ADDRESS.format(first + 2))
    name, end, here = cable.namespace, cable.end, cable.here
    try:
        _ip(f"netns add {name}")
        _ip(f"link add {end} type veth peer name far netns {name}")
        _ip(f"address add {here}/30 dev {end}")
        _ip(f"link set {end} up")
        for command in ("link set lo up", f"address add {cable.there}/30 dev far", "link set far up", f"route add default via {here}"):
            _ip(f"-n {name} {command}")
        yield cable
    except subprocess.CalledProcessError as error:
        raise SupportError(
            f"{' '.join(error.cmd)}: {error.stderr.decode().strip()}", "This kernel makes no such network.", "Run it as root."
        ) from error
    finally:
        for left in (["link", "delete", end], ["netns", "delete", name]):
            subprocess.run(["ip", *left], capture_output=True, check=False)


def _ip(command: str) -> None:
    _run("ip", *command.split())


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


def require() -> None:
    """Raises SupportError where something that the measurement needs is missing."""
    from importlib.util import find_spec

    modules = ("playwright", "uvicorn", "spake2", "PySide6.QtWebEngineCore", "aiortc")
    missing = [name for name in modules if find_spec(name) is None]
    missing += [name for name in ("chromium", "ip", "tc") if shutil.which(name) is None]
    if missing or os.geteuid():
        raise SupportError(
            f"not there: {', '.join(missing) or 'root'}",
            "What this measurement needs is not there.",
            "Run it as root in a source checkout whose make test has passed.",
        )
