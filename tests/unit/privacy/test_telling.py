"""The quick look misses nothing that a thorough one finds."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mmassist.privacy.findings import REGIONS, find_in
from mmassist.privacy.passages import Passage, Trait
from mmassist.privacy.strands import Strand
from mmassist.privacy.telling import Reading, Telling, readings_of

# Making texts for a long pattern takes its time on a busy machine.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
FRAGMENTS = [
    *("4111 1111", "1111", "4012888888881881", "DE89 3704 0044 0532 0130 00", "GB29 NWBK", "IS14 0159 2600", "password", "Passw0rd:", "is"),
    *(
        "API key",
        "=",
        "sk-proj-",
        "aB3dE6fG9hJ2",
        "-----BEGIN PRIVATE KEY-----",
        "END",
        "SSN",
        "536-90-4399",
        "passport",
        "C01X00T47",
        "PIN",
    ),
    *(
        "4711",
        "@",
        "example.com",
        "jane",
        "(at)",
        "+44 20 7946 0958",
        "2125550143",
        "tel",
        "\u00a0",
        "•",
        "İ",
        "ß",
        "0",
        "O",
        "l",
        "token:",
    ),
    *("recovery phrase:", "correct horse battery", "G-493201", "is your code", "iban", "cvv", "٣", "①", "Visa 4111111111111112", " ", "\n"),
    *("RCCMNL83S18D969H", "ABCPE1234F", "sin 046 454 286", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY12", "41ll llll", "AB 12 34 56 C"),
]


def rows() -> dict[str, Any]:
    return tomllib.loads(resources.files("mmassist.resources").joinpath("privacy.toml").read_text("utf-8"))


def words() -> list[str]:
    data = rows()
    listed = [*data["cards"]["words"], *data["iban"]["words"], *data["codes"]["words"]]
    return listed + [word for row in data["identifiers"] for word in row.get("words", [])]


def look(text: str) -> Reading:
    return readings_of([text])[0]


@pytest.mark.parametrize("word", [*words(), "API key", "access_key", "pass word", "recovery phrase", "Mobile", "Authorization"])
def test_every_telling_word_is_seen(word: str) -> None:
    assert look(word).telling is Telling.WORD


@pytest.mark.parametrize(
    "text", ["4111", "a 1 and 2", "a@b", "IIII", "NWBK", "-----BEGIN X", "aGVsbG8gd29y", "abcdefgh_ijklmnop", "bm9uZQ=="]
)
def test_figures_addresses_and_long_tokens_are_seen(text: str) -> None:
    assert look(text).telling is not Telling.NOTHING


@pytest.mark.parametrize("text", ["", "Save the changes?", "Close without saving", "Version 3"])
def test_ordinary_words_cost_no_more_than_a_look(text: str) -> None:
    reading = look(text)
    assert reading.telling is Telling.NOTHING and reading.traits == ()


@pytest.mark.parametrize("name", ["password", "key", "phrase"])
@UNHURRIED
@given(data=st.data())
def test_every_pattern_of_words_holds_a_hint(name: str, data: st.DataObject) -> None:
    pattern = data.draw(st.sampled_from(rows()["secrets"][name]))
    assert Trait(name) in look(data.draw(st.from_regex(f"(?i:{pattern})", fullmatch=True))).traits


@pytest.mark.parametrize("row", rows()["keys"]["starts"], ids=lambda row: str(row["shape"]))
@UNHURRIED
@given(data=st.data())
def test_every_start_of_a_key_holds_what_it_is_said_to(row: dict[str, Any], data: st.DataObject) -> None:
    assert Trait.KEY_START in look(data.draw(st.from_regex(rf"\A{row['shape']}"))).traits


@pytest.mark.parametrize("row", rows()["identifiers"], ids=lambda row: str(row["shape"]))
@UNHURRIED
@given(data=st.data())
def test_every_shape_of_a_national_number_is_seen(row: dict[str, Any], data: st.DataObject) -> None:
    number = data.draw(st.from_regex(row["shape"], fullmatch=True, alphabet=st.characters(max_codepoint=127)))
    # Codes of letters alone are no numbers anywhere.
    beside = f"{row.get('words', [''])[0]} {number} 12"
    assert Trait.IDENTIFIER in look(beside).traits


@UNHURRIED
@given(st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=12)), max_size=12))
def test_nothing_is_found_outside_of_the_places_that_the_look_tells(fragments: list[str]) -> None:
    readings = readings_of([*fragments, " ".join(fragments)])
    passage = Strand(readings, [range(len(readings))]).passage
    everywhere = Passage(passage.text, passage.figures, {trait: [(0, len(passage.text))] for trait in Trait})
    assert find_in(passage, REGIONS) == find_in(everywhere, REGIONS)


@UNHURRIED
@given(st.lists(st.text(max_size=20), max_size=6))
def test_readings_are_as_long_as_their_texts(texts: list[str]) -> None:
    assert [(len(one.even), len(one.figures)) for one in readings_of(texts)] == [(len(text), len(text)) for text in texts]
