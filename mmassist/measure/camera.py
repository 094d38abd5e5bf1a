"""`mmassist bench camera`: how old pictures are when they are looked at, what watching costs, how many are left for newer ones.

The camera is an MJPEG server in a process of its own. Age counts from the moment at which the server began to send a picture.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mmassist.capture.camera import CameraSource
from mmassist.measure import figures as measured
from mmassist.measure.camera_server import COUNT, HEIGHT, MOVING, RATE, STILL, WIDTH, number_of
from mmassist.measure.commanded import Commanded
from mmassist.measure.figures import Figure, Samples, Verdict

MODULE = "mmassist.measure.camera_server"
MAX_AGE, MAX_SHARE = 50.0, 30.0
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class _Way:
    """`work`: seconds for which the app is busy with each picture."""

    name: str
    path: str
    work: float = 0.0


_WAYS = (
    _Way("idle-watching", STILL),
    _Way("every picture taken", MOVING),
    _Way("150 ms of work on each", MOVING, 0.15),
)


@dataclass(frozen=True, slots=True)
class _Watched:
    """One way of watching. `seen`: number and moment of each picture when it was looked at. `share`: of one core, in percent."""

    seen: Sequence[tuple[int, float]]
    share: float
    passed_over: int


def measure(seconds: float = 20.0) -> dict[str, Any]:
    """Watches for `seconds` each way: a scene that is still most of the time, one that moves, and that with work of 150 ms a picture."""
    load = os.getloadavg()[0]
    found: list[Figure] = []
    with Commanded(MODULE) as server:
        about = server.answer()
        url = f"http://127.0.0.1:{about['port']}"
        for way in _WAYS:
            watched = asyncio.run(_watched(url, way, seconds))
            found += _figures(way, watched, server.ask("times")["sent"])
    return {
        "command": f"mmassist bench camera --seconds {seconds:g}",
        "machine": {"cores": os.cpu_count(), "load_before": round(load, 2), "load_after": round(os.getloadavg()[0], 2)},
        "source": {"width": WIDTH, "height": HEIGHT, "rate": RATE, "bytes_a_picture": about["bytes"]},
        "met": all(figure.verdict in (Verdict.MET, Verdict.PUBLISHED) for figure in found),
        "figures": [figure.as_json() for figure in found],
    }


def table(report: Mapping[str, Any]) -> str:
    """The report for eyes and ears that prefer lines."""
    machine, source = report["machine"], report["source"]
    head = f"{machine['cores']} cores; load {machine['load_before']} before, {machine['load_after']} after; "
    head += f"{source['width']} x {source['height']} at {source['rate']} a second, {source['bytes_a_picture']} bytes each."
    return f"{head}\n\n{measured.table(report['figures'])}"


async def _watched(url: str, way: _Way, seconds: float) -> _Watched:
    async with contextlib.aclosing(await CameraSource.open(url + way.path)) as camera:
        await camera.latest()
        seen: list[tuple[int, float]] = []
        began, before, passed = time.monotonic(), _cpu(camera), camera.passed_over
        async with contextlib.aclosing(camera.changes() if way.path == STILL else camera.frames()) as frames:
            async for frame in frames:
                seen.append((number_of(frame.pixels), time.monotonic()))
                await asyncio.to_thread(time.sleep, way.work)
                if time.monotonic() - began >= seconds:
                    break
        share = (_cpu(camera) - before) / (time.monotonic() - began) * 100
        return _Watched(seen, share, camera.passed_over - passed)


def _cpu(camera: CameraSource) -> float:
    """Seconds of processor time of this process and of the camera's."""
    stat = Path(f"/proc/{camera.pid}/stat").read_text().rpartition(")")[2].split()
    return time.process_time() + (int(stat[11]) + int(stat[12])) / _TICK


def _figures(way: _Way, watched: _Watched, sent: Sequence[float]) -> list[Figure]:
    ages = tuple(_age(number, at, sent) * 1000 for number, at in watched.seen)
    details = {"pictures": len(ages), "over_50_ms": sum(age > MAX_AGE for age in ages), "passed_over": watched.passed_over}
    return [
        Figure(
            f"age: {way.name}",
            "ms",
            MAX_AGE,
            Samples(f"age of a picture when it is looked at, {way.name}", ages),
            note="From the first byte that the server sends of it until it is in the app as an array.",
            details=details,
        ),
        Figure(
            f"share: {way.name}",
            "% of a core",
            MAX_SHARE if way.path == STILL else None,
            Samples(f"processor time of the app and the camera's process, {way.name}", (watched.share,)),
        ),
    ]


def _age(number: int, at: float, sent: Sequence[float]) -> float:
    """Of the pictures that bear `number`, the last one sent before `at` is meant."""
    return at - max(moment for moment in sent[number::COUNT] if moment <= at)
