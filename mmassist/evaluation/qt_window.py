"""Shows one generated window with Qt: `python -m mmassist.evaluation.qt_window < SPEC`, SPEC being one line of JSON.

Prints one line of JSON when the window is painted and has the focus (see `report.py`), and stays until its standard input ends.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, QPoint, QRect, QSize, QSocketNotifier, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from mmassist.evaluation.layout import Spec, spec_from_json
from mmassist.evaluation.qt_parts import Builder

PATIENCE = 15.0
SETTLE_MS = 250
# what a window manager puts around a window, at most
FRAME = 60
# steps of a tenth by which a window may become higher until nothing is clipped
MOST_GROWTH = 5


class Show(QObject):
    """Shows the window, waits until it is up, and reports. Main thread."""

    def __init__(self, spec: Spec) -> None:
        super().__init__()
        self.spec = spec
        self.builder = Builder(spec, dark=spec.look.theme == "fusion-dark")
        self.behind = _behind(spec)
        self.window = self.builder.build()
        self.since = monotonic()
        self.growth = MOST_GROWTH
        self.timer = QTimer(self)
        self.timer.timeout.connect(self._look)

    def start(self) -> None:
        """Shows the window behind first, so that the right one lands on top."""
        if self.behind is not None:
            self.behind.show()
            QTimer.singleShot(400, self._show)
        else:
            self._show()

    def _show(self) -> None:
        if not self.spec.native_box:
            room = QGuiApplication.primaryScreen().geometry().size() - QSize(FRAME, FRAME)
            self.window.resize((self.window.sizeHint() * self.spec.look.roominess).boundedTo(room))
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        self._focus()
        self.timer.start(50)

    def _focus(self) -> None:
        widget = self.builder.widgets.get(self.spec.focus)
        if widget is not None:
            widget.setFocus()

    def _look(self) -> None:
        widget = self.builder.widgets.get(self.spec.focus)
        up = self.window.isActiveWindow() and (widget is None or widget.hasFocus())
        if not up and monotonic() - self.since < PATIENCE:
            self.window.activateWindow()
            self._focus()
            return
        if self.growth and any(_clipped(widget) for widget in self.builder.widgets.values() if widget.isVisible()):
            # a main window does not know how high its wrapped text becomes
            self.growth -= 1
            self.window.resize(self.window.width(), round(self.window.height() * 1.1))
            return
        self.timer.stop()
        QTimer.singleShot(SETTLE_MS, lambda: self._report(up))

    def _report(self, up: bool) -> None:
        ratio = self.window.devicePixelRatioF()
        widgets = self.builder.widgets
        shown = {key: widget for key, widget in widgets.items() if widget.isVisible()}
        screen = QGuiApplication.primaryScreen().geometry()
        inside = screen.contains(QRect(self.window.mapToGlobal(QPoint(0, 0)), self.window.size()))
        _say(
            {
                "ready": up,
                "window": int(self.window.winId()),
                "client": _pixels(self.window, self.window.rect(), ratio),
                "boxes": {key: _pixels(widget, _extent(widget), ratio) for key, widget in shown.items()},
                "rows": {key: _rows(widget) for key, widget in shown.items() if isinstance(widget, QListWidget | QTableWidget)},
                "clipped": [key for key, widget in shown.items() if _clipped(widget)] + ([] if inside else ["window"]),
                "default": next((key for key, w in shown.items() if isinstance(w, QPushButton) and w.isDefault()), ""),
                "focus": next((key for key, widget in shown.items() if widget.hasFocus()), ""),
            }
        )


def _behind(spec: Spec) -> QWidget | None:
    if not spec.behind:
        return None
    title, text = spec.behind
    window = QWidget()
    window.setWindowTitle(title)
    layout = QVBoxLayout(window)
    layout.addWidget(QLabel(text))
    window.resize(500, 400)
    return window


def _extent(widget: QWidget) -> QRect:
    """A widget's own rectangle; of a check box or radio button, the part of it that can be clicked."""
    if isinstance(widget, QCheckBox | QRadioButton):
        option = QStyleOptionButton()
        widget.initStyleOption(option)
        element = QStyle.SubElement.SE_CheckBoxClickRect if isinstance(widget, QCheckBox) else QStyle.SubElement.SE_RadioButtonClickRect
        return widget.style().subElementRect(element, option, widget)
    return widget.rect()


def _pixels(widget: QWidget, rect: QRect, ratio: float) -> list[int]:
    corner = widget.mapToGlobal(rect.topLeft())
    return [round(value * ratio) for value in (corner.x(), corner.y(), rect.width(), rect.height())]


def _rows(view: QListWidget | QTableWidget) -> list[int]:
    """The rows that are wholly in sight."""
    if isinstance(view, QListWidget):
        rects = [view.visualItemRect(view.item(row)) for row in range(view.count())]
    else:
        rects = [view.visualItemRect(item) for row in range(view.rowCount()) if (item := view.item(row, 0)) is not None]
    height = view.viewport().height()
    return [row for row, rect in enumerate(rects) if rect.top() >= 0 and rect.bottom() <= height]


def _clipped(widget: QWidget) -> bool:
    """Whether a widget's text does not fit into it."""
    if isinstance(widget, QLabel):
        need = widget.heightForWidth(widget.width()) if widget.wordWrap() else widget.sizeHint().height()
        return need > widget.height() or (not widget.wordWrap() and widget.sizeHint().width() > widget.width())
    if isinstance(widget, QAbstractButton | QComboBox):
        return widget.sizeHint().width() > widget.width() or widget.sizeHint().height() > widget.height() + 1
    if isinstance(widget, QLineEdit):
        return widget.fontMetrics().horizontalAdvance(widget.text()) > widget.width() - 8
    if isinstance(widget, QPlainTextEdit):
        return widget.verticalScrollBar().maximum() > 0
    if isinstance(widget, QListWidget | QTableWidget):
        return widget.horizontalScrollBar().maximum() > 0
    return False


def _dark() -> QPalette:
    palette = QPalette(QColor("#303236"), QColor("#2a2c30"))
    for role, colour in (
        (QPalette.ColorRole.Base, "#1e2023"),
        (QPalette.ColorRole.Text, "#f0f0f0"),
        (QPalette.ColorRole.WindowText, "#f0f0f0"),
        (QPalette.ColorRole.ButtonText, "#f0f0f0"),
        (QPalette.ColorRole.Highlight, "#2f65ca"),
        (QPalette.ColorRole.HighlightedText, "#ffffff"),
    ):
        palette.setColor(QPalette.ColorGroup.Active, role, QColor(colour))
        palette.setColor(QPalette.ColorGroup.Inactive, role, QColor(colour))
    return palette


def _say(report: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(report) + "\n")
    sys.stdout.flush()


def main() -> int:
    """Reads the spec, shows the window, returns 0 when standard input ends."""
    spec = spec_from_json(json.loads(sys.stdin.readline()))
    # what the desktop shows as the program's name
    Path("/proc/self/comm").write_text(spec.program.lower()[:15])
    app = QApplication([spec.program.lower()])
    app.setApplicationName(spec.program)
    app.setStyle("windows" if spec.look.theme == "windows" else "fusion")
    if spec.look.theme == "fusion-dark":
        app.setPalette(_dark())
    app.setFont(QFont(spec.look.family, spec.look.points))
    if spec.right_to_left:
        app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    app.setQuitOnLastWindowClosed(False)
    show = Show(spec)
    # nothing more is ever written to us: readable means ended
    ending = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    ending.activated.connect(app.quit)
    show.start()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
