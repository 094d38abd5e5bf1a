"""The judge of what pictures are told to be."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path

from mmassist.evaluation.kinds import pictures
from mmassist.evaluation.kinds.pictures import codes
from mmassist.evaluation.kinds.run import KindsReport, Row, is_chosen_by, least_of
from mmassist.perception.elements.whole import Rule
from mmassist.values import PictureKind

CHART = Rule(PictureKind.CHART, frozenset({"chart"}), 0.9, range(5))


def row(right: str, chance: float, *, called: str = "chart", controls: int = 0, told: str = "chart", chosen_by: bool = False) -> Row:
    return Row(f"{right}/{chance}", (right,), called, chance, controls, told, chosen_by)


def test_the_least_chance_is_that_from_which_on_enough_are_right() -> None:
    sure = [row("chart", 0.99 - at / 1000) for at in range(20)]
    assert least_of(CHART, [*sure, row("photo", 0.5), row("photo", 0.4)]) == 0.5
    assert least_of(CHART, [*sure, row("photo", 0.95), row("chart", 0.94)]) == 0.94
    assert least_of(CHART, [row("photo", 0.99), row("chart", 0.98)]) is None


def test_what_has_too_many_controls_does_not_count_against_a_rule() -> None:
    assert least_of(CHART, [row("window", 0.99, controls=12), row("chart", 0.98)]) == 0.98


def test_only_the_half_that_nothing_was_chosen_by_is_judged() -> None:
    wrong = row("photo", 0.99, chosen_by=True)
    assert KindsReport((row("chart", 0.99), wrong), ()).met
    assert not KindsReport((row("chart", 0.99), row("photo", 0.99)), ()).met
    assert not KindsReport((wrong,), ()).met


def test_the_table_names_what_is_wrong_and_what_is_missing() -> None:
    shown = KindsReport((row("chart", 0.99), row("photo", 0.98), row("chart", 0.5, told="")), ("gnuplot-nox",)).table()
    assert "chart: 2 told, 1 of them right; 1 of 2 that are one. Not: photo/0.98." in shown
    assert "not installed here: gnuplot-nox." in shown


def test_pictures_fall_into_both_halves() -> None:
    assert {is_chosen_by(f"photo/{at}") for at in range(20)} == {True, False}


def test_code_is_drawn_the_same_from_the_same_seed() -> None:
    first, again = (next(iter(codes(random.Random(1)))) for _ in range(2))
    assert first.right == {PictureKind.CODE}
    assert (first.frame.pixels == again.frame.pixels).all()


def test_every_package_is_listed_for_debian() -> None:
    root = Path(__file__).parents[4]
    listed = " ".join(path.read_text("utf-8") for path in (root / "packaging").glob("debian-*.txt"))
    table = tomllib.loads(Path(pictures.__file__).with_name("files.toml").read_text("utf-8"))
    of_the_system = {"tzdata", "netbase", "x11-common", "shared-mime-info", "zenity-common", "geany-common"}
    named = {row["package"] for rows in table.values() for row in rows}
    assert named - of_the_system - set(listed.split()) == set()
