"""Recordings: any sound file as one clip for a recogniser, within bounds; and a running recording saved, if the user asks for it."""

from __future__ import annotations

import os
import struct
import time
import wave
from collections.abc import AsyncGenerator, AsyncIterable, Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING

import numpy as np

from mmassist.capture.opening import Sort, opened
from mmassist.errors import CaptureError, ClipUnreadable
from mmassist.sayings import saying
from mmassist.values import SAMPLE_RATE, AudioBlock, AudioClip, Samples

if TYPE_CHECKING:
    from av import AudioResampler
    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer

MAX_BYTES = 2_000_000_000
MAX_SECONDS = 3600.0
_SHORTEST = 0.05  # seconds

_SOUND = Sort("a recording", "recording", ClipUnreadable, MAX_BYTES, "Cut it into shorter ones.")
# What holds its sound in itself: no playlist, which would open other files and addresses.
_FORMATS = (
    "wav,w64,mp3,flac,ogg,mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,aac,aiff,au,caf,amr,avi,asf,flv,mpeg,mpegts,ac3,eac3,wv,tta,ape,spx,opus"
)
_NOT_SOUND = "That file is no recording that mmassist can read.", "Save it as WAV, MP3 or MP4."
_DAMAGED = "The recording is damaged or cut short.", "Download it or save it again."
_RATES = (2_000, 768_000)


def read_recording(path: str | Path) -> AudioClip:
    """The sound in the file, or in a video's first sound track, mono at `SAMPLE_RATE`. Any thread; blocks while it decodes.

    Parts that are broken are left out, as players do. Raises ClipUnreadable with a sentence that says what is wrong with the file.
    """
    with opened(path, _SOUND) as file:
        try:
            samples = _decoded(file)
        except MemoryError as error:
            raise ClipUnreadable(
                "no memory", "The recording is too large for this computer's memory.", "Cut it into shorter ones."
            ) from error
    samples.flags.writeable = False
    return AudioClip(samples, time.monotonic(), str(path))


def _decoded(file: IO[bytes]) -> Samples:
    import av

    try:
        container = av.open(file, "r", options={"format_whitelist": _FORMATS, "protocol_whitelist": "none"}, metadata_errors="replace")
    # What FFmpeg raises on data that it can't make sense of; several are ValueErrors or OSErrors besides.
    except (av.error.FFmpegError, ValueError, OSError) as error:
        raise ClipUnreadable(f"no known format: {error}", *_NOT_SOUND) from error
    with container:
        return np.concatenate(list(_bounded(_parts(container))))


def _bounded(parts: Iterator[Samples]) -> Iterator[Samples]:
    count = 0
    for part in parts:
        count += part.size
        if count > MAX_SECONDS * SAMPLE_RATE:
            raise _too_long()
        yield np.clip(np.nan_to_num(part), -1, 1)
    if count < _SHORTEST * SAMPLE_RATE:
        raise ClipUnreadable(f"{count} samples of sound", *_DAMAGED)


def _too_long() -> ClipUnreadable:
    return ClipUnreadable(
        "too long", saying("The recording is longer than {minutes:.0f} minutes.", minutes=MAX_SECONDS / 60), "Cut it into shorter ones."
    )


def _parts(container: InputContainer) -> Iterator[Samples]:
    import av

    if not container.streams.audio:
        raise ClipUnreadable("no sound track", "There is no sound in that file.", "Choose another one.")
    stream = container.streams.audio[0]
    if container.duration and container.duration / av.time_base > MAX_SECONDS + 60:
        raise _too_long()
    resampler, kind = None, None
    for frame in _frames(container, stream):
        if (now := (frame.format.name, frame.layout.name, frame.sample_rate)) != kind:
            # A stream may change in its course, a broken one at any time.
            yield from _converted(resampler, None)
            resampler, kind = av.AudioResampler(format="fltp", rate=SAMPLE_RATE), now
        if not _RATES[0] <= frame.sample_rate <= _RATES[1]:
            continue
        frame.pts = None  # a file's own times may be nonsense; its sound follows on itself
        yield from _converted(resampler, frame)
    yield from _converted(resampler, None)


def _converted(resampler: AudioResampler | None, frame: AudioFrame | None) -> Iterator[Samples]:
    for part in resampler.resample(frame) if resampler else ():
        # The mean: FFmpeg's own way to mono makes a stereo voice 3 dB louder, beyond what the format can hold.
        yield part.to_ndarray().mean(axis=0, dtype=np.float32)


def _frames(container: InputContainer, stream: AudioStream) -> Iterator[AudioFrame]:
    import av

    try:
        for packet in container.demux(stream):
            try:
                yield from packet.decode()
            except av.error.InvalidDataError:
                continue
    except (av.error.FFmpegError, OSError) as error:
        raise ClipUnreadable(f"broken: {error}", *_DAMAGED) from error


class Saving:
    """What is heard, written to a new WAV file of 16 bits that only its owner may read. Lost samples are written as silence.

    A disk that is full ends the saving, which is told once, and not the listening; what was saved until then can be played.
    """

    def __init__(self, path: Path, on_fault: Callable[[CaptureError], None]) -> None:
        """Makes the file. Raises CaptureError where it is there already, or can't be made."""
        self._path = path
        self._on_fault = on_fault
        try:
            self._file = _WavFile(_created(path))
        except FileExistsError as error:
            raise CaptureError("the file exists", "There is a file of that name already.", "Choose another name.") from error
        except OSError as error:
            raise _unsaved(error) from error
        self._failed = self._closed = False

    async def kept(self, blocks: AsyncIterable[AudioBlock]) -> AsyncGenerator[AudioBlock, None]:
        """Passes `blocks` on as they come, and writes them behind what was written before."""
        async for block in blocks:
            if not (self._failed or self._closed):
                try:
                    self._file.write(block)
                except OSError as error:
                    self._fail(error)
            yield block

    def close(self) -> float:
        """How many seconds are in the file; one without any is removed. It may be closed again."""
        if self._closed:
            return self._file.samples / SAMPLE_RATE
        self._closed = True
        try:
            self._file.close()
        except OSError as error:
            if not self._failed:
                self._fail(error)
        if not self._file.samples:
            self._path.unlink(missing_ok=True)
        return self._file.samples / SAMPLE_RATE

    def _fail(self, error: OSError) -> None:
        self._failed = True
        self._on_fault(_unsaved(error))


def _unsaved(error: OSError) -> CaptureError:
    return CaptureError(
        f"can't be saved: {error.strerror}", "The recording could not be saved.", "Make room on the disk, or choose another folder."
    )


def _created(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb", buffering=0)


_LONGEST_HOLE = 60 * SAMPLE_RATE


class _WavFile:
    def __init__(self, file: IO[bytes]) -> None:
        self.samples = 0
        self._file = file
        self._wave = wave.open(file, "wb")  # noqa: SIM115 - closed by `close`
        self._wave.setnchannels(1)
        self._wave.setsampwidth(2)
        self._wave.setframerate(SAMPLE_RATE)

    def write(self, block: AudioBlock) -> None:
        hole = min(block.lost, _LONGEST_HOLE) if self.samples else 0
        self._wave.writeframes(bytes(2 * hole) + (block.samples * 32767).astype("<i2").tobytes())
        self.samples += hole + len(block.samples)

    def close(self) -> None:
        try:
            self._wave.close()
        except struct.error as error:  # more than a WAV file can hold
            raise OSError("too long for a WAV file") from error
        finally:
            self._file.close()
