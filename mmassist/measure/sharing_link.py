"""A helper who is let in, at the end of a thin cable: for `mmassist bench sharing`.

Both pages, the app's that sends and the helper's, run in Debian's Chromium, the helper's in a network namespace behind a cable on which
`tc` allows so many bits a second. Everything between is the app's own: broker, signalling, sealing, sender. Needs root.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mmassist.errors import SupportError

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

    from mmassist.support.page_sender import PageSender
    from mmassist.support.visit import Visit

_HERE, _THERE = "198.51.100.1", "198.51.100.2"  # RFC 5737
_FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-features=WebRtcHideLocalIpsWithMdns"),
)


@contextlib.asynccontextmanager
async def visit(namespace: str, folder: Path) -> AsyncIterator[tuple[Page, PageSender]]:
    """A helper who was let in and may see."""
    from playwright.async_api import async_playwright

    from mmassist.support import invite
    from mmassist.support.page_sender import PageSender
    from mmassist.support.signalling import Signalling

    made = invite.by_link(time.monotonic())
    async with _broker() as port, async_playwright() as driver:
        there = f"http://{_HERE}:{port}"
        chromium = shutil.which("chromium") or ""
        user = await driver.chromium.launch(executable_path=chromium, args=_FLAGS)
        secure = f"--unsafely-treat-insecure-origin-as-secure={there}"
        helper = await driver.chromium.launch(executable_path=_inside(namespace, chromium, folder), args=(*_FLAGS, secure))
        try:
            shown = _Shown(user)
            async with (
                Signalling(f"http://127.0.0.1:{port}", made, lambda _: None, lambda _: None) as owner,
                PageSender(shown.load) as sender,
            ):
                await owner.ready()
                context = await helper.new_context(viewport={"width": 1600, "height": 900})
                page = await context.new_page()
                await page.goto(f"{there}/#{made.link('http://localhost').partition('#')[2]}")
                await page.locator("#knock").wait_for(state="visible")
                await page.keyboard.type("Ada")
                await page.keyboard.press("Enter")
                linked = asyncio.create_task(_link(await owner.next_visit(), sender))
                try:
                    await page.locator("#picture").wait_for(state="visible")
                    yield page, sender
                finally:
                    linked.cancel()
                    await asyncio.wait([linked])
        finally:
            await user.close()
            await helper.close()


@dataclass(slots=True)
class _Shown:
    """The browser in which the sending page runs."""

    browser: Browser
    pages: list[Page] = field(default_factory=list)
    running: set[asyncio.Task[None]] = field(default_factory=set)

    def load(self, address: str) -> None:
        task = asyncio.create_task(self._load(address))
        self.running.add(task)
        task.add_done_callback(self.running.discard)

    async def _load(self, address: str) -> None:
        while self.pages:
            await self.pages.pop().close()
        if address:
            context = await self.browser.new_context()
            self.pages.append(await context.new_page())
            await self.pages[-1].goto(address)


async def _link(helped: Visit, sender: PageSender) -> None:
    """Connects the two, and lets the helper see, until it is cancelled."""
    from mmassist.support.data_channel import Granted, Rights, Shown, packed
    from mmassist.support.messages import Candidate
    from mmassist.support.roles import Right
    from mmassist.support.sender import Connection

    answered = await helped.offer(await sender.offer(helped.ice), "en", helped.ice)
    await helped.decide(admitted=True)
    await sender.accept(answered.sdp)

    async def theirs() -> None:
        async for candidate in helped.candidates():
            await sender.add_candidate(candidate)

    taking = asyncio.create_task(theirs())
    try:
        async for event in sender.events():
            if isinstance(event, Candidate):
                await helped.add_candidate(event.candidate, event.mid)
            elif event is Connection.THERE:
                for message in (Rights(granted=(Granted(right=Right.VIEW, seconds=600),)), Shown(sharing="live", title="bench")):
                    await sender.say(packed(message).encode())
    finally:
        taking.cancel()


@contextlib.asynccontextmanager
async def _broker() -> AsyncIterator[int]:
    """Its port, on this computer and at the cable."""
    import uvicorn

    from mmassist.broker.serve import Serving, config

    with socket.create_server(("127.0.0.1", 0)) as here:
        port: int = here.getsockname()[1]
        with socket.create_server((_HERE, port)) as there:
            server = uvicorn.Server(config(Serving()))
            running = asyncio.create_task(server.serve(sockets=[here, there]))
            try:
                yield port
            finally:
                server.should_exit = True
                await running


@contextlib.contextmanager
def cable(rate: float) -> Iterator[str]:
    """A namespace at the end of a cable of so many megabits a second, towards it."""
    name, end = f"share{os.getpid()}"[:15], f"s{os.getpid()}"[:15]
    try:
        _ip(f"netns add {name}")
        _ip(f"link add {end} type veth peer name far netns {name}")
        _ip(f"address add {_HERE}/30 dev {end}")
        _ip(f"link set {end} up")
        for command in ("link set lo up", f"address add {_THERE}/30 dev far", "link set far up", f"route add default via {_HERE}"):
            _ip(f"-n {name} {command}")
        subprocess.run(
            ["tc", "qdisc", "add", "dev", end, "root", "tbf", "rate", f"{rate * 1000:.0f}kbit", "burst", "16kb", "latency", "200ms"],
            check=True,
            capture_output=True,
        )
        yield name
    except subprocess.CalledProcessError as error:
        raise SupportError(
            f"{' '.join(error.cmd)}: {error.stderr.decode().strip()}", "This kernel makes no such network.", "Run it as root."
        ) from error
    finally:
        for left in (["link", "delete", end], ["netns", "delete", name]):
            subprocess.run(["ip", *left], capture_output=True, check=False)


def _ip(command: str) -> None:
    subprocess.run(["ip", *command.split()], check=True, capture_output=True)


def _inside(namespace: str, program: str, folder: Path) -> Path:
    script = folder / "chromium"
    script.write_text(f'#!/bin/sh\nexec ip netns exec {namespace} {program} "$@"\n', "utf-8")
    script.chmod(0o700)
    return script


def require() -> None:
    from importlib.util import find_spec

    missing = [name for name in ("playwright", "uvicorn", "spake2") if find_spec(name) is None]
    missing += [name for name in ("chromium", "ip", "tc") if shutil.which(name) is None]
    if missing or os.geteuid():
        raise SupportError(
            f"not there: {', '.join(missing) or 'root'}",
            "What this measurement needs is not there.",
            "Run it as root, with the extras support, broker and train, and with Debian's chromium and iproute2.",
        )
