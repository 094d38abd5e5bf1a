"""Whether a transcript looks like all that somebody wanted to say. Pure but for the list, which is read once a process."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources

from mmassist.values import Transcript

# A recogniser writes a full stop wherever the sound ends: words alone never make sure. So much of the way from the longest patience to
# the shortest is gone for them, and no inner pause of 600 ms splits a sentence.
_TEXT = 0.1
_WORDS, _SURE = 3, 0.5


def completeness(transcript: Transcript) -> float:
    """0, or a little where the text ends like a sentence; 0 to 1 as `Endpoint.judged` wants it."""
    words = transcript.text.casefold().split()
    if len(words) < _WORDS or transcript.confidence < _SURE or transcript.text.rstrip()[-1] not in ".?!":
        return 0.0
    unfinished = _unfinished().get(transcript.language)
    return 0.0 if unfinished is None or words[-1].strip(".?!,") in unfinished else _TEXT


@functools.cache
def _unfinished() -> dict[str, frozenset[str]]:
    content = (resources.files(__package__) / "unfinished.toml").read_text("utf-8")
    return {language: frozenset(words) for language, words in tomllib.loads(content).items()}
