from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mmassist.training.faults import TrainingError
from mmassist.training.icons.draw import Drawing, drawn, has_colours
from tests.unit.training.conftest import SHAPES, svg_of


def test_ink_covers_what_the_drawing_says() -> None:
    mask = Drawing(svg_of('<rect x="6" y="0" width="12" height="24"/>')).mask(24)
    assert mask[:, 6:18].min() == 1.0
    assert mask[:, :6].max() == mask[:, 18:].max() == 0.0


def test_an_opacity_is_kept() -> None:
    mask = Drawing(svg_of('<rect width="24" height="24" opacity="0.2"/>')).mask(16)
    assert mask == pytest.approx(np.full((16, 16), 0.2), abs=0.01)


def test_a_half_pixel_is_drawn_as_half() -> None:
    mask = Drawing(svg_of('<rect x="0" y="0" width="12" height="24"/>')).mask(24, (0.5, 0.0))
    assert mask[12, 12] == pytest.approx(0.5, abs=0.02)


def test_lines_can_be_drawn_thicker() -> None:
    svg = svg_of(SHAPES["close"])
    assert Drawing(svg, 1.5).mask(24).sum() > 1.3 * Drawing(svg).mask(24).sum()


def test_what_is_no_svg_is_refused() -> None:
    with pytest.raises(TrainingError):
        Drawing("<html></html>")


def test_a_layer_has_the_colours_of_the_drawing() -> None:
    layer = Drawing(svg_of('<rect width="24" height="24" fill="#ff8000" opacity="0.5"/>')).layer(16)
    assert layer[8, 8] == pytest.approx(np.array([127.5, 64.0, 0.0, 0.5]), abs=2.0)


@pytest.mark.parametrize(
    ("shape", "coloured"),
    [
        (SHAPES["home"], False),
        ('<rect width="24" height="24" fill="#3465a4"/>', False),
        ('<rect width="24" height="24" fill="#3465a4"/><rect x="6" y="6" width="12" height="12" fill="#ffffff"/>', True),
        ("", False),
    ],
    ids=["one ink", "one other ink", "two inks", "nothing"],
)
def test_a_drawing_of_more_than_one_ink_has_colours(shape: str, coloured: bool) -> None:
    assert has_colours(Drawing(svg_of(shape)).layer(24)) is coloured


@pytest.mark.parametrize(("asked", "given"), [(64, 24), (24, 24), (16, 24), (12, 12)])
def test_a_png_is_drawn_as_large_as_it_is_unless_it_is_twice_too_large(tmp_path: Path, asked: int, given: int) -> None:
    file = tmp_path / "icon.png"
    Image.new("RGBA", (24, 24), (0, 0, 0, 255)).save(file)
    assert drawn(file).fit(asked) == given


def test_a_png_has_its_own_colours_weighted_by_what_they_cover(tmp_path: Path) -> None:
    file = tmp_path / "icon.png"
    Image.new("RGBA", (16, 16), (255, 128, 0, 128)).save(file)
    assert drawn(file).layer(16)[8, 8] == pytest.approx(np.array([128, 64.0, 0.0, 0.5]), abs=2.0)
    assert drawn(file).layer(8).shape == (8, 8, 4)


def test_what_is_no_png_is_refused(tmp_path: Path) -> None:
    (tmp_path / "icon.png").write_text("<svg/>", "utf-8")
    with pytest.raises(TrainingError, match=r"icon\.png"):
        drawn(tmp_path / "icon.png")
