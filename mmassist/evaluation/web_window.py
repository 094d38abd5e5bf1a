"""Shows one generated window as a web page in Chromium: `python -m mmassist.evaluation.web_window < SPEC`, SPEC being one line of JSON.

The browser has a window without tool bars (`--app`) and reaches no network. Prints one line of JSON when the page is drawn and has the
focus (see `report.py`), and stays until its standard input ends. Needs Chromium and Playwright.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import TYPE_CHECKING, Any

from mmassist.evaluation.layout import Part, Spec, spec_from_json
from mmassist.evaluation.web_page import page as html_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

PROGRAMS = ("chromium", "chromium-browser")
PATIENCE = 20.0
SETTLE_MS = 400
# Of the page, in its own units; what a window manager puts around a window, at most.
LEAST_WIDTH, LEAST_HEIGHT, FRAME = 420, 240, 60
_FLAGS = (
    "--force-renderer-accessibility",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--password-store=basic",
    # no bar above the page that tells of the other flags
    "--test-type",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
_NOT_WANTED = ("--enable-automation", "--hide-scrollbars", "--disable-back-forward-cache")


def main() -> int:
    """Reads the spec, shows the page, returns 0 when standard input ends."""
    spec = spec_from_json(json.loads(sys.stdin.readline()))
    with _shown(spec) as page:
        report = _settled(page, spec)
        sys.stdout.write(json.dumps(report) + "\n")
        sys.stdout.flush()
        # nothing more is ever written to us: this ends with our input
        sys.stdin.read()
    return 0


@contextmanager
def _shown(spec: Spec) -> Iterator[Page]:
    """The page in a browser that ends with it. SystemExit, with the reason, where there is none."""
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        sys.exit("web pages need Chromium: packaging/debian-training.txt")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        sys.exit("web pages need Playwright: the extra 'train' of mmassist")
    with TemporaryDirectory() as folder, sync_playwright() as driver:
        file = Path(folder) / "page.html"
        file.write_text(html_of(spec), "utf-8")
        context = driver.chromium.launch_persistent_context(
            Path(folder) / "profile",
            executable_path=program,
            headless=False,
            no_viewport=True,
            chromium_sandbox=False,
            args=[*_FLAGS, f"--force-device-scale-factor={spec.look.scale:g}", f"--app={file.as_uri()}"],
            ignore_default_args=list(_NOT_WANTED),
        )
        try:
            yield context.pages[0]
        finally:
            context.close()


def _settled(page: Page, spec: Spec) -> dict[str, Any]:
    """What is shown once the page has its size and its focus."""
    page.wait_for_load_state()
    if spec.native_box:
        page.evaluate("() => document.querySelector('dialog').showModal()")
    _fit(page, spec.look.roominess)
    report_of = files("mmassist.evaluation").joinpath("web_page.js").read_text("utf-8")
    ids = [element.id for element in spec.root.walk() if element.id and element.part is not Part.MENU_ITEM]
    end = monotonic() + PATIENCE
    while True:
        page.evaluate(_FOCUS, spec.focus)
        page.wait_for_timeout(SETTLE_MS)
        told = page.evaluate(report_of, ids)
        ready = bool(told.pop("active")) and told["focus"] == spec.focus and not told.pop("framed")
        if ready or monotonic() > end:
            break
        page.bring_to_front()
    return {**told, "ready": ready, "window": 0}


_FOCUS = """(id) => { const one = document.getElementById(id); if (one) (one.querySelector("tr[tabindex]") || one).focus(); }"""
_SIZE = """() => { const one = (document.querySelector("dialog[open]") || document.querySelector("main")).getBoundingClientRect();
const high = Math.max(one.bottom + 18, document.body.getBoundingClientRect().height + 2);
return [one.width + 34, high, screen.availWidth, screen.availHeight]; }"""


def _fit(page: Page, roominess: float) -> None:
    """Gives the window the size that its page needs, and as much more as it is to have."""
    session = page.context.new_cdp_session(page)
    window = session.send("Browser.getWindowForTarget")["windowId"]
    # measured in a window that has room for it
    _, _, most_wide, most_high = page.evaluate(_SIZE)
    _resize(page, session, window, (most_wide - FRAME, most_high - FRAME))
    wide, high, _, _ = page.evaluate(_SIZE)
    width = min(most_wide - FRAME, max(LEAST_WIDTH, round(wide * roominess)))
    height = min(most_high - FRAME, max(LEAST_HEIGHT, round(high * roominess)))
    _resize(page, session, window, (width, height))


def _resize(page: Page, session: Any, window: int, size: tuple[int, int]) -> None:
    session.send("Browser.setWindowBounds", {"windowId": window, "bounds": {"width": size[0], "height": size[1]}})
    page.wait_for_timeout(SETTLE_MS)


if __name__ == "__main__":
    sys.exit(main())
