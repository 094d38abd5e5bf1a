"""Google's Gemini API, by their own SDK."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import AsyncGenerator
from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING, Any

from mmassist.backends.base import Setup
from mmassist.backends.remote import Ending, Line, Piece, RemoteBackend, material
from mmassist.backends.remote.rehearsal import rehearse
from mmassist.backends.remote.translate import declined
from mmassist.backends.remote.unwinding import unwound
from mmassist.backends.shown import Said, Shown, check_clips
from mmassist.errors import BackendError, BadAnswer, PromptTooLarge, Refused
from mmassist.values import Clip, FinishReason, FusedPrompt, Picture, Usage

if TYPE_CHECKING:
    from google.genai import Client
    from google.genai.types import Candidate, GenerateContentResponse, GenerateContentResponseUsageMetadata

    from mmassist.backends.catalogue import Model

INLINE = 20_000_000
"""Bytes of a request with all that is inline, base64 included (ai.google.dev, file input methods)."""

_ROLES = {"user": "user", "assistant": "model"}
_VERSION = re.compile(r".*/v\d+(?:(?:alpha|beta)\d*)?")
_REASONS = {"STOP": FinishReason.COMPLETE, "MAX_TOKENS": FinishReason.LENGTH, "CONTINUATION": FinishReason.LENGTH}
_BROKEN = frozenset(
    ("MALFORMED_RESPONSE", "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS", "MISSING_THOUGHT_SIGNATURE")
)
# Why an answer was stopped, where "declined" alone would not help: spoken and remedy.
_STOPPED = {
    "RECITATION": ("The service stopped: its answer would have repeated a published text.", "Ask for a summary instead."),
    "LANGUAGE": ("The service does not answer in this language.", "Ask in another language, or choose another backend."),
    "SPII": ("The service stopped because of personal details on the screen.", "Choose another backend for this screen."),
    "PUP_LIMITED_DISABLED": ("Google has limited your account.", "Look into your account with Google, or choose another backend."),
}


class GeminiBackend(RemoteBackend):
    """Pictures, sound and short video travel inside the request. Thinking is not spoken."""

    default_url = "https://generativelanguage.googleapis.com/v1"
    list_path = "/models?pageSize=1000"

    def __init__(self, setup: Setup, model: Model) -> None:
        url = setup.options.base_url.strip().rstrip("/")
        if url and not _VERSION.fullmatch(url):
            setup = replace(setup, options=replace(setup.options, base_url=f"{url}/v1"))
        super().__init__(setup, model)
        self._shown = Shown()

    def key_headers(self, line: Line) -> dict[str, str]:
        return {"x-goog-api-key": line.key}

    def load(self) -> tuple[type[Exception], ...]:
        from google.genai import errors

        # Of names that are newer than itself the SDK warns; they are told apart here, by their text.
        warnings.filterwarnings("ignore", message=".* is not a valid ", category=UserWarning, module=r"google\.genai\._common")
        rehearse(self, b'data: {"candidates": [{"content": {"parts": [{"text": "."}]}}]}\n\n')
        return (errors.APIError,)

    def body(self, prompt: FusedPrompt) -> dict[str, Any]:
        model = self.model
        check_clips(prompt, model.inputs, "gemini")
        _check_size(prompt)
        config: dict[str, Any] = {
            # A model that the catalogue does not know may think unasked.
            "max_output_tokens": material.longest(prompt, model.effort if model.known else "low", model.output),
            "store": self.setup.options.keep,  # unless told, new projects keep every request for 55 days (ai.google.dev, logs)
            "automatic_continuation": False,
            "automatic_function_calling": {"disable": True},
        }
        if prompt.instructions.strip():
            config["system_instruction"] = prompt.instructions
        if model.effort:
            config["thinking_config"] = {"thinking_budget": 0} if model.effort == "none" else {"thinking_level": model.effort.upper()}
        if model.pictures.detail and (prompt.pictures or prompt.clips):
            config["media_resolution"] = f"MEDIA_RESOLUTION_{model.pictures.detail.upper()}"
        if model.sampling:
            config["temperature"] = material.TEMPERATURE
        if prompt.structured:
            config["response_mime_type"] = "application/json"
        return {"model": model.name, "contents": [_content(said) for said in self._shown.messages(prompt)], "config": config}

    async def answer(self, prompt: FusedPrompt, body: dict[str, Any], line: Line) -> AsyncGenerator[Piece, None]:
        from google.genai import errors

        stream = await _client(line).aio.models.generate_content_stream(**body)
        model, used, reason = "", None, None
        try:
            async with unwound(stream, errors.APIError) as chunks:
                async for chunk in chunks:
                    model, used = chunk.model_version or model, chunk.usage_metadata or used
                    for candidate in _candidates(chunk):
                        for text in _texts(candidate):
                            yield text
                        reason = _reason(candidate) or reason
                    if reason is not None and chunk.usage_metadata is not None:
                        break
                if reason is not None:
                    yield Ending(model, _usage(used), reason)
        except errors.APIError as error:
            raise declined(error.code, json.dumps(error.details), line.context) from error


def _client(line: Line) -> Client:
    """Costs 0.3 ms and holds no connection of its own: those are the backend's. Says all that the environment would say otherwise."""
    import ssl

    import httpx2
    from google import genai
    from google.genai.client import DebugConfig
    from google.genai.types import HttpOptions

    base, _, version = line.url.rpartition("/")
    options = HttpOptions(
        base_url=base,
        api_version=version,
        httpx_async_client=line.client,
        # The two below are never used. Left out, the SDK reads all certificates for each, in 25 ms; these trust and reach nobody.
        httpx_client=httpx2.Client(transport=httpx2.MockTransport(_unreached)),
        async_client_args={"ssl": ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)},
    )
    without_replays = DebugConfig(client_mode="", replays_directory="", replay_id="")
    try:
        return genai.Client(vertexai=False, api_key=line.key, debug_config=without_replays, http_options=options)
    except ImportError as error:
        raise BackendError(
            f"gemini: {error}",
            "The environment asks the Gemini backend for a library that is not installed.",
            "Unset GOOGLE_GENAI_HTTP_CLIENT.",
        ) from error


def _unreached(request: object) -> Any:
    raise BackendError("gemini: a request that was not meant to be sent")


def _content(said: Said) -> dict[str, Any]:
    media: tuple[Picture | Clip, ...] = (*said.pictures, *said.clips)
    parts = [{"inline_data": {"data": each.data, "mime_type": each.media_type.partition(";")[0].strip()}} for each in media]
    return {"role": _ROLES[said.role], "parts": [*parts, {"text": said.text}]}


def _check_size(prompt: FusedPrompt) -> None:
    media: tuple[Picture | Clip, ...] = (*prompt.pictures, *prompt.clips)
    inline = sum(4 * ceil(len(each.data) / 3) for each in media)
    told = sum(len(each.question) + len(each.answer) for each in prompt.conversation)
    if inline + told + len(prompt.text) + len(prompt.instructions) <= INLINE:
        return
    if prompt.clips:
        raise PromptTooLarge("gemini: more than 20 MB inline", "The recording is too large to be sent.", "Send a shorter one.")
    raise PromptTooLarge("gemini: more than 20 MB inline")


def _candidates(chunk: GenerateContentResponse) -> list[Candidate]:
    """The first candidate, as no others were asked for. Raises Refused where the prompt itself was blocked."""
    if chunk.prompt_feedback is not None and chunk.prompt_feedback.block_reason:
        raise Refused(f"gemini: the prompt was blocked ({chunk.prompt_feedback.block_reason.value[:30]})")
    return (chunk.candidates or [])[:1]


def _texts(candidate: Candidate) -> list[str]:
    parts = candidate.content.parts if candidate.content else None
    return [part.text for part in parts or () if part.text and not part.thought]


def _reason(candidate: Candidate) -> FinishReason | None:
    """None while nothing is told. Raises Refused for every reason but those of an answer that simply ended."""
    told = candidate.finish_reason.value if candidate.finish_reason else ""
    if told in ("", "FINISH_REASON_UNSPECIFIED"):
        return None
    if told in _BROKEN:
        raise BadAnswer(f"gemini: {told}")
    if told not in _REASONS:
        raise Refused(f"gemini: stopped ({told[:30]})", *_STOPPED.get(told, ()))
    return _REASONS[told]


def _usage(used: GenerateContentResponseUsageMetadata | None) -> Usage:
    """What is 0 is left out by the service. Thinking is billed as output."""
    if used is None or used.prompt_token_count is None:
        return Usage()
    details = used.prompt_tokens_details
    image = None
    if details is not None:
        image = sum(each.token_count or 0 for each in details if each.modality is not None and each.modality.value == "IMAGE")
    output = (used.candidates_token_count or 0) + (used.thoughts_token_count or 0)
    return Usage(used.prompt_token_count, output, image, used.cached_content_token_count or 0)
