"""Servers of our own for every wire format that a backend speaks. A new format: a `Wire` in a file of its own, and a line here."""

from tests.fakes.servers.base import Wire
from tests.fakes.servers.claude import ClaudeWire
from tests.fakes.servers.gemini import GeminiWire
from tests.fakes.servers.ollama import OllamaWire
from tests.fakes.servers.openai_wires import ChatWire, ResponsesWire

WIRES: tuple[Wire, ...] = (
    ResponsesWire(),
    ChatWire(),
    GeminiWire(),
    ClaudeWire(),
    OllamaWire(),
)
