"""Programs whose windows are harder to tell: browsers with a page, an office with a document, files, settings, GTK 4."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from mmassist.measure.programs import Program, program

_HERE = Path(__file__).parent
_PAGE = (_HERE / "pages" / "bakery.html").as_uri()
_START = 90.0  # seconds
_QUIET = """
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.aboutwelcome.enabled", false);
user_pref("browser.startup.homepage_override.mstone", "ignore");
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("app.normandy.enabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
"""
_CHROMIUM = ("--no-sandbox", "--test-type", "--no-first-run", "--disable-gpu", "--password-store=basic", "--no-default-browser-check")
_OFFLINE = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic")
_OFFICE = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.{kind}"><office:body><office:{kind}>{content}</office:{kind}>
</office:body></office:document>
"""
# Run by the system's Python, which has GTK's bindings.
_GTK_4 = """
import signal, sys, gi
gi.require_version("Gtk", "4.0")
from gi.repository import GLib, Gtk
signal.signal(signal.SIGTERM, signal.SIG_DFL)
builder = Gtk.Builder.new_from_file(sys.argv[1])
sailings = builder.get_object("sailings")
sailings.select_row(sailings.get_row_at_index(1))
builder.get_object("window").present()
GLib.MainLoop().run()
"""


@contextlib.contextmanager
def firefox(folder: Path) -> Iterator[Program]:
    """The bakery's page. `folder`: for the profile, which must be there."""
    profile = folder / "profile"
    profile.mkdir()
    (profile / "user.js").write_text(_QUIET, "utf-8")
    command = ["firefox-esr", "--no-remote", "--profile", str(profile), "--new-window", _PAGE]
    with program(command, "Mill Street Bakery", timeout=_START) as shown:
        yield shown


@contextlib.contextmanager
def chromium(folder: Path) -> Iterator[Program]:
    """The same page."""
    command = ["chromium", *_CHROMIUM, *_OFFLINE, f"--user-data-dir={folder / 'chromium'}", _PAGE]
    with program(command, "Mill Street Bakery", timeout=_START) as shown:
        yield shown


@contextlib.contextmanager
def calc(folder: Path, rows: Sequence[Sequence[str]]) -> Iterator[Program]:
    """A spreadsheet with the cursor in its first cell."""
    cells = "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows)
    yield from _office(folder, "budget.fods", "--calc", "spreadsheet", f'<table:table table:name="budget">{cells}</table:table>')


@contextlib.contextmanager
def writer(folder: Path, content: str) -> Iterator[Program]:
    """A document. `content`: OpenDocument's text."""
    yield from _office(folder, "letter.fodt", "--writer", "text", content)


def _office(folder: Path, name: str, module: str, kind: str, content: str) -> Iterator[Program]:
    (folder / name).write_text(_OFFICE.format(kind=kind, content=content), "utf-8")
    settings = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    command = ["soffice", settings, "--norestore", "--nologo", "--nofirststartwizard", module, str(folder / name)]
    with program(command, f"^{name}", timeout=_START) as shown:
        yield shown


def _cell(text: str) -> str:
    kind = f'float" office:value="{text}' if text.replace(".", "").isdecimal() else "string"
    return (
        f'<table:table-cell office:value-type="{kind}"><text:p>{escape(text)}</text:p></table:table-cell>'
        if text
        else "<table:table-cell/>"
    )


@contextlib.contextmanager
def ferry() -> Iterator[Program]:
    """A GTK 4 form."""
    command = ["/usr/bin/python3", "-c", _GTK_4, str(_HERE / "gtk4_form.ui")]
    with program(command, "Ferry booking", environment={"GSK_RENDERER": "cairo"}) as shown:
        yield shown


@contextlib.contextmanager
def file_manager(folder: Path, names: Sequence[str]) -> Iterator[Program]:
    """pcmanfm, which shows `names`, folders where they end in "/", as icons."""
    holding = folder / "papers"
    holding.mkdir()
    for name in names:
        (holding / name).mkdir() if name.endswith("/") else (holding / name).write_text("text", "utf-8")
    with program(["pcmanfm", str(holding)], "papers") as shown:
        yield shown
