"""The two words that are compared by ear."""

from __future__ import annotations

import itertools
import random
import shutil
import subprocess

import pytest
from rapidfuzz.distance import Levenshtein

from mmassist.errors import SignallingFailed
from mmassist.support import check_words

_VOICES = {"en": ("en-us", 4), "de": ("de", 3), "es": ("es", 4), "fr": ("fr-fr", 4)}


def _sdp(print_of: bytes) -> str:
    return f"v=0\r\na=fingerprint:sha-256 {print_of.hex(':').upper()}\r\na=setup:active\r\n"


def test_both_hear_the_same_where_nobody_is_between() -> None:
    chance = random.Random(1)
    for language in check_words.LANGUAGES:
        owner, helper = chance.randbytes(32), chance.randbytes(32)
        nonces = chance.randbytes(16), chance.randbytes(16)
        prints = check_words.fingerprint(_sdp(owner)), check_words.fingerprint(_sdp(helper))
        told = [check_words.words(language, *pair, nonces) for pair in ((owner, helper), prints)]
        assert told[0] == told[1]


def test_each_of_what_goes_in_changes_the_words() -> None:
    base = [bytes(32), bytes(32), bytes(16), bytes(16)]
    told = {check_words.words("en", base[0], base[1], (base[2], base[3]))}
    for at in range(4):
        changed = [bytes([1]) + part[1:] if index == at else part for index, part in enumerate(base)]
        told.add(check_words.words("en", changed[0], changed[1], (changed[2], changed[3])))
    assert len(told) == 5


def test_a_language_without_words_has_the_english_ones() -> None:
    told = check_words.words("pt", bytes(32), bytes(32), (bytes(16), bytes(16)))
    assert told == check_words.words("en", bytes(32), bytes(32), (bytes(16), bytes(16)))


@pytest.mark.parametrize(
    "sdp",
    [
        "v=0",
        _sdp(bytes(32)) + _sdp(bytes([1]) * 32),
        _sdp(bytes(32)).replace("sha-256", "sha-1"),
        _sdp(bytes(31)),
        _sdp(bytes(33)),
        _sdp(bytes(32)).replace("00:00", "0000"),
    ],
    ids=["none", "two", "sha-1", "short", "long", "without colons"],
)
def test_a_description_must_vouch_for_one_certificate(sdp: str) -> None:
    with pytest.raises(SignallingFailed):
        check_words.fingerprint(sdp)


def test_a_description_may_say_the_same_certificate_twice() -> None:
    assert check_words.fingerprint(_sdp(bytes(32)) * 2) == bytes(32)


@pytest.mark.parametrize("language", check_words.LANGUAGES)
def test_the_lists_have_256_words_that_differ_at_sight(language: str) -> None:
    found = check_words._lists()[language]
    assert len(set(found)) == len({word[:3] for word in found}) == 256


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")
@pytest.mark.parametrize("language", check_words.LANGUAGES)
def test_no_two_words_sound_alike(language: str) -> None:
    """By the phonemes that espeak-ng has for them."""
    voice, least = _VOICES[language]
    found = check_words._lists()[language]
    told = subprocess.run(
        ["espeak-ng", "-q", "-x", "--sep=_", "-v", voice], input="\n".join(found) + "\n", capture_output=True, text=True, check=True
    )
    spoken = [tuple(filter(None, (part.strip("',%:=|;") for part in line.split("_")))) for line in told.stdout.splitlines() if line.strip()]
    assert len(spoken) == 256
    close = [pair for pair in itertools.combinations(range(256), 2) if Levenshtein.distance(spoken[pair[0]], spoken[pair[1]]) < least]
    assert not [(found[one], found[other]) for one, other in close]
