"""A connection to speech-dispatcher: the Speech Synthesis Interface Protocol (SSIP), as its manual "SSIP Documentation" tells it."""

from __future__ import annotations

import asyncio
import contextlib
import getpass
import os
import shutil
import socket
import struct
import sys
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import TypeVar

from mmassist.errors import VoiceUnavailable, WorkerLost
from mmassist.inference.vitals import work

_T = TypeVar("_T")
_PATIENCE = 1.0  # seconds in which a command is answered
_BUSY = 8.0  # seconds more that a server is given which waits for the processor, on a busy machine
_WORKED, _ALL_WORKED = 0.5, 2.0  # seconds of the processor's time that it, and all that it has started, may take for an answer from then on
_LOOKS, _LOOK = 3, 0.1  # so often in a row, at such distances in seconds, it is looked at and does not, until it is said to hang
_PROGRAM = "speech-dispatcher"
_STARTS_WITHIN, _CONNECTS_WITHIN = 5.0, 2.0  # seconds in which the server comes up, and then takes connections
_EVENTS = range(700, 706)


class Kind(IntEnum):
    """What the server tells of a text by itself."""

    MARK = 700
    BEGIN = 701
    END = 702
    CANCELED = 703
    PAUSED = 704
    RESUMED = 705


@dataclass(frozen=True, slots=True)
class Event:
    """`text`: the number of the text it is about. `mark`: the name of an index mark that was reached."""

    kind: Kind
    text: int
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """A Unix socket by `path`, or `host` and `port`."""

    path: str = ""
    host: str = ""
    port: int = 0


def address(environment: Mapping[str, str] = os.environ) -> Address:
    """Where the user's server listens, by the rules of its own clients: SPEECHD_ADDRESS, else the socket in the runtime folder."""
    kind, _, rest = environment.get("SPEECHD_ADDRESS", "").partition(":")
    if kind == "unix_socket" and rest:
        return Address(path=rest)
    if kind == "inet_socket":
        host, _, port = rest.partition(":")
        return Address(host=host or "127.0.0.1", port=int(port) if port.isdecimal() else 6560)
    base = environment.get("XDG_RUNTIME_DIR") or str(Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache"))
    return Address(path=str(Path(base, "speech-dispatcher", "speechd.sock")))


class Connection:
    """One client of the server. Belongs to one asyncio loop; one command at a time."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._replies: asyncio.Queue[tuple[int, list[str]] | None] = asyncio.Queue()
        self._events: asyncio.Queue[Event | None] = asyncio.Queue()  # None: it is gone
        self._server = _process_of(writer)
        self._one = asyncio.Lock()
        self._reading = asyncio.create_task(self._read(), name="speech-dispatcher")

    @classmethod
    async def open(cls, where: Address, component: str) -> Connection:
        """Connects as the program "mmassist", and starts the server where there is none. `component`: which part of the program. Raises
        VoiceUnavailable (it can't be started) or WorkerLost (it does not answer)."""
        try:
            streams = await _connected(where)
        except OSError:
            await _spawn(where)
            streams = await _connected_soon(where)
        connection = cls(*streams)
        try:
            await connection.command(f"SET self CLIENT_NAME {getpass.getuser()}:mmassist:{component}")
            await connection.command("SET self NOTIFICATION ALL on")
            await connection.command("SET self SSML_MODE on")
        except WorkerLost:
            await connection.aclose()
            raise
        return connection

    @property
    def is_open(self) -> bool:
        return not self._reading.done()

    async def event(self, patience: float | None) -> Event | None:
        """The next thing that the server tells by itself. None where it tells nothing within so many seconds, or some more while it only
        waits for the processor. Raises WorkerLost when it is gone."""
        try:
            event = await self._soon(self._events, patience)
        except TimeoutError:
            return None
        if event is None:
            self._events.put_nowait(None)  # for whoever asks next
            raise _gone()
        return event

    async def _soon(self, queue: asyncio.Queue[_T], patience: float | None) -> _T:
        """Raises TimeoutError. A busy machine is no server that hangs: it, or what it speaks by, wants the processor then, and hardly gets
        it. One that gets it and does not answer goes round in circles."""
        loop, idle, first = asyncio.get_running_loop(), 0, None
        latest = loop.time() + (patience or 0.0) + _BUSY
        while True:
            try:
                async with asyncio.timeout(patience):
                    return await queue.get()
            except TimeoutError:
                now = await asyncio.to_thread(work, self._server, _PROGRAM)
                first = first or now
                idle = 0 if now.is_wanted else idle + 1
                is_circling = now.own - first.own > _WORKED or now.whole - first.whole > _ALL_WORKED
                if idle == _LOOKS or is_circling or loop.time() > latest:
                    raise
            patience = _LOOK

    async def command(self, line: str) -> list[str]:
        """The lines of the answer, without their numbers. Raises WorkerLost where none comes, ValueError where the server refuses."""
        return await self._whole(self._command(line))

    async def say(self, ssml: str) -> int:
        """Queues a text; returns the number that events call it by. Raises as `command` does."""
        return await self._whole(self._say(ssml))

    async def _whole(self, exchange: Coroutine[None, None, _T]) -> _T:
        """An exchange goes on to its end even where nobody waits for it any more: the next one would get its answer."""
        task = asyncio.create_task(exchange)
        task.add_done_callback(lambda done: done.cancelled() or done.exception())
        return await asyncio.shield(task)

    async def _command(self, line: str) -> list[str]:
        async with self._one:
            return await self._exchange(line)

    async def _say(self, ssml: str) -> int:
        # A line with a dot alone ends the text.
        lines = [f".{line}" if line.startswith(".") else line for line in ssml.splitlines()]
        async with self._one:
            await self._exchange("SPEAK")
            answer = await self._exchange("\r\n".join([*lines, "."]))
        return int(answer[0])

    async def _exchange(self, lines: str) -> list[str]:
        if not self.is_open:
            raise _gone()
        self._writer.write(f"{lines}\r\n".encode(errors="replace"))
        try:
            reply = await self._soon(self._replies, _PATIENCE)
        except TimeoutError as error:
            # What it still answers would be taken for the answer to something else.
            self._reading.cancel()
            raise WorkerLost("speech-dispatcher is silent", "Speech-dispatcher does not answer.", _RESTART) from error
        if reply is None:
            raise _gone()
        code, answer = reply
        if code >= 300:
            raise ValueError(f"speech-dispatcher: {code} {answer[-1]}")
        return answer

    async def _read(self) -> None:
        lines: list[str] = []
        try:
            while line := (await self._reader.readline()).decode(errors="replace").rstrip("\r\n"):
                lines.append(line[4:])
                if line[3:4] != " " or not line[:3].isdecimal():
                    continue
                code, told = int(line[:3]), lines
                lines = []
                if code in _EVENTS:
                    self._events.put_nowait(Event(Kind(code), int(told[0]), told[2] if code == Kind.MARK else ""))
                else:
                    self._replies.put_nowait((code, told))
        except (OSError, ValueError, IndexError):
            # What is no protocol can't be understood any further.
            return
        finally:
            self._replies.put_nowait(None)
            self._events.put_nowait(None)

    async def fall_silent(self) -> None:
        """Cancels what it says for us. Whether a busy server has done it yet is not waited for any longer than one that is not may take."""
        if self.is_open:
            with contextlib.suppress(WorkerLost, ValueError, TimeoutError):  # told when it is to speak
                async with asyncio.timeout(_PATIENCE):
                    await self.command("CANCEL self")

    async def aclose(self) -> None:
        """Idempotent."""
        self._reading.cancel()
        await asyncio.wait([self._reading])
        self._writer.close()
        with contextlib.suppress(OSError, TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                await self._writer.wait_closed()


def _process_of(writer: asyncio.StreamWriter) -> int:
    """Who has opened the socket at the other end; 0 where this system does not tell."""
    own = writer.get_extra_info("socket")
    if sys.platform != "linux" or own is None or own.family != socket.AF_UNIX:
        return 0
    pid, _, _ = struct.unpack("3i", own.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i")))
    return int(pid)


async def _connected(where: Address) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    try:
        async with asyncio.timeout(_PATIENCE):
            if where.path:
                return await asyncio.open_unix_connection(where.path)
            return await asyncio.open_connection(where.host, where.port)
    except TimeoutError as error:
        raise WorkerLost("speech-dispatcher takes no connection", "Speech-dispatcher does not answer.", _RESTART) from error


async def _connected_soon(where: Address) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """To a server that is coming up. Raises VoiceUnavailable."""
    deadline = asyncio.get_running_loop().time() + _CONNECTS_WITHIN
    while True:
        try:
            return await _connected(where)
        except OSError as error:
            if asyncio.get_running_loop().time() > deadline:
                raise VoiceUnavailable(f"speech-dispatcher: {error}", _MISSING, _REMEDY) from error
        await asyncio.sleep(0.05)


async def _spawn(where: Address) -> None:
    """Starts the server as its own clients do; one that is coming up already is no fault. Raises VoiceUnavailable."""
    program = shutil.which(_PROGRAM)
    if program is None or not where.path:
        raise VoiceUnavailable("no speech-dispatcher", _MISSING, _REMEDY)
    process = await asyncio.create_subprocess_exec(
        *(program, "--spawn", "--communication-method", "unix_socket", "--socket-path", where.path),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(_STARTS_WITHIN):
            await process.wait()
    except TimeoutError as error:
        process.kill()
        await process.wait()
        raise VoiceUnavailable("speech-dispatcher does not come up", _MISSING, _REMEDY) from error


def _gone() -> WorkerLost:
    return WorkerLost("speech-dispatcher is gone", "Speech-dispatcher ended.", _RESTART)


_MISSING = "Speech-dispatcher can't be reached."
_REMEDY = "Install speech-dispatcher, or choose another voice in the settings."
_RESTART = "It is tried again after a while."
