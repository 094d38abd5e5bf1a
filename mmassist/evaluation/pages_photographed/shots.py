"""Draws how pages are photographed: mostly so that a person could read them, some so that nobody could."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from mmassist.evaluation.pages_photographed.legible import LEAST_X_HEIGHT, Legibility, legibility
from mmassist.evaluation.pages_photographed.photograph import Photograph, Shot, photograph, x_height
from mmassist.evaluation.pages_photographed.sheet import Sheet, draw_sheet

_CAMERAS = ((1920, 1080), (1600, 1200), (2048, 1536))
# Of one page, and of so many pages, before it is given up.
_TRIES, _PAGES = 12, 20
# Shares of the photographs.
_BLURRED, _DARK = 0.1, 0.1
_ON_SIDE, _ON_HEAD = 0.08, 0.08


def draw_photograph(rng: Random) -> tuple[Sheet, Photograph, Legibility]:
    """A page, its photograph, and whether a person could read it. Drawn again until people would not differ."""
    dice = rng.random()
    wanted = Legibility.BLURRED if dice < _BLURRED else Legibility.DARK if dice < _BLURRED + _DARK else Legibility.LEGIBLE
    for _ in range(_PAGES):
        sheet = draw_sheet(rng)
        for shot in (_spoilt(_shot(rng), wanted, rng) for _ in range(_TRIES)):
            if wanted is Legibility.LEGIBLE and x_height(sheet, shot) < LEAST_X_HEIGHT:
                continue
            taken = photograph(sheet, shot, rng.randrange(1 << 30))
            if legibility(taken.seen) is wanted:
                return sheet, taken, wanted
    raise ValueError(f"no photograph that is {wanted}")


def _shot(rng: Random) -> Shot:
    """Any that may be legible."""
    dice = rng.random()
    quarter = rng.choice((1, 3)) if dice < _ON_SIDE else 2 if dice < _ON_SIDE + _ON_HEAD else 0
    return Shot(
        size=rng.choice(_CAMERAS),
        fill=rng.uniform(0.72, 0.97),
        pitch=rng.uniform(-22, 22),
        yaw=rng.uniform(-18, 18),
        roll=rng.choice((0.0, 1.0)) * rng.uniform(-18, 18),
        quarter=quarter,
        bend=rng.choice(("flat", "bow", "book")),
        depth=rng.uniform(0.01, 0.07),
        shade=rng.uniform(0, 0.6),
        shadow=rng.choice((0.0, 1.0)) * rng.uniform(0.15, 0.6),
        light=rng.uniform(0.25, 1.0),
        blur=rng.uniform(0.2, 1.6),
        smear=rng.choice((0.0, 0.0, 1.0)) * rng.uniform(1, 4),
        noise=rng.uniform(0.5, 6),
        quality=rng.randint(60, 95),
    )


def _spoilt(shot: Shot, wanted: Legibility, rng: Random) -> Shot:
    if wanted is Legibility.BLURRED:
        is_still = rng.random() < 0.6
        return replace(shot, blur=rng.uniform(4, 9) if is_still else 1.0, smear=0.0 if is_still else rng.uniform(16, 34), light=0.9)
    if wanted is Legibility.DARK:
        return replace(shot, light=10 ** rng.uniform(-5.2, -4.0), shadow=0.0, noise=rng.uniform(1.5, 4))
    return shot
