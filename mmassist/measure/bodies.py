"""From the screen to the body of a request, with the scene at hand and privacy on, beside Pillow's grab, PNG and base64."""

from __future__ import annotations

import base64
import io
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from mmassist.backends import catalogue
from mmassist.backends.base import Setup
from mmassist.backends.responses import ResponsesBackend
from mmassist.capture.screen import ScreenGrabber
from mmassist.dialogue import presets
from mmassist.engine.border import Asking, Border, Look
from mmassist.engine.brains import Brain
from mmassist.measure.commanded import Commanded
from mmassist.measure.screens import FULL, SETS, Screen
from mmassist.measure.series import Asked, RoundFailed, Series
from mmassist.privacy import masking
from mmassist.values import Scene, Target, TargetKind, TextLine, Verbosity

LEAST = 8
"""So many times faster than the opponent."""
_SEED = 2027
_NOTE = (
    "One process, both on the same 1920x1080 screen of the same X server, in turns. Ours: grab, mask, pictures, prompt, the body of "
    "OpenAI's Responses API for the catalogue's default model, as JSON. Pillow's: ImageGrab.grab(), PNG, base64, no prompt and no body."
)
_OPPONENT = "Pillow, ImageGrab.grab() + PNG + base64"


def asked() -> tuple[Asked, ...]:
    """For each set the time of both, and ours in percent of the opponent's, round by round."""
    figures = []
    for name in SETS:
        figures.append(Asked(f"body {name}", f"screen to request body, {name}", "ms", None, ((f"pillow {name}", _OPPONENT),), _NOTE))
        share = f"screen to request body, {name}: of Pillow's time in the same round"
        figures.append(Asked(f"share {name}", share, "%", 100 / LEAST, (), "The target is an eighth."))
    return tuple(figures)


def measure(series: Series, rounds: int) -> None:
    """Needs a display, and shows the sets' screens on it one after the other. Raises what `MISHAPS` lists."""
    from PIL import Image

    with tempfile.TemporaryDirectory() as folder, Commanded("mmassist.measure.shown_picture") as shown:
        body = Body()
        try:
            for at, (name, paint) in enumerate(SETS.items()):
                screen, path = paint(_SEED + at, FULL), Path(folder) / f"{at}.png"
                Image.fromarray(screen.pixels[:, :, 2::-1]).save(path)
                shown.ask(str(path))
                _compare(series, name, screen, body, rounds)
        finally:
            body.close()


def _compare(series: Series, name: str, screen: Screen, body: Body, rounds: int) -> None:
    ours = _scene(screen)
    body.made(ours)
    pillow()

    def one(number: int) -> None:
        # who comes first changes, so that neither always finds the other's pages warm
        if number % 2:
            theirs, own = _timed(pillow), _timed(lambda: body.made(ours))
        else:
            own, theirs = _timed(lambda: body.made(ours)), _timed(pillow)
        series.add(f"body {name}", own)
        series.add(f"pillow {name}", theirs)
        series.add(f"share {name}", 100 * own / theirs)

    series.rounds(rounds, one)
    made = body.made(ours)
    series.details[f"body {name}"] = {"body_bytes": len(made), "pillow_base64_bytes": len(pillow())}
    if b"4111 1111" in made or b"maria.lindqvist" in made:
        raise RoundFailed("the body holds what was to be hidden")


class Body:
    """Our path from the display to the bytes. Used from one thread."""

    def __init__(self) -> None:
        models, _ = catalogue.load()
        model = models.default("openai")
        self._backend = ResponsesBackend(Setup("openai", "openai"), model)
        self._brain = Brain("openai", "openai", self._backend, model)
        self._border = Border(masking.Options(), presets.load(), "en")
        self._grabber = ScreenGrabber()

    def made(self, scene: Scene) -> bytes:
        """Grabs the screen and makes the body. Raises CaptureError."""
        frame = self._grabber.grab(Target(TargetKind.SCREEN), None, (0, 0))
        crossing = self._border.cross(self._brain, Look(frame, scene), Asking(1, Verbosity.NORMAL))
        return json.dumps(self._backend.body(crossing.prompt)).encode()

    def close(self) -> None:
        self._grabber.close()


def pillow() -> bytes:
    """What a program that takes the straight way sends."""
    from PIL import ImageGrab

    file = io.BytesIO()
    ImageGrab.grab().save(file, "PNG")
    return base64.b64encode(file.getvalue())


def _scene(screen: Screen) -> Scene:
    lines: tuple[TextLine, ...] = screen.lines
    return Scene(Target(TargetKind.SCREEN), None, FULL, (), lines, text_read=True)


def _timed(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000
