from pathlib import Path

import numpy as np
import pytest

from mmassist.training.icons.alike import alike, borrowed, looks_of
from mmassist.training.icons.draw import Drawing
from mmassist.training.icons.sets import load_themes
from tests.unit.training.conftest import SHAPES, svg_of


def seen(*shapes: str) -> list[np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
    return [Drawing(svg_of(shape)).layer(48) for shape in shapes]


def test_the_same_shape_in_another_ink_is_the_same_drawing() -> None:
    black, white = seen(SHAPES["home"], f'<g fill="#fff">{SHAPES["home"]}</g>')
    assert alike(looks_of([black, *seen(SHAPES["play"])]), looks_of([white])).tolist() == [True, False]


def test_of_several_colours_the_colours_count_too() -> None:
    def flag(colour: str) -> str:
        return f'<rect x="2" y="4" width="20" height="16" fill="#ffffff"/><rect x="2" y="8" width="20" height="8" fill="{colour}"/>'

    assert alike(looks_of(seen(flag("#ff0000"), flag("#0000ff"))), looks_of(seen(flag("#ff0000")))).tolist() == [True, False]


@pytest.mark.parametrize("of", ["held out", "elsewhere"])
def test_files_that_show_what_is_judged_by_are_named_by_theme(tmp_path: Path, of: str) -> None:
    themes = tmp_path / "themes"
    for theme in load_themes():
        shape = "play" if theme.name in {"faba", "tango"} else "home"
        place = theme.place(themes) / "22"
        place.mkdir(parents=True)
        (place / "edit-copy.svg").write_text(svg_of(SHAPES[shape]), "utf-8")
    (tmp_path / "Other").mkdir()
    (tmp_path / "Other/edit-copy.svg").write_text(svg_of(SHAPES["play"]), "utf-8")
    found = borrowed(themes, ["faba"], []) if of == "held out" else borrowed(themes, [], [tmp_path / "Other"])
    assert found["tango"] == ["22/edit-copy"]
    assert found["papirus"] == []
