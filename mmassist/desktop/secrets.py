"""Keys of backends: kept in the system's keyring, else found in the environment; never in a file, a log or an error."""

from __future__ import annotations

import contextlib
import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mmassist.desktop import keyrings, paths, private_file
from mmassist.desktop.keyrings import Trouble
from mmassist.errors import SecretUnavailable, SettingsError
from mmassist.sayings import run_on, saying

if TYPE_CHECKING:
    from pydantic import SecretStr

LONGEST = 4096
NAMES = "A name has at most 64 letters, digits, full stops, hyphens and underscores."

# What the vendors' own tools read. A server that merely speaks a vendor's format is never given that vendor's key.
_USUAL = {"openai": ("OPENAI_API_KEY",), "gemini": ("GEMINI_API_KEY", "GOOGLE_API_KEY"), "claude": ("ANTHROPIC_API_KEY",)}
_OWN = "MMASSIST_KEY_"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_KEY = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a key is. `place`: "keyring", or the name of an environment variable. `name`: of the backend, or of the vendor's kind."""

    name: str
    place: str


def get(name: str, kind: str) -> SecretStr | None:
    """The key of a backend, None where there is none. Blocks, as long as the system asks the user to unlock the keyring.

    Raises SecretUnavailable if the keyring does not help, the environment has no key, and the backend is known to need one: its vendor
    asks for one, or one was stored. Raises it too for a key that can't be one.
    """
    _check_name(name)
    kept = keyrings.read(name)
    variables = variables_of(name, kind)
    found = kept if isinstance(kept, str) else next(filter(None, map(_in_environment, variables)), None)
    if found is not None:
        return _checked(found, saying("The key of {name}", name=name))
    if isinstance(kept, Trouble) and (kind in _USUAL or _may_be_stored(name)):
        raise _unavailable(kept, saying("No key for {name} was found.", name=name), variables[-1])
    return None


def store(name: str, key: SecretStr) -> None:
    """Puts a key into the keyring, over an older one. Blocks. Raises SecretUnavailable, and SettingsError if its name can't be noted."""
    _check_name(name)
    value = _checked(key.get_secret_value(), saying("That")).get_secret_value()
    if (trouble := keyrings.write(name, value)) is not None:
        raise _unavailable(trouble, "The key was not stored.", variables_of(name, "")[0])
    _note((*names(), name))


def forget(name: str) -> None:
    """Takes a key out of the keyring. Blocks. Raises SecretUnavailable if there is none, or if it can't be taken out."""
    _check_name(name)
    kept = keyrings.read(name)
    trouble = kept if isinstance(kept, Trouble) else keyrings.delete(name) if kept else None
    if trouble is not None:
        raise _unavailable(trouble, saying("The key of {name} was not taken out.", name=name), variables_of(name, "")[0])
    if name in (noted := names()):
        _note(tuple(each for each in noted if each != name))
    if kept is None:
        raise SecretUnavailable(
            f"no key for {name}", saying("No key is stored for {name}.", name=name), "Run mmassist secrets list to hear the names."
        )


def names() -> tuple[str, ...]:
    """Names of the backends whose keys were stored, in order: a keyring can't tell. Raises SettingsError if the list can't be read."""
    try:
        found = tomllib.loads(_list_file().read_text("utf-8")).get("names", [])
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise _list_trouble(f"can't be read ({error.strerror})", "Check the rights of the folder.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        found = None
    if not isinstance(found, list):
        _set_aside(_list_file())
        return ()
    return tuple(sorted({name for name in found if isinstance(name, str) and _NAME.fullmatch(name)}))


def entries() -> tuple[Entry, ...]:
    """All places that hold a key, in order of their names; the keyring itself is not asked. Raises as `names`."""
    stored = [Entry(name, "keyring") for name in names()]
    own = [Entry(variable.removeprefix(_OWN).lower(), variable) for variable in os.environ if variable.startswith(_OWN)]
    usual = [Entry(kind, variable) for kind, variables in _USUAL.items() for variable in variables]
    there = [entry for entry in (*own, *usual) if _in_environment(entry.place)]
    return tuple(sorted((*stored, *there), key=lambda entry: (entry.name, entry.place)))


def variables_of(name: str, kind: str) -> tuple[str, ...]:
    """Environment variables that may hold the key, the one that counts first: ours, then the vendor's usual ones."""
    return (_OWN + re.sub(r"[^A-Z0-9]", "_", name.upper()), *_USUAL.get(kind, ()))


def _in_environment(variable: str) -> str:
    return os.environ.get(variable, "").strip()


def _checked(text: str, what: str) -> SecretStr:
    """`text` as a key: no spaces around it, and nothing in it that no header may hold, or the network's errors would quote it."""
    from pydantic import SecretStr

    key = text.strip()
    complaint: str = ""
    if not key:
        complaint = "No key was given."
    elif len(key) > LONGEST:
        complaint = saying("{what} is too long to be a key.", what=what)
    elif not _KEY.fullmatch(key):
        complaint = saying("{what} holds spaces or characters that no key has.", what=what)
    if complaint:
        remedy = "Copy the key once more from the vendor's page, and store it with mmassist secrets set."
        raise SecretUnavailable("not a key", complaint, remedy)
    return SecretStr(key)


def is_name(text: str) -> bool:
    """Whether a key can be kept for a backend of this name."""
    return _NAME.fullmatch(text) is not None


def _check_name(name: str) -> None:
    if not is_name(name):
        raise SettingsError("not a backend's name", "That can't be the name of a backend.", NAMES)


def _unavailable(trouble: Trouble, outcome: str, variable: str) -> SecretUnavailable:
    return SecretUnavailable(f"keyring: {trouble.name.lower()}", run_on(trouble.spoken, outcome), saying(trouble.remedy, variable=variable))


def _may_be_stored(name: str) -> bool:
    with contextlib.suppress(SettingsError):
        return name in names()
    return True


def _list_file() -> Path:
    return paths.config_dir() / "keys.toml"


def _note(noted: tuple[str, ...]) -> None:
    import tomlkit

    try:
        private_file.write(_list_file(), tomlkit.dumps({"names": sorted(set(noted))}).encode())
    except OSError as error:
        raise _list_trouble(f"can't be written ({error.strerror})", "Check the disk's free space and the folder's rights.") from error


def _list_trouble(what: str, remedy: str) -> SettingsError:
    return SettingsError(f"keys.toml {what}", f"The list of stored keys {what}. The keys themselves are in the keyring.", remedy)


def _set_aside(path: Path) -> None:
    """Only names are in it, but the user may have written them."""
    try:
        path.replace(path.with_name(path.name + ".broken"))
    except OSError as error:
        raise _list_trouble(f"can't be used ({error.strerror})", saying("Move {file} away.", file=path.name)) from error
