"""The same pictures, conversations and weights as transformers had: the same squares, the same tokens, the same answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mmassist.inference.vlm import Asked, Ended, Stop, VisionModel, Word, model
from mmassist.inference.vlm.chat import Grid, rendered
from mmassist.inference.vlm.decoder import Decoder
from mmassist.inference.vlm.layout import Layout, read
from mmassist.inference.vlm.pictures import decoded, tiled
from mmassist.inference.vlm.tower import Embedder, Tower
from mmassist.inference.vlm.vocabulary import Vocabulary
from tests.fakes.vision_cases import CASES, Case, levels_hash, reference
from tests.fakes.vision_model import loaded, session

WIDE = CASES[0]


@pytest.fixture(scope="module")
def layout(folder: Path) -> Layout:
    return read(lambda file: (folder / file).read_bytes())


def asked(case: Case = WIDE, tokens: int = 24) -> Asked:
    return Asked(case.turns, case.png(), tokens)


def said(vision: VisionModel, question: Asked) -> str:
    return "".join(step.text for step in vision.answer(question, Stop()) if isinstance(step, Word))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_picture_is_cut_as_transformers_cuts_it(case: Case, layout: Layout) -> None:
    expected = reference()[case.name]
    squares = np.stack(tiled(decoded(case.png()), layout, layout.longest).squares)
    assert (len(squares), levels_hash(squares)) == (expected["squares"], expected["levels"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_conversation_becomes_the_tokens_that_transformers_makes_of_it(case: Case, folder: Path, layout: Layout) -> None:
    tiles = tiled(decoded(case.png()), layout, layout.longest)
    vocabulary = Vocabulary((folder / "tokenizer.json").read_bytes())
    assert vocabulary.encoded(rendered(case.turns, Grid(tiles.rows, tiles.columns, layout.positions))) == reference()[case.name]["tokens"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_it_answers_token_by_token_as_transformers_does_with_the_same_weights(
    case: Case, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model, "circles", lambda tokens: False)
    expected = reference()[case.name]["answer"]
    vocabulary, vision = Vocabulary((folder / "tokenizer.json").read_bytes()), loaded(folder)
    assert said(vision, asked(case, len(expected))) == vocabulary.decoded(expected).lstrip()


def test_where_the_model_ends_the_answer_it_is_whole(folder: Path, layout: Layout) -> None:
    expected = reference()["wide"]["answer"]
    ending = replace(layout, stops=frozenset({expected[5]}))
    parts = Tower(session(folder, "vision_encoder"), ending), Embedder(session(folder, "embed_tokens"))
    vocabulary = Vocabulary((folder / "tokenizer.json").read_bytes())
    vision = VisionModel(ending, vocabulary, *parts, Decoder(session(folder, "decoder_model_merged")))
    found = list(vision.answer(asked(), Stop()))[-1]
    assert isinstance(found, Ended)
    assert (found.whole, found.told) == (True, expected.index(expected[5]))
