"""Keys as the leader's table names them, and what a held keyboard tells: "d", "Shift+B", "?", "Escape"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mmassist.desktop.chords import MODIFIERS, cap_of, keysym_of
from mmassist.errors import SettingsError
from mmassist.sayings import own, run_on

# How signs are said: not every voice reads a lone one.
_SIGNS = {"?": "question mark", ",": "comma", ".": "period", "/": "slash", "+": "plus", "-": "minus", ";": "semicolon", "'": "apostrophe"}
_SHIFT = "Shift+"


@dataclass(frozen=True, slots=True)
class Stroke:
    """A key went down, or up again, while the keyboard was held. `names`: what a table may call it, by the layout in use first; none for a
    key that no table can name. `at`: monotonic seconds."""

    names: tuple[str, ...]
    is_down: bool
    at: float


def parse_letter(text: str) -> str:
    """The one way to write a key of the leader's table: a letter small, with "Shift+" before it if it is shifted, any other sign as it is
    printed ("?"), other keys by their names. Raises SettingsError for what is none of them."""
    before, plus, key = text.strip().rpartition("+")
    shifted = bool(plus and key)
    if shifted and before.strip().casefold() != "shift":
        raise _nonsense(text)
    key = key.strip() if shifted or not plus else text.strip()
    if len(key) == 1 and key.isprintable() and not key.isspace():
        if shifted and not key.isalpha():
            raise _nonsense(text)
        return named(key.lower(), shifted=shifted)
    if len(key) > 1 and keysym_of(key):
        return named(cap_of(key), shifted=shifted)
    raise _nonsense(text)


def named(key: str, *, shifted: bool) -> str:
    """`key`: a small letter, a sign, or a key's name."""
    if not shifted:
        return key
    return f"{_SHIFT}{key.upper() if len(key) == len(key.upper()) == 1 else key}"  # ß has no capital of one letter


def of_sign(sign: str, *, shifted: bool) -> str:
    """What the key that types `sign` is called. Of a sign that is no letter Shift is a part: it is pressed to type it."""
    return named(sign.lower(), shifted=shifted) if sign.isalpha() else sign


def with_modifiers(names: Iterable[str], modifiers: Sequence[str]) -> tuple[str, ...]:
    """`Stroke.names` of a key: all that it is called, each once, without the empty ones. `modifiers`: what is held; Shift is in the names
    already."""
    others = "".join(f"{name}+" for name in MODIFIERS if name in modifiers and name != "Shift")
    return tuple(dict.fromkeys(f"{others}{name}" for name in names if name))


def spoken(letter: str) -> str:
    """As it is said: "Shift B", "question mark"."""
    shifted = letter.startswith(_SHIFT) and len(letter) > len(_SHIFT)
    key = letter.removeprefix(_SHIFT) if shifted else letter
    said = _SIGNS.get(key, key.upper() if len(key) == 1 else key)
    return run_on("Shift", said) if shifted else own(said)


def _nonsense(text: str) -> SettingsError:
    return SettingsError(
        f"no key of the leader's table: {text!r}",
        "A letter in the key settings is not one I know.",
        "Write one sign, such as d, Shift+B or a question mark, or the name of a key, such as Enter.",
    )
