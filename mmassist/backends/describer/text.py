"""Text from a screen made fit to be spoken: one plain line, nothing hidden in it, bounded. Its words stay as they are."""

from __future__ import annotations

import re

from mmassist.stops import CLOSING, ENDS, GREEK_QUESTION, IDEOGRAPHIC, is_ended
from mmassist.visible import visible

MAX_NAME = 120
"""Characters of a control's name that are spoken."""

_RAW = 4000
_PLAIN = re.compile(r"[A-Za-z0-9]+(?:(?: |[,.:;'!?-] ?)[A-Za-z0-9]+)*[.:!?]?")
_RUN = re.compile(r"([^\w\s])\1{3,}")
_WORD = re.compile(r"\w+")
# A sentence ends with its mark and a blank; in scripts that write without blanks with the mark alone.
_SENTENCE = re.compile(
    rf"(?:(?<=[{ENDS}])|(?<=[{ENDS}][{CLOSING}])|(?<=[{ENDS}]\s\u00bb)|{GREEK_QUESTION})(?!\s\u00bb(?!\w))\s+(?=[^\sa-z])"
    rf"|(?:(?<=[{IDEOGRAPHIC}])|(?<=[{IDEOGRAPHIC}][{CLOSING}]))(?![{ENDS}{CLOSING}\s])"
)
_SIGN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_MNEMONIC_SUFFIX = re.compile(r"\s*\([&_]\w\)")
_AMPERSAND = re.compile(r"(?:(?<=\s)|^)&(?=\w)|(?<=\w)&(?=[a-z])")
_UNDERSCORE = re.compile(r"(?:(?<=\s)|^)_(?=[^\W_])")


def clean(text: str, limit: int = _RAW) -> str:
    """One line of plain text: no control, bidi, zero-width or private characters, single spaces, at most `limit` characters.

    Words, digits and punctuation are kept as they are; only long runs of one sign are shortened.
    """
    text = text[: limit * 4]
    if _PLAIN.fullmatch(text):
        return cut(text, limit)
    return cut(_RUN.sub(r"\1\1\1", " ".join(visible(text).split())), limit)


def lines(text: str, limit: int = 20_000) -> list[str]:
    """The cleaned lines of `text` that are not blank."""
    return [line for line in (clean(part) for part in text[:limit].splitlines()) if line]


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, cut at a word, with an ellipsis where something was cut."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    at_word = head.rfind(" ") if text[limit - 1] != " " else len(head)
    return head[: at_word if at_word > limit // 2 else len(head)].rstrip(" ,;:.") + "…"


def without_mnemonic(name: str) -> str:
    """A label without the sign that marks its access key: "&Open", "_Open", "Öffnen(&O)", "E&xit". "R&D" and "AT&T" stay."""
    if "&" not in name and "_" not in name:
        return name
    name = _MNEMONIC_SUFFIX.sub("", name)
    if "&&" in name:
        return name.replace("&&", "&")
    if name.count("_") == 1:
        name = _UNDERSCORE.sub("", name)
    return _AMPERSAND.sub("", name) if name.count("&") == 1 else name


def label(name: str, limit: int = MAX_NAME) -> str:
    """The name of a control as it is said: no access key, no shortcut after a tab, no final colon or ellipsis."""
    name = clean(name.partition("\t")[0] if "\t" in name else name, limit)
    if name.isalnum():
        return name
    name = without_mnemonic(name)
    shortened = name.removesuffix("...").removesuffix("…").rstrip(": ") if len(name) < limit else name
    return shortened or name


def sentences(text: str) -> list[str]:
    """The sentences of `text`, cleaned; a line break ends one as well."""
    return [part for line in lines(text) for part in _SENTENCE.split(line) if part]


def closed(text: str) -> str:
    """`text` with a full stop, unless it ends a sentence already."""
    return text if is_ended(text) else text + "."


def words(text: str) -> str:
    """`text` as bare words between blanks, for comparing: " save as "."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def word_count(text: str) -> int:
    """How many words there are; of scripts that write without blanks, two signs are about one."""
    signs = len(_SIGN.findall(text))
    return len(_SIGN.sub(" ", text).split()) + (signs + 1) // 2


def is_wordless(text: str) -> bool:
    """Whether nothing in `text` can be pronounced as a word or number."""
    return not _WORD.search(text)
