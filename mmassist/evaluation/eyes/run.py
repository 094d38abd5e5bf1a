"""`mmassist evaluate eyes`: what the app's own models tell, on what no training saw."""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication

from mmassist.evaluation.eyes.icons import RIGHT, TOP_1, TOP_5, WRONG, IconReport, examine
from mmassist.evaluation.eyes.themes import SYSTEM
from mmassist.perception.encoder import Encoder, Options
from mmassist.training.icons.labels import load_freedesktop, load_labels


@dataclass(frozen=True, slots=True)
class EyesReport:
    """All that was measured."""

    icons: IconReport

    @property
    def met(self) -> bool:
        return self.icons.all.met

    def as_json(self) -> dict[str, Any]:
        return {"command": "mmassist evaluate eyes", "icons": self.icons.as_json(), "met": self.met}

    def table(self) -> str:
        """For eyes and ears that prefer lines."""
        rows = [
            f"Icons of themes that no training saw ({TOP_1:.0%} and {TOP_5:.0%} are aimed at; of names given {RIGHT:.0%} and {WRONG:.0%}):"
        ]
        for group, tally in {"all": self.icons.all, **self.icons.by}.items():
            rows.append(
                f"  {group}: {tally.icons} icons, {tally.pictures} pictures: top-1 {tally.top_1:.1%}, top-5 {tally.top_5:.1%}; "
                f"named where it is sure {tally.right:.1%} rightly, {tally.wrong:.1%} wrongly."
            )
        rows += [f"  not installed here: the icon theme {theme}." for theme in self.icons.absent]
        return "\n".join(rows)


def run(models: Path, themes: Path = SYSTEM) -> EyesReport:
    """`models`: a folder with a manifest. On the main thread. Raises ModelMissing or ModelCorrupt."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    report = asyncio.run(_examined(models, themes))
    application.processEvents()
    return report


async def _examined(models: Path, themes: Path) -> EyesReport:
    labels = load_labels()
    encoder = Encoder(Options(models))
    try:
        return EyesReport(await examine(encoder, load_freedesktop(labels), labels.names, themes))
    finally:
        await encoder.aclose()
