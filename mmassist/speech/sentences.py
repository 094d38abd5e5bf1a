"""Sentences out of a stream of text: what can be said already, as soon as it can be said."""

from __future__ import annotations

import re

from mmassist.speech.markup import plain
from mmassist.stops import LATIN, NO_BREAK, OTHER

__all__ = ["LIMIT", "SentenceSplitter", "plain"]

LIMIT = 400
"""A piece is cut after so many characters even where nothing ends."""

_FIRST_WORDS, _FIRST_IDEOGRAPHS = 4, 8
_IDEOGRAPHIC_ENDS, _IDEOGRAPHIC_CLAUSES = "。！？．", "，、；："  # noqa: RUF001 - the marks of other scripts
_CANDIDATE = re.compile(rf"[\n.!?…{OTHER}{_IDEOGRAPHIC_ENDS}]")
_CANDIDATE_OR_CLAUSE = re.compile(rf"[\n.!?…,;:—–{OTHER}{_IDEOGRAPHIC_ENDS}{_IDEOGRAPHIC_CLAUSES}-]")  # noqa: RUF001
_END = re.compile(rf"([{LATIN}{OTHER}]+)(?:[\"'”“’»)\]*_`]|[{NO_BREAK}]»)*")  # noqa: RUF001
_IDEOGRAPHIC_END = re.compile(rf"[{_IDEOGRAPHIC_ENDS}!?…]+[」』”’）)]*")  # noqa: RUF001
_WORD_BEFORE = re.compile(r"[^\s(\[{\"'“‘«*_`/-]*$")  # noqa: RUF001
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]|[^\W\d_]")

# Abbreviations, without their last full stop: whether a sentence can end with them.
_TITLES = ("mr", "mrs", "ms", "dr", "prof", "st", "gen", "rev", "hon", "capt", "lt", "sgt", "mme", "mlle")
_PARTICLES = ("vs", "approx", "dept", "cf", "resp", "min", "max", "tel", "ext", "bzw", "ca", "vgl", "evtl", "ggf")
_NEVER = frozenset((*_TITLES, *_PARTICLES))
_BEFORE_A_NUMBER = frozenset(["no", "nos", "nr", "fig", "vol", "p", "pp", "ch", "sec", "art", "abs", "s", "col", "line"])
_BEFORE_A_CAPITAL = frozenset(["etc", "inc", "ltd", "co", "corp", "al", "jr", "sr", "usw"])


class SentenceSplitter:
    """Cuts streamed text into pieces to be said, plain text without markup.

    The pieces depend on the text alone, not on how it was cut up on its way.
    """

    def __init__(self, *, early: bool = True) -> None:
        """`early`: the first piece may end with a clause, so that speech begins before a slow stream has finished a sentence.

        All other pieces end with sentences or lines.
        """
        self._text = ""
        self._scanned = 0
        self._early = early
        self._first = early

    def feed(self, token: str) -> list[str]:
        """Takes the next part of the text; returns the pieces that are complete with it."""
        self._text += token
        return self._pieces(final=False)

    def flush(self) -> list[str]:
        """The text is at its end: returns what is left. What is fed next is a new text."""
        found = self._pieces(final=True)
        self._first = self._early
        return found

    def _pieces(self, *, final: bool) -> list[str]:
        found: list[str] = []
        start = 0
        while start < len(self._text):
            window = self._text[start : start + LIMIT]
            end, self._scanned = _boundary(window, self._scanned, closed=final or len(window) == LIMIT, first=self._first)
            if end is None:
                if len(window) == LIMIT:
                    end = _forced(window)
                elif final:
                    end = len(window)
                else:
                    break
            piece = plain(window[:end])
            start, self._scanned = start + end, 0
            if piece:
                found.append(piece)
                self._first = False
        self._text = self._text[start:]
        return found


def _boundary(window: str, scanned: int, *, closed: bool, first: bool) -> tuple[int | None, int]:
    """Where the piece at the head of `window` ends, or None; and from where to look again. `closed`: nothing follows the window."""
    candidates = _CANDIDATE_OR_CLAUSE if first else _CANDIDATE
    at = scanned
    while candidate := candidates.search(window, at):
        at = candidate.start()
        end, known = _judged(window, at)
        if not known and not closed:
            return None, at
        if end > at:
            return end, 0
        at += 1
    return None, len(window)


def _judged(window: str, at: int) -> tuple[int, bool]:
    """The end of the piece that the mark at `at` closes, 0 where it closes none; and whether that depends on nothing yet to come."""
    mark = window[at]
    if mark == "\n":
        return at + 1, True
    if mark in _IDEOGRAPHIC_ENDS:
        found = _IDEOGRAPHIC_END.match(window, at)
        end = found.end() if found else at + 1
        return end, end < len(window)
    if mark in LATIN + OTHER:
        return _sentence_end(window, at)
    return _clause_end(window, at)


def _sentence_end(window: str, at: int) -> tuple[int, bool]:
    found = _END.match(window, at)
    if found is None or (at > 0 and window[at - 1] in LATIN + OTHER):
        return 0, True
    end = found.end()
    if end == len(window):
        return 0, False
    if not window[end].isspace():
        return 0, True
    if window[end] in NO_BREAK and end + 1 == len(window):
        return 0, False  # a mark that closes a quotation may come
    dots = found.group(1)
    if dots[-1] in "!?" + OTHER:
        return end, True
    following = re.compile(r"\s*").match(window, end)
    after = following.end() if following else end
    if "\n" in window[end:after]:
        return end, True
    if after == len(window):
        return 0, False
    # Behind a full stop small letters go on with the sentence.
    goes_on = window[after].islower() or (dots == "." and _is_abbreviation(window, at, window[after]))
    return (0 if goes_on else end), True


def _is_abbreviation(window: str, at: int, following: str) -> bool:
    before = _WORD_BEFORE.search(window, 0, at)
    word = before.group().lower() if before else ""
    if word.isdecimal() and not window[: at - len(word)].strip():
        return True  # a list's number
    if word in _BEFORE_A_NUMBER:
        return following.isdecimal()
    if word in _BEFORE_A_CAPITAL:
        return not following.isupper()
    return word in _NEVER or _INITIALS.fullmatch(word) is not None


def _clause_end(window: str, at: int) -> tuple[int, bool]:
    mark, said = window[at], window[:at]
    if mark in _IDEOGRAPHIC_CLAUSES:
        return (at + 1 if len(said.strip()) >= _FIRST_IDEOGRAPHS else 0), True
    if len(said.split()) < _FIRST_WORDS:
        return 0, True
    if mark == "—":
        return at + 1, True
    if at + 1 == len(window):
        return 0, False
    spaced = mark in ",;:" or window[at - 1].isspace()
    return (at + 1 if spaced and window[at + 1].isspace() else 0), True


def _forced(window: str) -> int:
    space = max(window.rfind(" ", LIMIT // 2), window.rfind("\t", LIMIT // 2))
    return space + 1 if space > 0 else len(window)
