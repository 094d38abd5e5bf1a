"""Draws screens on which secrets are hard to find: turned, split, pale, small, in tables, on pictures; and writes their trees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from mmassist.evaluation.secrets import planted
from mmassist.evaluation.secrets.planted import Secret
from mmassist.privacy.findings import Kind
from mmassist.values import Box, Frame, Node, Outline, Pixels, Role, State, Target

if TYPE_CHECKING:
    from PIL.Image import Image

SIZE = (640, 400)
_FONTS = ("DejaVuSans.ttf", "DejaVuSansMono.ttf", "LiberationSans-Regular.ttf", "LiberationSerif-Regular.ttf", "DejaVuSans-Bold.ttf")
_LIGHT = (("#ffffff", "#111111"), ("#f4f4f4", "#222222"), ("#eef2f8", "#1a2a44"))
_DARK = (("#1e1e1e", "#dddddd"), ("#2b2b2b", "#f0f0f0"), ("#10233f", "#e8e8ff"))
_PALE = (("#ffffff", "#a8a8a8"), ("#dddddd", "#8c8c8c"), ("#303030", "#707070"), ("#3465a4", "#6f93c4"))
_ORDINARY = (
    "Recent activity of this account",
    "Save the changes before closing",
    "Three files were moved to the archive",
    "The meeting starts in ten minutes",
    "Choose a folder for the backup",
    "Delivery within two working days",
    "No errors were found in the last run",
)


@dataclass(frozen=True, slots=True)
class Screen:
    """`outline`: None for a program without a tree. `ordinary`: what should be left, each with its place."""

    layout: str
    frame: Frame
    outline: Outline | None
    secrets: tuple[Secret, ...]
    ordinary: tuple[tuple[str, Box], ...]


@dataclass
class Canvas:
    """A screen being drawn."""

    random: Random
    image: Image
    colour: str
    font: str
    size: int
    nodes: list[Node] = field(default_factory=list)
    secrets: list[Secret] = field(default_factory=list)
    ordinary: list[tuple[str, Box]] = field(default_factory=list)

    def text(self, x: int, y: int, text: str, role: Role = Role.LABEL, name: str = "") -> Box:
        """Writes `text`; the tree tells it as a label's name or a field's value."""
        from PIL import ImageDraw, ImageFont

        font = ImageFont.truetype(self.font, self.size)
        draw = ImageDraw.Draw(self.image)
        left, top, right, bottom = (round(side) for side in draw.textbbox((x, y), text, font=font))
        draw.text((x, y), text, fill=self.colour, font=font)
        box = Box(left, top, right - left, bottom - top)
        around = Box(left - 4, top - 3, box.width + 8, box.height + 6)
        states = frozenset({State.SHOWING})
        if role is Role.LABEL:
            self.nodes.append(Node(role, text, 0, states, box=around))
        else:
            self.nodes.append(Node(role, name, 0, states, "" if role is Role.PASSWORD else text, box=around))
        return box

    def ordinarily(self, x: int, y: int) -> None:
        text = planted.decoy(self.random) if self.random.random() < 0.6 else self.random.choice(_ORDINARY)
        self.ordinary.append((text, self.text(x, y, text)))

    def turned(self, x: int, y: int, text: str, degrees: float) -> None:
        """Writes a turned text with its middle at x, y."""
        from PIL import Image, ImageDraw, ImageFont

        font = ImageFont.truetype(self.font, self.size)
        left, top, right, bottom = font.getbbox(text)
        mask = Image.new("L", (round(right - left) + 8, round(bottom - top) + 8), 0)
        ImageDraw.Draw(mask).text((4 - left, 4 - top), text, fill=255, font=font)
        mask = mask.rotate(degrees, expand=True, resample=Image.Resampling.BICUBIC)
        self.image.paste(self.colour, (x - mask.width // 2, y - mask.height // 2), mask)


def generate(seed: int, index: int) -> Screen:
    """Screen number `index` of a seed; layouts take turns."""
    random = Random(f"{seed}/{index}")  # noqa: S311 - repeatable
    name = list(LAYOUTS)[index % len(LAYOUTS)]
    canvas = _canvas(random, name)
    for row in range(3):
        canvas.ordinarily(24 + 8 * random.randrange(3), 16 + 30 * row)
    LAYOUTS[name](canvas)
    canvas.ordinarily(24, SIZE[1] - 36)
    with_tree = random.random() < 0.5 and name not in ("on end", "on its head", "slanted", "picture")
    tree = with_tree or name.startswith("password")
    pixels: Pixels = np.full((SIZE[1], SIZE[0], 4), 255, np.uint8)
    pixels[:, :, :3] = np.asarray(canvas.image)[:, :, ::-1]
    root = Node(Role.WINDOW, "Window", -1, frozenset({State.SHOWING}), box=Box(0, 0, *SIZE))
    outline = Outline((root, *canvas.nodes), -1, True, 0.0) if tree else None
    return Screen(name, Frame(pixels, (0, 0), Target(), 0.0), outline, tuple(canvas.secrets), tuple(canvas.ordinary))


def _canvas(random: Random, layout: str) -> Canvas:
    from PIL import Image

    ground, colour = random.choice(_DARK if layout == "dark" else _PALE if layout == "low contrast" else _LIGHT)
    size = random.choice((9, 10, 11)) if layout == "small" else random.choice((13, 14, 15, 17))
    image = Image.new("RGB", SIZE, ground)
    if layout == "picture":
        image, colour = _photo(random), "#ffffff"
    return Canvas(random, image, colour, random.choice(_FONTS), size)


def _photo(random: Random) -> Image:
    """Soft shapes and grain, dark enough for white text."""
    from PIL import Image

    source = np.random.default_rng(random.randrange(1 << 30))
    coarse = Image.fromarray(source.integers(10, 130, (6, 9, 3), np.uint8)).resize(SIZE, Image.Resampling.BICUBIC)
    grain = source.integers(-9, 9, (SIZE[1], SIZE[0], 3))
    return Image.fromarray(np.clip(np.asarray(coarse).astype(np.int16) + grain, 0, 255).astype(np.uint8))


def _any(canvas: Canvas) -> Secret:
    make = canvas.random.choice(planted.CRITICAL if canvas.random.random() < 0.75 else planted.OTHERS)
    secret = make(canvas.random)
    canvas.secrets.append(secret)
    return secret


def _splittable(canvas: Canvas) -> Secret:
    secret = canvas.random.choice((planted.card, planted.card, planted.iban, planted.key))(canvas.random)
    canvas.secrets.append(secret)
    return secret


def _in_line(canvas: Canvas) -> None:
    for row in range(2):
        secret = _any(canvas)
        canvas.text(30, 140 + 60 * row, f"{secret.label}: {secret.text}")


def _in_sentence(canvas: Canvas) -> None:
    secret = _any(canvas)
    canvas.text(24, 160, f"Please use {secret.label} {secret.text} for this.")


def _beside(canvas: Canvas) -> None:
    for row in range(2):
        secret = _any(canvas)
        canvas.text(30, 140 + 50 * row, secret.label + ":")
        canvas.text(190, 140 + 50 * row, secret.text, Role.TEXT_FIELD, secret.label)


def _below(canvas: Canvas) -> None:
    secret = _any(canvas)
    canvas.text(60, 140, secret.label)
    canvas.text(60, 140 + canvas.size + 10, secret.text, Role.TEXT_FIELD, secret.label)


def _table(canvas: Canvas) -> None:
    from PIL import ImageDraw

    draw = ImageDraw.Draw(canvas.image)
    for row in range(3):
        y = 140 + 40 * row
        draw.line((20, y - 8, 620, y - 8), fill=canvas.colour)
        canvas.text(30, y, canvas.random.choice(("Open", "Paid", "Due", "Sent")), Role.CELL)
        secret = _any(canvas)
        canvas.text(120, y, secret.text, Role.CELL)
        box = canvas.text(520, y, f"{canvas.random.randrange(10, 999)}.50", Role.CELL)
        canvas.ordinary.append(("amount", box))
    draw.line((105, 132, 105, 252), fill=canvas.colour)


def _cells(canvas: Canvas) -> None:
    from PIL import ImageDraw

    secret = planted.card(canvas.random)
    canvas.secrets.append(secret)
    canvas.text(40, 130, secret.label)
    x = 40
    for at, group in enumerate(secret.groups):
        box = canvas.text(x, 165, group, Role.TEXT_FIELD, f"{secret.label} {at + 1}")
        ImageDraw.Draw(canvas.image).rectangle((box.x - 6, box.y - 6, box.right + 6, box.bottom + 6), outline=canvas.colour)
        x = box.right + 30


def _stacked(canvas: Canvas) -> None:
    secret = _splittable(canvas)
    canvas.text(40, 120, secret.label + ":")
    for row, group in enumerate(secret.groups):
        canvas.text(40, 120 + (canvas.size + 9) * (row + 1), group)


def _wrapped(canvas: Canvas) -> None:
    secret = _splittable(canvas)
    half = (len(secret.groups) + 1) // 2
    joint = " " if len(secret.groups) > 2 else ""
    canvas.text(24, 150, f"The {secret.label} is {joint.join(secret.groups[:half])}")
    canvas.text(24, 150 + canvas.size + 9, f"{joint.join(secret.groups[half:])} as agreed")


def _on_end(canvas: Canvas) -> None:
    secret = _any(canvas)
    canvas.turned(500, 210, secret.text, canvas.random.choice((90, 270)))


def _on_its_head(canvas: Canvas) -> None:
    canvas.turned(320, 220, _any(canvas).text, 180)


def _slanted(canvas: Canvas) -> None:
    degrees = canvas.random.choice((-1, 1)) * canvas.random.uniform(4, 30)
    canvas.turned(330, 240, _any(canvas).text, degrees)


def _terminal(canvas: Canvas) -> None:
    canvas.font = "DejaVuSansMono.ttf"
    for row in range(3):
        secret = planted.key(canvas.random) if row else planted.password(canvas.random)
        canvas.secrets.append(secret)
        name = "DB_PASSWORD" if secret.kind is Kind.PASSWORD else canvas.random.choice(("API_KEY", "AUTH_TOKEN", "SECRET_KEY"))
        canvas.text(20, 130 + 32 * row, f"{name}={secret.text}")


def _separated(canvas: Canvas) -> None:
    secret = planted.card(canvas.random)
    canvas.secrets.append(secret)
    canvas.text(40, 160, f"{secret.label} {canvas.random.choice((' - ', ' . ', '/', '_', ' | ', ' · ')).join(secret.groups)}")


def _password_dots(canvas: Canvas) -> None:
    secret = planted.password(canvas.random)
    canvas.text(40, 160, "Password")
    canvas.text(180, 160, "•" * len(secret.text), Role.PASSWORD, "Password")


def _password_clear(canvas: Canvas) -> None:
    secret = planted.password(canvas.random)
    canvas.secrets.append(secret)
    canvas.text(40, 160, canvas.random.choice(("Password", "Secret word", "Word")))
    canvas.text(180, 160, secret.text, Role.PASSWORD, "Password")


LAYOUTS: dict[str, Callable[[Canvas], None]] = {
    "in line": _in_line,
    "in a sentence": _in_sentence,
    "beside its label": _beside,
    "below its label": _below,
    "table": _table,
    "cells": _cells,
    "stacked": _stacked,
    "wrapped": _wrapped,
    "dark": _in_line,
    "low contrast": _in_line,
    "small": _in_line,
    "picture": _in_line,
    "on end": _on_end,
    "on its head": _on_its_head,
    "slanted": _slanted,
    "terminal": _terminal,
    "odd separators": _separated,
    "password field, dots": _password_dots,
    "password field, clear": _password_clear,
}
"""By name; screens take them in turn."""
