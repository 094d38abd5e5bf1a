"""Speech for measurements, made by espeak-ng while it is needed and never kept: voices, speeds, pauses to think, noise."""

from __future__ import annotations

import io
import subprocess
import tomllib
import wave
from dataclasses import dataclass
from importlib import resources

import numpy as np

from mmassist.errors import VoiceUnavailable
from mmassist.values import SAMPLE_RATE, Samples

PUBLISHED_SEED = 2026
VOICES = ("en-us", "en-gb", "en-gb-scotland", "en-us+f3", "en-gb+f2", "en-us+m3", "en-gb-x-rp+f4", "en-029+m7")
SPEEDS = (130, 160, 190, 230, 280)
"""Words a minute."""

_AUDIBLE = 0.016  # of a piece's loudest sound: what is 36 dB softer at its ends is no speech yet, or no more
_LONGEST_PAUSE = 0.6
_LEAD, _REST = 0.5, 1.6  # seconds before the speech and after it


@dataclass(frozen=True, slots=True)
class Noise:
    """`name`: for the report; `decibels`: that the speech is above it, None: there is none."""

    name: str
    decibels: float | None


NOISES = (Noise("quiet", None), Noise("room", 30.0), Noise("fan", 20.0), Noise("loud", 12.0))


@dataclass(frozen=True, slots=True, eq=False)
class Spoken:
    """An utterance whose truth is known. `begin`, `end`: seconds of its first and last sound; `pauses`: of each, seconds.

    `ends`: where each piece ends; `pieces`: their texts.
    """

    text: str
    samples: Samples
    begin: float
    end: float
    pieces: tuple[str, ...]
    ends: tuple[float, ...]
    pauses: tuple[float, ...]
    voice: str
    speed: int
    noise: Noise

    def until(self, seconds: float) -> str:
        """What was said by then."""
        return " ".join(piece for piece, end in zip(self.pieces, self.ends, strict=True) if end <= seconds + 0.15)


def generate(seed: int, index: int, *, pauses: bool = True) -> Spoken:
    """The utterance of this number; with `pauses` up to 600 ms between its pieces, else spoken at one go. Raises VoiceUnavailable."""
    chance = np.random.default_rng([seed, index])
    sentence = _sentences()[int(chance.integers(len(_sentences())))]
    pieces = tuple(piece.strip() for piece in sentence.split("|")) if pauses else (sentence.replace("| ", ""),)
    voice, speed = str(chance.choice(VOICES)), int(chance.choice(SPEEDS))
    noise = NOISES[int(chance.integers(len(NOISES)))]
    gaps = tuple(float(chance.uniform(0.1, _LONGEST_PAUSE)) for _ in pieces[1:])
    return assembled(pieces, gaps, Speaker(voice, speed, noise), chance)


@dataclass(frozen=True, slots=True)
class Speaker:
    voice: str
    speed: int
    noise: Noise


def assembled(pieces: tuple[str, ...], gaps: tuple[float, ...], speaker: Speaker, chance: np.random.Generator) -> Spoken:
    """`gaps`: seconds between the pieces."""
    parts, ends, at = [np.zeros(round(_LEAD * SAMPLE_RATE), np.float32)], [], _LEAD
    for piece, gap in zip(pieces, (*gaps, _REST), strict=True):
        said = trimmed(spoken(piece, speaker.voice, speaker.speed))
        at += len(said) / SAMPLE_RATE
        ends.append(at)
        at += gap
        parts += [said, np.zeros(round(gap * SAMPLE_RATE), np.float32)]
    samples = with_noise(np.concatenate(parts), speaker.noise, chance)
    text = " ".join(pieces)
    return Spoken(text, samples, _LEAD, ends[-1], pieces, tuple(ends), gaps, speaker.voice, speaker.speed, speaker.noise)


def spoken(text: str, voice: str, speed: int) -> Samples:
    """By espeak-ng, at the recognisers' rate. Blocks for some 20 ms. Raises VoiceUnavailable."""
    import soxr

    try:
        made = subprocess.run(["espeak-ng", "--stdout", "-v", voice, "-s", str(speed), text], check=True, capture_output=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise VoiceUnavailable(f"espeak-ng can't speak as {voice}") from error
    with wave.open(io.BytesIO(made)) as file:
        rate = file.getframerate()
        raw = np.frombuffer(file.readframes(len(made)), np.int16)
    scaled: Samples = raw.astype(np.float32) / np.float32(32768)
    return soxr.resample(scaled, rate, SAMPLE_RATE)


def trimmed(samples: Samples) -> Samples:
    """Without the silence at both ends."""
    loud = np.flatnonzero(np.abs(samples) > _AUDIBLE * np.abs(samples).max(initial=0.0))
    return samples[loud[0] : loud[-1] + 1] if len(loud) else samples[:0]


def with_noise(samples: Samples, noise: Noise, chance: np.random.Generator) -> Samples:
    """Noise that falls off with frequency, as that of rooms and fans does, so far below the speech as `noise` says."""
    if noise.decibels is None:
        return samples
    spectrum = np.fft.rfft(chance.standard_normal(len(samples)))
    spectrum /= np.sqrt(np.maximum(np.arange(len(spectrum)), 100))
    coloured = np.fft.irfft(spectrum, len(samples)).astype(np.float32)
    speech = samples[np.abs(samples) > _AUDIBLE * np.abs(samples).max(initial=0.0)]
    level = float(np.sqrt(np.mean(speech**2))) if len(speech) else 0.1
    coloured *= level / float(np.sqrt(np.mean(coloured**2))) * 10 ** (-noise.decibels / 20)
    noisy: Samples = np.clip(samples + coloured, -1, 1).astype(np.float32)
    return noisy


def _sentences() -> list[str]:
    content = (resources.files(__package__) / "sentences.toml").read_text("utf-8")
    questions: list[str] = tomllib.loads(content)["questions"]
    return questions
