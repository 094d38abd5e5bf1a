import dataclasses

import numpy as np
import torch

from mmassist.backends.captioner.memory import ROLES, Thing
from mmassist.backends.captioner.words import words
from mmassist.training.captioner.asking import Pair
from mmassist.training.captioner.batches import batch_of, begun, memory_of
from mmassist.training.captioner.judged import answers, trimmed
from mmassist.training.captioner.network import Captioner
from mmassist.training.captioner.scenes import Scene
from mmassist.training.config import CaptionerSize

SIZE = CaptionerSize(width=16, depth=2, heads=2, buckets=128)
COUNT = len(words().all)


def scene(count: int, seed: int = 1) -> Scene:
    rng = np.random.default_rng(seed)
    things = tuple(Thing(str(rng.choice(ROLES)), f"name {at}", (0.1, 0.1, 0.3, 0.2)) for at in range(count))
    return Scene(things, things)


def model() -> Captioner:
    torch.manual_seed(5)
    return Captioner(SIZE, COUNT).eval()


def asked(*scenes: Scene) -> list[tuple[Scene, Pair]]:
    return [(one, Pair("where", "where is name 1", (3, COUNT, 1))) for one in scenes]


def odds_of(captioner: Captioner, *scenes: Scene) -> torch.Tensor:
    batch = batch_of([memory_of(one, pair, SIZE.buckets) for one, pair in asked(*scenes)])
    odds: torch.Tensor = captioner(batch, torch.tensor([[0, 3, COUNT]] * len(scenes)))
    return odds


def test_there_are_odds_for_each_word_and_each_control() -> None:
    assert odds_of(model(), scene(5)).shape == (1, 3, COUNT + 5)


def test_what_fills_a_batch_up_changes_nothing() -> None:
    captioner = model()
    alone, beside = odds_of(captioner, scene(3)), odds_of(captioner, scene(3), scene(20))
    assert torch.allclose(alone[0], beside[0, :, : COUNT + 3], atol=1e-4)


def test_nothing_is_pointed_at_where_there_is_no_control() -> None:
    odds = odds_of(model(), scene(3), scene(20))
    assert float(odds.detach()[0, :, COUNT + 3 :].max()) < -1e6


def test_a_word_is_told_by_those_before_it_alone() -> None:
    captioner = model()
    batch = batch_of([memory_of(one, pair, SIZE.buckets) for one, pair in asked(scene(4))])
    short, long = captioner(batch, torch.tensor([[0, 3]])), captioner(batch, torch.tensor([[0, 3, 7, 9]]))
    assert torch.allclose(short, long[:, :2], atol=1e-5)


def test_a_window_without_controls_can_be_asked_about() -> None:
    assert odds_of(model(), scene(0)).shape[1] == 3


def test_the_answer_of_a_batch_is_that_of_each_alone() -> None:
    captioner = model()
    rows = [memory_of(one, pair, SIZE.buckets) for one, pair in asked(scene(3), scene(9, 2))]
    with torch.no_grad():
        together = answers(captioner, batch_of(rows)).tolist()
        apart = [answers(captioner, batch_of([row])).tolist()[0] for row in rows]
    assert [trimmed(row) for row in together] == [trimmed(row) for row in apart]


def test_word_by_word_the_odds_are_those_of_the_whole() -> None:
    captioner = model()
    batch = batch_of([memory_of(one, pair, SIZE.buckets) for one, pair in asked(scene(3), scene(9, 2))])
    seen = captioner.read(batch).repeated(2)
    words_of = torch.tensor([[0, 3, 7], [0, COUNT + 1, 4], [0, 5, 5], [0, 9, COUNT]])
    whole, past = captioner.write(seen, words_of), list[tuple[torch.Tensor, torch.Tensor]]()
    for place in range(words_of.shape[1]):
        odds, past = captioner.went_on(seen, words_of[:, place : place + 1], place, past)
        assert torch.allclose(odds, whole[:, place], atol=1e-4)


def test_an_answer_begins_with_what_is_no_part_of_it() -> None:
    assert begun(torch.tensor([[5, 6, 1]])).tolist() == [[0, 5, 6]]


def test_names_and_states_make_a_difference() -> None:
    captioner, one = model(), scene(3)
    other = dataclasses.replace(one, things=(dataclasses.replace(one.things[0], states=frozenset({"checked"})), *one.things[1:]))
    assert not torch.allclose(odds_of(captioner, one), odds_of(captioner, other))
