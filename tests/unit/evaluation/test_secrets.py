"""The evaluation of masking: its secrets are real ones, its judge finds what is there, and a few screens go the whole way."""

from __future__ import annotations

from random import Random

import pytest

from mmassist.evaluation.secrets import planted
from mmassist.evaluation.secrets.judge import leaks
from mmassist.evaluation.secrets.layouts import LAYOUTS, generate
from mmassist.evaluation.secrets.planted import Secret
from mmassist.evaluation.secrets.report import Finding, Found, SecretsReport
from mmassist.evaluation.secrets.run import run
from mmassist.privacy.findings import Kind, find

CARD = Secret(Kind.CARD, "4012 8888 8888 1881", "Card")


@pytest.mark.parametrize("make", [planted.card, planted.iban, planted.key, planted.e_mail, planted.national])
def test_planted_secrets_are_secrets(make: planted.Make) -> None:
    for seed in range(40):
        secret = make(Random(seed))
        assert secret.kind in {span.kind for span in find(f"{secret.label}: {secret.text}")}


def test_screens_depend_on_the_seed_alone() -> None:
    one, same, other = generate(1, 4), generate(1, 4), generate(2, 4)
    assert one.secrets == same.secrets and (one.frame.pixels == same.frame.pixels).all()
    assert one.secrets != other.secrets


@pytest.mark.parametrize(
    "texts", [["pay with 4012888888881881"], ["4012 8888", "8888 1881"], ["xx 40 12-88 88 yy"], ["4Ol2 8888"], ["a", "8888 1881 b"]]
)
def test_the_judge_finds_what_is_left_of_a_number(texts: list[str]) -> None:
    assert leaks(CARD, texts)


@pytest.mark.parametrize("texts", [[], ["4012 88"], ["1881"], ["4012 1881"], ["no numbers"]])
def test_the_judge_finds_nothing_where_nothing_is(texts: list[str]) -> None:
    assert not leaks(CARD, texts)


def test_one_password_that_leaks_fails_the_whole() -> None:
    kept, leaked = Found(Kind.PASSWORD, True, False, False), Found(Kind.PASSWORD, True, True, False)
    assert SecretsReport(1, (Finding(0, "cells", True, (kept,), 4, 0, 0, 0.1),)).met
    assert not SecretsReport(1, (Finding(0, "cells", True, (kept, leaked), 4, 0, 0, 0.1),)).met


def test_screens_go_the_whole_way_and_keep_their_secrets() -> None:
    report = run(2, seed=11)
    assert report.met and [one.layout for one in report.findings] == list(LAYOUTS)[:2]
    assert sum(len(one.secrets) for one in report.findings) >= 2


def test_screens_of_one_layout_can_be_asked_for_and_those_on_photographs_keep_their_secrets() -> None:
    report = run(3, seed=12, layouts=("picture",))
    assert report.met and {one.layout for one in report.findings} == {"picture"}
