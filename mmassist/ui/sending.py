"""The page that sends the screen to a helper: a browser's engine without a window, which loads what the engine serves on this computer."""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt, QUrl

from mmassist.ui.bridge import Bridge

if TYPE_CHECKING:
    from PySide6.QtWebEngineCore import QWebEnginePage, QWebEnginePermission, QWebEngineProfile

# No name of this computer that only its own network knows has to be looked up, and a page that nobody sees is not slowed down.
_FLAGS = "--disable-features=WebRtcHideLocalIpsWithMdns --disable-background-timer-throttling --disable-renderer-backgrounding"


def prepare() -> None:
    """Before the application object is made: the browser's engine, where it is installed, wants that it shares what draws."""
    if find_spec("PySide6.QtWebEngineCore") is not None:
        QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)


class SendingPage(QObject):
    """Main thread. The engine is started with the first page, and keeps nothing of it."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._page: QWebEnginePage | None = None
        self._profile: QWebEngineProfile | None = None
        bridge.sends.connect(self.load)

    def load(self, address: str) -> None:
        """Empty: the page ends, and with it all that it sends."""
        if self._page is not None:
            self._page.deleteLater()
            self._page = None
        if not address:
            return
        os.environ.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", _FLAGS)
        from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile, QWebEngineSettings

        if self._profile is None:
            self._profile = QWebEngineProfile(self)  # off the record
        self._page = QWebEnginePage(self._profile, self)
        self._page.settings().setAttribute(QWebEngineSettings.WebAttribute.PlaybackRequiresUserGesture, False)
        self._page.permissionRequested.connect(_permit)  # the page asks when the user has said yes
        self._page.load(QUrl(address))


def _permit(permission: QWebEnginePermission) -> None:
    """The microphone, and nothing else."""
    if permission.permissionType() is type(permission).PermissionType.MediaAudioCapture:
        permission.grant()
    else:
        permission.deny()
