"""OpenAI's Chat Completions, for every server that speaks them: llama.cpp's, vLLM, transformers serve, LM Studio and many more."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING, Any

from mmassist.backends import openai_client
from mmassist.backends.remote import Ending, Line, Piece, RemoteBackend, material, offers
from mmassist.backends.remote.rehearsal import rehearse
from mmassist.backends.remote.translate import MALFORMED
from mmassist.backends.remote.transport import Declined
from mmassist.backends.thinking import Thinking
from mmassist.errors import Refused
from mmassist.values import FinishReason, FusedPrompt, Usage

if TYPE_CHECKING:
    from openai import AsyncOpenAI, AsyncStream
    from openai.types import CompletionUsage
    from openai.types.chat import ChatCompletionChunk

_REASONS = {"length": FinishReason.LENGTH, "max_tokens": FinishReason.LENGTH}
# Ends that are none: vLLM's and others' words for an answer that the server gave up.
_GIVEN_UP = frozenset(("abort", "aborted", "cancelled", "error", "insufficient_system_resource"))


class ChatBackend(RemoteBackend):
    """Needs no key, but sends one that is stored. What a model thinks before it answers is not spoken."""

    default_url = "http://127.0.0.1:8080/v1"
    needs_key = False

    def load(self) -> tuple[type[Exception], ...]:
        import openai.resources.chat
        import openai.types.chat

        rehearse(self, b'data: {"choices": [{"delta": {"content": "."}}]}\n\n')
        return (openai.OpenAIError,)

    def body(self, prompt: FusedPrompt) -> dict[str, Any]:
        model = self.model
        told: list[dict[str, Any]] = [{"role": role, "content": text} for role, text in material.turns(prompt.conversation)]
        system = [{"role": "system", "content": prompt.instructions}] if prompt.instructions.strip() else []
        body: dict[str, Any] = {
            "model": model.name,
            "messages": [*system, *told, {"role": "user", "content": self._content(prompt)}],
            model.token_parameter: material.longest(prompt, model.effort, model.output),
            "stream_options": {"include_usage": True},
        }
        if model.effort:
            body["reasoning_effort"] = model.effort
        if model.sampling:
            body["temperature"] = material.TEMPERATURE
        if prompt.structured:
            body["response_format"] = {"type": "json_object"}
        return body

    async def answer(self, prompt: FusedPrompt, body: dict[str, Any], line: Line) -> AsyncGenerator[Piece, None]:
        model = finish = ""
        usage = Usage()
        thinking = Thinking()
        if not body["model"]:
            body["model"] = await self._only_model(line)
        stream = await _asked(openai_client.make(line), body | openai_client.headers(line))
        async with contextlib.aclosing(openai_client.events(stream, line)) as chunks:
            async for chunk in chunks:
                model = chunk.model or model
                usage = _usage(chunk.usage) if chunk.usage else usage
                for choice in chunk.choices or ():
                    if choice.delta.refusal:
                        raise Refused("chat: the model refused")
                    if text := thinking.without(choice.delta.content or ""):
                        yield text
                    finish = choice.finish_reason or finish
        if finish == "content_filter":
            raise Refused("chat: stopped by the content filter")
        if rest := thinking.rest():
            yield rest
        if finish and finish not in _GIVEN_UP:
            yield Ending(model, usage, _REASONS.get(finish, FinishReason.COMPLETE))

    async def _only_model(self, line: Line) -> str:
        """Where the user has named no model: the first that the server has. Most have one and do not care for its name."""
        try:
            found = await offers.names(line.client, line.url + self.list_path, self.key_headers(line))
        except (Declined, *MALFORMED):
            found = ()
        return found[0] if found else "default"

    def _content(self, prompt: FusedPrompt) -> list[dict[str, Any]] | str:
        """Plain text where there is nothing else: not every server takes parts."""
        detail = self.model.pictures.detail
        with_detail = {"detail": detail} if detail else {}
        parts: list[dict[str, Any]] = [
            {"type": "image_url", "image_url": {"url": material.data_url(picture), **with_detail}} for picture in prompt.pictures
        ]
        parts += [{"type": "input_audio", "input_audio": sound} for sound in material.sounds(prompt, self.model.inputs)]
        text = material.asked(prompt)
        return [{"type": "text", "text": text}, *parts] if parts else text


async def _asked(client: AsyncOpenAI, body: dict[str, Any]) -> AsyncStream[ChatCompletionChunk]:
    """A server that does not know how to count tokens while it streams is asked again without."""
    stream: AsyncStream[ChatCompletionChunk]
    try:
        stream = await client.chat.completions.create(stream=True, **body)
    except Declined as error:
        if error.status not in (400, 422) or "stream_options" not in error.body:
            raise
        without = {name: value for name, value in body.items() if name != "stream_options"}
        stream = await client.chat.completions.create(stream=True, **without)
    return stream


def _usage(used: CompletionUsage) -> Usage:
    details = used.prompt_tokens_details
    return Usage(
        used.prompt_tokens,
        used.completion_tokens,
        image=details.image_tokens if details else None,
        cached=details.cached_tokens if details else None,
        written=details.cache_write_tokens if details else None,
    )
