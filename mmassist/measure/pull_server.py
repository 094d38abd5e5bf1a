"""A model hub on this machine: ranges, validators, digests as a hub names them, as fast as it is told; it counts what it sends."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import socket
import ssl
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field

_PIECE = 8192
_BUFFER = 65_536  # bytes that may wait in the kernel: what a killed client never saw is to be little


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: its path without a query, and its headers by lower-case name."""

    path: str
    headers: Mapping[str, str]
    method: str = "GET"


@dataclass(frozen=True, slots=True)
class Reply:
    """`cut`: the connection ends after so many bytes of the body; -1: it does not."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    cut: int = -1


class ModelServer:
    """Serves `files` (by repository and name: "someone/model/config.json"). Belongs to one asyncio loop.

    `rate`: bytes a second for each connection, 0 for as fast as it goes. `asked` are the requests so far, `sent` the bytes of bodies.
    `reached` is set when `mark` bytes have been sent.
    """

    def __init__(self, files: Mapping[str, bytes], rate: float = 0) -> None:
        self.files = dict(files)
        self.rate = rate
        self.asked: list[Asked] = []
        self.sent = 0
        self.mark = 0
        self.reached = asyncio.Event()
        self.url = ""

    @contextlib.asynccontextmanager
    async def running(self, encryption: ssl.SSLContext | None = None) -> AsyncIterator[str]:
        """Yields its address."""
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0, ssl=encryption)
        self.url = f"{'https' if encryption else 'http'}://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield self.url
        finally:
            server.close()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(server.wait_closed(), 2)

    def reply(self, asked: Asked) -> Reply:
        """What is answered: a file, the part of it that was asked for, or 404."""
        content = self.content(asked)
        if content is None:
            return Reply(404)
        sha256 = hashlib.sha256(content).hexdigest()
        headers = {"ETag": f'"{sha256[:32]}"', "X-Linked-ETag": f'"{sha256}"', "X-Repo-Commit": "a" * 40, "Accept-Ranges": "bytes"}
        return self.part(asked, content, headers)

    def content(self, asked: Asked) -> bytes | None:
        """The file behind REPOSITORY/resolve/REVISION/FILE."""
        repository, _, rest = asked.path.strip("/").partition("/resolve/")
        return self.files.get(f"{repository}/{rest.partition('/')[2]}")

    def part(self, asked: Asked, content: bytes, headers: Mapping[str, str]) -> Reply:
        """All of `content`, or from where it was asked for on, if what was there before is the same."""
        wanted = asked.headers.get("range", "")
        same = asked.headers.get("if-range", headers.get("ETag", "")) == headers.get("ETag", "")
        if not (wanted and same):
            return Reply(200, {**headers, "Content-Length": str(len(content))}, content)
        start = int(wanted.removeprefix("bytes=").rstrip("-"))
        if start >= len(content):
            return Reply(416, {"Content-Range": f"bytes */{len(content)}", "Content-Length": "0"})
        rest = content[start:]
        spoken = f"bytes {start}-{len(content) - 1}/{len(content)}"
        return Reply(206, {**headers, "Content-Length": str(len(rest)), "Content-Range": spoken}, rest)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER)
        writer.transport.set_write_buffer_limits(0)
        try:
            while (asked := await _read(reader)) is not None:
                self.asked.append(asked)
                if not await self.send(writer, self.reply(asked), bare=asked.method == "HEAD"):
                    break
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # a client that was killed
        finally:
            writer.transport.abort()

    async def send(self, writer: asyncio.StreamWriter, reply: Reply, *, bare: bool = False) -> bool:
        """Whether the connection can be used again. `bare`: the headers alone."""
        lines = [f"HTTP/1.1 {reply.status} Said", *(f"{name}: {value}" for name, value in reply.headers.items())]
        if not {"content-length", "transfer-encoding"} & {name.lower() for name in reply.headers}:
            lines.append(f"Content-Length: {len(reply.body)}")
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
        await writer.drain()
        body = b"" if bare else reply.body if reply.cut < 0 else reply.body[: reply.cut]
        for start in range(0, len(body), _PIECE):
            piece = body[start : start + _PIECE]
            writer.write(piece)
            await writer.drain()
            self.sent += len(piece)
            if self.sent >= self.mark:
                self.reached.set()
            if self.rate:
                await asyncio.sleep(len(piece) / self.rate)
        return reply.cut < 0


async def _read(reader: asyncio.StreamReader) -> Asked | None:
    head = await reader.readuntil(b"\r\n\r\n") if not reader.at_eof() else b""
    first, *lines = head.decode("latin-1").split("\r\n")
    if not first:
        return None
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
    method, path = first.split(" ")[0], first.split(" ")[1].partition("?")[0]
    # Who takes it for a proxy names the whole address.
    return Asked(f"/{path.split('/', 3)[3]}" if "://" in path else path, headers, method)
