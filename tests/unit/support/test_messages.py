"""Messages between the two: what is none is refused, and never quoted."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.errors import SignallingFailed
from mmassist.support import messages
from mmassist.support.messages import Answer, Candidate, IceServer, Knock, Offer, Verdict

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["kind", "name", "sdp", "admitted", "x"]), inner, max_size=4)
    ),
    max_leaves=8,
)


@pytest.mark.parametrize(
    "message",
    [
        Knock(name="Ada", commit="0" * 64),
        Offer(sdp="v=0", nonce="1" * 32, language="de", ice=(IceServer(urls=("turn:turn.example:3478",), username="a", credential="b"),)),
        Answer(sdp="v=0", nonce="1" * 32),
        Verdict(admitted=False),
        Candidate(candidate="candidate:1 1 udp 1 192.0.2.1 9 typ host", mid="0"),
    ],
    ids=lambda message: message.kind,
)
def test_each_kind_survives_the_way(message: messages.Message) -> None:
    assert messages.unpacked(messages.packed(message)) == message


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "knock", "name": "", "commit": "0" * 64},
        {"kind": "knock", "name": "A" * 61, "commit": "0" * 64},
        {"kind": "knock", "name": "Ada", "commit": "0" * 63},
        {"kind": "knock", "name": "Ada", "commit": "0" * 64, "role": "owner"},
        {"kind": "verdict", "admitted": 1},
        {"kind": "offer", "sdp": "v" * 24_001, "nonce": "1" * 32, "language": "de"},
        {"kind": "offer", "sdp": "v", "nonce": "1" * 32, "language": "de", "ice": [{"urls": ["https://example"]}]},
        {"kind": "grant", "right": "control"},
        {"kind": "candidate", "candidate": "c" * 1001},
        [],
        None,
    ],
)
def test_what_is_no_message_is_refused(wrong: object) -> None:
    with pytest.raises(SignallingFailed):
        messages.unpacked(json.dumps(wrong).encode())


@given(_JSON | st.binary(max_size=60))
def test_whatever_comes_is_read_or_refused(content: object) -> None:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    try:
        message = messages.unpacked(data)
    except SignallingFailed as refused:
        assert refused.spoken
        assert refused.remedy
    else:
        assert messages.unpacked(messages.packed(message)) == message


def test_a_refusal_quotes_nothing_of_what_came() -> None:
    with pytest.raises(SignallingFailed) as refused:
        messages.unpacked(b'{"kind": "knock", "name": 7, "commit": "rm -rf"}')
    assert "rm -rf" not in f"{refused.value} {refused.value.told}"


def test_a_credential_is_in_no_log() -> None:
    assert "hush" not in repr(IceServer(urls=("turn:a",), username="u", credential="hush"))
