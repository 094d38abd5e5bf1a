"""A speech-dispatcher that makes no sound: the protocol, the two priorities that meet here, one voice for all; it can be told to fail."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import re
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

from mmassist.speech.voices.ssip import Address

_SECONDS_A_LETTER = 0.004
_PARTS = re.compile(r'<mark name="([^"]*)"/>|([^<\s]+)|<[^>]*>')


@dataclass(eq=False)
class _Client:
    number: int
    writer: asyncio.StreamWriter
    values: dict[str, str] = field(default_factory=dict)

    def tell(self, *lines: str) -> None:
        with contextlib.suppress(ConnectionError):
            self.writer.write("".join(f"{line}\r\n" for line in lines).encode())

    @property
    def name(self) -> str:
        return self.values.get("CLIENT_NAME", "").split(":")[1]


@dataclass(eq=False)
class _Text:
    number: int
    client: _Client
    parts: list[tuple[str, str]]  # marks and words
    is_message: bool


class SsipServer:
    """`said`: (program, word) as each word ends. `silent`: commands are not answered; `mute`: texts are queued and never said;
    `markless`: no index marks are told; `lag`: seconds until the next command is answered."""

    def __init__(self, folder: Path) -> None:
        self.address = Address(path=str(folder / "speechd.sock"))
        self.said: list[tuple[str, str]] = []
        self.cancelled: list[int] = []
        self.silent = self.mute = self.markless = False
        self.lag = 0.0
        self.clients: list[_Client] = []
        self._queue: list[_Text] = []
        self._speaking: tuple[_Text, asyncio.Task[None]] | None = None
        self._spoken = asyncio.Event()
        self._numbers = itertools.count(1)
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def heard(self, words: int) -> None:
        """Returns once so many words were said."""
        while len(self.said) < words:
            await self._spoken.wait()
            self._spoken.clear()

    async def start(self) -> None:
        self._server = await asyncio.start_unix_server(self._serve, self.address.path)

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
            for client in self.clients:
                client.writer.close()
            if self._speaking is not None:
                self._speaking[1].cancel()
            if self._tasks:
                await asyncio.wait(self._tasks)
            await self._server.wait_closed()
            self._server = None

    @property
    def speaker(self) -> str:
        """Which program is being heard."""
        return self._speaking[0].client.name if self._speaking else ""

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        client = _Client(len(self.clients) + 1, writer)
        self.clients.append(client)
        try:
            while line := (await reader.readline()).decode().rstrip("\r\n"):
                if self.silent:
                    continue
                lag, self.lag = self.lag, 0.0
                await asyncio.sleep(lag)
                if line == "SPEAK":
                    client.tell("230 OK RECEIVING DATA")
                    await self._receive(reader, client)
                else:
                    self._do(client, line)
        except (ConnectionError, ValueError):
            return
        finally:
            writer.close()
            self._tasks.discard(task)

    def _do(self, client: _Client, line: str) -> None:
        match line.split(" ", 3):
            case ["SET", "self", "OUTPUT_MODULE", module] if module != "real":
                client.tell("304 ERR BAD MODULE")
            case ["SET", "self", name, value]:
                client.values[name] = value
                client.tell("202 OK SET")
            case ["CANCEL", whose]:
                self._cancel(lambda text: whose == "all" or text.client is client)
                client.tell("213 OK CANCELED")
            case _:
                client.tell("500 ERR INVALID COMMAND")

    async def _receive(self, reader: asyncio.StreamReader, client: _Client) -> None:
        lines = []
        while (line := (await reader.readline()).decode().rstrip("\r\n")) != ".":
            lines.append(line[1:] if line.startswith("..") else line)
        parts = [(mark, unescape(word)) for mark, word in _PARTS.findall("\n".join(lines)) if mark or word]
        text = _Text(next(self._numbers), client, parts, client.values.get("PRIORITY") == "message")
        client.tell(f"225-{text.number}", "225 OK MESSAGE QUEUED")
        # A new text takes the place of those before it; a message only waits for messages.
        self._cancel(lambda other: not other.is_message)
        self._queue.append(text)
        self._next()

    def _cancel(self, unwanted: object) -> None:
        assert callable(unwanted)
        for text in [text for text in self._queue if unwanted(text)]:
            self._queue.remove(text)
            self._tell(text, "703", "CANCELED")
        if self._speaking is not None and unwanted(self._speaking[0]):
            text, task = self._speaking
            task.cancel()
            self._speaking = None
            self._tell(text, "703", "CANCELED")
            self._next()

    def _next(self) -> None:
        if self._speaking is None and self._queue and not self.mute:
            text = self._queue.pop(0)
            task = asyncio.create_task(self._say(text))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            self._speaking = text, task

    async def _say(self, text: _Text) -> None:
        self._tell(text, "701", "BEGIN")
        for mark, word in text.parts:
            if mark and not self.markless:
                self._tell(text, "700", "INDEX MARK", mark)
            await asyncio.sleep(len(word) * _SECONDS_A_LETTER)
            if word:
                self.said.append((text.client.name, word))
                self._spoken.set()
        self._tell(text, "702", "END")
        self._speaking = None
        self._next()

    def _tell(self, text: _Text, code: str, what: str, *more: str) -> None:
        if code == "703":
            self.cancelled.append(text.number)
        text.client.tell(*(f"{code}-{one}" for one in (text.number, text.client.number, *more)), f"{code} {what}")
