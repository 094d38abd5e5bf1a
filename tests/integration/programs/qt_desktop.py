"""A Qt program with known content. Ends on SIGTERM.

`qt_desktop.py form | grid COUNT | flood PER_SECOND | colours | long ROWS | switch MILLISECONDS`
"""

from __future__ import annotations

import signal
import sys

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFormLayout,
    QGridLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QMainWindow,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QSlider,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)


def _table() -> QTableWidget:
    table = QTableWidget(3, 2)
    table.setAccessibleName("Orders")
    table.setHorizontalHeaderLabels(["Item", "Price"])
    for row, (item, price) in enumerate((("Tea", "3.50"), ("Milk", "1.20"), ("Bread", "2.80"))):
        table.setItem(row, 0, QTableWidgetItem(item))
        table.setItem(row, 1, QTableWidgetItem(price))
    table.setCurrentCell(1, 0)
    return table


def _tree() -> QTreeWidget:
    tree = QTreeWidget()
    tree.setAccessibleName("Folders")
    tree.setHeaderLabels(["Folder"])
    home = QTreeWidgetItem(tree, ["Home"])
    QTreeWidgetItem(home, ["Music"])
    home.setExpanded(True)
    QTreeWidgetItem(tree, ["Network"])
    return tree


def _fields() -> tuple[QFormLayout, QLineEdit]:
    layout = QFormLayout()
    name, secret, notes = QLineEdit("Ada Lovelace"), QLineEdit("hunter2-Xq9"), QPlainTextEdit("First line\nSecond line")
    secret.setEchoMode(QLineEdit.EchoMode.Password)
    notes.setAccessibleName("Notes")
    notes.setFixedHeight(50)
    colour = QComboBox()
    colour.addItems(["Red", "Green", "Blue"])
    colour.setCurrentIndex(1)
    volume, count, progress = QSlider(Qt.Orientation.Horizontal), QSpinBox(), QProgressBar()
    volume.setRange(0, 200)
    volume.setValue(50)
    count.setValue(7)
    progress.setValue(40)
    progress.setAccessibleName("Upload")
    for label, field in (("&Name", name), ("&Password", secret), ("&Colour", colour), ("&Volume", volume), ("Cou&nt", count)):
        layout.addRow(label, field)
    layout.addRow(notes)
    layout.addRow(progress)
    return layout, name


def form() -> QMainWindow:
    """One of each control; the focus is on the name, the default button is "Order"."""
    window = QMainWindow()
    window.setWindowTitle("Order form")
    window.menuBar().addMenu("&File").addAction("&Open")
    window.statusBar().showMessage("Ready")
    fields, name = _fields()
    agree, tri, express = QCheckBox("I &agree"), QCheckBox("Some"), QRadioButton("Express")
    agree.setChecked(True)
    tri.setTristate(True)
    tri.setCheckState(Qt.CheckState.PartiallyChecked)
    order, later = QPushButton("&Order"), QPushButton("Later")
    order.setDefault(True)
    later.setEnabled(False)
    later.setToolTip("Not in stock")
    pages, choices = QTabWidget(), QListWidget()
    choices.setAccessibleName("Sizes")
    choices.addItems(["Small", "Medium", "Large"])
    choices.setCurrentRow(2)
    pages.addTab(choices, "Sizes")
    pages.addTab(QLabel("Hidden page"), "More")
    body = QWidget()
    layout = QVBoxLayout(body)
    layout.addLayout(fields)
    for widget in (agree, tri, express, _table(), _tree(), pages, order, later):
        layout.addWidget(widget)
    window.setCentralWidget(body)
    window.resize(600, 900)
    name.setFocus()
    return window


def grid(count: int) -> QMainWindow:
    """`count` labelled buttons, so that the tree has a little more than `count` nodes."""
    window = QMainWindow()
    window.setWindowTitle("Grid")
    body = QWidget()
    layout = QGridLayout(body)
    layout.setSpacing(1)
    for index in range(count):
        layout.addWidget(QPushButton(f"Button {index}"), index // 12, index % 12)
    window.setCentralWidget(body)
    window.resize(1200, 900)
    return window


def flood(per_second: int) -> tuple[QMainWindow, QTimer]:
    """A label and a progress bar that change `per_second` times a second."""
    window = grid(60)
    window.setWindowTitle("Flood")
    label, bar, timer = QLabel("0"), QProgressBar(), QTimer()
    window.statusBar().addWidget(label)
    window.statusBar().addWidget(bar)

    def tick() -> None:
        label.setText(str(int(label.text()) + 1))
        bar.setValue(int(label.text()) % 100)

    timer.timeout.connect(tick)
    timer.start(1000 // per_second)
    return window, timer


def colours() -> QMainWindow:
    """Twelve buttons, each in the colour that it is named."""
    window = QMainWindow()
    window.setWindowTitle("Colours")
    body = QWidget()
    layout = QGridLayout(body)
    layout.setSpacing(12)
    for index in range(12):
        colour = f"#{40 + 16 * index:02x}{240 - 16 * index:02x}{(index % 4) * 60:02x}"
        button = QPushButton(colour)
        button.setStyleSheet(f"background: {colour}; color: {colour}; border: 0; outline: 0; padding: 8px {8 + 7 * index}px")
        layout.addWidget(button, index // 3, index % 3)
    window.setCentralWidget(body)
    return window


def long(rows: int) -> QMainWindow:
    """A table of five columns and `rows` rows, of which a few are in view; row 500 is at the top."""
    window = QMainWindow()
    window.setWindowTitle("Long table")
    table = QTableWidget(rows, 5)
    table.setAccessibleName("Long")
    for row in range(490, 530):
        for column in range(5):
            table.setItem(row, column, QTableWidgetItem(f"{row}/{column}"))
    window.setCentralWidget(table)
    window.resize(600, 400)
    table.scrollTo(table.model().index(500, 0), QTableWidget.ScrollHint.PositionAtTop)
    return window


def switch(milliseconds: int) -> tuple[QMainWindow, QTimer]:
    """A label that changes once from "before" to "after", and never again."""
    window = grid(10)
    window.setWindowTitle("Switch")
    label, timer = QLabel("before"), QTimer()
    window.statusBar().addWidget(label)
    timer.setSingleShot(True)
    timer.timeout.connect(lambda: label.setText("after"))
    timer.start(milliseconds)
    return window, timer


def main(kind: str, count: int) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    app = QApplication([kind])
    kept: object = None
    match kind:
        case "form":
            window = form()
        case "grid":
            window = grid(count)
        case "colours":
            window = colours()
        case "long":
            window = long(count)
        case "switch":
            window, kept = switch(count)
        case _:
            window, kept = flood(count)
    window.show()
    window.activateWindow()
    app.exec()
    del kept


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0)
