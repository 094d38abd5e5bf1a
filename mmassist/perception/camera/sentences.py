"""The words for what a camera sees, from `resources/camera.LANGUAGE.toml`. What a picture says goes in as a value, never as a template."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from itertools import groupby
from typing import Any

from mmassist.perception.camera.faces import Fault, Framing
from mmassist.perception.camera.guidance import Hint
from mmassist.perception.camera.reading import SURE, Outcome, PageText
from mmassist.sayings import listed, own, run_on, saying

# What each outcome is called in the table `look`; of what was read nothing needs to be said.
_OUTCOMES = {Outcome.READ: "", Outcome.PARTLY: "partly"}


@cache
def _tables(language: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("mmassist.resources").joinpath(f"camera.{language}.toml").read_text("utf-8"))


def say(table: str, key: str, language: str = "en", /, **values: object) -> str:
    """The sentence `key` of `table`, with `values` put in."""
    sentence: str = _tables(language)[table][key]
    return saying(sentence, **values) if sentence else ""


def hint(what: Hint, *, held: str = "camera", language: str = "en") -> str:
    """The sentence that guides. `held`: what is in the hand, "camera" or "page"."""
    sentence: str = _tables(language)["guide"][held][what.value]
    return own(sentence)


def outcome(what: Outcome, language: str = "en") -> str:
    """What to say of how a page could be read; empty where all of it was."""
    key = _OUTCOMES.get(what, what.value)
    return say("look", key, language) if key else ""


def paragraphs(page: PageText) -> tuple[str, ...]:
    """What is told of a page, block by block: of one that can't be relied on, only lines that were read surely."""
    whole = page.outcome in (Outcome.READ, Outcome.PARTLY)
    kept = [line for line in page.lines if line.text and (whole or line.confidence >= SURE)]
    return tuple(" ".join(line.text for line in block) for _, block in groupby(kept, key=lambda line: line.block))


def framing_sentence(seen: Framing, language: str = "en") -> str:
    """How a face stands, in one or two sentences."""
    if seen.faces == 0:
        return say("face", "none", language)
    told = [say("face", "several", language, number=seen.faces)] if seen.faces > 1 else []
    named = [say("face", fault.value, language) for fault in seen.faults if fault is not Fault.CUT]
    if Fault.CUT in seen.faults:
        told.append(say("face", "cut", language))
    if named:
        told.append(say("face", "sentence", language, faults=listed(named, last="")))
    return run_on(*told) if told and seen.faults else run_on(*told, say("face", "fine", language))
