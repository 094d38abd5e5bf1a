"""Ollama's wire format, as its server speaks it: one JSON object a line."""

from __future__ import annotations

import base64
import json

from mmassist.values import Usage
from tests.fakes.servers.base import Asked, Request


def line(**fields: object) -> bytes:
    return json.dumps({"model": "llama-test", "created_at": "2026-11-25T12:00:00Z", **fields}).encode() + b"\n"


class OllamaWire:
    kind = "ollama"
    path = "/api/chat"
    content_type = "application/x-ndjson"
    hears = False
    needs_key = False

    def base_url(self, server: str) -> str:
        return server

    def key(self, request: Request) -> str:
        return request.headers.get("authorization", "").removeprefix("Bearer ")

    def opening(self) -> bytes:
        return line(message={"role": "assistant", "content": "", "thinking": "Hm, a window."}, done=False)

    def text(self, text: str) -> bytes:
        return line(message={"role": "assistant", "content": text}, done=False)

    def ending(self, model: str, used: Usage, reason: str = "complete") -> bytes:
        why = "length" if reason == "length" else "stop"
        counted = {"prompt_eval_count": used.input, "eval_count": used.output, "total_duration": 5_000_000, "load_duration": 1_000_000}
        return line(**{"model": model, "message": {"role": "assistant", "content": ""}, "done": True, "done_reason": why, **counted})

    def filtered(self) -> bytes:
        return b""

    def refused(self) -> bytes:
        return b""

    def overloaded(self) -> bytes:
        return json.dumps({"error": "an error was encountered while running the model: unexpected EOF"}).encode() + b"\n"

    def malformed(self) -> tuple[bytes, ...]:
        return (
            b"{\n",
            b"17\n",
            b'{"message": "a text", "done": false}\n',
            b'{"message": {"content": 5}, "done": false}\n',
            b'{"message": {"content": "\xff\xfe"}}\n',
            b"[" * 100_000 + b"\n",
        )

    def error(self, status: int, message: str) -> bytes:
        return json.dumps({"error": message}).encode()

    def too_long(self) -> tuple[int, bytes]:
        return 400, self.error(400, "the input length exceeds the context length")

    def asked(self, request: Request) -> Asked:
        body = request.json
        *before, last = body["messages"]
        return Asked(
            model=body["model"],
            instructions="".join(said["content"] for said in before if said["role"] == "system"),
            turns=[(said["role"], said["content"]) for said in before if said["role"] != "system"],
            text=last["content"],
            pictures=[base64.b64decode(each, validate=True) for each in last.get("images", ())],
            clips=[],
            longest=body["options"]["num_predict"],
            structured=body.get("format") == "json",
        )
