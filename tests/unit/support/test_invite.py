"""Links and codes: what they hold, how long, and what is no invitation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.errors import SignallingFailed
from mmassist.support import invite

BROKER = "https://help.example"


def test_the_secret_is_in_the_fragment_alone() -> None:
    made = invite.by_link(0.0)
    link = made.link(BROKER + "/")
    before, _, fragment = link.partition("#")
    assert before == BROKER + "/"
    read = invite.read_link(link, 0.0)
    assert (read.room, read.secret) == (made.room, made.secret)
    assert fragment.split(".")[0] == str(invite.VERSION)


def test_a_code_is_read_as_it_was_spoken() -> None:
    made = invite.by_code(0.0)
    assert [len(part) for part in made.code.split()] == [4, 4, 4]
    read = invite.read_code(made.code.replace(" ", "-"), 0.0)
    assert (read.room, read.secret) == (made.room, made.secret)


def test_the_secret_is_in_no_log() -> None:
    made = invite.by_code(0.0)
    assert "secret" not in repr(made)


def test_no_two_are_alike() -> None:
    made = [invite.by_link(0.0) for _ in range(100)]
    assert len({one.room for one in made}) == len({one.secret for one in made}) == 100


def test_it_holds_for_ten_minutes() -> None:
    made = invite.by_link(1000.0)
    assert made.left(1000.0) == 600
    assert made.left(1599.0) == 1
    assert made.left(1601.0) == 0


@pytest.mark.parametrize(
    "broker",
    ["http://help.example", "ftp://help.example", "help.example", "https://", "https://me@help.example", "https://a/?x=1", "https://a/#b"],
)
def test_a_broker_that_browsers_or_eyes_on_the_way_could_misuse_is_refused(broker: str) -> None:
    with pytest.raises(SignallingFailed) as refused:
        invite.by_link(0.0).link(broker)
    assert "https" in refused.value.remedy


@pytest.mark.parametrize("broker", ["http://127.0.0.1:8787", "http://localhost:1", "http://[::1]:1", "https://help.example/mm/"])
def test_what_may_be_a_broker(broker: str) -> None:
    assert invite.by_link(0.0).link(broker).startswith(broker.rstrip("/") + "/#")


def test_another_version_is_said() -> None:
    link = invite.by_link(0.0).link(BROKER).replace("#1.", "#2.")
    with pytest.raises(SignallingFailed, match="version 2") as refused:
        invite.read_link(link, 0.0)
    assert "another version" in refused.value.spoken


@given(st.integers(0, 200), st.characters(codec="utf-8"))
def test_a_link_with_one_character_changed_is_refused_or_of_another_secret(at: int, other: str) -> None:
    made = invite.by_link(0.0)
    link = made.link(BROKER)
    start = link.index("#") + 3
    at = start + at % (len(link) - start)
    changed = link[:at] + other + link[at + 1 :]
    if changed == link:
        return
    try:
        read = invite.read_link(changed, 0.0)
    except SignallingFailed:
        return
    assert (read.room, read.secret) != (made.room, made.secret)


@given(st.text(max_size=40))
def test_any_text_is_a_code_or_is_refused(text: str) -> None:
    try:
        read = invite.read_code(text, 0.0)
    except SignallingFailed as refused:
        assert refused.spoken
        assert refused.remedy
    else:
        assert (read.room + read.secret.decode()).isdigit()


def test_a_link_that_was_cut_off_is_refused() -> None:
    link = invite.by_link(0.0).link(BROKER)
    for length in range(len(link)):
        with pytest.raises(SignallingFailed):
            invite.read_link(link[:length], 0.0)
