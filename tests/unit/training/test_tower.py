import numpy as np
import pytest
import torch

from mmassist.training.config import TowerSize
from mmassist.training.texts import encoded
from mmassist.training.tower import IconModel, pair_loss

SIZE = TowerSize(stem=(8, 8), width=16, depth=1, heads=2, embedding=12, buckets=64)


@pytest.mark.parametrize("side", [32, 48, 64])
def test_pictures_of_each_size_become_directions(side: int) -> None:
    directions = IconModel(SIZE, side).image(torch.zeros(2, 3, side, side))
    assert directions.shape == (2, 12)
    assert (directions * directions).sum(1).detach().numpy() == pytest.approx([1.0, 1.0], abs=1e-5)


def test_a_text_is_the_same_however_much_stands_beside_it() -> None:
    model = IconModel(SIZE, 32)
    alone = model.text(torch.from_numpy(encoded(["save"], 64)))
    beside = model.text(torch.from_numpy(encoded(["a much longer text", "save"], 64)))
    assert alone[0].detach().numpy() == pytest.approx(beside[1].detach().numpy(), abs=1e-6)


def test_the_loss_is_small_where_pairs_are_told_and_large_where_they_are_mixed_up() -> None:
    pairs = torch.from_numpy(np.eye(3, dtype=np.float32))
    told = pair_loss(pairs * 20.0 - 10.0, pairs)
    mixed = pair_loss(pairs * -20.0 + 10.0, pairs)
    assert float(told) < 0.01 < 10 < float(mixed)
