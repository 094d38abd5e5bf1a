"""What OpenAI's two APIs share: the SDK's client for one request, and what an error inside a stream means."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from mmassist.backends.remote import Line
from mmassist.backends.remote.translate import declined
from mmassist.errors import BackendError

if TYPE_CHECKING:
    from openai import AsyncOpenAI, AsyncStream

T = TypeVar("T")

_STATUS = {
    "rate_limit_exceeded": 429,
    "insufficient_quota": 429,
    "invalid_api_key": 401,
    "authentication_error": 401,
    "model_not_found": 404,
    "request_too_large": 413,
    "image_too_large": 413,
    "image_file_too_large": 413,
    "context_length_exceeded": 413,
    "invalid_prompt": 400,
    "invalid_request_error": 400,
}
_POLICY = ("policy", "content_filter")


def make(line: Line) -> AsyncOpenAI:
    """Costs 0.2 ms and holds no connection of its own: those are the backend's. The key lives as long as the request."""
    from openai import AsyncOpenAI

    return AsyncOpenAI(api_key=line.key or "none", base_url=line.url, http_client=line.client, max_retries=0)


def headers(line: Line) -> dict[str, Any]:
    """For one call, beside its body: without a key no header pretends to have one."""
    from openai import Omit

    return {} if line.key else {"extra_headers": {"Authorization": Omit()}}


async def events(stream: AsyncStream[T], line: Line) -> AsyncGenerator[T, None]:
    """The stream's events. Closing it closes the connection. An error that the service sends inside it is raised as our own."""
    import openai

    try:
        async with stream:
            async for event in stream:
                yield event
    except openai.APIError as error:
        if type(error) is not openai.APIError:  # its subclasses are failures of the connection
            raise
        raise inside_stream(error.body if isinstance(error.body, dict) else {"message": error.body}, line) from error


def inside_stream(error: Mapping[str, object], line: Line) -> BackendError:
    """Our error for an error object inside a stream: by its code or type, else a fault of the service."""
    names = [str(error.get(name) or "") for name in ("code", "type")]
    status = next((_STATUS[name] for name in names if name in _STATUS), 0)
    if not status:
        numbers = (int(name) for name in names if name.isdigit())
        status = next((number for number in numbers if 400 <= number < 600), 0)
    if not status:
        status = 451 if any(word in name for name in names for word in _POLICY) else 500
    return declined(status, f"{' '.join(names)} {error.get('message') or ''}", line.context)
