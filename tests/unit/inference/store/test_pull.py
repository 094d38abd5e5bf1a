"""A model comes whole or not at all, from where it was stopped, and only as what it is said to be."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import random
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import pytest

from mmassist.errors import PullFailed
from mmassist.inference.store import Catalogue, Check, Hub, Installed, Progress, Stage, State, Store, Times, checking, disk, lock
from mmassist.inference.store import pulling as pulling_module
from tests.fakes.servers.hub import FakeHub, self_signed
from tests.unit.inference.store.models import CATALOGUE, MODEL, contents

_QUICK = Times(connect=2, answer=1, silence=0.5, watch=0.3, slowest=100_000)


@pytest.fixture(autouse=True)
def small_blocks_and_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulling_module, "BLOCK", 16_384)
    monkeypatch.setattr(pulling_module, "_PAUSE", 0.001)


@pytest.fixture
async def hub() -> AsyncIterator[FakeHub]:
    files = {f"{MODEL.repository}/{name}": content for name, content in contents().items()}
    server = FakeHub(files)
    async with server.running():
        yield server


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    yield Store(tmp_path / "models", CATALOGUE)


async def pull(store: Store, hub: FakeHub, heard: list[Progress] | None = None, proxy: str = "") -> Installed:
    source = Hub(hub.url, proxy, _QUICK)
    try:
        return await store.pull(MODEL.name, source, (heard if heard is not None else []).append)
    finally:
        await source.aclose()


def whole(store: Store) -> bool:
    folder = store.load(MODEL.name)
    return all((folder / name).read_bytes() == content for name, content in contents().items())


async def test_a_model_is_pulled_and_loaded(store: Store, hub: FakeHub) -> None:
    found = await pull(store, hub)
    assert whole(store)
    assert found.checks == frozenset({Check.SERVER})


async def test_what_is_here_is_not_asked_for_again(store: Store, hub: FakeHub) -> None:
    await pull(store, hub)
    asked = len(hub.asked)
    await pull(store, hub)
    assert len(hub.asked) == asked


async def test_files_and_folders_are_their_owners_alone(store: Store, hub: FakeHub) -> None:
    await pull(store, hub)
    everything = [store.folder, *store.folder.rglob("*")]
    assert {path.stat().st_mode & 0o777 for path in everything if path.is_dir()} == {0o700}
    assert {path.stat().st_mode & 0o777 for path in everything if path.is_file()} == {0o600}


async def test_nothing_is_sent_that_tells_of_the_user(store: Store, hub: FakeHub) -> None:
    hub.cookie = "track=1"
    await pull(store, hub)
    sent = {name for asked in hub.asked for name in asked.headers}
    assert sent <= {"host", "user-agent", "accept", "accept-encoding", "connection", "range", "if-range"}
    assert {asked.headers["user-agent"] for asked in hub.asked} == {"mmassist"}
    assert {asked.headers["accept-encoding"] for asked in hub.asked} == {"identity"}


async def test_all_files_are_of_one_state_of_the_repository(store: Store, hub: FakeHub) -> None:
    await pull(store, hub)
    revisions = [asked.path.split("/resolve/")[1].split("/")[0] for asked in hub.asked]
    assert revisions[0] == "main"
    assert set(revisions[1:]) == {"a" * 40}


async def test_a_connection_that_is_lost_is_taken_up_where_it_was(store: Store, hub: FakeHub) -> None:
    hub.cuts = [200_000]
    await pull(store, hub)
    assert whole(store)
    assert hub.sent == sum(map(len, contents().values()))


async def test_a_pull_that_was_cancelled_goes_on_where_it_was(store: Store, hub: FakeHub) -> None:
    hub.rate = 400_000
    much = asyncio.Event()
    source = Hub(hub.url, "", _QUICK)
    async with contextlib.aclosing(source):

        def report(progress: Progress) -> None:
            if progress.done >= 100_000:
                much.set()

        pulled = asyncio.create_task(store.pull(MODEL.name, source, report))
        await much.wait()
        pulled.cancel()
        with pytest.raises(asyncio.CancelledError):
            await pulled
    kept = store.begun(MODEL.name)
    assert kept >= 100_000
    hub.rate = 0
    await pull(store, hub)
    assert whole(store)
    small = sum(len(content) for name, content in contents().items() if name != "onnx/model.bin")
    assert hub.asked[-1].headers["range"] == f"bytes={kept - small}-"


async def test_a_server_without_ranges_begins_anew_and_that_is_said(store: Store, hub: FakeHub) -> None:
    hub.ranges = False
    hub.cuts = [200_000]
    heard: list[Progress] = []
    await pull(store, hub, heard)
    assert whole(store)
    assert "The server can't go on where it stopped. onnx/model.bin is fetched from its beginning." in [one.note for one in heard]


async def test_a_file_that_changes_between_two_ranges_is_fetched_anew(store: Store, hub: FakeHub) -> None:
    hub.cuts = [200_000]
    hub.becomes = contents(seed=2)["onnx/model.bin"]
    heard: list[Progress] = []
    await pull(store, hub, heard)
    assert (store.load(MODEL.name) / "onnx/model.bin").read_bytes() == hub.becomes
    assert any(one.note.startswith("The file has changed at the source.") for one in heard)


async def test_a_file_that_changes_where_if_range_is_ignored_is_fetched_anew(store: Store, hub: FakeHub) -> None:
    hub.heeds_if_range = False
    hub.cuts = [200_000]
    hub.becomes = contents(seed=2)["onnx/model.bin"]
    await pull(store, hub)
    assert (store.load(MODEL.name) / "onnx/model.bin").read_bytes() == hub.becomes


async def test_without_any_sign_that_it_is_the_same_file_it_is_fetched_anew(store: Store, hub: FakeHub) -> None:
    hub.names_digests = hub.names_tags = False
    hub.cuts = [200_000]
    heard: list[Progress] = []
    found = await pull(store, hub, heard)
    assert whole(store)
    assert found.checks == frozenset({Check.RECORDED})
    assert any("from its beginning" in one.note for one in heard)


async def test_where_each_host_has_its_own_tag_the_hubs_digest_tells_that_it_is_the_same_file(store: Store, hub: FakeHub) -> None:
    hub.tags_vary = True
    hub.cuts = [200_000]
    await pull(store, hub)
    assert whole(store)
    assert hub.sent == sum(map(len, contents().values()))


async def test_an_answer_for_another_range_is_not_taken(store: Store, hub: FakeHub) -> None:
    hub.cuts = [200_000]
    hub.shifts = 1
    await pull(store, hub)
    assert whole(store)


async def test_small_files_are_held_to_gits_own_digest(store: Store, hub: FakeHub) -> None:
    hub.git_digests = True
    assert (await pull(store, hub)).checks == frozenset({Check.SERVER})
    hub.spoils = "config.json"
    store.remove(MODEL.name)
    with pytest.raises(PullFailed, match="another digest"):
        await pull(store, hub)


@pytest.mark.parametrize("file", list(contents()))
async def test_what_is_not_what_the_server_says_is_thrown_away(store: Store, hub: FakeHub, file: str) -> None:
    hub.spoils = file
    with pytest.raises(PullFailed) as raised:
        await pull(store, hub)
    assert "is not what the source itself says it is. It was thrown away." in raised.value.spoken
    assert store.find(MODEL.name) is None
    hub.spoils = ""
    await pull(store, hub)
    assert whole(store)


async def test_what_is_not_what_the_publisher_says_is_not_even_fetched(store: Store, hub: FakeHub) -> None:
    pinned = Store(store.folder, Catalogue((replace(MODEL, pins={"onnx/model.bin": "0" * 64}),)))
    with pytest.raises(PullFailed, match="publisher"):
        await pull(pinned, hub)
    assert pinned.begun(MODEL.name) < 1000


async def test_a_pin_is_held_to_also_where_the_server_names_no_digest(store: Store, hub: FakeHub) -> None:
    hub.names_digests = False
    pinned = Store(store.folder, Catalogue((replace(MODEL, pins={"config.json": "0" * 64}),)))
    with pytest.raises(PullFailed, match="publisher"):
        await pull(pinned, hub)


async def test_pins_that_fit_are_named_as_such(store: Store, hub: FakeHub) -> None:
    pins = {name: hashlib.sha256(content).hexdigest() for name, content in contents().items()}
    pinned = Store(store.folder, Catalogue((replace(MODEL, pins=pins),)))
    assert (await pull(pinned, hub)).checks == frozenset({Check.PINNED})


async def test_a_redirect_to_another_host_is_followed(store: Store, hub: FakeHub) -> None:
    other = FakeHub(hub.files)
    async with other.running():
        hub.sends_to = other.url
        found = await pull(store, hub)
    assert whole(store)
    assert found.checks == frozenset({Check.SERVER})


async def test_digests_are_the_hubs_own_and_not_those_of_a_host_it_sends_to(store: Store, hub: FakeHub) -> None:
    other = FakeHub(hub.files)
    async with other.running():
        hub.sends_to = other.url
        hub.names_digests = False
        found = await pull(store, hub)
    assert found.checks == frozenset({Check.RECORDED})


@pytest.mark.parametrize("target", ["http://hub.example/", "ftp://127.0.0.1/", "https://name:word@hub.example/", "file:///etc/passwd"])
async def test_a_redirect_to_where_it_is_not_safe_is_not_followed(store: Store, hub: FakeHub, target: str) -> None:
    hub.sends_to = target
    with pytest.raises(PullFailed) as raised:
        await pull(store, hub)
    assert "not safe" in raised.value.spoken


@pytest.mark.parametrize("target", ["http://[::1", "https://hub.example:99999999/", "//", "\\", "http://127.0.0.1:0/"])
async def test_a_redirect_that_leads_nowhere_is_a_failure_like_any_other(
    store: Store, hub: FakeHub, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    monkeypatch.setattr(pulling_module, "_TRIES", 1)
    hub.raw_location = target
    with pytest.raises(PullFailed):
        await pull(store, hub)


@pytest.mark.parametrize("proxy", ["http://", "http://[::1", "socks5://127.0.0.1:1", "://", "http://127.0.0.1:99999"])
async def test_a_proxy_that_can_not_be_used_is_said(store: Store, hub: FakeHub, proxy: str) -> None:
    with pytest.raises(PullFailed, match="proxy"):
        await pull(store, hub, proxy=proxy)


async def test_a_ring_of_redirects_ends(store: Store, hub: FakeHub) -> None:
    hub.sends_to = hub.url
    with pytest.raises(PullFailed, match="redirects"):
        await pull(store, hub)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (404, "The hub 127.0.0.1 has no config.json of Small thing."),
        (410, "The hub 127.0.0.1 has no config.json of Small thing."),
        (401, "The hub does not give Small thing to everybody, or it is no longer there."),
        (403, "The hub does not give Small thing to everybody, or it is no longer there."),
        (407, "The proxy wants a name and a password."),
        (418, "The hub gave an answer that is not understood."),
        (204, "The hub gave an answer that is not understood."),
    ],
)
async def test_a_refusal_is_said(store: Store, hub: FakeHub, status: int, said: str) -> None:
    hub.refuses = [status]
    with pytest.raises(PullFailed) as raised:
        await pull(store, hub)
    assert raised.value.spoken == said
    assert raised.value.remedy


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
async def test_a_server_that_is_busy_is_asked_again(store: Store, hub: FakeHub, status: int) -> None:
    hub.refuses = [status]
    await pull(store, hub)
    assert whole(store)


async def test_a_server_that_stays_busy_is_given_up_in_the_end(store: Store, hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulling_module, "_TRIES", 2)
    hub.refuses = [503] * 50
    with pytest.raises(PullFailed) as raised:
        await pull(store, hub)
    assert raised.value.spoken == "The server is busy. 0 megabytes have come and are kept."


async def test_a_web_page_is_no_model(store: Store, hub: FakeHub) -> None:
    hub.page = True
    with pytest.raises(PullFailed) as raised:
        await pull(store, hub)
    assert raised.value.spoken.startswith("A web page came instead of the model.")


async def test_a_packed_reply_is_refused(store: Store, hub: FakeHub) -> None:
    hub.packs = True
    with pytest.raises(PullFailed, match="packed"):
        await pull(store, hub)


async def test_a_server_that_falls_silent_is_left_and_asked_again(store: Store, hub: FakeHub) -> None:
    hub.stalls = [100_000]
    await pull(store, hub)
    assert whole(store)


async def test_a_server_that_trickles_is_given_up(store: Store, hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulling_module, "_TRIES", 2)
    hub.rate = 20_000
    with pytest.raises(PullFailed, match="next to nothing"):
        await pull(store, hub)


async def test_a_server_that_sends_without_end_is_stopped(store: Store, hub: FakeHub) -> None:
    hub.endless = True
    with pytest.raises(PullFailed) as raised:
        await pull(store, hub)
    assert "more than it said" in raised.value.spoken


async def test_a_file_that_is_far_too_large_is_not_fetched(store: Store, hub: FakeHub) -> None:
    hub.claims = 10**12
    with pytest.raises(PullFailed, match="far too large"):
        await pull(store, hub)
    assert hub.sent < 1000


async def test_a_chunked_reply_without_a_length_is_taken(store: Store, hub: FakeHub) -> None:
    hub.chunked = True
    await pull(store, hub)
    assert whole(store)


async def test_a_chunked_reply_that_is_cut_is_not_taken_for_the_whole(store: Store, hub: FakeHub) -> None:
    hub.chunked = True
    hub.names_digests = False
    hub.cuts = [100_000]
    await pull(store, hub)
    assert whole(store)


async def test_one_of_several_names_is_enough(store: Store, hub: FakeHub) -> None:
    hub.files[f"{MODEL.repository}/vocabulary.json"] = hub.files.pop(f"{MODEL.repository}/vocabulary.txt")
    await pull(store, hub)
    assert (store.load(MODEL.name) / "vocabulary.json").exists()


async def test_what_may_be_there_is_taken_where_it_is(store: Store, hub: FakeHub) -> None:
    hub.files[f"{MODEL.repository}/preprocessor_config.json"] = b"{}"
    await pull(store, hub)
    assert (store.load(MODEL.name) / "preprocessor_config.json").exists()


async def test_without_a_network_the_hub_is_said_to_be_out_of_reach(store: Store, hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulling_module, "_TRIES", 2)
    gone = FakeHub({})
    async with gone.running():
        pass
    with pytest.raises(PullFailed) as raised:
        await pull(store, gone)
    assert raised.value.spoken == "The hub can't be reached. 0 megabytes have come and are kept."


@pytest.mark.parametrize(
    "address", ["http://hub.example", "https://a:b@hub.example", "hub.example", "https://", "file:///tmp", "https://h:99999"]
)
def test_an_address_that_is_not_safe_is_refused(address: str) -> None:
    with pytest.raises(PullFailed):
        Hub(address)


async def test_a_proxy_of_ones_choice_is_used(store: Store, hub: FakeHub) -> None:
    async with FakeHub(hub.files).running() as url:
        await pull(store, hub, proxy=url)
    assert not hub.asked
    assert whole(store)


async def test_a_damaged_model_is_mended_by_fetching_what_is_damaged(store: Store, hub: FakeHub) -> None:
    await pull(store, hub)
    (store.folder / MODEL.name / "config.json").write_bytes(b"spoilt")
    hub.sent = 0
    found = await pull(store, hub)
    assert whole(store)
    assert hub.sent == len(contents()["config.json"])
    assert found.checks == frozenset({Check.KNOWN})


async def test_a_model_that_is_mended_is_held_to_what_it_was(store: Store, hub: FakeHub) -> None:
    await pull(store, hub)
    (store.folder / MODEL.name / "onnx/model.bin").write_bytes(b"spoilt")
    hub.files[f"{MODEL.repository}/onnx/model.bin"] = contents(seed=2)["onnx/model.bin"]
    with pytest.raises(PullFailed) as raised:
        await pull(store, hub)
    assert "models remove small-thing" in raised.value.remedy


async def test_a_model_whose_manifest_is_damaged_is_fetched_anew(store: Store, hub: FakeHub) -> None:
    await pull(store, hub)
    (store.folder / MODEL.name / "manifest").write_bytes(b"spoilt")
    await pull(store, hub)
    assert whole(store)


async def test_while_it_is_pulled_nobody_else_pulls_or_removes_it(store: Store, hub: FakeHub) -> None:
    with lock.held(store.folder / ".locks", MODEL):
        with pytest.raises(PullFailed, match="locked"):
            await pull(store, hub)
        with pytest.raises(PullFailed, match="locked"):
            store.remove(MODEL.name)


async def test_a_removed_model_is_gone_and_can_be_pulled_again(store: Store, hub: FakeHub) -> None:
    await pull(store, hub)
    assert store.remove(MODEL.name) > 300_000
    assert store.find(MODEL.name) is None
    await pull(store, hub)
    assert whole(store)


async def test_removing_also_takes_what_has_come_so_far(store: Store, hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulling_module, "_TRIES", 1)
    hub.cuts = [100_000]
    with pytest.raises(PullFailed):
        await pull(store, hub)
    assert store.begun(MODEL.name) > 0
    store.remove(MODEL.name)
    assert store.begun(MODEL.name) == 0
    assert not list((store.folder / ".part").iterdir())


async def test_a_link_in_the_place_of_what_has_come_is_not_written_through(store: Store, hub: FakeHub, tmp_path: Path) -> None:
    (tmp_path / "victim").write_bytes(b"keep me")
    (store.folder / ".part" / MODEL.name).mkdir(parents=True)
    (store.folder / ".part" / MODEL.name / "config.json").symlink_to(tmp_path / "victim")
    await pull(store, hub)
    assert (tmp_path / "victim").read_bytes() == b"keep me"
    assert whole(store)


@pytest.mark.parametrize("seed", range(12))
async def test_no_mix_of_vices_ends_in_a_wrong_model(store: Store, hub: FakeHub, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(4):
        hub.cuts = [chance.randrange(300_000) for _ in range(chance.randrange(4))]
        hub.refuses = chance.choices([429, 500, 503, 404, 416], k=chance.randrange(3))
        hub.ranges, hub.heeds_if_range, hub.names_digests = (chance.random() < 0.7 for _ in range(3))
        hub.names_tags, hub.tags_vary = chance.random() < 0.7, chance.random() < 0.3
        hub.chunked, hub.git_digests = chance.random() < 0.2, chance.random() < 0.2
        hub.shifts = chance.choice([0, 0, 1])
        hub.spoils = chance.choice(["", "", "config.json"]) if hub.names_digests else ""
        with contextlib.suppress(PullFailed):
            await pull(store, hub)
        assert store.find(MODEL.name) is None or whole(store)
    async with FakeHub(hub.files).running() as url:
        hub.url = url
        await pull(store, hub)
    assert whole(store)


async def test_progress_ends_with_all_of_it(store: Store, hub: FakeHub) -> None:
    heard: list[Progress] = []
    await pull(store, hub, heard)
    total = sum(map(len, contents().values()))
    assert [one.stage for one in (heard[0], heard[-2], heard[-1])] == [Stage.ASKING, Stage.CHECKING, Stage.DONE]
    assert (heard[-1].done, heard[-1].total) == (total, total)
    assert all(one.done <= one.total for one in heard)


async def test_a_large_file_that_was_pulled_is_not_hashed_again_at_the_first_load(
    store: Store, hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "ALWAYS", 1000)
    await pull(store, hub)
    hashed: list[int] = []
    whole_digest = disk.digest

    def counted(file: BinaryIO) -> str:
        hashed.append(1)
        return whole_digest(file)

    monkeypatch.setattr(disk, "digest", counted)
    store.load(MODEL.name)
    assert len(hashed) == len(contents()) - 1


async def test_a_server_that_can_not_prove_who_it_is_is_not_believed(store: Store, hub: FakeHub, tmp_path: Path) -> None:
    async with hub.running(self_signed(tmp_path)):
        with pytest.raises(PullFailed) as raised:
            await pull(store, hub)
    assert raised.value.spoken == "The server can't prove that it is the model hub. Nothing was fetched."


async def test_a_pulled_model_is_whole_to_verify(store: Store, hub: FakeHub) -> None:
    await pull(store, hub)
    assert {finding.state for finding in store.verify(MODEL.name)} == {State.WHOLE}
