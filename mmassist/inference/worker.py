"""A supervised worker process: where native models and voices run, so that a crash is survived and a hang is killed."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import sys
import time
from collections.abc import AsyncGenerator, Callable

from mmassist import errors
from mmassist.errors import MmassistError, WorkerLost
from mmassist.inference.keeping import Keeper, Restarts
from mmassist.inference.messages import PREFIX, Message, decode, encode, lengths
from mmassist.inference.vitals import Vitals, vitals

log = logging.getLogger(__name__)

_STARTS_WITHIN = 60.0  # seconds
_LOOK = 0.25  # seconds between two looks at a process that owes an answer
# Seconds without a sign of life, which a process that works gives twice a second: after so many it hangs however busy the machine is, and
# after so many if none of its threads could even run.
_PULSELESS, _ASLEEP = 4.0, 1.25


class Worker:
    """One child process that answers requests; belongs to one asyncio loop and is used from it alone.

    When it dies or hangs, its keeper decides whether it is started again.
    """

    def __init__(
        self,
        module: str,
        *,
        hang_after: float = 15.0,
        on_lost: Callable[[], None] | None = None,
        keeper: Keeper | None = None,
    ) -> None:
        """`module`: see `inference.serve`. `hang_after`: seconds without any answer after which it is killed; one that is stopped
        altogether is known within a second (where the system does not tell, after 4).

        `on_lost` is called, on the loop, each time the process ended without being asked to. `keeper`: None for one that nobody
        watches over.
        """
        self._module = module
        self._hang_after = hang_after
        self._on_lost = on_lost
        self.keeper: Keeper = keeper or Restarts()
        self._process: asyncio.subprocess.Process | None = None
        self._reader: asyncio.Task[None] | None = None
        self._restart: asyncio.Task[None] | None = None
        self._pending: dict[int, asyncio.Queue[Message | None]] = {}
        self._cancelled: dict[int, asyncio.TimerHandle] = {}  # when to lose patience with what was told to stop
        self._ids = itertools.count(1)
        self._starting = asyncio.Lock()
        self._answered_at = self._alive_at = 0.0
        self._closed = False

    @property
    def pid(self) -> int | None:
        """Process id while it runs."""
        return self._process.pid if self._process else None

    async def start(self) -> None:
        """Returns once the process is ready. Raises WorkerLost if it can't start, or may not. One that is killed as it starts is lost, and
        its keeper decides."""
        async with self._starting:
            while self._process is None and not self._closed:
                if (refusal := self.keeper.refusal) is not None:
                    raise refusal
                process = await self._launched()
                if process.returncode is None:
                    self._process = process
                    self._reader = asyncio.create_task(self._read_replies(process), name=f"replies of {self._module}")
                    self.keeper.works()
                    return
                why = f"{self._module} did not start (exit code {process.returncode})"
                if process.returncode > 0 or self._closed:
                    raise self.keeper.failed(why)
                if (pause := self.keeper.lost(why)) is None:
                    raise self.keeper.failed(why)
                await asyncio.sleep(pause)

    async def _launched(self) -> asyncio.subprocess.Process:
        """A process that is ready, or has ended."""
        try:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", "mmassist.inference.serve", self._module),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
            )
        except OSError as error:  # no memory, no descriptor, no more processes
            raise WorkerLost(f"{self._module} could not be started: {error.strerror}") from error
        try:
            async with asyncio.timeout(_STARTS_WITHIN):
                ready = await _ready(process)
        except (TimeoutError, ValueError):
            ready = None
        except asyncio.CancelledError:
            await _killed(process)
            raise
        if self._closed:
            await _killed(process)
        elif ready is None:
            await _ended(process)
        return process

    async def request(self, op: str, body: bytes = b"", /, **fields: object) -> AsyncGenerator[Message, None]:
        """Yields the replies as they come. Leaving the iteration (aclose) cancels the request in the process.

        Raises the process's own MmassistError by name, or WorkerLost if it dies or is silent for `hang_after` seconds.
        """
        try:
            await self.start()
        except WorkerLost as error:
            if self.keeper.refusal is None and not self._closed:
                self._lost(str(error))
            raise
        process = self._process
        if process is None or process.stdin is None:
            raise WorkerLost(f"{self._module} is closed")
        request_id = next(self._ids)
        replies: asyncio.Queue[Message | None] = asyncio.Queue()
        self._pending[request_id] = replies
        finished = False
        try:
            _send(process, Message({**fields, "op": op, "id": request_id}, body))
            while True:
                reply = await self._next(replies, process)
                if reply.fields["kind"] == "end":
                    finished = True
                    return
                if reply.fields["kind"] == "error":
                    raise _error(reply)
                yield reply
        finally:
            del self._pending[request_id]
            if not finished and process is self._process and not _has_ended(replies):
                self._cancel(process, request_id)

    def _cancel(self, process: asyncio.subprocess.Process, request_id: int) -> None:
        """A process that does not let go of a cancelled request in time would keep the next one waiting: it is killed."""
        _send(process, Message({"op": "cancel", "id": request_id}))
        loop = asyncio.get_running_loop()
        self._cancelled[request_id] = loop.call_later(self._hang_after, self._lose_patience, process, request_id)

    def _lose_patience(self, process: asyncio.subprocess.Process, request_id: int) -> None:
        del self._cancelled[request_id]
        if process is self._process:
            log.warning("%s goes on with what was cancelled: killed", self._module)
            process.kill()

    async def _next(self, replies: asyncio.Queue[Message | None], process: asyncio.subprocess.Process) -> Message:
        asked, seen = time.monotonic(), Vitals.RUNS
        while True:
            looked = time.monotonic()
            try:
                async with asyncio.timeout(min(_LOOK, self._hang_after)):
                    reply = await replies.get()
                break
            except TimeoutError:
                # If it was the loop that was held up, what came meanwhile is looked at first.
                if time.monotonic() - looked >= 2 * _LOOK:
                    continue
                before, seen = seen, vitals(process.pid)
                if self._hangs(asked, seen if seen is before else Vitals.RUNS):
                    await self._end(process)
                    raise self.keeper.failed(f"{self._module} is silent") from None
        if reply is None:
            raise self.keeper.failed(f"{self._module} ended in the middle of a request")
        return reply

    def _hangs(self, asked: float, seen: Vitals) -> bool:
        """`seen`: at two looks in a row."""
        now = time.monotonic()
        silent, quiet = now - max(asked, self._alive_at), now - max(asked, self._answered_at)
        if seen is Vitals.STOPPED or (seen is Vitals.ASLEEP and silent >= _ASLEEP):
            return True
        return quiet >= self._hang_after or silent >= _PULSELESS

    async def _end(self, process: asyncio.subprocess.Process) -> None:
        log.warning("%s is silent: killed", self._module)
        process.kill()
        if self._reader:
            await asyncio.wait([self._reader])

    async def _read_replies(self, process: asyncio.subprocess.Process) -> None:
        try:
            while (message := await _read(process)) is not None:
                self._alive_at = time.monotonic()
                if message.fields["kind"] == "pulse":
                    continue
                self._answered_at = self._alive_at
                if replies := self._pending.get(message.fields["id"]):
                    replies.put_nowait(message)
                elif message.fields["kind"] == "end" and (timer := self._cancelled.pop(message.fields["id"], None)):
                    timer.cancel()
        except ValueError:
            log.exception("%s sent what is no message", self._module)
        await _ended(process)
        self._process = None
        for replies in self._pending.values():
            replies.put_nowait(None)
        for timer in self._cancelled.values():
            timer.cancel()
        self._cancelled.clear()
        if not self._closed:
            log.warning("%s ended (exit code %s)", self._module, process.returncode)
            self._lost(f"{self._module} ended (exit code {process.returncode})")

    def _lost(self, why: str) -> None:
        pause = self.keeper.lost(why)
        if self._on_lost:
            self._on_lost()
        if pause is not None:
            # One at a time: each request that fails is a loss, and would begin a row of restarts of its own.
            if self._restart is not None and self._restart is not asyncio.current_task():
                self._restart.cancel()
            self._restart = asyncio.create_task(self._start_again(pause), name=f"restart of {self._module}")

    async def _start_again(self, pause: float) -> None:
        await asyncio.sleep(pause)
        try:
            await self.start()
        except WorkerLost as error:
            log.warning("%s", error)
            self._lost(str(error))

    async def aclose(self) -> None:
        """Ends the process; waits for it up to 2 s, then kills it."""
        self._closed = True
        if self._restart:
            self._restart.cancel()
            await asyncio.wait([self._restart])
        if (process := self._process) is None:
            return
        if process.stdin:
            process.stdin.close()
        if self._reader:
            _, running = await asyncio.wait([self._reader], timeout=2)
            if running:
                process.kill()
                await self._reader


def _has_ended(replies: asyncio.Queue[Message | None]) -> bool:
    """Whether the end came before anybody took it."""
    last = None
    while not replies.empty():
        last = replies.get_nowait()
    return last is not None and last.fields["kind"] == "end"


async def _ready(process: asyncio.subprocess.Process) -> Message | None:
    """Its first message; None if it ended, or was stopped before it was ready."""
    reading = asyncio.create_task(_read(process))
    seen = Vitals.RUNS
    try:
        while not (await asyncio.wait([reading], timeout=_LOOK))[0]:
            before, seen = seen, vitals(process.pid)
            if seen is before is Vitals.STOPPED:
                await _killed(process)
        return await reading
    finally:
        reading.cancel()


async def _read(process: asyncio.subprocess.Process) -> Message | None:
    stream = process.stdout
    if stream is None:
        return None
    try:
        header, body = lengths(await stream.readexactly(PREFIX.size))
        return decode(await stream.readexactly(header), await stream.readexactly(body))
    except asyncio.IncompleteReadError:
        return None


async def _ended(process: asyncio.subprocess.Process) -> None:
    """Waits for a process whose pipe is closed. It is killed only if it lingers: a kill reaps a dead child under asyncio's feet."""
    try:
        async with asyncio.timeout(1):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


async def _killed(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    await process.wait()


def _send(process: asyncio.subprocess.Process, message: Message) -> None:
    # A pipe whose reader died is noticed by the reading side, which tells every pending request.
    if process.stdin is not None and not process.stdin.is_closing():
        process.stdin.write(encode(message))


def _error(reply: Message) -> MmassistError:
    kind = getattr(errors, str(reply.fields["error"]), WorkerLost)
    error = kind(reply.fields["message"], reply.fields["spoken"], reply.fields["remedy"])
    assert isinstance(error, MmassistError)  # noqa: S101 - narrows the type
    return error
