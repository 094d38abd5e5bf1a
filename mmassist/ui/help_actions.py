"""What the user can do about being helped by a person: for menus and buttons."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu

from mmassist.ui.bridge import Commands

translate = QCoreApplication.translate


def help_actions() -> tuple[tuple[str, str], ...]:
    """Commands by their names, and what they are called, with their mnemonics; in the order of a session."""
    return (
        ("invite", translate("Help", "Invite by a &link")),
        ("invite-code", translate("Help", "Invite by a &code for the phone")),
        ("admit", translate("Help", "&Yes: let them in, or allow it")),
        ("refuse", translate("Help", "&No: turn them away, or take it back")),
        ("share-monitor", translate("Help", "Share the whole &monitor")),
        ("share-window", translate("Help", "Share one &window")),
        ("give-control", translate("Help", "Let them use &keyboard and mouse")),
        ("pointed", translate("Help", "&Go where they point")),
        ("end-help", translate("Help", "&End it: share nothing")),
    )


def fill(menu: QMenu, commands: Commands) -> None:
    """Puts an entry for each into a menu."""
    for name, text in help_actions():
        menu.addAction(text, partial(commands.do, name, ""))
