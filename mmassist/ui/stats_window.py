"""The figures in a window of their own."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from mmassist.ui.bridge import Bridge, Commands
from mmassist.ui.stats_panel import StatsPanel


class StatsWindow(QDialog):
    """Costs and times of turns; asked for anew each time that it is opened. Closing it hides it."""

    def __init__(self, bridge: Bridge, commands: Commands, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._refresh = commands.figures.refresh
        self.setWindowTitle(self.tr("Costs and times"))
        self.resize(760, 520)
        self._panel = StatsPanel(commands.figures)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self._panel)
        layout.addWidget(buttons)
        bridge.stats.connect(self._panel.show_stats)
        bridge.told.connect(self._panel.tell)

    def open_anew(self) -> None:
        """Shows it, in front, with what is known now."""
        self._refresh()
        self.show()
        self.activateWindow()
        self._panel.setFocus()
