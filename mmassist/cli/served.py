"""Command lines in the running app: each is parsed and done as in a process of its own, and what it prints goes to whoever typed it."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import CancelledError, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer
from typer.exceptions import TyperException
from typer.main import get_group

from mmassist.values import TargetKind

if TYPE_CHECKING:
    from mmassist.desktop.command_server import Asked, Caller, Serve
    from mmassist.engine.engine import Listeners
    from mmassist.engine.record import Request
    from mmassist.errors import SettingsError
    from mmassist.perception.elements.sight import Seen
    from mmassist.settings import Settings
    from mmassist.values import Outline, Turn, Window
    from mmassist.wiring.serving import Guests

Result = TypeVar("Result")
Stamp = tuple[tuple[int, int, int] | None, ...]

_SETTINGS = ("settings.toml", "presets.toml", "models.toml")
_MATTER = frozenset(
    {
        "AT_SPI_BUS_ADDRESS",
        "DBUS_SESSION_BUS_ADDRESS",
        "DISPLAY",
        "HOME",
        "PULSE_SERVER",
        "PULSE_SINK",
        "PYTHON_KEYRING_BACKEND",
        "WAYLAND_DISPLAY",
        "XAUTHORITY",
        "XDG_CACHE_HOME",
        "XDG_CONFIG_HOME",
        "XDG_DATA_HOME",
        "XDG_RUNTIME_DIR",
    }
)
_MATTERING_ENDS = ("_API_KEY", "_PROXY")
_OWN = "MMASSIST_"


class Declined(Exception):
    """The command is to run by itself. Nothing of it has been done."""


def stamp(folder: Path) -> Stamp:
    """Of the user's files in the folder of settings: it changes when one of them does."""
    found: list[tuple[int, int, int] | None] = []
    for name in _SETTINGS:
        try:
            status = (folder / name).stat()
            found.append((status.st_mtime_ns, status.st_size, status.st_ino))
        except OSError:
            found.append(None)
    return tuple(found)


def mattering(environment: Mapping[str, str]) -> dict[str, str]:
    """What of an environment can make a command behave otherwise."""

    def matters(name: str) -> bool:
        return name in _MATTER or name.startswith(_OWN) or name.upper().endswith(_MATTERING_ENDS)

    return {name: value for name, value in environment.items() if matters(name) and value}


class InApp:
    """The seat of one command in the app. Its methods are called on a thread of the command's own, but for `put` and `aclose`."""

    def __init__(self, caller: Caller, guests: Guests, settings: Callable[[], Settings | None]) -> None:
        """`settings`: the app's own, None where the user's files are others by now. To be made on the engine's loop."""
        self._caller = caller
        self._guests = guests
        self._settings = settings
        self._loop = asyncio.get_running_loop()
        self._taken = False
        self._watch: asyncio.Task[None] | None = None
        self._work: asyncio.Task[Any] | None = None

    @property
    def asked(self) -> Asked:
        return self._caller.asked

    def echo(self, message: str, *, err: bool = False) -> None:
        self._take()
        self._loop.call_soon_threadsafe(self._caller.error if err else self._caller.out, message + "\n")

    def put(self, line: str) -> None:
        """On any thread, once the command's turn has begun."""
        self._loop.call_soon_threadsafe(self._caller.out, line + "\n")

    def settings(self) -> tuple[Settings, SettingsError | None]:
        """Raises Declined where they would not be the app's."""
        if (settings := self._settings()) is None:
            raise Declined
        return settings, None

    def path(self, given: Path) -> Path:
        return Path(self.asked.folder) / given

    def turn(self, settings: Settings, request: Request, listeners: Listeners, *, speak: bool) -> Turn:
        """Raises Declined for a camera, which is lent to one process at a time, and a backend that the app can't ask."""
        if request.target.kind is TargetKind.CAMERA or (request.send and not self._guests.can_ask(request.send)):
            raise Declined
        return self._done(lambda: self._guests.turn(settings, request, listeners, speak=speak))

    def listen(self, settings: Settings, listeners: Listeners, save: Path | None) -> Turn | None:
        """Declined: the microphone is the app's own key's."""
        raise Declined

    def see(self, image: Path, models: Path | None, question: str) -> tuple[Seen, str]:
        """Raises Declined where the app has no models for it."""
        from mmassist.capture.files import read_image

        if models is not None or question or not self._guests.can_see:
            raise Declined
        self._take()
        frame = read_image(image)
        return self._done(lambda: self._guests.see(frame)), ""

    def outline(self, settings: Settings) -> tuple[Window, Outline]:
        return self._done(self._guests.outline)

    def by_itself(self, work: Callable[[], None]) -> None:
        """Declined."""
        raise Declined

    def _take(self) -> None:
        """Raises Declined where the command has gone on by itself meanwhile."""
        if not self._taken and not self._on_loop(self._accepted):
            raise Declined
        self._taken = True

    async def _accepted(self) -> bool:
        if is_wanted := await self._caller.accept():
            self._watch = asyncio.create_task(self._called_off(), name="caller")
        return is_wanted

    async def _called_off(self) -> None:
        """The work ends when the command does."""
        await self._caller.left()
        if self._work is not None:
            self._work.cancel()

    def _done(self, work: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
        """On the engine's loop. Raises concurrent.futures.CancelledError when the command is gone."""
        self._take()
        return self._on_loop(lambda: self._working(work()))

    async def _working(self, work: Coroutine[Any, Any, Result]) -> Result:
        self._work = asyncio.current_task()
        return await work

    def _on_loop(self, work: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
        return asyncio.run_coroutine_threadsafe(work(), self._loop).result()

    async def aclose(self) -> None:
        """Ends what is still going on."""
        going = [task for task in (self._watch, self._work) if task is not None]
        for task in going:
            task.cancel()
        if going:
            await asyncio.wait(going)


class CommandLines:
    """Serves callers one by one or several at once, each on a thread of its own. Belongs to the engine's loop."""

    def __init__(self, app: typer.Typer, settings: Settings, folder: Path) -> None:
        """`folder`: that `settings` were read from, just now."""
        self._commands = get_group(app).commands
        self._settings = settings
        self._folder = folder
        self._stamp = stamp(folder)
        self._environment = mattering(os.environ)
        self._threads = ThreadPoolExecutor(8, thread_name_prefix="command")

    def use(self, settings: Settings) -> None:
        """The app has these settings now, all of them in use, as the user's files have them. Any thread."""
        self._settings, self._stamp = settings, stamp(self._folder)

    def serve(self, guests: Guests) -> Serve:
        """Who does what was typed, or leaves it to whoever typed it."""
        return partial(self._serve, guests)

    async def _serve(self, guests: Guests, caller: Caller) -> None:
        if mattering(caller.asked.environment) != self._environment:
            caller.decline()
            return
        async with contextlib.aclosing(InApp(caller, guests, self._current)) as seat:
            code = await asyncio.get_running_loop().run_in_executor(self._threads, self._run, seat)
            if code is None:
                caller.decline()
            else:
                caller.end(code)

    def _current(self) -> Settings | None:
        return self._settings if stamp(self._folder) == self._stamp else None

    def _run(self, seat: InApp) -> int | None:
        """The exit code; None where nothing was done. What is typed wrongly is said by the command's own process."""
        name, *arguments = seat.asked.arguments
        try:
            return int(self._commands[name].main(arguments, f"mmassist {name}", standalone_mode=False, obj=seat) or 0)
        except (Declined, TyperException):
            return None
        except CancelledError:  # nobody waits for the answer
            return 1

    def close(self) -> None:
        """Once nothing is served any more."""
        self._threads.shutdown(wait=False, cancel_futures=True)
