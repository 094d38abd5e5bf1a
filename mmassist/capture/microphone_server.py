"""What a sound server (PulseAudio, or PipeWire in its place) says of its microphones, by libpulse.

PortAudio lists devices once, and the microphones of a sound server never: to ALSA all of them are the one device "pulse". The layout
of the structures is that of libpulse's `introspect.h`, which has only ever grown at the end.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable

from mmassist.capture.sound_devices import Source, Sources


class _SampleSpec(ctypes.Structure):
    _fields_ = (("format", ctypes.c_int), ("rate", ctypes.c_uint32), ("channels", ctypes.c_uint8))


class _ChannelMap(ctypes.Structure):
    _fields_ = (("channels", ctypes.c_uint8), ("map", ctypes.c_int * 32))


class _Volumes(ctypes.Structure):
    _fields_ = (("channels", ctypes.c_uint8), ("values", ctypes.c_uint32 * 32))


class _SourceInfo(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("index", ctypes.c_uint32),
        ("description", ctypes.c_char_p),
        ("sample_spec", _SampleSpec),
        ("channel_map", _ChannelMap),
        ("owner_module", ctypes.c_uint32),
        ("volume", _Volumes),
        ("mute", ctypes.c_int),
        ("monitor_of_sink", ctypes.c_uint32),
    )


class _ServerInfo(ctypes.Structure):
    _fields_ = (
        ("user_name", ctypes.c_char_p),
        ("host_name", ctypes.c_char_p),
        ("server_version", ctypes.c_char_p),
        ("server_name", ctypes.c_char_p),
        ("sample_spec", _SampleSpec),
        ("default_sink_name", ctypes.c_char_p),
        ("default_source_name", ctypes.c_char_p),
    )


_INVALID = 0xFFFFFFFF
_NO_AUTOSPAWN = 1
_SOURCES_AND_SERVER = 0x0002 | 0x0080
_READY, _FAILED, _TERMINATED = 4, 5, 6
_ACCESS_DENIED = 1
_ON_SOURCE = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.POINTER(_SourceInfo), ctypes.c_int, ctypes.c_void_p)
_ON_SERVER = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.POINTER(_ServerInfo), ctypes.c_void_p)
_ON_EVENT = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int, ctypes.c_uint32, ctypes.c_void_p)
_NEEDED = (  # (function, what it returns; all arguments are pointers but these)
    ("pa_mainloop_new", ctypes.c_void_p, ()),
    ("pa_mainloop_get_api", ctypes.c_void_p, (ctypes.c_void_p,)),
    ("pa_mainloop_iterate", ctypes.c_int, (ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)),
    ("pa_mainloop_wakeup", None, (ctypes.c_void_p,)),
    ("pa_mainloop_free", None, (ctypes.c_void_p,)),
    ("pa_context_new", ctypes.c_void_p, (ctypes.c_void_p, ctypes.c_char_p)),
    ("pa_context_connect", ctypes.c_int, (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.c_void_p)),
    ("pa_context_get_state", ctypes.c_int, (ctypes.c_void_p,)),
    ("pa_context_errno", ctypes.c_int, (ctypes.c_void_p,)),
    ("pa_context_disconnect", None, (ctypes.c_void_p,)),
    ("pa_context_unref", None, (ctypes.c_void_p,)),
    ("pa_context_set_subscribe_callback", None, (ctypes.c_void_p, _ON_EVENT, ctypes.c_void_p)),
    ("pa_context_subscribe", ctypes.c_void_p, (ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)),
    ("pa_context_get_server_info", ctypes.c_void_p, (ctypes.c_void_p, _ON_SERVER, ctypes.c_void_p)),
    ("pa_context_get_source_info_list", ctypes.c_void_p, (ctypes.c_void_p, _ON_SOURCE, ctypes.c_void_p)),
    ("pa_operation_unref", None, (ctypes.c_void_p,)),
)


def load_library() -> ctypes.CDLL:
    """libpulse with its functions typed. Raises OSError where it is not installed."""
    library = ctypes.CDLL("libpulse.so.0")
    for name, returned, arguments in _NEEDED:
        function = getattr(library, name)
        function.restype, function.argtypes = returned, arguments
    return library


class ServerWatch:
    """One connection to the sound server, followed on a thread of its own until it ends or is closed. Nothing is recorded by it."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._library = library
        self._changed = threading.Condition()
        self._sources: Sources | None = None
        self._version = 0
        self._ended = self._closing = self.denied = False
        self._mainloop: int | None = None
        self._context: int | None = None
        self._subscribed = self._asking = self._stale = False
        self._found: list[Source] = []
        self._default = ""
        # ctypes does not keep callbacks alive.
        self._callbacks = (_ON_EVENT(self._on_event), _ON_SERVER(self._on_server), _ON_SOURCE(self._on_source))
        self._thread = threading.Thread(target=self._run, name="sound server", daemon=True)

    def open(self) -> None:
        """Returns at once; `wait` tells more."""
        self._thread.start()

    @property
    def ended(self) -> bool:
        """Whether the server refused or went away. `denied`: it refused."""
        return self._ended

    @property
    def sources(self) -> Sources | None:
        """The latest, None as long as nothing is known."""
        return self._sources

    def wait(self, timeout: float, done: Callable[[], bool] | None = None) -> bool:
        """Waits until microphones are known (or until `done`), or the connection ended. False if neither came in time."""
        with self._changed:
            return self._changed.wait_for(lambda: self._ended or (done() if done else self._sources is not None), timeout)

    def answers(self, timeout: float) -> bool:
        """Whether the server still does, within `timeout` seconds."""
        with self._changed:
            if self._ended or self._mainloop is None:
                return False
            version, self._stale = self._version, True
            self._library.pa_mainloop_wakeup(self._mainloop)
        return self.wait(timeout, lambda: self._version > version) and not self._ended

    def close(self) -> None:
        """Ends the thread, unless it hangs."""
        with self._changed:
            self._closing = True
            if self._mainloop is not None:
                self._library.pa_mainloop_wakeup(self._mainloop)
        self._thread.join(1)

    # From here on: the thread "sound server".

    def _run(self) -> None:
        library = self._library
        mainloop = library.pa_mainloop_new()
        context = library.pa_context_new(library.pa_mainloop_get_api(mainloop), b"mmassist microphone")
        with self._changed:
            self._mainloop, self._context = mainloop, context
        if library.pa_context_connect(context, None, _NO_AUTOSPAWN, None) >= 0:
            while not self._closing and library.pa_mainloop_iterate(mainloop, 1, None) >= 0 and self._goes_on():
                pass
        with self._changed:
            self.denied = library.pa_context_errno(context) == _ACCESS_DENIED
            self._ended, self._mainloop = True, None
            self._changed.notify_all()
        library.pa_context_disconnect(context)
        library.pa_context_unref(context)
        library.pa_mainloop_free(mainloop)

    def _goes_on(self) -> bool:
        state = self._library.pa_context_get_state(self._context)
        if state == _READY:
            if not self._subscribed:
                self._subscribed = self._stale = True
                self._library.pa_context_set_subscribe_callback(self._context, self._callbacks[0], None)
                self._forget(self._library.pa_context_subscribe(self._context, _SOURCES_AND_SERVER, None, None))
            if self._stale and not self._asking:
                self._stale, self._asking, self._found = False, True, []
                self._forget(self._library.pa_context_get_server_info(self._context, self._callbacks[1], None))
                self._forget(self._library.pa_context_get_source_info_list(self._context, self._callbacks[2], None))
        return state not in (_FAILED, _TERMINATED)

    def _forget(self, operation: int | None) -> None:
        if operation:
            self._library.pa_operation_unref(operation)

    def _on_event(self, context: int, kind: int, index: int, data: int | None) -> None:
        self._stale = True

    def _on_server(self, context: int, info: ctypes._Pointer[_ServerInfo], data: int | None) -> None:
        self._default = _text(info.contents.default_source_name) if info else ""

    def _on_source(self, context: int, info: ctypes._Pointer[_SourceInfo], end: int, data: int | None) -> None:
        if not end and info:
            self._found.append(_source(info.contents))
            return
        with self._changed:
            self._sources = Sources(tuple(self._found), self._default)
            self._asking = False
            self._version += 1
            self._changed.notify_all()


def _source(info: _SourceInfo) -> Source:
    name, label = _text(info.name), _text(info.description)
    monitor = info.monitor_of_sink != _INVALID
    spec, muted = info.sample_spec, bool(info.mute)
    return Source(name, label or name, spec.rate, spec.channels, monitor=monitor, muted=muted, index=info.index)


def _text(value: bytes | None) -> str:
    return (value or b"").decode(errors="replace")
