"""OpenAI's Responses API, by their own SDK."""

from __future__ import annotations

import contextlib
from collections import OrderedDict
from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING, Any

from mmassist.backends import openai_client
from mmassist.backends.base import Setup
from mmassist.backends.remote import Ending, Line, Piece, RemoteBackend, material
from mmassist.backends.remote.rehearsal import rehearse
from mmassist.backends.remote.transport import Declined
from mmassist.errors import Refused
from mmassist.values import FinishReason, FusedPrompt, Usage

if TYPE_CHECKING:
    from openai import AsyncOpenAI, AsyncStream
    from openai.types.responses import Response, ResponseStreamEvent

    from mmassist.backends.catalogue import Model

_REMEMBERED = 16


class ResponsesBackend(RemoteBackend):
    """Nothing is kept by the vendor unless `Options.keep`; then a follow-up refers back to the turn it follows, without its pictures."""

    default_url = "https://api.openai.com/v1"

    def __init__(self, setup: Setup, model: Model) -> None:
        super().__init__(setup, model)
        self._answered: OrderedDict[int, str] = OrderedDict()  # turn -> the vendor's name for its response

    def load(self) -> tuple[type[Exception], ...]:
        import openai.resources.responses
        import openai.types.responses

        # All events at once share one schema; a broken one makes the SDK build what it checks them against.
        events = ('{"type": "response.created", "response": {}}', '{"type": "response.completed"}')
        rehearse(self, "".join(f"data: {event}\n\n" for event in events).encode())
        return (openai.OpenAIError,)

    def body(self, prompt: FusedPrompt) -> dict[str, Any]:
        options, model = self.setup.options, self.model
        before = self._answered.get(prompt.follows, "") if options.keep and prompt.follows else ""
        body: dict[str, Any] = {
            "model": model.name,
            "instructions": prompt.instructions,
            "input": _input(prompt, model, refers_back=bool(before)),
            "max_output_tokens": max(16, material.longest(prompt, model.effort, model.output)),
            "store": options.keep,
        }
        if before:
            body["previous_response_id"] = before
        if model.effort:
            body["reasoning"] = {"effort": model.effort}
        if model.sampling:
            body["temperature"] = material.TEMPERATURE
        if prompt.structured:
            body["text"] = {"format": {"type": "json_object"}}
        return body

    async def answer(self, prompt: FusedPrompt, body: dict[str, Any], line: Line) -> AsyncGenerator[Piece, None]:
        stream = await self._asked(openai_client.make(line), prompt, body)
        async with contextlib.aclosing(openai_client.events(stream, line)) as events:
            async for event in events:
                if event.type == "response.output_text.delta":
                    yield event.delta
                elif event.type == "response.completed":
                    self._remember(prompt, event.response.id)
                    yield _ending(event.response, FinishReason.COMPLETE)
                elif event.type == "response.incomplete":
                    yield _cut_short(event.response)
                elif event.type == "response.refusal.delta":
                    raise Refused("openai: the model refused")
                elif event.type == "response.failed":
                    raise openai_client.inside_stream(vars(event.response.error), line)
                elif event.type == "error":
                    raise openai_client.inside_stream({"code": event.code, "message": event.message}, line)

    async def _asked(self, client: AsyncOpenAI, prompt: FusedPrompt, body: dict[str, Any]) -> AsyncStream[ResponseStreamEvent]:
        """A service that has forgotten what we refer back to is asked again, with everything."""
        stream: AsyncStream[ResponseStreamEvent]
        try:
            stream = await client.responses.create(stream=True, **body)
        except Declined as error:
            if "previous_response_id" not in body or "previous_response" not in error.body:
                raise
            self._answered.pop(prompt.follows, None)
            stream = await client.responses.create(stream=True, **self.body(prompt))
        return stream

    def _remember(self, prompt: FusedPrompt, response: str) -> None:
        if self.setup.options.keep:
            self._answered[prompt.turn_id] = response
            while len(self._answered) > _REMEMBERED:
                self._answered.popitem(last=False)


def _input(prompt: FusedPrompt, model: Model, *, refers_back: bool) -> list[dict[str, Any]]:
    """The conversation and what is asked. What the service refers back to holds the pictures and all that was said until then."""
    exchanges = tuple(each for each in prompt.conversation if not refers_back or each.turn_id > prompt.follows)
    detail = model.pictures.detail or "auto"
    shown = () if refers_back else prompt.pictures
    content: list[dict[str, Any]] = [
        {"type": "input_text", "text": material.asked(prompt)},
        *({"type": "input_image", "image_url": material.data_url(picture), "detail": detail} for picture in shown),
        *({"type": "input_audio", "input_audio": sound} for sound in material.sounds(prompt, model.inputs)),
    ]
    told: list[dict[str, Any]] = [{"role": role, "content": text} for role, text in material.turns(exchanges)]
    return [*told, {"role": "user", "content": content}]


def _cut_short(response: Response) -> Ending:
    details = response.incomplete_details
    if details is not None and details.reason == "content_filter":
        raise Refused("openai: stopped by the content filter")
    return _ending(response, FinishReason.LENGTH)


def _ending(response: Response, reason: FinishReason) -> Ending:
    used = response.usage
    if used is None:
        return Ending(response.model, reason=reason)
    details = used.input_tokens_details
    cached = details.cached_tokens if details else None
    written = getattr(details, "cache_write_tokens", None)  # older servers of this format don't tell it
    return Ending(response.model, Usage(used.input_tokens, used.output_tokens, cached=cached, written=written), reason)
