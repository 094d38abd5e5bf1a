import numpy as np
import pytest

from mmassist.training.degrade import degraded
from mmassist.training.icons.draw import Drawing
from mmassist.training.icons.paint import contrast, painted
from tests.unit.training.conftest import SHAPES, svg_of

SEEDS = range(40)


def picture(seed: int, shape: str = "home") -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return painted(Drawing(svg_of(SHAPES[shape])), 48, np.random.default_rng(seed))


def test_one_seed_gives_one_picture() -> None:
    assert np.array_equal(picture(5), picture(5))


def test_another_seed_gives_another() -> None:
    assert not np.array_equal(picture(5), picture(6))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_picture_is_as_large_as_asked_and_shows_something(seed: int) -> None:
    found = picture(seed)
    assert found.shape == (48, 48, 3)
    assert found.dtype == np.uint8
    assert int(found.max()) - int(found.min()) > 15


def test_the_icon_is_what_differs_between_two_icons_of_one_seed() -> None:
    assert not np.array_equal(picture(7, "home"), picture(7, "play"))


def test_black_on_white_has_the_contrast_of_the_standard() -> None:
    black, white = np.zeros(3, np.float32), np.full(3, 255, np.float32)
    assert contrast(black, white) == pytest.approx(21.0)


@pytest.mark.parametrize("seed", SEEDS)
def test_seen_worse_a_picture_keeps_its_size_and_can_be_recognised(seed: int) -> None:
    clear = np.zeros((40, 60, 3), np.uint8)
    clear[10:30, 20:40] = 220
    seen = degraded(clear, np.random.default_rng(seed))
    assert seen.shape == clear.shape
    assert seen[14:26, 24:36].mean() > 180 > 40 > seen[:, :15].mean()


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_inside_a_coloured_icon_is_seen(seed: int) -> None:
    svg = svg_of('<rect width="24" height="24" fill="#204a87"/><rect x="6" y="6" width="12" height="12" fill="#fcaf3e"/>')
    found = painted(Drawing(svg), 48, np.random.default_rng(seed)).astype(int)
    around, inside = found[12:36:3, 12:36:3].reshape(-1, 3), found[22:26, 22:26].reshape(-1, 3)
    assert np.abs(around - inside.mean(0)).max() > 10
