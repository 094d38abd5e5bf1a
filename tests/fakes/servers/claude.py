"""Anthropic's wire format, as their service speaks it (platform.claude.com, streaming messages, errors)."""

from __future__ import annotations

import base64
import json
from typing import Any

from mmassist.values import Usage
from tests.fakes.servers.base import Asked, Request

_ERRORS = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    500: "api_error",
    504: "timeout_error",
    529: "overloaded_error",
}


class ClaudeWire:
    kind = "claude"
    path = "/v1/messages"
    content_type = "text/event-stream; charset=utf-8"
    hears = False
    needs_key = True

    def base_url(self, server: str) -> str:
        return server

    def key(self, request: Request) -> str:
        return request.headers.get("authorization", "").removeprefix("Bearer ")

    def opening(self) -> bytes:
        """The model thinks first; what it thinks is not part of its answer."""
        return (
            self.start("claude-test", {"input_tokens": 1, "output_tokens": 1})
            + self.event("content_block_start", index=0, content_block={"type": "thinking", "thinking": "", "signature": ""})
            + self.event("ping")
            + self.event("content_block_delta", index=0, delta={"type": "thinking_delta", "thinking": "Hm, a window."})
            + self.event("content_block_delta", index=0, delta={"type": "signature_delta", "signature": "EqQBCgIYAhIM"})
            + self.event("content_block_stop", index=0)
            + self.event("content_block_start", index=1, content_block={"type": "text", "text": ""})
        )

    def text(self, text: str) -> bytes:
        return self.event("content_block_delta", index=1, delta={"type": "text_delta", "text": text})

    def ending(self, model: str, used: Usage, reason: str = "complete") -> bytes:
        """The counts are running totals; the model's name stands in the first event alone, so it comes once more here."""
        cached = used.cached or 0
        counts = {"cache_creation_input_tokens": 0, "cache_read_input_tokens": cached, "output_tokens": 1}
        if used.input is not None:
            written = used.written or 0
            counts |= {"input_tokens": used.input - cached - written, "cache_creation_input_tokens": written}
        stop = "max_tokens" if reason == "length" else "end_turn"
        return (
            self.event("content_block_stop", index=1)
            + self.start(model, counts)
            + self.delta(stop, {"output_tokens": used.output})
            + self.event("message_stop")
        )

    def filtered(self) -> bytes:
        return self.event("content_block_stop", index=1) + self.delta("refusal") + self.event("message_stop")

    def refused(self) -> bytes:
        details = {"type": "refusal", "category": None, "explanation": None}
        return self.delta("refusal", stop_details=details) + self.event("message_stop")

    def overloaded(self) -> bytes:
        return self.event("error", error={"type": "overloaded_error", "message": "Overloaded"})

    def malformed(self) -> tuple[bytes, ...]:
        return (
            b"event: message_start\ndata: {\n\n",
            b"event: message_start\ndata: 17\n\n",
            b'event: message_start\ndata: {"type": "message_start", "message": 3}\n\n',
            b'event: content_block_delta\ndata: {"type": "content_block_delta", "index": 0, "delta": null}\n\n',
            b'event: content_block_delta\ndata: {"type": "content_block_delta", "delta": {"type": "text_delta", "text": 5}}\n\n',
            b'event: message_delta\ndata: {"type": "message_delta", "delta": {"stop_reason": ["end_turn"]}}\n\n',
            b"event: content_block_delta\ndata: \xff\xfe\n\n",
            b"event: content_block_delta\ndata: " + b"[" * 100_000 + b"\n\n",
        )

    def error(self, status: int, message: str) -> bytes:
        kind = _ERRORS.get(status, "api_error")
        return json.dumps({"type": "error", "error": {"type": kind, "message": message}, "request_id": "req_1"}).encode()

    def too_long(self) -> tuple[int, bytes]:
        return 400, self.error(400, "prompt is too long: 208310 tokens > 200000 maximum")

    def asked(self, request: Request) -> Asked:
        body = request.json
        messages = [(message["role"], _blocks(message["content"])) for message in body["messages"]]
        *turns, (_, last) = messages
        shown = [block for _, blocks in messages for block in blocks if block["type"] == "image"]
        system = "\n".join(block["text"] for block in body.get("system", ()))
        return Asked(
            model=body["model"],
            instructions=system,
            turns=[(role, _text(blocks)) for role, blocks in turns],
            text=_text(last),
            pictures=[base64.b64decode(block["source"]["data"], validate=True) for block in shown],
            clips=[],
            longest=body["max_tokens"],
            structured="JSON object" in system,
        )

    def start(self, model: str, counts: dict[str, Any]) -> bytes:
        message: dict[str, Any] = {
            "id": "msg_1",
            "type": "message",
            "role": "assistant",
            "content": [],
            "model": model,
            "stop_reason": None,
            "stop_sequence": None,
            "usage": counts,
        }
        return self.event("message_start", message=message)

    def delta(self, stop_reason: str | None, usage: dict[str, Any] | None = None, **fields: object) -> bytes:
        told = {"stop_reason": stop_reason, "stop_sequence": None, **fields}
        return self.event("message_delta", delta=told, usage=usage or {"output_tokens": 5})

    def event(self, kind: str, **fields: object) -> bytes:
        return f"event: {kind}\ndata: {json.dumps({'type': kind, **fields})}\n\n".encode()


def _blocks(content: Any) -> list[dict[str, Any]]:
    return content if isinstance(content, list) else [{"type": "text", "text": content}]


def _text(blocks: list[dict[str, Any]]) -> str:
    return "".join(block["text"] for block in blocks if block["type"] == "text")
