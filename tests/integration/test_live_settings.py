"""Settings that another process changes while the app runs: in use in its very next turn, without a new start."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pulsectl
import pytest

from mmassist.measure import programs
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.running import RunningApp, _members
from tests.fakes.whisper_model import made
from tests.integration.programs.running import until
from tests.integration.test_keeping import command
from tests.integration.turns import press_and_hear
from tests.integration.voice_turns import install

pytestmark = pytest.mark.timeout(180)

_LONG = 30.0


def workers(app: RunningApp) -> str:
    """The command lines of all its processes."""
    found = []
    for process in _members(app.pid):
        try:
            found.append(Path(f"/proc/{process}/cmdline").read_text().replace("\0", " "))
        except OSError:  # it has ended
            continue
    return "\n".join(found)


@pytest.fixture
def music() -> Iterator[pulsectl.Pulse]:
    """Something else plays, at 80 percent."""
    with pulsectl.Pulse("test") as pulse:
        player = subprocess.Popen(["pacat", "--raw", "--client-name=music", "--volume=52429", "/dev/zero"])
        try:
            until(lambda: bool(volume(pulse)), _LONG)
            yield pulse
        finally:
            player.kill()
            player.wait(5)


def volume(pulse: pulsectl.Pulse) -> float:
    found = [one.volume.values[0] for one in pulse.sink_input_list() if one.proplist.get("application.name") == "music"]
    return round(found[0], 2) if found else 0.0


def listens() -> bool:
    """Whether a program records through ALSA, as PortAudio does."""
    return b"ALSA plug-in" in subprocess.run(["pactl", "list", "source-outputs"], capture_output=True, check=True).stdout


def test_voice_keys_profiles_sound_and_models_are_others_in_the_next_turn(
    home: Path, keyboard: Keyboard, music: pulsectl.Pulse, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with RunningApp(home) as app, programs.xterm("echo the heron stands in the reeds", "notes"):
        assert press_and_hear(app, keyboard).spoken
        assert "espeak_process" in workers(app)

        assert command("settings", "set", "speech.voice", "pyttsx3")["in_use"] == "now"
        assert command("keys", "set", "describe", "Ctrl+Shift+F9")["in_use"] == "now"
        assert command("settings", "set", "profiles.xterm.verbosity", "brief")["in_use"] == "now"
        assert command("settings", "set", "speech.ducking", "50")["in_use"] == "now"
        assert not listens()
        assert command("settings", "set", "listen.pre_roll", "true")["in_use"] == "now"
        until(listens, _LONG)
        assert command("settings", "set", "listen.pre_roll", "false")["in_use"] == "now"
        until(lambda: not listens(), _LONG)
        assert command("settings", "set", "speech.language", "de")["in_use"] == "now"

        pressed = keyboard.press("Ctrl+Shift+F9")
        app.wait_for(lambda event: event.at > pressed and event.fields.get("event") == "spoken", _LONG)
        until(lambda: volume(music) == 0.4, _LONG)
        app.wait_turn(pressed, _LONG)
        assert "pyttsx3_process" in workers(app)
        assert "espeak_process" not in workers(app)
        until(lambda: volume(music) == 0.8, _LONG)

        install(home, made(tmp_path_factory))
        app.wait_spoken("Whisper tiny versteht von jetzt an", pressed, _LONG)
        assert "whisper_process" in workers(app)
