"""`mmassist models` as a process of its own, before a hub of ours: what is said, what is asked, and what survives being killed."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import tomlkit

from mmassist.inference.store import Folder, Store, load
from mmassist.measure import pulling
from mmassist.measure.pulling import NAME, content
from tests.conftest import ROOT
from tests.contract.command import Ended, User
from tests.fakes.servers.hub import FakeHub

_SIZE = 3_000_000


@pytest.fixture
def user(home: Path) -> User:
    return User(home)


@pytest.fixture
def store(home: Path) -> Store:
    return Store(home / "cache" / "models", load())


@pytest.fixture
async def hub() -> AsyncIterator[FakeHub]:
    server = FakeHub(content(_SIZE))
    async with server.running():
        yield server


async def pulled(user: User, hub: FakeHub, *more: str, stdin: str = "") -> Ended:
    return await user.runs("models", "pull", NAME, "--hub", hub.url, *more, stdin=stdin)


def whole(store: Store) -> bool:
    folder = store.load(NAME)
    return all((folder / Path(name).name).read_bytes() == data for name, data in content(_SIZE).items())


async def test_the_size_is_said_and_asked_before_anything_is_fetched(user: User, hub: FakeHub) -> None:
    ended = await pulled(user, hub, stdin="n\n")
    assert ended.code == 1
    assert "Whisper tiny: 78 megabytes, licence MIT. Pull it? [y/N]" in ended.err
    assert not hub.asked


async def test_a_pull_says_how_far_it_is_at_each_tenth_and_what_it_was_held_to(user: User, hub: FakeHub, store: Store) -> None:
    ended = await pulled(user, hub, stdin="y\n")
    lines = ended.out.splitlines()
    assert ended.code == 0
    assert whole(store)
    assert [line.partition(" percent, ")[0] for line in lines[:-1]][-1] == "100"
    assert lines[-1] == (
        "Whisper tiny is here and works without a network. "
        "It was checked against what the server said, and recorded: every later load is held to it."
    )


async def test_where_nobody_says_what_a_file_must_be_that_is_said(user: User, hub: FakeHub) -> None:
    hub.names_digests = False
    ended = await pulled(user, hub, "--yes")
    assert ended.out.splitlines()[-1].endswith("what came was recorded, and every later load is held to it.")


async def test_with_json_each_line_is_an_event(user: User, hub: FakeHub) -> None:
    ended = await pulled(user, hub, "--yes", "--json")
    events = [json.loads(line) for line in ended.out.splitlines()]
    assert {event["event"] for event in events[:-1]} == {"progress"}
    assert {"stage", "model", "file", "done", "total", "spoken"} <= set(events[0])
    assert (events[-1]["event"], events[-1]["checks"]) == ("pulled", ["server"])


async def test_the_hub_can_be_named_by_the_environment(user: User, hub: FakeHub, store: Store) -> None:
    user.environment["MMASSIST_HUB"] = hub.url
    ended = await user.runs("models", "pull", NAME, "--yes")
    assert ended.code == 0
    assert whole(store)


async def test_a_proxy_is_asked_in_the_hubs_place(user: User, hub: FakeHub, store: Store) -> None:
    async with FakeHub(content(_SIZE)).running() as proxy:
        ended = await pulled(user, hub, "--yes", "--proxy", proxy)
    assert ended.code == 0
    assert not hub.asked
    assert whole(store)


def logged(home: Path) -> str:
    return "".join(path.read_text("utf-8", "replace") for path in home.rglob("*.log*"))


def settled(home: Path, **models: str) -> None:
    path = home / "config" / "settings.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(tomlkit.dumps({"version": 2, "models": models}), "utf-8")


async def test_hub_and_proxy_of_the_settings_are_used(user: User, hub: FakeHub, home: Path, store: Store) -> None:
    async with FakeHub(content(_SIZE)).running() as proxy:
        settled(home, hub=hub.url, proxy=proxy)
        ended = await user.runs("models", "pull", NAME, "--yes")
    assert ended.code == 0
    assert not hub.asked
    assert whole(store)


async def test_what_the_command_names_counts_before_the_settings(user: User, hub: FakeHub, home: Path, store: Store) -> None:
    settled(home, hub="http://127.0.0.1:1")
    ended = await pulled(user, hub, "--yes")
    assert ended.code == 0
    assert whole(store)


@pytest.mark.parametrize("address", ["socks5://name:hunter2@127.0.0.1:1", "http://name:hunter2@127.0.0.1:1"])
async def test_a_password_in_the_settings_proxy_is_in_no_log(user: User, hub: FakeHub, home: Path, address: str) -> None:
    settled(home, hub="https://hub.invalid", proxy=address)
    ended = await user.runs("--verbose", "models", "pull", NAME, "--yes")
    assert ended.code != 0
    assert "hunter2" not in ended.out + ended.err + logged(home)


async def test_a_drive_needs_no_network_and_is_not_asked_about(user: User, store: Store, tmp_path: Path) -> None:
    for name, data in content(_SIZE).items():
        path = tmp_path / "stick" / NAME / Path(name).name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    ended = await user.runs("models", "pull", NAME, "--from", str(tmp_path / "stick"))
    assert ended.code == 0
    assert whole(store)


async def test_a_failure_is_a_sentence_and_a_remedy(user: User, hub: FakeHub) -> None:
    hub.page = True
    ended = await pulled(user, hub, "--yes", "--json")
    told = json.loads(ended.out.splitlines()[-1])
    assert ended.code == 1
    assert told["error"] == "PullFailed"
    assert told["spoken"].startswith("A web page came instead of the model.")
    assert told["remedy"]


async def test_a_password_in_a_proxy_is_in_no_error(user: User, hub: FakeHub) -> None:
    ended = await pulled(user, hub, "--yes", "--proxy", "socks5://name:hunter2@127.0.0.1:1")
    assert ended.code == 1
    assert "hunter2" not in ended.out + ended.err


@pytest.mark.parametrize("name", ["../../etc", "whisper-tiny/../whisper-base", "/tmp", ""])
async def test_a_name_that_is_a_path_is_refused(user: User, hub: FakeHub, name: str) -> None:
    ended = await user.runs("models", "pull", name, "--hub", hub.url, "--yes")
    assert ended.code == 1
    assert ended.err.startswith("There is no model of that name.")
    assert not hub.asked


async def test_the_list_tells_what_is_here_and_what_is_recommended(user: User, hub: FakeHub) -> None:
    await pulled(user, hub, "--yes")
    told = (await user.runs("models", "list", "--json")).told
    rows: dict[str, Any] = {row["name"]: row for row in told["models"]}
    assert [name for name, row in rows.items() if row["installed"]] == [NAME]
    for kind in ("whisper", "vision"):
        assert sum(row["recommended"] for row in rows.values() if row["kind"] == kind) <= 1
    assert all(row["megabytes"] > 0 and row["licence"] for row in rows.values())
    assert told["machine"]["cores"] == len(os.sched_getaffinity(0))


async def test_the_list_can_be_heard(user: User) -> None:
    ended = await user.runs("models", "list")
    first, *rows = ended.out.splitlines()
    assert first.startswith("This computer: ")
    assert "estimates" in first
    assert any(row.startswith("whisper-base: 148 megabytes, many languages, not here") for row in rows)


async def test_verify_tells_of_damage_and_pull_mends_it(user: User, hub: FakeHub, store: Store) -> None:
    await pulled(user, hub, "--yes")
    assert (await user.runs("models", "verify")).out == "Whisper tiny is whole: 4 files are what they were when they came.\n"
    path = store.folder / NAME / "model.bin"
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    ended = await user.runs("models", "verify", NAME)
    assert ended.code == 1
    assert "model.bin is changed. It is not used. Run mmassist models pull whisper-tiny" in ended.out
    await pulled(user, hub, "--yes")
    assert whole(store)


async def test_a_model_that_is_not_here_can_not_be_verified(user: User) -> None:
    ended = await user.runs("models", "verify", "whisper-base")
    assert ended.code == 1
    assert ended.err.startswith("Whisper base is not on this computer yet.")


async def test_a_removed_model_is_gone(user: User, hub: FakeHub, store: Store) -> None:
    await pulled(user, hub, "--yes")
    ended = await user.runs("models", "remove", NAME)
    assert ended.out == "whisper-tiny is removed: 3.2 megabytes are free again.\n"
    assert store.find(NAME) is None


async def test_a_disk_that_takes_no_more_keeps_what_came(user: User, hub: FakeHub, store: Store) -> None:
    """The limit of a file's size stands for the disk's end: the real system says no to the real command."""
    script = f"ulimit -f 2000; exec {sys.executable} -m mmassist models pull {NAME} --yes --hub {hub.url}"
    process = await asyncio.create_subprocess_exec(
        "bash", "-c", script, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE, env=user.variables()
    )
    _, err = await process.communicate()
    assert process.returncode == 1
    assert err.decode().startswith("The disk is full. 2.")
    assert store.begun(NAME) > 1_700_000
    await pulled(user, hub, "--yes")
    assert whole(store)


async def test_stopped_by_the_user_it_says_what_is_kept(user: User, hub: FakeHub, store: Store) -> None:
    hub.rate = 1_000_000
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "mmassist", "models", "pull", NAME, "--yes", "--hub", hub.url),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        env=user.variables(),
        # What a shell runs in the background ignores Control C, and so would this.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    hub.mark = 1_000_000
    await hub.reached.wait()
    process.send_signal(signal.SIGINT)
    _, err = await process.communicate()
    assert process.returncode == 130
    assert "megabytes have come and are kept; the same command goes on from there." in err.decode()
    assert store.begun(NAME) > 500_000


async def test_a_second_pull_of_the_same_model_is_told_of_the_first(user: User, hub: FakeHub, store: Store) -> None:
    hub.rate = 500_000
    first = asyncio.create_task(pulled(user, hub, "--yes"))
    await hub.reached.wait()
    second = await pulled(user, hub, "--yes")
    assert second.code == 1
    assert second.err.startswith("Whisper tiny is being pulled or removed by another mmassist.")
    hub.rate = 0
    assert (await first).code == 0
    assert whole(store)


async def test_killed_at_random_moments_a_pull_loses_next_to_nothing(home: Path) -> None:
    """The short form of `mmassist bench pull`, which kills twenty times."""
    figure = await pulling.killed(home, 6, 6_000_000, random.Random(3))
    assert figure.samples.failure == ""
    assert figure.details["whole_in_the_end"]
    assert figure.details["sent_bytes"] <= figure.details["model_bytes"] + 6 * 1000 * pulling.TARGET_KB


async def test_a_bit_that_tips_anywhere_is_refused(tmp_path: Path) -> None:
    """The short form of `mmassist bench pull`, which tips two hundred."""
    figure = await pulling.tipped(tmp_path, 21, random.Random(3))
    assert set(figure.samples.values) == {0.0}


async def test_the_example_in_the_documentation_works(user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, data in content(1000).items():
        path = tmp_path / "stick" / Path(name).name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    folder = tmp_path / ".cache" / "mmassist" / "models"
    await Store(folder, load()).pull("whisper-base", Folder(tmp_path / "stick"), lambda progress: None)
    monkeypatch.setenv("HOME", str(tmp_path))
    example = (ROOT / "docs" / "models.md").read_text("utf-8").partition("```python\n")[2].partition("```")[0]
    names: dict[str, Any] = {}
    exec(example, names)
    assert names["folder"] == folder / "whisper-base"
    assert len(names["weights"]) == 1000
