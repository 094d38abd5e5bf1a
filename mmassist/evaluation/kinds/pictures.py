"""Pictures whose kind is known and that no training drew: files of Debian's packages, and what other programs draw of data of theirs."""

from __future__ import annotations

import gzip
import io
import random
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from mmassist.capture.files import image_in, read_image
from mmassist.errors import ImageUnreadable
from mmassist.values import Frame, PictureKind

CODES, TABLES, PAGES = 40, 40, 8
"""How many pictures of code and of tables there are, and of pages of each document."""

_LINES = range(12, 45)
_ROWS = range(6, 26)
_WIDEST = 140
_LEXERS = {".py": "python", ".pm": "perl"}
_COLOURS = (
    "default",
    "monokai",
    "friendly",
    "solarized-dark",
    "solarized-light",
    "vim",
    "xcode",
    "vs",
    "github-dark",
    "dracula",
    "nord",
    "bw",
)
_STYLES = (
    "",
    "table{border-collapse:collapse}td,th{border:1px solid #999;padding:4px 8px}body{font:14px sans-serif}",
    "table{border-collapse:collapse;width:100%}td,th{padding:8px 12px;text-align:left}tr:nth-child(even){background:#f2f2f2}"
    "th{background:#04aa6d;color:white}body{font-family:sans-serif}",
    "table{border-collapse:collapse}td,th{padding:6px 13px;border-bottom:1px solid #ddd}body{font:15px Georgia,serif}",
    "body{background:#0d1117;color:#e6edf3;font:14px sans-serif}table{border-collapse:collapse}"
    "td,th{border:1px solid #3d444d;padding:6px 13px}tr:nth-child(even){background:#151b23}",
)


@dataclass(frozen=True, slots=True)
class Sample:
    """`right`: what may be said of it. `group`: what it has in common with others that are like it, so that they fall into one half."""

    name: str
    right: frozenset[PictureKind]
    group: str
    frame: Frame


@cache
def _table() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(Path(__file__).with_name("files.toml").read_text("utf-8"))


def files() -> Iterator[Sample]:
    """Pictures as packages hold them; those that are not installed are left out, and what is no picture."""
    for row in _table()["files"]:
        for path in sorted(Path(row["folder"]).glob(row["files"])):
            also = row.get("also", {}).get(path.stem)
            right = frozenset(map(PictureKind, [*row["right"], *([also] if also else [])]))
            name = f"{row['name']}/{path.stem}"
            try:
                yield Sample(name, right, name, read_image(path))
            except ImageUnreadable:
                continue


def pages(rng: random.Random, scratch: Path) -> Iterator[Sample]:
    """Pages of documents, at the resolutions that they are read at."""
    for row in _table()["pages"]:
        if not (path := Path(row["file"])).is_file():
            continue
        document = scratch / "document.pdf"
        document.write_bytes(gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes())
        told = subprocess.run(["pdfinfo", document], check=True, capture_output=True, text=True).stdout
        count = int(next(line for line in told.splitlines() if line.startswith("Pages:")).split()[1])
        for number in sorted(rng.sample(range(1, count + 1), min(count, PAGES))):
            asked = ["-r", str(rng.choice((60, 80, 100, 130))), "-f", str(number), "-l", str(number), "-singlefile", "-png", str(document)]
            drawn = subprocess.run(["pdftoppm", *asked], check=True, capture_output=True).stdout
            yield _sample(f"document/{path.name.split('.')[0]}-{number}", PictureKind.DOCUMENT, row["package"], drawn)


def codes(rng: random.Random) -> Iterator[Sample]:
    """Parts of Python's and Perl's own libraries, coloured by Pygments."""
    sources = [*Path(sysconfig.get_path("stdlib")).glob("*.py"), *Path("/usr/share/perl").glob("*/*.pm"), *Path("/etc/init.d").glob("*")]
    rng.shuffle(sources := sorted(sources))
    made = 0
    for path in sources:
        lines = path.read_text("utf-8", "replace").splitlines()
        if made == CODES:
            return
        if len(lines) < 2 * _LINES.stop or max(map(len, lines)) > _WIDEST:
            continue
        made += 1
        start, count = rng.randrange(len(lines) - _LINES.stop), rng.choice(_LINES)
        shown = ["-l", _LEXERS.get(path.suffix, "bash"), "-f", "img", "-O", f"style={rng.choice(_COLOURS)},font_name=DejaVu Sans Mono"]
        size = ["-P", f"font_size={rng.choice((12, 14, 16, 18))}", "-P", f"line_numbers={rng.random() < 0.5}"]
        text = "\n".join(lines[start : start + count]).encode()
        drawn = subprocess.run([sys.executable, "-m", "pygments", *shown, *size], input=text, check=True, capture_output=True).stdout
        yield _sample(f"code/{path.name}", PictureKind.CODE, f"code/{path.name}", drawn)


def tables(rng: random.Random, scratch: Path) -> Iterator[Sample]:
    """Parts of tables that come with the system, as Chromium shows them in a page of their own."""
    known = [row for row in _table()["tables"] if Path(row["file"]).is_file()]
    for at in range(TABLES if known else 0):
        row, style = known[at % len(known)], at // len(known) % len(_STYLES)
        page, drawn = scratch / "table.html", scratch / "table.png"
        page.write_text(_page(row, _STYLES[style], rng), "utf-8")
        size = f"--window-size={rng.choice((640, 800, 1000))},{rng.choice((480, 600, 760))}"
        flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run", size]
        subprocess.run(["chromium", *flags, f"--screenshot={drawn}", page.as_uri()], check=True, capture_output=True, timeout=120)
        yield _sample(f"table/{Path(row['file']).stem}-{at}", PictureKind.TABLE, f"table/{at}", drawn.read_bytes())


def _page(row: dict[str, Any], style: str, rng: random.Random) -> str:
    heads: list[str] = row["columns"]
    lines = [line for line in Path(row["file"]).read_text("utf-8", "replace").splitlines() if line.strip() and line[0] not in "#!"]
    parts = [line.split(row["parted"]) if row["parted"] else line.split(None, len(heads) - 1) for line in lines]
    shown = sorted(rng.sample(range(len(heads)), rng.randint(2, len(heads))))
    start = rng.randrange(len(parts) - _ROWS.stop)
    body = [[part[at] if at < len(part) else "" for at in shown] for part in parts[start : start + rng.choice(_ROWS)]]
    head = "".join(f"<th>{heads[at]}</th>" for at in shown)
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>" for cells in body)
    return f"<meta charset=utf-8><style>{style}</style><table><tr>{head}</tr>{rows}</table>"


def _sample(name: str, kind: PictureKind, group: str, drawn: bytes) -> Sample:
    return Sample(name, frozenset({kind}), group, image_in(io.BytesIO(drawn), name))


def absent() -> tuple[str, ...]:
    """Packages whose files are not there."""
    table = _table()
    there = {row["package"]: any(Path(row["folder"]).glob(row["files"])) for row in table["files"]}
    there |= {row["package"]: Path(row["file"]).is_file() for part in ("pages", "tables") for row in table[part]}
    return tuple(sorted(package for package, is_there in there.items() if not is_there))
