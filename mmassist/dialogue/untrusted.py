"""Text of foreign origin made fit for a prompt: nothing hidden in it, one line, bounded, and inside a fence that it can't close. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mmassist.visible import visible

CUT = "…[cut]"
"""Ends a text that goes on."""

_TAG = "data-"
_OPENING = re.compile(r"[<＜﹤‹](?=[\s/／]*data\s*-)", re.IGNORECASE)  # noqa: RUF001 - what looks like the sign of our fence
_TAB = "    "


def one_line(text: str, limit: int) -> str:
    """`text` on one line, single spaces, at most `limit` characters and `CUT`.

    Taken out: control characters and terminal escapes, bidirectional overrides, zero-width, tag, private and unassigned characters,
    variation selectors, long runs of combining marks. What looks like the beginning of a fence is defaced.
    """
    return _cut(" ".join(_defaced(text[: limit * 4]).split()), limit, is_longer=len(text) > limit * 4)


def many_lines(text: str, limit: int) -> list[str]:
    """As `one_line` for text whose lines and indentation mean something; each line at most `limit` characters and `CUT`."""
    return [
        _cut(_defaced(line[: limit * 4].replace("\t", _TAB)).rstrip(), limit, is_longer=len(line) > limit * 4) for line in text.splitlines()
    ]


def quoted(text: str) -> str:
    """In quotation marks; one inside of it is doubled, so that the text can't end its own quotation."""
    return '"' + text.replace('"', '""') + '"'


def _cut(text: str, limit: int, *, is_longer: bool) -> str:
    return text[:limit].rstrip() + CUT if is_longer or len(text) > limit else text


def _defaced(text: str) -> str:
    return _OPENING.sub("(", visible(text))


@dataclass(frozen=True, slots=True)
class Fence:
    """A pair of lines between which everything is data. `nonce`: 12 hexadecimal digits that stand in nothing that is fenced."""

    nonce: str

    def opening(self, kind: str) -> str:
        """`kind`: what is inside, in a word of our own."""
        return f"<{_TAG}{self.nonce} {kind}>"

    @property
    def closing(self) -> str:
        return f"</{_TAG}{self.nonce}>"

    def around(self, kind: str, lines: Sequence[str]) -> str:
        """`lines`, made by the functions above, between an opening and a closing line."""
        return "\n".join([self.opening(kind), *lines, self.closing])


def fence_for(turn_id: int, texts: Iterable[str]) -> Fence:
    """The fence of one turn: the same for the same turn and texts, and not to be known by whoever writes one of the texts.

    It is the beginning of a hash of everything inside, so a text that holds its own fence would have to be found by trial.
    """
    content = "\0".join(texts).casefold()
    attempt = 0
    while True:
        digest = hashlib.sha256(f"{turn_id}\0{attempt}\0{content}".encode("utf-8", "surrogatepass")).hexdigest()
        if digest[:12] not in content:
            return Fence(digest[:12])
        attempt += 1
