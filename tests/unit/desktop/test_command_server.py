"""Both ends of the warm command line over a real socket: who is served, who is not, and what happens when one of them goes away."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from mmassist.desktop import command_wire as wire
from mmassist.desktop.command_client import hand_over
from mmassist.desktop.command_server import Caller, CommandServer, Serve, sees_the_same
from mmassist.errors import DesktopError

pytestmark = pytest.mark.skipif(not wire.folder(), reason="no sockets with a user at the other end")

Start = Callable[[Serve], Awaitable[CommandServer]]


@pytest.fixture
async def start(home: Path) -> AsyncIterator[Start]:
    """Makes servers, in this test's home."""
    made: list[CommandServer] = []

    async def one(serve: Serve) -> CommandServer:
        made.append(CommandServer(serve))
        await made[-1].start()
        return made[-1]

    yield one
    for each in made:
        await each.aclose()


async def command(*arguments: str) -> int | None:
    return await asyncio.to_thread(hand_over, list(arguments))


async def told(caller: Caller) -> None:
    """Says what was typed."""
    if await caller.accept():
        caller.out(" ".join(caller.asked.arguments) + "\n")
        caller.error("and more\n")
        caller.end(3)


def never(caller: Caller) -> Awaitable[None]:
    pytest.fail("nothing was to be served")


async def test_what_is_answered_is_printed_and_the_exit_code_is_kept(start: Start, capsys: pytest.CaptureFixture[str]) -> None:
    await start(told)
    assert await command("describe", "--ask", "Was ist das, „ü“?") == 3
    assert capsys.readouterr() == ("describe --ask Was ist das, „ü“?\n", "and more\n")


async def test_a_long_answer_arrives_whole(start: Start, capsys: pytest.CaptureFixture[str]) -> None:
    async def long(caller: Caller) -> None:
        if await caller.accept():
            caller.out("ä" * 300_000)
            caller.end(0)

    await start(long)
    assert await command("outline") == 0
    assert capsys.readouterr().out == "ä" * 300_000


async def test_without_an_app_a_command_runs_by_itself(home: Path) -> None:
    assert await command("describe") is None


@pytest.mark.parametrize("arguments", [(), ("stats",), ("describe", "--help"), ("--verbose", "describe")])
async def test_what_the_app_has_no_part_in_is_not_even_asked(start: Start, arguments: tuple[str, ...]) -> None:
    await start(never)
    assert await command(*arguments) is None


async def test_what_the_app_declines_runs_by_itself(start: Start) -> None:
    async def declines(caller: Caller) -> None:
        caller.decline()

    await start(declines)
    assert await command("describe") is None


async def test_another_installation_is_declined(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    await start(never)
    monkeypatch.setattr(wire, "installation", lambda: "another")
    assert await command("describe") is None


async def test_another_version_is_declined(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    await start(never)
    request = wire.request(["describe"]).replace(wire.VERSION.encode(), b"mmassist command line 0")
    monkeypatch.setattr(wire, "request", lambda arguments: request)
    assert await command("describe") is None


async def test_an_app_that_hangs_is_not_waited_for(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[bool] = []

    async def hangs(caller: Caller) -> None:
        await asyncio.sleep(0.3)
        begun.append(await caller.accept())

    monkeypatch.setattr(wire, "PATIENCE", 0.1)
    await start(hangs)
    assert await command("describe") is None
    await asyncio.sleep(0.5)
    assert begun == [False]


async def test_an_app_that_ends_before_it_said_anything_leaves_the_command_to_itself(start: Start) -> None:
    async def ends(caller: Caller) -> None:
        await caller.accept()

    await start(ends)
    assert await command("describe") is None


async def test_an_app_that_ends_in_the_middle_is_told(start: Start, capsys: pytest.CaptureFixture[str]) -> None:
    async def ends(caller: Caller) -> None:
        if await caller.accept():
            caller.out("A dialog.\n")

    await start(ends)
    assert await command("describe") == 1
    assert capsys.readouterr() == ("A dialog.\n", "mmassist stopped while it answered. Run the command again.\n")


async def test_an_app_that_falls_silent_is_given_up(
    start: Start, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def silent(caller: Caller) -> None:
        if await caller.accept():
            caller.out("A dialog.\n")
            await asyncio.sleep(0.6)

    monkeypatch.setattr(wire, "SILENT", 0.2)
    await start(silent)
    assert await command("describe") == 1
    assert "mmassist stopped" in capsys.readouterr().err


async def test_an_app_that_takes_its_time_is_waited_for(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    async def slow(caller: Caller) -> None:
        if await caller.accept():
            watch = asyncio.create_task(caller.left())
            await asyncio.sleep(0.6)
            watch.cancel()
            caller.end(0)

    monkeypatch.setattr(wire, "SILENT", 0.3)
    monkeypatch.setattr(wire, "ALIVE_EVERY", 0.05)
    await start(slow)
    assert await command("describe") == 0


async def test_a_command_that_goes_away_is_noticed(start: Start) -> None:
    gone = asyncio.Event()

    async def waits(caller: Caller) -> None:
        if await caller.accept():
            await caller.left()
            gone.set()

    await start(waits)
    reader, writer = await connected()
    writer.write(wire.frame(wire.REQUEST, wire.request(["describe"])))
    assert await reader.readexactly(wire.HEAD) == wire.frame(wire.ACCEPTED)
    writer.write(wire.frame(wire.GO))
    writer.close()
    async with asyncio.timeout(5):
        await gone.wait()


async def connected() -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    handle = wire.open_folder(wire.folder())
    try:
        return await asyncio.open_unix_connection(wire.address(handle))
    finally:
        os.close(handle)


@pytest.mark.parametrize(
    "sent",
    [b"GET / HTTP/1.1\r\n\r\n", wire.frame(wire.REQUEST, b"rubbish"), wire.REQUEST + b"\xff\xff\xff\xff", wire.frame(wire.GO)],
    ids=["another protocol", "rubbish", "too long", "out of order"],
)
async def test_what_is_no_request_is_answered_by_the_end(start: Start, sent: bytes) -> None:
    await start(never)
    reader, writer = await connected()
    writer.write(sent)
    async with asyncio.timeout(5):
        assert await reader.read() in (b"", wire.frame(wire.DECLINED))
    writer.close()


async def test_what_does_not_come_to_its_end_is_not_waited_for(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mmassist.desktop.command_server._TYPED", 0.1)
    await start(never)
    reader, writer = await connected()
    writer.write(wire.REQUEST)
    async with asyncio.timeout(5):
        assert await reader.read() == b""
    writer.close()


async def test_another_user_is_refused(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    await start(never)
    reader, writer = await connected()
    monkeypatch.setattr(wire, "user_of", lambda credentials: os.geteuid() + 1)
    writer.write(wire.frame(wire.REQUEST, wire.request(["describe"])))
    with contextlib.suppress(ConnectionResetError):
        async with asyncio.timeout(5):
            assert await reader.read() == b""
    writer.close()


async def test_who_sees_other_files_is_left_to_itself(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mmassist.desktop.command_server.sees_the_same", lambda process: False)
    await start(never)
    assert await command("describe") is None


def test_a_process_that_is_gone_sees_nothing() -> None:
    assert sees_the_same(os.getpid())
    assert not sees_the_same(0)


async def test_another_users_socket_is_refused_and_said(
    start: Start, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    await start(never)
    monkeypatch.setattr(wire, "user_of", lambda credentials: os.geteuid() + 1)
    assert await command("describe") is None
    assert capsys.readouterr().err.startswith("Somebody else holds the place where mmassist answers commands.")


async def test_an_app_whose_place_is_taken_says_so(home: Path) -> None:
    (home / "elsewhere").mkdir()
    (home / "run").symlink_to("elsewhere")
    with pytest.raises(DesktopError) as caught:
        await CommandServer(never).start()
    assert "somebody else" in caught.value.spoken
    assert str(home / "run") in caught.value.remedy
    assert list((home / "elsewhere").iterdir()) == []


async def test_the_socket_of_a_dead_app_is_taken_over(start: Start, home: Path) -> None:
    (home / "run").mkdir(mode=0o700)
    with socket.socket(socket.AF_UNIX) as left_behind:
        left_behind.bind(str(home / "run" / wire.SOCKET))
    assert await command("describe") is None
    await start(told)
    assert await command("describe") == 3


async def test_a_link_in_the_sockets_place_is_not_followed(start: Start, home: Path) -> None:
    (home / "run").mkdir(mode=0o700)
    (home / "precious").write_text("mine", "utf-8")
    (home / "run" / wire.SOCKET).symlink_to(home / "precious")
    await start(told)
    assert await command("describe") == 3
    assert (home / "precious").read_text("utf-8") == "mine"


async def test_a_second_app_leaves_commands_to_the_first(start: Start) -> None:
    await start(told)
    second = CommandServer(never)
    assert not await second.start()
    await second.aclose()
    assert await command("describe") == 3


async def test_only_its_user_may_look_at_the_socket(start: Start, home: Path) -> None:
    await start(never)
    assert (home / "run").stat().st_mode & 0o777 == 0o700
    assert (home / "run" / wire.SOCKET).stat().st_mode & 0o777 == 0o600


async def test_an_app_that_ends_takes_its_socket_along(start: Start, home: Path) -> None:
    server = await start(never)
    await server.aclose()
    assert not (home / "run" / wire.SOCKET).exists()


async def test_an_app_that_ends_breaks_off_what_it_serves(start: Start) -> None:
    ended = asyncio.Event()
    begun = asyncio.Event()

    async def serves(caller: Caller) -> None:
        begun.set()
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()

    server = await start(serves)
    asked = asyncio.create_task(command("describe"))
    await begun.wait()
    await server.aclose()
    assert ended.is_set()
    assert await asked is None


def test_what_was_typed_shows_no_secret_when_it_is_printed() -> None:
    from mmassist.desktop.command_server import Asked

    assert "sk-test" not in repr(Asked(("describe",), "/", {"OPENAI_API_KEY": "sk-test"}))
