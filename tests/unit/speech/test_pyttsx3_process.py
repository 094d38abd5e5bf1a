"""The systems' own voices, and the files that they write."""

from __future__ import annotations

import struct
import wave
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from mmassist.errors import VoiceUnavailable
from mmassist.inference.messages import Message
from mmassist.speech.voices.pyttsx3_process import Pyttsx3Handler, samples_of, system_voice

RATE = 22050
TONE = (8000 * np.sin(np.arange(RATE // 5) / 10)).astype(np.int16)


@dataclass
class Voice:
    id: str
    name: str | None
    languages: list[object] = field(default_factory=list)


VOICES = [
    Voice("TTS_MS_DE-DE_HEDDA_11.0", "Microsoft Hedda Desktop - German", ["de-DE"]),
    Voice("TTS_MS_EN-GB_HAZEL_11.0", "Microsoft Hazel Desktop - English (Great Britain)", ["en-GB"]),
    Voice("TTS_MS_EN-US_ZIRA_11.0", "Microsoft Zira Desktop - English (United States)", ["en_US"]),
    Voice("com.apple.voice.none", None),
]


class Engine:
    """Writes a tone for each text, but nothing at the tries of these numbers; the first one is the handler's own."""

    def __init__(self, *empty: int) -> None:
        self.empty, self.tries, self.path = empty, 0, ""

    def connect(self, topic: str, heard: object) -> None: ...

    def getProperty(self, name: str) -> object:  # noqa: N802 - pyttsx3's name
        return None

    def setProperty(self, name: str, value: object) -> None: ...  # noqa: N802

    def save_to_file(self, text: str, path: str) -> None:
        self.path = path

    def runAndWait(self) -> None:  # noqa: N802
        self.tries += 1
        with wave.open(self.path, "wb") as file:
            file.setparams((1, 2, RATE, 0, "NONE", ""))
            file.writeframes(b"" if self.tries in self.empty else TONE.tobytes())


def spoken(engine: Engine, text: str) -> bytes:
    handler = Pyttsx3Handler(engine, has_voices_of_its_own=False)  # type: ignore[arg-type]
    asked = Message({"op": "speak", "text": text, "voice": "", "rate": 200, "pitch": 50, "volume": 100})
    return b"".join(reply.body for reply in handler.handle(asked, bool))


@pytest.mark.parametrize("empty", [(2,), (2, 3)])
def test_a_text_that_the_engine_dropped_is_said_at_a_further_try(empty: tuple[int, ...]) -> None:
    engine = Engine(*empty)
    assert spoken(engine, "Save changes?")
    assert engine.tries == 2 + len(empty)


def test_an_engine_that_never_writes_is_left_alone_and_so_is_what_has_nothing_to_say() -> None:
    engine = Engine(*range(2, 20))
    assert spoken(engine, "Save changes?") == b""
    assert engine.tries == 4
    engine = Engine(*range(2, 20))
    assert spoken(engine, "...") == b""
    assert engine.tries == 2


@pytest.mark.parametrize(
    ("wanted", "identity"),
    [
        ("en-us", "TTS_MS_EN-US_ZIRA_11.0"),
        ("en", "TTS_MS_EN-GB_HAZEL_11.0"),
        ("de", "TTS_MS_DE-DE_HEDDA_11.0"),
        ("de-AT", "TTS_MS_DE-DE_HEDDA_11.0"),
        ("TTS_MS_EN-GB_HAZEL_11.0", "TTS_MS_EN-GB_HAZEL_11.0"),
        ("Microsoft Hedda Desktop - German", "TTS_MS_DE-DE_HEDDA_11.0"),
        ("fr", "the default"),
    ],
)
def test_a_voice_is_found_by_language_identity_or_name(wanted: str, identity: str) -> None:
    assert system_voice(wanted, VOICES, "the default") == identity


def test_what_is_no_voice_and_no_language_is_refused() -> None:
    with pytest.raises(VoiceUnavailable):
        system_voice("Nobody's Voice", VOICES, "the default")


def test_samples_of_a_wave_file_are_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "speech.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(TONE.tobytes())

    assert samples_of(path) == (RATE, TONE.tobytes())


def test_samples_of_an_aiff_file_that_is_called_a_wave_file_are_turned_round(tmp_path: Path) -> None:
    path, big = tmp_path / "speech.wav", TONE.astype(">i2").tobytes()
    common = struct.pack(">hIh", 1, len(TONE), 16) + bytes.fromhex("400dac44000000000000")
    body = b"AIFF" + b"COMM" + struct.pack(">I", len(common)) + common + b"SSND" + struct.pack(">III", len(big) + 8, 0, 0) + big
    path.write_bytes(b"FORM" + struct.pack(">I", len(body)) + body)

    assert samples_of(path) == (RATE, TONE.tobytes())


def test_two_channels_become_one(tmp_path: Path) -> None:
    path = tmp_path / "speech.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((2, 2, RATE, 0, "NONE", ""))
        file.writeframes(np.repeat(TONE, 2).tobytes())
    rate, samples = samples_of(path)

    assert (rate, len(samples)) == (RATE, 2 * len(TONE))


def test_a_file_without_sound_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "speech.wav"
    path.write_bytes(b"")
    with pytest.raises((ValueError, OSError, EOFError)):
        samples_of(path)
