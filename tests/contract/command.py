"""`mmassist describe` as a process of its own, before servers of ours: what its user has set, and what comes out."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomlkit
from PIL import Image, ImageDraw, ImageFont

from tests.fakes.servers.base import Wire

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
LINES = ("Invoice 4711 of 3 May 2026", "Card 4111 1111 1111 1111", "Total 19.90 euros")


@dataclass(frozen=True)
class Ended:
    """A command that has ended."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> dict[str, Any]:
        read: dict[str, Any] = json.loads(self.out)
        return read


@dataclass
class User:
    """Settings, keys and agreements of one user; all their files are below `home`."""

    home: Path
    backends: dict[str, dict[str, Any]] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    privacy: dict[str, Any] = field(default_factory=lambda: {"sending": "allow"})
    environment: dict[str, str] = field(default_factory=dict)

    def has(self, name: str, wire: Wire, url: str, key: str = "sk-test", **options: Any) -> None:
        """One more backend, before a server at `url`."""
        self.backends[name] = {"kind": wire.kind, "base_url": wire.base_url(url), **options}
        self.keys[name] = key
        self.order = (*self.order, name)

    def settles(self) -> None:
        """Writes the settings down."""
        path = self.home / "config" / "settings.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        answers = {"order": [*self.order, "embedded"], "day_limit": float("inf"), "month_limit": float("inf")}
        path.write_text(tomlkit.dumps({"version": 2, "answers": answers, "backends": self.backends, "privacy": self.privacy}), "utf-8")

    async def runs(self, *arguments: str, stdin: str = "", patience: float = 60) -> Ended:
        """`mmassist ARGUMENTS`; the loop, and so the servers, go on meanwhile."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "mmassist",
            *arguments,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=self.variables(),
        )
        try:
            out, err = await asyncio.wait_for(process.communicate(stdin.encode()), patience)
        except TimeoutError:
            process.kill()
            await process.wait()
            raise
        return Ended(process.returncode or 0, out.decode(), err.decode())

    def variables(self) -> dict[str, str]:
        """The environment of a command."""
        folder = self.home / "temporary"
        folder.mkdir(parents=True, exist_ok=True)
        named = {f"MMASSIST_KEY_{name.upper()}": key for name, key in self.keys.items() if key}
        return {**os.environ, "MMASSIST_HOME": str(self.home), "TMPDIR": str(folder), **named, **self.environment}


def invoice(folder: Path, lines: tuple[str, ...] = LINES) -> Path:
    """A picture with text in it."""
    picture = Image.new("RGB", (640, 60 + 50 * len(lines)), "white")
    pen, font = ImageDraw.Draw(picture), ImageFont.truetype(FONT, 24)
    for at, line in enumerate(lines):
        pen.text((30, 30 + 50 * at), line, fill="black", font=font)
    path = folder / "invoice.png"
    picture.save(path)
    return path
