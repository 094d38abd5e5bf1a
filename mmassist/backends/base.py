"""What a backend is: something that turns a `FusedPrompt` into a streamed answer."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:  # pydantic takes its time to import
    from pydantic import SecretStr

from mmassist.values import BackendEvent, FusedPrompt


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a backend takes and does. `streaming`: text comes before the answer is complete.

    `local`: what it is given stays on this machine, or goes to one that the user has marked as theirs: nothing is masked for it.
    `sentences`: each piece of its text is whole sentences, so that speech need not begin in the middle of one.
    `grounded`: it says only what the scene holds, so that nothing of it need be looked up.
    """

    images: bool
    audio: bool
    streaming: bool
    local: bool
    sentences: bool = False
    video: bool = False
    grounded: bool = False


@dataclass(frozen=True, slots=True)
class Options:
    """How one backend that asks a model is set up. Times in seconds.

    `model`: empty for the family's default in the catalogue. `base_url`: empty for the vendor's own. `connect`: until the connection
    stands; `first_token`: until the first piece of the answer; `total`: until its end. `retries`: at most so many, and none once a
    piece of the answer was yielded. `keep`: the vendor may keep the request, so that a follow-up can refer back to it. `own`: the
    server is the user's: what goes there is not masked. One that runs a model here takes `model`, `first_token` and `total` alone.
    """

    model: str = ""
    base_url: str = ""
    proxy: str = field(default="", repr=False)  # it may hold a password
    connect: float = 5.0
    first_token: float = 30.0
    total: float = 120.0
    retries: int = 2
    keep: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class Setup:
    """A configured backend. `name`: the user's name for it; `kind`: a built-in one's (openai, chat, gemini, claude, ollama, local).

    `key`: asked for at each request, on the engine's loop's executor; None where no key is stored. It is never kept in a value.
    `models`: where models that run on this computer are; None where there is no such place.
    """

    name: str
    kind: str
    options: Options = Options()
    key: Callable[[], SecretStr | None] = lambda: None
    models: Path | None = None


@runtime_checkable
class Backend(Protocol):
    """One backend. Used from the engine's loop alone.

    What it yields is spoken as it comes: plain text, whole sentences where it can, nothing that `prompt.spoken` has told.
    """

    name: str
    capabilities: Capabilities

    def stream(self, prompt: FusedPrompt) -> AsyncGenerator[BackendEvent, None]:
        """Yields `TextDelta`s and at the end one `Finished`. Closing the generator cancels the request.

        Raises BackendError. What was yielded before an error stays said.
        """
        ...

    async def aclose(self) -> None:
        """Lets go of connections and processes. Idempotent."""
        ...
