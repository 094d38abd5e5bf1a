"""What the user allows beside seeing, end to end: tones go both ways, what the app says does not, and a dialog is asked about anew."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import time
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from mmassist.desktop.chords import default_keys
from mmassist.measure import programs
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.running import RunningApp
from mmassist.measure.sink import RATE, Sink
from tests.browsers import needs_chromium, needs_engine
from tests.integration.helped import PATIENCE, Helped, helped, says

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = [needs_chromium, needs_engine, pytest.mark.timeout(300)]

_USER, _HELPER = 700, 1100  # Hz
_NEAR = 20  # Hz
_SILENT = -60  # dBFS
_HEARS = """async () => {
  const context = (window.listening ??= new AudioContext());
  await context.resume();
  window.source ??= context.createMediaStreamSource(document.getElementById("voice").srcObject);
  if (!window.spectrum) {
    window.spectrum = context.createAnalyser();
    spectrum.fftSize = 8192;
    spectrum.smoothingTimeConstant = 0;
    source.connect(spectrum);
  }
  const waves = new Float32Array(spectrum.fftSize), bins = new Float32Array(spectrum.frequencyBinCount);
  spectrum.getFloatTimeDomainData(waves);
  spectrum.getFloatFrequencyData(bins);
  const power = waves.reduce((sum, one) => sum + one * one, 0) / waves.length;
  return [bins.indexOf(Math.max(...bins)) * context.sampleRate / spectrum.fftSize, power > 0 ? 10 * Math.log10(power) : -120];
}"""


def _beeps(path: Path, hertz: float, seconds: float) -> Path:
    """A tone that comes and goes: what does not is taken for noise, and out."""
    times = np.arange(int(seconds * RATE)) / RATE
    samples = 0.4 * np.sin(2 * np.pi * hertz * times) * (times % 0.6 < 0.4)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((32767 * samples).astype(np.int16).tobytes())
    return path


@contextlib.contextmanager
def _playing(path: Path) -> Iterator[None]:
    """Into what the user's microphone hears."""
    player = subprocess.Popen(["paplay", "--device=miccable", str(path)])
    try:
        yield
    finally:
        player.kill()
        player.wait()


@contextlib.contextmanager
def _loudspeaker() -> Iterator[None]:
    """The microphone hears what the loudspeaker plays."""
    loop = ("pactl", "load-module", "module-loopback", "source=speaker.monitor", "sink=miccable", "latency_msec=30")
    number = subprocess.run(loop, check=True, capture_output=True, text=True).stdout.strip()
    try:
        yield
    finally:
        subprocess.run(["pactl", "unload-module", number], check=True)


async def _hears(page: Page) -> tuple[float, float]:
    """The strongest frequency of what comes to the helper, in Hz, and how loud that is, in dBFS."""
    hertz, level = await page.evaluate(_HEARS)
    return hertz, level


async def _hears_tone(page: Page, hertz: float) -> None:
    found: list[tuple[float, float]] = []
    try:
        async with asyncio.timeout(PATIENCE):
            while not (found := [*found, await _hears(page)]) or abs(found[-1][0] - hertz) > _NEAR or found[-1][1] < -45:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
    except TimeoutError:
        raise AssertionError(f"not {hertz} Hz but {found[-20:]}") from None


async def _asks(app: RunningApp, page: Page, right: str, question: str) -> None:
    """Until the user was asked."""
    asked = time.monotonic()
    await page.locator(f"button[data-right={right}]").click()
    await says(app, question, asked)


async def _voices(here: Helped, app: RunningApp, page: Page, sink: Sink, users: Path) -> None:
    await _asks(app, page, "hear", "Ada asks to hear you.")
    await says(app, "Ada is now allowed to hear you.", here.letter("shift+y"))
    with _playing(users):
        await _hears_tone(page, _USER)
    await asyncio.sleep(2)  # what is on its way comes to its end
    with _loudspeaker():
        pressed = here.letter("?")
        begun = await asyncio.to_thread(app.wait_spoken, "describe the window", pressed, PATIENCE)
        heard = []
        while time.monotonic() < begun.at + 2:
            heard.append(await _hears(page))
            await asyncio.sleep(0.05)
        assert sink.level(begun.at, begun.at + 2) > -40, "the app speaks"
        loud = [level for _, level in heard if level > _SILENT]
        assert len(loud) <= len(heard) / 5, heard  # a busy machine may be told of a sentence a little late
        here.keyboard.press(default_keys()["stop"])
    with _playing(users):
        await _hears_tone(page, _USER)

    await _asks(app, page, "talk", "Ada asks to talk to you.")
    await says(app, "Ada is now allowed to talk to you.", here.letter("shift+y"))
    await page.locator("#microphone").click()
    async with asyncio.timeout(PATIENCE):
        while abs(sink.frequency((now := time.monotonic()) - 0.3, now) - _HELPER) > _NEAR:  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    with _loudspeaker():
        heard = []
        until = time.monotonic() + 4
        while time.monotonic() < until:
            heard.append(await _hears(page))
            await asyncio.sleep(0.05)
    loud = [level for hertz, level in heard if level > _SILENT and abs(hertz - _HELPER) < _NEAR]
    assert len(loud) <= len(heard) / 5, heard  # they do not hear themselves, from the first second on
    taken = here.letter("shift+n")
    await says(app, "Ada is no longer allowed to talk to you.", taken)
    await page.locator("#microphone").wait_for(state="hidden")


async def _dialog(here: Helped, app: RunningApp, page: Page) -> None:
    """What holds in one window does not in its dialog, until the user has said so."""
    await _asks(app, page, "control", "Ada asks to use your keyboard and mouse in")
    await says(app, "Ada now uses your keyboard and mouse", allowed := here.letter("shift+y"))
    await page.locator("#hands").click()
    await page.keyboard.press("Control+r")
    await says(app, "Ada now sees Find and Replace", allowed)
    await page.locator("#hands").wait_for(state="hidden")
    asking = page.locator("button[data-right=control]:not([aria-disabled])")
    await asking.wait_for()
    asked = time.monotonic()
    await asking.click()
    await says(app, "Ada asks to use your keyboard and mouse in Find and Replace", asked)
    await says(app, "Ada now uses your keyboard and mouse in Find and Replace", allowed := here.letter("shift+y"))
    await page.locator("#hands").click()
    await page.keyboard.press("Escape")
    await says(app, "Ada presses Escape", allowed)
    await says(app, "Ada now sees *Untitled 1", allowed)
    await page.locator("#hands").wait_for(state="hidden")

    # a key of the user's own, and then there is nothing more to take back
    await asking.wait_for()
    asked = time.monotonic()
    await asking.click()
    await says(app, "Ada asks to use your keyboard and mouse in *Untitled 1", asked)
    await says(app, "Ada now uses your keyboard and mouse in *Untitled 1", allowed := here.letter("shift+y"))
    await page.locator("#hands").wait_for(state="visible")
    taken = here.keyboard.press("Shift_L")
    await says(app, "You have your keyboard and mouse for yourself again", taken)
    taken = here.letter("shift+n")
    await says(app, "Ada sees what you share, may point and write, and nothing more.", taken)
    await page.locator("#hands").wait_for(state="hidden")


async def test_what_is_allowed_holds_for_what_it_is_allowed_for(home: Path, keyboard: Keyboard, tmp_path: Path, sink: Sink) -> None:
    users, helpers = _beeps(tmp_path / "user.wav", _USER, 60), _beeps(tmp_path / "helper.wav", _HELPER, 60)
    async with helped(keyboard, f"--use-file-for-fake-audio-capture={helpers}") as here:
        with programs.tray_host(), programs.mousepad("Tuesday", keyboard), RunningApp(home, environment=here.environment) as app:
            page = await here.page(await here.invited(app))
            await here.knocks(app, page)
            await here.let_in(app, page)
            await _voices(here, app, page, sink, users)
            await _dialog(here, app, page)
