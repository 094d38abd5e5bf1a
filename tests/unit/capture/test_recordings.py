from __future__ import annotations

import asyncio
import io
import os
import stat
import wave
from collections.abc import AsyncIterator
from pathlib import Path

import av
import numpy as np
import pytest

from mmassist.capture import recordings
from mmassist.capture.recordings import Saving, read_recording
from mmassist.errors import CaptureError, ClipUnreadable
from mmassist.values import SAMPLE_RATE, AudioBlock


def write_sound(path: Path, codec: str, rate: int, channels: int, seconds: float = 1.0) -> Path:
    """A tone of 1 kHz at a level of 0.3."""
    layout = "stereo" if channels == 2 else "mono"
    with av.open(str(path), "w") as file:
        stream = file.add_stream(codec, rate=rate)
        assert isinstance(stream, av.AudioStream)
        stream.layout = layout
        wave_form = (0.3 * np.sin(2 * np.pi * 1000 * np.arange(int(rate * seconds)) / rate)).astype(np.float32)
        for start in range(0, len(wave_form), 960):
            part = np.repeat(wave_form[None, start : start + 960], channels, axis=0)
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(part), format="fltp", layout=layout)
            frame.sample_rate = rate
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return path


@pytest.fixture
def mp3(tmp_path: Path) -> Path:
    return write_sound(tmp_path / "sound.mp3", "libmp3lame", 44_100, 2, 3.0)


@pytest.mark.parametrize(
    ("name", "codec", "rate", "channels"),
    [
        ("a.wav", "pcm_s16le", 8_000, 1),
        ("a.wav", "pcm_f32le", 48_000, 2),
        ("a.mp3", "libmp3lame", 44_100, 2),
        ("a.flac", "flac", 96_000, 2),
        ("a.opus", "libopus", 48_000, 1),
        ("a.m4a", "aac", 44_100, 2),
    ],
)
def test_any_common_format_becomes_one_channel_at_the_recognisers_rate(
    tmp_path: Path, name: str, codec: str, rate: int, channels: int
) -> None:
    clip = read_recording(write_sound(tmp_path / name, codec, rate, channels))
    assert clip.samples.dtype == np.float32
    assert (clip.samples.ndim, clip.samples.flags.writeable) == (1, False)
    assert clip.seconds == pytest.approx(1.0, abs=0.08)
    middle = clip.samples[4000:12000]
    assert np.argmax(np.abs(np.fft.rfft(middle))) * SAMPLE_RATE / len(middle) == pytest.approx(1000, abs=3)
    assert np.abs(middle).max() == pytest.approx(0.3, abs=0.03)


@pytest.mark.parametrize(
    ("name", "content", "spoken"),
    [
        ("empty.wav", b"", "The recording file is empty."),
        ("text.wav", b"no sound at all " * 400, "That file is no recording that mmassist can read."),
        (
            "list.wav",
            b"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nsound.mp3\n#EXT-X-ENDLIST\n",
            "That file is no recording that mmassist can read.",
        ),
        ("list.mp3", b"ffconcat version 1.0\nfile 'sound.mp3'\n", "That file is no recording that mmassist can read."),
        ("head.wav", b"RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0\1\0\1\0\x80\x3e\0\0\0\x7d\0\0\2\0\x10\0data\xff\xff\xff\xff", "damaged"),
    ],
)
def test_what_is_no_sound_is_told(mp3: Path, name: str, content: bytes, spoken: str) -> None:
    path = mp3.with_name(name)
    path.write_bytes(content)
    with pytest.raises(ClipUnreadable) as caught:
        read_recording(path)
    assert spoken in caught.value.spoken
    assert caught.value.remedy


def test_a_folder_a_pipe_and_a_missing_file_are_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe", tmp_path / "nothing.wav"):
        with pytest.raises(ClipUnreadable):
            read_recording(path)


def test_of_a_file_that_is_cut_short_what_is_there_is_heard(mp3: Path) -> None:
    mp3.write_bytes(mp3.read_bytes()[: mp3.stat().st_size // 2])
    assert 1.0 < read_recording(mp3).seconds < 2.0


@pytest.mark.parametrize("seed", range(6))
def test_a_broken_file_is_heard_in_part_or_told_and_never_worse(mp3: Path, seed: int) -> None:
    data, random = bytearray(mp3.read_bytes()), np.random.default_rng(seed)
    for place in random.integers(0, len(data), 30 * 4**seed):
        data[place] = int(random.integers(256))
    mp3.write_bytes(bytes(data))
    try:
        assert np.abs(read_recording(mp3).samples).max() <= 1
    except ClipUnreadable as error:
        assert error.remedy


def test_what_is_too_long_is_told(mp3: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recordings, "MAX_SECONDS", 2.0)
    with pytest.raises(ClipUnreadable, match="too long"):
        read_recording(mp3)


def test_a_picture_has_no_sound(tmp_path: Path) -> None:
    with av.open(str(tmp_path / "film.mkv"), "w", format="matroska") as file:
        stream = file.add_stream("mpeg4", rate=10)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height = 64, 48
        for _ in range(5):
            file.mux(stream.encode(av.VideoFrame(64, 48, "yuv420p")))
        file.mux(stream.encode(None))
    with pytest.raises(ClipUnreadable) as caught:
        read_recording(tmp_path / "film.mkv")
    assert caught.value.spoken == "There is no sound in that file."


async def _blocks(count: int, lost: int = 0) -> AsyncIterator[AudioBlock]:
    for index in range(count):
        yield AudioBlock(np.full(512, 0.25, np.float32), index * 0.032, lost if index == 1 else 0)


async def _save(path: Path, count: int, lost: int = 0) -> tuple[list[CaptureError], float]:
    faults: list[CaptureError] = []
    saving = Saving(path, faults.append)
    passed = [block async for block in saving.kept(_blocks(count, lost))]
    assert len(passed) == count
    return faults, saving.close()


def test_a_saved_recording_can_be_read_again_and_only_by_its_owner(tmp_path: Path) -> None:
    faults, seconds = asyncio.run(_save(tmp_path / "kept.wav", 20, lost=1000))
    assert faults == []
    with wave.open(str(tmp_path / "kept.wav")) as file:
        assert (file.getnframes(), file.getframerate()) == (20 * 512 + 1000, SAMPLE_RATE)
    assert seconds == (20 * 512 + 1000) / SAMPLE_RATE
    assert stat.S_IMODE((tmp_path / "kept.wav").stat().st_mode) == 0o600
    assert read_recording(tmp_path / "kept.wav").samples.max() == pytest.approx(0.25, abs=1e-3)


def test_a_full_disk_is_told_once_and_heard_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recordings, "_created", lambda path: io.FileIO("/dev/full", "wb"))
    faults, _ = asyncio.run(_save(tmp_path / "kept.wav", 20))
    assert [fault.spoken for fault in faults] == ["The recording could not be saved."]


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "kept.wav").write_bytes(b"somebody's")
    with pytest.raises(CaptureError, match="exists"):
        Saving(tmp_path / "kept.wav", lambda fault: None)
    assert (tmp_path / "kept.wav").read_bytes() == b"somebody's"


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "kept.wav").symlink_to(tmp_path / "elsewhere.wav")
    with pytest.raises(CaptureError):
        Saving(tmp_path / "kept.wav", lambda fault: None)
    assert not (tmp_path / "elsewhere.wav").exists()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CaptureError) as told:
        Saving(tmp_path / "nowhere" / "kept.wav", lambda fault: None)
    assert told.value.remedy


def test_what_is_said_in_several_pieces_lies_in_one_file(tmp_path: Path) -> None:
    async def twice() -> float:
        saving = Saving(tmp_path / "kept.wav", lambda fault: None)
        for _ in range(2):
            assert [block async for block in saving.kept(_blocks(10, 0))]
        return saving.close()

    assert asyncio.run(twice()) == pytest.approx(20 * 512 / SAMPLE_RATE)


def test_of_nothing_heard_no_file_is_left(tmp_path: Path) -> None:
    asyncio.run(_save(tmp_path / "kept.wav", 0))
    assert not (tmp_path / "kept.wav").exists()
