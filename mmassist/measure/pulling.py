"""`mmassist bench pull`: a pull that is killed again and again, and bits that tip in what has come; what is lost, and what gets through.

The pull is the real command in a process of its own, ended by SIGKILL at random moments, before a throttled hub on this machine. What it
lost is what the hub sent beyond the model's own size. The bits tip in each part of an installed model, where the load must refuse it,
and in what a stopped pull left behind, where the next pull must notice and end with the true bytes.
"""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Coroutine, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from mmassist.errors import MmassistError
from mmassist.inference.store import Hub, Store, load
from mmassist.inference.store.pulling import BLOCK
from mmassist.measure import figures as measured
from mmassist.measure.figures import Figure, Samples, Verdict
from mmassist.measure.pull_server import ModelServer
from mmassist.measure.series import tell

NAME = "whisper-tiny"
PUBLISHED_SEED = 20_261_125
# A kill costs the block that was being gathered, and what lay in the buffers of both ends of the connection.
TARGET_KB = (BLOCK + 3 * 65_536) / 1000
_NOTE = (
    "Kilobytes that the hub sent and that were not kept. The real command, ended by SIGKILL at random moments; the hub is on this machine "
    "and sends 4 MB a second. The opponent is killed while bytes come, before the same hub."
)
_EARLY = 5  # every so manieth kill comes soon after the start, often before anything is asked for; the others while bytes come
_SOON, _LATE = 2.0, 120.0  # seconds
_RATE = 4_000_000
_OPPONENT = "from huggingface_hub import hf_hub_download; hf_hub_download({!r}, {!r})"
_OPPONENTS_KILLS = 4  # fewer, for each one costs it all that had come
_REGIONS = ("head", "middle", "tail", "small file", "manifest", "part", "journal")
_LARGE = "model.bin"


def measure(kills: int = 20, flips: int = 200, megabytes: float = 40, seed: int = PUBLISHED_SEED) -> dict[str, Any]:
    """`megabytes`: of the model that is pulled; the hub is throttled so that the kills fall before its end. Takes a minute or two."""
    load_before = os.getloadavg()[0]
    chance = random.Random(seed)  # noqa: S311 - moments and bits, no secrets
    with tempfile.TemporaryDirectory(prefix="mmassist-pull-") as folder:
        size = int(megabytes * 1e6)
        cost = asyncio.run(killed(Path(folder) / "killed", kills, size, chance))
        others = Samples("huggingface_hub, hf_hub_download", tuple(asyncio.run(opponent(Path(folder) / "other", size, chance))))
        bits = asyncio.run(tipped(Path(folder) / "tipped", flips, chance))
    found = [replace(cost, opponents=(others,)), bits]
    return {
        "command": f"mmassist bench pull --kills {kills} --flips {flips}",
        "machine": {"cores": os.cpu_count(), "load_before": round(load_before, 2), "load_after": round(os.getloadavg()[0], 2)},
        "seed": seed,
        "met": all(figure.verdict is Verdict.MET for figure in found),
        "figures": [figure.as_json() for figure in found],
    }


def table(report: Mapping[str, Any]) -> str:
    """The report for eyes and ears that prefer lines."""
    machine = report["machine"]
    head = f"{machine['cores']} cores; load {machine['load_before']} before, {machine['load_after']} after; seed {report['seed']}."
    details = [", ".join(f"{name} {value}" for name, value in figure["details"].items()) for figure in report["figures"]]
    return "\n".join([head, "", measured.table(report["figures"]), "", *details])


def content(size: int, seed: int = 1) -> dict[str, bytes]:
    """The files of a model in the layout that is pulled; random bytes, the largest file `size` of them."""
    repository = load().model(NAME).repository
    chance = random.Random(seed)  # noqa: S311 - no secrets
    return {
        f"{repository}/config.json": b'{"made": "for measuring"}',
        f"{repository}/tokenizer.json": chance.randbytes(200_000),
        f"{repository}/vocabulary.txt": b"one\ntwo\n",
        f"{repository}/{_LARGE}": chance.randbytes(size),
    }


async def killed(home: Path, kills: int, size: int, chance: random.Random) -> Figure:
    """Kills the command until it was killed `kills` times, then lets it end; each sample is what one kill cost."""
    files = content(size)
    total = sum(map(len, files.values()))
    server = ModelServer(files, _RATE)
    store = Store(home / "cache" / "models", load())
    lost: list[float] = []
    shrunk = 0
    async with server.running():
        while len(lost) < kills:
            sent, kept = server.sent, store.begun(NAME)
            if len(lost) % _EARLY == _EARLY - 1:
                ended = await _run(home, server, _pull_command(server), asyncio.sleep(chance.uniform(0, _SOON)))
            else:
                ended = await _run(home, server, _pull_command(server), _reached(server, chance.randrange(int(1.5 * size / kills))))
            if ended == 0:
                break
            await asyncio.sleep(0.1)  # for the hub to notice
            now = store.begun(NAME)
            shrunk += now < kept
            lost.append((server.sent - sent - (now - kept)) / 1000)
            tell(f"    killed {len(lost)} times, {now / 1e6:.1f} of {total / 1e6:.1f} MB are kept")
        server.rate = 0
        ended = await _run(home, server, _pull_command(server), asyncio.sleep(_LATE))
    whole = ended == 0 and _is(store, files)
    details = {
        "kills": len(lost),
        "model_bytes": total,
        "sent_bytes": server.sent,
        "beyond_percent": round((server.sent / total - 1) * 100, 2),
        "whole_in_the_end": whole,
        "kills_after_which_less_was_kept": shrunk,
    }
    failure = "" if whole and not shrunk and len(lost) == kills else "the model was not whole, or less was kept than before"
    name = "bytes that one kill cost"
    return Figure("killed", "kB", TARGET_KB, Samples(name, tuple(lost), failure), note=_NOTE, details=details)


async def _reached(server: ModelServer, count: int) -> None:
    """Returns when the hub has sent `count` bytes more."""
    server.mark = server.sent + count
    server.reached.clear()
    await server.reached.wait()


def _pull_command(server: ModelServer) -> tuple[str, ...]:
    return ("-m", "mmassist", "models", "pull", NAME, "--yes", "--json", "--hub", server.url)


async def opponent(home: Path, size: int, chance: random.Random) -> list[float]:
    """The same for the hub's own client, kilobytes that each kill cost it: what was sent to it, less what it went on from afterwards."""
    server = ModelServer(content(size), _RATE)
    repository = load().model(NAME).repository
    begins, sent = [], []
    async with server.running():
        for _ in range(_OPPONENTS_KILLS + 1):
            before, asked = server.sent, len(server.asked)
            moment = _reached(server, chance.randrange(size // 8, size // 2))
            await _run(home, server, ("-c", _OPPONENT.format(repository, _LARGE)), moment)
            ranges = [one.headers.get("range", "bytes=0-") for one in server.asked[asked:] if one.method == "GET"]
            begins.append(int(ranges[0].removeprefix("bytes=").partition("-")[0]) if ranges else 0)
            sent.append(server.sent - before)
    return [(sent[at] - (begins[at + 1] - begins[at])) / 1000 for at in range(_OPPONENTS_KILLS)]


async def _run(home: Path, server: ModelServer, arguments: tuple[str, ...], until: Coroutine[Any, Any, None]) -> int:
    """Python's exit code, with `arguments` and a home of its own; it is killed when `until` returns first."""
    hub = {"HF_ENDPOINT": server.url, "HF_HOME": str(home / "hub"), "HF_HUB_DISABLE_XET": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", *arguments),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        env={**os.environ, **hub, "MMASSIST_HOME": str(home)},
    )
    ending, moment = asyncio.create_task(process.wait()), asyncio.create_task(until)
    await asyncio.wait([ending, moment], timeout=_LATE, return_when=asyncio.FIRST_COMPLETED)
    moment.cancel()
    if not ending.done():
        process.kill()
    return await ending


def _is(store: Store, files: Mapping[str, bytes]) -> bool:
    folder = store.load(NAME)
    return all((folder / Path(name).name).read_bytes() == data for name, data in files.items())


async def tipped(home: Path, flips: int, chance: random.Random) -> Figure:
    """Tips bits one at a time; each sample is 0 for one that was refused and 1 for one that got through."""
    files = content(3_000_000)
    server = ModelServer(files)
    through: list[float] = []
    regions: dict[str, str] = {}
    async with server.running() as url:
        whole, part = home / "whole", home / "part"
        await _pull(Store(whole, load()), url)
        await _stopped(Store(part, load()), server)
        for region in _REGIONS:
            asked = flips // len(_REGIONS) + (_REGIONS.index(region) < flips % len(_REGIONS))
            passed = 0
            for _ in range(asked):
                if region in ("part", "journal"):
                    passed += not await _noticed(part, region, url, files, chance)
                else:
                    passed += not _refused(whole, region, chance)
            through += [0.0] * (asked - passed) + [1.0] * passed
            regions[region] = f"{asked - passed} of {asked} refused"
            tell(f"    {region}: {regions[region]}")
    return Figure("tipped", "of 1", 0, Samples("tipped bits that got through", tuple(through)), details=regions)


async def _pull(store: Store, url: str) -> None:
    source = Hub(url)
    try:
        await store.pull(NAME, source, lambda progress: None)
    finally:
        await source.aclose()


async def _stopped(store: Store, server: ModelServer) -> None:
    """Leaves two thirds of the model behind, as a kill does."""
    server.rate = 4_000_000
    enough = asyncio.Event()
    source = Hub(server.url)

    def report(progress: Any) -> None:
        if progress.done > 2_000_000:
            enough.set()

    pulling = asyncio.create_task(store.pull(NAME, source, report))
    await enough.wait()
    pulling.cancel()
    await asyncio.wait([pulling])
    await source.aclose()
    server.rate = 0


def _refused(whole: Path, region: str, chance: random.Random) -> bool:
    """Whether the load refuses the model with one bit tipped, and takes it again when that is undone."""
    store = Store(whole, load())
    folder = whole / NAME
    small = sorted(path.name for path in folder.iterdir() if path.name not in (_LARGE, "manifest"))
    file = {"small file": chance.choice(small), "manifest": "manifest"}.get(region, _LARGE)
    size = (folder / file).stat().st_size
    low, high = {"head": (0, 64), "middle": (64, size - 64), "tail": (size - 64, size)}.get(region, (0, size))
    bit = chance.randrange(low * 8, high * 8)
    _tip(folder / file, bit)
    try:
        store.load(NAME)
        refused = False
    except MmassistError:
        refused = True
    _tip(folder / file, bit)
    store.load(NAME)
    return refused


async def _noticed(part: Path, region: str, url: str, files: Mapping[str, bytes], chance: random.Random) -> bool:
    """Whether a pull that goes on after one bit tipped in what had come ends with the true bytes all the same."""
    with tempfile.TemporaryDirectory(dir=part.parent) as name:
        copy = Path(name) / "models"
        shutil.copytree(part, copy)
        path = copy / ".part" / (f"{NAME}.journal" if region == "journal" else f"{NAME}/{_LARGE}")
        _tip(path, chance.randrange(path.stat().st_size * 8))
        store = Store(copy, load())
        await _pull(store, url)
        return _is(store, files)


def _tip(path: Path, bit: int) -> None:
    with path.open("r+b") as file:
        file.seek(bit // 8)
        byte = file.read(1)[0]
        file.seek(bit // 8)
        file.write(bytes([byte ^ 1 << bit % 8]))
