"""Models that think aloud: what stands between their marks at the beginning of an answer is not the answer. Pure."""

from __future__ import annotations

_MARKS = (("<think>", "</think>"), ("<thinking>", "</thinking>"), ("[THINK]", "[/THINK]"))


class Thinking:
    """Takes the pieces of one answer. Marks later in it are text like any other: a screen may show them."""

    def __init__(self) -> None:
        self._held = ""
        self._end = ""
        self._is_over = False

    def without(self, piece: str) -> str:
        """What of the answer so far is no thinking, and was not given yet."""
        if self._is_over:
            return piece
        self._held += piece
        if not self._end:
            self._begin()
        if self._end:
            self._skip()
        return self.rest() if self._is_over else ""

    def rest(self) -> str:
        """At the end: what was held back because it might have become a mark. Thinking that never ended is no answer."""
        held, self._held = self._held, ""
        return "" if self._end and not self._is_over else held

    def _begin(self) -> None:
        text = self._held.lstrip()
        for start, end in _MARKS:
            if text.startswith(start):
                self._held, self._end = text[len(start) :], end
                return
        self._is_over = not any(start.startswith(text) for start, _ in _MARKS)

    def _skip(self) -> None:
        before, mark, after = self._held.partition(self._end)
        if mark:
            self._held, self._is_over = after.lstrip(), bool(after.strip())
            if not self._is_over:
                self._end = ""
        else:
            self._held = before[-len(self._end) :]
