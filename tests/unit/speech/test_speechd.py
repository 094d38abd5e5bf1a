"""The voice of speech-dispatcher: what it asks of the server, and what it does where somebody else speaks or the server fails."""

from __future__ import annotations

import asyncio
import errno
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from mmassist.errors import VoiceUnavailable, WorkerLost
from mmassist.inference.vitals import Work
from mmassist.speech.voices import speechd, ssip
from mmassist.speech.voices.base import Capitals, VoiceOptions
from mmassist.speech.voices.orca import OrcaVoice, Readers
from mmassist.speech.voices.speechd import SpeechdVoice, rate_of
from mmassist.speech.voices.ssip import Address, Connection, address
from tests.fakes.ssip_server import SsipServer

TEXT = "There are nine files and four folders in it."
OPTIONS = VoiceOptions(voice="de+f2", rate=300, pitch=60, volume=80)
# Takes commands, and thinks about each for ever.
_SPINS = """
import socket, sys
with socket.socket(socket.AF_UNIX) as server:
    server.bind(sys.argv[1])
    server.listen()
    print(1, flush=True)
    client, _ = server.accept()
    client.recv(1000)
    while True: pass
"""


def starved(pid: int, program: str) -> Work:
    """It wants the processor, and does not get it."""
    return Work(is_wanted=True, own=0.0, whole=0.0)


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[SsipServer]:
    made = SsipServer(tmp_path)
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def voice(server: SsipServer) -> AsyncIterator[SpeechdVoice]:
    made = SpeechdVoice(where=server.address)
    await made.start()
    yield made
    await made.aclose()


@pytest.fixture
def spins(tmp_path: Path) -> Iterator[Address]:
    where = Address(path=str(tmp_path / "spins.sock"))
    with subprocess.Popen([sys.executable, "-c", _SPINS, where.path], stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        server.stdout.readline()
        yield where
        server.kill()


async def said(voice: SpeechdVoice, text: str) -> list[int]:
    return [position async for position in voice.speak(text, OPTIONS)]


async def test_rate_pitch_volume_and_language_are_set(server: SsipServer, voice: SpeechdVoice) -> None:
    await said(voice, "Yes.")
    values = server.clients[0].values
    assert {name: values[name] for name in ("RATE", "PITCH", "VOLUME", "LANGUAGE", "PRIORITY")} == {
        **{"RATE": "47", "PITCH": "20", "VOLUME": "60"},
        **{"LANGUAGE": "de", "PRIORITY": "text"},
    }


@pytest.mark.parametrize(("capitals", "asked"), [("none", "none"), ("spell", "spell"), ("sound", "icon")])
async def test_signs_and_capitals_are_the_servers_to_tell(server: SsipServer, voice: SpeechdVoice, capitals: Capitals, asked: str) -> None:
    assert [_ async for _ in voice.speak("Yes.", VoiceOptions(punctuation="most", capitals=capitals))]
    values = server.clients[0].values
    assert (values["PUNCTUATION"], values["CAP_LET_RECOGN"]) == ("most", asked)


@pytest.mark.parametrize(("words", "rate"), [(80, -100), (60, -100), (125, -50), (170, 0), (310, 50), (449, 100), (900, 100)])
def test_words_a_minute_are_the_rates_of_the_server(words: int, rate: int) -> None:
    assert rate_of(words) == rate


async def test_a_screen_reader_cuts_it_short_and_the_rest_is_said_behind(server: SsipServer, voice: SpeechdVoice) -> None:
    reader = await Connection.open(server.address, "reader")
    await reader.command("SET self CLIENT_NAME root:orca:main")
    await reader.command("SET self PRIORITY message")
    task = asyncio.create_task(said(voice, TEXT))
    await server.heard(4)
    await reader.say("<speak>Save push button</speak>")
    await task
    programs = [program for program, _ in server.said]
    own = [word for program, word in server.said if program == "mmassist"]
    assert own == TEXT.split()
    assert [word for program, word in server.said if program == "orca"] == ["Save", "push", "button"]
    assert programs[0] == programs[-1] == "mmassist"
    await reader.aclose()


async def test_what_the_user_asks_for_now_silences_the_screen_reader(server: SsipServer, voice: SpeechdVoice) -> None:
    reader = await Connection.open(server.address, "reader")
    await reader.command("SET self PRIORITY message")
    long = await reader.say("<speak>" + "word " * 400 + "</speak>")
    await voice.take_floor()
    assert await said(voice, "Yes.")
    assert server.cancelled == [long]
    await reader.aclose()


async def test_a_server_that_says_nothing_is_lost(server: SsipServer, voice: SpeechdVoice) -> None:
    server.mute = True
    async with asyncio.timeout(3):
        with pytest.raises(WorkerLost):
            await said(voice, TEXT)


async def test_a_server_that_answers_nothing_is_lost(server: SsipServer, voice: SpeechdVoice) -> None:
    server.silent = True
    async with asyncio.timeout(3):
        with pytest.raises(WorkerLost):
            await said(voice, TEXT)


async def test_a_module_that_falls_silent_in_mid_text_is_lost_where_it_was(server: SsipServer, voice: SpeechdVoice) -> None:
    positions: list[int] = []
    async with asyncio.timeout(4):
        with pytest.raises(WorkerLost):
            async for position in voice.speak(TEXT, OPTIONS):
                positions.append(position)
                if len(positions) == 4:
                    assert server._speaking is not None
                    server._speaking[1].cancel()
    assert TEXT[positions[-1] :].startswith("files")


async def test_a_server_that_ends_is_lost_and_connected_to_again_when_it_is_back(server: SsipServer, voice: SpeechdVoice) -> None:
    with pytest.raises(WorkerLost):
        async for _ in voice.speak(TEXT, OPTIONS):
            await server.stop()
    await server.start()
    await voice.start()
    assert await said(voice, "Yes.")


async def test_a_module_without_marks_is_given_time_for_the_whole_text(server: SsipServer, voice: SpeechdVoice) -> None:
    server.markless = True
    assert await said(voice, TEXT * 10) == [0]


async def test_a_module_that_there_is_none_of_is_said_to_be_missing(server: SsipServer) -> None:
    voice = SpeechdVoice("epos", where=server.address)
    with pytest.raises(VoiceUnavailable) as raised:
        await voice.start()
    assert raised.value.spoken == "Speech-dispatcher has no module epos."
    await voice.aclose()


async def test_without_a_server_it_is_unavailable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(VoiceUnavailable):
        await SpeechdVoice(where=Address(path=str(tmp_path / "none.sock"))).start()


def test_the_server_is_found_as_its_own_clients_find_it() -> None:
    assert address({"SPEECHD_ADDRESS": "unix_socket:/run/x"}) == Address(path="/run/x")
    assert address({"SPEECHD_ADDRESS": "inet_socket:box:7000"}) == Address(host="box", port=7000)
    assert address({"XDG_RUNTIME_DIR": "/run/user/7"}) == Address(path="/run/user/7/speech-dispatcher/speechd.sock")


def test_a_screen_reader_is_here_as_long_as_it_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readers = Readers(Address(path="/run/user/7/speech-dispatcher/speechd.sock"), tmp_path)
    clock = [0.0]
    monkeypatch.setattr("mmassist.speech.voices.orca.time.monotonic", lambda: clock[0])
    (tmp_path / "17").mkdir()
    (tmp_path / "17" / "comm").write_text("orca\n")
    (tmp_path / "17" / "environ").write_bytes(b"XDG_RUNTIME_DIR=/run/user/8\0")  # of another session
    assert not readers.running()
    (tmp_path / "18").mkdir()
    (tmp_path / "18" / "comm").write_text("orca\n")
    (tmp_path / "18" / "environ").write_bytes(b"HOME=/home/anna\0XDG_RUNTIME_DIR=/run/user/7\0")
    assert not readers.running(), "it is not looked for more than once a second"
    clock[0] += 1.5
    assert readers.running()
    (tmp_path / "18" / "comm").unlink()
    assert not readers.running()


def test_where_no_file_can_be_opened_any_more_a_screen_reader_is_taken_to_be_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "18").mkdir()
    (tmp_path / "18" / "comm").write_text("orca\n")
    (tmp_path / "18" / "environ").write_bytes(b"XDG_RUNTIME_DIR=/run/user/7\0")
    where = Address(path="/run/user/7/speech-dispatcher/speechd.sock")
    known, unknown = Readers(where, tmp_path), Readers(where, tmp_path)
    assert known.running()

    def refuse(self: Path, *arguments: object) -> str:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr(Path, "read_text", refuse)
    assert known.running()
    assert not unknown.running()


async def test_beside_a_screen_reader_it_waits_for_its_end(server: SsipServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speechd, "address", lambda: server.address)
    reader = await Connection.open(server.address, "reader")
    await reader.command("SET self PRIORITY message")
    await reader.say("<speak>" + "word " * 150 + "</speak>")  # longer than a server that is free may take
    voice = OrcaVoice()
    await said(voice, "Yes.")
    assert [word for _, word in server.said] == ["word"] * 150 + ["Yes."]
    await voice.aclose()
    await reader.aclose()


async def test_a_server_that_only_waits_for_the_processor_is_not_lost_and_nobody_speaks_into_the_screen_reader(
    server: SsipServer, voice: SpeechdVoice, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = 2.0  # longer than a server may take that has the processor
    monkeypatch.setattr(ssip, "work", starved)
    server.mute = True

    def goes_on() -> None:
        server.mute = False
        server._next()

    asyncio.get_running_loop().call_later(late, goes_on)
    assert await said(voice, "Yes.") == [0]
    assert server.said == [("mmassist", "Yes.")]


async def test_a_command_that_a_busy_server_answers_late_is_answered(
    server: SsipServer, voice: SpeechdVoice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ssip, "work", starved)
    server.lag = 1.5
    assert await said(voice, "Yes.") == [0]


async def test_a_server_that_hangs_on_a_busy_machine_is_lost_all_the_same(
    server: SsipServer, voice: SpeechdVoice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ssip, "work", starved)
    monkeypatch.setattr(ssip, "_BUSY", 1.0)
    server.mute = True
    async with asyncio.timeout(4):
        with pytest.raises(WorkerLost):
            await said(voice, TEXT)


@pytest.mark.skipif(sys.platform != "linux", reason="known on Linux alone")
async def test_a_server_that_has_the_processor_and_does_not_answer_is_lost_on_a_busy_machine_too(
    spins: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ssip, "_BUSY", 600.0)
    async with asyncio.timeout(120):
        with pytest.raises(WorkerLost):
            await SpeechdVoice(where=spins).start()


async def test_closing_waits_for_no_server_that_is_busy(server: SsipServer, voice: SpeechdVoice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ssip, "work", starved)
    monkeypatch.setattr(ssip, "_BUSY", 600.0)
    server.silent = True
    async with asyncio.timeout(60):
        await voice.aclose()
    server.silent = False
