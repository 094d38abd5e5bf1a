"""Photographs a page: a bent sheet in front of a pinhole camera, lit unevenly, seen through a lens, a sensor and JPEG.

The geometry is exact: for each pixel the ray's meeting with the bent paper is solved for, not approximated by a mesh.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mmassist.evaluation.pages_photographed.legible import Seen
from mmassist.evaluation.pages_photographed.sheet import DOTS, Sheet
from mmassist.values import Pixels

Plane = NDArray[np.float32]

# Rounds in which a ray meets the bent paper to a hundredth of a millimetre.
_MEET = 8


@dataclass(frozen=True, slots=True)
class Shot:
    """How a page is photographed. Angles in degrees; `fill`: the part of the picture's height or width that the page takes.

    `bend`: "flat", "bow" or "book"; `depth`: how far it bends, as a share of its width. `blur`: standard deviation in pixels;
    `smear`: length in pixels of the way it moved. `light`: exposure, 1 is right. `noise`: levels.
    """

    size: tuple[int, int]
    fill: float
    pitch: float
    yaw: float
    roll: float
    quarter: int
    bend: str
    depth: float
    shade: float
    shadow: float
    light: float
    blur: float
    smear: float
    noise: float
    quality: int


@dataclass(frozen=True, slots=True)
class Photograph:
    """`pixels`: BGRA. `seen`: what `legible` judges by."""

    pixels: Pixels
    seen: Seen
    shot: Shot


@dataclass(frozen=True, slots=True)
class _Met:
    """For each pixel the place on the paper in millimetres, whether it is on it, and how steeply the paper bends there."""

    u: Plane
    v: Plane
    inside: NDArray[np.bool_]
    slope: Plane


def photograph(sheet: Sheet, shot: Shot, seed: int) -> Photograph:
    """A picture of `sheet`. The same values give the same picture."""
    import cv2

    rng = np.random.default_rng(seed)
    met = _meet(sheet, shot)
    stretch = _stretch(met)
    # The paper is reduced to a little more than the photograph resolves; what that blurs is counted below.
    density = min(DOTS, 1.25 / float(np.percentile(stretch, 20)))
    reduced = cv2.resize(sheet.picture, None, fx=density / DOTS, fy=density / DOTS, interpolation=cv2.INTER_AREA)
    paper = cv2.remap(reduced, met.u * density - 0.5, met.v * density - 0.5, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    light = _light(shot, met, rng)
    picture = np.where(met.inside[..., None], _linear(np.asarray(paper, np.uint8)), _linear(_clutter(shot.size, rng)))
    soft = cv2.GaussianBlur(met.inside.astype(np.float32), (0, 0), 12)
    contact = np.where(met.inside, 1.0, 1 - 0.5 * soft)
    pixels = _sensed(np.asarray(picture * (light * contact)[..., None], np.float32), shot, rng)
    least = float(np.percentile(light[met.inside], 2))
    ink, white = (_level((value / 255) ** 2.2 * least) for value in (sheet.ink, float(sheet.picture[0, 0].mean())))
    blur = math.sqrt(shot.blur**2 + shot.smear**2 / 12 + 0.4**2)
    return Photograph(pixels, Seen(sheet.x_height / float(np.percentile(stretch, 95)), blur, white - ink, shot.noise), shot)


def x_height(sheet: Sheet, shot: Shot) -> float:
    """Of the smallest text, in pixels, where the photograph shows it smallest; quickly, from one ray in 64."""
    return sheet.x_height / float(np.percentile(_stretch(_meet(sheet, shot, 8)), 95)) * 8


def _meet(sheet: Sheet, shot: Shot, step: int = 1) -> _Met:
    """Sends a ray through every `step`-th pixel and finds where it meets the bent paper."""
    height, width = sheet.picture.shape[0] / DOTS, sheet.picture.shape[1] / DOTS
    across, down = shot.size
    xs, bent, arc = _profile(width, shot)
    turn = _rotation(shot)
    focal = 1.1 * across
    roll = math.radians(shot.roll + 90 * shot.quarter)
    spans = (
        abs(xs[-1] - xs[0]) * abs(math.cos(roll)) + height * abs(math.sin(roll)),
        abs(xs[-1] - xs[0]) * abs(math.sin(roll)) + height * abs(math.cos(roll)),
    )
    away = focal * max(spans[0] / across, spans[1] / down) / shot.fill
    px, py = np.meshgrid(np.arange(0, across, step, dtype=np.float32), np.arange(0, down, step, dtype=np.float32))
    rays = np.stack([(px - across / 2) / focal, (py - down / 2) / focal, np.ones_like(px)], axis=-1) @ turn.astype(np.float32)
    origin = turn.T @ np.array([0, 0, -away])
    steps = -origin[2] / rays[..., 2]
    for _ in range(_MEET):
        x = origin[0] + steps * rays[..., 0]
        steps = (-np.interp(x, xs, bent) - origin[2]) / rays[..., 2]
    x = origin[0] + steps * rays[..., 0]
    u = np.interp(x, xs, arc).astype(np.float32)
    v = (origin[1] + steps * rays[..., 1] + height / 2).astype(np.float32)
    inside = (x > xs[0]) & (x < xs[-1]) & (v > 0) & (v < height)
    return _Met(u, v, inside, np.interp(x, xs, np.gradient(bent, xs)).astype(np.float32))


def _profile(width: float, shot: Shot) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Places across the paper, how far it rises towards the camera there, and how much paper lies to the left. Millimetres."""
    xs = np.linspace(-width / 2, width / 2, 400)
    depth = shot.depth * width
    if shot.bend == "bow":
        bent = depth * (1 - (2 * xs / width) ** 2)
    elif shot.bend == "book":
        bent = depth * np.exp(-(xs + width / 2) / (0.18 * width))
    else:
        bent = np.zeros_like(xs)
    arc = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(xs), np.diff(bent)))])
    # Bent paper is as long as flat paper, and so reaches less far.
    shrink = width / arc[-1]
    return xs * shrink, bent * shrink, arc * shrink


def _rotation(shot: Shot) -> NDArray[np.float64]:
    """From the paper's axes to the camera's."""
    a, b, c = (math.radians(angle) for angle in (shot.pitch, shot.yaw, shot.roll + 90 * shot.quarter))
    about_x = np.array([[1, 0, 0], [0, math.cos(a), -math.sin(a)], [0, math.sin(a), math.cos(a)]])
    about_y = np.array([[math.cos(b), 0, math.sin(b)], [0, 1, 0], [-math.sin(b), 0, math.cos(b)]])
    about_z = np.array([[math.cos(c), -math.sin(c), 0], [math.sin(c), math.cos(c), 0], [0, 0, 1]])
    turned: NDArray[np.float64] = about_x @ about_y @ about_z
    return turned


def _stretch(met: _Met) -> Plane:
    """On the paper: millimetres that one pixel takes, in the direction in which it takes the most."""
    a, b, c, d = (np.asarray(np.gradient(plane, axis=axis))[met.inside] for plane in (met.u, met.v) for axis in (1, 0))
    total, det = a * a + b * b + c * c + d * d, a * d - b * c
    found: Plane = np.sqrt((total + np.sqrt(np.maximum(0, total * total - 4 * det * det))) / 2).astype(np.float32)
    return found


def _light(shot: Shot, met: _Met, rng: np.random.Generator) -> Plane:
    """How much light falls on each pixel's place: a lamp at one side, the paper's slope, a soft shadow."""
    import cv2

    across, down = shot.size
    angle = rng.uniform(0, 2 * math.pi)
    px, py = np.meshgrid(np.linspace(-1, 1, across), np.linspace(-1, 1, down))
    lit = 1 + shot.shade * (px * math.cos(angle) + py * math.sin(angle)) / 1.4
    lit *= np.clip(1 - 0.6 * met.slope * math.cos(angle), 0.3, 1.4)
    if shot.shadow:
        edge = rng.uniform(0, 2 * math.pi)
        side = (px * math.cos(edge) + py * math.sin(edge) > rng.uniform(-0.3, 0.4)).astype(np.float32)
        lit *= 1 - shot.shadow * np.asarray(cv2.GaussianBlur(side, (0, 0), float(rng.uniform(6, 40))))
    return np.asarray(np.clip(lit / max(1.0, float(np.percentile(lit, 95))), 0.05, 1.0) * shot.light, np.float32)


def _clutter(size: tuple[int, int], rng: np.random.Generator) -> Pixels:
    """A table with things on it, none of which bears text. RGB."""
    import cv2

    across, down = size
    wood = np.interp(rng.random(64), [0, 1], [0.8, 1.1])
    grain = np.asarray(cv2.resize(wood[:, None], (across, down), interpolation=cv2.INTER_CUBIC))
    colour = rng.uniform(30, 170, 3)
    table: Pixels = np.clip(grain[..., None] * colour + rng.normal(0, 3, (down, across, 1)), 0, 255).astype(np.uint8)
    for _ in range(int(rng.integers(2, 9))):
        at = (int(rng.integers(0, across)), int(rng.integers(0, down)))
        paint = tuple(float(value) for value in rng.uniform(10, 230, 3))
        if rng.random() < 0.5:
            cv2.circle(table, at, int(rng.integers(20, 160)), paint, -1)
        else:
            box = cv2.boxPoints((at, (float(rng.uniform(30, 400)), float(rng.uniform(20, 200))), float(rng.uniform(0, 90))))
            cv2.fillPoly(table, [box.astype(np.int32)], paint)
    return table


def _sensed(scene: Plane, shot: Shot, rng: np.random.Generator) -> Pixels:
    """Through lens, shutter, sensor and JPEG. BGRA."""
    import cv2

    seen = cv2.GaussianBlur(scene, (0, 0), shot.blur) if shot.blur > 0.2 else scene
    if shot.smear >= 1:
        kernel = np.zeros((2 * int(shot.smear) + 3,) * 2, np.float32)
        middle, angle = kernel.shape[0] // 2, rng.uniform(0, math.pi)
        for step in np.linspace(-shot.smear / 2, shot.smear / 2, 60):
            kernel[round(middle + step * math.sin(angle)), round(middle + step * math.cos(angle))] += 1
        seen = cv2.filter2D(seen, -1, kernel / kernel.sum())
    levels = 255 * np.power(np.clip(np.asarray(seen), 0, 1), 1 / 2.2) + rng.normal(0, shot.noise, scene.shape)
    rgb = np.clip(levels, 0, 255).astype(np.uint8)
    packed = cv2.imencode(".jpg", rgb[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, shot.quality])[1]
    bgra: Pixels = np.full((*rgb.shape[:2], 4), 255, np.uint8)
    bgra[..., :3] = np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)
    bgra.flags.writeable = False
    return bgra


def _linear(levels: NDArray[np.uint8]) -> Plane:
    """Light, 0 to 1, for levels of 255."""
    table = np.power(np.arange(256) / 255.0, 2.2).astype(np.float32)
    return np.asarray(table[levels])


def _level(light: float) -> float:
    return float(255 * light ** (1 / 2.2))
