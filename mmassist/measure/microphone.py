"""`mmassist bench microphone`: how soon what sounds is with the recogniser, how soon a key press hears, what listening costs.

Clicks are played into the virtual desktop's microphone. When they sounded is told by a recording of the cable that they go through,
with a clock of its own (`measure.sink`): nothing of the microphone's is believed.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from mmassist.capture.microphone import Microphone, Options
from mmassist.errors import MmassistError
from mmassist.measure import figures as measured
from mmassist.measure.figures import Verdict
from mmassist.measure.own_desktop import in_desktop, print_report
from mmassist.measure.series import MISHAPS, Asked, RoundFailed, Series, tell
from mmassist.measure.sink import RATE, NothingHeard, Sink
from mmassist.values import SAMPLE_RATE, AudioBlock

CABLE = "miccable"
MAX_MS = 30.0
_ASKED = (
    Asked(
        "transport",
        "from the end of a block's sound to the recogniser",
        "ms",
        MAX_MS,
        note="What device, sound server, rate conversion (12.5 ms of it), process and queue take; without the 32 ms that a block lasts.",
    ),
    Asked("sound", "from a sound to the recogniser, the rest of its block included", "ms", None),
    Asked("clock", "error of the time that a sample is said to have been taken up", "ms", None, note="Absolute."),
    Asked("open", "from opening to the first block", "ms", None, note="A block lasts 32 ms; the device is closed before."),
    Asked("pre-roll", "the same where the device is held open", "ms", None),
    Asked("share", "processor time of the app and the microphone's process while listening", "% of a core", None),
    Asked("lost", "samples lost while listening", "samples", 0.0),
)
_LOUD = 0.25
_CLICK = 0.004  # seconds
_THRESHOLD = -20.0  # dBFS
_TICK = os.sysconf("SC_CLK_TCK")
_OPENINGS = 20


@dataclass(frozen=True, slots=True)
class _Arrival:
    block: AudioBlock
    at: float


def measure(seconds: int = 60) -> dict[str, Any]:
    """Listens to clicks for `seconds`, then to nothing for a third of it. Raises DesktopError where no virtual desktop is to be had."""
    if "MMASSIST_DESKTOP" not in os.environ:
        return in_desktop("mmassist.measure.microphone", seconds)
    load, series, failure = os.getloadavg()[0], Series(), ""
    try:
        asyncio.run(_measured(series, seconds))
    except (*MISHAPS, MmassistError) as error:
        failure = f"{type(error).__name__}: {error}"
        tell(f"  {failure}")
    found = [series.figure(asked, failure) for asked in _ASKED]
    return {
        "command": f"mmassist bench microphone --seconds {seconds}",
        "machine": {"cores": os.cpu_count(), "load_before": round(load, 2), "load_after": round(os.getloadavg()[0], 2)},
        "seconds": seconds,
        "met": all(figure.verdict in (Verdict.MET, Verdict.PUBLISHED) for figure in found),
        "figures": [figure.as_json() for figure in found],
    }


def table(report: Mapping[str, Any]) -> str:
    """The report for eyes and ears that prefer lines."""
    machine = report["machine"]
    head = (
        f"{machine['cores']} cores; load {machine['load_before']} before, {machine['load_after']} after; {report['seconds']} s of clicks."
    )
    return f"{head}\n\n{measured.table(report['figures'])}"


async def _measured(series: Series, seconds: int) -> None:
    faults: list[MmassistError] = []
    microphone = Microphone(Options(silent_after=0), faults.append)
    await microphone.start()
    try:
        await _first_block(microphone)  # the virtual microphone's own first time takes a second
        tell("clicks")
        await _clicks(microphone, series, seconds)
        tell("openings")
        for _ in range(_OPENINGS):
            series.add("open", await _first_block(microphone) * 1000)
            await asyncio.sleep(0.3)
        tell("silence")
        await _cost(microphone, series, seconds / 3)
    finally:
        await microphone.aclose()
    await _pre_roll(series)
    if faults:
        raise RoundFailed("; ".join(str(fault) for fault in faults))


async def _first_block(microphone: Microphone) -> float:
    began = time.monotonic()
    async with asyncio.timeout(10), microphone.open() as listening:
        await anext(listening)
        return time.monotonic() - began


async def _pre_roll(series: Series) -> None:
    microphone = Microphone(Options(pre_roll=True, silent_after=0))
    await microphone.start()
    try:
        await asyncio.sleep(1)
        for _ in range(_OPENINGS):
            series.add("pre-roll", await _first_block(microphone) * 1000)
            await asyncio.sleep(0.1)
    finally:
        await microphone.aclose()


async def _cost(microphone: Microphone, series: Series, seconds: float) -> None:
    async with microphone.open() as listening:
        await anext(listening)
        began, before = time.monotonic(), _cpu(microphone)
        async for _ in listening:
            if time.monotonic() - began >= seconds:
                break
        series.add("share", (_cpu(microphone) - before) / (time.monotonic() - began) * 100)


def _cpu(microphone: Microphone) -> float:
    """Seconds of processor time of this process and of the microphone's."""
    stat = Path(f"/proc/{microphone.pid}/stat").read_text().rpartition(")")[2].split()
    return time.process_time() + (int(stat[11]) + int(stat[12])) / _TICK


async def _clicks(microphone: Microphone, series: Series, seconds: int) -> None:
    arrivals: list[_Arrival] = []
    with tempfile.TemporaryDirectory() as folder, Sink(f"{CABLE}.monitor") as sink:
        path = Path(folder) / "clicks"
        path.write_bytes(_wave(seconds).tobytes())
        form = ["--raw", "--format=s16le", "--channels=1", f"--rate={RATE}", "--latency-msec=20"]
        began = time.monotonic()
        player = await asyncio.create_subprocess_exec("pacat", "-d", CABLE, *form, str(path))
        async with microphone.open() as listening:
            async for block in listening:
                arrivals.append(_Arrival(block, time.monotonic()))
                if player.returncode is not None or time.monotonic() - began > seconds + 10:
                    break
        if player.returncode is None:
            player.terminate()
        await player.wait()
        sounded = _onsets(sink, began)
    series.add("lost", float(sum(arrival.block.lost for arrival in arrivals)))
    _matched(series, sounded, arrivals)
    series.details["transport"] = {"clicks_played": len(sounded), "blocks": len(arrivals)}


def _wave(seconds: int) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    """Noise as faint as a room's, and clicks at odd times."""
    random = np.random.default_rng(5)
    wave = 0.0003 * random.standard_normal(seconds * RATE)
    at = 1.0
    while at < seconds - 0.5:
        start = int(at * RATE)
        wave[start : start + int(_CLICK * RATE)] = _LOUD
        at += 0.3 + 0.4 * random.random()
    return (wave * 32767).astype(np.int16)


def _onsets(sink: Sink, after: float) -> list[float]:
    found: list[float] = []
    while True:
        try:
            found.append(sink.onset(after, _THRESHOLD, timeout=0.2))
        except NothingHeard:
            return found
        after = found[-1] + 0.1


def _matched(series: Series, sounded: Sequence[float], arrivals: Sequence[_Arrival]) -> None:
    """Finds each click in a block, and compares."""
    heard: list[tuple[int, _Arrival]] = []
    for arrival in arrivals:
        loud = np.flatnonzero(np.abs(arrival.block.samples) > _LOUD / 2)
        if loud.size and (not heard or arrival.at - heard[-1][1].at > 0.1):
            heard.append((int(loud[0]), arrival))
    for at in sounded:
        place, arrival = min(heard, key=lambda one: abs(one[1].block.at + one[0] / SAMPLE_RATE - at))
        claimed = arrival.block.at + place / SAMPLE_RATE
        if abs(claimed - at) > 0.15:
            raise RoundFailed("a click was not heard")
        end = at + (len(arrival.block.samples) - place) / SAMPLE_RATE
        series.add("transport", (arrival.at - end) * 1000)
        series.add("sound", (arrival.at - at) * 1000)
        series.add("clock", abs(claimed - at) * 1000)


def main() -> int:
    """What runs inside of that desktop."""
    return print_report(measure)


if __name__ == "__main__":
    raise SystemExit(main())
