"""The system's keyring through `keyring`: which one may be trusted with a key, and what its failures mean.

What a keyring raises may quote the key, so that none of it is passed on: a failure is known here by its class alone.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "mmassist"

# keyrings.alt: files on the disk, some in plain text, some behind a password that is asked for on a terminal.
_ALTERNATIVES = "keyrings.alt."
_NO_KEYRINGS = ("keyring.backends.null", "keyring.backends.fail")
_RECOMMENDED = 1
# Errors that pass through `keyring` as they are. What a library has raised is imported by then.
_LOCKED = (("secretstorage.exceptions", "LockedException"), ("secretstorage.exceptions", "PromptDismissedException"))
_FOREIGN = (
    ("secretstorage.exceptions", "SecretStorageException"),
    ("jeepney.wrappers", "DBusErrorResponse"),
    ("dbus.exceptions", "DBusException"),
    ("gi.repository.GLib", "Error"),
    ("pywintypes", "error"),
)
_T = TypeVar("_T")


class Trouble(Enum):
    """Why the keyring does not help. `remedy` has a place for the name of an environment variable."""

    NONE = (
        "There is no keyring on this computer to keep keys in.",
        "Install one, such as gnome-keyring or KWallet, or set {variable} in the environment.",
    )
    UNSAFE = (
        "The keyring that is set up here does not keep keys safe.",
        "Choose another, such as gnome-keyring or KWallet, or set {variable} in the environment.",
    )
    LOCKED = ("The keyring is locked.", "Unlock it, or log in to the desktop again, and try once more.")
    FAILED = ("The keyring does not answer.", "Log in to the desktop again, or set {variable} in the environment.")

    def __init__(self, spoken: str, remedy: str) -> None:
        self.spoken = spoken
        self.remedy = remedy


def read(name: str) -> str | Trouble | None:
    """What is kept under a name, None for nothing. Blocks, as long as the system asks the user to unlock the keyring."""
    return _with_ring(lambda ring: ring.get_password(SERVICE, name) or None)


def write(name: str, value: str) -> Trouble | None:
    """Keeps `value` under a name, over what was there. Blocks."""
    return _with_ring(lambda ring: ring.set_password(SERVICE, name, value))


def delete(name: str) -> Trouble | None:
    """Takes out what is kept under a name. Blocks. What was not there is a failure."""
    return _with_ring(lambda ring: ring.delete_password(SERVICE, name))


def _with_ring(action: Callable[[KeyringBackend], _T]) -> _T | Trouble:
    ring = _ring()
    return ring if isinstance(ring, Trouble) else _asked(lambda: action(ring))


def _ring() -> KeyringBackend | Trouble:
    """The keyring to be used: of several in a chain, the first that is safe."""
    import keyring
    from keyring.backends.chainer import ChainerBackend

    ring = _asked(keyring.get_keyring)
    if isinstance(ring, Trouble):
        return ring
    chain: list[KeyringBackend] = list(ring.backends) if isinstance(ring, ChainerBackend) else [ring]
    chain = [one for one in chain if type(one).__module__ not in _NO_KEYRINGS]
    judged = [(one, _judged(one)) for one in chain]
    safe = [one for one, trouble in judged if trouble is None]
    return safe[0] if safe else next((trouble for _, trouble in judged if trouble), Trouble.NONE)


def _judged(ring: KeyringBackend) -> Trouble | None:
    """None for one that may be used; what `keyring` itself advises against may not."""
    if type(ring).__module__.startswith(_ALTERNATIVES):
        return Trouble.UNSAFE
    priority = _asked(lambda: float(ring.priority))
    if isinstance(priority, Trouble):
        return priority
    return None if priority >= _RECOMMENDED else Trouble.UNSAFE


def _asked(action: Callable[[], _T]) -> _T | Trouble:
    """What a keyring answers, or why it does not."""
    from keyring.errors import KeyringError, KeyringLocked, NoKeyringError

    try:
        return action()
    except NoKeyringError:
        return Trouble.NONE
    except _classes(_LOCKED, KeyringLocked):
        return Trouble.LOCKED
    except _classes(_FOREIGN, KeyringError, OSError, RuntimeError, ValueError, ImportError, AttributeError):
        return Trouble.FAILED


def _classes(foreign: tuple[tuple[str, str], ...], *own: type[Exception]) -> tuple[type[Exception], ...]:
    return (*own, *(getattr(sys.modules[module], name) for module, name in foreign if module in sys.modules))
