"""The controls of a rendered window, each made by chance, and what is known of each once the window is laid out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenuBar,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QScrollBar,
    QSizePolicy,
    QSlider,
    QSpinBox,
    QStyle,
    QStyleOptionButton,
    QTabBar,
    QToolButton,
    QWidget,
)

from mmassist.training.degrade import Picture
from mmassist.training.icons.draw import Drawing
from mmassist.training.screens.kinds_photos import photo
from mmassist.training.screens.look import Look


@dataclass(frozen=True, slots=True)
class Control:
    """A widget that stands for itself. `place` says which part of it is seen as the control, in its own pixels."""

    widget: QWidget
    role: str
    label: str
    place: Callable[[], QRect]
    selected: Callable[[], bool] = lambda: False


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes controls in one look. `icons`: the drawings that icon buttons may show, with their labels."""

    look: Look
    rng: np.random.Generator
    icons: Sequence[tuple[str, Drawing]]

    def word(self) -> str:
        return str(self.rng.choice(self.look.words))

    def chance(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def button(self) -> tuple[QWidget, list[Control]]:
        if self.icons and self.chance(0.12):
            return self._tool()
        word = self.word()
        button = QPushButton(word)
        if self.icons and self.chance(0.2):
            button.setIcon(self._icon()[1])
            button.setIconSize(QSize(self.look.icon, self.look.icon))
        button.setEnabled(not self.chance(0.15))
        button.setDefault(self.chance(0.2))
        if self.chance(0.6):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        return button, [Control(button, "button", word, button.rect)]

    def _tool(self) -> tuple[QWidget, list[Control]]:
        """One of a tool bar that has words below or beside its icon."""
        word, tool = self.word(), QToolButton()
        tool.setText(word)
        tool.setIcon(self._icon()[1])
        tool.setIconSize(QSize(self.look.icon, self.look.icon))
        styles = (Qt.ToolButtonStyle.ToolButtonTextUnderIcon, Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        tool.setToolButtonStyle(styles[int(self.rng.integers(len(styles)))])
        tool.setAutoRaise(self.chance(0.7))
        tool.setEnabled(not self.chance(0.15))
        return tool, [Control(tool, "button", word, tool.rect)]

    def icon_button(self) -> tuple[QWidget, list[Control]]:
        name, icon = self._icon()
        button = QToolButton()
        button.setIcon(icon)
        button.setIconSize(QSize(self.look.icon, self.look.icon))
        button.setAutoRaise(self.chance(0.5))
        button.setCheckable(self.chance(0.3))
        button.setChecked(self.chance(0.5))
        button.setEnabled(not self.chance(0.15))
        return button, [Control(button, "icon button", name, button.rect)]

    def check_box(self) -> tuple[QWidget, list[Control]]:
        box = QCheckBox(self.word())
        return self._ticked(box, "check box", QStyle.SubElement.SE_CheckBoxIndicator)

    def radio_button(self) -> tuple[QWidget, list[Control]]:
        button = QRadioButton(self.word())
        button.setAutoExclusive(False)
        return self._ticked(button, "radio button", QStyle.SubElement.SE_RadioButtonIndicator)

    def switch(self) -> tuple[QWidget, list[Control]]:
        switch = Switch(self.look.font.pixelSize() + int(self.rng.integers(2, 10)))
        switch.setChecked(self.chance(0.5))
        switch.setEnabled(not self.chance(0.15))
        return switch, [Control(switch, "switch", "", switch.rect)]

    def field(self) -> tuple[QWidget, list[Control]]:
        if self.chance(0.2):
            return self._spin()
        field = QLineEdit()
        kind = self.rng.random()
        field.setText(" ".join(self.word() for _ in range(int(self.rng.integers(1, 4)))) if kind < 0.5 else "")
        field.setPlaceholderText(self.word() if kind > 0.7 else "")
        if kind < 0.1:
            field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setEnabled(not self.chance(0.15))
        return field, [Control(field, "text field", "", field.rect)]

    def _spin(self) -> tuple[QWidget, list[Control]]:
        """A field with arrows, for a number."""
        spin = QSpinBox()
        spin.setRange(0, 1000)
        spin.setValue(int(self.rng.integers(0, 1000)))
        spin.setSuffix(str(self.rng.choice(("", "", " px", " %"))))
        if self.chance(0.6):
            spin.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        spin.setEnabled(not self.chance(0.15))
        return spin, [Control(spin, "text field", "", spin.rect)]

    def text_area(self) -> tuple[QWidget, list[Control]]:
        area = QPlainTextEdit("\n".join(" ".join(self.word() for _ in range(4)) for _ in range(int(self.rng.integers(-3, 14)))))
        area.setFixedHeight(self.look.font.pixelSize() * int(self.rng.integers(4, 9)))
        return area, [Control(area, "text field", "", area.rect), *bars_of(area)]

    def combo_box(self) -> tuple[QWidget, list[Control]]:
        box = QComboBox()
        box.addItems([self.word() for _ in range(4)])
        box.setEditable(self.chance(0.2))
        if self.chance(0.4):
            box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        box.setEnabled(not self.chance(0.15))
        return box, [Control(box, "combo box", box.currentText(), box.rect)]

    def slider(self) -> tuple[QWidget, list[Control]]:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setValue(int(self.rng.integers(0, 100)))
        slider.setEnabled(not self.chance(0.15))
        return slider, [Control(slider, "slider", "", slider.rect)]

    def progress_bar(self) -> tuple[QWidget, list[Control]]:
        bar = QProgressBar()
        bar.setValue(int(self.rng.integers(3, 100)))
        bar.setTextVisible(self.chance(0.5))
        if not bar.isTextVisible():
            bar.setFixedHeight(int(self.rng.integers(6, 22)))
        return bar, [Control(bar, "progress bar", "", bar.rect)]

    def tabs(self) -> tuple[QWidget, list[Control]]:
        bar = QTabBar()
        bar.setExpanding(self.chance(0.2))
        words = [self.word() for _ in range(int(self.rng.integers(2, 6)))]
        for word in words:
            bar.addTab(word)
        bar.setCurrentIndex(int(self.rng.integers(len(words))))
        return bar, [
            Control(bar, "tab", word, partial(bar.tabRect, at), partial(_is_current, bar.currentIndex, at)) for at, word in enumerate(words)
        ]

    def rows(self) -> tuple[QWidget, list[Control]]:
        rows = QListWidget()
        words = [" ".join(self.word() for _ in range(int(self.rng.integers(1, 4)))) for _ in range(int(self.rng.integers(3, 16)))]
        rows.addItems(words)
        rows.setSpacing(int(self.rng.integers(0, 4)))
        # Left to itself, a list now and then shows and hides its bars in turn until the stack is full.
        bar = Qt.ScrollBarPolicy.ScrollBarAlwaysOn if self.chance(0.25) else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        rows.setHorizontalScrollBarPolicy(bar)
        rows.setFixedHeight(self.look.font.pixelSize() * int(self.rng.integers(6, 14)))
        rows.setCurrentRow(int(self.rng.integers(len(words))))
        rows.setAlternatingRowColors(self.chance(0.3))
        return rows, [*_items(rows, words), *bars_of(rows)]

    def menu_bar(self) -> tuple[QWidget, list[Control]]:
        bar = QMenuBar()
        actions = [bar.addAction(self.word()) for _ in range(int(self.rng.integers(3, 8)))]
        return bar, [Control(bar, "menu item", action.text(), partial(bar.actionGeometry, action)) for action in actions]

    def link(self) -> tuple[QWidget, list[Control]]:
        word = self.word()
        label = QLabel(f'<a href="#">{word}</a>')
        label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        return label, [Control(label, "link", word, label.rect)]

    def picture(self) -> tuple[QWidget, list[Control]]:
        label = QLabel()
        label.setPixmap(pixmap_of(photo(int(self.rng.integers(40, 160)), int(self.rng.integers(40, 120)), self.rng)))
        label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        return label, [Control(label, "image", "", label.rect)]

    def sign(self) -> tuple[QWidget, list[Control]]:
        """An icon that is no button: beside what a dialog says."""
        label, side = QLabel(), round(self.look.icon * float(self.rng.uniform(1.3, 2.6)))
        name, icon = self._icon(side)
        label.setPixmap(icon.pixmap(side, side))
        label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        return label, [Control(label, "image", name, label.rect)]

    def text(self) -> tuple[QWidget, list[Control]]:
        """Words alone: what must not be taken for a control."""
        label = QLabel(" ".join(self.word() for _ in range(int(self.rng.integers(2, 16)))))
        label.setWordWrap(True)
        return label, []

    def title_bar(self) -> tuple[QWidget, list[Control]]:
        """A title in words, with a coloured ground; its buttons are added by who asks for it."""
        title = QLabel(" ".join(self.word() for _ in range(int(self.rng.integers(1, 4)))))
        title.setAlignment(Qt.AlignmentFlag.AlignCenter if self.chance(0.5) else Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return title, [Control(title, "window title", title.text(), lambda: _words(title))]

    def _ticked(self, button: QAbstractButton, role: str, indicator: QStyle.SubElement) -> tuple[QWidget, list[Control]]:
        button.setCheckable(True)
        button.setChecked(self.chance(0.5))
        button.setEnabled(not self.chance(0.15))
        return button, [Control(button, role, button.text(), lambda: _ticked_place(button, indicator))]

    def _icon(self, side: int = 0) -> tuple[str, QIcon]:
        if not self.icons:
            return "", _ring(self.look)
        name, drawing = self.icons[int(self.rng.integers(len(self.icons)))]
        return name, QIcon(QPixmap.fromImage(inked(drawing, side or self.look.icon, self.look.ink)))


class Switch(QAbstractButton):
    """A toggle as phones and newer toolkits draw it; Qt has none."""

    def __init__(self, height: int) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setFixedSize(round(height * 1.9), height)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        palette, height = self.palette(), self.height()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(1.0 if self.isEnabled() else 0.4)
        painter.setPen(palette.highlight().color() if self.hasFocus() else palette.mid().color())
        painter.setBrush(palette.highlight() if self.isChecked() else palette.base())
        painter.drawRoundedRect(1, 1, self.width() - 2, height - 2, height / 2, height / 2)
        painter.setBrush(palette.buttonText())
        left = self.width() - height + 3 if self.isChecked() else 3
        painter.drawEllipse(left, 3, height - 6, height - 6)
        painter.end()


def _ring(look: Look) -> QIcon:
    """A ring: for where no icons were fetched."""
    ring = Drawing('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><circle cx="12" cy="12" r="8"/></svg>')
    return QIcon(QPixmap.fromImage(inked(ring, look.icon, look.ink)))


def inked(drawing: Drawing, size: int, ink: tuple[int, int, int]) -> QImage:
    pixels = np.empty((size, size, 4), np.uint8)
    pixels[:, :, :3] = ink[::-1]
    pixels[:, :, 3] = (drawing.mask(size) * 255).astype(np.uint8)
    return QImage(pixels.tobytes(), size, size, 4 * size, QImage.Format.Format_ARGB32).copy()


def pixmap_of(picture: Picture) -> QPixmap:
    height, width = picture.shape[:2]
    return QPixmap.fromImage(QImage(picture.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy())


def _items(rows: QListWidget, words: Sequence[str]) -> Iterator[Control]:
    viewport = rows.viewport()
    for at, word in enumerate(words):
        yield Control(viewport, "list item", word, partial(_row_place, rows, at), partial(_is_current, rows.currentRow, at))


def _is_current(current: Callable[[], int], at: int) -> bool:
    return current() == at


def _row_place(rows: QListWidget, at: int) -> QRect:
    return rows.visualItemRect(rows.item(at)).intersected(rows.viewport().rect())


def bars_of(area: QAbstractScrollArea) -> list[Control]:
    """The scroll bars of an area, which are controls as long as they are shown."""
    return [Control(bar, "scroll bar", "", partial(_bar_place, bar)) for bar in (area.verticalScrollBar(), area.horizontalScrollBar())]


def _bar_place(bar: QScrollBar) -> QRect:
    return bar.rect() if bar.isVisible() else QRect()


def _words(label: QLabel) -> QRect:
    return label.fontMetrics().boundingRect(label.rect(), label.alignment(), label.text()).intersected(label.rect())


def _ticked_place(button: QAbstractButton, indicator: QStyle.SubElement) -> QRect:
    """The mark and the words, without what the layout gave beyond them."""
    option = QStyleOptionButton()
    option.initFrom(button)
    option.text = button.text()
    mark = button.style().subElementRect(indicator, option, button)
    contents = QStyle.SubElement.SE_CheckBoxContents if isinstance(button, QCheckBox) else QStyle.SubElement.SE_RadioButtonContents
    room = button.style().subElementRect(contents, option, button)
    return mark.united(QRect(room.left(), mark.top(), button.fontMetrics().horizontalAdvance(button.text()), mark.height()))
