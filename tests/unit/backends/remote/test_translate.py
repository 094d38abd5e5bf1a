from __future__ import annotations

import errno
import socket
import ssl

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist import errors
from mmassist.backends.remote.translate import Context, declined, scrubbed, translated
from mmassist.errors import BackendError
from tests.conftest import ROOT

KEY = "sk-canary-5e1f0c7a9b"
CONTEXT = Context("openai", ("Fence.\nThe IBAN is DE02 1203 0000 0000 2020 51.",), KEY)


def caused(error: Exception, cause: BaseException) -> Exception:
    error.__cause__ = cause
    return error


NETWORK: list[tuple[Exception, type[BackendError], str, bool]] = [
    (caused(httpx2.ConnectError("x"), socket.gaierror(-2, "unknown")), errors.Unreachable, "can't be found", True),
    (caused(httpx2.ConnectError("x"), ConnectionRefusedError()), errors.Unreachable, "does not answer", True),
    (
        caused(httpx2.ConnectError("x"), ExceptionGroup("both", [ConnectionRefusedError(), OSError(errno.ENETUNREACH, "no net")])),
        errors.Unreachable,
        "does not answer",
        True,
    ),
    (caused(httpx2.ConnectError("x"), ssl.SSLCertVerificationError("bad")), errors.Unreachable, "not safe", False),
    (httpx2.ConnectError("x"), errors.Unreachable, "can't be reached", True),
    (httpx2.ConnectTimeout("x"), errors.TimedOut, "in time", True),
    (httpx2.ReadTimeout("x"), errors.TimedOut, "too long", False),
    (httpx2.ProxyError("x"), errors.Unreachable, "proxy", False),
    (httpx2.RemoteProtocolError("Server disconnected without sending a response."), errors.Unreachable, "lost", True),
    (httpx2.RemoteProtocolError("illegal status line: bytearray(b'SSH-2.0')"), errors.BadAnswer, "no answer", False),
    (httpx2.ReadError("x"), errors.Unreachable, "lost", True),
    (httpx2.InvalidURL("x"), errors.Unreachable, "no web address", False),
    (httpx2.UnsupportedProtocol("x"), errors.Unreachable, "no web address", False),
    (httpx2.DecodingError("x"), errors.BadAnswer, "no answer", False),
    (OSError(errno.ENETUNREACH, "x"), errors.Unreachable, "can't be reached", True),
    (TimeoutError(), errors.TimedOut, "too long", False),
    (ValueError("x"), errors.BadAnswer, "no answer", False),
    (RecursionError("x"), errors.BadAnswer, "no answer", False),
    (RuntimeError("x"), errors.ServiceFailed, "fault", True),
]


@pytest.mark.parametrize(("error", "expected", "spoken", "again"), NETWORK, ids=lambda value: type(value).__name__)
def test_each_failure_of_the_network_is_told_in_its_own_words(
    error: Exception, expected: type[BackendError], spoken: str, again: bool
) -> None:
    made = translated(error, CONTEXT)
    assert (type(made), made.retryable) == (expected, again) and spoken in made.spoken


def test_an_error_of_ours_beneath_anothers_is_found() -> None:
    ours = errors.BadAnswer("endless")
    assert translated(caused(RuntimeError("the SDK wraps it"), ours), CONTEXT) is ours


def test_errors_that_cause_one_another_in_a_circle_come_to_an_end() -> None:
    first, second = RuntimeError("1"), RuntimeError("2")
    first.__cause__, second.__cause__ = second, first
    assert isinstance(translated(first, CONTEXT), BackendError)


MEANINGS = [
    ("openai", 429, '{"error": {"code": "insufficient_quota"}}', errors.RateLimited, "credit", False),
    ("claude", 400, "Your credit balance is too low", errors.RateLimited, "credit", False),
    ("gemini", 429, "You exceeded your current quota", errors.RateLimited, "wait", True),
    ("openai", 400, "This model's maximum context length is 128000 tokens", errors.PromptTooLarge, "too much", False),
    ("chat", 400, '{"error": {"type": "exceed_context_size_error"}}', errors.PromptTooLarge, "too much", False),
    ("claude", 400, "prompt is too long: 210000 tokens > 200000 maximum", errors.PromptTooLarge, "too much", False),
    ("gemini", 400, "API key not valid. Please pass a valid API key.", errors.AuthFailed, "key", False),
    ("openai", 404, "The model `gpt-4` has been deprecated", errors.ModelRetired, "no longer", False),
    ("openai", 400, "flagged by our content_policy", errors.Refused, "declined", False),
    (
        "openai",
        403,
        "Country, region, or territory not supported: unsupported_country_region_territory",
        errors.AuthFailed,
        "where you are",
        False,
    ),
    ("chat", 402, "", errors.RateLimited, "credit", False),
]


@pytest.mark.parametrize(("kind", "status", "body", "expected", "spoken", "again"), MEANINGS)
def test_the_body_may_tell_more_than_the_status(
    kind: str, status: int, body: str, expected: type[BackendError], spoken: str, again: bool
) -> None:
    made = declined(status, body, Context(kind))
    assert (type(made), made.retryable) == (expected, again) and spoken in made.spoken


@given(st.integers(400, 599), st.text())
def test_every_status_has_an_error_with_something_to_say(status: int, body: str) -> None:
    made = declined(status, body, CONTEXT)
    assert made.spoken and made.remedy and len(str(made)) < 400


def test_every_name_in_the_table_is_an_error_of_ours() -> None:
    import tomllib

    table = tomllib.loads((ROOT / "mmassist/backends/remote/errors.toml").read_text("utf-8"))
    named = [*table["status"].values(), *(row["error"] for row in table["meaning"])]
    assert all(issubclass(getattr(errors, name), BackendError) for name in named)
    assert all(word == word.casefold() for row in table["meaning"] for word in row["words"])


def test_the_key_is_taken_out_of_what_a_service_says() -> None:
    assert KEY not in scrubbed(f"Incorrect API key provided: {KEY}.", CONTEXT)


def test_what_repeats_the_prompt_is_not_kept() -> None:
    assert "1203" not in scrubbed("can't parse 'The IBAN is\n DE02 1203 0000 0000 2020 51.'", CONTEXT)


def test_what_may_be_a_picture_or_a_token_is_not_kept() -> None:
    assert "iVBORw0KGgoAAAANSUhEUgAAAAE" not in scrubbed("bad image iVBORw0KGgoAAAANSUhEUgAAAAE=", CONTEXT)


def test_what_is_kept_is_one_short_line() -> None:
    assert len(scrubbed("word and\nword\x1b[31m " * 200, CONTEXT)) <= 200
    assert scrubbed("a\nb\x00\x1b[31m", CONTEXT).isprintable()


def test_a_key_is_not_told_by_half_where_a_text_is_cut() -> None:
    key = "sk-abcdefghijklmnopqrstuv"
    text = " ".join(["x" * 260] * 3) + " " + "y" * 5 + " " + key
    assert "sk-abc" not in scrubbed(text, Context("chat", key=key))
