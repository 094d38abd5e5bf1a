"""All windows beside the main one, by name: each made when it is first asked for, and brought to the front."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from mmassist.engine.own_windows import OwnWindow
from mmassist.ui.about_window import AboutWindow
from mmassist.ui.bridge import Bridge, Commands
from mmassist.ui.help_window import HelpWindow
from mmassist.ui.history_window import HistoryWindow
from mmassist.ui.keys_window import KeysWindow
from mmassist.ui.settings_window import SettingsWindow
from mmassist.ui.stats_window import StatsWindow
from mmassist.ui.welcome_window import WelcomeWindow

translate = QCoreApplication.translate


class _Opened(Protocol):
    def open_anew(self) -> None:
        """Shows it, in front, with what is known now."""
        ...

    def windowTitle(self) -> str: ...  # noqa: N802 - Qt's name

    def hide(self) -> None: ...

    def isVisible(self) -> bool: ...  # noqa: N802 - Qt's name

    def isActiveWindow(self) -> bool: ...  # noqa: N802 - Qt's name


class Windows:
    """Main thread."""

    def __init__(self, bridge: Bridge, commands: Commands, parent: QWidget) -> None:
        self._made: dict[OwnWindow, _Opened] = {}
        self._makers: dict[OwnWindow, Callable[[], _Opened]] = {
            OwnWindow.SETTINGS: lambda: SettingsWindow(commands.settings, parent),
            OwnWindow.KEYS: lambda: KeysWindow(commands.keys, parent),
            OwnWindow.HISTORY: lambda: HistoryWindow(bridge, commands, parent),
            OwnWindow.SUPPORT: lambda: HelpWindow(bridge, commands, parent),
            OwnWindow.ABOUT: lambda: AboutWindow(bridge, commands.about, parent),
            OwnWindow.STATS: lambda: StatsWindow(bridge, commands, parent),
            OwnWindow.WELCOME: lambda: WelcomeWindow(bridge, commands.welcome, commands.settings, parent),
        }
        self._bridge = bridge
        self._welcome = commands.welcome
        bridge.window.connect(self.open)
        bridge.in_use.connect(self._follow)

    def open(self, window: OwnWindow) -> None:
        """Shows one of them, in front. Where no screen reader says what came, its title is said; the welcome speaks by itself."""
        if window not in self._made:
            self._made[window] = self._makers[window]()
        self._made[window].open_anew()
        if window is not OwnWindow.WELCOME and not self._welcome.is_read():
            self._welcome.add(f"{self._made[window].windowTitle()}.")

    def names(self, window: QWidget) -> bool:
        """Whether its title is said when it comes."""
        opened: Collection[object] = self._made.values()
        return window in opened

    @property
    def welcoming(self) -> WelcomeWindow | None:
        """The welcome, while it is open: it changes its words by itself."""
        made = self._made.get(OwnWindow.WELCOME)
        return made if isinstance(made, WelcomeWindow) and made.isVisible() else None

    def take_over(self, before: Windows) -> None:
        """Opens those that are open there, the one that the user is in last."""
        for name, window in sorted(before._made.items(), key=lambda pair: pair[1].isActiveWindow()):
            if isinstance(window, HelpWindow):  # also while it is closed: nothing else tells what was heard
                made = self._made[name] = self._makers[name]()
                if isinstance(made, HelpWindow):
                    made.take_over(window)
            if window.isVisible():
                self.open(name)
                if isinstance(window, SettingsWindow) and isinstance(made := self._made[name], SettingsWindow):
                    made.take_over(window)

    def leave(self) -> None:
        """Shows nothing any more."""
        self._bridge.window.disconnect(self.open)
        self._bridge.in_use.disconnect(self._follow)
        for window in self._made.values():
            window.hide()

    def _follow(self, backends: object) -> None:
        for window in self._made.values():
            if isinstance(window, SettingsWindow | KeysWindow):
                window.follow()

    def menu_bar(self) -> QMenuBar:
        """A menu of them all."""
        bar = QMenuBar()
        self.fill(bar.addMenu(translate("Windows", "&View")))
        return bar

    def fill(self, menu: QMenu) -> None:
        """Puts an entry for each into a menu."""
        for window, text in (
            (OwnWindow.SETTINGS, translate("Windows", "&Settings")),
            (OwnWindow.KEYS, translate("Windows", "&Keys")),
            (OwnWindow.HISTORY, translate("Windows", "&History")),
            (OwnWindow.SUPPORT, translate("Windows", "Help &by a person")),
            (OwnWindow.STATS, translate("Windows", "&Costs and times")),
            (OwnWindow.WELCOME, translate("Windows", "&Welcome")),
            (OwnWindow.ABOUT, translate("Windows", "&About mmassist")),
        ):
            menu.addAction(text, partial(self.open, window))
