"""The parts of `bench prompts` that need no display: painted screens, the replayed answer, what is kept of a line, the report."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

import numpy as np
import pytest

from mmassist.backends import catalogue
from mmassist.backends.picture_encoding import encode
from mmassist.evaluation.legibility import Sample, curve, draw, least_height, left_of
from mmassist.measure import prompts
from mmassist.measure.prompts import Part, figures_of
from mmassist.measure.replay_server import TOKENS, ReplayServer, tokens
from mmassist.measure.screens import FULL, SETS
from mmassist.measure.sent_bytes import _as_seen, _at
from mmassist.measure.series import Asked, RoundFailed, Series
from mmassist.values import Box, Picture


@pytest.mark.parametrize("name", SETS)
def test_a_screen_is_the_same_each_time_and_its_lines_lie_in_it(name: str) -> None:
    one, other = SETS[name](3, None), SETS[name](3, None)
    height, width = one.pixels.shape[:2]
    assert np.array_equal(one.pixels, other.pixels)
    assert one.lines
    assert all(line.box.intersection(Box(0, 0, width, height)) == line.box for line in one.lines)


def test_a_screen_fills_the_desktop_where_that_is_asked_for() -> None:
    assert SETS["flat dialogs"](1, FULL).pixels.shape == (1080, 1920, 4)


def asked_of(url: str, *, stream: bool) -> bytes:
    body = json.dumps({"model": "replay", "messages": [], "stream": stream}).encode()
    request = urllib.request.Request(f"{url}/chat/completions", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return bytes(answer.read())


def test_the_streamed_answer_is_that_of_the_whole_one() -> None:
    with ReplayServer() as server:
        whole: dict[str, Any] = json.loads(asked_of(server.url, stream=False))
        lines = [line[6:] for line in asked_of(server.url, stream=True).decode().splitlines() if line.startswith("data: {")]
    streamed = "".join(json.loads(line)["choices"][0]["delta"].get("content", "") for line in lines)
    assert streamed.strip() == whole["choices"][0]["message"]["content"]
    assert server.streamed == 1


def test_the_answer_has_as_many_tokens_as_it_says() -> None:
    assert len(tokens()) == TOKENS


def test_a_line_is_looked_for_where_it_is_in_the_picture() -> None:
    picture = Picture(b"", "image/png", 500, 250, Box(100, 100, 1000, 500))
    assert _at(Box(300, 200, 400, 20), picture) == Box(100, 50, 201, 11)


def test_what_is_read_has_the_size_to_which_the_provider_reduces_it() -> None:
    rules = catalogue.load()[0].model("openai", "gpt-6.1-terra").pictures
    sent = encode(np.full((1080, 1920, 4), 255, np.uint8), ("image/png",))
    ((picture, pixels),) = _as_seen((Picture(sent.data, sent.media_type, 1920, 1080, Box(0, 0, 1920, 1080)),), rules)
    assert (picture.width, picture.height) == (1649, 928)
    assert pixels.shape == (928, 1649, 3)


def test_letters_that_are_read_in_their_order_are_kept() -> None:
    assert left_of("Save the file", "save tne file") == (10, 11)


def test_the_least_height_is_the_one_from_which_on_all_is_read() -> None:
    samples = [Sample("png", height, found, 1000) for height, found in ((9.2, 999), (10.1, 900), (11.7, 995), (12.0, 1000))]
    assert least_height(curve(samples)) == 11


def test_bins_with_few_letters_decide_nothing() -> None:
    assert least_height(curve([Sample("png", 9, 1, 10), Sample("png", 12, 990, 1000)])) == 12


def test_a_page_has_a_plain_ground_and_text() -> None:
    from random import Random

    page = draw(Random(1), 0)
    assert page.shape[2] == 4
    assert 0.5 < float((page[:, :, 0] == 255).mean()) < 1


def test_a_part_that_fails_is_reported_and_raises_nothing() -> None:
    def run(series: Series, rounds: int) -> None:
        raise RoundFailed("no display")

    (figure,) = figures_of(Part((Asked("key", "name", "ms", 1.0),), run), 3)
    assert "no display" in figure.samples.failure


def test_the_report_says_for_how_many_rounds_and_under_which_load(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MMASSIST_DESKTOP", "1")
    report = prompts.measure(3, (Part((Asked("key", "the name", "ms", 5.0),), lambda series, rounds: series.add("key", 4.0)),))
    assert report["met"]
    assert "3 rounds" in prompts.table(report)
    assert "the name, ms" in prompts.table(report)
