"""The letter after the leader on a real Wayland desktop: Sway, without a screen. The portals are a double, the keyboard is wtype's."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from mmassist.measure.running import RunningApp
from mmassist.portals.bus import SCREENSHOT, SHORTCUTS
from tests.fakes.portal import Desk, PortalDouble
from tests.integration.programs.running import until

pytestmark = [
    pytest.mark.timeout(180),
    pytest.mark.skipif(not (shutil.which("sway") and shutil.which("wtype")), reason="needs sway and wtype"),
]
_NOBODY = 65_534  # Sway refuses to run as root
_LONG = 30.0


class Sway:
    """A compositor with a keyboard; `address`: what its programs are given."""

    def __init__(self, stack: ExitStack) -> None:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))  # one that it may reach, and short enough for a socket
        config = folder / "config"
        config.write_text("xwayland disable\n")
        self._folder = folder
        self._stack = stack
        self._environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")} | {
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "WLR_BACKENDS": "headless",
            "WLR_LIBINPUT_NO_DEVICES": "1",
            "WLR_RENDERER": "pixman",
        }
        as_nobody: tuple[str, ...] = ()
        if os.geteuid() == 0:
            for path in (folder, config):
                os.chown(path, _NOBODY, _NOBODY)
            as_nobody = ("setpriv", f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups")
        self._run([*as_nobody, "sway", "-c", str(config)], self._environment)
        until(lambda: bool(self._sockets("wayland-?") and self._sockets("sway-ipc*")), _LONG)
        self.address = str(self._sockets("wayland-?")[0])
        self.show("wtype", "-s", "600000")  # without any keyboard no window has it

    def _sockets(self, pattern: str) -> list[Path]:
        return list(self._folder.glob(pattern))

    def _run(self, command: list[str], environment: dict[str, str]) -> None:
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._stack.callback(process.wait, 10)
        self._stack.callback(process.terminate)

    @property
    def _inside(self) -> dict[str, str]:
        return {**os.environ, "WAYLAND_DISPLAY": self.address, "GDK_BACKEND": "wayland"}

    def show(self, *command: str) -> None:
        self._run([*command], self._inside)

    def type(self, *keys: str) -> None:
        subprocess.run(["wtype", *keys], env=self._inside, check=True, timeout=30)

    def ask(self, *words: str) -> Any:
        command = ["swaymsg", "-s", str(self._sockets("sway-ipc*")[0]), *words]
        return json.loads(subprocess.run(command, env=self._environment, capture_output=True, check=True, timeout=30).stdout)

    def windows(self) -> dict[str, bool]:
        """Titles, and which one has the keyboard."""
        return dict(_windows(self.ask("-t", "get_tree")))

    def has_keyboard(self, title: str) -> bool:
        return self.windows().get(title, False)


def _windows(node: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    if node.get("app_id"):
        yield node["name"], node["focused"]
    for one in (*node["nodes"], *node["floating_nodes"]):
        yield from _windows(one)


def test_letters_are_heard_by_a_window_of_their_own_and_are_about_the_one_before(home: Path, tmp_path: Path) -> None:
    def picture() -> Path:
        file = tmp_path / f"{time.monotonic_ns()}.png"
        pixels = np.full((720, 1280, 3), 200, np.uint8)
        pixels[::7, ::5] = 30
        cv2.imwrite(str(file), pixels)
        return file

    with ExitStack() as stack:
        sway = Sway(stack)
        double = stack.enter_context(PortalDouble(Desk(versions={SHORTCUTS: 1, SCREENSHOT: 2}, picture=picture)))
        session = {"XDG_SESSION_TYPE": "wayland", "WAYLAND_DISPLAY": sway.address, "QT_QPA_PLATFORM": "wayland"}
        app = stack.enter_context(RunningApp(home, environment=session))
        app.wait_spoken("leader is on")
        sway.show("galculator")
        until(lambda: sway.has_keyboard("galculator"), _LONG)

        def lead() -> float:
            pressed = time.monotonic()
            double.press("leader")
            until(lambda: sway.has_keyboard("Letter"), _LONG)
            return pressed

        pressed = lead()
        sway.type("d")
        turn = app.wait_turn(pressed, _LONG)
        assert turn.fields["utterances"][0]["text"].startswith("galculator")
        until(lambda: sway.has_keyboard("galculator"), _LONG)
        assert "Letter" not in sway.windows()

        pressed = lead()
        sway.type("n")
        first = app.wait_for(lambda event: event.kind == "spoken" and event.at > pressed and event.channel == "detail", _LONG)
        sway.type("n")
        app.wait_for(lambda event: event.kind == "spoken" and event.at > first.at and event.text != first.text, _LONG)
        assert sway.has_keyboard("Letter")
        sway.type("-k", "Escape")
        until(lambda: sway.has_keyboard("galculator"), _LONG)
