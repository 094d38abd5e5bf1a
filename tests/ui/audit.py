"""What is wrong with a window for who can't see it, sees it badly, or uses no mouse: walked and measured, as sentences."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from mmassist.ui.looks import SMALLEST

ENOUGH = 4.5  # of contrast: WCAG 2.2, 1.4.3
_LABELLED = (QLineEdit, QComboBox, QAbstractSpinBox, QAbstractScrollArea)


def problems(window: QWidget) -> list[str]:
    """All of them. `window` is shown and active."""
    QApplication.processEvents()
    return [
        *nameless(window),
        *unlabelled(window),
        *trapped(window),
        *small(window),
        *cut(window),
        *sideways(window),
        *pale(window),
        *large(window),
    ]


def called(widget: QWidget) -> str:
    """For a test's message."""
    name = widget.accessibleName() or getattr(widget, "text", str)()
    return f"{type(widget).__name__} {name!r}"


def nameless(window: QWidget) -> list[str]:
    """What can have the focus and says nothing when it has."""

    def walk(interface: QAccessibleInterface) -> Iterator[str]:
        state = interface.state()
        if state.focusable and not state.invisible and not state.offscreen and not interface.text(QAccessible.Text.Name).strip():
            yield f"no name: {interface.role()}"
        for index in range(interface.childCount()):
            if (child := interface.child(index)) is not None:
                yield from walk(child)

    return list(walk(QAccessible.queryAccessibleInterface(window)))


def unlabelled(window: QWidget) -> list[str]:
    """Fields, lists and texts to which no visible label belongs; a screen reader takes a field's text for its name without one."""
    labelled = {id(label.buddy()) for label in window.findChildren(QLabel) if label.buddy() is not None and label.isVisible()}
    return [f"no label: {called(control)}" for control in stops(window) if isinstance(control, _LABELLED) and id(control) not in labelled]


def stops(window: QWidget) -> list[QWidget]:
    """What Tab is to lead to."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.window() is window
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and not isinstance(widget.parent(), QAbstractSpinBox | QComboBox)
    ]


def trapped(window: QWidget) -> list[str]:
    """Tab leads through all and comes back, and Shift Tab the other way; a radio group counts as one stop."""
    wanted = {id(widget): widget for widget in stops(window)}
    if not wanted:
        return []
    found = []
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
        first = next(iter(wanted.values()))
        first.setFocus()
        seen: list[QWidget] = []
        for _ in range(2 * len(wanted) + 2):
            focused = QApplication.focusWidget()
            if focused is None:
                return ["the focus is lost"]
            seen.append(focused)
            QTest.keyClick(focused, key)
        missed = [widget for name, widget in wanted.items() if name not in set(map(id, seen))]
        found += [f"{key.name} does not lead to {called(widget)}" for widget in missed]
        if key is Qt.Key.Key_Tab:
            found += _jumps(window, seen[: len(wanted)])
    return found


def _jumps(window: QWidget, order: list[QWidget]) -> list[str]:
    """Steps of Tab that go up without going to the next column: once, from the last to the first, is how it comes round."""
    is_mirrored = window.layoutDirection() is Qt.LayoutDirection.RightToLeft
    found = []
    for before, after in itertools.pairwise(order):
        above, below = (widget.mapTo(window, QPoint(0, 0)) for widget in (before, after))
        ahead = below.x() < above.x() if is_mirrored else below.x() > above.x()
        if below.y() + after.height() <= above.y() and not ahead:
            found.append(f"Tab goes up from {called(before)} to {called(after)}")
    return found[1:] if len(found) > 1 else []


def small(window: QWidget) -> list[str]:
    """What is hard to hit."""
    found = [
        f"{called(widget)} is {widget.width()} by {widget.height()} pixels"
        for widget in stops(window)
        if min(widget.width(), widget.height()) < SMALLEST and not isinstance(widget, QLabel)
    ]
    for view in window.findChildren(QAbstractItemView):
        if not isinstance(view, QHeaderView) and view.isVisible() and view.model() is not None and view.model().rowCount():
            height = view.visualRect(view.model().index(0, 0)).height()
            if height < SMALLEST:
                found.append(f"rows of {called(view)} are {height} pixels high")
    return found


def cut(window: QWidget) -> list[str]:
    """Words that do not fit into what shows them."""
    found = []
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and widget.window() is window and (needed := _needed(widget)) is not None:
            wide, high = needed
            if widget.height() < high or widget.width() < wide:
                found.append(f"{called(widget)} is {widget.width()} by {widget.height()}, its words need {wide} by {high}")
    return found


def sideways(window: QWidget) -> list[str]:
    """What must be scrolled sideways to be read; a table may."""
    areas = [area for area in window.findChildren(QScrollArea) if area.isVisible()]
    return [f"{called(area)} is wider than the window" for area in areas if area.horizontalScrollBar().maximum() > 0]


def _needed(widget: QWidget) -> tuple[int, int] | None:
    """Width and height that all its words take; None where it scrolls."""
    if isinstance(widget, QLabel) and widget.text():
        if widget.wordWrap():
            return 0, widget.heightForWidth(widget.width())
        return widget.sizeHint().width(), widget.sizeHint().height()
    if isinstance(widget, QComboBox | QAbstractSpinBox) or (isinstance(widget, QAbstractButton) and widget.text()):
        return widget.minimumSizeHint().width(), widget.minimumSizeHint().height()
    return None


def large(window: QWidget) -> list[str]:
    """A window that does not fit on a small screen (1366 by 768, less a panel) hides what is at its end."""
    hint = window.minimumSizeHint()
    fits = hint.width() <= 1366 and hint.height() <= 720
    return [] if fits else [f"the window needs {hint.width()} by {hint.height()} pixels"]


def pale(window: QWidget) -> list[str]:
    """Text that hardly differs from what is behind it, as it is drawn."""
    found = []
    for widget in window.findChildren(QWidget):
        shows = isinstance(widget, QLabel | QAbstractButton | QLineEdit | QComboBox) and widget.isVisible() and widget.isEnabled()
        if not shows or widget.window() is not window or not _words(widget) or min(widget.width(), widget.height()) <= 8:
            continue
        got = contrast(widget.grab().toImage())
        if got < ENOUGH:
            found.append(f"{called(widget)} has a contrast of {got:.1f}")
    return found


def _words(widget: QWidget) -> str:
    if isinstance(widget, QComboBox):
        return widget.currentText()
    if isinstance(widget, QLineEdit):
        return widget.text() or widget.placeholderText()
    return str(getattr(widget, "text", str)())


def contrast(image: QImage) -> float:
    """Of the commonest colour and the one that differs most from it, without the frame: text is drawn in shades, and its strokes' hearts
    are its colour."""
    shown = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(shown.constBits(), np.uint8).reshape(shown.height(), shown.bytesPerLine() // 4, 4)
    pixels = pixels[:, : shown.width(), 2::-1]
    colours = Counter(map(tuple, pixels[4:-4, 4:-4].reshape(-1, 3).tolist()))
    (behind, _), *_ = colours.most_common(1)
    return max(ratio(behind, colour) for colour in colours)


def ratio(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """WCAG 2.2's contrast ratio of two sRGB colours, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: tuple[int, ...]) -> float:
    linear = [c / 12.92 if (c := value / 255) <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for value in colour[:3]]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
