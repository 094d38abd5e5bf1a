import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest

from mmassist.training.config import Config
from mmassist.training.faults import TrainingError
from mmassist.training.icons.labels import UNLABELLED, load_labels
from mmassist.training.icons.render import NAMES, TRAINED, render_icons, work_of, write_names
from mmassist.training.icons.sets import load_themes
from mmassist.training.shards import Shards
from tests.unit.training.conftest import SHAPES, svg_of


def silent(_line: str) -> None:
    return


def test_sets_that_are_held_out_are_only_judged_by(config: Config) -> None:
    labels = load_labels()
    trained = {work.icon.set for work in work_of(config.icons, labels, judged=False)}
    judged = {work.icon.set for work in work_of(config.icons, labels, judged=True)}
    assert judged == {"eva", "iconoir"}
    assert not trained & judged


def test_pictures_have_the_labels_and_names_of_their_icons(config: Config) -> None:
    render_icons(config, silent)
    shards, labels = Shards(config.folder / TRAINED), load_labels()
    names = json.loads((config.folder / TRAINED / NAMES).read_text("utf-8"))["icons"]
    for label, icon in zip(shards.whole("labels"), shards.whole("icons"), strict=True):
        assert label == labels.of(names[icon][0].replace(" ", "-"))


def test_icons_without_a_label_are_kept(config: Config) -> None:
    render_icons(config, silent)
    assert UNLABELLED in Shards(config.folder / TRAINED).whole("labels")


def test_the_same_seed_gives_the_same_shards(config: Config, tmp_path: Path) -> None:
    twin = dataclasses.replace(config, run=dataclasses.replace(config.run, folder=str(tmp_path / "twin")))
    render_icons(config, silent)
    render_icons(twin, silent)
    one, other = Shards(config.folder / TRAINED), Shards(twin.folder / TRAINED)
    assert np.array_equal(one.whole("pictures"), other.whole("pictures"))


def test_two_processes_draw_what_one_does(config: Config, tmp_path: Path) -> None:
    twin = dataclasses.replace(config, run=dataclasses.replace(config.run, folder=str(tmp_path / "twin"), threads=2))
    render_icons(config, silent)
    render_icons(twin, silent)
    one, other = Shards(config.folder / TRAINED), Shards(twin.folder / TRAINED)
    assert np.array_equal(one.whole("pictures"), other.whole("pictures"))


def test_a_rendering_that_was_broken_off_goes_on_to_the_same_end(config: Config) -> None:
    render_icons(config, silent)
    index = config.folder / TRAINED / "index.json"
    content = json.loads(index.read_text("utf-8"))
    assert len(content["shards"]) > 1
    whole = index.read_text("utf-8")
    index.write_text(json.dumps({**content, "shards": content["shards"][:1]}), "utf-8")
    render_icons(config, silent)
    assert index.read_text("utf-8") == whole


def test_another_seed_is_not_mixed_in(config: Config) -> None:
    render_icons(config, silent)
    other = dataclasses.replace(config, run=dataclasses.replace(config.run, seed=4))
    with pytest.raises(TrainingError, match="otherwise"):
        render_icons(other, silent)


def test_where_nothing_is_held_out_it_is_said(config: Config) -> None:
    plan = dataclasses.replace(config.icons, held_out=())
    with pytest.raises(TrainingError, match="judge"):
        render_icons(dataclasses.replace(config, icons=plan), silent)


def test_all_icons_of_the_sets_are_counted_once(config: Config) -> None:
    works = list(work_of(config.icons, load_labels(), judged=False))
    assert [work.index for work in works] == list(range(len(works)))
    assert len({work.icon.path for work in works}) == len(works)
    assert Path(config.icons.folder) in works[0].icon.path.parents


def with_themes(config: Config, folder: Path, held_out: str = "") -> Config:
    for theme in load_themes():
        place = theme.place(folder)
        place.mkdir(parents=True, exist_ok=True)
        (place / "edit-copy.svg").write_text(svg_of(SHAPES["play"]), "utf-8")
    plan = dataclasses.replace(config.icons, themes=str(folder), held_out=(*config.icons.held_out, held_out))
    return dataclasses.replace(config, icons=plan)


def test_an_icon_of_a_theme_has_the_label_that_the_specification_leads_to(config: Config, tmp_path: Path) -> None:
    labels = load_labels()
    themes = {theme.name for theme in load_themes()}
    works = list(work_of(with_themes(config, tmp_path / "themes").icons, labels, judged=False))
    assert {labels.names[work.label] for work in works if work.icon.set in themes} == {"copy"}


def test_a_theme_can_be_held_out(config: Config, tmp_path: Path) -> None:
    plan = with_themes(config, tmp_path / "themes", "faba").icons
    trained, judged = ({work.icon.set for work in work_of(plan, load_labels(), part)} for part in (False, True))
    assert "faba" in judged - trained


def test_themes_are_drawn_where_they_are_asked_for_alone(config: Config) -> None:
    themes = {theme.name for theme in load_themes()}
    assert not themes & {work.icon.set for work in work_of(config.icons, load_labels(), judged=False)}


def test_icons_of_themes_are_drawn_as_often_as_is_said_and_told_apart(config: Config, tmp_path: Path) -> None:
    plan = dataclasses.replace(with_themes(config, tmp_path / "themes").icons, themed=3)
    themes = {theme.name for theme in load_themes()}
    works = list(work_of(plan, load_labels(), judged=False))
    assert {work.times for work in works if work.icon.set in themes} == {3}
    write_names(tmp_path / "shards", works, load_labels())
    first = json.loads((tmp_path / "shards" / NAMES).read_text("utf-8"))["themes"]
    assert {work.icon.set in themes for work in works[first:]} == {True}
    assert {work.icon.set in themes for work in works[:first]} == {False}
