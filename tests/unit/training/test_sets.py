import json
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from mmassist.evaluation.eyes.themes import THEMES
from mmassist.training.faults import TrainingError
from mmassist.training.icons.sets import IconSet, Theme, bare_name, icons_of, icons_of_theme, load_sets, load_themes
from tests.unit.training.conftest import SHAPES, svg_of

ROOT = Path(__file__).parents[3]


def one_set(tags: str = "") -> IconSet:
    return IconSet("one", "package", "MIT", ("svg/*.svg",), ("-outline", "-24"), tags)


def with_icon(folder: Path, stem: str) -> None:
    (folder / "package/svg").mkdir(parents=True, exist_ok=True)
    (folder / "package/svg" / f"{stem}.svg").write_text(svg_of(SHAPES["home"]), "utf-8")


@pytest.mark.parametrize(
    ("stem", "name"), [("home", "home"), ("home-outline", "home"), ("Home_outline-24", "home"), ("outline", "outline"), ("-24", "-24")]
)
def test_what_tells_the_style_is_no_part_of_the_name(stem: str, name: str) -> None:
    assert bare_name(stem, ("-outline", "-24")) == name


def test_icons_come_in_the_order_of_their_paths(tmp_path: Path) -> None:
    for stem in ("close", "add", "home-outline"):
        with_icon(tmp_path, stem)
    assert [icon.name for icon in icons_of(one_set(), tmp_path)] == ["add", "close", "home"]


def test_a_set_that_was_not_fetched_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="package"):
        list(icons_of(one_set(), tmp_path))


@pytest.mark.parametrize(
    "tags", [{"home": ["house"]}, {"home": {"tags": ["house"]}}, [{"name": "home", "aliases": ["house"]}]], ids=["lists", "tables", "rows"]
)
def test_each_way_of_keeping_words_is_read(tmp_path: Path, tags: object) -> None:
    with_icon(tmp_path, "home")
    (tmp_path / "package/tags.json").write_text(json.dumps(tags), "utf-8")
    assert [icon.words for icon in icons_of(one_set("tags.json"), tmp_path)] == [("house",)]


def test_every_set_is_pinned_with_its_licence() -> None:
    lock = json.loads((ROOT / "requirements/icons/package-lock.json").read_text("utf-8"))["packages"]
    for one in load_sets():
        row = lock[f"node_modules/{one.package}"]
        # open-iconic has it in a file alone
        assert row.get("license", one.licence).strip("()") == one.licence
        assert row["integrity"].startswith("sha512-")


def test_the_lock_names_no_address() -> None:
    assert "://" not in (ROOT / "requirements/icons/package-lock.json").read_text("utf-8").replace('"url": "https://', "")


THEME = Theme("one", "one-icon-theme", "One", "MIT")


def in_theme(folder: Path, path: str, shape: str = "home") -> None:
    file = folder / "usr/share/icons/One" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(svg_of(SHAPES[shape]), "utf-8")


def test_a_theme_has_the_icons_that_the_specification_names(tmp_path: Path) -> None:
    in_theme(tmp_path, "actions/22/edit-copy.svg")
    in_theme(tmp_path, "apps/48/some-program.svg")
    assert [icon.name for icon in icons_of_theme(THEME, tmp_path, {"edit-copy"})] == ["edit-copy"]


def test_a_symbolic_icon_bears_the_same_name(tmp_path: Path) -> None:
    in_theme(tmp_path, "symbolic/edit-copy-symbolic.svg")
    assert [icon.name for icon in icons_of_theme(THEME, tmp_path, {"edit-copy"})] == ["edit-copy"]


def test_a_drawing_that_lies_there_twice_counts_once_and_another_size_by_itself(tmp_path: Path) -> None:
    for path, shape in (("16/edit-copy.svg", "home"), ("22/edit-copy.svg", "home"), ("48/edit-copy.svg", "play")):
        in_theme(tmp_path, path, shape)
    assert len(list(icons_of_theme(THEME, tmp_path, {"edit-copy"}))) == 2


def png(folder: Path, path: str, side: int) -> None:
    file = folder / "usr/share/icons/One" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGBA", (side, side), (0, 0, 0, 255)).save(file)


def test_a_png_counts_up_to_the_size_that_tool_bars_show(tmp_path: Path) -> None:
    for side in (22, 64, 256):
        png(tmp_path, f"{side}/edit-copy.png", side)
    assert [icon.path.parent.name for icon in icons_of_theme(THEME, tmp_path, {"edit-copy"})] == ["22", "64"]


def test_what_shows_what_is_judged_by_is_left_out_wherever_it_lies(tmp_path: Path) -> None:
    for path, shape in (("16/edit-copy.svg", "home"), ("22/edit-copy.svg", "home"), ("48/edit-copy.svg", "play")):
        in_theme(tmp_path, path, shape)
    theme = replace(THEME, without=frozenset({"16/edit-copy"}))
    assert [icon.path.parent.name for icon in icons_of_theme(theme, tmp_path, {"edit-copy"})] == ["48"]


def test_a_program_s_icons_lie_elsewhere_and_tell_their_size_in_their_names(tmp_path: Path) -> None:
    theme = replace(THEME, root="office/config", folder="images/cmd", prefixes=("sc_", "lc_"))
    for stem in ("sc_save", "lc_save", "lc_scan"):
        (tmp_path / "usr/share/office/config/images/cmd").mkdir(parents=True, exist_ok=True)
        shape = {"sc_save": "home", "lc_save": "play", "lc_scan": "close"}[stem]
        (tmp_path / "usr/share/office/config/images/cmd" / f"{stem}.svg").write_text(svg_of(SHAPES[shape]), "utf-8")
    assert [icon.name for icon in icons_of_theme(theme, tmp_path, {"save", "scan"})] == ["save", "scan", "save"]


def test_a_theme_that_was_not_fetched_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="one-icon-theme"):
        list(icons_of_theme(THEME, tmp_path, {"edit-copy"}))


def test_every_theme_is_fetched() -> None:
    fetched = (ROOT / "packaging/debian-themes.txt").read_text("utf-8").split()
    assert {theme.package for theme in load_themes()} <= set(fetched)


def test_no_theme_is_one_that_is_evaluated_on() -> None:
    assert not {theme.folder for theme in load_themes()} & set(THEMES)
