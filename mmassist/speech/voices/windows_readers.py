"""NVDA and JAWS, the screen readers of Windows, as the app's voice, each by the interface that it has for other programs.

NVDA: `nvdaControllerClient.dll` (2024.1 and later: `speakSsml`, which tells of marks and returns when all was said). JAWS: the COM object
"FreedomSci.JawsApi", which tells nothing of what it says. Not yet verified on hardware: tested against fakes of these interfaces.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import ctypes
import importlib
import re
import threading
from collections.abc import AsyncGenerator, Callable
from enum import Enum
from typing import Any, Protocol, cast
from xml.sax.saxutils import escape

from mmassist.errors import SpeechError, WorkerLost
from mmassist.speech.voices.base import VoiceOptions, speakable
from mmassist.values import Fault

_WORDS = re.compile(r"\S+")
_AS_SET, _NORMAL = -1, 0  # the symbol level that the user has chosen; SPEECH_PRIORITY_NORMAL
_LETTERS_A_SECOND = 15.0  # of a reader that does not say when it is done: 180 words a minute
_STOP_AGAIN = 0.05  # seconds
_CANCELLED = 1223  # ERROR_CANCELLED
_AGAIN, _AGAIN_AT_MOST = 0.5, 2.0  # seconds until what was cut is said again; the reader has something to say first
_DLLS = ("nvdaControllerClient", "nvdaControllerClient64", "nvdaControllerClient32")
_JAWS_WINDOW = "JFWUI2"

Words = list[tuple[int, str]]
"""Places in a text, and the words that are there."""


class Outcome(Enum):
    """Of a text: said to its end; cut short, by a key of the user's say; or given to a reader that does not tell."""

    SAID = "said"
    CUT = "cut"
    UNKNOWN = "unknown"


class Reader(Protocol):
    """A screen reader. All methods but `stop` on one thread of their own."""

    name: str

    def is_running(self) -> bool: ...

    def say(self, words: Words, reached: Callable[[int], None]) -> Outcome:
        """Says the words; `reached` is called, on any thread, with the place of each as it begins, where the reader tells. Returns when it
        is over, or at once where the reader does not tell. Raises OSError where it refuses."""
        ...

    def stop(self) -> None:
        """On any thread; what `say` waits for ends."""
        ...


class Nvda:
    """By its controller client."""

    name = "NVDA"

    def __init__(self, dll: Any) -> None:
        """`dll`: the client as `ctypes` loads it."""
        self._dll = dll
        self._reached: Callable[[int], None] = lambda place: None
        make = getattr(ctypes, "WINFUNCTYPE", ctypes.CFUNCTYPE)
        self._callback = make(ctypes.c_long, ctypes.c_wchar_p)(self._on_mark)

    def is_running(self) -> bool:
        return int(self._dll.nvdaController_testIfRunning()) == 0

    def say(self, words: Words, reached: Callable[[int], None]) -> Outcome:
        try:
            speak, tell = self._dll.nvdaController_speakSsml, self._dll.nvdaController_setOnSsmlMarkReachedCallback
        except AttributeError:  # a client older than 2024.1
            _check(self._dll.nvdaController_speakText(" ".join(word for _, word in words)))
            return Outcome.UNKNOWN
        self._reached = reached
        _check(tell(self._callback))
        marked = " ".join(f'<mark name="{place}"/>{escape(word)}' for place, word in words)
        code = speak(f"<speak>{marked}</speak>", _AS_SET, _NORMAL, False)
        if code == _CANCELLED:
            return Outcome.CUT
        _check(code)
        return Outcome.SAID

    def _on_mark(self, name: str | None) -> int:
        if name and name.isdecimal():
            self._reached(int(name))
        return 0

    def stop(self) -> None:
        self._dll.nvdaController_cancelSpeech()


class Jaws:
    """By its COM object."""

    name = "JAWS"

    def __init__(self, find_window: Callable[[str, None], int], make: Callable[[], Any]) -> None:
        """`find_window`: user32's FindWindowW. `make`: gives the COM object, on the thread that it is then used on."""
        self._find_window = find_window
        self._make = make
        self._there = threading.local()

    def is_running(self) -> bool:
        return bool(self._find_window(_JAWS_WINDOW, None))

    def _api(self) -> Any:
        if not hasattr(self._there, "api"):
            self._there.api = self._make()
        return self._there.api

    def say(self, words: Words, reached: Callable[[int], None]) -> Outcome:
        if not self._api().SayString(" ".join(word for _, word in words), False):
            raise OSError("JAWS refused a text")
        return Outcome.UNKNOWN

    def stop(self) -> None:
        self._api().StopSpeech()


class WindowsReaderVoice:
    """A `Talker`: whichever of the readers runs. Speed, pitch and volume are the reader's own."""

    name = "screen-reader"

    def __init__(self, readers: tuple[Reader, ...] | None = None) -> None:
        self._readers = found() if readers is None else readers
        self._thread = _thread()

    @staticmethod
    def check() -> Fault | None:
        return None  # readers come and go

    async def start(self) -> None:
        """Nothing is held open."""

    async def _on_thread(self, call: Callable[[], Any]) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._thread, call)

    def _running(self) -> Reader | None:
        for reader in self._readers:
            try:
                if reader.is_running():
                    return reader
            except OSError:
                continue
        return None

    async def is_here(self) -> bool:
        return await self._on_thread(self._running) is not None

    async def take_floor(self) -> None:
        reader = cast("Reader | None", await self._on_thread(self._running))
        if reader is not None:
            await self._on_thread(reader.stop)

    async def speak(self, text: str, options: VoiceOptions) -> AsyncGenerator[int, None]:
        words = [(found.start(), word) for found in _WORDS.finditer(text) if (word := speakable(found.group()))]
        said, begun, pause = 0, False, _AGAIN
        while left := [word for word in words if word[0] >= said]:
            async with contextlib.aclosing(self._said(left)) as places:
                async for place in places:
                    if place is None:
                        return
                    if not begun or place > said:
                        said, begun = (place if begun else 0), True
                        yield said
            await asyncio.sleep(pause)
            pause = min(2 * pause, _AGAIN_AT_MOST)

    async def _said(self, words: Words) -> AsyncGenerator[int | None, None]:
        """Places as they are reached, and None when all was said; without it, it was cut short."""
        reader = cast("Reader | None", await self._on_thread(self._running))
        if reader is None:
            raise WorkerLost("no screen reader runs", "The screen reader has ended.", "mmassist speaks through it again once it runs.")
        loop = asyncio.get_running_loop()
        places: asyncio.Queue[int | None] = asyncio.Queue()

        def reached(place: int) -> None:
            loop.call_soon_threadsafe(places.put_nowait, place)

        saying = loop.run_in_executor(self._thread, reader.say, words, reached)
        saying.add_done_callback(lambda _: places.put_nowait(None))
        over = False
        try:
            while (place := await places.get()) is not None:
                yield place
            outcome = await saying
            if outcome is Outcome.UNKNOWN:
                yield words[0][0]
                await asyncio.sleep(sum(len(word) + 1 for _, word in words) / _LETTERS_A_SECOND)
            over = True
            if outcome is not Outcome.CUT:
                yield None
        except OSError as error:
            raise SpeechError(f"{reader.name}: {error}") from error
        finally:
            if not over:
                # On another thread, since the reader's own waits for the text; again, where it had not even begun.
                await asyncio.to_thread(reader.stop)
                while (await asyncio.wait([saying], timeout=_STOP_AGAIN))[1]:
                    await asyncio.to_thread(reader.stop)

    async def aclose(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)
        self._thread = _thread()  # it may be started again, and begins with the first use


def _thread() -> concurrent.futures.ThreadPoolExecutor:
    return concurrent.futures.ThreadPoolExecutor(1, "screen reader")


def found() -> tuple[Reader, ...]:
    """What of them can be spoken through on this computer."""
    readers: list[Reader] = []
    load = getattr(ctypes, "WinDLL")  # noqa: B009 - there on Windows alone
    for name in _DLLS:
        try:
            readers.append(Nvda(load(f"{name}.dll")))
            break
        except OSError:
            continue
    client = importlib.import_module("comtypes.client")
    find = load("user32.dll").FindWindowW
    return (*readers, Jaws(find, lambda: client.CreateObject("FreedomSci.JawsApi")))


def _check(code: int) -> None:
    if code:
        raise OSError(code, "NVDA refused a text")
