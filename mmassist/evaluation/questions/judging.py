"""Judges an answer by what is true of its window. Knows nothing of how answers are made. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from mmassist.evaluation.questions.places import said_places
from mmassist.evaluation.questions.question import Question
from mmassist.evaluation.speech import phrase, tokens
from mmassist.evaluation.truth import Truth
from mmassist.evaluation.vocabulary import vocabulary

_PARTS = re.compile(r"[\W_]+")
_WORDS = frozenset(
    {"know", "known", "reported", "cell", "picture", "told", "tell", "count", "counted", "again", "can", "it", "further", "others"}
    # what it would take to know
    | {"compare", "compared", "describe", "ask", "later"}
)
"""Words that an answer about itself may use, beside those of a description."""


class Outcome(StrEnum):
    """`INVENTED`: something is said that is not on the screen, or is hidden or secret; it weighs more than all else."""

    RIGHT = "right"
    WRONG = "wrong"
    INVENTED = "invented"
    NOT_ANSWERED = "not answered"


@dataclass(frozen=True, slots=True)
class Verdict:
    outcome: Outcome
    reason: str = ""


def judged(question: Question, answer: str, truth: Truth) -> Verdict:
    """`answer`: empty where the question was not understood, so that no answer was tried."""
    if not answer.strip():
        return Verdict(Outcome.NOT_ANSWERED)
    if reason := _invention(question, answer, truth):
        return Verdict(Outcome.INVENTED, reason)
    said = tuple(token.text for token in tokens(answer))
    if question.first and said[:1] != (question.first,):
        return Verdict(Outcome.WRONG, f"does not begin with {question.first}")
    for wanted in question.must:
        if not any(_has(said, text) for text in wanted):
            return Verdict(Outcome.WRONG, f"does not say {' or '.join(wanted)}")
    for text in question.never:
        if _has(said, text) and not any(_within(text, one) for wanted in question.must for one in wanted):
            return Verdict(Outcome.WRONG, f"says {text}")
    if question.places and not (places := said_places(answer)) <= question.places:
        return Verdict(Outcome.WRONG, f"says it is at {', '.join(sorted(places - question.places))}")
    if question.places and not said_places(answer) and not _has(said, "in the tool bar"):
        return Verdict(Outcome.WRONG, "does not say where")
    return Verdict(Outcome.RIGHT)


def _invention(question: Question, answer: str, truth: Truth) -> str:
    """What is said though it stands nowhere, is not shown or is secret; "" where nothing is."""
    folded, sayable = answer.casefold(), " ".join(truth.sayable).casefold()
    for secret in truth.secrets:
        for part in (secret, *(piece for piece in re.split(r"[\W\d_]+", secret) if len(piece) >= 5)):
            if part.casefold() in folded and part.casefold() not in sayable:
                return "a password"
    said = tuple(token.text for token in tokens(answer))
    for text in truth.hidden:
        if phrase(text) and _has(said, text) and not _is_sayable(text, truth):
            return f"hidden: {text}"
    known = _known(truth) | set(phrase(question.text)) | vocabulary().words | vocabulary().signs | _WORDS
    for word in said:
        parts = [part for part in _PARTS.split(word) if part]
        if word not in known and not all(part in known or part.isdigit() for part in parts):
            return f"not on the screen: {word}"
    numbers = {word for word in said if word.isdigit()}
    counted = {word for wanted in question.must for text in wanted for word in phrase(text)}
    loose = {number for number in numbers if number not in known | counted and int(number) > _most(truth)}
    return f"no such number: {', '.join(sorted(loose))}" if loose else ""


def _most(truth: Truth) -> int:
    """The largest number that counting in this window can give."""
    return max(len(truth.controls), *(len(rows.rows) for rows in truth.lists), 12)


def _is_sayable(text: str, truth: Truth) -> bool:
    return any(_within(text, one) for one in truth.sayable)


@cache
def _words_of(text: str) -> frozenset[str]:
    found = phrase(text)
    return frozenset(found) | {part for word in found for part in _PARTS.split(word) if part}


def _known(truth: Truth) -> set[str]:
    return {word for text in truth.sayable for word in _words_of(text)}


def _within(text: str, other: str) -> bool:
    return _has(phrase(other), text)


def _has(said: tuple[str, ...], text: str) -> bool:
    """Whether the words of `text` are said in a row."""
    wanted = phrase(text)
    return any(said[at : at + len(wanted)] == wanted for at in range(len(said) - len(wanted) + 1))
