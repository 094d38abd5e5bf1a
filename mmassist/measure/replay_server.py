"""A server on this machine that speaks Chat Completions and gives the same answer always, at the pace of a real one, or answers that it is
given, at once."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

TOKENS, FIRST, PER_SECOND = 120, 0.3, 50
"""How many tokens the answer has, seconds to the first, and how many a second come from there on."""
_SENTENCES = (
    "This is a dialog that asks for your name, your mail address and a number. ",
    "The first field is filled in already and the second one holds the address that you gave last time. ",
    "Below the fields there are two buttons at the right, one to cancel and one to save what you have entered. ",
    "A line of small text above the fields explains that the meeting was moved to another room on the second floor. ",
    "Nothing on the screen looks like an error, and no field is marked as wrong or as missing anything. ",
    "To go on you can press the button for saving, and to leave without any change you can press the other one. ",
    "The rest of the screen is empty and plain.",
)


def tokens() -> list[str]:
    """The answer, a word and the space behind it for each token."""
    words = "".join(_SENTENCES).split()
    return [f"{word} " for word in words[:TOKENS]]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    streamed = 0
    answers: list[str] | None = None


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        self._whole({"object": "list", "data": [{"id": "replay", "object": "model"}]})

    def do_POST(self) -> None:
        began = time.monotonic()
        asked = json.loads(self.rfile.read(int(self.headers.get("Content-Length", "0"))))
        if asked.get("stream"):
            self.server.streamed += 1
            with contextlib.suppress(ConnectionError):  # who has heard enough hangs up
                self._stream(began)
            self.close_connection = True
            return
        _wait_until(began + FIRST + (TOKENS - 1) / PER_SECOND)
        message = {"role": "assistant", "content": "".join(tokens()).strip()}
        self._whole({"id": "1", "object": "chat.completion", "model": "replay", "choices": [{"index": 0, "message": message}]})

    def _stream(self, began: float) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        answers = self.server.answers
        if answers is not None:
            self._event({"index": 0, "delta": {"role": "assistant", "content": answers.pop(0) if len(answers) > 1 else answers[0]}})
        for number, token in enumerate(tokens() if answers is None else ()):
            _wait_until(began + FIRST + number / PER_SECOND)
            self._event({"index": 0, "delta": {"role": "assistant", "content": token}, "finish_reason": None})
        self._event({"index": 0, "delta": {}, "finish_reason": "stop"})
        self.wfile.write(b"data: [DONE]\n\n")

    def _event(self, choice: dict[str, Any]) -> None:
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "replay", "choices": [choice]}
        self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        self.wfile.flush()

    def _whole(self, answer: dict[str, Any]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


class ReplayServer:
    """A context manager; `url` is its address from `__enter__` on."""

    def __init__(self) -> None:
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, name="replay server", daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def replay(self, answers: Sequence[str]) -> None:
        """From now on these are given one after the other, the last one again and again. At least one."""
        self._server.answers = list(answers)

    @property
    def streamed(self) -> int:
        """How many streamed answers were asked for."""
        return self._server.streamed

    def __enter__(self) -> ReplayServer:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _wait_until(moment: float) -> None:
    if (left := moment - time.monotonic()) > 0:
        time.sleep(left)
