"""What would be sent to a backend, shown and readable before anything is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from mmassist.ui.labels import buddy
from mmassist.values import FusedPrompt, Picture

_LARGEST = 640


class PreviewWindow(QDialog):
    """The texts of a prompt, and its pictures as the backend would get them."""

    def __init__(self, prompt: FusedPrompt, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("What would be sent"))
        self.resize(760, 640)
        layout = QVBoxLayout(self)
        text = QPlainTextEdit(_words(prompt), readOnly=True, tabChangesFocus=True)
        layout.addWidget(buddy(self.tr("&Text"), text))
        layout.addWidget(text, 1)
        if prompt.pictures:
            pictures = QScrollArea(widgetResizable=True)
            pictures.setWidget(self._shown(prompt.pictures))
            layout.addWidget(buddy(self.tr("&Pictures"), pictures))
            layout.addWidget(pictures, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        text.setFocus()

    def _shown(self, pictures: tuple[Picture, ...]) -> QWidget:
        frame = QWidget()
        column = QVBoxLayout(frame)
        for number, picture in enumerate(pictures, 1):
            pixels = QPixmap()
            pixels.loadFromData(picture.data)
            label = QLabel()
            kilobytes = max(1, len(picture.data) // 1000)
            size = self.tr("{width} by {height} pixels, %n kilobyte(s)", "", kilobytes)
            size = size.format(width=picture.width, height=picture.height)
            name = self.tr("Picture {number} of {all}, {size}").format(number=number, all=len(pictures), size=size)
            label.setAccessibleName(name)
            label.setToolTip(name)
            smaller = pixels.width() > _LARGEST
            label.setPixmap(pixels.scaledToWidth(_LARGEST, Qt.TransformationMode.SmoothTransformation) if smaller else pixels)
            column.addWidget(label)
            column.addWidget(QLabel(name))
        return frame


def _words(prompt: FusedPrompt) -> str:
    earlier = [f"{each.question}\n{each.answer}" for each in prompt.conversation]
    return "\n\n".join(part for part in (prompt.instructions, *earlier, prompt.text) if part)
