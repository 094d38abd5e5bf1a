"""Debian's Firefox, driven by WebDriver BiDi (W3C), which it speaks itself: no driver of anybody's has to be fetched."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection

_PREFERENCES = {
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "media.navigator.permission.disabled": True,
    "media.navigator.streams.fake": True,
    "media.peerconnection.ice.obfuscate_host_addresses": False,
    "media.peerconnection.ice.loopback": True,
    "media.gmp-manager.updateEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "toolkit.telemetry.enabled": False,
    "intl.accept_languages": "en-GB",
}


class Firefox:
    """One window."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._window = ""

    async def begin(self) -> None:
        await self._ask("session.new", {"capabilities": {}})
        self._window = (await self._ask("browsingContext.getTree", {}))["contexts"][0]["context"]

    async def goto(self, url: str) -> None:
        await self._ask("browsingContext.navigate", {"context": self._window, "url": url, "wait": "complete"})

    async def evaluate(self, function: str, *values: object) -> Any:
        """What a function gives for them, both through JSON."""
        wrapped = f"async () => JSON.stringify((await ({function})(...{json.dumps(values)})) ?? null)"
        asked = {"functionDeclaration": wrapped, "awaitPromise": True, "target": {"context": self._window}}
        told = await self._ask("script.callFunction", asked)
        assert told["type"] == "success", told
        return json.loads(told["result"]["value"])

    async def wait_for(self, function: str, *values: object) -> None:
        try:
            async with asyncio.timeout(30):
                while not await self.evaluate(function, *values):  # noqa: ASYNC110 # it is another process
                    await asyncio.sleep(0.1)
        except TimeoutError:
            raise AssertionError(f"not {values} in {await self.evaluate('() => document.body.innerText')!r}") from None

    async def type(self, keys: str) -> None:
        """Keys that are none of a text are as in WebDriver: \\ue007 is Enter."""
        pressed = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        await self._perform({"type": "key", "id": "keyboard", "actions": pressed})

    async def click(self, x: float, y: float) -> None:
        """In the window's own pixels."""
        acts = [
            {"type": "pointerMove", "x": round(x), "y": round(y)},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        await self._perform({"type": "pointer", "id": "mouse", "actions": acts})

    async def _perform(self, source: dict[str, Any]) -> None:
        await self._ask("input.performActions", {"context": self._window, "actions": [source]})

    async def _ask(self, method: str, parameters: dict[str, Any]) -> Any:
        number = next(self._numbers)
        await self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        async with asyncio.timeout(60):
            while True:
                said = json.loads(await self._socket.recv())
                if said.get("id") == number:
                    assert said["type"] == "success", said
                    return said["result"]


@contextlib.asynccontextmanager
async def firefox(profile: Path) -> AsyncIterator[Firefox]:
    """`profile`: an empty folder."""
    from websockets.asyncio.client import connect

    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in _PREFERENCES.items()]
    (profile / "user.js").write_text("\n".join(lines), "utf-8")
    told = profile / "WebDriverBiDiServer.json"
    process = await asyncio.create_subprocess_exec(
        *("firefox-esr", "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(60):
            while not told.exists() or not told.read_text("utf-8").endswith("}"):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        server = json.loads(told.read_text("utf-8"))
        async with connect(f"ws://{server['ws_host']}:{server['ws_port']}/session", max_size=None, proxy=None) as socket:
            window = Firefox(socket)
            await window.begin()
            yield window
    finally:
        process.terminate()
        await process.wait()
