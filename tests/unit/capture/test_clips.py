"""Recordings that are attached: told by their first bytes, and refused with a remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmassist.capture import clips
from mmassist.capture.clips import read_clip
from mmassist.errors import ClipUnreadable

KINDS = {
    "audio/wav": b"RIFF\x24\x00\x00\x00WAVEfmt ",
    "audio/mpeg": b"ID3\x04\x00",
    "audio/flac": b"fLaC\x00",
    "audio/ogg": b"OggS\x00",
    "audio/mp4": b"\x00\x00\x00\x20ftypM4A ",
    "video/mp4": b"\x00\x00\x00\x20ftypisom",
    "video/webm": b"\x1aE\xdf\xa3\x01",
}


@pytest.mark.parametrize("media_type", KINDS)
def test_a_recording_is_told_by_its_first_bytes(tmp_path: Path, media_type: str) -> None:
    path = tmp_path / "no-ending"
    path.write_bytes(KINDS[media_type] + b"sound")
    clip = read_clip(path)
    assert (clip.media_type, clip.data) == (media_type, KINDS[media_type] + b"sound")


@pytest.mark.parametrize("content", [b"", b"a letter to a friend", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_recording_is_refused_with_a_remedy(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "note.wav"
    path.write_bytes(content)
    with pytest.raises(ClipUnreadable) as caught:
        read_clip(path)
    assert caught.value.spoken and caught.value.remedy


def test_one_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ClipUnreadable, match="no such file") as caught:
        read_clip(tmp_path / "none.wav")
    assert caught.value.spoken == "The recording file is not there."


def test_one_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "long.wav"
    with path.open("wb") as file:
        file.truncate(clips.MAX_BYTES + 1)
    with pytest.raises(ClipUnreadable) as caught:
        read_clip(path)
    assert "too large" in caught.value.spoken


def test_its_bytes_are_in_no_representation(tmp_path: Path) -> None:
    path = tmp_path / "note.wav"
    path.write_bytes(KINDS["audio/wav"] + b"my secret voice")
    assert "secret" not in repr(read_clip(path))
