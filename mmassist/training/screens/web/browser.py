"""Web pages as screens with known truth, drawn by one headless Chromium that reaches nothing but what it is handed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mmassist.training.degrade import Picture
from mmassist.training.faults import TrainingError
from mmassist.training.icons.draw import Drawing
from mmassist.training.screens.truth import Screen
from mmassist.training.screens.web.dress import SHEETS, Dress, some_dress
from mmassist.training.screens.web.frameworks import Framework, load_frameworks, sheets_of
from mmassist.training.screens.web.maker import PageMaker
from mmassist.training.screens.web.page import PAGES
from mmassist.training.screens.web.truth import elements_of, main_of
from mmassist.training.screens.window import on_desktop

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession, Page

PROGRAMS = ("chromium", "chromium-browser")

_FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # nothing but what is handed over: even a name, or this machine's own address, leads nowhere
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=socks5://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
)
_SHOWN = ("--hide-scrollbars",)
"""What Playwright asks for by itself, and pages must not do without."""

_EMPTY = """<!DOCTYPE html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy"
content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"></head><body></body></html>"""

_ADD = "(sheets) => { window.dresses = Object.fromEntries(Object.entries(sheets).map(([name, text]) => { \
const sheet = new CSSStyleSheet(); sheet.replaceSync(text); return [name, sheet]; })); }"


class WebPages:
    """One tab, in which one page after the other is drawn."""

    def __init__(self, page: Page, session: CDPSession, frameworks: Sequence[Framework]) -> None:
        self._page = page
        self._session = session
        self._frameworks = frameworks
        self._script = Path(__file__).with_name("page.js").read_text("utf-8")

    def screen(self, seed: int, least: int, icons: Sequence[tuple[str, Drawing]]) -> Screen:
        """A mixed page, as `window.some_screen`. Raises TrainingError where the browser has ended."""
        return self._drawn("", seed, least, icons)

    def screen_of(self, kind: str) -> Callable[[int, int, Sequence[tuple[str, Drawing]]], Screen]:
        """The same for pages of one kind, a key of `page.PAGES`."""
        return partial(self._drawn, kind)

    def _drawn(self, kind: str, seed: int, least: int, icons: Sequence[tuple[str, Drawing]]) -> Screen:
        rng = np.random.default_rng([seed, 3])
        dress = some_dress(self._frameworks, rng)
        body = PAGES[kind](PageMaker(dress, rng, icons))
        scrolls, focus = bool(rng.random() < 0.4) and kind != "dialog", float(rng.random()) if rng.random() < 0.6 else None
        shown = self.shown(dress, body, scrolls, focus)
        return on_desktop(replace(shown, kind=kind), least, rng)

    def shown(self, dress: Dress, body: str, scrolls: bool, focus: float | None) -> Screen:
        """The picture of a page and what is known of it. `scrolls`: whether the page itself may; `focus`, 0 to 1, chooses what has it."""
        from playwright.sync_api import Error

        plan = {
            "root": dict(dress.root),
            "variables": dict(dress.variables),
            "sheets": list(dress.sheets),
            "body": body,
            "scrolls": scrolls,
            "focus": focus,
        }
        size = {"width": dress.width, "height": dress.height, "deviceScaleFactor": dress.scale, "mobile": False}
        try:
            self._session.send("Emulation.setDeviceMetricsOverride", size)
            told: dict[str, Any] = self._page.evaluate(self._script, plan)
            taken = self._session.send("Page.captureScreenshot", {"format": "png", "optimizeForSpeed": True})
        except Error as error:
            raise TrainingError(f"the browser that draws pages has ended, or could not draw one: {error}") from error
        picture = _decoded(taken)
        return Screen(picture, tuple(elements_of(told["elements"], picture, dress.scale)), "", main_of(told["main"], dress.scale))


def _decoded(taken: Mapping[str, Any]) -> Picture:
    import base64

    import cv2

    content = np.frombuffer(base64.b64decode(taken["data"]), np.uint8)
    return np.ascontiguousarray(np.asarray(cv2.imdecode(content, cv2.IMREAD_COLOR), np.uint8)[:, :, ::-1])


@contextmanager
def web_pages(folder: Path) -> Iterator[WebPages]:
    """A browser, which ends with it. `folder` holds the packages of requirements/pages.

    Raises TrainingError where Chromium, Playwright or a package is missing. Not within a running asyncio loop.
    """
    frameworks = load_frameworks()
    sheets = sheets_of(frameworks, folder)
    sheets |= {name: Path(__file__).with_name(f"{name}.css").read_text("utf-8") for name in SHEETS}
    with _browser() as browser:
        context = browser.new_context(offline=True, service_workers="block", accept_downloads=False)
        context.route("**/*", lambda route: route.abort())
        page = context.new_page()
        page.set_content(_EMPTY)
        page.evaluate(_ADD, sheets)
        yield WebPages(page, context.new_cdp_session(page), frameworks)


@contextmanager
def _browser() -> Iterator[Browser]:
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise TrainingError("web pages need Chromium: packaging/debian-training.txt")
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError as error:
        raise TrainingError("web pages need Playwright: the extra 'train' of mmassist") from error
    with sync_playwright() as driver:
        try:
            browser = driver.chromium.launch(
                executable_path=program, args=list(_FLAGS), ignore_default_args=list(_SHOWN), chromium_sandbox=False
            )
        except Error as error:
            raise TrainingError(f"Chromium did not start: {error}") from error
        try:
            yield browser
        finally:
            browser.close()
