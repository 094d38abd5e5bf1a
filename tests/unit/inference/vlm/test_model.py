"""An answer is what the model says, however it was come by: with what was read before, in parts, after a card was lost."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mmassist.errors import ImageUnreadable, ModelCorrupt, PromptTooLarge
from mmassist.inference.vlm import Asked, Ended, Said, Speaker, Stop, Stopped, VisionModel, Waited, Word, model, sampling
from mmassist.inference.vlm.chat import Grid, rendered
from mmassist.inference.vlm.decoder import Decoder, Memory, Rows
from mmassist.inference.vlm.layout import Layout, read
from mmassist.inference.vlm.pictures import decoded, tiled
from mmassist.inference.vlm.session import CardLost
from mmassist.inference.vlm.tower import Embedder, Tower
from mmassist.inference.vlm.vocabulary import Vocabulary
from mmassist.measure.vision_weights import TINY, Source
from tests.fakes.vision_cases import CASES, Case
from tests.fakes.vision_model import loaded, session

WIDE = CASES[0]
TOKENS = 24


@pytest.fixture
def vision(folder: Path) -> VisionModel:
    return loaded(folder)


@pytest.fixture(scope="module")
def layout(folder: Path) -> Layout:
    return read(lambda file: (folder / file).read_bytes())


def asked(case: Case = WIDE, tokens: int = TOKENS, **fields: Any) -> Asked:
    return replace(Asked(case.turns, case.png(), tokens), **fields)


def about(text: str, picture: bytes = WIDE.png()) -> Asked:
    return Asked((Said(Speaker.USER, text, shows=bool(picture)),), picture, TOKENS)


def said(vision: VisionModel, question: Asked) -> str:
    return "".join(step.text for step in vision.answer(question, Stop()) if isinstance(step, Word))


def ended(vision: VisionModel, question: Asked) -> Ended:
    last = list(vision.answer(question, Stop()))[-1]
    assert isinstance(last, Ended)
    return last


def waits(vision: VisionModel, question: Asked) -> int:
    return sum(isinstance(step, Waited) for step in vision.answer(question, Stop()))


def test_an_answer_ends_once_and_last(vision: VisionModel) -> None:
    steps = list(vision.answer(asked(), Stop()))
    assert [isinstance(step, Ended) for step in steps] == [False] * (len(steps) - 1) + [True]


def test_it_counts_what_was_asked_what_the_picture_cost_and_what_it_said(vision: VisionModel) -> None:
    found = ended(vision, asked())
    assert (found.seen, found.told, found.whole) == (13 * 4, TOKENS, False)
    assert found.given > found.seen


def test_the_picture_makes_a_difference(vision: VisionModel) -> None:
    assert said(vision, about("What is this?")) != said(vision, about("What is this?", CASES[1].png()))


def test_the_question_makes_a_difference(vision: VisionModel) -> None:
    assert said(vision, about("What is this?")) != said(vision, about("And the colour?"))


def test_without_a_picture_it_answers_too(vision: VisionModel) -> None:
    assert said(vision, about("What is this?", b""))


def test_what_was_read_before_changes_nothing(folder: Path, vision: VisionModel) -> None:
    for text in ("What is this?", "What is that?", "What is this?", "And more?"):
        assert said(vision, about(text)) == said(loaded(folder), about(text))


def test_a_second_question_looks_at_the_picture_no_second_time(vision: VisionModel) -> None:
    assert waits(vision, about("What is this?")) >= 13
    assert waits(vision, about("What is that?")) <= 1


def test_an_answer_that_is_given_up_leaves_the_next_one_whole(folder: Path, vision: VisionModel) -> None:
    with contextlib.closing(vision.answer(asked(), Stop())) as steps:
        next(step for step in steps if isinstance(step, Word))
    assert said(vision, asked()) == said(loaded(folder), asked())


def test_read_in_small_parts_it_says_the_same(folder: Path, vision: VisionModel, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = said(vision, asked())
    monkeypatch.setattr(model, "_CHUNK", 7)
    assert said(loaded(folder), asked()) == whole


def uncached(folder: Path, tokens: list[int], seen: Rows, layout: Layout) -> Iterator[int]:
    """Greedy, with all that came before read anew for each token."""
    decoder, table = Decoder(session(folder, "decoder_model_merged")), Embedder(session(folder, "embed_tokens"))
    while True:
        numbers = np.array(tokens, np.int64)
        rows = table.rows(numbers, Stop())
        rows[numbers == layout.image_token] = seen
        tokens = [*tokens, int(decoder.next(rows, decoder.empty(), Stop()).argmax())]
        yield tokens[-1]


def test_with_its_memory_it_says_what_it_says_without(folder: Path, vision: VisionModel, layout: Layout) -> None:
    vocabulary, tower = Vocabulary((folder / "tokenizer.json").read_bytes()), Tower(session(folder, "vision_encoder"), layout)
    tiles = tiled(decoded(WIDE.png()), layout, layout.longest)
    seen = np.concatenate([tower.see(square, Stop()) for square in tiles.squares])
    tokens = vocabulary.encoded(rendered(WIDE.turns, Grid(tiles.rows, tiles.columns, layout.positions)))
    told = [token for token, _ in zip(uncached(folder, tokens, seen, layout), range(TOKENS), strict=False)]
    assert said(vision, asked()) == vocabulary.decoded(told).lstrip()


def test_with_little_patience_the_picture_is_seen_as_a_whole_alone(vision: VisionModel) -> None:
    assert ended(vision, asked(patience=0.0)).seen == 4


def test_chance_has_a_seed(folder: Path) -> None:
    one, other, third = (said(loaded(folder), asked(temperature=0.8, seed=seed)) for seed in (1, 1, 2))
    assert one == other != third


def test_an_answer_that_goes_in_circles_is_ended(vision: VisionModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "circles", lambda tokens: len(tokens) == 9)
    found = ended(vision, asked())
    assert (found.told, found.whole) == (9, False)


@pytest.mark.parametrize("picture", [WIDE.png(), b""])
def test_a_model_that_says_a_picture_itself_goes_on(
    vision: VisionModel, layout: Layout, monkeypatch: pytest.MonkeyPatch, picture: bytes
) -> None:
    usual, said_so_far = sampling.chosen, []

    def odd(logits: Rows, temperature: float, chance: np.random.Generator) -> int:
        said_so_far.append(usual(logits, temperature, chance))
        return layout.image_token if len(said_so_far) == 3 else said_so_far[-1]

    monkeypatch.setattr(model, "chosen", odd)
    assert ended(vision, about("What is this?", picture)).told > 5


def test_a_question_beyond_what_the_model_can_hold_is_refused(vision: VisionModel) -> None:
    with pytest.raises(PromptTooLarge):
        said(vision, about("badu " * 2000, b""))


def test_what_is_no_picture_is_refused(vision: VisionModel) -> None:
    with pytest.raises(ImageUnreadable):
        said(vision, about("What is this?", b"nothing"))


def test_what_was_stopped_before_it_began_does_nothing(vision: VisionModel) -> None:
    stop = Stop()
    stop.set()
    with pytest.raises(Stopped):
        list(vision.answer(asked(), stop))


def test_stopped_at_a_word_it_says_no_other(vision: VisionModel) -> None:
    stop = Stop()
    steps = vision.answer(asked(), stop)
    next(step for step in steps if isinstance(step, Word))
    stop.set()
    with pytest.raises(Stopped):
        next(steps)


def test_who_asks_whether_it_is_cancelled_stops_it(vision: VisionModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "circles", lambda tokens: False)
    stop, wanted = Stop(), threading.Event()
    with stop.heeding(wanted.is_set), pytest.raises(Stopped):
        for step in vision.answer(asked(tokens=1500), stop):
            if isinstance(step, Word):
                wanted.set()


class Losing(Decoder):
    """Loses its card, and with it its memory, at each of these runs."""

    losses: tuple[int, ...] = ()
    runs = 0

    def next(self, rows: Rows, memory: Memory, stop: Stop) -> Rows:
        self.runs += 1
        if self.runs in self.losses:
            raise CardLost
        return super().next(rows, memory, stop)


@pytest.mark.parametrize("losses", [(1,), (5,), (5, 6), (TOKENS,)])
def test_a_card_that_is_lost_in_the_middle_loses_no_word(
    folder: Path, layout: Layout, vision: VisionModel, losses: tuple[int, ...]
) -> None:
    losing = Losing(session(folder, "decoder_model_merged"))
    losing.losses = losses
    parts = Tower(session(folder, "vision_encoder"), layout), Embedder(session(folder, "embed_tokens"))
    lost = VisionModel(layout, Vocabulary((folder / "tokenizer.json").read_bytes()), *parts, losing)
    assert said(lost, asked()) == said(vision, asked())


@pytest.mark.parametrize("part", ["tower", "table", "decoder"])
def test_a_part_that_is_another_is_refused(folder: Path, layout: Layout, part: str) -> None:
    with pytest.raises(ModelCorrupt):
        if part == "tower":
            Tower(session(folder, "embed_tokens"), layout)
        elif part == "table":
            Embedder(session(folder, "decoder_model_merged"))
        else:
            Decoder(session(folder, "vision_encoder"))


@pytest.mark.parametrize("wrong", [{"image_token": 3}, {"positions": 5}])
def test_parts_that_do_not_fit_each_other_are_refused(folder: Path, layout: Layout, wrong: dict[str, Any]) -> None:
    other = replace(layout, **wrong)
    parts = Tower(session(folder, "vision_encoder"), other), Embedder(session(folder, "embed_tokens"))
    with pytest.raises(ModelCorrupt):
        vocabulary = Vocabulary((folder / "tokenizer.json").read_bytes())
        said(VisionModel(other, vocabulary, *parts, Decoder(session(folder, "decoder_model_merged"))), asked())


def test_the_same_seed_draws_the_same_weights() -> None:
    assert (Source(TINY).head() == Source(TINY).head()).all()
    assert not (Source(TINY, 1).head() == Source(TINY, 2).head()).all()
