import dataclasses

import numpy as np
import pytest
import torch

from mmassist.inference.pieces import encoded
from mmassist.training.config import TowerSize
from mmassist.training.faults import TrainingError
from mmassist.training.tower import IconModel, ImageTower, against_ground, alignment_loss, log_odds, matching_loss

SIZE = TowerSize(stem=(8, 8), residual=(0, 1, 0), width=16, depth=1, heads=2, embedding=12, buckets=64)
LABELS = 5


@pytest.mark.parametrize("side", [32, 48, 64])
def test_pictures_of_each_size_become_directions(side: int) -> None:
    directions = IconModel(SIZE, side, LABELS).image(torch.zeros(2, 3, side, side))
    assert directions.shape == (2, 12)
    assert (directions * directions).sum(1).detach().numpy() == pytest.approx([1.0, 1.0], abs=1e-5)


def test_blocks_that_follow_no_halving_are_refused() -> None:
    with pytest.raises(TrainingError, match="halved 3 times"):
        ImageTower(dataclasses.replace(SIZE, residual=(1,)), 32)


def test_an_icon_is_as_different_from_its_ground_whatever_the_colours() -> None:
    ink = np.zeros((1, 3, 16, 16), np.float32)
    ink[:, :, 4:9, 6:12] = 1.0
    dark, light, grey = (against_ground(torch.from_numpy(one)).numpy()[0, 0] for one in (255 - 255 * ink, 255 * ink, 200 - 80 * ink))
    np.testing.assert_allclose(dark, light, atol=1e-5)
    np.testing.assert_allclose(dark, grey, atol=0.1)
    assert dark[5, 7] > 1.3 > -0.4 > dark[0, 0]


def test_where_nothing_differs_nothing_is_seen() -> None:
    seen = against_ground(torch.from_numpy(np.full((1, 3, 16, 16), 97.0, np.float32))).numpy()
    assert seen.max() < -0.4


def test_a_text_is_the_same_however_much_stands_beside_it() -> None:
    model = IconModel(SIZE, 32, LABELS)
    alone = model.text(torch.from_numpy(encoded(["save"], 64)))
    beside = model.text(torch.from_numpy(encoded(["a much longer text", "save"], 64)))
    assert alone[0].detach().numpy() == pytest.approx(beside[1].detach().numpy(), abs=1e-6)


def test_of_each_label_its_odds_are_told_and_none_is_no_label() -> None:
    model = IconModel(SIZE, 32, LABELS)
    seen = torch.from_numpy(np.random.default_rng(1).normal(size=(2, 16)).astype(np.float32))
    chances = model.odds(seen).sigmoid().detach().numpy()
    assert chances.shape == (2, LABELS)
    assert (chances.sum(1) < 1).all()


def odds_of(known: float, *choice: float) -> list[float]:
    found = log_odds(torch.from_numpy(np.array([[known]], np.float32)), torch.from_numpy(np.array([choice], np.float32)))
    return [float(one) for one in found[0]]


def test_what_has_no_label_has_small_chances_of_each() -> None:
    assert torch.tensor(odds_of(0.0, 3.0, 3.0)).sigmoid().numpy() == pytest.approx([0.25, 0.25], abs=1e-4)
    assert max(odds_of(-9.0, 30.0, 0.0)) < -8.9


def test_odds_of_what_is_certain_are_finite() -> None:
    sure, never = odds_of(200.0, 200.0, 0.0)
    assert 20 > sure > 10 > -10 > never > -1000


def test_alignment_costs_little_where_pairs_are_told_and_much_where_they_are_mixed_up() -> None:
    pairs = torch.from_numpy(np.eye(3, dtype=np.float32))
    told = alignment_loss(pairs * 20.0, pairs)
    mixed = alignment_loss(pairs * -20.0, pairs)
    assert float(told) < 0.01 < 10 < float(mixed)


def test_two_that_mean_the_same_are_no_wrong_answers_to_each_other() -> None:
    alike = torch.from_numpy(np.array([[1, 1, 0], [1, 1, 0], [0, 0, 1]], np.float32))
    split = alignment_loss(torch.from_numpy(np.eye(3, dtype=np.float32)) * 20.0, alike)
    shared = alignment_loss(alike * 20.0, alike)
    assert float(shared) == pytest.approx(2 / 3 * np.log(2), abs=1e-4)
    assert float(split) > 5


def test_whether_a_text_is_of_a_picture_can_be_learnt() -> None:
    torch.manual_seed(3)
    model = IconModel(SIZE, 32, LABELS)
    rng = np.random.default_rng(4)
    directions = torch.nn.functional.normalize(torch.from_numpy(rng.normal(size=(6, 12)).astype(np.float32)), dim=-1)
    pairs = torch.from_numpy(np.eye(6, dtype=np.float32))
    optimiser = torch.optim.AdamW(model.fits.parameters(), lr=0.02, betas=(0.9, 0.98), fused=True)
    losses = []
    for _ in range(60):
        loss = matching_loss(model, directions, directions, model.beside(directions, directions), pairs)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < 0.2 < losses[0]


def test_a_guess_is_a_direction_that_the_rest_of_the_text_changes() -> None:
    model = IconModel(SIZE, 32, LABELS)
    directions = torch.nn.functional.normalize(torch.ones(1, 12), dim=-1)
    one, other = (model.guessed(directions, model.text(torch.from_numpy(encoded([text], 64)))) for text in ("open", "save as"))
    assert float((one * one).sum().detach()) == pytest.approx(1.0, abs=1e-5)
    assert not np.allclose(one.detach().numpy(), other.detach().numpy())
