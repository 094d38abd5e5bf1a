"""What a prompt's parts look like on the way out, whatever the wire: the conversation as turns, pictures and recordings as base64. Pure."""

from __future__ import annotations

import base64

from mmassist.errors import RequestRejected
from mmassist.values import Exchange, FusedPrompt, Picture

TEMPERATURE = 0.2
"""For models that take one: an answer about a screen need not be original."""

THINKING = 2048
"""Tokens beyond the answer's own for a model that thinks first: they count as output, and an answer cut by them helps nobody."""

_SOUNDS = {"audio/wav": "wav", "audio/x-wav": "wav", "audio/wave": "wav", "audio/vnd.wave": "wav", "audio/mpeg": "mp3", "audio/mp3": "mp3"}
_WITHOUT_QUESTION = "Describe what is on the screen."


def turns(exchanges: tuple[Exchange, ...]) -> list[tuple[str, str]]:
    """Role (user, assistant) and text, oldest first; without exchanges that were not answered, as services take no empty text."""
    told: list[tuple[str, str]] = []
    for exchange in exchanges:
        if exchange.answer.strip():
            told += [("user", exchange.question.strip() or _WITHOUT_QUESTION), ("assistant", exchange.answer)]
    return told


def asked(prompt: FusedPrompt) -> str:
    """The user's part, never empty."""
    return prompt.text if prompt.text.strip() else prompt.question.strip() or _WITHOUT_QUESTION


def encoded(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def data_url(picture: Picture) -> str:
    return f"data:{picture.media_type};base64,{encoded(picture.data)}"


def sounds(prompt: FusedPrompt, inputs: frozenset[str]) -> list[dict[str, str]]:
    """The recordings as OpenAI's formats have them: data, and wav or mp3. Raises RequestRejected, before anything is sent, for others."""
    named = [(clip, _SOUNDS.get(clip.media_type.partition(";")[0].strip().lower(), "")) for clip in prompt.clips]
    if named and "audio" not in inputs:
        raise _deaf("the model takes no sound", "This model does not take recordings, so nothing was sent.")
    if any(not name for _, name in named):
        raise _deaf("a recording of another kind", "This service takes recordings only as WAV or MP3, so nothing was sent.")
    return [{"data": encoded(clip.data), "format": name} for clip, name in named]


def longest(prompt: FusedPrompt, effort: str, output: int | None) -> int:
    """Tokens that the reply may have. `effort`: of thinking, as the catalogue has it; `output`: the most that the model gives."""
    tokens = prompt.answer_tokens + (THINKING if effort not in ("", "none") else 0)
    return tokens if output is None else min(tokens, output)


def _deaf(message: str, spoken: str) -> RequestRejected:
    return RequestRejected(message, spoken, "Ask without the recording, or choose a model that takes it; mmassist backends lists them.")
