"""Answers questions about a scene from what the tree and the recognised text tell, and from nothing else. Pure.

A question is read by the patterns of `resources/questions.LANGUAGE.toml`; the first that fits and can be answered is. Names and values
are told as they stand on the screen. What is not there is denied only as far as the scene is known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from mmassist.backends.describer.detail import context_of
from mmassist.backends.describer.questions import changing, counting, general, rows, states, there, units, values
from mmassist.backends.describer.questions.following import completed
from mmassist.backends.describer.questions.scope import Scope
from mmassist.backends.describer.questions.wording import Asked, Wording, wording
from mmassist.backends.describer.text import closed
from mmassist.backends.describer.text import words as bare
from mmassist.values import Scene

__all__ = ["answer", "standing", "what_changed", "where_is"]

_LONGEST_ANSWER = 4000
_HEDGED = frozenset({"where", "state"})

_ANSWERS: Mapping[str, Callable[[Scope, Asked], str | None]] = {
    "changed": changing.changed,
    "trouble": general.troubles,
    "asks": general.asks,
    "message": general.message,
    "program": general.program,
    "window": general.window,
    "focus": general.focus,
    "default": general.default,
    "selected": general.selected,
    "doable": general.doable,
    "choices": values.choices,
    "reading": units.reading,
    "cell": rows.cell,
    "row": rows.whole_row,
    "column": rows.column,
    "count": counting.count,
    "amount": counting.amount,
    "which": states.which,
    "list": counting.listing,
    "there": there.there,
    "state": states.state,
    "beside": there.beside,
    "where": there.located,
    "progress": values.progress,
    "region": there.region,
    "value": values.value,
}


def answer(scene: Scene, question: str, earlier: Sequence[str] = (), language: str = "en", before: Scene | None = None) -> str | None:
    """Sentences to be spoken, the fact first; None for a question that is not understood. One in English is understood in any language,
    and answered in English.

    `earlier`: the questions of the same conversation, oldest first, for one that leans on them. `before`: the same window as it was last
    described, for one about what has changed. A few milliseconds for 500 items.
    """
    every = dict.fromkeys((wording(language), wording()))
    return next((said for words in every if (said := _answer(words, scene, question, earlier, before))), None)


def _answer(words: Wording, scene: Scene, question: str, earlier: Sequence[str], before: Scene | None) -> str | None:
    was = Scope(context_of(before, language=words.language), words) if before is not None else None
    scope = Scope(context_of(scene, language=words.language), words, was)
    for asked in words.readings(completed(words, question, earlier)):
        if words.followup("pronouns").fullmatch(asked.part("thing")):
            continue
        if said := _ANSWERS[asked.kind](scope, asked):
            return _hedged(scope, asked, said[:_LONGEST_ANSWER])
    return None


def _hedged(scope: Scope, asked: Asked, said: str) -> str:
    """With how the controls are known that it names, if only the picture shows them. Answers of a place or a state tell it themselves."""
    told, view = bare(said), scope.view
    names = [scope.context.name(placed.index) for placed in view.placed if placed.item.is_by_look]
    seen = sum(bool(name) and bare(name) in told for name in names)
    if not seen or asked.kind in _HEDGED:
        return said
    key = "by_look_some" if view.scene.has_outline else "by_look"
    return f"{said} {closed(scope.phrases.opened(scope.phrases.say(key, n=seen)))}"


def standing(scene: Scene, question: str, language: str = "en") -> int:
    """The index of the one item that a question asks the place of, or whether it is there; -1 for any other question, and where there is
    none, or several. One in English is understood in any language."""
    every = dict.fromkeys((wording(language), wording()))
    return next((at for words in every if (at := _standing(words, scene, question)) >= 0), -1)


def _standing(words: Wording, scene: Scene, question: str) -> int:
    scope = Scope(context_of(scene, language=words.language), words)
    for asked in words.readings(words.plain(question)):
        if (placed := there.standing(scope, asked)) is not None:
            return placed.index
    return -1


def what_changed(language: str = "en") -> str:
    """The question for what has changed, in the language that questions are asked in."""
    return str(wording(language).tables["followups"]["what_changed"])


def where_is(thing: str, language: str = "en") -> str:
    """The question for the place of something, in the language that questions are asked in."""
    return str(wording(language).tables["followups"]["where_is"]).format(thing=thing)
