"""The tray icon and its menu."""

from __future__ import annotations

from importlib import resources

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from mmassist.ui.bridge import Commands
from mmassist.ui.help_actions import fill
from mmassist.ui.main_window import MainWindow
from mmassist.values import Target, TargetKind

translate = QCoreApplication.translate


def icon() -> QIcon:
    """The app's icon. Needs a QApplication."""
    picture = QPixmap()
    picture.loadFromData(resources.files("mmassist.resources").joinpath("icons/mmassist.svg").read_bytes())
    return QIcon(picture)


class Tray(QSystemTrayIcon):
    """Its name is its tool tip: that is what screen readers say of a tray icon."""

    def __init__(self, window: MainWindow, commands: Commands) -> None:
        super().__init__(icon())
        self.setToolTip("mmassist")
        self._menu = QMenu()
        self._menu.addAction(translate("Tray", "&Describe window"), lambda: commands.describe(Target()))
        self._menu.addAction(translate("Tray", "Describe whole &screen"), lambda: commands.describe(Target(TargetKind.SCREEN)))
        self._menu.addAction(translate("Tray", "&Read the window"), commands.read)
        self._menu.addAction(translate("Tray", "Read o&n"), commands.read_on)
        self._menu.addAction(translate("Tray", "&Hands-free on or off"), commands.converse)
        self._menu.addAction(translate("Tray", "S&top speaking"), commands.silence)
        self._menu.addAction(translate("Tray", "&Leave safe mode"), commands.leave_safe_mode)
        fill(self._menu.addMenu(translate("Tray", "Help by a &person")), commands)
        self._menu.addSeparator()
        window.windows.fill(self._menu.addMenu(translate("Tray", "&View")))
        self._menu.addAction(translate("Tray", "&Open mmassist"), lambda: to_front(window))
        self._menu.addAction(translate("Tray", "&Quit"), commands.quit)
        self.setContextMenu(self._menu)
        self.activated.connect(lambda reason: to_front(window) if reason == self.ActivationReason.Trigger else None)


def to_front(window: MainWindow) -> None:
    """Main thread."""
    window.show()
    window.raise_()
    window.activateWindow()
