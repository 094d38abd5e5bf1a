"""What an answer of the captioner claims, held against what was seen. What is not so is not spoken.

An answer is judged clause by clause. It claims that a control has a role, a state, or a place; how many there are; that there is none; and
what can be done with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from mmassist.backends.captioner.memory import Thing
from mmassist.backends.captioner.places import place_of
from mmassist.backends.captioner.words import BEGIN, END, Words

TICKED = ("check box", "radio button", "switch")
SELECTED = ("tab", "list item")
IN_STATE: Mapping[str, tuple[str, ...]] = {"checked": TICKED, "selected": SELECTED}
"""The roles that a question for all that is in a state means; all of them where it is not there."""

USES: Mapping[str, tuple[str, ...]] = {
    "press": ("button",),
    "type into": ("text field",),
    "tick": ("check box",),
    "switch": ("switch",),
    "choose": ("radio button", "combo box", "tab", "menu item", "list item"),
    "move": ("slider",),
    "follow": ("link",),
}
"""What is done with which controls, the likeliest first."""


COUNTED = ("button", "check box", "radio button", "text field", "combo box", "slider", "tab", "menu item", "list item", "link", "image")
"""What a window is said to have."""

_UNFINISHED = frozenset({"I", "it", "you", "there", "this", "window", "has", "is", "are", "can", "the", "a", "an", "and"})
"""No sentence ends with them."""


def false_claims(written: Sequence[int], things: Sequence[Thing], known: Words) -> list[str]:
    """What is wrong, in words for whoever develops this; empty where all of it is so. `written` as `words.sentence` takes it."""
    return [wrong for clause in _clauses(written, known) for wrong in _Clause(clause, things, known).wrong()]


def named(written: Sequence[int], known: Words) -> list[int]:
    """Which things an answer names, in its order."""
    return [number - len(known.all) for number in written if number >= len(known.all)]


def _clauses(written: Sequence[int], known: Words) -> Iterator[list[str | int]]:
    clause: list[str | int] = []
    for number in written:
        word = number - len(known.all) if number >= len(known.all) else known.all[number]
        if word in (".", ";"):
            yield clause
            clause = []
        elif word not in (BEGIN, END):
            clause.append(word)
    if clause:
        yield clause


class _Clause:
    """`words`: a string is a word, a number a thing that is pointed at."""

    def __init__(self, words: Sequence[str | int], things: Sequence[Thing], known: Words) -> None:
        self._known = known
        self._all = things
        self._words = words
        self._at = [word for word in words if isinstance(word, int)]
        self._named = [things[at] for at in self._at if at < len(things)]

    def wrong(self) -> Iterator[str]:
        if len(self._named) < len(self._at):
            yield "points at nothing"
            return
        if any(not thing.label for thing in self._named):
            yield "names what has no name"
        if self._words and self._words[-1] in _UNFINISHED:
            yield "breaks off"
        for check in (self._roles, self._states, self._places, self._focus, self._uses, self._nothing):
            yield from check()

    def _roles(self) -> Iterator[str]:
        for index, (word, after) in enumerate(pairwise([*self._words, ""])):
            role = self._known.roles.get(word) if isinstance(word, str) else None
            if role is not None:
                before = [one for one in self._words[max(0, index - 2) : index] if one != "unlabelled"][-1:]
                yield from self._role(role, before[0] if before else "", after)
        if "called" in self._words and any(thing.role != "window title" for thing in self._named):
            yield "the window is not called that"

    def _role(self, role: str, before: str | int, after: str | int) -> Iterator[str]:
        """One that is told, with the word before it, by which it may be counted, and the one after it, which may have it."""
        count = sum(thing.role == role for thing in self._all)
        if isinstance(before, str) and before in self._known.numbers:
            if "unlabelled" in self._words:
                count = sum(thing.role == role and not thing.label for thing in self._all)
            if not self._has_state() and self._is_other(before, count):
                yield f"{before} {role} instead of {count}"
        elif before == "no":
            if count:
                yield f"no {role} instead of {count}"
        elif isinstance(after, int):
            if self._all[after].role != role:
                yield f"{self._all[after].role} called {role}"
        elif not count:
            yield f"there is no {role}"
        elif any(thing.role != role for thing in self._named):
            yield f"not all are {role}"

    def _is_other(self, told: str, count: int) -> bool:
        """Whether that is not how many there are, as far as it can count."""
        return self._known.numbers[told] != min(count, max(self._known.numbers.values()))

    def _has_state(self) -> bool:
        return any(word in self._known.states for word in self._words)

    def _states(self) -> Iterator[str]:
        for word in self._words:
            if not isinstance(word, str) or word not in self._known.states:
                continue
            state, holds = self._known.states[word]
            roles = IN_STATE.get(state, ())
            if any((state in thing.states) != holds for thing in self._named):
                yield f"{word} is not so"
            in_it = [thing for thing in self._all if state in thing.states and (not roles or thing.role in roles)]
            if in_it and not self._named and "nothing" in self._words:
                yield f"something is {word}"
            counted = [one for one in self._words if isinstance(one, str) and one in self._known.numbers]
            if holds and not self._named and any(self._is_other(told, len(in_it)) for told in counted):
                yield f"{counted[0]} are {word} instead of {len(in_it)}"

    def _places(self) -> Iterator[str]:
        about = self._named or [thing for thing in self._all if "focus" in self._words and "focused" in thing.states][:1]
        for word in self._words:
            place = self._known.places.get(word) if isinstance(word, str) else None
            if place is not None and (not about or any(place_of(thing.box) != place for thing in about)):
                yield f"not {word}"

    def _focus(self) -> Iterator[str]:
        if "focus" not in self._words:
            return
        focused = [thing for thing in self._all if "focused" in thing.states]
        if "no" in self._words:
            if focused:
                yield "something has the focus"
        elif not focused or any("focused" not in thing.states for thing in self._named):
            yield "the focus is elsewhere"

    def _uses(self) -> Iterator[str]:
        for verb, roles in USES.items():
            if verb in self._words:
                if any(thing.role not in roles for thing in self._named):
                    yield f"one can't {verb} that"
                if any("disabled" in thing.states for thing in self._named):
                    yield f"one can't {verb} what is disabled"

    def _nothing(self) -> Iterator[str]:
        """That there is nothing to press, or to tell of."""
        if "nothing" not in self._words or self._named:
            return
        usable = [
            one for one in self._all if any(one.role in roles for roles in USES.values()) and one.label and "disabled" not in one.states
        ]
        if "press" in self._words and usable:
            yield "there is something to press"
        if "has" in self._words and any(thing.role in COUNTED for thing in self._all):
            yield "there is something to tell of"
