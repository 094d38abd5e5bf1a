"""The browsers that tests of a support session need: a test without one is left out, unless MMASSIST_REQUIRE_SUPPORT promises them all."""

from __future__ import annotations

import importlib.util
import os
import shutil

import pytest

CHROMIUM = shutil.which("chromium")
_PROMISED = bool(os.environ.get("MMASSIST_REQUIRE_SUPPORT"))

HAS_CHROMIUM = _PROMISED or (CHROMIUM is not None and importlib.util.find_spec("playwright") is not None)
_HAS_ENGINE = _PROMISED or importlib.util.find_spec("PySide6.QtWebEngineCore") is not None
_HAS_FIREFOX = _PROMISED or shutil.which("firefox-esr") is not None

needs_chromium = pytest.mark.skipif(not HAS_CHROMIUM, reason="needs Chromium (packaging/debian-tests.txt) and Playwright (the extra train)")
needs_firefox = pytest.mark.skipif(not _HAS_FIREFOX, reason="needs Firefox (packaging/debian-tests.txt)")
needs_engine = pytest.mark.skipif(not _HAS_ENGINE, reason="needs QtWebEngine (the extra support)")
