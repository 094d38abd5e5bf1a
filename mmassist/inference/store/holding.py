"""What a file is held to while it is pulled: the publisher's figure, what was recorded before, what the source itself says."""

from __future__ import annotations

from collections.abc import Mapping

from mmassist.errors import PullFailed
from mmassist.inference.store.catalogue import Model
from mmassist.inference.store.journal import Facts
from mmassist.inference.store.manifest import Check
from mmassist.inference.store.part import Part
from mmassist.inference.store.source import FOLDER
from mmassist.sayings import saying

_TOO_LARGE = 2  # times what the catalogue says of the whole model
_SMALL = 64_000_000


class Holding:
    """`known`: SHA-256 by file, from an earlier pull of the model."""

    def __init__(self, model: Model, known: Mapping[str, str]) -> None:
        self._model = model
        self._known = known

    def accepted(self, file: str, facts: Facts) -> int:
        """The most bytes that are taken of it. Raises PullFailed where what is offered can't be right, before any of it is fetched."""
        most = self._model.bytes * _TOO_LARGE + _SMALL
        if facts.total > most:
            raise PullFailed(
                f"{file} is far too large",
                saying(
                    "{file} is far larger at the source than {model} should be. It was not fetched.", file=file, model=self._model.title
                ),
                "Try another source.",
            )
        pin, known = self._model.pins.get(file), self._known.get(file)
        if facts.sha256 and pin and facts.sha256 != pin:
            raise PullFailed(
                f"{file} is offered with another digest than the publisher's",
                saying(
                    "The source offers another {file} than the one that {model} is known by. It was not fetched.",
                    file=file,
                    model=self._model.title,
                ),
                "Try another source.",
            )
        if facts.sha256 and known and facts.sha256 != known:
            raise PullFailed(
                f"{file} is offered with another digest than it had here",
                saying("The source offers another {file} than the one that was here before. It was not fetched.", file=file),
                saying("To take what it offers now, run mmassist models remove {name}, then pull it again.", name=self._model.name),
            )
        return facts.total if facts.total >= 0 else most

    def judged(self, part: Part) -> Check:
        """What it was checked against. Raises PullFailed where it differs. Reads a small file once more; blocks for the disk."""
        facts, sha256 = part.facts, part.sha256
        pin, known = self._model.pins.get(part.file), self._known.get(part.file)
        named = facts.sha256 if facts else ""
        for expected, who in ((pin, "the publisher"), (known, "the record of the pull before"), (named, "the source itself")):
            if expected and expected != sha256:
                raise self._wrong(part.file, who)
        by_git = facts is not None and bool(facts.git)
        if facts is not None and facts.git and facts.git != part.git():
            raise self._wrong(part.file, "the source itself")
        if pin:
            return Check.PINNED
        if known or (named and facts is not None and facts.source == FOLDER):
            return Check.KNOWN
        return Check.SERVER if named or by_git else Check.RECORDED

    def _wrong(self, file: str, who: str) -> PullFailed:
        return PullFailed(
            f"{file} has another digest than {who} says",
            saying("What came as {file} is not what {who} says it is. It was thrown away.", file=file, who=who),
            "Run the same command again. If it stays so, do not trust this source, or the network on the way to it.",
        )
