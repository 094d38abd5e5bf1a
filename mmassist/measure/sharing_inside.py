"""`mmassist bench sharing` in its desktop: first the app shares a window, then aiortc sends it, to the same browser at the end of the same
cable."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mmassist.desktop.chords import default_keys, defaults
from mmassist.measure.commanded import Commanded
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.programs import tray_host
from mmassist.measure.resources import group
from mmassist.measure.running import RunningApp
from mmassist.measure.series import MISHAPS, RoundFailed, Series, tell
from mmassist.measure.shared_window import STATES
from mmassist.measure.sharing_link import Cable, Helping, helping, laid
from mmassist.measure.sharing_sight import Sight, decibels, error, lost, read_source
from mmassist.perception.text import Options, TextReader

if TYPE_CHECKING:
    from playwright.async_api import Page

_LAMPS, _NEW, _POINTED = 20, 10, 10
_LOOKS = 5
_COUNTED = 20.0  # seconds for which processor time is counted
_PATIENCE = 180.0


@dataclass(frozen=True, slots=True)
class Stage:
    """`window`: what is shared. `amount`: the share of all that is done several times that is to be done."""

    cable: Cable
    helping: Helping
    window: Commanded
    reader: TextReader
    rates: Sequence[float]
    seconds: float
    amount: float

    def times(self, many: int) -> int:
        return max(1, round(many * self.amount))


def run(series: Series, failures: dict[str, str], rates: Sequence[float], seconds: float) -> None:
    """What went wrong is in `failures`, by sender. Raises SupportError where this computer makes no such link."""
    with laid() as cable, Commanded("mmassist.measure.shared_window") as window, tempfile.TemporaryDirectory() as folder:
        asyncio.run(_all(series, failures, cable, window, Path(folder), rates, seconds))


async def _all(
    series: Series, failures: dict[str, str], cable: Cable, window: Commanded, folder: Path, rates: Sequence[float], seconds: float
) -> None:
    from playwright.async_api import Error as BrowserFailed

    until = time.monotonic() + _PATIENCE
    while not window.ask("shown")["shown"]:
        if time.monotonic() > until:
            raise RoundFailed("the window does not come to the front")
        await asyncio.sleep(0.2)
    async with contextlib.aclosing(TextReader(Options())) as reader, helping(cable, folder) as helper:
        stage = Stage(cable, helper, window, reader, rates, seconds, min(1.0, seconds / 10))
        for name, one in (("mmassist", _the_app), ("aiortc", _the_peer)):
            tell(f"  {name}")
            cable.allow(max(rates))
            window.ask("busy rest")
            try:
                await one(stage, series)
            except (*MISHAPS, BrowserFailed) as failure:
                failures[name] = str(failure)
                tell(f"  failed: {failure}")


async def _the_app(stage: Stage, series: Series) -> None:
    with tempfile.TemporaryDirectory(prefix="mmassist-home-") as home, tray_host(), Keyboard() as keyboard:
        environment = {"MMASSIST_SUPPORT__BROKER": stage.helping.broker, "QTWEBENGINE_DISABLE_SANDBOX": "1"}  # it does not run as root
        app = RunningApp(Path(home), environment=environment)
        await asyncio.to_thread(app.start)
        try:
            page = await _let_in(stage, app, keyboard, Path(home))
            sight = Sight(page)
            await sight.begin()
            await _looked_through(sight)
            await _counts(stage, series, sight, "cpu-still", "rest", app)
            await _lamps(stage, series, sight, "late")
            await _legible(stage, series, sight, "", lambda: _learnt(stage, sight))
            await _lamps(stage, series, sight, "late-busy")
            await _counts(stage, series, sight, "cpu", "turn", app)
            stage.window.ask("busy rest")
            await _looked_through(sight)
            await _lamps(stage, series, sight, "late-after")
            await _spots(stage, series, sight)
            await _points(stage, series, sight, page, app, keyboard)
            await _counts(stage, series, sight, "cpu-new", "renew", app)
            await _learnt(stage, sight)
            stage.window.ask("busy turn")
            await asyncio.sleep(2)

            def stop() -> float:
                key = default_keys()["stop"]
                keyboard.press(key)
                time.sleep(0.2)
                return keyboard.press(key) - time.monotonic() + time.time()

            await _stops(series, sight, "stop", await asyncio.to_thread(stop))
        finally:
            await asyncio.to_thread(app.stop)


async def _the_peer(stage: Stage, series: Series) -> None:
    from mmassist.measure.sharing_peer import linked
    from mmassist.support import invite
    from mmassist.support.signalling import Signalling

    made = invite.by_link(time.monotonic())
    async with Signalling(stage.helping.broker, made, lambda _: None, lambda _: None) as owner:
        await owner.ready()
        page = await stage.helping.knocking(made.link("http://localhost"))
        async with linked(await owner.next_visit()) as peer:
            sight = Sight(page)
            await sight.begin()
            await _lamps(stage, series, sight, "aiortc-late")
            await _legible(stage, series, sight, "aiortc-", lambda: asyncio.sleep(0))
            await _lamps(stage, series, sight, "aiortc-late-busy")
            before, began = time.process_time(), time.monotonic()
            await asyncio.sleep(_COUNTED * stage.amount)
            series.add("aiortc-cpu", (time.process_time() - before) / (time.monotonic() - began) * 100)
            stage.window.ask("busy rest")
            await _lamps(stage, series, sight, "aiortc-late-after")
            stage.window.ask("busy turn")
            await asyncio.sleep(2)
            ended = time.time()
            await peer.close()
            await _stops(series, sight, "aiortc-stop", ended)


async def _let_in(stage: Stage, app: RunningApp, keyboard: Keyboard, home: Path) -> Page:
    """As a user does it."""

    async def spoken(text: str) -> None:
        await asyncio.to_thread(app.wait_spoken, text, 0.0, _PATIENCE)

    command = [sys.executable, "-m", "mmassist", "support", "invite"]
    environment = app.environment
    done = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        raise RoundFailed(done.stderr)
    page = await stage.helping.knocking(done.stdout.strip())
    await spoken("Yours are")

    def admit() -> None:
        keyboard.press(str(defaults()["leader"]))
        keyboard.press("shift+y")

    await asyncio.to_thread(admit)
    await spoken("is let in")
    return page


async def _looked_through(sight: Sight) -> None:
    """Until nothing was withheld for a while."""
    began, until = time.monotonic(), time.monotonic() + _PATIENCE
    while (now := time.monotonic()) - began < 1.5:
        if await sight.withheld():
            began = now
        if now > until:
            raise RoundFailed("something stays withheld")
        await asyncio.sleep(0.1)


async def _learnt(stage: Stage, sight: Sight) -> None:
    """Each text that it will turn through stands until it was looked through."""
    for number in range(STATES):
        stage.window.ask(f"busy {number}")
        await asyncio.sleep(0.5)
        await _looked_through(sight)


async def _legible(stage: Stage, series: Series, sight: Sight, prefix: str, ready: Callable[[], Awaitable[None]]) -> None:
    """A text that is new at each rate, while the rest turns. A sender that withholds what turns has it too easy: that is a failure."""
    for number, rate in enumerate(stage.rates):
        stage.cable.allow(rate)
        stage.window.ask(f"still {number + (len(stage.rates) if prefix else 0)}")
        await ready()
        stage.window.ask("busy turn")
        await asyncio.sleep(stage.seconds)
        source = await read_source(stage.reader)
        sent, began = stage.cable.sent(), time.monotonic()
        for _ in range(stage.times(_LOOKS)):
            await asyncio.sleep(0.5)
            if await sight.withheld():
                raise RoundFailed("what turns is withheld")
            got = await sight.text()
            series.add(f"{prefix}text-{rate:g}", error(source, got))
        kilobits = round((stage.cable.sent() - sent) * 8 / 1000 / (time.monotonic() - began))
        gone = await lost(source, got, stage.reader)
        series.add(f"{prefix}words-{rate:g}", gone)
        series.details[f"text-{rate:g}"][f"{prefix or 'mmassist-'}kilobits_a_second"] = kilobits
        tell(f"    {rate:g} Mbit/s: {decibels(error(source, got)):.1f} dB, {gone:.1f} % of the words lost, {kilobits} kbit/s sent")


async def _lamps(stage: Stage, series: Series, sight: Sight, key: str) -> None:
    stage.window.ask("lamp #000000")
    await asyncio.sleep(2)
    for number in range(stage.times(_LAMPS) + 2):  # the first two are new
        level = (255, 255, 255) if number % 2 == 0 else (0, 0, 0)
        at = stage.window.ask(f"lamp {_name(level)}")["at"]
        seen = await sight.became("lamp", level, at)
        if number >= 2:
            series.add(key, (seen - at) * 1000)
            tell(f"    {key}: {(seen - at) * 1000:.0f} ms")
        await asyncio.sleep(0.43)


async def _spots(stage: Stage, series: Series, sight: Sight) -> None:
    for number in range(stage.times(_NEW)):
        colour = (255 - 20 * number, 20 * number, 40 if number % 2 else 220)
        at = stage.window.ask(f"spot {_name(colour)}")["at"]
        series.add("new", (await sight.became("spot", colour, at) - at) * 1000)
        tell(f"    new: {series.values['new'][-1]:.0f} ms")
        await asyncio.sleep(0.5)


async def _points(stage: Stage, series: Series, sight: Sight, page: Page, app: RunningApp, keyboard: Keyboard) -> None:
    box = await page.locator("#picture").bounding_box()
    if box is None:
        raise RoundFailed("no picture")
    for number in range(stage.times(_POINTED)):
        began = time.monotonic()
        await page.mouse.click(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * (0.1 + 0.03 * number))
        heard = await asyncio.to_thread(app.wait_spoken, "points at", began, _PATIENCE)
        pressed = float(await sight.ask("seen.pressed")) / 1000 - time.time() + time.monotonic()
        series.add("pointed", (heard.at - pressed) * 1000)
        tell(f"    pointed: {series.values['pointed'][-1]:.0f} ms")
        await asyncio.to_thread(keyboard.press, default_keys()["stop"])  # once: what is still being told would be waited for
        await asyncio.sleep(2.5)


async def _counts(stage: Stage, series: Series, sight: Sight, key: str, busy: str, app: RunningApp) -> None:
    stage.window.ask(f"busy {busy}")
    await asyncio.sleep(1)
    before, pictures, began = {one.pid: one.cpu for one in group(app.pid)}, await sight.ask("seen.frames"), time.monotonic()
    await asyncio.sleep(_COUNTED * stage.amount)
    took, came = time.monotonic() - began, await sight.ask("seen.frames") - pictures
    shares = {f"{one.name} ({one.pid})": (one.cpu - before.get(one.pid, 0.0)) / took * 100 for one in group(app.pid)}
    named = {name: round(share, 1) for name, share in shares.items() if share >= 0.1}
    series.add(key, sum(shares.values()))
    series.details[key] |= {"seconds": round(took, 1), "pictures_a_second": round(came / took, 1), "by_process": named}
    tell(f"    {key}: {sum(shares.values()):.0f} %, {came / took:.1f} pictures a second, {named}")


def _name(colour: tuple[int, int, int]) -> str:
    return f"#{bytes(colour).hex()}"


async def _stops(series: Series, sight: Sight, key: str, ended: float) -> None:
    await asyncio.sleep(max(0.0, ended + 0.2 - time.time()))
    frames = await sight.ask("seen.frames")
    await asyncio.sleep(2)
    series.add(key, max(0.0, await sight.ask("seen.last") - ended * 1000))
    if key == "stop":
        series.add("after", float(await sight.ask("seen.frames") - frames))
