"""Puts controls into a window, shows it without a display, and takes its picture with what is known of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mmassist.training.degrade import Picture
from mmassist.training.icons.draw import Drawing
from mmassist.training.screens.controls import Control, Maker
from mmassist.training.screens.look import Look, some_look
from mmassist.training.screens.truth import Element, Screen

SEEN = 0.6
"""Of a control that others cover or that scrolling cuts, the part that must be seen."""

LEAST = 5
"""Pixels across, below which nothing can be told."""


def some_screen(seed: int, least: int, icons: Sequence[tuple[str, Drawing]]) -> Screen:
    """A window on a desktop of at least `least` pixels each way, a function of the seed. Needs a QApplication; on its thread."""
    rng = np.random.default_rng([seed, 1])
    look = some_look(rng)
    maker = Maker(look, rng, icons)
    with dressed(look):
        window, controls = _window(maker)
        window.resize(*some_size(rng))
        screen = taken(window, controls, lambda: focus_one(controls, rng))
    return on_desktop(screen, least, rng)


def some_size(rng: np.random.Generator) -> tuple[int, int]:
    """Mostly such that a picture shows most of it: what its edge cuts off can't be learnt from."""
    return int(rng.integers(260, 600)), int(rng.integers(220, 600))


@contextmanager
def dressed(look: Look) -> Iterator[None]:
    """What is shown meanwhile looks like this; the application's own look comes back afterwards."""
    style, palette = QApplication.style().objectName(), QApplication.palette()
    QApplication.setStyle(look.style)
    QApplication.setPalette(look.palette)
    try:
        yield
    finally:
        QApplication.setStyle(style)
        QApplication.setPalette(palette)


def taken(window: QWidget, controls: Sequence[Control], prepare: Callable[[], None]) -> Screen:
    """Shows a window, calls `prepare` when it is up, takes its picture with what is known of it, and closes it."""
    try:
        window.show()
        QApplication.processEvents()
        prepare()
        QApplication.processEvents()
        picture = pixels_of(window.grab().toImage())
        elements = [found for control in controls if (found := element_of(control, window)) is not None]
    finally:
        window.close()
        window.deleteLater()
        QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
    return Screen(picture, tuple(elements))


def element_of(control: Control, window: QWidget) -> Element | None:
    """What is seen of a control in the picture of its window; None where too little of it is."""
    widget, place = control.widget, control.place()
    if place.isEmpty() or not widget.isVisibleTo(window):
        return None
    seen = widget.visibleRegion().boundingRect().intersected(place)
    if seen.width() * seen.height() < SEEN * place.width() * place.height() or min(seen.width(), seen.height()) < LEAST:
        return None
    box = QRect(widget.mapTo(window, seen.topLeft()), seen.size()).intersected(window.rect())
    states = {
        "checked": getattr(widget, "isChecked", lambda: False)(),
        "selected": control.selected(),
        "disabled": not widget.isEnabled(),
        "focused": widget.hasFocus() and control.role not in {"tab", "list item", "menu item"},
    }
    return Element(
        control.role,
        (box.x(), box.y(), box.width(), box.height()),
        frozenset(name for name, holds in states.items() if holds),
        control.label,
    )


def pixels_of(image: QImage) -> Picture:
    """[height, width, 3], RGB."""
    converted = image.convertToFormat(QImage.Format.Format_RGBX8888)
    rows = np.frombuffer(converted.constBits(), np.uint8).reshape(converted.height(), converted.bytesPerLine() // 4, 4)
    return np.ascontiguousarray(rows[:, : converted.width(), :3])


def empty_window(look: Look) -> tuple[QWidget, QVBoxLayout]:
    """One that is dressed, and where its parts go, one below the other."""
    window = QWidget()
    window.setAutoFillBackground(True)
    window.setFont(look.font)
    window.setStyleSheet(look.sheet)
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(look.gap)
    return window, column


def _window(maker: Maker) -> tuple[QWidget, list[Control]]:
    window, column = empty_window(maker.look)
    controls: list[Control] = []
    if maker.chance(0.6):
        add_row(column, controls, [maker.title_bar(), *(maker.icon_button() for _ in range(3))], grow=False)
    if maker.chance(0.4):
        add_row(column, controls, [maker.menu_bar()], grow=True)
    if maker.chance(0.5):
        add_row(column, controls, [maker.icon_button() for _ in range(int(maker.rng.integers(3, 12)))], grow=False)
    for _ in range(int(maker.rng.integers(2, 7))):
        _add_part(column, controls, maker)
    column.addStretch()
    if maker.chance(0.6):
        add_row(column, controls, [maker.button() for _ in range(int(maker.rng.integers(1, 4)))], grow=False)
    return window, controls


def _add_part(column: QVBoxLayout, controls: list[Control], maker: Maker) -> None:
    """One of the things that windows are made of."""
    kind = int(maker.rng.choice(6, p=(0.25, 0.18, 0.1, 0.13, 0.22, 0.12)))
    if kind == 0:
        add_form(column, controls, maker)
        return
    makers: Sequence[Sequence[Callable[[], tuple[QWidget, list[Control]]]]] = (
        (maker.check_box, maker.check_box, maker.radio_button, maker.radio_button, maker.switch),
        (maker.text, maker.link, maker.picture, maker.sign),
        (maker.rows, maker.text_area),
        (maker.slider, maker.progress_bar, maker.combo_box, maker.field),
        (maker.tabs, maker.icon_button, maker.button),
    )
    among = makers[kind - 1]
    one = among[int(maker.rng.integers(len(among)))]
    if kind == 1 and maker.chance(0.6):
        for _ in range(int(maker.rng.integers(2, 6))):
            add_row(column, controls, [one()], grow=False)
    elif maker.chance(0.5):
        add_row(column, controls, [one() for _ in range(int(maker.rng.integers(1, 4)))], grow=maker.chance(0.5))
    else:
        for _ in range(int(maker.rng.integers(1, 4))):
            add_row(column, controls, [one()], grow=maker.chance(0.4))


def add_form(column: QVBoxLayout, controls: list[Control], maker: Maker) -> None:
    """Words on the left or above, a field beside them."""
    frame = QFrame()
    grid = QGridLayout(frame)
    fields = (maker.field, maker.field, maker.field, maker.combo_box, maker.combo_box, maker.slider, maker.progress_bar, maker.switch)
    above = maker.chance(0.3)
    for row in range(int(maker.rng.integers(1, 5))):
        widget, made = fields[int(maker.rng.integers(len(fields)))]()
        grid.addWidget(QLabel(maker.word()), 2 * row, 0)
        grid.addWidget(widget, 2 * row + int(above), 0 if above else 1)
        controls += made
    column.addWidget(frame)


def add_row(column: QVBoxLayout, controls: list[Control], made: Sequence[tuple[QWidget, list[Control]]], grow: bool) -> None:
    """Side by side; `grow`: all the width is used, else what is left over stays empty."""
    row = QHBoxLayout()
    row.setContentsMargins(6, 0, 6, 0)
    for widget, found in made:
        row.addWidget(widget)
        controls += found
    if not grow:
        row.addStretch()
    column.addLayout(row)


def focus_one(controls: Sequence[Control], rng: np.random.Generator) -> None:
    """Some control that can have it, where there is one."""
    able = [control.widget for control in controls if control.widget.isEnabled() and control.widget.focusPolicy() != Qt.FocusPolicy.NoFocus]
    if able:
        able[int(rng.integers(len(able)))].setFocus(Qt.FocusReason.TabFocusReason)


def on_desktop(screen: Screen, least: int, rng: np.random.Generator) -> Screen:
    """Laid onto a ground that is at least `least` pixels each way, and that shows something of its own."""
    import cv2

    height, width = screen.picture.shape[:2]
    wide, high = max(least, width) + int(rng.integers(0, 60)), max(least, height) + int(rng.integers(0, 60))
    coarse = rng.integers(0, 256, (3, 3, 3), np.uint8) if rng.random() < 0.5 else rng.integers(0, 256, (1, 1, 3), np.uint8)
    ground = np.asarray(cv2.resize(coarse, (wide, high), interpolation=cv2.INTER_LINEAR), np.uint8).copy()
    left, top = int(rng.integers(0, wide - width + 1)), int(rng.integers(0, high - height + 1))
    ground[top : top + height, left : left + width] = screen.picture
    x, y, wide_main, high_main = screen.main
    elements = tuple(moved(element, QPoint(left, top)) for element in screen.elements)
    return Screen(ground, elements, screen.kind, (x + left, y + top, wide_main, high_main))


def moved(element: Element, by: QPoint) -> Element:
    x, y, width, height = element.box
    return Element(element.role, (x + by.x(), y + by.y(), width, height), element.states, element.label)
