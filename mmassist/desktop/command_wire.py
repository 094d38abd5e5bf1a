"""How a command line and the running app talk: a socket of the user's own, and frames on it.

A command that goes through the app pays for what is imported here, so that is next to nothing: no `typing`, no `pathlib`, no `socket`.
"""

from __future__ import annotations

import os
import sys

VERSION = "mmassist command line 1"
"""First in every request. It changes with the meaning of anything below."""
START = "run"
"""The start of the app itself: one that runs already comes to the front instead."""
WINDOW = "--window"
"""Goes before the name of a window that a start is to show."""
CHANGED = "settings-changed"
"""No command of the user's: one that has changed the settings asks the app to put them to use. Exit code 0: they are; else
the app could not read them, which it has said."""
MODELS = "models-changed"
"""The same of one that has pulled or removed a model, whose name follows. Exit code 0: the app uses that one from now
on; else it does not."""
SUPPORT = "support"
"""Support sessions are held by the app that runs."""
COMMANDS = frozenset(("ask", "describe", "outline", "read", "see", START, CHANGED, MODELS, SUPPORT))
"""Which may go through the app. It may still decline: for its settings, or for an option that wants a process of its own."""
SOCKET, LOCK = "command.sock", "command.lock"

REQUEST, GO = b"R", b"G"
"""From the command: what was typed; and, once that is accepted, the word to begin. Nothing is done before it, so that a command which
has given up waiting, and runs by itself, is not done twice."""
ACCEPTED, DECLINED, OUT, ERROR, ALIVE, EXIT = b"A", b"D", b"O", b"E", b"L", b"X"
"""From the app: that it takes the request, or does not; text for standard output, and for standard error; a sign of life; the exit code."""

LONGEST_REQUEST = 1 << 19
LONGEST_ANSWER = 1 << 16
"""Bytes of one frame; longer texts go in several."""
HEAD = 5
"""Bytes before a frame's body: its kind, and how long that is."""

PATIENCE = 2.0
"""Seconds that a command waits for the app to take it; then it runs by itself, which on a machine that is so busy takes far longer."""
ALIVE_EVERY, SILENT = 2.0, 10.0
"""Seconds between signs of life, and without any until the app is given up."""


class NotOurs(OSError):
    """What stands at the socket's place is not this user's alone."""


def folder() -> str:
    """Where the socket is, a folder of the user's own; empty on systems that have no such sockets. It need not be there."""
    if sys.platform != "linux":
        return ""
    if home := os.environ.get("MMASSIST_HOME"):
        return os.path.join(os.path.abspath(os.path.expanduser(home)), "run")  # noqa: PTH100, PTH111, PTH118 - no pathlib here
    runtime = os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.geteuid()}"
    return os.path.join(runtime, "mmassist")  # noqa: PTH118


def open_folder(path: str) -> int:
    """A handle on the socket's folder; through it nobody can put another in its place. Never follows a link.

    Raises FileNotFoundError, and NotOurs where it belongs to somebody else or others may write to it.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise NotOurs(error.errno, "not a folder of this user's own", path) from error
    found = os.fstat(handle)
    if found.st_uid != os.geteuid() or found.st_mode & 0o022:
        os.close(handle)
        raise NotOurs(0, "others own it or may write to it", path)
    return handle


def address(handle: int) -> str:
    """Of the socket in an opened folder; short, however long the folder's path is."""
    return f"/proc/self/fd/{handle}/{SOCKET}"


def process_of(credentials: bytes) -> int:
    """Which process is at the other end, by SO_PEERCRED's three ints: process, user, group."""
    return int.from_bytes(credentials[:4], sys.byteorder)


def user_of(credentials: bytes) -> int:
    """Whose process that is."""
    return int.from_bytes(credentials[4:8], sys.byteorder)


def frame(kind: bytes, body: bytes = b"") -> bytes:
    return kind + len(body).to_bytes(HEAD - 1, "big") + body


def head(data: bytes) -> tuple[bytes, int]:
    """Kind and length of the body."""
    return data[:1], int.from_bytes(data[1:HEAD], "big")


def texts(kind: bytes, text: str) -> list[bytes]:
    """A text as frames."""
    each = LONGEST_ANSWER // 4  # no character takes more bytes
    parts = (text[start : start + each] for start in range(0, len(text), each))
    return [frame(kind, part.encode("utf-8", "surrogatepass")) for part in parts]


def text(body: bytes) -> str:
    return body.decode("utf-8", "surrogatepass")


def installation() -> str:
    """Which mmassist this is: another one, or one that was replaced while the app ran, may behave otherwise."""
    import mmassist

    return f"{sys.prefix} {mmassist.__file__} {os.stat(mmassist.__file__).st_mtime_ns}"  # noqa: PTH116


def request(arguments: list[str]) -> bytes:
    """What the app needs to do what was typed: the words, where they were typed, the environment. None of them can hold a NUL."""
    words = (VERSION, installation(), os.getcwd(), str(len(arguments)), *arguments)  # noqa: PTH109
    surroundings = (f"{name}={value}" for name, value in os.environ.items())
    return b"\0".join(map(os.fsencode, (*words, *surroundings)))


def asked(body: bytes) -> tuple[tuple[str, ...], str, str, dict[str, str]]:
    """What was typed, where, by which installation, in which environment. Raises ValueError for anything that is no such request."""
    version, *words = map(os.fsdecode, body.split(b"\0"))
    if version != VERSION or len(words) < 3 or not words[2].isdecimal():
        raise ValueError("not a request of this version")
    installed, place, many, *rest = words
    count = int(many)
    if not 0 < count <= len(rest):
        raise ValueError("fewer words than it says")
    environment = dict(one.partition("=")[::2] for one in rest[count:])
    return tuple(rest[:count]), place, installed, environment
