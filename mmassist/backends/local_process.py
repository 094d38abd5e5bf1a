"""The worker process that runs a model of this computer: `inference.serve` runs it, `backends.local` talks to it.

`answer`: `folder`, where the models are, and `model`, its name; `turns`, of speaker, text and whether the picture is shown; `tokens`,
`patience` and `temperature`, see `inference.vlm.Asked`; the picture as the body. Replies hold `text`; or nothing, which means that it is
at work; the last one holds `ended`. `load`: the first two alone, and one reply.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mmassist.inference.manners import step_back
from mmassist.inference.messages import Message
from mmassist.inference.store import Store, load
from mmassist.inference.vlm import Asked, Ended, Said, Speaker, Stop, Stopped, VisionModel, Word, opened
from mmassist.inference.vlm.faults import failed

# Speech comes first.
_NICE = 5


class LocalHandler:
    """Holds one model at a time. It is loaded with the first request that names it: what is wrong with it is the answer then."""

    def __init__(self) -> None:
        self._model: VisionModel | None = None
        self._loaded = "", ""

    def handle(self, request: Message, cancelled: Callable[[], bool]) -> Iterator[Message]:
        fields = request.fields
        try:
            model = self._opened(str(fields["folder"]), str(fields["model"]))
            if fields["op"] == "load":
                yield Message({"on_gpu": model.on_gpu})
                return
            yield Message()
            stop = Stop()
            with stop.heeding(cancelled):
                yield from _replies(model, _asked(fields, request.body), stop)
        except MemoryError as error:
            raise failed("there is not enough memory") from error

    def _opened(self, folder: str, name: str) -> VisionModel:
        if self._model is None or self._loaded != (folder, name):
            self._model = None  # two at once may be more than fits
            self._model = opened(Store(Path(folder), load()), name)
            self._loaded = folder, name
        return self._model


def _replies(model: VisionModel, asked: Asked, stop: Stop) -> Iterator[Message]:
    try:
        for step in model.answer(asked, stop):
            if isinstance(step, Word):
                yield Message({"text": step.text})
            elif isinstance(step, Ended):
                yield Message({"ended": {**asdict(step), "fell_back": model.fell_back}})
            else:
                yield Message()
            if stop.is_set:
                return
    except Stopped:
        return


def _asked(fields: dict[str, Any], picture: bytes) -> Asked:
    turns = tuple(Said(Speaker(speaker), text, shows) for speaker, text, shows in fields["turns"])
    return Asked(turns, picture, int(fields["tokens"]), float(fields["patience"]), float(fields["temperature"]))


def open_handler() -> LocalHandler:
    step_back(_NICE)
    return LocalHandler()
