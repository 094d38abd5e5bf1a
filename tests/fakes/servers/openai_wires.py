"""OpenAI's two wire formats, as their services speak them."""

from __future__ import annotations

import base64
import json
from typing import Any

from mmassist.values import Usage
from tests.fakes.servers.base import Asked, Request


def sse(data: object, event: str = "") -> bytes:
    name = f"event: {event}\n" if event else ""
    return f"{name}data: {json.dumps(data)}\n\n".encode()


def from_data_url(url: str) -> bytes:
    return base64.b64decode(url.partition(";base64,")[2], validate=True)


class _OpenAIWire:
    content_type = "text/event-stream; charset=utf-8"
    hears = True

    def base_url(self, server: str) -> str:
        return f"{server}/v1"

    def key(self, request: Request) -> str:
        return request.headers.get("authorization", "").removeprefix("Bearer ")

    def error(self, status: int, message: str) -> bytes:
        return json.dumps({"error": {"message": message, "type": "some_error", "param": None, "code": None}}).encode()

    def too_long(self) -> tuple[int, bytes]:
        error = {"message": "This model's maximum context length is 8192 tokens.", "code": "context_length_exceeded"}
        return 400, json.dumps({"error": error}).encode()


class ResponsesWire(_OpenAIWire):
    kind = "openai"
    path = "/v1/responses"
    needs_key = True

    def opening(self) -> bytes:
        created = self._event("response.created", response=self._response("in_progress"))
        part = {"type": "output_text", "text": "", "annotations": []}
        return created + self._event("response.content_part.added", item_id="m", output_index=0, content_index=0, part=part)

    def text(self, text: str) -> bytes:
        return self._event("response.output_text.delta", item_id="m", output_index=0, content_index=0, delta=text, logprobs=[])

    def ending(self, model: str, used: Usage, reason: str = "complete") -> bytes:
        usage = {
            "input_tokens": used.input,
            "input_tokens_details": {"cached_tokens": used.cached or 0, "cache_write_tokens": used.written or 0},
            "output_tokens": used.output,
            "output_tokens_details": {"reasoning_tokens": 3},
            "total_tokens": (used.input or 0) + (used.output or 0),
        }
        if reason == "length":
            cut = self._response("incomplete", model=model, usage=usage, incomplete_details={"reason": "max_output_tokens"})
            return self._event("response.incomplete", response=cut)
        return self._event("response.completed", response=self._response("completed", model=model, usage=usage))

    def filtered(self) -> bytes:
        return self._event("response.incomplete", response=self._response("incomplete", incomplete_details={"reason": "content_filter"}))

    def refused(self) -> bytes:
        return self._event("response.refusal.delta", item_id="m", output_index=0, content_index=0, delta="I can't help with that.")

    def overloaded(self) -> bytes:
        error = {"code": "server_error", "message": "The server had an error"}
        return self._event("response.failed", response=self._response("failed", error=error))

    def malformed(self) -> tuple[bytes, ...]:
        return (
            b"data: {\n\n",
            b"data: 17\n\n",
            b'data: {"type": "response.completed"}\n\n',
            b'data: {"type": "response.output_text.delta", "delta": 5}\n\n',
            b"data: \xff\xfe\n\n",
            b"data: " + b"[" * 100_000 + b"\n\n",
        )

    def asked(self, request: Request) -> Asked:
        body = request.json
        *turns, last = body["input"]
        parts = last["content"]
        return Asked(
            model=body["model"],
            instructions=body["instructions"],
            turns=[(turn["role"], turn["content"]) for turn in turns],
            text="".join(part["text"] for part in parts if part["type"] == "input_text"),
            pictures=[from_data_url(part["image_url"]) for part in parts if part["type"] == "input_image"],
            clips=[base64.b64decode(part["input_audio"]["data"]) for part in parts if part["type"] == "input_audio"],
            longest=body["max_output_tokens"],
            structured=body.get("text", {}).get("format", {}).get("type") == "json_object",
        )

    def _event(self, kind: str, **fields: object) -> bytes:
        return sse({"type": kind, "sequence_number": 1, **fields}, kind)

    def _response(self, status: str, **fields: object) -> dict[str, object]:
        return {
            "id": "resp_1",
            "object": "response",
            "created_at": 1,
            "model": "gpt-test",
            "status": status,
            "output": [],
            "parallel_tool_calls": True,
            "tool_choice": "auto",
            "tools": [],
            "error": None,
            "incomplete_details": None,
            **fields,
        }


class ChatWire(_OpenAIWire):
    kind = "chat"
    path = "/v1/chat/completions"
    needs_key = False

    def opening(self) -> bytes:
        return self._chunk({"role": "assistant", "content": ""}) + self._chunk({"reasoning_content": "Hm, a window."})

    def text(self, text: str) -> bytes:
        return self._chunk({"content": text})

    def ending(self, model: str, used: Usage, reason: str = "complete") -> bytes:
        usage = {
            "prompt_tokens": used.input,
            "completion_tokens": used.output,
            "total_tokens": (used.input or 0) + (used.output or 0),
            "prompt_tokens_details": {"cached_tokens": used.cached or 0, "cache_write_tokens": used.written or 0},
        }
        finish = self._chunk({}, finish="length" if reason == "length" else "stop", model=model)
        counted = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": model, "choices": [], "usage": usage}
        return finish + sse(counted) + b"data: [DONE]\n\n"

    def filtered(self) -> bytes:
        return self._chunk({}, finish="content_filter") + b"data: [DONE]\n\n"

    def refused(self) -> bytes:
        return self._chunk({"refusal": "I can't help with that."})

    def overloaded(self) -> bytes:
        return sse({"error": {"message": "too much to do", "type": "server_error", "code": 503}})

    def malformed(self) -> tuple[bytes, ...]:
        return (
            b"data: {\n\n",
            b"data: 17\n\n",
            b'data: {"choices": 3}\n\n',
            b'data: {"choices": [{"delta": null}]}\n\n',
            b'data: {"choices": [{"delta": {"content": 5}}]}\n\n',
            b"data: \xff\xfe\n\n",
            b"data: " + b"[" * 100_000 + b"\n\n",
        )

    def asked(self, request: Request) -> Asked:
        body = request.json
        system = [message["content"] for message in body["messages"] if message["role"] == "system"]
        *turns, last = [message for message in body["messages"] if message["role"] != "system"]
        content: Any = last["content"]
        parts = content if isinstance(content, list) else [{"type": "text", "text": content}]
        return Asked(
            model=body["model"],
            instructions="".join(system),
            turns=[(turn["role"], turn["content"]) for turn in turns],
            text="".join(part["text"] for part in parts if part["type"] == "text"),
            pictures=[from_data_url(part["image_url"]["url"]) for part in parts if part["type"] == "image_url"],
            clips=[base64.b64decode(part["input_audio"]["data"]) for part in parts if part["type"] == "input_audio"],
            longest=body.get("max_tokens") or body["max_completion_tokens"],
            structured=body.get("response_format", {}).get("type") == "json_object",
        )

    def _chunk(self, delta: dict[str, object], finish: str | None = None, model: str = "chat-test") -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        return sse({"id": "c", "object": "chat.completion.chunk", "created": 1, "model": model, "choices": [choice]})
