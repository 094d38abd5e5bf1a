"""Anthropic's Messages API, by their own SDK."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mmassist.backends.base import Setup
from mmassist.backends.remote import Ending, Line, Piece, RemoteBackend, material
from mmassist.backends.remote.rehearsal import rehearse
from mmassist.backends.remote.translate import declined
from mmassist.backends.remote.unwinding import unwound
from mmassist.backends.shown import Said, Shown, check_clips
from mmassist.errors import BackendError, BadAnswer, Refused
from mmassist.values import FinishReason, FusedPrompt, Usage

if TYPE_CHECKING:
    from anthropic import APIStatusError, AsyncAnthropic

    from mmassist.backends.catalogue import Model

_API, _OLDER_API = "2026-10-21", "2023-06-01"
"""The version of the API that this is written for, and the last one that takes temperature (platform.claude.com, migration guide)."""

_JSON = "Answer with one JSON object and nothing else: no Markdown, no words before or after it."
# Error types inside a stream, as the HTTP status that they have outside of one (platform.claude.com, errors).
_STATUS = {
    "invalid_request_error": 400,
    "authentication_error": 401,
    "billing_error": 402,
    "permission_error": 403,
    "not_found_error": 404,
    "request_too_large": 413,
    "rate_limit_error": 429,
    "api_error": 500,
    "timeout_error": 504,
    "overloaded_error": 529,
}
_REASONS = {"max_tokens": FinishReason.LENGTH, "model_context_window_exceeded": FinishReason.LENGTH}
_COUNTS = ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens", "output_tokens")


class ClaudeBackend(RemoteBackend):
    """The last picture marks what may be kept for five minutes at the vendor's: a follow-up on it costs a tenth. Thinking is not spoken."""

    default_url = "https://api.anthropic.com"
    list_path = "/v1/models?limit=1000"

    def __init__(self, setup: Setup, model: Model) -> None:
        url = setup.options.base_url.strip().rstrip("/").removesuffix("/v1")
        super().__init__(replace(setup, options=replace(setup.options, base_url=url)), model)
        self._shown = Shown()

    def key_headers(self, line: Line) -> dict[str, str]:
        return {"Authorization": f"Bearer {line.key}", "anthropic-version": _API}

    def load(self) -> tuple[type[Exception], ...]:
        import anthropic

        rehearse(self, b'event: message_stop\ndata: {"type": "message_stop"}\n\n')
        return (anthropic.AnthropicError,)

    def body(self, prompt: FusedPrompt) -> dict[str, Any]:
        model = self.model
        check_clips(prompt, model.inputs, "claude")
        instructions = f"{prompt.instructions}\n\n{_JSON}".strip() if prompt.structured else prompt.instructions
        body: dict[str, Any] = {
            "model": model.name,
            # A model that the catalogue does not know may think unasked.
            "max_tokens": material.longest(prompt, model.effort if model.known else "low", model.output),
            "messages": [_message(said) for said in self._shown.messages(prompt)],
        }
        if instructions.strip():
            body["system"] = [{"type": "text", "text": instructions}]
        if model.effort == "none":
            body["thinking"] = {"type": "between_tools"}  # there are no tools: so not at all
        if model.effort:
            body["output_config"] = {"effort": "low" if model.effort == "none" else model.effort}
        if model.sampling:
            body["extra_body"] = {"temperature": material.TEMPERATURE}
        return body

    async def answer(self, prompt: FusedPrompt, body: dict[str, Any], line: Line) -> AsyncGenerator[Piece, None]:
        import anthropic

        stream = await _client(line).messages.create(stream=True, extra_headers=_headers(body, line), **body)
        model = ""
        counts: dict[str, int] = {}
        reason = None
        try:
            async with unwound(stream, anthropic.AnthropicError) as events:
                async for event in events:
                    if event.type == "message_start":
                        model = event.message.model
                        counts |= _counted(event.message.usage)
                    elif event.type == "content_block_delta" and event.delta.type == "text_delta":
                        yield event.delta.text
                    elif event.type == "message_delta":
                        counts |= _counted(event.usage)
                        reason = _reason(event.delta.stop_reason) or reason
                    elif event.type == "message_stop" and reason is not None:
                        yield Ending(model, _usage(counts), reason)
                        return
        except anthropic.APIStatusError as error:
            raise _inside_stream(error, line) from error


def _client(line: Line) -> AsyncAnthropic:
    """Costs 1 ms and holds no connection of its own: those are the backend's. Says all that the environment would say otherwise."""
    from anthropic import AsyncAnthropic

    return AsyncAnthropic(
        api_key=line.key,
        base_url=line.url,
        http_client=line.client,
        max_retries=0,
        webhook_key="",
        open_telemetry=False,
    )


def _headers(body: dict[str, Any], line: Line) -> dict[str, Any]:
    """Of headers that the environment may set too (ANTHROPIC_CUSTOM_HEADERS), those of a request win."""
    from anthropic import Omit

    version = _OLDER_API if "extra_body" in body else _API
    return {"Authorization": f"Bearer {line.key}", "X-Api-Key": Omit(), "anthropic-beta": Omit(), "anthropic-version": version}


def _message(said: Said) -> dict[str, Any]:
    if not said.pictures:
        return {"role": said.role, "content": said.text}
    blocks: list[dict[str, Any]] = [
        {"type": "image", "source": {"type": "base64", "media_type": picture.media_type, "data": material.encoded(picture.data)}}
        for picture in said.pictures
    ]
    blocks[-1]["cache_control"] = {"type": "ephemeral"}
    return {"role": said.role, "content": [*blocks, {"type": "text", "text": said.text}]}


def _reason(told: str | None) -> FinishReason | None:
    """None while nothing is told. Raises Refused, and BadAnswer for what only a model with tools says."""
    if told is None:
        return None
    if told == "refusal":
        raise Refused("claude: the model refused")
    if told in ("tool_use", "pause_turn"):
        raise BadAnswer(f"claude: stopped for {told}, though it has no tools")
    return _REASONS.get(told, FinishReason.COMPLETE)


def _counted(usage: object) -> dict[str, int]:
    """Counts are running totals, and not every event has each of them."""
    found = {name: getattr(usage, name, None) for name in _COUNTS}
    return {name: count for name, count in found.items() if isinstance(count, int)}


def _usage(counts: dict[str, int]) -> Usage:
    """The input as a whole: the service tells what it read from its cache, what it wrote there, and the rest, each apart."""
    if "input_tokens" not in counts:
        return Usage(output=counts.get("output_tokens"))
    cached, written = counts.get("cache_read_input_tokens", 0), counts.get("cache_creation_input_tokens", 0)
    return Usage(counts["input_tokens"] + written + cached, counts.get("output_tokens"), cached=cached, written=written)


def _inside_stream(error: APIStatusError, line: Line) -> BackendError:
    body = error.body if isinstance(error.body, dict) else {}
    told = body.get("error")
    details = told if isinstance(told, dict) else {}
    kind = str(details.get("type") or "")
    return declined(_STATUS.get(kind, 500), f"{kind} {details.get('message') or ''}", line.context)
