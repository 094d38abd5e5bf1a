"""Keyrings that hold keys in memory, and keyrings that fail in the ways that real ones do."""

from __future__ import annotations

from typing import ClassVar

from keyring.backend import KeyringBackend
from keyring.compat import properties
from keyring.errors import KeyringLocked, PasswordDeleteError


class MemoryKeyring(KeyringBackend):
    """A whole keyring without a file. Never chosen by itself: it counts as usable only where it is set."""

    viable: ClassVar[bool] = False

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    @properties.classproperty
    def priority(cls) -> float:  # noqa: N805 - a class's property
        return 5

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[(service, username)] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("No such password!")


class PlainKeyring(MemoryKeyring):
    """As one that writes plain files, which keyring does not recommend."""

    @properties.classproperty
    def priority(cls) -> float:  # noqa: N805
        return 0.5


class LockedKeyring(MemoryKeyring):
    """The user has dismissed the question for its password."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("Failed to unlock the collection!")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked("Failed to unlock the collection!")

    def delete_password(self, service: str, username: str) -> None:
        raise KeyringLocked("Failed to unlock the collection!")


class TellingKeyring(MemoryKeyring):
    """Fails, and quotes in its error what it was given or holds."""

    def get_password(self, service: str, username: str) -> str | None:
        raise ValueError(f"can't decode {self.kept!r}")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError(f"can't write {password}")


class LostKeyring(MemoryKeyring):
    """The service behind it is not running."""

    @properties.classproperty
    def priority(cls) -> float:  # noqa: N805
        raise RuntimeError("The Secret Service daemon is neither running nor activatable through D-Bus")
