"""`mmassist evaluate eyes`: what the app's own models tell, on what no training saw."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication

from mmassist.backends.captioner.captioner import Captioner
from mmassist.backends.captioner.process import READER
from mmassist.errors import ModelMissing
from mmassist.evaluation.eyes import captions, programs
from mmassist.evaluation.eyes.captions import INVENTED, CaptionReport
from mmassist.evaluation.eyes.icons import RIGHT, TOP_1, TOP_5, WRONG, IconReport, examine
from mmassist.evaluation.eyes.programs import PRECISION, ProgramsReport
from mmassist.evaluation.eyes.themes import SYSTEM
from mmassist.inference import shipped
from mmassist.perception.elements.eyes import Eyes
from mmassist.perception.elements.finder import ElementFinder
from mmassist.perception.elements.finder import Options as FinderOptions
from mmassist.perception.elements.sight import Sight
from mmassist.perception.encoder import Encoder, Options
from mmassist.perception.text import Options as TextOptions
from mmassist.perception.text import TextReader
from mmassist.training.icons.labels import load_freedesktop, load_labels
from mmassist.values import Frame


@dataclass(frozen=True, slots=True)
class EyesReport:
    """All that was measured. `programs`: None where there is no desktop to show them in; `captions`: nor where there is no captioner;
    `before`: of another captioner, such as this one before it was tuned."""

    icons: IconReport
    programs: ProgramsReport | None
    captions: CaptionReport | None
    before: CaptionReport | None = None

    @property
    def met(self) -> bool:
        return self.icons.all.met and all(part is not None and part.met for part in (self.programs, self.captions))

    def as_json(self) -> dict[str, Any]:
        parts = {"programs": self.programs, "captions": self.captions, "captions_before": self.before}
        told = {name: {**asdict(part), "met": part.met} if part is not None else None for name, part in parts.items()}
        return {"command": "mmassist evaluate eyes", "icons": self.icons.as_json(), **told, "met": self.met}

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
        return "\n".join([*rows, *_programs_told(self.programs), *_captions_told(self.captions), *_before_told(self.before)])


def _captions_told(report: CaptionReport | None) -> list[str]:
    if report is None:
        return ["What the captioner says: not measured."]
    return [
        f"{report.questions} questions to the captioner: of {report.written.named} controls and kinds of controls that it names "
        f"{report.written.per_thing:.1%} are not there ({INVENTED:.0%} are aimed at); of {report.spoken.named} that are spoken "
        f"{report.spoken.per_thing:.1%}."
    ]


def _before_told(report: CaptionReport | None) -> list[str]:
    return [f"The captioner before it. {line}" for line in _captions_told(report)] if report is not None else []


def _programs_told(report: ProgramsReport | None) -> list[str]:
    if report is None:
        return ["Windows of real programs: not measured, for there is no display: packaging/virtual-desktop.sh COMMAND."]
    unnamed = report.buttons - report.right - report.wrong
    return [
        f"{report.windows} windows of real programs with {report.controls} controls: mean average precision {report.mean:.1%} "
        f"({PRECISION:.0%} are aimed at).",
        *(f"  {kind}: {value:.1%}" for kind, value in sorted(report.by_kind.items())),
        f"  {report.buttons} buttons that show nothing but an icon: {report.right} named rightly, {report.wrong} wrongly, {unnamed} not.",
        *(f"  not installed here: {package}." for package in report.absent),
        *(f"  failed: {line}" for line in report.failed),
    ]


def run(models: Path, progress: Callable[[str], None], before: Path | None = None, themes: Path = SYSTEM) -> EyesReport:
    """`models`: a folder with a manifest; `before`: one with another captioner, that is asked the same about the same windows. On the
    main thread. Raises ModelMissing or ModelCorrupt."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    report = asyncio.run(_examined(models, before, themes, progress))
    application.processEvents()
    return report


async def _examined(models: Path, before: Path | None, themes: Path, progress: Callable[[str], None]) -> EyesReport:
    labels = load_labels()
    words = {name: labels.texts(at) for at, name in enumerate(labels.names)}
    eyes, namer = Eyes(models), Encoder(Options(models))
    captioners = {folder: Captioner(folder) for folder in (models, before) if folder is not None and _has_captioner(folder)}
    sight, finder = Sight(TextReader(TextOptions()), eyes), ElementFinder(FinderOptions(models, programs.LEAST))
    answers: dict[Path, list[captions.Answer]] = {folder: [] for folder in captioners}

    async def look(frame: Frame, seen: programs.Seen) -> None:
        for folder, captioner in captioners.items():
            answers[folder] += await captions.asked(frame, seen.found, seen.present, captioner)

    async with contextlib.AsyncExitStack() as stack:
        for captioner in captioners.values():
            stack.push_async_callback(captioner.aclose)
        for part in (sight.reader, eyes, finder, namer):
            stack.push_async_callback(part.aclose)
        icons = await examine(namer, load_freedesktop(labels), labels.names, themes)
        shown = await programs.examine(programs.Examined(sight, finder), words, look, progress) if os.environ.get("DISPLAY") else None
        told = {folder: captions.summed(found) for folder, found in answers.items() if found}
        return EyesReport(icons, shown, told.get(models), told.get(before) if before else None)


def _has_captioner(models: Path) -> bool:
    try:
        return bool(shipped.rows(READER, models))
    except ModelMissing:
        return False
