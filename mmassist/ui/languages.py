"""The language of the windows: the app's own catalogues, and Qt's for its buttons."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from mmassist.errors import SettingsError

ENGLISH = "en"


class Interpreter:
    """Translates an application's words for as long as it is there; windows that are made afterwards are in the language. Main thread."""

    def __init__(self, application: QCoreApplication) -> None:
        self._application = application
        self._installed: list[QTranslator] = []
        self.language = ENGLISH
        """That the words are in."""

    def speak(self, wanted: str) -> SettingsError | None:
        """`wanted`: a code such as "de"; empty for the desktop's, which is English where there are no translations of it.

        Returns what is to be said where there should be translations and they can't be used: the words are English then.
        """
        for translator in self._installed:
            self._application.removeTranslator(translator)
        self._installed.clear()
        language = wanted or _of_desktop()
        QLocale.setDefault(QLocale(language))
        if self._load(_catalogue(language)):
            self.language = language
            self._load(f"{QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)}/qtbase_{language}.qm")
            return None
        self.language = ENGLISH
        self._load(_catalogue(ENGLISH))  # its plurals
        if not wanted or wanted == ENGLISH:
            return None
        return SettingsError(
            f"no translations to {wanted}",
            "The words of the windows in your language are missing or damaged. They are English now.",
            "Install mmassist again, or choose another language of the windows in the settings.",
        )

    def _load(self, file: str) -> bool:
        translator = QTranslator()
        return self._install(translator, translator.load(file))

    def _install(self, translator: QTranslator, loaded: bool) -> bool:
        if loaded and not translator.isEmpty():
            self._application.installTranslator(translator)
            self._installed.append(translator)
            return True
        return False


def _catalogue(language: str) -> str:
    """The compiled file's path."""
    return str(resources.files("mmassist.resources").joinpath(f"translations/mmassist_{language}.qm"))


def _of_desktop() -> str:
    """Of its languages the first that there are words in, else English."""
    codes = (name.partition("-")[0] for name in QLocale.system().uiLanguages())
    return next((code for code in codes if Path(_catalogue(code)).exists()), ENGLISH)
