"""What `mmassist models` says: rows and lines, and a pull's progress as a bar, as sentences or as events."""

from __future__ import annotations

import json
import sys
import time
from typing import Any, TextIO

from mmassist.errors import ModelCorrupt, ModelMissing
from mmassist.inference.store import Advice, Installed, Progress, Stage, State, Store, Teller
from mmassist.inference.store.progress import megabytes

_VISION = "vision"
_WIDTH = 40
_OFTEN = 0.2  # seconds between two events, or two pictures of the bar


class Ear:
    """Hears how far a pull is and prints it: a sentence at each tenth, a bar on a terminal; or one JSON event a line."""

    def __init__(self, as_json: bool, terminal: bool) -> None:
        self._as_json = as_json
        self._terminal = terminal and not as_json
        self._teller = Teller()
        self._last = 0.0
        self._drawn = False

    def hear(self, progress: Progress) -> None:
        now = time.monotonic()
        said = self._teller.tell(progress, now)
        due = now - self._last >= _OFTEN
        if said or due or progress.stage is not Stage.PULLING:
            self._last = now
            if self._as_json:
                self._event(progress, said)
                return
        if said:
            self.clear()
            _print(sys.stdout, said + "\n")
        if self._terminal and (said or due) and progress.stage is Stage.PULLING:
            filled = _WIDTH * progress.percent // 100
            bar = f"[{'#' * filled}{'.' * (_WIDTH - filled)}] {progress.percent:3} % of {megabytes(progress.total)} MB"
            _print(sys.stderr, "\r" + bar)
            self._drawn = True

    def _event(self, progress: Progress, said: str) -> None:
        event = {"event": "progress", "stage": progress.stage.value, "model": progress.model, "file": progress.file}
        _print(sys.stdout, json.dumps({**event, "done": progress.done, "total": progress.total, "spoken": said}) + "\n")

    def clear(self) -> None:
        """Takes the bar away, so that a sentence has a line of its own."""
        if self._drawn:
            _print(sys.stderr, "\r" + " " * (_WIDTH + 30) + "\r")
            self._drawn = False


def row(advice: Advice, found: Installed | None, begun: int) -> dict[str, Any]:
    """One model as data."""
    model = advice.model
    return {
        "name": model.name,
        "kind": model.kind,
        "title": model.title,
        "megabytes": model.megabytes,
        "languages": sorted(model.languages),
        "licence": model.licence,
        "installed": found is not None or bool(model.shipped),
        "begun_bytes": 0 if found else begun,
        "fits_memory": advice.fits,
        "seconds": None if advice.seconds is None else round(advice.seconds, 2),
        "words_a_second": None if advice.words is None else round(advice.words, 1),
        "speed": advice.speed.value,
        "recommended": advice.recommended,
    }


def line(row: dict[str, Any]) -> str:
    """The same for the ear."""
    languages = "many languages" if row["languages"] == ["*"] else "English only" if row["languages"] == ["en"] else "some languages"
    what = f"looks at pictures, {languages}" if row["kind"] == _VISION else languages
    here = "here" if row["installed"] else f"{megabytes(row['begun_bytes'])} of it here" if row["begun_bytes"] else "not here"
    sentences = [f"{row['name']}: {row['megabytes']} megabytes, {what}, {here}."]
    if not row["fits_memory"]:
        sentences.append("Too large for the memory that is free.")
    elif row["words_a_second"] is not None:
        first, then = f"{row['seconds']:.1f} seconds after you ask", f"{row['words_a_second']:.0f} words a second"
        sentences.append(f"{row['speed'].capitalize()}: the first word comes about {first}, then about {then}.")
    elif row["seconds"] is not None:
        sentences.append(f"{row['speed'].capitalize()}: what you say is understood about {row['seconds']:.1f} seconds after you stop.")
    else:
        sentences.append(f"{row['speed'].capitalize()}.")
    return " ".join([*sentences, "Recommended."] if row["recommended"] else sentences)


def verdict(store: Store, name: str) -> dict[str, Any]:
    """What a look at each file found. Raises ModelMissing for what is not here."""
    title = store.catalogue.model(name).title
    try:
        findings = store.verify(name)
    except ModelMissing:
        raise
    except ModelCorrupt as error:
        return {"model": name, "whole": False, "files": {}, "spoken": f"{error.spoken} {error.remedy}"}
    wrong = [finding for finding in findings if finding.state is not State.WHOLE]
    if wrong:
        which = ", ".join(f"{finding.file} is {finding.state}" for finding in wrong)
        remedy = f"It is not used. Run mmassist models pull {name}: it fetches anew what is damaged."
        spoken = f"{title} is damaged: {which}. {remedy}"
    else:
        spoken = f"{title} is whole: {len(findings)} files are what they were when they came."
    return {"model": name, "whole": not wrong, "files": {finding.file: finding.state.value for finding in findings}, "spoken": spoken}


def _print(stream: TextIO, text: str) -> None:
    stream.write(text)
    stream.flush()
