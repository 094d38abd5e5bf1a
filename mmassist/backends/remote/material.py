"""What a prompt's parts look like on the way out, whatever the wire: the conversation as turns, pictures and recordings as base64. Pure."""

from __future__ import annotations

import base64

from mmassist.values import Clip, Exchange, FusedPrompt, Picture

TEMPERATURE = 0.2
"""For models that take one: an answer about a screen need not be original."""

THINKING = 2048
"""Tokens beyond the answer's own for a model that thinks first: they count as output, and an answer cut by them helps nobody."""

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
    """The recordings as OpenAI's formats have them: data and format ("wav", "mp3"). None for a model that does not listen."""
    if "audio" not in inputs:
        return []
    named = ((clip, _sound_format(clip)) for clip in prompt.clips)
    return [{"data": encoded(clip.data), "format": name} for clip, name in named if name]


def longest(prompt: FusedPrompt, effort: str, output: int | None) -> int:
    """Tokens that the reply may have. `effort`: of thinking, as the catalogue has it; `output`: the most that the model gives."""
    tokens = prompt.answer_tokens + (THINKING if effort not in ("", "none") else 0)
    return tokens if output is None else min(tokens, output)


def _sound_format(clip: Clip) -> str:
    kind, _, name = clip.media_type.partition(";")[0].partition("/")
    if kind != "audio":
        return ""
    return {"mpeg": "mp3", "x-wav": "wav", "wave": "wav", "vnd.wave": "wav"}.get(name, name)
