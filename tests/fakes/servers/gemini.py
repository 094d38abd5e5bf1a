"""Google's wire format, as the Gemini API speaks it (ai.google.dev, streamGenerateContent)."""

from __future__ import annotations

import base64
import json
from typing import Any

from mmassist.values import Usage
from tests.fakes.servers.base import Asked, Request

_STATUSES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}
_THOUGHT = 4  # tokens of thinking, which are output too


class GeminiWire:
    kind = "gemini"
    path = "/v1/models/gemini-3.8-flash:streamGenerateContent"
    content_type = "text/event-stream"
    hears = True
    needs_key = True

    def base_url(self, server: str) -> str:
        return server

    def key(self, request: Request) -> str:
        return request.headers.get("x-goog-api-key", "")

    def opening(self) -> bytes:
        """The model thinks first; what it thinks is not part of its answer."""
        return self.event({"candidates": [self.candidate([{"text": "Hm, a window.", "thought": True}])]})

    def text(self, text: str) -> bytes:
        """Each event has the running totals, those of the output still incomplete."""
        return self.event({"candidates": [self.candidate([{"text": text}])], "usageMetadata": {"promptTokenCount": 1}})

    def ending(self, model: str, used: Usage, reason: str = "complete") -> bytes:
        finish = "MAX_TOKENS" if reason == "length" else "STOP"
        counts: dict[str, Any] = {}
        if used.input is not None:
            counts = {"promptTokenCount": used.input, "totalTokenCount": used.input + (used.output or 0)}
            if used.output:
                thought = min(_THOUGHT, used.output)
                counts |= {"candidatesTokenCount": used.output - thought, "thoughtsTokenCount": thought}
            if used.cached:
                counts["cachedContentTokenCount"] = used.cached
            if used.image is not None:
                details = [{"modality": "TEXT", "tokenCount": used.input - used.image}, {"modality": "IMAGE", "tokenCount": used.image}]
                counts["promptTokensDetails"] = details
        return self.event({"candidates": [self.candidate([{"text": ""}], finish)], "usageMetadata": counts, "modelVersion": model})

    def filtered(self) -> bytes:
        return self.event({"candidates": [{"index": 0, "finishReason": "SAFETY"}], "modelVersion": "gemini-test"})

    def refused(self) -> bytes:
        feedback = {"blockReason": "PROHIBITED_CONTENT", "safetyRatings": []}
        return self.event({"promptFeedback": feedback, "usageMetadata": {"promptTokenCount": 5}, "modelVersion": "gemini-test"})

    def overloaded(self) -> bytes:
        return b"data: " + self.error(503, "The model is overloaded. Please try again later.") + b"\r\n\r\n"

    def malformed(self) -> tuple[bytes, ...]:
        return (
            b"data: {\r\n\r\n",
            b"data: 17\r\n\r\n",
            b'data: {"candidates": 3}\r\n\r\n',
            b'data: {"candidates": [null]}\r\n\r\n',
            b'data: {"candidates": [{"content": {"parts": [{"text": 5}]}}]}\r\n\r\n',
            b'data: {"candidates": [{"finishReason": 5}]}\r\n\r\n',
            b'data: {"error": "too bad"}\r\n\r\n',
            b"data: \xff\xfe\r\n\r\n",
            b"data: " + b"[" * 100_000 + b"\r\n\r\n",
        )

    def error(self, status: int, message: str) -> bytes:
        told = {"code": status, "message": message, "status": _STATUSES.get(status, "UNKNOWN")}
        return json.dumps({"error": told}).encode()

    def too_long(self) -> tuple[int, bytes]:
        return 400, self.error(400, "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).")

    def asked(self, request: Request) -> Asked:
        body = request.json
        contents = [({"model": "assistant"}.get(each["role"], each["role"]), each["parts"]) for each in body["contents"]]
        config = body["generationConfig"]
        *turns, (_, last) = contents
        return Asked(
            model=request.target.partition("/models/")[2].partition(":")[0],
            instructions=_text(body.get("systemInstruction", {}).get("parts", ())),
            turns=[(role, _text(parts)) for role, parts in turns],
            text=_text(last),
            pictures=[data for _, parts in contents for kind, data in _inline(parts) if kind.startswith("image/")],
            clips=[data for _, parts in contents for kind, data in _inline(parts) if not kind.startswith("image/")],
            longest=config["maxOutputTokens"],
            structured=config.get("responseMimeType") == "application/json",
        )

    def candidate(self, parts: list[dict[str, Any]], finish: str = "") -> dict[str, Any]:
        told: dict[str, Any] = {"content": {"parts": parts, "role": "model"}, "index": 0}
        return told | {"finishReason": finish} if finish else told

    def event(self, data: dict[str, Any]) -> bytes:
        return f"data: {json.dumps({'responseId': 'r', 'modelVersion': 'gemini-test'} | data)}\r\n\r\n".encode()


def _text(parts: Any) -> str:
    return "".join(part.get("text", "") for part in parts)


def _inline(parts: Any) -> list[tuple[str, bytes]]:
    """Media type and content. As JSON of protocol buffers has it, names may be in either spelling, and base64 the one for addresses."""
    found = [part.get("inlineData") or part.get("inline_data") for part in parts]
    return [(each.get("mimeType") or each["mime_type"], base64.urlsafe_b64decode(each["data"])) for each in found if each]
