"""What the broker, or whoever sits in its place, can do to what it carries: nothing that is not noticed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmassist.errors import SignallingFailed
from mmassist.support import invite, sealing
from mmassist.support.sealing import Channel, Greeting, Side


def _greeted(owners: invite.Invitation, helpers: invite.Invitation | None = None) -> tuple[Channel, Channel]:
    """Owner's and helper's channels; the hellos go over the wire."""
    owner, helper = Greeting(owners, Side.OWNER), Greeting(helpers or owners, Side.HELPER)
    said = [sealing.read_hello(greeting.hello.as_frame()) for greeting in (owner, helper)]
    return owner.sealed_with(said[1]), helper.sealed_with(said[0])


@pytest.fixture(params=[invite.by_link, invite.by_code], ids=["link", "code"])
def channels(request: pytest.FixtureRequest) -> tuple[Channel, Channel]:
    return _greeted(request.param(0.0))


def test_both_ways_in_order(channels: tuple[Channel, Channel]) -> None:
    owner, helper = channels
    for number in range(5):
        text = f"message {number}".encode()
        assert owner.open(helper.seal(text)) == text
        assert helper.open(owner.seal(text)) == text


def test_nothing_of_a_message_is_on_the_wire(channels: tuple[Channel, Channel]) -> None:
    owner, _ = channels
    text = b"a=fingerprint:sha-256 12:34:56 and an address 192.0.2.7"
    assert not any(text[at : at + 4] in owner.seal(text) for at in range(len(text) - 4))


def test_the_same_message_looks_different_each_time(channels: tuple[Channel, Channel]) -> None:
    owner, _ = channels
    assert len({owner.seal(b"the same")[11:] for _ in range(50)}) == 50


def test_a_message_is_opened_once(channels: tuple[Channel, Channel]) -> None:
    owner, helper = channels
    frame = helper.seal(b"once")
    owner.open(frame)
    with pytest.raises(SignallingFailed):
        owner.open(frame)


def test_a_message_does_not_come_back_to_its_sender(channels: tuple[Channel, Channel]) -> None:
    owner, _ = channels
    frame = owner.seal(b"hello me")
    with pytest.raises(SignallingFailed):
        owner.open(frame)
    turned = bytes([frame[0], frame[1], Side.HELPER]) + frame[3:]
    with pytest.raises(SignallingFailed):
        owner.open(turned)


def test_order_can_not_be_changed(channels: tuple[Channel, Channel]) -> None:
    owner, helper = channels
    first, second = helper.seal(b"first"), helper.seal(b"second")
    with pytest.raises(SignallingFailed):
        owner.open(second)
    renumbered = second[:3] + first[3:11] + second[11:]
    with pytest.raises(SignallingFailed):
        owner.open(renumbered)
    assert owner.open(first) == b"first"


def test_what_was_recorded_in_one_session_opens_nothing_in_the_next() -> None:
    made = invite.by_link(0.0)
    _, helper = _greeted(made)
    recorded = helper.seal(b"knock")
    owner, _ = _greeted(made)
    with pytest.raises(SignallingFailed):
        owner.open(recorded)


def test_another_room_with_the_same_secret_is_another_session() -> None:
    made = invite.by_link(0.0)
    other = invite.Invitation(made.kind, invite.by_link(0.0).room, made.secret, 0.0)
    owner, helper = _greeted(made, other)
    with pytest.raises(SignallingFailed):
        owner.open(helper.seal(b"knock"))


@pytest.mark.parametrize("kind", [invite.by_link, invite.by_code])
def test_another_secret_opens_nothing(kind: type[invite.Invitation]) -> None:
    made = kind(0.0)  # type: ignore[call-arg,arg-type]
    wrong = b"000000" if made.secret != b"000000" else b"111111"
    secret = wrong if made.kind is invite.Kind.CODE else bytes(32)
    owner, helper = _greeted(made, invite.Invitation(made.kind, made.room, secret, 0.0))
    with pytest.raises(SignallingFailed) as refused:
        owner.open(helper.seal(b"knock"))
    assert refused.value.spoken
    assert refused.value.remedy


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_with_a_sentence(frame: bytes) -> None:
    owner, _ = _greeted(invite.Invitation(invite.Kind.LINK, "room", bytes(32), 0.0))
    with pytest.raises(SignallingFailed) as refused:
        owner.open(frame)
    assert refused.value.spoken
    assert refused.value.remedy


@given(st.binary(max_size=80))
def test_any_hello_is_read_or_refused(frame: bytes) -> None:
    try:
        said = sealing.read_hello(frame)
    except SignallingFailed:
        return
    assert said.as_frame() == frame


@settings(max_examples=25)
@given(st.binary(min_size=32, max_size=32), st.sampled_from([b"A", b"B", b"S", b"\0"]))
def test_a_share_that_is_no_point_is_refused_or_useless(point: bytes, side: bytes) -> None:
    owner = Greeting(invite.by_code(0.0), Side.OWNER)
    try:
        channel = owner.sealed_with(sealing.Hello(Side.HELPER, bytes(16), side + point))
    except SignallingFailed:
        return
    with pytest.raises(SignallingFailed):
        channel.open(bytes([1, 1, 2]) + bytes(40))


def test_a_code_is_not_taken_without_its_share_nor_a_link_with_one() -> None:
    share = Greeting(invite.by_code(0.0), Side.HELPER).hello.share
    for made, theirs in ((invite.by_code(0.0), b""), (invite.by_link(0.0), share)):
        with pytest.raises(SignallingFailed):
            Greeting(made, Side.OWNER).sealed_with(sealing.Hello(Side.HELPER, bytes(16), theirs))


def test_a_hello_of_the_own_side_is_refused() -> None:
    made = invite.by_link(0.0)
    with pytest.raises(SignallingFailed):
        Greeting(made, Side.OWNER).sealed_with(Greeting(made, Side.OWNER).hello)


def test_another_version_is_said() -> None:
    made = invite.by_link(0.0)
    frame = bytearray(Greeting(made, Side.HELPER).hello.as_frame())
    frame[0] = 2
    with pytest.raises(SignallingFailed) as refused:
        sealing.read_hello(bytes(frame))
    assert "another version" in refused.value.spoken


def test_what_is_too_long_is_neither_sealed_nor_opened(channels: tuple[Channel, Channel]) -> None:
    owner, _ = channels
    with pytest.raises(SignallingFailed):
        owner.seal(bytes(sealing.LONGEST))
    with pytest.raises(SignallingFailed):
        owner.open(bytes([1, 1, 2]) + bytes(sealing.LONGEST))


def test_the_broker_learns_nothing_of_a_code_from_the_hellos() -> None:
    """A guess can't be tried on what was recorded: with the wrong six digits the shares look as good."""
    made = invite.by_code(0.0)
    owner, helper = Greeting(made, Side.OWNER), Greeting(made, Side.HELPER)
    wrong = invite.Invitation(invite.Kind.CODE, made.room, b"999999" if made.secret != b"999999" else b"111111", 0.0)
    third = Greeting(wrong, Side.HELPER)
    frame = owner.sealed_with(helper.hello)
    assert frame.seal(b"x")
    # whoever guesses needs a hello of their own, and the owner's answer to it: one guess a greeting
    guess = third.sealed_with(owner.hello)
    with pytest.raises(SignallingFailed):
        guess.open(frame.seal(b"y"))
