"""A question that leans on the one before: "and Cancel?", "where is it?", "the second one"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mmassist.backends.describer.questions.wording import Asked, Wording

_MOST = 6
"""Questions that are looked back to."""


def completed(wording: Wording, question: str, earlier: Sequence[str]) -> str:
    """`question` as it would be asked alone. `earlier`: the questions before it, oldest first. It stays as it is where it leans on none."""
    text = wording.plain(question)
    if wording.followup("alone").fullmatch(text):
        return text
    for before in reversed([wording.plain(one) for one in earlier[-_MOST:]]):
        if done := _completed(wording, text, before):
            return done
    return text


def _completed(wording: Wording, text: str, before: str) -> str:
    """From that earlier question; "" where it does not help."""
    readings = list(wording.readings(before))
    thing = next((reading for reading in readings if _is_thing(wording, reading)), None)
    noun = next((reading for reading in readings if reading.part("noun")), None)
    if thing is not None and wording.followup("where").fullmatch(text):
        return str(wording.tables["followups"]["where_is"]).format(thing=thing.part("thing"))
    if (found := wording.followup("another").fullmatch(text)) and thing is not None:
        start, end = thing.spans["thing"]
        return f"{before[:start]}{found['thing']}{before[end:]}"
    if (found := wording.followup("one").fullmatch(text)) and noun is not None:
        return str(wording.tables["followups"]["nth_of"]).format(nth=found["nth"], noun=noun.part("noun"))
    if thing is None:
        return ""
    pronoun = wording.followup("pronouns")
    for reading in wording.readings(text):
        if "thing" in reading.spans and pronoun.fullmatch(reading.part("thing")):
            start, end = reading.spans["thing"]
            return f"{text[:start]}{thing.part('thing')}{text[end:]}"
    return ""


def _is_thing(wording: Wording, reading: Asked) -> bool:
    thing = reading.part("thing")
    return bool(thing) and not wording.followup("pronouns").fullmatch(thing) and bool(re.search(r"\w", thing))
