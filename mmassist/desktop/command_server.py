"""The app's side of the warm command line: a socket of the user's own, on which the user's own commands alone are answered.

A command is served as one `Caller`. What may be asked, and how it is done, is the business of whoever serves it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from mmassist.desktop import command_wire as wire
from mmassist.errors import DesktopError
from mmassist.inference import locking
from mmassist.sayings import saying

log = logging.getLogger(__name__)

_MOST = 8
"""Commands at once; another one is declined, and runs by itself."""
_TYPED = 2.0
"""Seconds for the whole of a request."""
_TAKEN = "Commands can't be answered: somebody else holds the place for that."


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed and where; a relative path begins in `folder`. The environment may hold secrets."""

    arguments: tuple[str, ...]
    folder: str
    environment: Mapping[str, str] = field(repr=False)


class Caller:
    """A command that waits for its answer. Belongs to the loop."""

    def __init__(self, asked: Asked, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.asked = asked
        self._reader = reader
        self._writer = writer

    async def accept(self) -> bool:
        """Takes the request; returns whether it is still wanted. Nothing may be done before."""
        self._writer.write(wire.frame(wire.ACCEPTED))
        try:
            async with asyncio.timeout(wire.PATIENCE):
                return wire.head(await self._reader.readexactly(wire.HEAD)) == (wire.GO, 0)
        except (TimeoutError, asyncio.IncompleteReadError, ConnectionError):
            return False

    def decline(self) -> None:
        """Leaves it to the command to run by itself; only where it was not accepted."""
        self._writer.write(wire.frame(wire.DECLINED))

    def out(self, text: str) -> None:
        """For its standard output."""
        self._writer.writelines(wire.texts(wire.OUT, text))

    def error(self, text: str) -> None:
        """For its standard error."""
        self._writer.writelines(wire.texts(wire.ERROR, text))

    def end(self, code: int) -> None:
        """The last word: with which exit code it ends, 0 to 255."""
        self._writer.write(wire.frame(wire.EXIT, bytes([code])))

    async def left(self) -> None:
        """Returns when it is gone; until then it is told from time to time that it is being served. Only after `accept`."""
        while True:
            try:
                async with asyncio.timeout(wire.ALIVE_EVERY):
                    await self._reader.read(1)  # it has nothing more to say: what comes is the end
                return
            except TimeoutError:
                self._writer.write(wire.frame(wire.ALIVE))
            except ConnectionError:
                return


Serve = Callable[[Caller], Awaitable[None]]
"""Answers one caller. It is cancelled when the caller goes away."""


class CommandServer:
    """Listens from `start` to `aclose`. Belongs to one loop."""

    def __init__(self, serve: Serve) -> None:
        self._serve = serve
        self._installation = wire.installation()
        self._stack = contextlib.ExitStack()
        self._server: asyncio.Server | None = None
        self._callers: set[asyncio.Task[None]] = set()

    async def start(self) -> bool:
        """Whether it listens: not on systems without such sockets, nor where another app of this user does already.

        The socket that a dead app left behind is taken over. Raises DesktopError where another user holds its place, or none can be made.
        """
        if not (folder := wire.folder()):
            return False
        try:
            listening = self._opened(folder)
        except OSError as error:
            self._stack.close()
            remedy = saying("Commands run by themselves, which takes longer. Remove {folder}, then start mmassist again.", folder=folder)
            told = _TAKEN if isinstance(error, wire.NotOurs) else "Commands can't be answered: no place for that could be made."
            raise DesktopError(f"no socket in {folder}: {error.strerror or error}", told, remedy) from error
        if listening is None:
            self._stack.close()
            return False
        self._server = await asyncio.start_unix_server(self._come, sock=listening)
        return True

    def _opened(self, folder: str) -> socket.socket | None:
        """None: another one listens. The lock tells: it is gone with the process that held it."""
        os.makedirs(folder, mode=0o700, exist_ok=True)  # noqa: PTH103 - a folder that is a link is found out next
        handle = wire.open_folder(folder)
        self._stack.callback(os.close, handle)
        os.fchmod(handle, 0o700)
        lock = os.open(wire.LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600, dir_fd=handle)
        self._stack.callback(os.close, lock)
        try:
            locking.lock(lock)
        except BlockingIOError:
            return None
        self._unlinked(handle)
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._stack.callback(listening.close)
        listening.bind(wire.address(handle))
        self._stack.callback(self._unlinked, handle)
        os.chmod(wire.address(handle), 0o600)  # noqa: PTH101
        listening.listen(_MOST)
        listening.setblocking(False)
        return listening

    def _unlinked(self, handle: int) -> None:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(wire.SOCKET, dir_fd=handle)

    async def aclose(self) -> None:
        """Listens no more, and breaks off what is being served. Idempotent."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for task in (callers := tuple(self._callers)):
            task.cancel()
        if callers:
            await asyncio.wait(callers)
        self._stack.close()

    async def _come(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - narrows the type
        self._callers.add(task)
        try:
            if self._is_own(writer):
                await self._served(reader, writer)
                await writer.drain()
        except (ConnectionError, ValueError, TimeoutError, asyncio.IncompleteReadError) as error:
            log.info("a command was not served: %s", type(error).__name__)
        finally:
            self._callers.discard(task)
            writer.close()

    def _is_own(self, writer: asyncio.StreamWriter) -> bool:
        """Whether the same user is at the other end, in a process that sees the same files."""
        credentials = writer.get_extra_info("socket").getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
        if (user := wire.user_of(credentials)) != os.geteuid():
            log.warning("a command of user %d was refused", user)
            return False
        return sees_the_same(wire.process_of(credentials))

    async def _served(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Raises ValueError for what is no request, TimeoutError where it does not come."""
        async with asyncio.timeout(_TYPED):
            kind, length = wire.head(await reader.readexactly(wire.HEAD))
            if kind != wire.REQUEST or length > wire.LONGEST_REQUEST:
                raise ValueError("not a request")
            body = await reader.readexactly(length)
        try:
            arguments, folder, installation, environment = wire.asked(body)
            if installation != self._installation or len(self._callers) > _MOST or arguments[0] not in wire.COMMANDS:
                raise ValueError("not for this app")
        except ValueError:
            writer.write(wire.frame(wire.DECLINED))
        else:
            await self._serve(Caller(Asked(arguments, folder, environment), reader, writer))


def sees_the_same(process: int) -> bool:
    """Whether a path means the same file for a process as here: one in a sandbox is not to have read for it what it can't."""
    try:
        return all(os.path.samefile(f"/proc/{process}/{place}", f"/proc/self/{place}") for place in ("ns/mnt", "root"))  # noqa: PTH121
    except OSError:
        return False
