"""Icons of a theme as they are found, drawn and judged: on a small theme of squares and a model that tells red from blue."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmassist.evaluation.eyes.drawn import GROUNDS, SIZES, drawings
from mmassist.evaluation.eyes.icons import examine
from mmassist.evaluation.eyes.themes import icons_of
from mmassist.perception.encoder import Encoder, Options
from tests.fakes.onnx_models import colour_namer, models_folder

pytestmark = pytest.mark.usefixtures("qapp")
EACH = len(SIZES) * len(GROUNDS)


def square(path: Path, colour: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="{colour}" d="M0 0H16V16H0Z"/></svg>', "utf-8")
    return path


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    """A theme that is called Adwaita: a red save, a blue stop that is called red, and a symbolic one in the colour of the text."""
    folder = tmp_path / "Adwaita"
    square(folder / "scalable" / "actions" / "document-save.svg", "#ff0000")
    square(folder / "16x16" / "actions" / "document-save.svg", "#00ff00")
    square(folder / "scalable" / "actions" / "process-stop.svg", "#0000ff")
    square(folder / "symbolic" / "actions" / "process-stop-symbolic.svg", "#2e3436")
    square(folder / "scalable" / "actions" / "something-else.svg", "#ff0000")
    (folder / "index.theme").write_text("[Icon Theme]\n", "utf-8")
    return tmp_path


NAMES = {"document-save": 0, "process-stop": 0}


def test_each_name_and_style_is_found_once_and_for_the_usual_size(theme: Path) -> None:
    found = icons_of("Adwaita", NAMES, theme)
    assert [(icon.name, icon.style) for icon in found] == [
        ("document-save", "full"),
        ("process-stop", "full"),
        ("process-stop", "symbolic"),
    ]
    assert found[0].path.parent.parent.name == "scalable"


def test_a_symbolic_icon_has_the_colour_of_the_text(theme: Path) -> None:
    (icon,) = [icon for icon in icons_of("Adwaita", NAMES, theme) if icon.style == "symbolic"]
    seen = list(drawings(icon))
    assert len(seen) == EACH
    for ground, ink in GROUNDS:
        picture = seen[GROUNDS.index((ground, ink)) * len(SIZES)]
        assert picture[0, 0, :3].tolist() == list(ground)[::-1]
        assert picture[10, 10, :3].tolist() == list(ink)[::-1]


async def test_right_and_wrong_names_are_counted(theme: Path, tmp_path: Path) -> None:
    models = tmp_path / "models"
    models.mkdir()
    encoder = Encoder(Options(models_folder(models, icons=colour_namer()), hang_after=60))
    try:
        report = await examine(encoder, NAMES, ["red"], theme)
    finally:
        await encoder.aclose()
    assert report.absent == ["breeze"]
    assert report.by["Adwaita, full"].icons == 2
    assert report.by["Adwaita, full"].top_1 == 0.5
    assert report.by["Adwaita, full"].top_5 == 1.0
    assert "Adwaita process-stop (full): blue" in report.worst
    assert not report.all.met


async def test_a_label_that_the_model_lacks_is_never_right(theme: Path, tmp_path: Path) -> None:
    models = tmp_path / "models"
    models.mkdir()
    encoder = Encoder(Options(models_folder(models, icons=colour_namer()), hang_after=60))
    try:
        report = await examine(encoder, {"document-save": 0}, ["green"], theme)
    finally:
        await encoder.aclose()
    assert report.all.top_1 == report.all.top_5 == 0.0


def test_no_picture_is_drawn_of_what_is_no_svg(tmp_path: Path) -> None:
    path = tmp_path / "Adwaita" / "scalable" / "document-save.svg"
    path.parent.mkdir(parents=True)
    path.write_text("no drawing", "utf-8")
    (icon,) = icons_of("Adwaita", NAMES, tmp_path)
    assert list(drawings(icon)) == []
