"""What is asked of the peers, and with which backend."""

from __future__ import annotations

import io
from typing import Any

from mmassist.backends import catalogue
from mmassist.backends.base import Options, Setup
from mmassist.backends.chat import ChatBackend
from mmassist.values import Box, FusedPrompt, Picture, Verbosity
from tests.fakes import windows

PATIENT = Options(connect=5.0, first_token=60.0, total=110.0, retries=0)
"""The machine may be busy, and what is measured is not how soon it times out."""
LONG = 6000
"""Tokens: an answer that takes the tiny models seconds."""


def backend(url: str, model: str) -> ChatBackend:
    """A user's own server: no key, a model that the catalogue does not know."""
    known, _ = catalogue.load()
    options = Options(model, url, "", PATIENT.connect, PATIENT.first_token, PATIENT.total, PATIENT.retries)
    return ChatBackend(Setup("mine", "chat", options), known.model("chat", model))


def prompt(turn_id: int = 7, **fields: Any) -> FusedPrompt:
    asked: dict[str, Any] = {"instructions": "You are the eyes of a blind user.", "text": "What is this?", "answer_tokens": 400}
    return FusedPrompt(turn_id, windows.file_manager(), Verbosity.NORMAL, **(asked | fields))


def picture(media_type: str = "image/png") -> Picture:
    """A real one: the peers decode it."""
    from PIL import Image

    made = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").resize((320, 200)).save(made, media_type.partition("/")[2].upper())
    return Picture(made.getvalue(), media_type, 320, 200, Box(0, 0, 320, 200))
