"""Windows out of GTK 3's widgets, with what is known of each control: drawn by the system's Python on a display of their own."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtGui import QColor, QImage

from mmassist.training.faults import TrainingError
from mmassist.training.icons.draw import Drawing
from mmassist.training.screens.child import PATIENCE, SYSTEM_PYTHON, display, elements_of, ended
from mmassist.training.screens.controls import inked
from mmassist.training.screens.kinds import drawn
from mmassist.training.screens.kinds_charts import ChartLook, some_chart
from mmassist.training.screens.kinds_photos import photo
from mmassist.training.screens.kinds_texts import Author, CodeLook, article_markup, code_lines, code_markup
from mmassist.training.screens.look import FAMILIES, accents, colours, some_words
from mmassist.training.screens.truth import Screen
from mmassist.training.screens.window import on_desktop, some_size

_CHILD = "screens.gtk_child"
_ICONS = 16
_NEEDS = "windows of GTK need Xvfb, python3-gi and gir1.2-gtk-3.0: packaging/debian-desktop.txt"


class GtkWindows:
    """A process that draws windows, one at a time."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def screen(self, seed: int, least: int, icons: Sequence[tuple[str, Drawing]]) -> Screen:
        """As `window.some_screen`. Raises TrainingError where the process has ended."""
        return self._screen("", seed, least, icons)

    def screen_of(self, kind: str) -> Callable[[int, int, Sequence[tuple[str, Drawing]]], Screen]:
        """The same for windows of one kind, those of `kinds.WINDOWS`."""
        return partial(self._screen, kind)

    def _screen(self, kind: str, seed: int, least: int, icons: Sequence[tuple[str, Drawing]]) -> Screen:
        rng = np.random.default_rng([seed, 2])
        screen = self._drawn(some_plan(rng, icons) | _content(kind, rng))
        height, width = screen.picture.shape[:2]
        return on_desktop(replace(screen, kind=kind, main=(0, 0, width, height) if kind else (0, 0, 0, 0)), least, rng)

    def _drawn(self, plan: dict[str, Any]) -> Screen:
        pipe, answers = self._process.stdin, self._process.stdout
        if pipe is None or answers is None:
            raise TrainingError("the process that draws GTK's windows has no pipes")
        try:
            pipe.write(json.dumps(plan).encode() + b"\n")
            pipe.flush()
            told = json.loads(answers.readline())
        except (OSError, ValueError) as error:
            raise TrainingError("the process that draws GTK's windows has ended") from error
        width, height = told["width"], told["height"]
        pixels = np.frombuffer(answers.read(width * height * 3), np.uint8).reshape(height, width, 3)
        return Screen(pixels, tuple(elements_of(told["elements"], width, height)))


@contextmanager
def gtk_windows() -> Iterator[GtkWindows]:
    """On a display of their own, which ends with them. Raises TrainingError where GTK 3, Xvfb or the system's Python is missing."""
    with display(_NEEDS) as name, contextlib.ExitStack() as stack:
        # GTK takes its theme from settings alone here, and starts no other process
        quiet = {"DISPLAY": name, "GDK_BACKEND": "x11", "NO_AT_BRIDGE": "1", "GSETTINGS_BACKEND": "memory", "GTK_USE_PORTAL": "0"}
        environment = {name: value for name, value in os.environ.items() if name not in {"GTK_THEME", "GTK_MODULES", "GDK_SCALE"}}
        # the system's Python finds this folder as a package of its own, and leaves no compiled files in it
        quiet |= {"PYTHONPATH": str(Path(__file__).parent.parent), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [SYSTEM_PYTHON, "-m", _CHILD]
        pipe = subprocess.PIPE
        try:
            process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env={**environment, **quiet})
        except OSError as error:
            raise TrainingError(_NEEDS) from error
        stack.callback(ended, process, PATIENCE)
        yield GtkWindows(process)


def some_plan(rng: np.random.Generator, icons: Sequence[tuple[str, Drawing]]) -> dict[str, Any]:
    """What the process needs to know of one window: how it looks, what is written in it, and icons as pixels."""
    ground, ink, accent = colours(rng)
    is_flat = bool(rng.random() < 0.4)
    is_dark = ground.lightness() < 128
    if not is_flat:
        ink = QColor(238, 238, 236) if is_dark else QColor(46, 52, 54)
    size = int(rng.choice((8, 9, 10, 10, 11, 12, 14, 16)))
    side = round(size * 4 / 3 * float(rng.uniform(1.0, 1.9)))
    chosen = [icons[int(at)] for at in rng.integers(0, len(icons), _ICONS)] if icons else []
    return {
        "seed": int(rng.integers(2**31)),
        "words": some_words(rng),
        "icons": [(name, _pixels(drawing, side, (ink.red(), ink.green(), ink.blue()))) for name, drawing in chosen],
        "icon": side,
        "gap": int(rng.integers(3, 16)),
        **dict(zip(("width", "height"), some_size(rng), strict=True)),
        "theme": "HighContrast" if rng.random() < 0.1 and not is_flat else "Adwaita",
        "dark": is_dark,
        "font": f"{rng.choice(FAMILIES)} {size}",
        "css": _css(ground, ink, accent, rng) if is_flat else "",
    }


def _content(kind: str, rng: np.random.Generator) -> dict[str, Any]:
    """What a plan says more of a window of one kind: what is written or shown in it."""
    author, series = Author(rng, some_words(rng)), accents(rng)
    told: dict[str, Any] = {"kind": kind}
    if kind == "dialog":
        return {**told, "width": int(rng.integers(240, 460)), "height": int(rng.integers(90, 260))}
    if kind == "code":
        look = CodeLook("", 0, dict(zip(("word", "name", "text", "number", "note"), series, strict=False)))
        return {**told, "text": code_markup(code_lines(int(rng.integers(15, 60)), author), look)}
    if kind == "document":
        return {**told, "text": article_markup(author, int(rng.integers(4, 14)))}
    if kind in {"chart", "photo", "video"}:
        width, height = int(rng.integers(260, 800)), int(rng.integers(200, 560))
        chart = ChartLook("#ffffff", "#202020", "#909090", series, str(rng.choice(FAMILIES)), int(rng.integers(10, 18)))
        shown = drawn(some_chart(width, height, chart, rng, author.words)) if kind == "chart" else photo(width, height, rng)
        return {**told, "picture": (width, height, base64.b64encode(shown.tobytes()).decode())}
    return told


def _pixels(drawing: Drawing, side: int, ink: tuple[int, int, int]) -> str:
    """RGBA, as text."""
    image = inked(drawing, side, ink).convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(side, image.bytesPerLine())
    return base64.b64encode(rows[:, : 4 * side].tobytes()).decode()


def _css(ground: QColor, ink: QColor, accent: QColor, rng: np.random.Generator) -> str:
    """Flat controls in other colours than the theme's."""
    dark = ground.lightness() < 128
    raised = (ground.lighter(140) if dark else ground.darker(int(rng.integers(100, 112)))).name()
    edge = (ground.lighter(190) if dark else ground.darker(int(rng.integers(112, 150)))).name()
    field = (ground.darker(125) if dark else QColor(255, 255, 255)).name()
    faint = QColor((ink.red() + ground.red()) // 2, (ink.green() + ground.green()) // 2, (ink.blue() + ground.blue()) // 2).name()
    over = "#000000" if accent.lightness() > 140 else "#ffffff"
    radius, pad, thick = int(rng.integers(0, 9)), int(rng.integers(1, 9)), int(rng.integers(0, 3))
    plain = "background-image: none; box-shadow: none; text-shadow: none;"
    return f"""
    .background, notebook, notebook stack, header.top, viewport, list, treeview.view
        {{ background-color: {ground.name()}; color: {ink.name()}; {plain} }}
    headerbar, menubar, .primary-toolbar {{ background-color: {raised}; color: {ink.name()}; border-color: {edge}; {plain} }}
    label, checkbutton, radiobutton, menuitem {{ color: {ink.name()}; text-shadow: none; }}
    button, combobox button {{ background-color: {raised}; color: {ink.name()}; border: {thick}px solid {edge};
        border-radius: {radius}px; padding: {pad}px {2 * pad}px; {plain} }}
    button.flat, button.link {{ background-color: transparent; border-color: transparent; }}
    button.link label {{ color: {accent.name()}; }}
    button:checked, button.suggested-action {{ background-color: {accent.name()}; color: {over}; }}
    button:disabled label, entry:disabled, label:disabled {{ color: {faint}; }}
    button:focus, entry:focus {{ border-color: {accent.name()}; outline-color: {accent.name()}; }}
    entry, spinbutton, textview text {{ background-color: {field}; color: {ink.name()}; {plain} }}
    entry, spinbutton {{ border: 1px solid {edge}; border-radius: {radius}px; padding: {pad}px; }}
    check, radio {{ background-color: {field}; border: 1px solid {faint}; color: {ink.name()}; {plain} }}
    check:checked, radio:checked {{ background-color: {accent.name()}; color: {over}; }}
    switch {{ background-color: {raised}; border-color: {edge}; {plain} }}
    switch:checked, progressbar progress, scale highlight {{ background-color: {accent.name()}; {plain} }}
    trough {{ background-color: {edge}; {plain} }}
    row:selected, treeview.view:selected {{ background-color: {accent.name()}; color: {over}; }}
    row:selected label {{ color: {over}; }}
    tab:checked {{ box-shadow: inset 0 -3px {accent.name()}; }}
    """
