"""What was hidden, and how it is put back into an answer on this machine.

A placeholder in what is sent is `⟦card 1⟧`. No text of a screen holds these brackets once it has been through `neutral`, so none can
pretend to be one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

OPEN, CLOSE = "⟦", "⟧"
_NEUTRAL = str.maketrans({OPEN: "[", CLOSE: "]"})
_BEFORE = re.compile(r"\\?(?:\[\[?|⟦)[ \u00a0]{0,2}")
_AFTER = re.compile(r"[ \u00a0]{0,2}\\?(?:\]\]?|⟧)")
_SPACE = r"[ \u00a0_]{1,2}"


def placeholder(name: str) -> str:
    """How `name` ("card 1") stands in what is sent."""
    return f"{OPEN}{name}{CLOSE}"


def neutral(text: str) -> str:
    """`text` without the brackets of placeholders, for what comes from outside."""
    return text.translate(_NEUTRAL)


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Vault:
    """`originals`: by a placeholder's name, what it stands for; "" for what only pixels showed.

    `forged`: names that the masked texts hold as words of their own; only the full placeholder stands for these.
    """

    originals: Mapping[str, str]
    forged: frozenset[str]

    def __init__(self, originals: Mapping[str, str] | None = None, texts: Iterable[str] = ()) -> None:
        """`texts`: all the masked texts as they are sent."""
        names = originals or {}
        object.__setattr__(self, "originals", dict(names))
        without = [re.sub(f"{OPEN}[^{CLOSE}]*{CLOSE}", " ", text).casefold() for text in texts] if names else []
        object.__setattr__(self, "forged", frozenset(name for name in names if any(name in text for text in without)))

    def __repr__(self) -> str:
        return f"Vault({len(self.originals)} hidden)"

    def unmask(self, text: str) -> str:
        """`text` with what each placeholder stands for; in other letters or brackets, or without, where that is unmistakable."""
        unmasker = Unmasker(self)
        return unmasker.feed(text) + unmasker.flush()


class Unmasker:
    """Puts hidden things back into an answer as it streams in, wherever it is cut. What it gives back depends on the text alone."""

    def __init__(self, vault: Vault) -> None:
        self._by_name = {name.casefold(): (name, original) for name, original in vault.originals.items()}
        self._forged = {name.casefold() for name in vault.forged}
        self._longest = max(map(len, self._by_name), default=0) + 12
        names = sorted(self._by_name, key=len, reverse=True)
        words = "|".join(re.sub(r"(?:\\)? ", lambda _: _SPACE, re.escape(name)) for name in names)
        before, after = _BEFORE.pattern, _AFTER.pattern
        self._full = re.compile(rf"(?P<open>{before})?(?P<name>{words})(?(open)(?P<close>{after})?|)(?!\w)", re.I)
        self._held = ""
        self._last = ""

    def feed(self, delta: str) -> str:
        """Takes the next part of the answer; returns what can be said of it for certain."""
        if not self._by_name:
            return delta
        self._held += delta
        return self._taken(final=False)

    def flush(self) -> str:
        """The answer is at its end: returns what was held back."""
        return self._taken(final=True) if self._by_name else ""

    def _taken(self, *, final: bool) -> str:
        text, out, at = self._held, [], 0
        keep = len(text) if final else self._certain(text)
        while match := self._full.search(text, at):
            if match.start() >= keep:
                break
            if not self._stands_alone(text, match):
                step = match.start() + 1
                out.append(text[at:step])
                at = step
                continue
            out += [text[at : match.start()], self._original(match)]
            at = match.end()
        end = max(at, keep)
        out.append(text[at:end])
        self._last = text[end - 1 : end] or self._last
        self._held = text[end:]
        return "".join(out)

    def _certain(self, text: str) -> int:
        """From where on `text` may be the beginning of a placeholder that has not ended yet."""
        for start in range(max(0, len(text) - 2 * self._longest), len(text)):
            if self._may_begin(text, start):
                return start
        return len(text)

    def _may_begin(self, text: str, start: int) -> bool:
        rest = text[start:]
        opened = _BEFORE.match(rest)
        if rest[0] == "\\" and rest.strip("\\ \u00a0[") == "":
            return True
        if opened is None and self._is_word(text[start - 1] if start else self._last):
            return False
        inner = re.sub(r"[ \u00a0_]{1,2}", " ", rest[opened.end() if opened else 0 :].casefold()).lstrip(" [")
        if any(name.startswith(inner) for name in self._by_name):
            return True
        return any(inner.startswith(name) and inner[len(name) :].strip(" \\]⟧") == "" for name in self._by_name)

    def _stands_alone(self, text: str, match: re.Match[str]) -> bool:
        if match.group("open"):
            return True
        return not self._is_word(text[match.start() - 1] if match.start() else self._last)

    def _original(self, match: re.Match[str]) -> str:
        key = re.sub(_SPACE, " ", match.group("name").casefold())
        name, original = self._by_name[key]
        is_strict = (match.group("open") or "").strip("\\ \u00a0") == OPEN and (match.group("close") or "").strip("\\ \u00a0") == CLOSE
        if key in self._forged and not is_strict:
            return match.group()
        return original or name

    @staticmethod
    def _is_word(sign: str) -> bool:
        return sign.isalnum() or sign == "_"
