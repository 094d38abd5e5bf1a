"""Names of controls in an answer: "the Save button", "a check box named Wrap", "press Export". Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from mmassist.dialogue.claims.words import Words

_QUOTED = "[\"'“”‘’«»„‹›「」『』`]"  # noqa: RUF001
_PART = r"[\w&+/’'-]{{0,40}}"  # noqa: RUF001
_BARE = rf"(?P<bare{{0}}>[A-Z]{_PART}(?: [A-Z0-9]{_PART}){{{{0,4}}}})"
_NAME = rf"(?:{_QUOTED}(?P<quoted{{0}}>[^\"“”„«»\n]{{{{1,80}}}}?){_QUOTED}|{_BARE})"
_AND = r"(?:, (?:and |or )?| and | or )"
_MOST_MARKS = 80


@dataclass(frozen=True, slots=True)
class NamedControl:
    """A name as the answer gives it, and where it stands."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class _Patterns:
    before_role: re.Pattern[str]
    after_role: re.Pattern[str]
    after_verb: re.Pattern[str]
    more: re.Pattern[str]


@cache
def _patterns(roles: tuple[str, ...], verbs: tuple[str, ...], named: tuple[str, ...]) -> _Patterns:
    role = "|".join(re.escape(one) for one in sorted(roles, key=len, reverse=True))
    verb = "|".join(verbs)
    naming = "|".join(named)
    name = _NAME.format
    return _Patterns(
        re.compile(rf"{name(1)}(?= (?:{role})\b)"),
        re.compile(rf"\b(?:{role}),? (?:is )?(?:(?:{naming}) {name(1)}|(?P<direct>{name(2)}))"),
        re.compile(rf"\b(?i:{verb}) (?:on )?(?:the )?{name(1)}"),
        re.compile(rf"{name(1)}{_AND}$"),
    )


def named_controls(text: str, words: Words) -> list[NamedControl]:
    """The names of controls in a cleaned text, without generic ones, in their order."""
    listed = words.controls
    patterns = _patterns(listed["roles"], listed["verbs"], listed["named"])
    generic = frozenset(listed["generic"])
    found: dict[tuple[int, int], NamedControl] = {}
    for pattern in (patterns.before_role, patterns.after_role, patterns.after_verb):
        for match in pattern.finditer(text):
            for group in ("quoted1", "bare1", "quoted2", "bare2"):
                if group not in pattern.groupindex or not match[group]:
                    continue
                _add(found, text, match.span(group), generic)
                if pattern is patterns.before_role:
                    _add_listed(found, text, match.start(), patterns.more, generic)
    return _apart(sorted(found.values(), key=lambda one: (one.start, -one.end)))


def _add(found: dict[tuple[int, int], NamedControl], text: str, span: tuple[int, int], generic: frozenset[str]) -> None:
    """Adds a name less the generic words before it: "The Save"."""
    start, end = span
    while start < end and (head := text[start:end].split(" ", 1)) and head[0].casefold() in generic and len(head) > 1:
        start += len(head[0]) + 1
    name = text[start:end].strip("'’. ")  # noqa: RUF001
    if name and name.casefold() not in generic:
        found[start, start + len(name)] = NamedControl(start, start + len(name), name)


def _add_listed(found: dict[tuple[int, int], NamedControl], text: str, start: int, more: re.Pattern[str], generic: frozenset[str]) -> None:
    """The names before one in a list: "Yes, No and Cancel buttons"."""
    for _ in range(8):
        window = max(0, start - _MOST_MARKS)
        match = more.search(text[window:start])
        if not match:
            return
        group = "quoted1" if match["quoted1"] else "bare1"
        first, last = match.span(group)
        _add(found, text, (window + first, window + last), generic)
        start = window + match.start()


def _apart(ordered: list[NamedControl]) -> list[NamedControl]:
    kept: list[NamedControl] = []
    for one in ordered:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept
