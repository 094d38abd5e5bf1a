"""The command's side of the warm command line: hands what was typed to the running app, and prints what comes back.

Imports next to nothing, as `command_wire` says; that is why it uses `_socket`, which `socket` is made of.
"""

from __future__ import annotations

import _socket
import os
import sys

from mmassist.desktop import command_wire as wire

_INTERRUPTED = 130
_NOT_OURS = (
    "Somebody else holds the place where mmassist answers commands.",
    "This command runs by itself, which takes longer. Remove",
)
_LOST = ("mmassist stopped while it answered.", "Run the command again.")


def hand_over(arguments: list[str]) -> int | None:
    """Has the running app do what was typed; returns the exit code, or None where the command is to run by itself.

    That is so where no app runs that takes it: none at all, one of another version, one that hangs or ends before anything was printed.
    """
    if not arguments or arguments[0] not in wire.COMMANDS or "--help" in arguments or not (folder := wire.folder()):
        return None
    try:
        connection = _connected(folder)
        try:
            return _done(connection, arguments)
        finally:
            connection.close()
    except wire.NotOurs:
        _complain(_NOT_OURS[0], f"{_NOT_OURS[1]} {folder}, then start mmassist again.")
    except KeyboardInterrupt:
        return _INTERRUPTED
    except OSError:
        return None
    return None


def _connected(folder: str) -> _socket.socket:
    """Raises OSError where nobody listens, NotOurs where another user may."""
    handle = wire.open_folder(folder)
    connection = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    try:
        connection.settimeout(wire.PATIENCE)
        if os.stat(wire.SOCKET, dir_fd=handle, follow_symlinks=False).st_uid != os.geteuid():
            raise wire.NotOurs(0, "another user's socket", folder)
        connection.connect(wire.address(handle))
        if wire.user_of(connection.getsockopt(_socket.SOL_SOCKET, _socket.SO_PEERCRED, 12)) != os.geteuid():
            raise wire.NotOurs(0, "another user listens", folder)
    except OSError:
        connection.close()
        raise
    finally:
        os.close(handle)
    return connection


def _done(connection: _socket.socket, arguments: list[str]) -> int | None:
    try:
        body = wire.request(arguments)
        if len(body) > wire.LONGEST_REQUEST:
            return None
        connection.sendall(wire.frame(wire.REQUEST, body))
        if _received(connection)[0] != wire.ACCEPTED:
            return None
        connection.settimeout(wire.SILENT)
        connection.sendall(wire.frame(wire.GO))
    except OSError:
        return None
    return _printed(connection)


def _printed(connection: _socket.socket) -> int | None:
    """Prints what comes until the exit code does."""
    printed = False
    while True:
        try:
            kind, body = _received(connection)
        except OSError:
            if not printed:
                return None
            _complain(*_LOST)
            return 1
        if kind == wire.EXIT:
            return body[0]
        if kind in (wire.OUT, wire.ERROR):
            printed = True
            _print(kind, wire.text(body))


def _print(kind: bytes, text: str) -> None:
    """A reader that went away must not end the turn."""
    stream = sys.stdout if kind == wire.OUT else sys.stderr
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def _received(connection: _socket.socket) -> tuple[bytes, bytes]:
    """One frame. Raises OSError at the end of the stream, after too long a silence, and for a frame that is none."""
    kind, length = wire.head(_exactly(connection, wire.HEAD))
    if length > wire.LONGEST_ANSWER:
        raise OSError("a frame that is too long")
    return kind, _exactly(connection, length)


def _exactly(connection: _socket.socket, length: int) -> bytes:
    data = b""
    while len(data) < length:
        if not (more := connection.recv(length - len(data))):
            raise OSError("the app closed the connection")
        data += more
    return data


def _complain(spoken: str, remedy: str) -> None:
    sys.stderr.write(f"{spoken} {remedy}\n")
