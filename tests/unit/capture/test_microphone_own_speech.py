from __future__ import annotations

from collections.abc import AsyncIterator

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mmassist.capture.microphone_own_speech import OwnSpeech, Room, muted, without_own_speech
from mmassist.values import AudioBlock

EXACT = Room(latency=0.0, tail=0.0, early=0.0)


def block(at: float) -> AudioBlock:
    return AudioBlock(np.full(512, 0.5, np.float32), at)


def test_what_sounds_is_heard_from_its_start_to_its_end_and_the_rooms_tail() -> None:
    own = OwnSpeech(Room(latency=0.1, tail=0.2, early=0.0))
    own.started(10.0)
    own.ended(11.0)
    assert [own.overlaps(at, at + 0.032) for at in (10.0, 10.08, 11.2, 11.31)] == [False, True, True, False]


def test_speech_that_has_not_ended_is_heard() -> None:
    own = OwnSpeech(EXACT)
    own.started(10.0)
    assert own.is_sounding
    assert own.overlaps(500.0, 500.1)


def test_what_sounds_over_it_does_not_end_it() -> None:
    own = OwnSpeech(EXACT)
    own.started(10.0)
    own.started(10.5)
    own.ended(10.6)
    assert own.overlaps(10.8, 10.9)
    own.ended(11.0)
    assert not own.overlaps(11.1, 11.2)


def test_a_block_in_which_the_app_spoke_becomes_silence_of_the_same_length_and_time() -> None:
    own = OwnSpeech(EXACT)
    own.started(10.01)
    heard = muted(block(10.0), own)
    assert (heard.own, heard.block.at, len(heard.block.samples), bool(heard.block.samples.any())) == (True, 10.0, 512, False)


def test_a_block_of_the_users_stays_as_it_is() -> None:
    heard = block(10.0)
    assert muted(heard, OwnSpeech()).block is heard


async def test_a_running_recording_goes_on_with_silence_where_the_app_spoke() -> None:
    async def blocks() -> AsyncIterator[AudioBlock]:
        for index in range(4):
            yield block(10 + index * 0.032)

    own = OwnSpeech(EXACT)
    own.started(10.033)
    own.ended(10.09)
    assert [bool(one.samples.any()) async for one in without_own_speech(blocks(), own)] == [True, False, False, True]


@given(st.lists(st.tuples(st.floats(0, 50), st.floats(0.01, 5)), max_size=12))
def test_no_block_of_the_apps_own_gets_through(spans: list[tuple[float, float]]) -> None:
    own, now, times = OwnSpeech(EXACT), 0.0, []
    for pause, length in spans:
        begin = now + pause
        now = begin + length
        own.started(begin)
        own.ended(now)
        times.append((begin, now))
    assert all(own.overlaps(begin, end) for begin, end in times if begin > now - 50)
