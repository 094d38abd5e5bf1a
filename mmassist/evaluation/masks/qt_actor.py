"""The same windows as `gtk_actor`, of Qt: `python -m mmassist.evaluation.masks.qt_actor SEED`."""

from __future__ import annotations

import sys

from PySide6.QtCore import QSocketNotifier, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QVBoxLayout, QWidget

from mmassist.evaluation.masks import plan

_STYLE = f"""
QLineEdit {{ background: {plan.PASSWORD}; border: 0; }}
QLabel#card {{ color: {plan.CARD}; font: bold 30px sans; }}
QLabel#vault {{ background: {plan.VAULT}; font: bold 40px sans; }}
QLabel#public {{ background: {plan.PUBLIC}; font: bold 20px sans; }}
"""
_ROOM = 1200, 560


class Turning(QWidget):
    """A part of a disc."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        left, top, side = plan.TURNS_AT
        self.setGeometry(left, top, side, side)
        self._begins = 0
        timer = QTimer(self)
        timer.timeout.connect(self._turn)
        timer.start(plan.TURN)

    def _turn(self) -> None:
        self._begins += 340
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(plan.TURNING))
        painter.drawPie(self.rect(), self._begins, 3600)


class Actor:
    """Main thread."""

    def __init__(self, seed: int) -> None:
        self._acts = plan.acts(seed)
        self._window = QWidget()
        self._window.setWindowTitle("Bank account")
        self._window.resize(*plan.SIZE)
        _label("These settings may be seen by anybody", "public", self._window).move(20, 20)
        _label(plan.CARD_DIGITS, "card", self._window).move(20, 80)
        Turning(self._window)
        self._field = _password(self._window)
        self._field.setGeometry(20, 160, 200, 32)
        self._dialog = QDialog(self._window)
        self._dialog.setWindowTitle("Sign in there")
        column = QVBoxLayout(self._dialog)
        column.addWidget(_label("Who are you?", "public", self._dialog))
        column.addWidget(_password(self._dialog))
        self._vault = QWidget()
        self._vault.setWindowTitle(f"Qt {plan.VAULT_TITLE}")
        self._vault.resize(420, 220)
        inside = QVBoxLayout(self._vault)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(_label(plan.VAULT_WORD, "vault", self._vault))
        self._window.show()
        self._next()

    def _next(self) -> None:
        wait, what, x, y = next(self._acts)
        QTimer.singleShot(wait, lambda: self._act(what, x, y))

    def _act(self, what: str, x: float, y: float) -> None:
        width, height = self._window.width(), self._window.height()
        if what == "field":
            self._field.show()
            self._field.move(int(x * max(1, width - 220)), 130 + int(y * max(1, height - 180)))
        elif what == "hide":
            self._field.setVisible(not self._field.isVisible())
        elif what == "window":
            self._window.move(int(x * _ROOM[0]), int(y * _ROOM[1]))
        elif what == "resize":
            self._window.resize(int(plan.SIZE[0] * (0.8 + x / 2)), int(plan.SIZE[1] * (0.8 + y / 2)))
        elif what == "dialog":
            self._dialog.setVisible(not self._dialog.isVisible())
        elif what == "vault":
            self._vault.move(int(x * _ROOM[0]), int(y * _ROOM[1]))
            self._vault.setVisible(not self._vault.isVisible())
        elif what == "raise":
            self._window.raise_()
            self._window.activateWindow()
        else:
            self._field.setText("hunter2" * (1 + int(4 * x)))
        sys.stdout.write(f"{what}\n")
        sys.stdout.flush()
        self._next()


def _label(text: str, name: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setObjectName(name)
    return label


def _password(parent: QWidget) -> QLineEdit:
    field = QLineEdit("hunter2", parent)
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setAccessibleName("Password")
    return field


def main() -> None:
    """Until the standard input ends."""
    application = QApplication(sys.argv[:1])
    application.setStyleSheet(_STYLE)
    application.setQuitOnLastWindowClosed(False)
    actor = Actor(int(sys.argv[1]))
    ends = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    ends.activated.connect(application.quit)
    application.exec()
    del actor


if __name__ == "__main__":
    main()
