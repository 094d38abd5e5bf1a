"""Whether a value stands on a screen: by exact rules of its own, from the forms in which the generator writes it."""

from __future__ import annotations

from collections.abc import Iterable

from mmassist.evaluation.grounding.facts import Fact

_JOINS = ".,:/-"


def stands(fact: Fact, texts: Iterable[str]) -> bool:
    """Whether any form of the fact is in one of the texts and not a part of a longer word or number; case and spaces apart."""
    forms = [_squeezed(form).strip('“”".?!') for form in (*fact.shown(), *fact.said())]
    return any(_holds(_squeezed(text), form) for text in texts for form in forms)


def _squeezed(text: str) -> str:
    return "".join(text.casefold().split())


def _holds(text: str, form: str) -> bool:
    at = text.find(form)
    while at >= 0:
        before, after = text[max(0, at - 2) : at], text[at + len(form) : at + len(form) + 2]
        if not _goes_on(before[::-1], form[0]) and not _goes_on(after, form[-1]):
            return True
        at = text.find(form, at + 1)
    return False


def _goes_on(beside: str, edge: str) -> bool:
    """Whether the word or number at whose edge it stands goes on beside it. A word may: spaces are gone."""
    if not beside or not edge.isdigit():
        return False
    return beside[0].isdigit() or (beside[0] in _JOINS and beside[1:2].isdigit())
