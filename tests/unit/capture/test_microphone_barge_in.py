from __future__ import annotations

import numpy as np
import pytest

from mmassist.capture.microphone_barge_in import BargeIn, Cleaned, Reference
from mmassist.values import SAMPLE_RATE, AudioBlock, Samples

BEGIN = 1000.0
PLAYED_AT = 22_050


def voice(seconds: float, seed: int, rate: int = SAMPLE_RATE) -> Samples:
    """Something like speech: a buzz of changing pitch and colour, in syllables, with pauses."""
    random = np.random.default_rng(seed)
    count = int(seconds * rate)
    time = np.arange(count) / rate
    pitch = 110 + 40 * np.interp(time, np.arange(0, seconds + 1, 0.25), random.random(int(seconds * 4) + 4))
    phase = 2 * np.pi * np.cumsum(pitch) / rate
    colours = random.random((24, int(seconds * 6) + 8)) ** 2
    wave = sum(np.interp(time, np.arange(colours.shape[1]) / 6, colours[k]) * np.sin((k + 1) * phase) / (k + 1) ** 0.5 for k in range(24))
    breath = 0.3 * random.standard_normal(count)
    syllables = np.clip(np.sin(2 * np.pi * 2.5 * time + 2 * np.sin(time)), 0, 1) ** 0.5
    return np.asarray(0.08 * (wave + breath) * syllables, np.float32)


def echo(samples: Samples, loudness: float = 0.6, seed: int = 4) -> Samples:
    """A small room, 30 ms away."""
    random = np.random.default_rng(seed)
    tail = int(0.2 * SAMPLE_RATE)
    way = random.standard_normal(tail) * 10 ** (-3 * np.arange(tail) / tail)
    way *= loudness / np.sqrt((way**2).sum())
    return np.convolve(samples, np.concatenate((np.zeros(480), way)))[: len(samples)].astype(np.float32)


def cleaned(heard: Samples, played: Samples, *, given_late: float = 0.0, jitter: float = 0.0) -> list[Cleaned]:
    """Played samples at `PLAYED_AT`, handed over 0.15 s ahead as an output does."""
    reference = Reference()
    taker, random, fed, found = BargeIn(reference), np.random.default_rng(6), 0, []
    for start in range(0, len(heard) - 511, 512):
        at = BEGIN + start / SAMPLE_RATE
        while fed < len(played) and fed / PLAYED_AT < at - BEGIN + 0.15:
            reference.played(played[fed : fed + 441], BEGIN + fed / PLAYED_AT - given_late, PLAYED_AT)
            fed += 441
        found.append(taker.clean(AudioBlock(heard[start : start + 512], at + random.uniform(-jitter, jitter))))
    return found


def power(samples: Samples) -> float:
    return 10 * float(np.log10(np.mean(samples**2) + 1e-12))


def joined(found: list[Cleaned]) -> Samples:
    return np.concatenate([one.block.samples for one in found])


def both(seconds: float) -> tuple[Samples, Samples]:
    """The same voice as it is played and as a perfect microphone beside the loudspeaker would hear it."""
    high = voice(seconds, 1, PLAYED_AT)
    places = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE * PLAYED_AT
    return high, np.interp(places, np.arange(len(high)), high).astype(np.float32)


@pytest.mark.parametrize(("late", "jitter"), [(0.0, 0.0), (0.02, 0.001), (-0.04, 0.001)])
def test_the_apps_voice_is_taken_away_however_well_its_time_is_known(late: float, jitter: float) -> None:
    played, sounds = both(6)
    heard = echo(sounds)
    left = joined(cleaned(heard, played, given_late=late, jitter=jitter))
    after = slice(4 * SAMPLE_RATE, len(left))
    assert power(heard[after]) - power(left[after]) > 20


def test_until_the_way_is_known_nothing_gets_through() -> None:
    played, sounds = both(1)
    found = cleaned(echo(sounds), played)
    assert max(one.near for one in found[4:10]) == 0


def test_who_speaks_over_the_app_is_heard() -> None:
    played, sounds = both(8)
    user = np.zeros(len(sounds), np.float32)
    spoken = slice(5 * SAMPLE_RATE, 7 * SAMPLE_RATE)
    user[spoken] = 2 * voice(2, 9)
    found = cleaned(echo(sounds) + user, played)
    left = joined(found)
    assert np.corrcoef(left[spoken], user[spoken])[0, 1] > 0.75
    while_both = [one.near for one in found[5 * SAMPLE_RATE // 512 + 2 : 7 * SAMPLE_RATE // 512]]
    before = [one.near for one in found[4 * SAMPLE_RATE // 512 : 5 * SAMPLE_RATE // 512 - 1]]
    assert np.percentile(while_both, 75) > 0.6 > np.percentile(before, 75) + 0.2


def test_with_a_headset_the_user_is_heard_as_if_the_app_were_silent() -> None:
    played, sounds = both(4)
    user = np.zeros(len(sounds), np.float32)
    user[3 * SAMPLE_RATE :] = voice(1, 9)
    left = joined(cleaned(user + 1e-4, played))
    kept = slice(3 * SAMPLE_RATE, len(left))
    assert power(left[kept]) == pytest.approx(power(user[kept]), abs=3)


def test_while_the_app_is_silent_nothing_is_changed() -> None:
    user = voice(1, 9)
    found = cleaned(user, np.zeros(0, np.float32))
    assert np.array_equal(joined(found), user[: len(joined(found))])
    assert {one.near for one in found} == {1.0}


def test_what_was_to_sound_and_was_silenced_is_no_reference() -> None:
    reference = Reference()
    reference.played(np.full(SAMPLE_RATE, 0.5, np.float32), BEGIN, SAMPLE_RATE)
    reference.silenced(BEGIN + 0.5)
    place = round(BEGIN * SAMPLE_RATE)
    assert reference.around(place + 4000, 100).min() == pytest.approx(0.5, abs=0.01)
    assert not reference.around(place + 9000, 100).any()


def test_two_runs_of_sound_stand_where_they_sounded() -> None:
    reference = Reference()
    for at in (0.0, 2.0):
        for start in range(0, PLAYED_AT, 441):
            reference.played(np.full(441, 0.5, np.float32), BEGIN + at + start / PLAYED_AT, PLAYED_AT)
    place = round(BEGIN * SAMPLE_RATE)
    loud = [abs(reference.around(place + second * SAMPLE_RATE // 2, 100)).mean() > 0.4 for second in (1, 3, 5, 7)]
    assert loud == [True, False, True, False]


def test_what_sounded_long_ago_is_forgotten_whether_it_is_looked_at_or_not() -> None:
    reference = Reference()
    for start in range(0, 60 * 50):
        reference.played(np.full(SAMPLE_RATE // 50, 0.1, np.float32), BEGIN + start / 50, SAMPLE_RATE)
    assert sum(len(samples) for samples, _, _ in reference._handed if samples is not None) < 11 * SAMPLE_RATE
    reference.around(round((BEGIN + 59) * SAMPLE_RATE), 512)
    assert sum(len(samples) for _, samples in reference._pieces) < 11 * SAMPLE_RATE


def test_a_voice_of_another_rate_stands_where_it_sounded() -> None:
    reference = Reference()
    reference.played(np.full(PLAYED_AT, 0.5, np.float32), BEGIN, PLAYED_AT)
    reference.played(np.full(SAMPLE_RATE, 0.25, np.float32), BEGIN + 1, SAMPLE_RATE)
    place = round(BEGIN * SAMPLE_RATE)
    assert reference.around(place + SAMPLE_RATE // 2, 100).mean() == pytest.approx(0.5, abs=0.01)
    assert reference.around(place + SAMPLE_RATE * 3 // 2, 100).mean() == pytest.approx(0.25, abs=0.01)
