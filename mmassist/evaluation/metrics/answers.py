"""How right a short answer to a question about a picture is: VQA accuracy (Goyal et al., 2017) and ANLS (Biten et al., 2019)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

# Removed where they stand beside a space, or where a comma parts digits; a space in their place elsewhere.
_MARKS = ';/[]"{}()=+\\_-><@`,?!:'
_POINT, _THOUSANDS = re.compile(r"\.(?!\d)"), re.compile(r"\d,\d")
_ENOUGH = 3


def vqa_accuracy(answer: str, answers: Sequence[str]) -> float:
    """0 to 1, of one question. `answers`: what people said, ten of them in the published data. Raises ValueError for fewer than two.

    The official form: each person is left out in turn, and of the others three must have given the answer. People are told apart by
    their place, so those who agree do not leave each other out. Both sides are made plain first, also where all agree: the official
    script leaves the people's answers as they are then, and holds "T.V." to be another answer than "T.V.".
    """
    if len(answers) < 2:
        raise ValueError("nobody can be left out")
    given, people = plain_answer(answer), [plain_answer(one) for one in answers]
    agreeing = people.count(given)
    shares = [min(1.0, (agreeing - (person == given)) / _ENOUGH) for person in people]
    return sum(shares) / len(shares)


def plain_answer(text: str) -> str:
    """Lower case, without articles and punctuation, numbers as digits, contractions with their apostrophe."""
    found = " ".join(text.split())
    for mark in _MARKS:
        alone = f"{mark} " in text or f" {mark}" in text or _THOUSANDS.search(text)
        found = found.replace(mark, "" if alone else " ")
    words = _POINT.sub("", found).lower().split()
    table = _table()
    return " ".join(table["numbers"].get(word, table["contractions"].get(word, word)) for word in words if word not in table["articles"])


def anls(answer: str, answers: Sequence[str], threshold: float = 0.5) -> float:
    """0 to 1, of one question: likeness by letters to the nearest of the right `answers`, 0 where fewer than `threshold` are right.

    Case does not count, spaces do. Raises ValueError where there is no right answer.
    """
    if not answers:
        raise ValueError("no right answer is known")
    best = max(_alike(_folded(answer), _folded(one)) for one in answers)
    return best if best > threshold else 0.0


def _folded(text: str) -> str:
    return " ".join(text.lower().split())


def _alike(one: str, other: str) -> float:
    longest = max(len(one), len(other))
    return 1 - _distance(one, other) / longest if longest else 1.0


def _distance(one: str, other: str) -> int:
    """Letters to be inserted, deleted or replaced (Levenshtein, 1966)."""
    before = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, against in enumerate(other, 1):
            current.append(min(before[column] + 1, current[-1] + 1, before[column - 1] + (letter != against)))
        before = current
    return before[-1]


@cache
def _table() -> Mapping[str, Any]:
    found = tomllib.loads((resources.files("mmassist.evaluation.metrics") / "answers.toml").read_text("utf-8"))
    contractions = {whole.replace("'", ""): whole for group in found["contractions"].values() for whole in group}
    return {"articles": frozenset(found["articles"]), "numbers": found["numbers"], "contractions": contractions}
