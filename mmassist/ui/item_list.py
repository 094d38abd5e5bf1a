"""What was seen, one item a line, each to be heard, gone to, copied and spelled."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from mmassist.engine.item_words import in_words
from mmassist.values import Turn

_INDEX = Qt.ItemDataRole.UserRole
_TELL = ""


class ItemList(QListWidget):
    """Enter says the item; its menu, on the menu key, has the rest, each with a key of its own."""

    def __init__(self, act: Callable[[int, int, str], None]) -> None:
        """`act`: on an item, by its turn and its index in what that has seen: a command by its name, or "" to tell it."""
        super().__init__()
        self._act = act
        self._turn_id = 0
        self.setWordWrap(True)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleDescription(self.tr("Enter says the item; the menu key tells what else can be done with it."))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.itemActivated.connect(lambda item: self._do(_TELL))
        offered = (
            (self.tr("&Say it"), "Ctrl+Return", _TELL),
            (self.tr("Move the &focus to it"), "Ctrl+F", "go-focus"),
            (self.tr("Move the &pointer to it"), "Ctrl+P", "go-pointer"),
            (self.tr("&Copy"), QKeySequence.StandardKey.Copy, "copy"),
            (self.tr("Spell &it"), "Ctrl+L", "spell"),
            (self.tr("Spell it with &words"), "Ctrl+Shift+L", "spell-phonetic"),
        )
        for text, keys, command in offered:
            action = QAction(text, self)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(lambda _=False, command=command: self._do(command))
            self.addAction(action)

    def show_turn(self, turn: Turn) -> None:
        """The items of that turn, in reading order."""
        self.clear()
        self._turn_id = turn.turn_id
        for index, item in enumerate(turn.scene.items if turn.scene is not None else ()):
            if item.name or item.value:
                line = QListWidgetItem(in_words(item, QLocale().name().partition("_")[0]))
                line.setData(_INDEX, index)
                self.addItem(line)
        if self.count():
            self.setCurrentRow(0)

    def _do(self, command: str) -> None:
        if (chosen := self.currentItem()) is not None:
            self._act(self._turn_id, chosen.data(_INDEX), command)
